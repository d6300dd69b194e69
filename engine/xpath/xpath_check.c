/* SPDX-License-Identifier: EUPL-1.2
 * Names and types: every node gets its type before anybody relies on it. An error gives the type XPATH_EMPTY, about
 * which nothing further is said, so that one mistake is reported once. */
#include "xpath/xpath_int.h"

#include "base/suggest.h"

enum { NAMES_MAX = 32 };

const char *xpath_type_name(enum xpath_type type)
{
	static const char *const names[] = {
		[XPATH_EMPTY] = "kein Wert",
		[XPATH_TEXT] = "ein Text",
		[XPATH_BOOL] = "ein Wahrheitswert",
		[XPATH_DEC] = "eine Zahl",
		[XPATH_DATE] = "ein Datum",
		[XPATH_CODE] = "ein Schlüssel einer Codeliste",
	};
	return names[type];
}

/* ---- names ---- */

/* How many names the path has; not more than NAMES_MAX are filled. */
static size_t split_path(struct str path, struct str names[NAMES_MAX])
{
	size_t n = 0;
	struct str name;
	for (; path.n > 0 && str_next(&path, '/', &name); n++)
		if (n < NAMES_MAX)
			names[n] = name;
	return n;
}

/* "$betrag-5" is one name; was a subtraction meant? */
static void explain_minus(
    struct compiler *c, const struct xpath_node *n, struct str *names, size_t count, struct buf *why)
{
	struct str last = names[count - 1];
	for (size_t i = 1; i < last.n; i++) {
		struct xpath_ref ref;
		struct buf unused = buf_new(c->diags->arena);
		names[count - 1] = str_sub(last, 0, i);
		if (last.p[i] != '-' || !c->scope->resolve(c->scope->arg, names, count, &ref, &unused))
			continue;
		struct str left = str_sub(n->path, 0, n->path.n - last.n + i);
		struct str right = str_sub(last, i + 1, last.n);
		buf_add_fmt(why, " „%.*s“ ist ein einziger Name; gemeint ist vielleicht „$%.*s - %.*s“, mit Leerzeichen.",
		    STR_ARG(n->path), STR_ARG(left), STR_ARG(right));
		return;
	}
}

static void remember_slot(struct compiler *c, unsigned slot)
{
	for (size_t i = 0; i < c->n_slots; i++)
		if (c->slots[i] == slot)
			return;
	if (c->n_slots == c->cap_slots) {
		size_t cap = c->cap_slots == 0 ? 4 : c->cap_slots * 2;
		c->slots = arena_grow(c->arena, c->slots, c->cap_slots * sizeof *c->slots, cap * sizeof *c->slots);
		c->cap_slots = cap;
	}
	c->slots[c->n_slots++] = slot;
}

static void check_ref(struct compiler *c, struct xpath_node *n)
{
	struct str names[NAMES_MAX];
	size_t count = split_path(n->path, names);
	if (count > NAMES_MAX) {
		xpath_fail(c, n->at, "limit", "Dieser Pfad ist zu lang (mehr als %d Namen).", NAMES_MAX);
		return;
	}
	struct buf why = buf_new(c->diags->arena);
	if (c->scope->resolve(c->scope->arg, names, count, &n->ref, &why)) {
		n->type = n->ref.group ? XPATH_BOOL : n->ref.type;
		remember_slot(c, n->ref.slot);
		return;
	}
	if (count > 0)
		explain_minus(c, n, names, count, &why);
	xpath_fail(c, n->at, "unknown-name", "%.*s", STR_ARG(buf_str(&why)));
}

/* ---- one value of a kind ---- */

/* A literal becomes the type that is wanted, if it reads like one. */
static bool coerce(struct xpath_node *n, enum xpath_type want)
{
	if (!xpath_is_text_literal(n))
		return false;
	struct xpath_value v = { .type = want };
	if (!(want == XPATH_DATE && date_parse(n->constant.text, &v.date)) &&
	    !(want == XPATH_DEC && dec_parse(n->constant.text, &v.dec)))
		return false;
	n->constant = v;
	n->type = want;
	return true;
}

bool xpath_check_single(struct compiler *c, struct xpath_node *n)
{
	if (n->op != OP_REF || n->type == XPATH_EMPTY || (!n->ref.list && !n->ref.group))
		return true;
	const char *what = n->ref.group ? "ist eine Gruppe, kein einzelner Wert" : "hat mehrere Werte";
	xpath_fail(c, n->at, "type", "„$%.*s“ %s. Verwenden Sie %s.", STR_ARG(n->path), what,
	    n->ref.group ? "count() oder exists()" : "count(), exists(), sum(), min(), max() oder avg()");
	n->type = XPATH_EMPTY;
	return false;
}

static const char *remedy(const struct xpath_node *n, enum xpath_type want)
{
	switch (want) {
	case XPATH_BOOL:
		if (xpath_is_text_literal(n))
			return "Schreiben Sie true() oder false() oder einen Vergleich";
		return "Schreiben Sie einen Vergleich, etwa $feld = 'ja', oder exists($feld)";
	case XPATH_DEC:
		if (xpath_is_text_literal(n))
			return "Schreiben Sie die Zahl ohne Anführungszeichen und mit Punkt: 12.50";
		return n->type == XPATH_DATE ? "Verwenden Sie year(), age() oder days-between()" : "Verwenden Sie number()";
	case XPATH_DATE:
		return "Ein Datum schreiben Sie als '2026-12-31'";
	default:
		return "Verwenden Sie string()";
	}
}

