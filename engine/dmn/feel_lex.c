/* SPDX-License-Identifier: EUPL-1.2
 * The characters of a FEEL text: blanks, words, symbols, and what stands alone: numbers, texts, days. */
#include "dmn/feel_int.h"

#include <ctype.h>
#include <stdarg.h>

void feel_fail(struct parser *c, size_t at, const char *code, const char *fmt, ...)
{
	struct pos pos = { c->pos.line, c->pos.col == 0 ? 1 : c->pos.col };
	char text[1024];
	if (c->failed)
		return; /* what follows the first mistake of an expression is noise */
	for (size_t i = 0; i < at && i < c->text.n; i++) {
		pos.col++;
		if (c->text.p[i] == '\n')
			pos = (struct pos){ pos.line + 1, 1 };
	}
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	diag_error(c->diags, pos, code, "%s", text);
	c->failed = true;
}

struct feel *feel_node(struct parser *c, enum feel_op op, size_t at, enum dmn_kind kind)
{
	struct feel *x = ARENA_NEW(c->arena, struct feel);
	*x = (struct feel){ .op = op, .at = at, .kind = kind };
	return x;
}

void feel_add_kid(struct feel *parent, struct feel *kid)
{
	struct feel **at = &parent->kids;
	while (*at != NULL)
		at = &(*at)->next;
	*at = kid;
	parent->n_kids++;
}

void feel_want(struct parser *c, const struct feel *x, enum dmn_kind kind, const char *what)
{
	bool null = x->op == F_CONST && x->constant.kind == DMN_NULL;
	if (x->kind == DMN_NULL || kind == DMN_NULL || x->kind == kind || null)
		return;
	const char *remedy = kind == DMN_DATE && x->kind == DMN_TEXT     ? " Schreiben Sie date(\"2026-01-31\")."
	                     : kind == DMN_NUMBER && x->kind == DMN_TEXT ? " Zahlen stehen ohne Anführungszeichen."
	                     : kind == DMN_TEXT                          ? " Texte stehen in Anführungszeichen."
	                                                                 : "";
	feel_fail(c, x->at, "type", "%s: Hier wird %s erwartet, das ist aber %s.%s", what, dmn_kind_name(kind),
	    dmn_kind_name(x->kind), remedy);
}

/* ---- characters ---- */

void feel_blanks(struct parser *c)
{
	while (c->p < c->text.n && strchr(" \t\r\n", c->text.p[c->p]) != NULL)
		c->p++;
}

static bool is_name_char(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_' || (unsigned char)ch >= 0x80;
}

char feel_peek(struct parser *c)
{
	feel_blanks(c);
	return c->p < c->text.n ? c->text.p[c->p] : '\0';
}

bool feel_take(struct parser *c, const char *symbol)
{
	feel_blanks(c);
	if (!str_starts(str_sub(c->text, c->p, c->text.n), str_c(symbol)))
		return false;
	c->p += strlen(symbol);
	return true;
}

bool feel_take_word(struct parser *c, const char *word)
{
	size_t before = c->p;
	if (feel_take(c, word) && (c->p == c->text.n || !is_name_char(c->text.p[c->p])))
		return true;
	c->p = before;
	return false;
}

struct str feel_tidy(struct arena *a, struct str name)
{
	struct buf b = buf_new(a);
	name = str_trim(name);
	for (size_t i = 0; i < name.n; i++) {
		bool blank = strchr(" \t\r\n", name.p[i]) != NULL;
		if (!blank)
			buf_add_char(&b, name.p[i]);
		else if (b.p[b.n - 1] != ' ')
			buf_add_char(&b, ' ');
	}
	return str_dup(a, buf_str(&b));
}

/* Length of the tidy name in the text from p on, where a blank may be any white space; 0 when it is not there. */
size_t feel_name_at(const struct parser *c, struct str name)
{
	size_t p = c->p;
	for (size_t i = 0; i < name.n; i++) {
		if (p >= c->text.n)
			return 0;
		if (name.p[i] != ' ') {
			if (c->text.p[p++] != name.p[i])
				return 0;
			continue;
		}
		size_t before = p;
		while (p < c->text.n && strchr(" \t\r\n", c->text.p[p]) != NULL)
			p++;
		if (p == before)
			return 0;
	}
	bool cut = name.n > 0 && is_name_char(name.p[name.n - 1]) && p < c->text.n && is_name_char(c->text.p[p]);
	return cut ? 0 : p - c->p;
}

