/* SPDX-License-Identifier: EUPL-1.2
 * A decision table read and compiled, cell by cell; every mistake at its cell. */
#include "base/utf8.h"
#include "dmn/dmn_model.h"

#include <ctype.h>

/* The names of the policies, also by the letter that stands in the corner of a drawn table. */
static const struct {
	const char *name, *letter;
	enum dmn_policy policy;
} policies[] = {
	{ "UNIQUE", "U", POLICY_UNIQUE },
	{ "FIRST", "F", POLICY_FIRST },
	{ "PRIORITY", "P", POLICY_PRIORITY },
	{ "ANY", "A", POLICY_ANY },
	{ "COLLECT", "C", POLICY_COLLECT },
	{ "RULE ORDER", "R", POLICY_RULE_ORDER },
	{ "OUTPUT ORDER", "O", POLICY_OUTPUT_ORDER },
};

static const struct {
	const char *name, *sign;
	enum dmn_aggregation aggregation;
} aggregations[] = {
	{ "SUM", "+", AGGREGATE_SUM },
	{ "MIN", "<", AGGREGATE_MIN },
	{ "MAX", ">", AGGREGATE_MAX },
	{ "COUNT", "#", AGGREGATE_COUNT },
};

static void read_policy(struct dmn_reader *r, const struct xml_node *x, struct dmn_table *t)
{
	const struct xml_attr *policy = xml_attr(x, "hitPolicy");
	const struct xml_attr *aggregation = xml_attr(x, "aggregation");
	struct str name = policy == NULL ? STR("UNIQUE") : str_trim(policy->value);
	struct str how = aggregation == NULL ? STR("") : str_trim(aggregation->value);
	size_t i = 0, n = sizeof policies / sizeof *policies, k = 0, m = sizeof aggregations / sizeof *aggregations;
	if (name.n == 2 && name.p[0] == 'C') {
		how = str_sub(name, 1, 2);
		name = STR("C");
	}
	while (i < n && !str_eq_c(name, policies[i].name) && !str_eq_c(name, policies[i].letter))
		i++;
	if (i == n)
		diag_error(r->diags, policy->pos, "hit-policy",
		    "„%.*s“ ist keine hitPolicy. Möglich sind UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER, OUTPUT ORDER.",
		    STR_ARG(name));
	else
		t->policy = policies[i].policy;
	while (k < m && !str_eq_c(how, aggregations[k].name) && !str_eq_c(how, aggregations[k].sign))
		k++;
	if (k < m && t->policy == POLICY_COLLECT)
		t->aggregation = aggregations[k].aggregation;
	else if (how.n > 0)
		diag_error(r->diags, aggregation == NULL ? policy->pos : aggregation->pos, "aggregation",
		    "„%.*s“ passt hier nicht. Zu hitPolicy COLLECT gibt es SUM, MIN, MAX, COUNT.", STR_ARG(how));
}

/* A plain name, or a path of plain names: what a table may use without saying where it comes from. */
static struct str plain_name(struct str text)
{
	struct str first = str_trim(text), piece;
	struct str rest = first;
	while (str_next(&rest, '.', &piece)) {
		if (piece.n == 0 || isdigit((unsigned char)piece.p[0]))
			return STR("");
		for (size_t i = 0; i < piece.n; i++)
			if (!isalnum((unsigned char)piece.p[i]) && piece.p[i] != '_' && (unsigned char)piece.p[i] < 0x80)
				return STR("");
	}
	rest = first;
	return str_next(&rest, '.', &piece) ? piece : STR("");
}

static bool is_known(const struct dmn_logic *k, struct str text)
{
	static const char *const words[] = { "true", "false", "null" };
	struct str name = plain_name(text);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_c(name, words[i]))
			return true;
	for (size_t i = 0; i < k->scope.n; i++)
		if (str_eq(k->scope.list[i].name, name))
			return true;
	return false;
}

/* The type of the column: what it says itself, else what its expression is known to be. */
static const struct dmn_type *input_type(struct dmn_reader *r, const struct dmn_type *said, const struct feel *expr)
{
	if (said != NULL || expr == NULL)
		return said;
	if (expr->type != NULL)
		return expr->type;
	struct dmn_type *t = ARENA_NEW(r->arena, struct dmn_type);
	t->kind = expr->kind;
	return expr->kind == DMN_NULL ? NULL : t;
}

