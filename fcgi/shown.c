/* SPDX-License-Identifier: EUPL-1.2
 * The answers of one page as people see them. */
#include "shown.h"

#include "base/json.h"
#include "pages.h"
#include "publish/publish.h"
#include "router.h"

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

/* The page as it would be if nothing else had been answered; postcodes find no places, for that takes the database. */
static const struct shown *posted_page(struct ctx *c, const struct form *form, size_t page)
{
	const struct form_world world = { .today = page_today(), .lang = c->lang };
	json_t *answers = json_keep(c->arena, json_object());
	enum form_action action;
	struct err err;
	size_t n;
	const struct form_param *params = page_params(c, &n);
	if (!form_post(c->arena, form, page, params, n, answers, &world, &action, &err))
		return NULL;
	return shown_of(c, form_view(c->arena, form_eval(c->arena, form, answers, &world), page, false));
}

bool shown_posted(struct ctx *c, struct tpl_list *pairs)
{
	const struct form *form;
	struct err err;
	size_t page;
	int64_t version;
	struct str id = router_arg(c, ":form");
	if (!str_to_i64(req_value(c->req, "_version"), &version) ||
	    !publish_form_version(c->app->cache, c->app->db, c->tenant, id, version, &form, &err) ||
	    !form_page_find(form, router_arg(c, ":page"), &page))
		return false;
	const struct shown *s = posted_page(c, form, page);
	if (s == NULL)
		return false;
	struct view_pair *list = ARENA_ARRAY(c->arena, struct view_pair, s->n);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->list[i].value.n > 0)
			list[n++] = (struct view_pair){ s->list[i].label, s->list[i].value };
	*pairs = (struct tpl_list){ list, n };
	return true;
}
