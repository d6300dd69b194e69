/* SPDX-License-Identifier: EUPL-1.2
 * <file id label max-size types>: what is known of a document: {"name", "type", "size"}. The document itself is
 * elsewhere; to expressions the answer is its name. */
#include "form/field/fields.h"

#include "base/utf8.h"

static void read(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	n->max_size = form_attr_int(r, x, "max-size", 0, INT64_MAX, 0);
	n->media_types = form_xml_text(r, x, "types");
}

static bool type_fits(struct str types, struct str type)
{
	struct str one;
	while (str_next(&types, ' ', &one))
		if (one.n > 0 && str_eq(one, type))
			return true;
	return false;
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	const json_t *j = in->cell->json;
	const json_t *size = json_object_get(j, "size"), *type = json_object_get(j, "type");
	if (in->text.n == 0 || !json_is_object(j) || !utf8_valid(in->text) || (size != NULL && !json_is_integer(size)) ||
	    (type != NULL && !json_is_string(type)))
		return field_fail(in, fault, "type", "Die Antwort auf {} muss name, type und size einer Datei nennen.");
	const struct form_node *n = in->node;
	if (json_integer_value(size) < 0 || (n->max_size > 0 && json_integer_value(size) > n->max_size))
		return field_fail(in, fault, "size",
		    str_fmt(in->arena, form_say(in->world, "Die Datei bei {} ist zu groß; erlaubt sind höchstens %lld kB."),
		        (long long)((n->max_size + 1023) / 1024))
		        .p);
	if (n->media_types.n > 0 && !type_fits(n->media_types, form_json_text(type)))
		return field_fail(in, fault, "media-type",
		    str_fmt(in->arena,
		        form_say(in->world, "Eine Datei dieser Art ist bei {} nicht möglich; erlaubt sind: %.*s."),
		        STR_ARG(n->media_types))
		        .p);
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = in->text };
	return true;
}

static const char *const attrs[] = { "max-size", "types", NULL };

const struct field_kind field_file = {
	.name = "file",
	.attrs = attrs,
	.type = XPATH_TEXT,
	.json = FIELD_FILE,
	.demand = "Fügen Sie bei {} eine Datei hinzu.",
	.read = read,
	.value = value,
	.view = field_input_view,
};