static void read_input(struct dmn_reader *r, struct dmn_logic *k, struct dmn_decision *decision,
    const struct xml_node *x, struct dmn_column *c)
{
	const struct xml_node *expr = xml_child(x, r->ns, "inputExpression");
	const struct xml_node *text = expr == NULL ? NULL : dmn_text(r, expr);
	const struct xml_node *values = xml_child(x, r->ns, "inputValues");
	c->pos = x->pos;
	if (text == NULL) {
		diag_error(r->diags, x->pos, "no-input-expression",
		    "Dieser Spalte fehlt, was sie prüft. Ergänzen Sie inputExpression mit dem Namen der Eingabe.");
		return;
	}
	const struct dmn_type *said = dmn_type_of(r, expr);
	struct str plain = plain_name(text->text);
	if (decision != NULL && plain.n > 0 && !is_known(k, text->text))
		dmn_imply_input(
		    r, decision, str_dup(r->arena, plain), plain.n == str_trim(text->text).n ? said : NULL, text->text_pos);
	c->expr = feel_expr(r->arena, text->text, text->text_pos, &k->scope, r->diags);
	c->type = input_type(r, said, c->expr);
	c->name = feel_tidy(r->arena, text->text);
	if (c->expr != NULL && said != NULL && c->expr->kind != DMN_NULL && said->kind != DMN_NULL && !said->list &&
	    c->expr->kind != said->kind)
		diag_error(r->diags, text->text_pos, "type", "Die Spalte „%.*s“ soll %s sein, der Ausdruck ist %s.",
		    STR_ARG(c->name), dmn_kind_name(said->kind), dmn_kind_name(c->expr->kind));
	const struct xml_node *allowed = values == NULL ? NULL : dmn_text(r, values);
	if (allowed != NULL) {
		c->allowed = feel_tests(r->arena, allowed->text, allowed->text_pos, NULL, c->type, r->diags);
		c->allowed_text = str_trim(allowed->text);
	} else if (c->type != NULL && !c->type->list && c->type->allowed != NULL) {
		c->allowed = c->type->allowed;
		c->allowed_text = c->type->allowed_text;
	}
}

/* The constants a list of tests names, in its order; false when there is something else among them. */
static bool constants(struct arena *a, const struct feel *tests, struct dmn_value **list, size_t *n)
{
	const struct feel *first = tests->op == F_SOME ? tests->kids : tests;
	*n = 0;
	*list = ARENA_ARRAY(a, struct dmn_value, tests->op == F_SOME ? tests->n_kids : 1);
	for (const struct feel *x = first; x != NULL; x = tests->op == F_SOME ? x->next : NULL) {
		if (x->op != F_IS || x->kids->op != F_CONST)
			return false;
		(*list)[(*n)++] = x->kids->constant;
	}
	return true;
}

static void read_output(struct dmn_reader *r, const struct dmn_logic *k, const struct dmn_type *whole,
    const struct xml_node *x, struct dmn_column *c)
{
	const struct xml_node *values = xml_child(x, r->ns, "outputValues");
	const struct xml_node *otherwise = xml_child(x, r->ns, "defaultOutputEntry");
	const struct xml_node *text = values == NULL ? NULL : dmn_text(r, values);
	struct dmn_value *list = NULL;
	c->pos = x->pos;
	c->name = feel_tidy(r->arena, xml_attr_value(x, "name"));
	c->type = dmn_type_of(r, x);
	for (size_t i = 0; c->type == NULL && whole != NULL && i < whole->n_parts; i++)
		if (str_eq(whole->parts[i].name, c->name))
			c->type = whole->parts[i].type;
	const struct feel *allowed = text != NULL
	                                 ? feel_tests(r->arena, text->text, text->text_pos, NULL, c->type, r->diags)
	                             : c->type != NULL ? c->type->allowed
	                                               : NULL;
	if (allowed != NULL && constants(r->arena, allowed, &list, &c->n_values))
		c->values = list;
	else
		c->n_values = 0;
	const struct xml_node *entry = otherwise == NULL ? NULL : dmn_text(r, otherwise);
	if (entry != NULL)
		c->otherwise = feel_expr(r->arena, entry->text, entry->text_pos, &k->scope, r->diags);
}

static struct str column_name(struct arena *a, const struct dmn_table *t, size_t i)
{
	return t->out[i].name.n > 0 ? t->out[i].name : str_fmt(a, "Ausgabe %zu", i + 1);
}

