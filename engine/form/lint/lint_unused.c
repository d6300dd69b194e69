/* SPDX-License-Identifier: EUPL-1.2
 * What is calculated and never read. What is asked and answered is always used: the office sees it. */
#include "form/lint/lint.h"

static bool is_read(const struct form *f, const struct form_node *n)
{
	for (size_t i = 0; i < f->n_refs; i++)
		if (f->refs[i].target == n)
			return true;
	return false;
}

static bool is_unread(const struct form *f, const struct form_node *n)
{
	return n->what == NODE_FIELD && n->hidden && n->calculate != NULL && !is_read(f, n);
}

size_t form_unread(struct arena *a, const struct form *f, const struct form_unread **list)
{
	struct form_unread *out = ARENA_ARRAY(a, struct form_unread, f->n_nodes);
	size_t n = 0;
	for (size_t i = 1; i < f->n_nodes; i++) {
		const struct xpath_point *points;
		if (!is_unread(f, f->nodes[i]))
			continue;
		bool known = xpath_points(f->nodes[i]->calculate, &points) > 0;
		out[n++] =
		    (struct form_unread){ form_model_path(a, f->nodes[i]), known ? points[0].pos : (struct pos){ 1, 1 } };
	}
	*list = out;
	return n;
}

void lint_unused(struct lint *l)
{
	/* With a workflow the value may be one of its variables: publishing looks at both. */
	if (l->catalogue || l->f->flow.n > 0)
		return;
	for (size_t i = 1; i < l->f->n_nodes; i++)
		if (is_unread(l->f, l->f->nodes[i]))
			lint_find(l, DIAG_NOTE, lint_source(l, l->f->nodes[i])->pos, "never-read",
			    "„%.*s“ wird berechnet, aber weder gezeigt noch irgendwo gelesen. Streichen Sie es, oder zeigen Sie "
			    "es.",
			    STR_ARG(l->f->nodes[i]->id));
}
