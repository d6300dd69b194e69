/* SPDX-License-Identifier: EUPL-1.2
 * Labels that people cannot tell apart or cannot take in. */
#include "form/lint/lint.h"

#include "base/utf8.h"

enum { LABEL_LONG = 80, TITLE_LONG = 60 };

/* Both may be on the page at the same time. */
static bool together(struct lint *l, const struct form_node *a, const struct form_node *b)
{
	struct sat_goal goals[LINT_GOALS_MAX];
	struct sat s = { 0 };
	size_t n = lint_shown(b, goals, lint_shown(a, goals, 0));
	return lint_possible(l, &s, goals, n);
}

static bool is_question(const struct form_node *n)
{
	return n->label.n > 0 &&
	       (n->what == NODE_GROUP || (n->what == NODE_FIELD && !n->hidden && n->kind->json != FIELD_NONE));
}

/* Only among what stands side by side: in two groups the title of the group tells them apart. */
static void check_same(struct lint *l, const struct form_node *n)
{
	for (const struct form_node *o = n->up->first; o != n; o = o->next) {
		if (!is_question(o) || !str_eq(o->label, n->label) || !together(l, o, n))
			continue;
		lint_find(l, l->catalogue ? DIAG_NOTE : DIAG_WARNING, lint_pos(l, n, "label"), "same-label",
		    "„%.*s“ heißt auch das Feld in Zeile %u: auf dem Schirm und beim Vorlesen klingen beide gleich. Sagen Sie "
		    "in der Beschriftung, was gemeint ist.",
		    STR_ARG(n->label), lint_source(l, o)->pos.line);
		return;
	}
}

static void check_length(struct lint *l, const struct form_node *n)
{
	size_t length = utf8_count(n->label);
	bool sentence = n->what == NODE_FIELD && n->kind->sentence;
	if (l->catalogue || sentence)
		return;
	if (n->what == NODE_PAGE && length > TITLE_LONG)
		lint_find(l, DIAG_WARNING, lint_pos(l, n, "title"), "long-label",
		    "Die Überschrift hat %zu Zeichen, mehr als %d nimmt niemand auf einen Blick auf. Kürzen Sie sie.", length,
		    (int)TITLE_LONG);
	else if (is_question(n) && length > LABEL_LONG)
		lint_find(l, DIAG_WARNING, lint_pos(l, n, "label"), "long-label",
		    "Die Beschriftung hat %zu Zeichen, mehr als %d sind schwer zu erfassen. Kürzen Sie sie und erklären Sie "
		    "den Rest in hint.",
		    length, (int)LABEL_LONG);
}

static void check_page(struct lint *l, const struct form_node *n)
{
	for (size_t i = 0; i < n->page; i++) {
		const struct form_node *o = l->f->pages[i];
		if (str_eq(o->label, n->label) && n->label.n > 0 && together(l, o, n)) {
			lint_find(l, l->catalogue ? DIAG_NOTE : DIAG_WARNING, lint_pos(l, n, "title"), "same-label",
			    "„%.*s“ heißt auch die Seite in Zeile %u: niemand merkt, dass es weitergegangen ist. Ändern Sie eine "
			    "der Überschriften.",
			    STR_ARG(n->label), lint_source(l, o)->pos.line);
			return;
		}
	}
}

void lint_labels(struct lint *l)
{
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		const struct form_node *n = l->f->nodes[i];
		if (n->what == NODE_PAGE)
			check_page(l, n);
		else if (is_question(n))
			check_same(l, n);
		check_length(l, n);
	}
}
