/* SPDX-License-Identifier: EUPL-1.2
 * Compiling an expression, and what one can ask of it then. */
#include "xpath/xpath_int.h"

#include "base/utf8.h"

static bool check_encoding(struct compiler *c)
{
	struct str rest = c->source;
	size_t at = 0;
	for (int32_t cp; (cp = utf8_next(&rest)) != UTF8_END; at = c->source.n - rest.n)
		if (cp == UTF8_BAD) {
			xpath_fail(
			    c, at, "syntax", "Der Ausdruck ist nicht in UTF-8 geschrieben. Speichern Sie die Datei als UTF-8.");
			return false;
		}
	return true;
}

/* ---- decisions ---- */

static void add_point(struct compiler *c, struct xpath *x, struct xpath_node *n, bool boolean)
{
	if (x->n_points == XPATH_POINTS_MAX)
		return;
	x->points = arena_grow(c->arena, x->points, x->n_points * sizeof *x->points, (x->n_points + 1) * sizeof *x->points);
	x->points[x->n_points++] = (struct xpath_point){
		.pos = xpath_pos(c, n->from), .text = str_trim(str_sub(c->source, n->from, n->to)), .boolean = boolean
	};
	n->point = (unsigned)x->n_points;
}

static void find_points(struct compiler *c, struct xpath *x, struct xpath_node *n)
{
	bool choice = n->op == OP_CALL && n->func->eval_nodes != NULL && n->func->params[0] == 'b';
	for (struct xpath_node *kid = n->kids; kid != NULL; kid = kid->next) {
		if (n->op == OP_AND || n->op == OP_OR || (choice && kid == n->kids))
			add_point(c, x, kid, true);
		find_points(c, x, kid);
	}
}

const struct xpath *xpath_compile(struct arena *a, struct str source, struct pos pos, enum xpath_type want,
    const struct xpath_scope *scope, struct diags *d)
{
	struct compiler c = { .arena = a, .source = str_dup(a, source), .pos = pos, .scope = scope, .diags = d };
	struct xpath_node *root = check_encoding(&c) ? xpath_parse(&c) : NULL;
	if (root != NULL && !c.failed)
		xpath_check(&c, root, want);
	if (c.failed)
		return NULL;
	struct xpath *x = ARENA_NEW(a, struct xpath);
	*x = (struct xpath){ .source = c.source, .root = root, .want = want, .slots = c.slots, .n_slots = c.n_slots };
	add_point(&c, x, root, root->type == XPATH_BOOL);
	find_points(&c, x, root);
	return x;
}

const struct xpath_node *xpath_root(const struct xpath *x)
{
	return x->root;
}

const char *xpath_func_name(const struct xpath_node *call)
{
	return call->func->name;
}

enum xpath_type xpath_result_type(const struct xpath *x)
{
	return x->root->type;
}

size_t xpath_slots(const struct xpath *x, const unsigned **slots)
{
	*slots = x->slots;
	return x->n_slots;
}

size_t xpath_points(const struct xpath *x, const struct xpath_point **list)
{
	*list = x->points;
	return x->n_points;
}

struct str xpath_source(const struct xpath *x)
{
	return x->source;
}

struct str xpath_text(struct arena *a, const struct xpath_value *v)
{
	switch (v->type) {
	case XPATH_TEXT:
	case XPATH_CODE:
		return v->text;
	case XPATH_BOOL:
		return v->boolean ? STR("true") : STR("false");
	case XPATH_DEC:
		return dec_format(a, v->dec);
	case XPATH_DATE:
		return date_format(a, v->date);
	default:
		return STR("");
	}
}
