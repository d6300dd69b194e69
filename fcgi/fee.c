/* SPDX-License-Identifier: EUPL-1.2
 * What an application costs, as people read it. */
#include "fee.h"

#include "base/json.h"
#include "pages.h"

static struct str euros(struct ctx *c, struct str amount)
{
	struct dec d;
	return dec_parse(amount, &d) ? form_euros(c->arena, d) : amount;
}

/* "Hundesteuermarke: 5 € für jeden Hund (§ 3 der Satzung)" */
static struct form_view_answer row(struct ctx *c, const struct form_fee_line *l)
{
	return (struct form_view_answer){
		.label = str_fmt(c->arena, "%.*s%s%.*s (%.*s)", STR_ARG(l->label), l->hint.n > 0 ? ": " : "", STR_ARG(l->hint),
		    STR_ARG(l->legal)),
		.value = euros(c, l->amount),
		.label_german = l->german,
	};
}

const struct view_fee *fee_view(struct ctx *c, const struct form_fee *fee, struct str why)
{
	if (fee == NULL)
		return NULL;
	struct form_view_answer *rows = ARENA_ARRAY(c->arena, struct form_view_answer, fee->n + 1);
	for (size_t i = 0; i < fee->n; i++)
		rows[i] = row(c, &fee->lines[i]);
	rows[fee->n] =
	    (struct form_view_answer){ .label = page_text(c, "fee.total"), .value = euros(c, fee->total), .why = why };
	struct view_fee *v = ARENA_NEW(c->arena, struct view_fee);
	v->answers = (struct tpl_list){ rows, fee->n + 1 };
	return v;
}

const struct view_fee *fee_stored(struct ctx *c, const json_t *fee)
{
	const json_t *items = json_object_get(fee, "items");
	size_t n = json_array_size(items);
	if (fee == NULL)
		return NULL;
	struct form_fee_line *lines = ARENA_ARRAY(c->arena, struct form_fee_line, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(items, i);
		lines[i] = (struct form_fee_line){
			.label = json_str(json_object_get(item, "label")),
			.hint = json_str(json_object_get(item, "hint")),
			.legal = json_str(json_object_get(item, "legal")),
			.amount = json_str(json_object_get(item, "amount")),
		};
	}
	return fee_view(c, &(struct form_fee){ lines, n, json_str(json_object_get(fee, "total")) }, STR(""));
}
