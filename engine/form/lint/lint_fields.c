/* SPDX-License-Identifier: EUPL-1.2
 * Attributes of one field that contradict each other or do nothing. */
#include "form/lint/lint.h"

/* Whether the expression asks about the answer it is there to judge. */
static bool asks_itself(const struct lint *l, const struct form_node *n)
{
	const unsigned *slots;
	size_t count = xpath_slots(n->constraint, &slots);
	for (size_t i = 0; i < count; i++)
		if (l->f->refs[slots[i]].target == n)
			return true;
	return false;
}

static void check_constraint(struct lint *l, const struct form_node *n)
{
	if (n->constraint != NULL && !asks_itself(l, n))
		lint_find(l, DIAG_WARNING, lint_pos(l, n, "constraint"), "constraint-elsewhere",
		    "constraint von „%.*s“ fragt nicht nach der eigenen Antwort („.“): der Fehler stünde am falschen Feld. "
		    "Setzen Sie die Bedingung an das Feld, das sie betrifft, oder schreiben Sie eine „rule“.",
		    STR_ARG(n->label));
}

/* What is said, demanded or shown although it never can be. */
static void check_useless(struct lint *l, const struct form_node *n)
{
	static const char *const shown[] = { "hint", "autocomplete", "missing", NULL };
	if (n->locked && lint_has(l, n, "required"))
		lint_find(l, DIAG_WARNING, lint_pos(l, n, "required"), "no-effect",
		    "„%.*s“ ist gesperrt und wird nie verlangt: required ändert nichts. Streichen Sie es.", STR_ARG(n->label));
	for (size_t i = 0; n->hidden && shown[i] != NULL; i++)
		if (lint_has(l, n, shown[i]))
			lint_find(l, DIAG_WARNING, lint_pos(l, n, shown[i]), "no-effect",
			    "Ein verborgenes Feld sieht niemand: %s ändert nichts. Streichen Sie es.", shown[i]);
	if (!n->hidden && n->optional && n->required == NULL && n->missing.n > 0 && lint_has(l, n, "required")) {
		bool demanded = false;
		for (const struct form_source_rule *s = l->r->rules; s != NULL; s = s->next)
			demanded |= s->rule != NULL && s->rule->effect == RULE_REQUIRE && s->rule->target == n;
		if (!demanded)
			lint_find(l, DIAG_WARNING, lint_pos(l, n, "missing"), "no-effect",
			    "„%.*s“ ist nie Pflicht, der Satz in missing wird nie gezeigt. Streichen Sie ihn.", STR_ARG(n->label));
	}
	if (n->kind->ticked && n->optional && n->required == NULL && !l->catalogue)
		lint_find(l, DIAG_NOTE, lint_pos(l, n, "required"), "optional-confirm",
		    "„confirm“ ist ein Häkchen, ohne das es nicht weitergeht; optional ist es keines. Nehmen Sie „boolean“.");
}

/* A source that nobody here can supply: citizens have no accounts, and what was sent or begun before only its own
 * secret opens. */
static void check_prefill(struct lint *l, const struct form_node *n)
{
	bool account = str_starts(n->prefill, STR("account:"));
	if (!account && !str_starts(n->prefill, STR("previous:")))
		return;
	bool locked = n->prefill_mode == PREFILL_LOCKED, stuck = locked && !n->optional;
	lint_find(l, stuck ? DIAG_ERROR : DIAG_WARNING, lint_pos(l, n, "prefill"), "prefill-unavailable",
	    "Woher „%.*s“ kommen soll, ist hier nicht bekannt: %s. %s", STR_ARG(n->label),
	    account ? "es gibt keine Konten der Antragstellenden (account:)"
	            : "frühere Anträge öffnet nur ihr eigenes Kennwort (previous:)",
	    stuck ? "Gesperrt bleibt die Antwort für immer leer, obwohl sie gebraucht wird: schreiben Sie "
	            "prefill-mode=\"locked-unless-empty\" oder streichen Sie prefill."
	    : locked
	        ? "Gesperrt bleibt die Antwort leer; schreiben Sie prefill-mode=\"locked-unless-empty\", damit man sie "
	          "geben kann, oder streichen Sie das Feld."
	        : "Das Feld bleibt frei und leer; Sie können prefill streichen.");
}

void lint_fields(struct lint *l)
{
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		const struct form_node *n = l->f->nodes[i];
		if (n->what != NODE_FIELD || n->kind->json == FIELD_NONE)
			continue;
		check_constraint(l, n);
		check_useless(l, n);
		check_prefill(l, n);
	}
}
