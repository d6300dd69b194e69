/* SPDX-License-Identifier: EUPL-1.2
 * The differences of two forms in the words of the people who look after them. */
#include "form/fim/form_diff.h"

#include <string.h>

enum { SHOWN_BYTES = 600 }; /* of one side; what is longer is recognised by its beginning */

/* For json_pack and s%. */
#define STR_JSON(s) ((s).p == NULL ? "" : (s).p), (s).n

struct word {
	const char *name, *word;
};

static const char *find(const struct word *table, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_c(name, table[i].name))
			return table[i].word;
	return NULL;
}

static const char *kind_word(struct str what)
{
	static const struct word table[] = { { "type", "Art der Eingabe" }, { "label", "Beschriftung" },
		{ "hint", "Hilfetext" }, { "required", "Pflicht" }, { "bounds", "Grenzen" }, { "codes", "Auswahl" },
		{ "rule", "Regel" }, { "condition", "Bedingung" }, { "text", "Text" }, { "legal", "Rechtsgrundlage" },
		{ "version", "Fassung" } };
	const char *word = find(table, sizeof table / sizeof *table, what);
	return word == NULL ? "Anderes" : word;
}

static const char *attribute_word(struct str name)
{
	static const struct word table[] = { { "min-length", "kleinste Länge" }, { "max-length", "größte Länge" },
		{ "min", "kleinster Wert" }, { "max", "größter Wert" }, { "pattern", "Muster" },
		{ "letters", "erlaubte Zeichen" }, { "max-size", "größte Datei" }, { "types", "Arten von Dateien" },
		{ "places", "Nachkommastellen" }, { "relevant", "gefragt, wenn" }, { "calculate", "Berechnung" },
		{ "message", "Fehlertext" }, { "missing", "Fehlertext ohne Antwort" }, { "help", "weitere Hilfe" },
		{ "default", "Vorbelegung" }, { "prefill", "Vorbefüllung" }, { "prefill-mode", "Art der Vorbefüllung" },
		{ "locked", "gesperrt" }, { "hidden", "verborgen" }, { "autocomplete", "Zweck für den Browser" },
		{ "data", "Art der Daten" }, { "retention", "Aufbewahrung" }, { "service", "Leistungsschlüssel" },
		{ "flow", "Ablauf" }, { "add-label", "Knopf zum Hinzufügen" }, { "one-of", "genau eines davon" },
		{ "optional", "freiwillig" }, { "title", "Überschrift" }, { "intro", "Einleitung" }, { "layout", "Anordnung" },
		{ "width", "Breite" } };
	return find(table, sizeof table / sizeof *table, name);
}

/* Of a group or list, min and max are how often it may stand there. */
static const char *topic(const struct form_change *c)
{
	bool times = c->times && (str_eq_c(c->name, "min") || str_eq_c(c->name, "max"));
	if (times)
		return str_eq_c(c->name, "min") ? "mindestens so oft" : "höchstens so oft";
	const char *word = attribute_word(c->name);
	return word != NULL ? word : kind_word(str_c(c->what));
}

static struct str type_word(struct str element)
{
	static const struct word table[] = { { "text", "Textfeld" }, { "longtext", "mehrzeiliges Textfeld" },
		{ "integer", "ganze Zahl" }, { "decimal", "Zahl" }, { "money", "Geldbetrag" }, { "date", "Datum" },
		{ "time", "Uhrzeit" }, { "datetime", "Datum mit Uhrzeit" }, { "boolean", "Ja oder Nein" },
		{ "confirm", "Bestätigung" }, { "choice", "Auswahl" }, { "choices", "Auswahl von mehreren" },
		{ "file", "Datei" }, { "note", "Hinweis" }, { "group", "Gruppe" }, { "list", "Liste" } };
	const char *word = find(table, sizeof table / sizeof *table, element);
	return word == NULL ? element : str_c(word);
}

static struct str shortened(struct arena *a, struct str s)
{
	if (s.n <= SHOWN_BYTES)
		return s;
	size_t n = SHOWN_BYTES;
	while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return str_fmt(a, "%.*s …", STR_ARG(str_sub(s, 0, n)));
}

static bool is_yes_or_no(struct str name)
{
	static const char *const names[] = { "required", "locked", "hidden", "optional", "one-of" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_c(name, names[i]))
			return true;
	return false;
}

struct str form_change_side(struct arena *a, const struct form_change *c, struct str s)
{
	if (strcmp(c->what, "element") == 0)
		return s;
	if (strcmp(c->what, "type") == 0)
		s = type_word(s);
	if (is_yes_or_no(c->name) && (s.n == 0 || str_eq_c(s, "yes") || str_eq_c(s, "no"))) {
		bool yes = s.n == 0 ? str_eq_c(c->name, "required") : str_eq_c(s, "yes");
		return yes ? STR("ja") : STR("nein");
	}
	return s.n == 0 ? STR("nichts") : str_fmt(a, "„%.*s“", STR_ARG(shortened(a, s)));
}

struct str form_change_topic(const struct form_change *c)
{
	return strcmp(c->what, "element") == 0 ? STR("Ob es bleibt") : str_c(topic(c));
}

struct str form_change_what(struct arena *a, const struct form_change *c)
{
	struct str topic;
	switch (c->kind) {
	case FORM_DIFF_ADDED:
		return STR("ist neu");
	case FORM_DIFF_REMOVED:
		return STR("entfällt");
	case FORM_DIFF_MOVED:
		return str_fmt(a, "steht jetzt hier statt bei %.*s", STR_ARG(c->before));
	case FORM_DIFF_CHANGED:
	case FORM_DIFF_CONFLICT:
		break;
	}
	topic = form_change_topic(c);
	bool conflict = c->kind == FORM_DIFF_CONFLICT;
	struct str before = form_change_side(a, c, c->before), after = form_change_side(a, c, c->after);
	return str_fmt(a, conflict ? "%.*s: bei Ihnen %.*s, im Katalog %.*s" : "%.*s: bisher %.*s, jetzt %.*s",
	    STR_ARG(topic), STR_ARG(before), STR_ARG(after));
}

struct str form_change_text(struct arena *a, const struct form_change *c)
{
	struct str who = c->path.n == 0 ? STR("Das Formular") : c->path, what = form_change_what(a, c);
	if (c->label.n > 0)
		who = str_fmt(a, "%.*s „%.*s“", STR_ARG(who), STR_ARG(c->label));
	if (c->kind == FORM_DIFF_CONFLICT)
		return str_fmt(a, "%.*s, %.*s. %s", STR_ARG(who), STR_ARG(what),
		    c->taken ? "Die Fassung des Katalogs gilt." : "Ihre Fassung bleibt.");
	return str_fmt(a, c->kind == FORM_DIFF_CHANGED ? "%.*s, %.*s." : "%.*s %.*s.", STR_ARG(who), STR_ARG(what));
}

json_t *form_changes_json(const struct form_change *list, size_t n)
{
	static const char *const kinds[] = { "added", "removed", "moved", "changed", "conflict" };
	json_t *out = json_array();
	for (size_t i = 0; i < n; i++) {
		const struct form_change *c = &list[i];
		const char *what = c->what == NULL ? "" : c->what;
		json_array_append_new(
		    out, json_pack("{s:s,s:s%,s:s%,s:s%,s:s,s:s%,s:s%,s:s%}", "kind", kinds[c->kind], "path", STR_JSON(c->path),
		             "fim", STR_JSON(c->fim), "label", STR_JSON(c->label), "what", what, "attribute", STR_JSON(c->name),
		             "before", STR_JSON(c->before), "after", STR_JSON(c->after)));
	}
	return out;
}
