/* SPDX-License-Identifier: EUPL-1.2
 * <longtext id label max-length min-length pattern letters rows>: several lines. */
#include "form/field/fields.h"

enum { LENGTH_DEFAULT = 2000, ROWS_DEFAULT = 5 };

static void read(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	field_read_text(r, n, x, LENGTH_DEFAULT);
	n->rows = form_attr_int(r, x, "rows", 2, 30, ROWS_DEFAULT);
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	item->is_textarea = true;
	item->rows = in->node->rows;
	item->value = in->text;
}

static const char *const attrs[] = { "max-length", "min-length", "pattern", "letters", "rows", NULL };

const struct field_kind field_longtext = {
	.name = "longtext",
	.attrs = attrs,
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Füllen Sie das Feld {} aus.",
	.read = read,
	.tidy = field_text_tidy,
	.value = field_text_value,
	.view = view,
};
