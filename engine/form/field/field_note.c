/* SPDX-License-Identifier: EUPL-1.2
 * <note relevant>text</note>: something to read; it has no answer. */
#include "form/field/fields.h"

static void view(const struct field_show *in, struct form_view_item *item)
{
	item->is_note = true;
	item->value = form_words(in->world, &in->node->text, &item->value_german);
}

const struct field_kind field_note = {
	.name = "note",
	.type = XPATH_EMPTY,
	.json = FIELD_NONE,
	.sentence = true,
	.demand = "",
	.view = view,
};
