/* SPDX-License-Identifier: EUPL-1.2
 * Dates that are treated as texts: they have no order then, and "1.3.2026" is not "01.03.2026". */
#include "form/lint/lint.h"

#include "base/suggest.h"

/* "31.12.2026", "2026-12-31", "12/2026" */
static bool looks_like_a_day(struct str s)
{
	struct date today = { 20000 }, d;
	size_t digits = 0, seps = 0;
	for (size_t i = 0; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		seps += s.p[i] == '.' || s.p[i] == '-';
	}
	return seps == 2 && digits >= 6 && digits + seps == s.n && date_parse_loose(s, today, &d);
}

struct look {
	struct lint *l;
	const struct xml_attr *at;
};

static void warn(const struct look *k, const struct xpath_node *x)
{
	lint_find(k->l, DIAG_WARNING, lint_begin(k->at, x), "date-as-text",
	    "Hier wird ein Tag als Text verglichen: das stimmt nur bei genau gleicher Schreibweise. Nehmen Sie ein Feld "
	    "„date“ und vergleichen Sie mit einem Tag wie '2026-12-31'.");
}

static bool is_date_made_text(const struct xpath_node *x)
{
	bool is_text = x->op == OP_CALL && x->type == XPATH_TEXT;
	for (const struct xpath_node *c = x->kids; is_text && c != NULL; c = c->next)
		if (c->type == XPATH_DATE || is_date_made_text(c))
			return true;
	return false;
}

static void look_at(const struct look *k, const struct xpath_node *x)
{
	if (x->op >= OP_EQ && x->op <= OP_GE && x->kids->type != XPATH_DATE) {
		for (const struct xpath_node *c = x->kids; c != NULL; c = c->next) {
			bool literal = c->op == OP_CONST && c->constant.type == XPATH_TEXT && looks_like_a_day(c->constant.text);
			if (!literal && !is_date_made_text(c))
				continue;
			warn(k, c);
			break;
		}
	}
	for (const struct xpath_node *c = x->kids; c != NULL; c = c->next)
		look_at(k, c);
}

static void look(struct lint *l, const struct xml_node *x, const char *attr, const struct xpath *e)
{
	struct look k = { l, xml_attr(x, attr) };
	if (e != NULL && k.at != NULL)
		look_at(&k, xpath_root(e));
}

/* "Geburtsdatum" as text. */
static void check_text(struct lint *l, const struct form_node *n)
{
	static const char *const ends[] = { "datum", "Geburtstag", "Datum", NULL };
	bool bare = n->calculate == NULL && n->pattern == NULL && n->kind == field_find(STR("text")) && !l->catalogue;
	for (size_t i = 0; bare && ends[i] != NULL; i++)
		if (str_ends(n->label, str_c(ends[i])))
			lint_find(l, DIAG_WARNING, lint_source(l, n)->pos, "date-as-text",
			    "„%.*s“ klingt nach einem Tag, ist aber ein Text: so prüft niemand, ob es ihn gibt. Nehmen Sie „date“.",
			    STR_ARG(n->label));
}

void lint_dates(struct lint *l)
{
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		const struct form_node *n = l->f->nodes[i];
		look(l, lint_source(l, n), "relevant", n->relevant);
		look(l, lint_source(l, n), "required", n->required);
		look(l, lint_source(l, n), "constraint", n->constraint);
		look(l, lint_source(l, n), "calculate", n->calculate);
		if (n->what == NODE_FIELD)
			check_text(l, n);
	}
	for (const struct form_source_rule *s = l->r->rules; s != NULL; s = s->next)
		if (s->rule != NULL)
			look(l, s->x, s->rule->effect == RULE_VALID ? "valid" : "when", s->rule->when);
}
