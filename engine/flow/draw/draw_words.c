/* SPDX-License-Identifier: EUPL-1.2
 * What the elements of a diagram are called, for people who do not see it. */
#include "flow/draw/draw_plan.h"

static const struct {
	const char *element, *word;
} words[] = {
	{ "participant", "Beteiligte" },
	{ "lane", "Bahn" },
	{ "startEvent", "Beginn" },
	{ "endEvent", "Ende" },
	{ "intermediateCatchEvent", "Warten" },
	{ "intermediateThrowEvent", "Meldung" },
	{ "implicitThrowEvent", "Meldung" },
	{ "boundaryEvent", "Ereignis an einem Schritt" },
	{ "task", "Schritt" },
	{ "userTask", "Aufgabe" },
	{ "manualTask", "Handarbeit" },
	{ "serviceTask", "Automatischer Schritt" },
	{ "sendTask", "Nachricht senden" },
	{ "receiveTask", "Auf Nachricht warten" },
	{ "scriptTask", "Berechnung" },
	{ "businessRuleTask", "Entscheidungstabelle" },
	{ "callActivity", "Aufruf eines anderen Ablaufs" },
	{ "subProcess", "Teilablauf" },
	{ "transaction", "Teilablauf, ganz oder gar nicht" },
	{ "adHocSubProcess", "Teilablauf in beliebiger Reihenfolge" },
	{ "exclusiveGateway", "Entweder-oder" },
	{ "inclusiveGateway", "Und-oder" },
	{ "parallelGateway", "Gleichzeitig" },
	{ "eventBasedGateway", "Was zuerst kommt" },
	{ "complexGateway", "Verzweigung mit eigener Regel" },
	{ "sequenceFlow", "Weg" },
	{ "messageFlow", "Nachricht" },
	{ "association", "Verbindung" },
	{ "dataInputAssociation", "Eingabe" },
	{ "dataOutputAssociation", "Ausgabe" },
	{ "dataObjectReference", "Unterlage" },
	{ "dataObject", "Unterlage" },
	{ "dataInput", "Eingabe" },
	{ "dataOutput", "Ausgabe" },
	{ "dataStoreReference", "Ablage" },
	{ "dataStore", "Ablage" },
	{ "textAnnotation", "Anmerkung" },
	{ "group", "Gruppe" },
};

struct str draw_word(const struct xml_node *x)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_c(x->name, words[i].element))
			return str_c(words[i].word);
	return STR("Element");
}

/* The name on one line. */
static struct str name_of(struct arena *a, const struct xml_node *x)
{
	struct str name = str_trim(xml_attr_value(x, "name"));
	const struct xml_node *text = draw_is(x, "textAnnotation") ? xml_child(x, DRAW_BPMN, "text") : NULL;
	if (text != NULL)
		name = str_trim(text->text);
	struct buf b = buf_new(a);
	bool gap = false;
	for (size_t i = 0; i < name.n; i++) {
		bool space = (unsigned char)name.p[i] <= ' ';
		if (!space || !gap)
			buf_add_char(&b, space ? ' ' : name.p[i]);
		gap = space;
	}
	return buf_str(&b);
}

static struct str end_of(struct arena *a, const struct ids *ids, const struct xml_node *x, const char *attr)
{
	const struct xml_node *end = draw_find(ids, xml_attr_value(x, attr));
	if (end == NULL)
		return STR("?");
	struct str name = name_of(a, end);
	return name.n > 0 ? str_fmt(a, "„%.*s“", STR_ARG(name)) : draw_word(end);
}

struct str draw_title(struct arena *a, const struct ids *ids, const struct xml_node *x)
{
	struct str name = name_of(a, x), word = draw_word(x);
	if (xml_attr(x, "sourceRef") == NULL)
		return name.n == 0 ? word : str_fmt(a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(word));
	struct str from = end_of(a, ids, x, "sourceRef"), to = end_of(a, ids, x, "targetRef");
	if (name.n == 0)
		return str_fmt(a, "%.*s von %.*s zu %.*s", STR_ARG(word), STR_ARG(from), STR_ARG(to));
	return str_fmt(a, "%.*s: %.*s von %.*s zu %.*s", STR_ARG(name), STR_ARG(word), STR_ARG(from), STR_ARG(to));
}
