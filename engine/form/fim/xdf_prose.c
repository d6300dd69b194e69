/* SPDX-License-Identifier: EUPL-1.2
 * Rules that the catalogue gives only as sentences: they are kept where they belong, and nobody forgets that somebody
 * has to write them down as expressions. */
#include "form/fim/read_xdf.h"

/* Whether FITKO translated the rules of this element: a translation does not say which sentence it comes from. */
static bool is_translated(const struct xdf *d, struct str id)
{
	for (size_t i = 0; i < json_array_size(d->rules); i++) {
		const json_t *bearer = json_object_get(json_array_get(d->rules, i), "bearer");
		if (json_is_string(bearer) && str_eq_c(id, json_string_value(bearer)))
			return true;
	}
	return false;
}

void form_xdf_prose(struct xdf *d, const struct xml_node *x, struct xml_node *native, const struct xdf_place *about)
{
	if (is_translated(d, form_xdf_id(x)))
		return;
	for (const struct xml_node *r = form_xdf_child(x, "regel"); r != NULL; r = xml_next(r)) {
		struct str name = form_xdf_text(d, r, "name"), prose = form_xdf_text(d, r, "freitextRegel");
		if (prose.n == 0)
			prose = form_xdf_text(d, r, "beschreibung");
		if (prose.n == 0)
			prose = name;
		if (prose.n == 0)
			continue;
		struct xml_node *n = form_dom_element(d->a, native, "rule", r);
		form_dom_attr(d->a, n, "prose", prose, r);
		form_dom_attr(d->a, n, "name", name, r);
		form_dom_attr(d->a, n, "for", about == NULL ? STR("") : about->key, r);
		form_dom_attr(d->a, n, "fim", form_xdf_origin(d, r), r);
	}
}
