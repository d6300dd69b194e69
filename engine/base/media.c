/* SPDX-License-Identifier: EUPL-1.2
 * Media types as people call them. */
#include "base/media.h"

#include "base/buf.h"

#define OPEN_XML "application/vnd.openxmlformats-officedocument."
#define OPEN_DOCUMENT "application/vnd.oasis.opendocument."

static const struct {
	struct str type, label, extension;
} table[] = {
	{ STR_INIT("application/pdf"), STR_INIT("PDF"), STR_INIT("pdf") },
	{ STR_INIT("image/jpeg"), STR_INIT("JPEG"), STR_INIT("jpg") },
	{ STR_INIT("image/png"), STR_INIT("PNG"), STR_INIT("png") },
	{ STR_INIT("image/gif"), STR_INIT("GIF"), STR_INIT("gif") },
	{ STR_INIT("image/heic"), STR_INIT("HEIC"), STR_INIT("heic") },
	{ STR_INIT("image/webp"), STR_INIT("WebP"), STR_INIT("webp") },
	{ STR_INIT("image/tiff"), STR_INIT("TIFF"), STR_INIT("tif") },
	{ STR_INIT("text/plain"), STR_INIT("Text"), STR_INIT("txt") },
	{ STR_INIT("text/csv"), STR_INIT("CSV"), STR_INIT("csv") },
	{ STR_INIT("text/xml"), STR_INIT("XML"), STR_INIT("xml") },
	{ STR_INIT("application/xml"), STR_INIT("XML"), STR_INIT("xml") },
	{ STR_INIT("application/zip"), STR_INIT("ZIP"), STR_INIT("zip") },
	{ STR_INIT(OPEN_XML "wordprocessingml.document"), STR_INIT("Word"), STR_INIT("docx") },
	{ STR_INIT(OPEN_XML "spreadsheetml.sheet"), STR_INIT("Excel"), STR_INIT("xlsx") },
	{ STR_INIT(OPEN_XML "presentationml.presentation"), STR_INIT("PowerPoint"), STR_INIT("pptx") },
	{ STR_INIT(OPEN_DOCUMENT "text"), STR_INIT("OpenDocument-Text"), STR_INIT("odt") },
	{ STR_INIT(OPEN_DOCUMENT "spreadsheet"), STR_INIT("OpenDocument-Tabelle"), STR_INIT("ods") },
};

enum { N_TYPES = sizeof table / sizeof table[0] };

static size_t find(struct str type)
{
	size_t i = 0;
	while (i < N_TYPES && !str_eq(table[i].type, type))
		i++;
	return i;
}

struct str media_label(struct str type)
{
	size_t i = find(type);
	return i < N_TYPES ? table[i].label : type;
}

struct str media_extension(struct str type)
{
	size_t i = find(type);
	return i < N_TYPES ? table[i].extension : (struct str){ 0 };
}

/* Whether range, a type or a family with a star behind it, covers type. Of pictures, sound and films that is
 * everything; else only what has a name here: nobody means programs when they say documents. */
static bool covers(struct str range, struct str type)
{
	if (!str_ends(range, STR("/*")))
		return str_eq(range, type);
	struct str family = str_eq_c(range, "*/*") ? STR("") : str_sub(range, 0, range.n - 1);
	bool harmless =
	    str_starts(type, STR("image/")) || str_starts(type, STR("audio/")) || str_starts(type, STR("video/"));
	return str_starts(type, family) && (harmless || find(type) < N_TYPES);
}

static void add_label(struct buf *out, struct str label)
{
	if (out->n == 0)
		buf_add(out, label);
	else if (!str_ends(buf_str(out), label))
		buf_add_fmt(out, ", %.*s", STR_ARG(label));
}

struct str media_labels(struct arena *a, struct str types)
{
	struct buf out = buf_new(a);
	struct str one, rest = str_trim(types);
	while (str_next(&rest, ' ', &one)) {
		size_t before = out.n;
		for (size_t i = 0; i < N_TYPES && str_ends(one, STR("/*")); i++)
			if (covers(one, table[i].type))
				add_label(&out, table[i].label);
		if (one.n > 0 && out.n == before)
			add_label(&out, media_label(one));
	}
	return buf_str(&out);
}

struct str media_accept(struct arena *a, struct str types)
{
	struct buf out = buf_new(a);
	struct str one;
	while (str_next(&types, ' ', &one)) {
		bool known = str_eq_c(one, "image/*") || str_eq_c(one, "audio/*") || str_eq_c(one, "video/*");
		if (str_ends(one, STR("/*")) && !known)
			return STR("");
		if (one.n > 0)
			buf_add_fmt(&out, "%s%.*s", out.n > 0 ? "," : "", STR_ARG(one));
	}
	return buf_str(&out);
}

bool media_among(struct str types, struct str type)
{
	struct str one;
	while (str_next(&types, ' ', &one))
		if (one.n > 0 && covers(one, type))
			return true;
	return false;
}

struct str media_size(struct arena *a, int64_t bytes)
{
	enum { KILO = 1000, MEGA = 1000000, TENTH = MEGA / 10 };
	if (bytes < KILO)
		return str_fmt(a, "%lld Byte", (long long)bytes);
	if (bytes < MEGA)
		return str_fmt(a, "%lld kB", (long long)(bytes / KILO));
	long long tenths = bytes / TENTH;
	if (tenths % 10 == 0)
		return str_fmt(a, "%lld MB", tenths / 10);
	return str_fmt(a, "%lld,%lld MB", tenths / 10, tenths % 10);
}
