/* SPDX-License-Identifier: EUPL-1.2
 * Two windows on one page. */
#include "stale.h"
#include "views_citizen.h"

#include <sodium.h>

#define SHOWN_MAX 500 /* fields of a page that are compared one by one */

/* What an item shows as its answer: the value, or the labels of what is chosen. */
static struct str shown(struct ctx *c, const struct form_view_item *item)
{
	struct buf b = buf_new(c->arena);
	for (size_t i = 0; i < item->options.n; i++) {
		const struct form_view_option *o = &item->options.items[i];
		if (o->selected)
			buf_add_fmt(&b, "%s%.*s", b.n > 0 ? ", " : "", STR_ARG(o->label));
	}
	if (item->options.n > 0)
		return buf_str(&b);
	if (item->is_date)
		return str_trim(
		    str_fmt(c->arena, "%.*s %.*s %.*s", STR_ARG(item->day), STR_ARG(item->month), STR_ARG(item->year)));
	return item->value;
}

struct flat {
	struct {
		struct str name, label, value;
	} list[SHOWN_MAX];
	size_t n;
};

/* Groups nest no deeper than forms allow; each level is a level of the definition. */
static void flatten(struct ctx *c, struct form_view_items items, struct flat *out)
{
	for (size_t i = 0; i < items.n; i++) {
		const struct form_view_item *item = &items.items[i];
		if (item->is_group || item->is_repeat) {
			flatten(c, item->children, out);
		} else if (!item->is_note && !item->is_output && out->n < SHOWN_MAX) {
			out->list[out->n].name = item->name;
			out->list[out->n].label = item->label;
			out->list[out->n++].value = shown(c, item);
		}
	}
}

static struct str fingerprint(struct ctx *c, const struct flat *f)
{
	unsigned char hash[16];
	crypto_generichash_state st;
	crypto_generichash_init(&st, NULL, 0, sizeof hash);
	for (size_t i = 0; i < f->n; i++) {
		struct str line = str_fmt(c->arena, "%zu:%.*s%zu:%.*s", f->list[i].name.n, STR_ARG(f->list[i].name),
		    f->list[i].value.n, STR_ARG(f->list[i].value));
		crypto_generichash_update(&st, (const unsigned char *)line.p, line.n);
	}
	crypto_generichash_final(&st, hash, sizeof hash);
	char *hex = arena_alloc(c->arena, 2 * sizeof hash + 1);
	sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
	return str_c(hex);
}

static struct flat *flat_of(struct ctx *c, const struct form_view_page *page)
{
	struct flat *f = ARENA_NEW(c->arena, struct flat);
	flatten(c, page->items, f);
	return f;
}

struct str stale_fingerprint(struct ctx *c, const struct form_view_page *page)
{
	return fingerprint(c, flat_of(c, page));
}

static struct str value_of(const struct flat *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->list[i].name, name))
			return f->list[i].value;
	return (struct str){ 0 };
}

/* Where the two differ; a field that only one of them has is compared with nothing. */
static struct tpl_list differences(struct ctx *c, const struct flat *stored, const struct flat *typed)
{
	struct view_stale_answer *list = ARENA_ARRAY(c->arena, struct view_stale_answer, stored->n + typed->n);
	size_t n = 0;
	for (size_t i = 0; i < typed->n; i++) {
		struct str old = value_of(stored, typed->list[i].name);
		if (!str_eq(old, typed->list[i].value))
			list[n++] = (struct view_stale_answer){ typed->list[i].label, old, typed->list[i].value };
	}
	for (size_t i = 0; i < stored->n; i++) {
		bool gone = true;
		for (size_t j = 0; j < typed->n && gone; j++)
			gone = !str_eq(stored->list[i].name, typed->list[j].name);
		if (gone && stored->list[i].value.n > 0)
			list[n++] = (struct view_stale_answer){ stored->list[i].label, stored->list[i].value, STR("") };
	}
	return (struct tpl_list){ list, n };
}

bool stale_found(
    struct ctx *c, const struct apply *ap, const struct form_state *before, const struct form_state *after, size_t page)
{
	struct str seen = req_value(c->req, "_seen");
	const struct flat *stored = flat_of(c, form_view(c->arena, before, page, false));
	struct str now = fingerprint(c, stored);
	if (seen.n == 0 || str_eq(seen, now))
		return false;
	const struct flat *typed = flat_of(c, form_view(c->arena, after, page, false));
	if (str_eq(fingerprint(c, typed), now))
		return false;
	struct view_stale v = {
		.page = page_frame(c, page_text(c, "stale.title")),
		.form_title = form_title(ap->form),
		.action = str_fmt(c->arena, "%.*s%.*s", STR_ARG(ap->base), STR_ARG(form_page_id(ap->form, page))),
		.seen = now,
		.answers = differences(c, stored, typed),
		.fields = page_posted(c),
		.stored_href = apply_page_address(c, ap, page, false),
	};
	c->resp->status = 409;
	page_render(c, PAGE_STALE, &v);
	return true;
}
