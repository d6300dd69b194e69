/* SPDX-License-Identifier: EUPL-1.2
 * multipart/form-data (RFC 7578 with the grammar of RFC 2046 5.1), read from a body that is whole in memory. */
#include "params.h"

#include <strings.h>

#define BOUNDARY_MAX 70 /* RFC 2046 5.1.1 */

static bool starts_nocase(struct str s, struct str prefix)
{
	return s.n >= prefix.n && strncasecmp(s.p, prefix.p, prefix.n) == 0;
}

static void skip(struct str *s, size_t n)
{
	*s = str_sub(*s, n, s->n);
}

/* Takes `; name="value"` or `; name=value` off the front of *s. Browsers write a quote in a value as %22 and never
 * escape with a backslash (WHATWG HTML 4.10.21.8), so a backslash stands for itself. */
static bool take_parameter(struct str *s, struct str *name, struct str *value)
{
	*s = str_trim(*s);
	if (s->n == 0 || s->p[0] != ';')
		return false;
	skip(s, 1);
	ptrdiff_t eq = str_find(*s, '=');
	if (eq < 0)
		return false;
	*name = str_trim(str_sub(*s, 0, (size_t)eq));
	skip(s, (size_t)eq + 1);
	if (s->n > 0 && s->p[0] == '"') {
		skip(s, 1);
		ptrdiff_t end = str_find(*s, '"');
		if (end < 0)
			return false;
		*value = str_sub(*s, 0, (size_t)end);
		skip(s, (size_t)end + 1);
		return true;
	}
	ptrdiff_t end = str_find(*s, ';');
	*value = str_trim(str_sub(*s, 0, end < 0 ? s->n : (size_t)end));
	skip(s, end < 0 ? s->n : (size_t)end);
	return true;
}

static bool is_boundary_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c != '\0' && strchr("'()+_,-./:=? ", c) != NULL);
}

static bool read_boundary(struct str type, struct str *boundary)
{
	static const struct str media = STR_INIT("multipart/form-data");
	if (!starts_nocase(type, media))
		return false;
	struct str rest = str_sub(type, media.n, type.n), name, value;
	size_t times = 0;
	while (str_trim(rest).n > 0) {
		if (!take_parameter(&rest, &name, &value))
			return false;
		if (name.n == 8 && starts_nocase(name, STR("boundary"))) {
			*boundary = value;
			times++;
		}
	}
	if (times != 1 || boundary->n == 0 || boundary->n > BOUNDARY_MAX)
		return false;
	for (size_t i = 0; i < boundary->n; i++)
		if (!is_boundary_char(boundary->p[i]))
			return false;
	return true;
}

static bool read_disposition(struct str s, struct param *p)
{
	static const struct str form_data = STR_INIT("form-data");
	s = str_trim(s);
	if (!starts_nocase(s, form_data))
		return false;
	skip(&s, form_data.n);
	struct str name, value;
	size_t names = 0, filenames = 0;
	while (str_trim(s).n > 0) {
		if (!take_parameter(&s, &name, &value))
			return false;
		if (name.n == 4 && starts_nocase(name, STR("name"))) {
			p->name = value;
			names++;
		} else if (name.n == 8 && starts_nocase(name, STR("filename"))) {
			p->filename = value;
			p->is_file = true;
			filenames++;
		}
	}
	return names == 1 && filenames <= 1 && p->name.n > 0 && params_text_ok(p->filename);
}

/* The header of one part, without its empty line. */
static bool read_header(struct str header, struct param *p)
{
	size_t dispositions = 0;
	while (header.n > 0) {
		ptrdiff_t end = str_find_str(header, STR("\r\n"));
		struct str line = str_sub(header, 0, end < 0 ? header.n : (size_t)end);
		skip(&header, end < 0 ? header.n : (size_t)end + 2);
		ptrdiff_t colon = str_find(line, ':');
		if (colon <= 0 || line.p[0] == ' ' || line.p[0] == '\t')
			return false; /* folded lines are obsolete and a place to hide things */
		struct str name = str_sub(line, 0, (size_t)colon);
		struct str value = str_sub(line, (size_t)colon + 1, line.n);
		if (name.n == 19 && starts_nocase(name, STR("content-disposition"))) {
			if (dispositions++ > 0 || !read_disposition(value, p))
				return false;
		} else if (name.n == 25 && starts_nocase(name, STR("content-transfer-encoding"))) {
			return false; /* RFC 7578 4.7: deprecated; no browser sends it */
		}
	}
	return dispositions == 1;
}

bool params_multipart(struct arena *a, struct str type, struct str body, struct params *out)
{
	struct str boundary;
	if (!read_boundary(type, &boundary))
		return false;
	struct str delimiter = str_fmt(a, "\r\n--%.*s", STR_ARG(boundary));
	struct str first = str_sub(delimiter, 2, delimiter.n);
	if (!str_starts(body, first))
		return false;
	skip(&body, first.n);
	size_t files = 0;
	while (!str_starts(body, STR("--"))) {
		if (!str_starts(body, STR("\r\n")))
			return false;
		skip(&body, 2);
		ptrdiff_t end = str_find_str(str_sub(body, 0, PARAMS_HEADER_MAX), STR("\r\n\r\n"));
		struct param p = { 0 };
		if (end < 0 || !read_header(str_sub(body, 0, (size_t)end), &p))
			return false;
		skip(&body, (size_t)end + 4);
		ptrdiff_t next = str_find_str(body, delimiter);
		if (next < 0 || (p.is_file && ++files > PARAMS_FILES_MAX))
			return false;
		p.value = str_sub(body, 0, (size_t)next);
		if (!params_add(a, out, p, PARAMS_MAX))
			return false;
		skip(&body, (size_t)next + delimiter.n);
	}
	return true;
}
