/* SPDX-License-Identifier: EUPL-1.2
 * FEEL expressions to a tree (DMN 1.3, 10.3.1). Names may hold blanks and signs, so there are no tokens: at each place
 * the longest known name wins. Types are checked as far as they are known. */
#include "base/suggest.h"
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

static char peek(struct parser *c)
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
static size_t name_at(const struct parser *c, struct str name)
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
static struct str word(struct parser *c)
{
	size_t begin = c->p;
	while (c->p < c->text.n && is_name_char(c->text.p[c->p]))
		c->p++;
	return str_sub(c->text, begin, c->p);
}

/* ---- what stands alone ---- */

static struct feel *number(struct parser *c)
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

static struct feel *text(struct parser *c)
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
static struct feel *at_literal(struct parser *c)
{
	size_t at = c->p++;
	struct feel *x = peek(c) == '"' ? text(c) : NULL;
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

/* [a, b] or [a..b], (a) or (a..b), ]a..b[ */
static struct feel *bracket(struct parser *c)
{
	size_t at = c->p;
	char open = c->text.p[c->p++];
	struct feel *list = feel_node(c, F_LIST, at, DMN_LIST);
	if (open == '[' && feel_take(c, "]"))
		return list;
	struct feel *first = feel_parse_expr(c);
	if (first == NULL)
		return NULL;
	if (feel_take(c, "..")) {
		struct feel *range = feel_node(c, F_RANGE, at, DMN_RANGE);
		struct feel *high = feel_parse_expr(c);
		if (high == NULL)
			return NULL;
		feel_want(c, high, first->kind, "Ende des Bereichs");
		feel_add_kid(range, first);
		feel_add_kid(range, high);
		range->low_open = open != '[';
		char close = peek(c);
		range->high_open = close != ']';
		if (close == '\0' || strchr("])[", close) == NULL) {
			feel_fail(c, c->p, "open-range", "Dem Bereich fehlt die schließende Klammer: [1..5], ]1..5[ oder (1..5).");
			return NULL;
		}
		c->p++;
		return range;
	}
	if (open == '(') {
		if (feel_take(c, ")"))
			return first;
		feel_fail(c, c->p, "open-parenthesis", "Hier fehlt eine schließende Klammer „)“.");
		return NULL;
	}
	feel_add_kid(list, first);
	while (open == '[' && feel_take(c, ",")) {
		struct feel *item = feel_parse_expr(c);
		if (item == NULL)
			return NULL;
		feel_add_kid(list, item);
	}
	if (open == '[' && feel_take(c, "]"))
		return list;
	feel_fail(
	    c, at, "open-bracket", "Diese Klammer wird nicht richtig geschlossen: Listen sind [1, 2], Bereiche [1..5].");
	return NULL;
}

static struct feel *branch(struct parser *c, size_t at)
{
	struct feel *x = feel_node(c, F_IF, at, DMN_NULL);
	struct feel *part[3];
	static const char *const words[] = { "then", "else" };
	for (size_t i = 0; i < 3; i++) {
		if (i > 0 && !feel_take_word(c, words[i - 1])) {
			feel_fail(c, c->p, "if", "Zu if gehört then … else …. Hier fehlt %s.", words[i - 1]);
			return NULL;
		}
		part[i] = feel_parse_expr(c);
		if (part[i] == NULL)
			return NULL;
	}
	feel_want(c, part[0], DMN_BOOL, "Bedingung von if");
	for (size_t i = 0; i < 3; i++)
		feel_add_kid(x, part[i]);
	if (part[1]->kind == part[2]->kind)
		x->kind = part[1]->kind;
	return x;
}

/* ---- names ---- */

static bool arguments(struct parser *c, struct feel *call, const char *name, size_t min, size_t max)
{
	size_t at = c->p;
	if (!feel_take(c, "(")) {
		feel_fail(c, at, "call", "%s wird mit Klammern aufgerufen: %s(…).", name, name);
		return false;
	}
	if (!feel_take(c, ")"))
		do {
			struct feel *arg = feel_parse_expr(c);
			if (arg == NULL)
				return false;
			feel_add_kid(call, arg);
		} while (feel_take(c, ",") && call->n_kids <= FEEL_ARGS_MAX);
	if (call->n_kids > 0 && !feel_take(c, ")")) {
		feel_fail(c, c->p, "open-parenthesis", "Hier fehlt eine schließende Klammer „)“.");
		return false;
	}
	if (call->n_kids >= min && call->n_kids <= max)
		return true;
	struct str want = max > min && max < FEEL_ARGS_MAX ? str_fmt(c->arena, "%zu bis %zu Angaben", min, max)
	                                                   : str_fmt(c->arena, "%s%zu %s", max > min ? "mindestens " : "",
	                                                         min, min == 1 ? "Angabe" : "Angaben");
	feel_fail(c, call->at, "arguments", "%s braucht %.*s, hier %s %zu.", name, STR_ARG(want),
	    call->n_kids == 1 ? "steht" : "stehen", call->n_kids);
	return false;
}

static const struct feel_name *known_name(const struct parser *c, size_t *length)
{
	const struct feel_name *found = NULL;
	*length = 0;
	for (size_t i = 0; i < c->scope->n; i++) {
		size_t n = name_at(c, c->scope->list[i].name);
		if (n == 0 || n < *length)
			continue;
		*length = n;
		found = &c->scope->list[i];
	}
	return found;
}

static struct feel *unknown(struct parser *c)
{
	static const char *const later[] = { "for", "some", "every", "function", "instance", "external" };
	size_t at = c->p;
	struct str name = word(c);
	if (name.n == 0) {
		feel_fail(c, at, "syntax",
		    at >= c->text.n ? "Hier fehlt noch etwas: Der Ausdruck ist zu Ende."
		                    : "Mit diesem Zeichen kann der Ausdruck hier nicht weitergehen.");
		return NULL;
	}
	for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
		if (!str_eq_c(name, later[i]))
			continue;
		feel_fail(c, at, "feel-unsupported",
		    "„%s“ gehört zum vollen FEEL und wird hier nicht ausgeführt. Schreiben Sie die Regel als "
		    "Entscheidungstabelle.",
		    later[i]);
		return NULL;
	}
	static const struct str clocks[] = { STR_INIT("date and time"), STR_INIT("time"), STR_INIT("duration") };
	struct str rest = str_sub(c->text, at, c->text.n);
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
		if (!str_starts(rest, clocks[i]) || clocks[i].n >= rest.n || rest.p[clocks[i].n] != '(')
			continue;
		feel_fail(c, at, "feel-unsupported",
		    "Uhrzeiten und Zeitspannen gibt es hier nicht. Verwenden Sie Tage: date(\"2026-01-31\").");
		return NULL;
	}
	struct buf hint = buf_new(c->arena);
	struct str *names = ARENA_ARRAY(c->arena, struct str, c->scope->n);
	for (size_t i = 0; i < c->scope->n; i++)
		names[i] = c->scope->list[i].name;
	suggest_add(&hint, "", name, names, c->scope->n);
	bool call = peek(c) == '(';
	feel_fail(c, at, call ? "unknown-function" : "unknown-name", "%s „%.*s“ gibt es hier nicht.%.*s%s",
	    call ? "Die Funktion" : "Den Namen", STR_ARG(name), STR_ARG(buf_str(&hint)),
	    hint.n > 0 || call ? "" : " Texte stehen in Anführungszeichen; Eingaben werden als inputData vereinbart.");
	return NULL;
}

