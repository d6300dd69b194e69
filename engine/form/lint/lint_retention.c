/* SPDX-License-Identifier: EUPL-1.2
 * How long answers are kept (Art. 5 (1) e GDPR: no longer than needed): said for everything that is asked, or else the
 * office has to decide for each application. */
#include "form/lint/lint.h"

enum { EACH_MAX = 5 };

static bool is_asked(const struct form_node *n)
{
	return n->what == NODE_FIELD && n->kind->json != FIELD_NONE && n->calculate == NULL;
}

void lint_retention(struct lint *l)
{
	size_t asked = 0, missing = 0;
	if (l->catalogue || l->f->service.n == 0)
		return; /* the catalogue says nothing about it; answers of tasks go with the case */
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		asked += is_asked(l->f->nodes[i]);
		missing += is_asked(l->f->nodes[i]) && form_node_retention(l->f->nodes[i]).n == 0;
	}
	if (missing == asked && missing > 0)
		lint_find(l, DIAG_WARNING, lint_source(l, l->f->root)->pos, "missing-retention",
		    "Es fehlt, wie lange die Angaben aufbewahrt werden. Setzen Sie retention an das Formular, zum Beispiel "
		    "retention=\"P3Y\" für drei Jahre.");
	for (size_t i = 1, told = 0; missing < asked && told < EACH_MAX && i < l->f->n_nodes; i++) {
		const struct form_node *n = l->f->nodes[i];
		if (!is_asked(n) || form_node_retention(n).n > 0)
			continue;
		told++;
		lint_find(l, DIAG_WARNING, lint_source(l, n)->pos, "missing-retention",
		    "Bei „%.*s“ fehlt, wie lange die Angabe aufbewahrt wird. Setzen Sie retention hier, an die Seite oder an "
		    "das "
		    "Formular.",
		    STR_ARG(n->label.n > 0 ? n->label : n->id));
	}
}
