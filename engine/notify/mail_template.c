/* SPDX-License-Identifier: EUPL-1.2
 * Templates of mails: a subject, a text, and a handful of names. */
#include "notify/mail.h"

static const struct place {
	const char *name;
	size_t offset;
} places[] = {
	{ "nummer", offsetof(struct mail_values, nummer) },
	{ "leistung", offsetof(struct mail_values, leistung) },
	{ "kommune", offsetof(struct mail_values, kommune) },
	{ "gebuehr", offsetof(struct mail_values, gebuehr) },
	{ "status", offsetof(struct mail_values, status) },
	{ "status_url", offsetof(struct mail_values, status_url) },
	{ "zustimmung_url", offsetof(struct mail_values, zustimmung_url) },
};

static const struct place *find(struct str name)
{
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (str_eq_c(name, places[i].name))
			return &places[i];
	return NULL;
}

static void check_line(struct str line, unsigned number, struct diags *d)
{
	for (size_t i = 0; i < line.n; i++) {
		struct pos pos = { number, (unsigned)i + 1 };
		if (line.p[i] == '}') {
			diag_error(d, pos, "brace", "Zu dieser schließenden Klammer fehlt die öffnende.");
		} else if (line.p[i] == '{') {
			ptrdiff_t end = str_find(str_sub(line, i, line.n), '}');
			if (end < 0) {
				diag_error(d, pos, "brace", "Zu dieser öffnenden Klammer fehlt die schließende.");
				return;
			}
			struct str name = str_sub(line, i + 1, i + (size_t)end);
			if (find(name) == NULL)
				diag_error(d, pos, "unknown-name",
				    "Den Platzhalter „%.*s“ gibt es nicht; möglich sind nummer, leistung, kommune, gebuehr, "
				    "status, status_url und zustimmung_url.",
				    STR_ARG(name));
			i += (size_t)end;
		}
	}
}

bool mail_template_read(struct str source, struct mail_template *out, struct diags *d)
{
	static const struct str head = STR_INIT("Betreff: ");
	*out = (struct mail_template){ 0 };
	size_t before = d->n_errors;
	struct str rest = source, line;
	for (unsigned number = 1; str_next(&rest, '\n', &line); number++) {
		check_line(line, number, d);
		if (number == 1 && (!str_starts(line, head) || str_trim(line).n <= head.n))
			diag_error(d, (struct pos){ 1, 1 }, "no-subject", "Die erste Zeile muss mit „Betreff: “ beginnen.");
		if (number == 1)
			out->subject = str_trim(str_sub(line, head.n, line.n));
		if (number == 2 && line.n > 0)
			diag_error(d, (struct pos){ 2, 1 }, "no-blank-line", "Die zweite Zeile muss leer sein.");
		if (number == 2)
			out->body = rest;
	}
	if (str_trim(out->body).n == 0)
		diag_error(d, (struct pos){ 3, 1 }, "no-text", "Hier fehlt der Text der E-Mail.");
	return d->n_errors == before;
}

static void add_value(struct buf *b, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		buf_add_char(b, (unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7F ? ' ' : value.p[i]);
}

struct str mail_fill(struct arena *a, struct str text, const struct mail_values *v)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < text.n; i++) {
		ptrdiff_t end = text.p[i] == '{' ? str_find(str_sub(text, i, text.n), '}') : -1;
		const struct place *p = end < 0 ? NULL : find(str_sub(text, i + 1, i + (size_t)end));
		if (p == NULL) {
			buf_add_char(&b, text.p[i]);
		} else {
			add_value(&b, *(const struct str *)((const char *)v + p->offset));
			i += (size_t)end;
		}
	}
	return buf_str(&b);
}