static struct feel *named(struct parser *c)
{
	size_t at = c->p, known_length, func_length;
	const struct feel_name *known = known_name(c, &known_length);
	const struct feel_func *func = feel_func_at(str_sub(c->text, c->p, c->text.n), &func_length);
	if (known != NULL && known_length >= func_length) {
		c->p += known_length;
		enum dmn_kind kind = known->type == NULL ? DMN_NULL : known->type->list ? DMN_LIST : known->type->kind;
		if (known->model == NULL) {
			struct feel *x = feel_node(c, F_NAME, at, kind);
			x->slot = (size_t)(known - c->scope->list);
			x->type = known->type;
			return x;
		}
		struct feel *x = feel_node(c, F_INVOKE, at, kind);
		x->model = known->model;
		x->type = known->type;
		return arguments(c, x, known->name.p, known->model->n_params, known->model->n_params) ? x : NULL;
	}
	if (func == NULL)
		return unknown(c);
	c->p += func_length;
	struct feel *x = feel_node(c, F_CALL, at, func->kind);
	x->func = func;
	return arguments(c, x, func->name, func->min, func->max) ? x : NULL;
}

/* context.name; the names of a context whose type is known may hold blanks. */
static struct feel *path(struct parser *c, struct feel *of)
{
	size_t at = c->p;
	const struct dmn_type *t = of->type;
	const struct dmn_part *part = NULL;
	size_t length = 0;
	feel_blanks(c);
	for (size_t i = 0; t != NULL && i < t->n_parts; i++) {
		size_t n = name_at(c, t->parts[i].name);
		if (n > length) {
			length = n;
			part = &t->parts[i];
		}
	}
	struct str name = part != NULL ? part->name : word(c);
	c->p += part != NULL ? length : 0;
	if (name.n == 0 || (part == NULL && t != NULL && t->n_parts > 0)) {
		feel_fail(c, at, "unknown-name", "Hinter dem Punkt steht der Name eines Teils. „%.*s“ ist keiner davon.",
		    STR_ARG(name));
		return NULL;
	}
	const struct dmn_type *type = part == NULL ? NULL : part->type;
	struct feel *x = feel_node(c, F_PATH, at, type == NULL ? DMN_NULL : type->list ? DMN_LIST : type->kind);
	x->name = name;
	x->type = type;
	feel_add_kid(x, of);
	return x;
}

