/* SPDX-License-Identifier: EUPL-1.2
 * The judgement on a file, and a name for it. */
#include "upload/upload.h"

#include "base/buf.h"
#include "base/media.h"
#include "base/utf8.h"

#include <magic.h>

enum { MAGIC_BYTES = 1 << 20, NAME_MAX_CHARACTERS = 100 };

const char *upload_code(enum upload_verdict v)
{
	static const char *const codes[] = {
		[UPLOAD_OK] = "",
		[UPLOAD_EMPTY] = "empty",
		[UPLOAD_SIZE] = "size",
		[UPLOAD_TYPE] = "type",
		[UPLOAD_DAMAGED] = "damaged",
		[UPLOAD_ENCRYPTED] = "encrypted",
		[UPLOAD_ACTIVE] = "active",
		[UPLOAD_HUGE] = "huge",
		[UPLOAD_VIRUS] = "virus",
		[UPLOAD_UNSCANNED] = "unscanned",
	};
	return codes[v];
}

/* One name for what has several. */
static struct str usual(struct str type, struct str types)
{
	static const struct {
		struct str found, usual;
	} other[] = {
		{ STR_INIT("image/x-ms-bmp"), STR_INIT("image/bmp") },
		{ STR_INIT("image/heif"), STR_INIT("image/heic") },
		{ STR_INIT("text/xml"), STR_INIT("application/xml") },
		{ STR_INIT("text/plain"), STR_INIT("text/csv") },
		{ STR_INIT("application/csv"), STR_INIT("text/csv") },
	};
	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
		if (str_eq(type, other[i].found) && !media_among(types, type) && media_among(types, other[i].usual))
			return other[i].usual;
	return type;
}

/* What a browser would run if it ever showed it. */
static bool is_never_taken(struct str type)
{
	return media_among(STR("text/html image/svg+xml application/xhtml+xml application/javascript text/javascript "
	                       "application/x-dosexec application/x-executable application/x-sharedlib "
	                       "application/x-pie-executable text/x-shellscript"),
	    type);
}

/* libmagic maps its database again for each document: a millisecond, and no state that outlives a request. */
static struct str type_of(struct arena *a, struct str bytes)
{
	magic_t m = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF);
	const char *type = NULL;
	if (m != NULL && magic_load(m, NULL) == 0)
		type = magic_buffer(m, bytes.p, bytes.n < MAGIC_BYTES ? bytes.n : MAGIC_BYTES);
	struct str found = str_dup(a, type == NULL ? STR("") : str_c(type));
	if (m != NULL)
		magic_close(m);
	return found;
}

static enum upload_verdict structure(struct str bytes, struct str type)
{
	if (str_eq_c(type, "application/pdf"))
		return upload_pdf(bytes);
	if (str_eq_c(type, "image/png"))
		return upload_png(bytes);
	if (str_eq_c(type, "image/jpeg"))
		return upload_jpeg(bytes);
	if (str_starts(bytes, STR("PK")))
		return upload_zip(bytes);
	if (str_starts(type, STR("text/")) && (!utf8_valid(bytes) || str_find(bytes, '\0') >= 0))
		return UPLOAD_DAMAGED;
	return UPLOAD_OK;
}

enum upload_verdict upload_judge(
    struct arena *a, struct str bytes, const struct upload_rules *rules, struct str *type_r)
{
	struct str types = rules->types.n > 0 ? rules->types : STR(UPLOAD_TYPES);
	int64_t most = rules->max_size > 0 ? rules->max_size : UPLOAD_BYTES;
	*type_r = (struct str){ 0 };
	if (bytes.n == 0)
		return UPLOAD_EMPTY;
	if ((int64_t)bytes.n > most || (int64_t)bytes.n > UPLOAD_BYTES_MAX)
		return UPLOAD_SIZE;
	*type_r = usual(type_of(a, bytes), types);
	if (is_never_taken(*type_r) || !media_among(types, *type_r))
		return UPLOAD_TYPE;
	enum upload_verdict v = structure(bytes, *type_r);
	if (v == UPLOAD_OK && rules->clamd[0] != '\0')
		v = upload_scan(rules->clamd, bytes);
	return v;
}

/* ---- the name ---- */

static bool is_fit_for_a_name(int32_t cp)
{
	if (cp < ' ' || (cp >= 0x7F && cp < 0xA0) || (cp < 0x80 && strchr("/\\:*?\"<>|", cp) != NULL))
		return false;
	return !(cp == 0x61C || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
	         (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0xFFF0 && cp <= 0xFFFF));
}

static struct str without_folders(struct str name)
{
	for (size_t i = name.n; i > 0; i--)
		if (name.p[i - 1] == '/' || name.p[i - 1] == '\\')
			return str_sub(name, i, name.n);
	return name;
}

/* "brief.pdf.exe" without ".exe". What stands behind a dot is an extension when it is short and not the whole name. */
static struct str without_extension(struct str name)
{
	enum { LONGEST = 6 };
	for (size_t i = name.n; i > 1 && name.n - i < LONGEST; i--)
		if (name.p[i - 1] == '.')
			return str_sub(name, 0, i - 1);
	return name;
}

/* Windows keeps these names for devices, whatever extension they have. */
static bool is_device(struct str stem)
{
	static const char *const names[] = { "con", "prn", "aux", "nul" };
	char low[5] = { 0 };
	for (size_t i = 0; i < stem.n && i < 4; i++)
		low[i] = (char)(stem.p[i] | 0x20);
	for (size_t i = 0; i < 4; i++)
		if (stem.n == 3 && strcmp(low, names[i]) == 0)
			return true;
	return stem.n == 4 && (memcmp(low, "com", 3) == 0 || memcmp(low, "lpt", 3) == 0);
}

struct str upload_name(struct arena *a, struct str name, struct str type)
{
	struct buf out = buf_new(a);
	struct str rest = utf8_valid(name) ? utf8_nfc(a, without_folders(name)) : STR("");
	struct str extension = media_extension(type);
	if (extension.n > 0)
		rest = without_extension(rest);
	size_t characters = 0;
	while (rest.n > 0 && characters < NAME_MAX_CHARACTERS) {
		struct str before = rest;
		int32_t cp = utf8_next(&rest);
		if (!is_fit_for_a_name(cp) || (out.n == 0 && (cp == '.' || cp == ' ' || cp == '-')))
			continue;
		buf_add(&out, str_sub(before, 0, before.n - rest.n));
		characters++;
	}
	while (out.n > 0 && (out.p[out.n - 1] == '.' || out.p[out.n - 1] == ' '))
		out.n--;
	if (out.n == 0 || is_device(buf_str(&out))) {
		out.n = 0;
		buf_add_c(&out, "Datei");
	}
	if (extension.n > 0)
		buf_add_fmt(&out, ".%.*s", STR_ARG(extension));
	return buf_str(&out);
}
