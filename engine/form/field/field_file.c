/* SPDX-License-Identifier: EUPL-1.2
 * <file id label max-size types document>: what is known of a document: {"name", "type", "size"}. The document itself
 * is elsewhere (form.h, struct form_file); to expressions the answer is its name. */
#include "form/field/fields.h"

#include "base/media.h"
#include "base/utf8.h"

static void read(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	n->max_size = form_attr_int(r, x, "max-size", 0, INT64_MAX, 0);
	n->media_types = form_xml_text(r, x, "types");
	n->document = form_xml_text(r, x, "document");
}

/* Why a document was not taken; {} is the label of the field, %.*s the name of the document. */
static const struct refusal {
	const char *code, *sentence;
} refusals[] = {
	{ "empty", "Bei {} ist die Datei „%.*s“ leer. Wählen Sie eine andere." },
	{ "size", "Bei {} ist die Datei „%.*s“ zu groß. Laden Sie eine kleinere hoch." },
	{ "total", "Bei {} passt die Datei „%.*s“ nicht mehr dazu: Ihr Antrag hat schon sehr viele Dateien. "
	           "Entfernen Sie eine andere." },
	{ "type", "Bei {} ist die Datei „%.*s“ von einer Art, die hier nicht möglich ist." },
	{ "damaged", "Bei {} ist die Datei „%.*s“ beschädigt oder nicht vollständig. Speichern Sie sie neu und laden "
	             "Sie sie noch einmal hoch." },
	{ "encrypted", "Bei {} ist die Datei „%.*s“ mit einem Passwort geschützt. Entfernen Sie den Schutz und laden "
	               "Sie sie noch einmal hoch." },
	{ "active", "Bei {} enthält die Datei „%.*s“ ein Programm. Drucken Sie sie als neue PDF-Datei und laden Sie "
	            "diese hoch." },
	{ "huge", "Bei {} wird die Datei „%.*s“ beim Öffnen viel zu groß. Laden Sie eine kleinere hoch." },
	{ "virus", "Bei {} enthält die Datei „%.*s“ Schadsoftware und wurde nicht gespeichert. Wählen Sie eine "
	           "andere." },
	{ "unscanned", "Bei {} konnte die Datei „%.*s“ gerade nicht auf Viren geprüft werden und wurde nicht "
	               "gespeichert. Versuchen Sie es in einigen Minuten noch einmal." },
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* all of the table take the name, and so do their translations   \
                                                      */
static bool fail_refused(const struct field_in *in, const json_t *j, struct field_fault *fault)
{
	struct str code = form_json_text(json_object_get(j, "refused"));
	struct str name = form_json_text(json_object_get(j, "refused_name"));
	if (name.n == 0)
		name = in->text;
	const struct refusal *why = &refusals[0];
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
		if (str_eq_c(code, refusals[i].code))
			why = &refusals[i];
	field_fail(in, fault, why->code, str_fmt(in->arena, form_say(in->world, why->sentence), STR_ARG(name)).p);
	struct str rule = field_file_rule(in->world, in->arena, in->node);
	if (rule.n > 0 && (str_eq_c(code, "type") || str_eq_c(code, "size")))
		fault->message =
		    str_fmt(in->arena, form_say(in->world, "%.*s Möglich: %.*s."), STR_ARG(fault->message), STR_ARG(rule));
	return false;
}
#pragma GCC diagnostic pop

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	const json_t *j = in->cell->json;
	const json_t *size = json_object_get(j, "size"), *type = json_object_get(j, "type");
	bool sized = json_is_integer(size) || (size == NULL && in->node->max_size == 0);
	if (in->text.n == 0 || !json_is_object(j) || !utf8_valid(in->text) || (type != NULL && !json_is_string(type)) ||
	    (!sized && json_object_get(j, "refused") == NULL))
		return field_fail(in, fault, "type", "Die Antwort auf {} muss name, type und size einer Datei nennen.");
	if (json_is_string(json_object_get(j, "refused")))
		return fail_refused(in, j, fault);
	const struct form_node *n = in->node;
	if (json_integer_value(size) < 0 || (n->max_size > 0 && json_integer_value(size) > n->max_size))
		return field_fail(in, fault, "size",
		    str_fmt(in->arena, form_say(in->world, "Die Datei bei {} ist zu groß; erlaubt sind höchstens %.*s."),
		        STR_ARG(media_size(in->arena, n->max_size)))
		        .p);
	if (n->media_types.n > 0 && !media_among(n->media_types, form_json_text(type)))
		return field_fail(in, fault, "media-type",
		    str_fmt(in->arena,
		        form_say(in->world, "Eine Datei dieser Art ist bei {} nicht möglich; erlaubt sind: %.*s."),
		        STR_ARG(media_labels(in->arena, n->media_types)))
		        .p);
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = in->text };
	return true;
}

struct str field_file_rule(const struct form_world *w, struct arena *a, const struct form_node *n)
{
	struct str types = media_labels(a, n->media_types);
	if (n->max_size == 0)
		return types;
	struct str most = media_size(a, n->max_size);
	if (types.n == 0)
		return str_fmt(a, form_say(w, "höchstens %.*s"), STR_ARG(most));
	return str_fmt(a, form_say(w, "%.*s, höchstens %.*s"), STR_ARG(types), STR_ARG(most));
}

/* "Lageplan.pdf (1,2 MB)" */
static struct str show(const struct field_show *in)
{
	const json_t *size = json_object_get(in->cell->json, "size");
	if (in->text.n == 0 || !json_is_integer(size))
		return in->text;
	return str_fmt(
	    in->arena, "%.*s (%.*s)", STR_ARG(in->text), STR_ARG(media_size(in->arena, json_integer_value(size))));
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	const json_t *j = in->cell->json;
	item->is_file = true;
	item->accept = media_accept(in->arena, in->node->media_types);
	item->rule = field_file_rule(in->world, in->arena, in->node);
	item->add_action = str_fmt(in->arena, "upload:%.*s", STR_ARG(item->path));
	if (!json_is_integer(json_object_get(j, "size"))) /* none, or refused */
		return;
	item->value = show(in);
	item->remove_label = in->text;
	item->remove_action = str_fmt(in->arena, "drop:%.*s", STR_ARG(item->path));
}

static const char *const attrs[] = { "max-size", "types", "document", NULL };

const struct field_kind field_file = {
	.name = "file",
	.attrs = attrs,
	.type = XPATH_TEXT,
	.json = FIELD_FILE,
	.demand = "Fügen Sie bei {} eine Datei hinzu.",
	.read = read,
	.value = value,
	.show = show,
	.view = view,
};