static struct feel *constant(struct parser *c, size_t at, struct dmn_value v)
{
	struct feel *x = feel_node(c, F_CONST, at, v.kind);
	x->constant = v;
	return x;
}

static struct feel *primary(struct parser *c)
{
	char ch = peek(c);
	size_t at = c->p;
	if (isdigit((unsigned char)ch) ||
	    (ch == '.' && c->p + 1 < c->text.n && isdigit((unsigned char)c->text.p[c->p + 1])))
		return number(c);
	if (ch == '"')
		return text(c);
	if (ch == '@')
		return at_literal(c);
	if (ch == '[' || ch == '(' || ch == ']')
		return bracket(c);
	if (ch == '{') {
		feel_fail(
		    c, at, "feel-unsupported", "Kontexte „{…}“ gibt es in Ausdrücken hier nicht. Legen Sie einen Kontext an.");
		return NULL;
	}
	if (ch == '?' && c->has_column) {
		c->p++;
		c->asked = true;
		const struct dmn_type *t = c->column;
		struct feel *x = feel_node(c, F_INPUT, at, t == NULL ? DMN_NULL : t->list ? DMN_LIST : t->kind);
		x->type = t;
		return x;
	}
	if (feel_take_word(c, "true"))
		return constant(c, at, (struct dmn_value){ .kind = DMN_BOOL, .boolean = true });
	if (feel_take_word(c, "false"))
		return constant(c, at, (struct dmn_value){ .kind = DMN_BOOL, .boolean = false });
	if (feel_take_word(c, "null"))
		return constant(c, at, dmn_null());
	if (feel_take_word(c, "if"))
		return branch(c, at);
	return named(c);
}

static struct feel *postfix(struct parser *c)
{
	struct feel *x = primary(c);
	while (x != NULL && peek(c) == '.' && !str_starts(str_sub(c->text, c->p, c->text.n), STR(".."))) {
		c->p++;
		x = path(c, x);
	}
	return x;
}

/* ---- operators ---- */

/* The minus binds more tightly than ** (grammar rule 4): -2**2 is 4. */
static struct feel *negated(struct parser *c)
{
	size_t at = (feel_blanks(c), c->p), n = 0;
	while (feel_take(c, "-"))
		n++;
	struct feel *x = postfix(c);
	if (x == NULL || n == 0)
		return x;
	feel_want(c, x, DMN_NUMBER, "Hinter dem Minuszeichen");
	if (n % 2 == 0)
		return x;
	struct feel *minus = feel_node(c, F_NEG, at, DMN_NUMBER);
	feel_add_kid(minus, x);
	return minus;
}

static struct feel *pair(struct parser *c, enum feel_op op, size_t at, struct feel *left, struct feel *right)
{
	if (left == NULL || right == NULL)
		return NULL;
	enum dmn_kind kind = DMN_NUMBER;
	if (op == F_ADD && (left->kind == DMN_TEXT || right->kind == DMN_TEXT))
		kind = DMN_TEXT;
	else if (op == F_ADD && (left->kind == DMN_NULL || right->kind == DMN_NULL))
		kind = left->kind == DMN_NULL ? right->kind : left->kind;
	if (op == F_AND || op == F_OR)
		kind = DMN_BOOL;
	static const char *const what[] = { [F_OR] = "Neben or",
		[F_AND] = "Neben and",
		[F_ADD] = "Neben +",
		[F_SUB] = "Neben -",
		[F_MUL] = "Neben *",
		[F_DIV] = "Neben /",
		[F_POW] = "Neben **" };
	feel_want(c, left, kind, what[op]);
	feel_want(c, right, kind, what[op]);
	struct feel *x = feel_node(c, op, at, kind);
	feel_add_kid(x, left);
	feel_add_kid(x, right);
	return x;
}

static struct feel *power(struct parser *c)
{
	struct feel *x = negated(c);
	while (x != NULL && feel_take(c, "**"))
		x = pair(c, F_POW, x->at, x, negated(c));
	return x;
}

