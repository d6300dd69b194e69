/* SPDX-License-Identifier: EUPL-1.2
 * "vorbefuellung": that an answer may or must be known already, as a source of the native language where the catalogue
 * says what it is about; else a note for the admin. */
#include "form/fim/read_xdf.h"

/* Harmonised fields about the person who applies. What is about a number of things at once (Tag, Monat, Jahr; Straße
 * without its number; a state by its code) has no source that fits. */
static const struct {
	const char *id, *source;
} known[] = {
	{ "F60000000227", "account:family-name" },
	{ "F60000000228", "account:given-name" },
	{ "F60000000230", "account:birth-name" },
	{ "F60000000234", "account:birth-place" },
	{ "F60000000240", "account:phone" },
	{ "F60000000242", "account:email" },
	{ "F60000000246", "account:postal-code" },
	{ "F60000000247", "account:place" },
};

static const char *source_of(struct str id)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq_c(id, known[i].id))
			return known[i].source;
	return NULL;
}

static bool repeats(const struct xdf_place *p)
{
	for (; p != NULL; p = p->up)
		if (p->repeat)
			return true;
	return false;
}

/* In a second place it is about somebody else. */
static bool stands_twice(const struct xdf *d, const struct xdf_place *p)
{
	for (const struct xdf_place *o = d->places; o != NULL; o = o->next)
		if (o != p && str_eq(o->id, p->id))
			return true;
	return false;
}

static bool can_hold(const struct xdf_place *p)
{
	const struct field_kind *kind = field_find(p->native->name);
	return kind != NULL && kind->json == FIELD_TEXT && xml_attr(p->native, "codes") == NULL &&
	       xml_attr(p->native, "locked") == NULL && xml_attr(p->native, "default") == NULL;
}

static void tell(const struct xdf *d, const struct xdf_place *p, struct str wish, const char *why)
{
	for (const struct xdf_place *o = d->places; o != p; o = o->next)
		if (str_eq(o->id, p->id))
			return; /* once for an element */
	diag_note(d->r->d, p->from->pos, "prefill",
	    "%.*s „%.*s“: Der Katalog sieht eine Vorbefüllung vor (%.*s). %s Die Leute geben es selbst ein, bis Sie dort "
	    "mit "
	    "„prefill“ eine Quelle nennen.",
	    STR_ARG(p->id), STR_ARG(xml_attr_value(p->native, "label")), STR_ARG(wish), why);
}

void form_xdf_prefill(struct xdf *d)
{
	for (const struct xdf_place *p = d->places; p != NULL; p = p->next) {
		struct str wish = p->group || p->label ? STR("") : form_xdf_code(p->from, "vorbefuellung");
		const char *source = source_of(p->id);
		if (!str_eq_c(wish, "optional") && !str_eq_c(wish, "verpflichtend"))
			continue;
		if (p->file)
			tell(d, p, wish, "Dateien können hier nicht vorbefüllt werden.");
		else if (source == NULL)
			tell(d, p, wish, "Woher die Angabe kommt, sagt er nicht.");
		else if (repeats(p) || stands_twice(d, p))
			tell(d, p, wish, "Das Feld kommt mehrmals vor, und nicht jedes meint die Person, die den Antrag stellt.");
		else if (!can_hold(p))
			tell(d, p, wish, "Ein Feld dieser Art oder mit festem Inhalt kann es nicht sein.");
		else
			form_dom_attr(d->a, p->native, "prefill", str_c(source), p->from);
	}
}