/* An ordinary name: letters, digits, underscores. */
struct str feel_word(struct parser *c)
{
	size_t begin = c->p;
	while (c->p < c->text.n && is_name_char(c->text.p[c->p]))
		c->p++;
	return str_sub(c->text, begin, c->p);
}

/* ---- what stands alone ---- */

struct feel *feel_number(struct parser *c)
{
	size_t at = c->p;
	struct buf digits = buf_new(c->arena);
	while (c->p < c->text.n && isdigit((unsigned char)c->text.p[c->p]))
		buf_add_char(&digits, c->text.p[c->p++]);
	if (digits.n == 0)
		buf_add_char(&digits, '0');
	if (c->p + 1 < c->text.n && c->text.p[c->p] == '.' && isdigit((unsigned char)c->text.p[c->p + 1]))
		do
			buf_add_char(&digits, c->text.p[c->p++]);
		while (c->p < c->text.n && isdigit((unsigned char)c->text.p[c->p]));
	struct feel *x = feel_node(c, F_CONST, at, DMN_NUMBER);
	x->constant.kind = DMN_NUMBER;
	if (!dec_parse(buf_str(&digits), &x->constant.number))
		feel_fail(c, at, "number", "Diese Zahl hat zu viele Stellen. Möglich sind 34, davon 18 nach dem Punkt.");
	return x;
}

static void add_utf8(struct buf *b, unsigned cp)
{
	if (cp < 0x80) {
		buf_add_char(b, (char)cp);
	} else if (cp < 0x800) {
		buf_add_char(b, (char)(0xC0 | cp >> 6));
		buf_add_char(b, (char)(0x80 | (cp & 0x3F)));
	} else {
		buf_add_char(b, (char)(0xE0 | cp >> 12));
		buf_add_char(b, (char)(0x80 | (cp >> 6 & 0x3F)));
		buf_add_char(b, (char)(0x80 | (cp & 0x3F)));
	}
}

/* Behind a backslash. */
static bool escape(struct parser *c, struct buf *b)
{
	static const char from[] = "nrt\"'\\", to[] = "\n\r\t\"'\\";
	if (c->p >= c->text.n)
		return false;
	char ch = c->text.p[c->p++];
	const char *known = ch == '\0' ? NULL : strchr(from, ch);
	if (known != NULL) {
		buf_add_char(b, to[known - from]);
		return true;
	}
	unsigned cp = 0;
	if (ch != 'u' || c->text.n - c->p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char hex = c->text.p[c->p++];
		if (!isxdigit((unsigned char)hex))
			return false;
		cp = cp * 16 + (unsigned)(isdigit((unsigned char)hex) ? hex - '0' : tolower((unsigned char)hex) - 'a' + 10);
	}
	if (cp == 0 || (cp >= 0xD800 && cp < 0xE000))
		return false;
	add_utf8(b, cp);
	return true;
}

struct feel *feel_text(struct parser *c)
{
	size_t at = c->p++;
	struct buf b = buf_new(c->arena);
	while (c->p < c->text.n && c->text.p[c->p] != '"') {
		char ch = c->text.p[c->p++];
		if (ch != '\\') {
			buf_add_char(&b, ch);
		} else if (!escape(c, &b)) {
			feel_fail(c, c->p - 1, "escape", "Hinter \\ steht n, r, t, \", \\ oder u mit vier Hexadezimalziffern.");
			return NULL;
		}
	}
	if (c->p == c->text.n) {
		feel_fail(c, at, "open-text", "Diesem Text fehlt das schließende Anführungszeichen \".");
		return NULL;
	}
	c->p++;
	struct feel *x = feel_node(c, F_CONST, at, DMN_TEXT);
	x->constant = (struct dmn_value){ .kind = DMN_TEXT, .text = buf_str(&b) };
	return x;
}

/* @"2026-01-31": days only. */
struct feel *feel_day(struct parser *c)
{
	size_t at = c->p++;
	struct feel *x = feel_peek(c) == '"' ? feel_text(c) : NULL;
	struct date d;
	if (x == NULL || !date_parse(x->constant.text, &d)) {
		feel_fail(
		    c, at, "date", "Hinter @ steht ein Tag wie @\"2026-01-31\". Uhrzeiten und Zeitspannen gibt es hier nicht.");
		return NULL;
	}
	x->kind = DMN_DATE;
	x->constant = (struct dmn_value){ .kind = DMN_DATE, .date = d };
	return x;
}