/* An output cell: of the right type, one of the values allowed. */
static void check_output(
    struct dmn_reader *r, const struct dmn_table *t, size_t i, const struct feel *x, struct pos pos)
{
	const struct dmn_column *c = &t->out[i];
	struct str name = column_name(r->arena, t, i);
	if (c->type != NULL && !c->type->list && c->type->kind != DMN_NULL && x->kind != DMN_NULL &&
	    x->kind != c->type->kind)
		diag_error(r->diags, pos, "type", "%.*s: Hier wird %s erwartet, das ist aber %s.", STR_ARG(name),
		    dmn_kind_name(c->type->kind), dmn_kind_name(x->kind));
	if (x->op != F_CONST || c->n_values == 0 || x->constant.kind == DMN_NULL)
		return;
	for (size_t v = 0; v < c->n_values; v++)
		if (dmn_equal(&c->values[v], &x->constant))
			return;
	diag_error(r->diags, pos, "output-value",
	    "%.*s: Dieser Wert steht nicht unter den erlaubten Werten (outputValues).", STR_ARG(name));
}

/* A text that can never stand in the column is a typing error. */
static void check_values(struct dmn_reader *r, const struct dmn_column *c, const struct feel *cell, struct pos pos)
{
	struct dmn_value *cells, *allowed;
	size_t n, m;
	const struct feel *tests = cell->op == F_NOT ? cell->kids : cell;
	if (c->allowed == NULL || !constants(r->arena, tests, &cells, &n) || !constants(r->arena, c->allowed, &allowed, &m))
		return;
	for (size_t i = 0; i < n; i++) {
		bool found = cells[i].kind != DMN_TEXT;
		for (size_t k = 0; k < m && !found; k++)
			found = dmn_equal(&cells[i], &allowed[k]);
		if (!found)
			diag_warning(r->diags, pos, "cell-value", "„%.*s“ kann in der Spalte „%.*s“ nie stehen. Erlaubt ist: %.*s.",
			    STR_ARG(cells[i].text), STR_ARG(c->name), STR_ARG(c->allowed_text));
	}
}

static void read_rule(struct dmn_reader *r, const struct dmn_logic *k, struct dmn_table *t, const struct xml_node *x)
{
	struct dmn_rule *rule = &t->rules[t->n_rules++];
	size_t n_in = 0, n_out = 0;
	rule->pos = x->pos;
	rule->in = ARENA_ARRAY(r->arena, const struct feel *, t->n_in);
	rule->out = ARENA_ARRAY(r->arena, const struct feel *, t->n_out);
	rule->in_text = ARENA_ARRAY(r->arena, struct str, t->n_in);
	rule->out_text = ARENA_ARRAY(r->arena, struct str, t->n_out);
	for (const struct xml_node *e = x->first; e != NULL; e = e->next) {
		const struct xml_node *text = xml_child(e, r->ns, "text");
		struct str cell = text == NULL ? STR("") : text->text;
		struct pos pos = text == NULL ? e->pos : text->text_pos.line > 0 ? text->text_pos : text->pos;
		if (xml_is(e, r->ns, "inputEntry") && n_in++ < t->n_in) {
			const struct dmn_column *c = &t->in[n_in - 1];
			rule->in_text[n_in - 1] = str_dup(r->arena, str_trim(cell));
			rule->in[n_in - 1] = feel_tests(r->arena, cell, pos, &k->scope, c->type, r->diags);
			if (rule->in[n_in - 1] != NULL)
				check_values(r, c, rule->in[n_in - 1], pos);
		} else if (xml_is(e, r->ns, "outputEntry") && n_out++ < t->n_out) {
			struct str said = str_trim(cell).n == 0 || str_eq_c(str_trim(cell), "-") ? STR("null") : cell;
			rule->out_text[n_out - 1] = str_dup(r->arena, str_trim(said));
			rule->out[n_out - 1] = feel_expr(r->arena, said, pos, &k->scope, r->diags);
			if (rule->out[n_out - 1] != NULL)
				check_output(r, t, n_out - 1, rule->out[n_out - 1], pos);
		}
	}
	const struct xml_node *note = xml_child(x, r->ns, "description"), *entry = xml_child(x, r->ns, "annotationEntry");
	if (note == NULL && entry != NULL)
		note = xml_child(entry, r->ns, "text");
	if (note != NULL)
		rule->note = str_dup(r->arena, str_trim(note->text));
	if (n_in != t->n_in || n_out != t->n_out)
		diag_error(r->diags, x->pos, "cells",
		    "Regel %zu hat %zu Bedingungen und %zu Ausgaben, die Tabelle aber %zu und %zu Spalten.", t->n_rules, n_in,
		    n_out, t->n_in, t->n_out);
}