static struct feel *product(struct parser *c)
{
	struct feel *x = power(c);
	while (x != NULL) {
		char ch = peek(c);
		if (ch != '*' && ch != '/')
			break;
		c->p++;
		x = pair(c, ch == '*' ? F_MUL : F_DIV, x->at, x, power(c));
	}
	return x;
}

struct feel *feel_parse_sum(struct parser *c)
{
	struct feel *x = product(c);
	while (x != NULL) {
		char ch = peek(c);
		if (ch != '+' && ch != '-')
			break;
		c->p++;
		x = pair(c, ch == '+' ? F_ADD : F_SUB, x->at, x, product(c));
	}
	return x;
}

static struct feel *between(struct parser *c, struct feel *x)
{
	struct feel *b = feel_node(c, F_BETWEEN, x->at, DMN_BOOL);
	struct feel *low = feel_parse_sum(c);
	if (low == NULL)
		return NULL;
	if (!feel_take_word(c, "and")) {
		feel_fail(c, c->p, "between", "Zu between gehört and: x between 1 and 5.");
		return NULL;
	}
	struct feel *high = feel_parse_sum(c);
	if (high == NULL)
		return NULL;
	feel_want(c, low, x->kind, "between");
	feel_want(c, high, x->kind, "between");
	feel_add_kid(b, x);
	feel_add_kid(b, low);
	feel_add_kid(b, high);
	return b;
}

static struct feel *within(struct parser *c, struct feel *x)
{
	struct parser inner = *c;
	struct dmn_type type = { .kind = x->kind };
	inner.has_column = true;
	inner.column = x->type != NULL ? x->type : &type;
	feel_blanks(&inner);
	bool many = inner.p < inner.text.n && inner.text.p[inner.p] == '(';
	size_t begin = inner.p;
	struct feel *tests = NULL;
	if (many) {
		inner.p++;
		tests = feel_parse_tests(&inner);
		if (tests != NULL && !feel_take(&inner, ")")) { /* (1..5] begins like (1, 2) */
			inner = *c;
			inner.has_column = true;
			inner.column = x->type != NULL ? x->type : &type;
			inner.p = begin;
			many = false;
		}
	}
	if (!many) {
		struct feel *range = feel_parse_sum(&inner);
		tests = range == NULL ? NULL : feel_node(&inner, F_IS, begin, DMN_BOOL);
		if (tests != NULL)
			feel_add_kid(tests, range);
	}
	c->p = inner.p;
	c->failed |= inner.failed;
	if (tests == NULL || c->failed)
		return NULL;
	struct feel *in = feel_node(c, F_IN, x->at, DMN_BOOL);
	feel_add_kid(in, x);
	feel_add_kid(in, tests);
	return in;
}

static struct feel *comparison(struct parser *c)
{
	static const struct {
		const char *symbol;
		enum feel_op op;
	} ops[] = { { "<=", F_LE }, { ">=", F_GE }, { "!=", F_NE }, { "<", F_LT }, { ">", F_GT }, { "=", F_EQ } };
	struct feel *x = feel_parse_sum(c);
	if (x == NULL)
		return NULL;
	if (feel_take_word(c, "between"))
		return between(c, x);
	if (feel_take_word(c, "in"))
		return within(c, x);
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		if (!feel_take(c, ops[i].symbol))
			continue;
		if (ops[i].op == F_EQ && feel_take(c, "=")) {
			feel_fail(c, c->p - 2, "syntax", "„==“ gibt es in FEEL nicht. Schreiben Sie „=“.");
			return NULL;
		}
		struct feel *right = feel_parse_sum(c);
		if (right == NULL)
			return NULL;
		feel_want(c, right, x->kind, "Vergleich");
		struct feel *cmp = feel_node(c, ops[i].op, x->at, DMN_BOOL);
		feel_add_kid(cmp, x);
		feel_add_kid(cmp, right);
		return cmp;
	}
	return x;
}

static struct feel *conjunction(struct parser *c)
{
	struct feel *x = comparison(c);
	while (x != NULL && feel_take_word(c, "and"))
		x = pair(c, F_AND, x->at, x, comparison(c));
	return x;
}

struct feel *feel_parse_expr(struct parser *c)
{
	if (c->depth >= FEEL_DEPTH_MAX) {
		feel_fail(c, c->p, "too-deep", "Der Ausdruck ist zu tief verschachtelt. Teilen Sie ihn auf.");
		return NULL;
	}
	c->depth++;
	struct feel *x = conjunction(c);
	while (x != NULL && feel_take_word(c, "or"))
		x = pair(c, F_OR, x->at, x, conjunction(c));
	c->depth--;
	return c->failed ? NULL : x;
}
