/* SPDX-License-Identifier: EUPL-1.2
 * The purpose of a field for the browser (WCAG 2.2, 1.3.5): people do not have to type again what their browser knows,
 * and symbols can be shown beside it. Asked only of data about the person who fills the form in. */
#include "form/lint/lint.h"

#include "base/suggest.h"

/* What the labels of one's own data say, in whole. */
static const struct {
	const char *label, *purpose;
} usual[] = {
	{ "Vorname", "given-name" },
	{ "Vornamen", "given-name" },
	{ "Vorname(n)", "given-name" },
	{ "Familienname", "family-name" },
	{ "Nachname", "family-name" },
	{ "Geburtsdatum", "bday" },
	{ "Straße und Hausnummer", "address-line1" },
	{ "Straße", "address-line1" },
	{ "Postleitzahl", "postal-code" },
	{ "PLZ", "postal-code" },
	{ "Wohnort", "address-level2" },
	{ "Telefon", "tel" },
	{ "Telefonnummer", "tel" },
	{ "Mobilnummer", "tel" },
	{ "E-Mail", "email" },
	{ "E-Mail-Adresse", "email" },
};

/* The values of HTML that make sense here (HTML, 4.10.18.7; WCAG 2.2, section 7). */
static const char *const known[] = { "name", "honorific-prefix", "given-name", "additional-name", "family-name",
	"honorific-suffix", "nickname", "organization-title", "username", "new-password", "current-password",
	"organization", "street-address", "address-line1", "address-line2", "address-line3", "address-level4",
	"address-level3", "address-level2", "address-level1", "country", "country-name", "postal-code", "cc-name",
	"cc-given-name", "cc-additional-name", "cc-family-name", "cc-number", "cc-exp", "cc-exp-month", "cc-exp-year",
	"cc-csc", "cc-type", "transaction-currency", "transaction-amount", "language", "bday", "bday-day", "bday-month",
	"bday-year", "sex", "url", "photo", "tel", "tel-country-code", "tel-national", "tel-area-code", "tel-local",
	"tel-extension", "email", "impp", "one-time-code", "on", "off" };
enum { KNOWN = sizeof known / sizeof *known };

static void check_value(struct lint *l, const struct form_node *n)
{
	struct str names[KNOWN], rest = n->autocomplete, last = STR("");
	while (str_next(&rest, ' ', &last))
		continue; /* "section-… billing email": the last word is the purpose */
	for (size_t i = 0; i < KNOWN; i++) {
		names[i] = str_c(known[i]);
		if (str_eq(names[i], last))
			return;
	}
	struct buf hint = buf_new(l->a);
	suggest_add(&hint, "", last, names, KNOWN);
	lint_find(l, DIAG_WARNING, lint_pos(l, n, "autocomplete"), "unknown-purpose",
	    "Den Zweck „%.*s“ kennt kein Browser.%.*s Die möglichen Werte stehen in der Anleitung.",
	    STR_ARG(n->autocomplete), STR_ARG(buf_str(&hint)));
}

/* In a group that repeats it is about somebody else. */
static bool is_own_data(const struct form_node *n)
{
	for (const struct form_node *up = n->up; up != NULL; up = up->up)
		if (up->repeat)
			return false;
	return !n->hidden && !n->locked && n->calculate == NULL && n->kind->json == FIELD_TEXT && !n->kind->place;
}

static bool is_known_to(const struct lint *l, const char *purpose)
{
	for (size_t i = 1; i < l->f->n_nodes; i++)
		if (l->f->nodes[i]->what == NODE_FIELD && str_eq_c(l->f->nodes[i]->autocomplete, purpose))
			return true;
	return false;
}

static void check_missing(struct lint *l, const struct form_node *n)
{
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		/* Where the purpose is given to one field, a second one is about somebody else. */
		if (!str_eq_c(n->label, usual[i].label) || is_known_to(l, usual[i].purpose))
			continue;
		lint_find(l, DIAG_WARNING, lint_source(l, n)->pos, "missing-purpose",
		    "Bei „%.*s“ fehlt autocomplete=\"%s\": dann füllt der Browser das Feld aus. Sind nicht die eigenen Angaben "
		    "gemeint, schreiben Sie autocomplete=\"off\".",
		    STR_ARG(n->label), usual[i].purpose);
		return;
	}
}

void lint_purpose(struct lint *l)
{
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		const struct form_node *n = l->f->nodes[i];
		if (n->what != NODE_FIELD)
			continue;
		if (n->autocomplete.n > 0)
			check_value(l, n);
		else if (!l->catalogue && l->f->service.n > 0 && is_own_data(n))
			check_missing(l, n);
	}
}
