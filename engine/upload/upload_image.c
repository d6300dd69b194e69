/* SPDX-License-Identifier: EUPL-1.2
 * Images: whole, nothing hidden behind them, and not of more pixels than anybody's camera takes. */
#include "upload/upload.h"

#define PIXELS_MAX ((uint64_t)200 * 1000 * 1000)

static uint32_t be32(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint32_t be16(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;
	return (uint32_t)b[0] << 8 | b[1];
}

static enum upload_verdict pixels(uint64_t width, uint64_t height)
{
	if (width == 0 || height == 0)
		return UPLOAD_DAMAGED;
	return width * height > PIXELS_MAX ? UPLOAD_HUGE : UPLOAD_OK;
}

/* PNG (ISO/IEC 15948) 5.3: length, type, data, checksum; IHDR first, IEND last and nothing behind it. */
enum upload_verdict upload_png(struct str s)
{
	enum { SIGNATURE = 8, AROUND = 12, IHDR = 13 };
	size_t at = SIGNATURE;
	enum upload_verdict v = UPLOAD_DAMAGED;
	while (at + AROUND <= s.n) {
		uint32_t length = be32(s.p + at);
		struct str type = str_sub(s, at + 4, at + 8);
		if (length > s.n - at - AROUND || (at == SIGNATURE) != str_eq_c(type, "IHDR"))
			return UPLOAD_DAMAGED;
		if (at == SIGNATURE && length != IHDR)
			return UPLOAD_DAMAGED;
		if (at == SIGNATURE)
			v = pixels(be32(s.p + at + 8), be32(s.p + at + 12));
		at += AROUND + length;
		if (str_eq_c(type, "IEND"))
			return at == s.n ? v : UPLOAD_DAMAGED;
	}
	return UPLOAD_DAMAGED;
}

/* JPEG (ITU-T T.81) B.1: markers up to the frame header, which has the size; an end of image somewhere behind the scan.
 * Cameras write things of their own behind it. */
enum upload_verdict upload_jpeg(struct str s)
{
	enum { SOF0 = 0xC0, SOF15 = 0xCF, DHT = 0xC4, JPG = 0xC8, DAC = 0xCC, SOS = 0xDA };
	size_t at = 2;
	enum upload_verdict v = UPLOAD_DAMAGED;
	while (at + 4 <= s.n && (unsigned char)s.p[at] == 0xFF) {
		unsigned char marker = (unsigned char)s.p[at + 1];
		if (marker == 0xFF) { /* a fill byte */
			at++;
			continue;
		}
		size_t length = be16(s.p + at + 2);
		if (length < 2 || length > s.n - at - 2)
			return UPLOAD_DAMAGED;
		bool frame = marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
		if (frame && length >= 8)
			v = pixels(be16(s.p + at + 7), be16(s.p + at + 5));
		at += 2 + length;
		if (marker == SOS)
			return v != UPLOAD_OK || str_find_str(str_sub(s, at, s.n), STR("\xFF\xD9")) >= 0 ? v : UPLOAD_DAMAGED;
	}
	return UPLOAD_DAMAGED;
}
