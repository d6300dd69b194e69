/* SPDX-License-Identifier: EUPL-1.2
 * The answers of one page as people see them. */
#include "shown.h"

#include "pages.h"

#include <sodium.h>

/* What an item shows as its answer: the value, or the labels (values) of what is chosen. */
static struct str value_of(struct ctx *c, const struct form_view_item *item, bool values)
{
	struct buf b = buf_new(c->arena);
	for (size_t i = 0; i < item->options.n; i++) {
		const struct form_view_option *o = &item->options.items[i];
		if (o->selected)
			buf_add_fmt(&b, "%s%.*s", b.n > 0 ? ", " : "", STR_ARG(values ? o->value : o->label));
	}
	if (item->options.n > 0 && !item->is_search)
		return buf_str(&b);
	if (item->is_date)
		return str_trim(
		    str_fmt(c->arena, "%.*s %.*s %.*s", STR_ARG(item->day), STR_ARG(item->month), STR_ARG(item->year)));
	return item->value;
}

/* Groups nest no deeper than forms allow; each level is a level of the definition. */
static void flatten(struct ctx *c, struct form_view_items items, struct shown *out)
{
	for (size_t i = 0; i < items.n; i++) {
		const struct form_view_item *item = &items.items[i];
		if (item->is_group || item->is_repeat) {
			flatten(c, item->children, out);
		} else if (!item->is_note && !item->is_output && out->n < SHOWN_MAX) {
			out->list[out->n++] =
			    (struct shown_field){ item->name, item->label, value_of(c, item, false), value_of(c, item, true) };
		}
	}
}

struct str shown_fingerprint(struct ctx *c, const struct shown *s)
{
	unsigned char hash[16];
	crypto_generichash_state st;
	crypto_generichash_init(&st, NULL, 0, sizeof hash);
	for (size_t i = 0; i < s->n; i++) {
		struct str line = str_fmt(c->arena, "%zu:%.*s%zu:%.*s", s->list[i].name.n, STR_ARG(s->list[i].name),
		    s->list[i].key.n, STR_ARG(s->list[i].key));
		crypto_generichash_update(&st, (const unsigned char *)line.p, line.n);
	}
	crypto_generichash_final(&st, hash, sizeof hash);
	char *hex = arena_alloc(c->arena, 2 * sizeof hash + 1);
	sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
	return str_c(hex);
}

const struct shown *shown_of(struct ctx *c, const struct form_view_page *page)
{
	struct shown *s = ARENA_NEW(c->arena, struct shown);
	flatten(c, page->items, s);
	return s;
}

/* Nothing is known but what was typed. */
static struct tpl_list unlabelled(struct ctx *c, const struct form_param *params, size_t n)
{
	struct form_view_answer *list = ARENA_ARRAY(c->arena, struct form_view_answer, n);
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		if (params[i].value.n > 0 && !str_starts(params[i].name, STR("_")))
			list[count++] =
			    (struct form_view_answer){ .label = page_text(c, "problem.typed"), .value = params[i].value };
	return (struct tpl_list){ list, count };
}

struct tpl_list shown_posted(struct ctx *c, const struct form *form, const struct form_param *params, size_t n)
{
	static const struct form_world unasked; /* the database may be why the page could not be saved */
	if (form == NULL)
		return unlabelled(c, params, n);
	struct form_world world = c->resp->status >= 500 ? unasked : places_world(&c->places, page_today());
	const struct form_view_answer *list;
	world.lang = c->lang;
	n = form_posted(c->arena, form, params, n, &world, &list);
	return (struct tpl_list){ list, n };
}
