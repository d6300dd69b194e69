/* SPDX-License-Identifier: EUPL-1.2
 * <place id label postcode="ID">: the municipality, as its 12-digit regional key (ARS).
 *
 * A postcode is not a key: it may have several municipalities. Those that the postcode beside it allows are in the
 * cell; with one the server fills it in, with several people choose, without a postcode there is nothing to ask yet. */
#include "form/field/fields.h"

enum { ARS_LENGTH = 12 };

static const struct form_place *find(const struct form_cell *c, struct str ars)
{
	for (size_t i = 0; i < c->n_places; i++)
		if (str_eq(c->places[i].ars, ars))
			return &c->places[i];
	return NULL;
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	bool key = in->text.n == ARS_LENGTH;
	for (size_t i = 0; i < in->text.n && key; i++)
		key = in->text.p[i] >= '0' && in->text.p[i] <= '9';
	if (!key || (in->world->places != NULL && find(in->cell, in->text) == NULL))
		return field_fail(in, fault, "place", "Wählen Sie bei {} den Ort, der zur Postleitzahl gehört.");
	*out = (struct xpath_value){ .type = XPATH_CODE, .text = in->text };
	return true;
}

static struct str show(const struct field_show *in)
{
	const struct form_place *p = find(in->cell, in->text);
	return p != NULL ? p->name : in->text;
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	const struct form_cell *c = in->cell;
	if (c->n_places == 1) {
		item->is_output = true;
		item->value = c->places[0].name;
		return;
	}
	struct form_view_option *o = ARENA_ARRAY(in->arena, struct form_view_option, c->n_places);
	for (size_t i = 0; i < c->n_places; i++)
		o[i] = field_option(
		    in->arena, item->id, i, c->places[i].ars, c->places[i].name, str_eq(c->places[i].ars, in->text));
	item->options = (struct form_view_options){ o, c->n_places };
	item->is_radio = c->n_places > 1;
	if (item->is_radio && item->hint.n == 0)
		item->hint = str_c(form_say(in->world, "Zu dieser Postleitzahl gehören mehrere Orte."));
}

static const char *const attrs[] = { "postcode", NULL };

const struct field_kind field_place = {
	.name = "place",
	.attrs = attrs,
	.type = XPATH_CODE,
	.json = FIELD_TEXT,
	.place = true,
	.demand = "Wählen Sie bei {} den Ort aus, in dem Sie wohnen.",
	.value = value,
	.show = show,
	.view = view,
};
