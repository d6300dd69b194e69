/* SPDX-License-Identifier: EUPL-1.2
 * Code lists that people cannot choose from: options that look the same, or only one of them. */
#include "form/lint/lint.h"

#include "base/utf8.h"

/* Where option i of the list in x stands; x when it is not written there. */
static struct pos place(const struct xml_node *x, size_t i)
{
	const struct xml_node *c = xml_child(x, FORM_NS, "code");
	while (c != NULL && i-- > 0)
		c = xml_next(c);
	return c == NULL ? x->pos : c->pos;
}

struct option {
	struct str label;
	size_t i;
};

static int by_label(const void *a, const void *b)
{
	const struct option *x = a, *y = b;
	int c = str_cmp(x->label, y->label);
	return c != 0 ? c : (x->i > y->i) - (x->i < y->i);
}

static void check_list(struct lint *l, const struct xml_node *x, const struct form_codelist *list)
{
	struct option *sorted = ARENA_ARRAY(l->a, struct option, list->n);
	for (size_t i = 0; i < list->n; i++)
		sorted[i] = (struct option){ list->codes[i].label, i };
	qsort(sorted, list->n, sizeof *sorted, by_label);
	for (size_t i = 1; i < list->n; i++)
		if (sorted[i].label.n > 0 && str_eq(sorted[i].label, sorted[i - 1].label))
			lint_find(l, l->catalogue ? DIAG_NOTE : DIAG_WARNING, place(x, sorted[i].i), "same-option",
			    "„%.*s“ steht zweimal zur Wahl, mit den Schlüsseln „%.*s“ und „%.*s“: niemand kann sie "
			    "unterscheiden. Schreiben Sie den Unterschied dazu.",
			    STR_ARG(sorted[i].label), STR_ARG(list->codes[sorted[i - 1].i].value),
			    STR_ARG(list->codes[sorted[i].i].value));
}

static const struct xml_node *list_element(const struct lint *l, struct str id)
{
	const struct xml_node *form = lint_source(l, l->f->root);
	for (const struct xml_node *c = xml_child(form, FORM_NS, "codelist"); c != NULL; c = xml_next(c))
		if (str_eq(xml_attr_value(c, "id"), id))
			return c;
	return form;
}

void lint_codes(struct lint *l)
{
	for (const struct form_codelist *list = l->f->codelists; list != NULL; list = list->next)
		check_list(l, list_element(l, list->id), list);
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		const struct form_node *n = l->f->nodes[i];
		if (n->what != NODE_FIELD || n->codes == NULL)
			continue;
		if (n->codes->id.n == 0)
			check_list(l, lint_source(l, n), n->codes);
		if (n->codes->n == 1 && n->kind->json == FIELD_TEXT && !l->catalogue && !n->optional)
			lint_find(l, DIAG_WARNING, lint_source(l, n)->pos, "one-option",
			    "Bei „%.*s“ gibt es nur eine Antwort, das ist keine Frage. Nehmen Sie „confirm“ oder „note“.",
			    STR_ARG(n->label));
	}
}
