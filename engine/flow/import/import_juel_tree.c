/* SPDX-License-Identifier: EUPL-1.2
 * JUEL as a tree: reading its words, making its nodes, saying what is wrong with them, and finding out of what type the
 * variables in them are. */
#include "flow/import/import_juel.h"

#include <ctype.h>

static struct pos place(const struct juel_reader *r, size_t at)
{
	struct pos pos = r->pos;
	for (size_t i = 0; i < at && i < r->text.n; i++) {
		pos.col++;
		if (r->text.p[i] == '\n')
			pos = (struct pos){ pos.line + 1, 1 };
	}
	return pos;
}

struct juel *import_juel_fail(struct juel_reader *r, size_t at, size_t end, const char *why)
{
	struct str piece = str_trim(str_sub(r->text, at, end > at ? end : at + 20));
	if (!r->failed)
		diag_error(r->m->diags, place(r, at), "juel", "„%.*s“ lässt sich nicht nach XPath übersetzen: %s",
		    STR_ARG(piece.n > 0 ? piece : str_trim(r->text)), why);
	r->failed = true;
	return NULL;
}

struct juel *import_juel_make(struct juel_reader *r, enum juel_op op, size_t at, struct str text, enum xpath_type type)
{
	struct juel *x = ARENA_NEW(r->m->arena, struct juel);
	*x = (struct juel){ op, text, type, at, NULL, NULL };
	return x;
}

void import_juel_add(struct juel *x, struct juel *kid)
{
	struct juel **at = &x->kids;
	while (*at != NULL)
		at = &(*at)->next;
	*at = kid;
}

void import_juel_blanks(struct juel_reader *r)
{
	while (r->p < r->text.n && isspace((unsigned char)r->text.p[r->p]))
		r->p++;
}

bool import_juel_is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

bool import_juel_take(struct juel_reader *r, const char *symbol)
{
	size_t n = strlen(symbol);
	import_juel_blanks(r);
	if (!str_starts(str_sub(r->text, r->p, r->text.n), str_c(symbol)))
		return false;
	if (import_juel_is_word(symbol[0]) && r->p + n < r->text.n && import_juel_is_word(r->text.p[r->p + n]))
		return false;
	r->p += n;
	return true;
}

struct str import_juel_word(struct juel_reader *r)
{
	import_juel_blanks(r);
	size_t begin = r->p;
	while (r->p < r->text.n && import_juel_is_word(r->text.p[r->p]))
		r->p++;
	return str_sub(r->text, begin, r->p);
}

/* ---- types ---- */

bool import_juel_is_counter(struct str name)
{
	static const char *const names[] = { "loopCounter", "nrOfInstances", "nrOfActiveInstances",
		"nrOfCompletedInstances", "nrOfTerminatedInstances" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_c(name, names[i]))
			return true;
	return false;
}

enum xpath_type import_juel_type(struct juel_reader *r, const struct juel *x)
{
	return x->op == J_VAR && !import_juel_is_counter(x->text) ? import_var(r->m, x->text)->type : x->type;
}

/* The value is used as one of this type. */
void import_juel_use_as(struct juel_reader *r, const struct juel *x, enum xpath_type type)
{
	if (x->op == J_VAR && !import_juel_is_counter(x->text))
		import_var_type(r->m, x->text, type, place(r, x->at));
	else if (x->op == J_CHOICE) {
		import_juel_use_as(r, x->kids->next, type);
		import_juel_use_as(r, x->kids->next->next, type);
	}
}

/* Both sides of a comparison are of one type. */
void import_juel_unify(struct juel_reader *r, const struct juel *a, const struct juel *b)
{
	import_juel_use_as(r, a, import_juel_type(r, b));
	import_juel_use_as(r, b, import_juel_type(r, a));
}

/* ---- nodes of several kinds ---- */

struct juel *import_juel_call(
    struct juel_reader *r, size_t at, const char *name, struct juel *a, struct juel *b, enum xpath_type type)
{
	struct juel *x = import_juel_make(r, J_CALL, at, str_c(name), type);
	import_juel_add(x, a);
	if (b != NULL)
		import_juel_add(x, b);
	return x;
}

struct juel *import_juel_compare(struct juel_reader *r, size_t at, const char *op, struct juel *a, struct juel *b)
{
	struct juel *x = import_juel_make(r, J_BINARY, at, str_c(op), XPATH_BOOL);
	import_juel_unify(r, a, b);
	import_juel_add(x, a);
	import_juel_add(x, b);
	return x;
}
