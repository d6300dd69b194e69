/* SPDX-License-Identifier: EUPL-1.2
 * Boxed expressions read and compiled: literal expressions, tables, contexts, invocations. */
#include "dmn/dmn_model.h"

#include <ctype.h>

enum { BOX_DEPTH_MAX = 20 };

static const char *const boxes[] = { "literalExpression", "decisionTable", "context", "invocation" };
static const char *const refused[] = { "functionDefinition", "relation", "list", "conditional", "filter", "for",
	"every", "some" };

const struct xml_node *dmn_box_child(const struct dmn_reader *r, const struct xml_node *x)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (!str_eq_c(c->ns, r->ns))
			continue;
		for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
			if (str_eq_c(c->name, boxes[i]))
				return c;
		for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
			if (str_eq_c(c->name, refused[i])) {
				diag_error(r->diags, c->pos, "feel-unsupported",
				    "<%s> gehört zu DMN Stufe 3 und wird hier nicht ausgeführt. Schreiben Sie eine "
				    "Entscheidungstabelle.",
				    refused[i]);
				return NULL;
			}
	}
	return NULL;
}

/* The language of an expression must be FEEL (or nothing said); XPath, JavaScript, JUEL, Groovy are refused. */
static bool is_feel(struct dmn_reader *r, const struct xml_node *x)
{
	const struct xml_attr *language = xml_attr(x, "expressionLanguage");
	if (language == NULL || language->value.n == 0 || str_find_str(language->value, STR("FEEL")) >= 0 ||
	    str_find_str(language->value, STR("feel")) >= 0)
		return true;
	diag_error(r->diags, language->pos, "expression-language",
	    "Die Sprache „%.*s“ gibt es in Entscheidungen nicht. Schreiben Sie den Ausdruck in FEEL.",
	    STR_ARG(language->value));
	return false;
}

/* The expression in x, which is a literalExpression or the like. */
static const struct feel *literal(struct dmn_reader *r, const struct feel_scope *scope, const struct xml_node *x)
{
	const struct xml_node *text = dmn_text(r, x);
	if (!is_feel(r, x))
		return NULL;
	if (text != NULL)
		return feel_expr(r->arena, text->text, text->text_pos, scope, r->diags);
	diag_error(
	    r->diags, x->pos, "empty-expression", "Hier fehlt ein Ausdruck. Wenn nichts gemeint ist, schreiben Sie null.");
	return NULL;
}

static const struct dmn_box *context(
    struct dmn_reader *r, struct dmn_logic *k, struct dmn_decision *decision, const struct xml_node *x)
{
	struct dmn_box *b = ARENA_NEW(r->arena, struct dmn_box);
	size_t n = 0;
	for (const struct xml_node *e = xml_child(x, r->ns, "contextEntry"); e != NULL; e = xml_next(e))
		n++;
	b->kind = BOX_CONTEXT;
	b->entries = ARENA_ARRAY(r->arena, struct dmn_entry, n);
	for (const struct xml_node *e = xml_child(x, r->ns, "contextEntry"); e != NULL; e = xml_next(e)) {
		const struct xml_node *v = xml_child(e, r->ns, "variable");
		const struct xml_node *inner = dmn_box_child(r, e);
		struct dmn_entry *entry = &b->entries[b->n_entries++];
		entry->box = inner == NULL ? NULL : dmn_box_read(r, k, decision, inner);
		if (entry->box == NULL) {
			if (inner == NULL)
				diag_error(r->diags, e->pos, "empty-expression", "Diesem Eintrag fehlt ein Ausdruck.");
			return NULL;
		}
		if (v == NULL)
			continue;
		entry->name = feel_tidy(r->arena, xml_attr_value(v, "name"));
		entry->type = dmn_type_of(r, v);
		entry->slot = k->scope.n;
		feel_scope_add(r->arena, &k->scope, (struct feel_name){ .name = entry->name, .type = entry->type });
	}
	return b;
}

static const struct dmn_box *invocation(
    struct dmn_reader *r, struct dmn_logic *k, struct dmn_decision *decision, const struct xml_node *x)
{
	const struct xml_node *called = xml_child(x, r->ns, "literalExpression");
	const struct xml_node *text = called == NULL ? NULL : dmn_text(r, called);
	struct dmn_box *b = ARENA_NEW(r->arena, struct dmn_box);
	struct str name = text == NULL ? STR("") : feel_tidy(r->arena, text->text);
	b->kind = BOX_INVOCATION;
	for (size_t i = 0; i < k->scope.n; i++)
		if (k->scope.list[i].model != NULL && str_eq(k->scope.list[i].name, name))
			b->model = k->scope.list[i].model;
	if (b->model == NULL) {
		diag_error(r->diags, text == NULL ? x->pos : text->text_pos, "unknown-function",
		    "Ein Wissensmodell „%.*s“ gibt es hier nicht. Ergänzen Sie einen Pfeil dorthin (knowledgeRequirement).",
		    STR_ARG(name));
		return NULL;
	}
	b->entries = ARENA_ARRAY(r->arena, struct dmn_entry, b->model->n_params);
	for (const struct xml_node *e = xml_child(x, r->ns, "binding"); e != NULL; e = xml_next(e)) {
		const struct xml_node *p = xml_child(e, r->ns, "parameter");
		const struct xml_node *inner = dmn_box_child(r, e);
		struct str param = p == NULL ? STR("") : feel_tidy(r->arena, xml_attr_value(p, "name"));
		size_t slot = 0;
		while (slot < b->model->n_params && !str_eq(b->model->scope.list[slot].name, param))
			slot++;
		if (slot == b->model->n_params || inner == NULL || b->n_entries == b->model->n_params) {
			diag_error(r->diags, e->pos, "arguments",
			    "„%.*s“ hat keinen Parameter „%.*s“, oder ihm fehlt ein Ausdruck.", STR_ARG(name), STR_ARG(param));
			return NULL;
		}
		struct dmn_entry *entry = &b->entries[b->n_entries++];
		entry->slot = slot;
		entry->box = dmn_box_read(r, k, decision, inner);
		if (entry->box == NULL)
			return NULL;
	}
	return b;
}

static unsigned depth_of(const struct xml_node *x)
{
	unsigned depth = 0;
	for (; x->parent != NULL; x = x->parent)
		depth++;
	return depth;
}

const struct dmn_box *dmn_box_read(
    struct dmn_reader *r, struct dmn_logic *k, struct dmn_decision *decision, const struct xml_node *x)
{
	struct dmn_box *b = ARENA_NEW(r->arena, struct dmn_box);
	if (depth_of(x) > BOX_DEPTH_MAX * 2) {
		diag_error(r->diags, x->pos, "too-deep", "Die Ausdrücke sind zu tief verschachtelt. Teilen Sie sie auf.");
		return NULL;
	}
	if (str_eq_c(x->name, "context"))
		return context(r, k, decision, x);
	if (str_eq_c(x->name, "invocation"))
		return invocation(r, k, decision, x);
	if (str_eq_c(x->name, "decisionTable")) {
		b->kind = BOX_TABLE;
		b->table = dmn_table_read(r, k, decision, x);
		return b->table == NULL ? NULL : b;
	}
	b->kind = BOX_LITERAL;
	b->expr = literal(r, &k->scope, x);
	return b->expr == NULL ? NULL : b;
}