void xpath_demand_type(struct compiler *c, struct xpath_node *n, enum xpath_type want)
{
	if (n->type == XPATH_EMPTY || xpath_same_kind(n->type, want) || coerce(n, want))
		return;
	xpath_fail(c, n->at, "type", "Hier steht %s, gebraucht wird %s. %s.", xpath_type_name(n->type),
	    xpath_type_name(want), remedy(n, want));
	n->type = XPATH_EMPTY;
}

void xpath_demand(struct compiler *c, struct xpath_node *n, enum xpath_type want)
{
	if (xpath_check_single(c, n))
		xpath_demand_type(c, n, want);
}

/* ---- operators ---- */

/* A literal beside an answer: '' never equals one, and beside a code it should be one of its codes. */
static void check_literal(struct compiler *c, const struct xpath_node *answer, const struct xpath_node *literal)
{
	if (answer->op != OP_REF || !xpath_is_text_literal(literal))
		return;
	struct arena *a = c->diags->arena;
	struct str field = answer->path.n == 0 ? STR(".") : str_fmt(a, "$%.*s", STR_ARG(answer->path));
	struct pos pos = xpath_pos(c, literal->at);
	const struct xpath_ref *ref = &answer->ref;
	struct buf hint = buf_new(a);
	if (literal->constant.text.n == 0)
		diag_warning(c->diags, pos, "empty-literal",
		    "Eine fehlende Antwort ist nie gleich '': dieser Vergleich ergibt immer dasselbe. Schreiben Sie "
		    "is-empty(%.*s) oder exists(%.*s).",
		    STR_ARG(field), STR_ARG(field));
	else if (ref->type == XPATH_CODE && ref->is_code != NULL &&
	         !ref->is_code(ref->is_code_arg, literal->constant.text, &hint))
		diag_warning(c->diags, pos, "unknown-code", "„%.*s“ ist kein Schlüssel der Codeliste von %.*s.%.*s",
		    STR_ARG(literal->constant.text), STR_ARG(field), STR_ARG(buf_str(&hint)));
}

static const char *how_to_compare(const struct xpath_node *a, const struct xpath_node *b)
{
	const struct xpath_node *literal = xpath_is_text_literal(a) ? a : b;
	const struct xpath_node *other = literal == a ? b : a;
	bool text_and_number = (xpath_same_kind(a->type, XPATH_TEXT) && b->type == XPATH_DEC) ||
	                       (a->type == XPATH_DEC && xpath_same_kind(b->type, XPATH_TEXT));
	if (xpath_is_empty_literal(literal))
		return "Ob eine Antwort fehlt, sagt is-empty()";
	if (xpath_is_text_literal(literal) && other->type == XPATH_BOOL)
		return "Schreiben Sie das Feld allein oder not(…), ohne Vergleich mit einem Text";
	if (xpath_is_text_literal(literal))
		return remedy(literal, other->type);
	if (text_and_number && (a->op == OP_CONST || b->op == OP_CONST))
		return "Setzen Sie die Zahl in Anführungszeichen oder verwenden Sie number()";
	if (text_and_number)
		return "Verwenden Sie number() für den Text";
	return "Vergleichen Sie Werte derselben Art";
}

static void check_comparison(struct compiler *c, struct xpath_node *n)
{
	struct xpath_node *a = n->kids, *b = a->next;
	n->type = XPATH_BOOL;
	xpath_check_node(c, a);
	xpath_check_node(c, b);
	if (!xpath_check_single(c, a) || !xpath_check_single(c, b) || a->type == XPATH_EMPTY || b->type == XPATH_EMPTY)
		return;
	if (!xpath_same_kind(a->type, b->type) && !coerce(a, b->type) && !coerce(b, a->type)) {
		xpath_fail(c, n->at, "type", "Links steht %s, rechts %s: das lässt sich nicht vergleichen. %s.",
		    xpath_type_name(a->type), xpath_type_name(b->type), how_to_compare(a, b));
		return;
	}
	check_literal(c, a, b);
	check_literal(c, b, a);
	if (n->op >= OP_LT && a->type != XPATH_DEC && a->type != XPATH_DATE)
		xpath_fail(c, n->at, "type", "Größer und kleiner gibt es nur bei Zahlen und Daten, hier steht %s. %s.",
		    xpath_type_name(a->type),
		    a->type == XPATH_BOOL ? "Verwenden Sie „=“ oder „!=“" : "Verwenden Sie number() oder „=“");
}

static void check_operands(struct compiler *c, struct xpath_node *n, enum xpath_type type)
{
	for (struct xpath_node *kid = n->kids; kid != NULL; kid = kid->next) {
		xpath_check_node(c, kid);
		xpath_demand(c, kid, type);
	}
	n->type = type;
}

/* ---- the tree ---- */

void xpath_check_node(struct compiler *c, struct xpath_node *n)
{
	switch (n->op) {
	case OP_CONST:
		return;
	case OP_REF:
		check_ref(c, n);
		return;
	case OP_OR:
	case OP_AND:
		check_operands(c, n, XPATH_BOOL);
		return;
	case OP_CHAIN:
	case OP_NEG:
		check_operands(c, n, XPATH_DEC);
		return;
	case OP_CALL:
		xpath_check_call(c, n);
		return;
	default:
		check_comparison(c, n);
	}
}

void xpath_check(struct compiler *c, struct xpath_node *root, enum xpath_type want)
{
	xpath_check_node(c, root);
	if (want != XPATH_EMPTY)
		xpath_demand(c, root, want);
	else
		xpath_check_single(c, root);
}