/* An output without typeRef is of the kind all its cells are of. */
static void infer_output(struct dmn_reader *r, const struct dmn_table *t, size_t i)
{
	enum dmn_kind kind = DMN_NULL;
	for (size_t k = 0; k < t->n_rules; k++) {
		const struct feel *x = t->rules[k].out[i];
		bool null = x->op == F_CONST && x->constant.kind == DMN_NULL;
		if (null)
			continue;
		if (x->kind == DMN_NULL || (kind != DMN_NULL && kind != x->kind))
			return;
		kind = x->kind;
	}
	struct dmn_type *type = ARENA_NEW(r->arena, struct dmn_type);
	type->kind = kind;
	if (t->out[i].type == NULL && kind != DMN_NULL && kind != DMN_LIST)
		t->out[i].type = type;
}

static size_t count(const struct dmn_reader *r, const struct xml_node *x, const char *name)
{
	size_t n = 0;
	for (const struct xml_node *c = xml_child(x, r->ns, name); c != NULL; c = xml_next(c))
		n++;
	return n;
}

/* Several outputs are told apart by names; priorities need an order of values; sums need one output. */
static void check_table(struct dmn_reader *r, const struct dmn_table *t)
{
	bool ordered = false;
	for (size_t i = 0; i < t->n_out; i++) {
		ordered |= t->out[i].n_values > 0;
		if (t->n_out > 1 && t->out[i].name.n == 0)
			diag_error(
			    r->diags, t->out[i].pos, "no-name", "Bei mehreren Ausgaben braucht jede einen Namen: name=\"…\".");
		for (size_t k = 0; k < i; k++)
			if (t->n_out > 1 && t->out[i].name.n > 0 && str_eq(t->out[i].name, t->out[k].name))
				diag_error(r->diags, t->out[i].pos, "double-name", "Eine Ausgabe „%.*s“ gibt es schon.",
				    STR_ARG(t->out[i].name));
	}
	if (!ordered && (t->policy == POLICY_PRIORITY || t->policy == POLICY_OUTPUT_ORDER))
		diag_error(r->diags, t->pos, "no-priority",
		    "Diese hitPolicy ordnet nach den Ausgaben, aber keine nennt ihre Werte. Ergänzen Sie outputValues, das "
		    "Wichtigste zuerst.");
	if (t->n_out > 1 && t->aggregation != AGGREGATE_LIST)
		diag_error(r->diags, t->pos, "aggregation", "SUM, MIN, MAX und COUNT gibt es nur bei einer einzigen Ausgabe.");
}

const struct dmn_table *dmn_table_read(
    struct dmn_reader *r, struct dmn_logic *k, struct dmn_decision *decision, const struct xml_node *x)
{
	struct dmn_table *t = ARENA_NEW(r->arena, struct dmn_table);
	size_t errors = r->diags->n_errors, n_rules = count(r, x, "rule");
	const struct dmn_type *own = dmn_type_of(r, x);
	const struct dmn_type *whole = own != NULL ? own : k->type;
	t->pos = x->pos;
	t->label = str_fmt(r->arena, "„%.*s“", STR_ARG(k->name));
	read_policy(r, x, t);
	t->in = ARENA_ARRAY(r->arena, struct dmn_column, count(r, x, "input"));
	t->out = ARENA_ARRAY(r->arena, struct dmn_column, count(r, x, "output"));
	for (const struct xml_node *c = xml_child(x, r->ns, "input"); c != NULL; c = xml_next(c))
		read_input(r, k, decision, c, &t->in[t->n_in++]);
	for (const struct xml_node *c = xml_child(x, r->ns, "output"); c != NULL; c = xml_next(c))
		read_output(r, k, whole, c, &t->out[t->n_out++]);
	if (t->n_out == 0 || n_rules == 0)
		diag_error(r->diags, x->pos, "empty-table",
		    "Eine Entscheidungstabelle braucht wenigstens eine Ausgabe und eine Regel.");
	if (n_rules > DMN_RULES_MAX) {
		diag_error(r->diags, x->pos, "too-many-rules",
		    "Mehr als %d Regeln sind nicht möglich. Teilen Sie die Tabelle auf.", DMN_RULES_MAX);
		return NULL;
	}
	t->rules = ARENA_ARRAY(r->arena, struct dmn_rule, n_rules);
	for (const struct xml_node *c = xml_child(x, r->ns, "rule"); c != NULL; c = xml_next(c))
		read_rule(r, k, t, c);
	check_table(r, t);
	if (r->diags->n_errors > errors)
		return NULL;
	for (size_t i = 0; i < t->n_out; i++)
		infer_output(r, t, i);
	dmn_lint(r->arena, t, r->diags);
	return t;
}
