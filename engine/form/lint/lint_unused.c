/* SPDX-License-Identifier: EUPL-1.2
 * What is calculated or held and never read. What is asked and answered is always used: the office sees it. */
#include "form/lint/lint.h"

void lint_unused(struct lint *l)
{
	bool *read = ARENA_ARRAY(l->a, bool, l->f->n_nodes);
	for (size_t i = 0; i < l->f->n_refs; i++)
		read[l->f->refs[i].target->number] = true;
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		const struct form_node *n = l->f->nodes[i];
		/* With a workflow the value may be one of its variables: publishing looks at both. */
		if (n->what == NODE_FIELD && n->hidden && n->calculate != NULL && !read[i] && l->f->flow.n == 0 &&
		    !l->catalogue)
			lint_find(l, DIAG_NOTE, lint_source(l, n)->pos, "never-read",
			    "„%.*s“ wird berechnet, aber weder gezeigt noch irgendwo gelesen. Streichen Sie es, oder zeigen Sie "
			    "es.",
			    STR_ARG(n->id));
	}
}
