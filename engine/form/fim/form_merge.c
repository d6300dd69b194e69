/* SPDX-License-Identifier: EUPL-1.2
 * A new version of a catalogue form taken over into a form that somebody worked on. What only the catalogue changed is
 * taken, what only we changed stays, and what both changed stays ours, unless somebody decided otherwise, and is told.
 */
#include "form/fim/diff_tree.h"

#include <string.h>

struct merge {
	struct arena *a;
	struct diff_tree base, mine, now;
	struct diff_list conflicts;
	const struct form_changes *take;
};

static struct xml_node *writable(const struct xml_node *x)
{
	return (struct xml_node *)(uintptr_t)x;
}

static void set_attr(struct merge *m, struct xml_node *x, const char *name, struct str value)
{
	struct xml_attr *kept = ARENA_ARRAY(m->a, struct xml_attr, x->n_attrs);
	size_t n = 0;
	bool there = false;
	for (size_t i = 0; i < x->n_attrs; i++) {
		bool same = str_eq_c(x->attrs[i].name, name);
		if (same && value.n == 0)
			continue;
		kept[n] = x->attrs[i];
		if (same)
			kept[n].value = value;
		there |= same;
		n++;
	}
	x->attrs = kept;
	x->n_attrs = n;
	if (!there)
		form_dom_attr(m->a, x, str_cdup(m->a, str_c(name)), value, x);
}

/* ---- conflicts ---- */

static bool is_wanted(const struct merge *m, const struct form_change *c)
{
	for (size_t i = 0; m->take != NULL && i < m->take->n; i++) {
		const struct form_change *t = &m->take->list[i];
		if (strcmp(t->what, c->what) == 0 && str_eq(t->path, c->path) && str_eq(t->name, c->name) &&
		    str_eq(t->before, c->before) && str_eq(t->after, c->after))
			return true;
	}
	return false;
}

/* Both changed it. True when the side of the catalogue is to be taken. */
static bool conflict(struct merge *m, const struct diff_entry *mine, const char *what, struct str name, struct str own,
    struct str now, bool open)
{
	struct form_change *c = form_diff_add(&m->conflicts, FORM_DIFF_CONFLICT, mine, what, name, own, now);
	c->open = open;
	c->taken = open && is_wanted(m, c);
	return c->taken;
}

/* What is to stand there of a value in three versions. */
static struct str choose(struct merge *m, const struct diff_entry *mine, const char *what, struct str name,
    struct str base, struct str own, struct str now)
{
	if (str_eq(own, now) || str_eq(base, now))
		return own;
	if (str_eq(base, own))
		return now;
	return conflict(m, mine, what, name, own, now, true) ? now : own;
}

/* The same for codes, of which only those that differ are told. */
static struct str choose_codes(
    struct merge *m, const struct diff_entry *mine, struct str base, struct str own, struct str now)
{
	if (str_eq(own, now) || str_eq(base, now))
		return own;
	if (str_eq(base, own))
		return now;
	struct str only_own = form_diff_only_in(m->a, own, now), only_now = form_diff_only_in(m->a, now, own);
	return conflict(m, mine, "codes", STR(""), only_own, only_now, true) ? now : own;
}

static void merge_attrs(struct merge *m, const struct diff_entry *mine, struct xml_node *own,
    const struct xml_node *base, const struct xml_node *now)
{
	const struct xml_node *const sides[] = { base, now };
	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < sides[s]->n_attrs; i++) {
			char *name = str_cdup(m->a, sides[s]->attrs[i].name);
			if (strcmp(name, "id") == 0 || (s == 1 && xml_attr(base, name) != NULL))
				continue;
			struct str was = xml_attr_value(own, name);
			struct str is = choose(
			    m, mine, form_diff_kind(name), str_c(name), xml_attr_value(base, name), was, xml_attr_value(now, name));
			if (!str_eq(was, is))
				set_attr(m, own, name, is);
		}
}

/* ---- children ---- */

static void detach(const struct xml_node *x)
{
	struct xml_node *up = writable(x->parent);
	if (up->first == x) {
		up->first = x->next;
		return;
	}
	struct xml_node *before = writable(up->first);
	while (before->next != x)
		before = writable(before->next);
	before->next = x->next;
}

static void insert_behind(struct xml_node *up, struct xml_node *before, struct xml_node *x)
{
	x->parent = up;
	x->next = before == NULL ? up->first : before->next;
	if (before == NULL)
		up->first = x;
	else
		before->next = x;
}

static const struct xml_node *find_rule(struct merge *m, const struct xml_node *x, struct str rule)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (form_diff_is(c, "rule") && str_eq(form_diff_rule(m->a, c), rule))
			return c;
	return NULL;
}

static struct xml_node *copy(struct merge *m, const struct xml_node *x, struct xml_node *up)
{
	struct xml_node *n = ARENA_NEW(m->a, struct xml_node);
	*n = *x;
	n->first = n->next = NULL;
	n->parent = up;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		form_dom_append(n, copy(m, c, n));
	return n;
}

/* A rule of the old version that is not in the new one as it was. */
static void merge_gone_rule(
    struct merge *m, const struct diff_entry *mine, const struct xml_node *rule, const struct xml_node *now)
{
	const struct xml_node *own = find_rule(m, mine->x, form_diff_rule(m->a, rule));
	if (own != NULL) {
		detach(own);
		return;
	}
	own = form_diff_rule_again(mine->x, rule);
	const struct xml_node *next = form_diff_rule_again(now, rule);
	struct str after = next != NULL ? form_diff_rule(m->a, next) : STR("");
	struct str before = own != NULL ? form_diff_rule(m->a, own) : STR("");
	if (own == NULL && next == NULL) /* changed beyond recognition, or struck out on both sides */
		conflict(m, mine, "rule", STR(""), STR("(geändert oder gestrichen)"),
		    str_fmt(m->a, "entfallen: %.*s", STR_ARG(form_diff_rule(m->a, rule))), false);
	else if (!str_eq(before, after) && conflict(m, mine, "rule", STR(""), before, after, true) && own != NULL)
		detach(own);
}

/* Whether mine keeps its own words instead of this rule of the new version. */
static bool is_overruled(
    struct merge *m, const struct diff_entry *mine, const struct xml_node *base, const struct xml_node *rule)
{
	const struct xml_node *was = form_diff_rule_again(base, rule);
	struct str now = form_diff_rule(m->a, rule);
	for (size_t i = m->conflicts.n; was != NULL && i > 0; i--) {
		const struct form_change *c = &m->conflicts.list[i - 1];
		if (strcmp(c->what, "rule") == 0 && str_eq(c->path, mine->path) && str_eq(c->after, now))
			return !c->taken;
	}
	return false;
}

/* What is in the old version and not in the new goes, what is new comes. */
static void merge_rules(
    struct merge *m, const struct diff_entry *mine, const struct xml_node *base, const struct xml_node *now)
{
	for (const struct xml_node *c = base->first; c != NULL; c = c->next)
		if (form_diff_is(c, "rule") && find_rule(m, now, form_diff_rule(m->a, c)) == NULL)
			merge_gone_rule(m, mine, c, now);
	for (const struct xml_node *c = now->first; c != NULL; c = c->next) {
		struct str rule = form_diff_rule(m->a, c);
		if (form_diff_is(c, "rule") && find_rule(m, base, rule) == NULL && find_rule(m, mine->x, rule) == NULL &&
		    !is_overruled(m, mine, base, c))
			form_dom_append(mine->x, copy(m, c, mine->x));
	}
}

static bool has_codes(const struct xml_node *x)
{
	return xml_child(x, FORM_NS, "code") != NULL;
}

/* The codes that stand in the element itself change as a whole. */
static void merge_own_codes(struct merge *m, const struct diff_entry *mine, struct xml_node *own,
    const struct xml_node *base, const struct xml_node *now)
{
	if (!has_codes(base) && !has_codes(now))
		return;
	struct str was = form_diff_codes(m->a, &m->mine, own), before = form_diff_codes(m->a, &m->base, base),
	           after = form_diff_codes(m->a, &m->now, now);
	if (str_eq(choose_codes(m, mine, before, was, after), was))
		return;
	own->first = NULL;
	for (const struct xml_node *c = now->first; c != NULL; c = c->next)
		if (form_diff_is(c, "code"))
			form_dom_append(own, copy(m, c, own));
}

static void merge_node(struct merge *m, const struct diff_entry *mine, struct xml_node *own,
    const struct xml_node *base, const struct xml_node *now)
{
	struct str name = choose(m, mine, "type", STR(""), base->name, own->name, now->name);
	own->name = name;
	merge_attrs(m, mine, own, base, now);
	merge_own_codes(m, mine, own, base, now);
	struct str was = form_xml_plain(m->a, own->text);
	struct str text =
	    choose(m, mine, "text", STR(""), form_xml_plain(m->a, base->text), was, form_xml_plain(m->a, now->text));
	if (!str_eq(text, was))
		own->text = text;
}

static void merge_entry(struct merge *m, const struct diff_entry *mine)
{
	const struct diff_entry *base = form_diff_tree_find(&m->base, mine->path),
	                        *now = form_diff_tree_find(&m->now, mine->path);
	if (base == NULL || now == NULL)
		return;
	merge_node(m, mine, mine->x, base->x, now->x);
	if (form_diff_is(mine->x, "list") && mine->x->first != NULL && base->x->first != NULL && now->x->first != NULL)
		merge_node(m, mine, writable(mine->x->first), base->x->first, now->x->first);
	if (form_diff_is(mine->x, "group"))
		merge_rules(m, mine, base->x, now->x);
}

/* ---- what goes ---- */

/* Whether somebody changed the element, or put something of their own into it. */
static bool is_touched(struct merge *m, const struct xml_node *own, const struct xml_node *base)
{
	if (!str_eq(own->name, base->name) || own->n_attrs != base->n_attrs ||
	    !str_eq(form_xml_plain(m->a, own->text), form_xml_plain(m->a, base->text)))
		return true;
	for (size_t i = 0; i < own->n_attrs; i++)
		if (!str_eq(own->attrs[i].value, xml_attr_value(base, str_cdup(m->a, own->attrs[i].name))))
			return true;
	const struct xml_node *o = own->first, *b = base->first;
	for (; o != NULL && b != NULL; o = o->next, b = b->next)
		if (is_touched(m, o, b))
			return true;
	return o != NULL || b != NULL;
}

static void remove_gone(struct merge *m)
{
	struct str gone = { NULL, 0 };
	for (size_t i = 0; i < m->mine.n; i++) {
		const struct diff_entry *mine = &m->mine.in_order[i], *base = form_diff_tree_find(&m->base, mine->path);
		bool inside =
		    gone.n > 0 && mine->path.n > gone.n && str_starts(mine->path, gone) && mine->path.p[gone.n] == '/';
		if (inside || base == NULL || form_diff_tree_find(&m->now, mine->path) != NULL)
			continue;
		if (is_touched(m, mine->x, base->x) &&
		    !conflict(m, mine, "element", STR(""), STR("geändert"), STR("entfallen"), true))
			continue;
		detach(mine->x);
		gone = mine->path;
	}
}

static bool shows_something(const struct xml_node *x)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (form_diff_is_element(c) || form_diff_is(c, "page"))
			return true;
	return false;
}

/* Pages, and groups around pages, that lost everything. */
static void remove_empty(struct xml_node *up)
{
	for (const struct xml_node *c = up->first, *next; c != NULL; c = next) {
		next = c->next;
		if (!form_diff_is(c, "page") && !form_diff_is(c, "group"))
			continue;
		remove_empty(writable(c));
		if (!shows_something(c))
			detach(c);
	}
}

/* ---- what comes ---- */

static struct str parent_path(struct str path)
{
	size_t n = path.n;
	while (n > 0 && path.p[n - 1] != '/')
		n--;
	return str_sub(path, 0, n > 0 ? n - 1 : 0);
}

/* The element that stands before x in the new form and also, still, in mine: by path, in the same group. */
static struct diff_entry *find_sister(struct merge *m, const struct diff_entry *now)
{
	struct str up = parent_path(now->path);
	for (size_t i = now->order; i > 0; i--) {
		const struct diff_entry *e = &m->now.in_order[i - 1];
		struct diff_entry *own = str_eq(parent_path(e->path), up) ? form_diff_tree_find(&m->mine, e->path) : NULL;
		if (own != NULL && own->x->parent != NULL)
			return own;
	}
	return NULL;
}

static const struct xml_node *page_around(const struct xml_node *x)
{
	while (x != NULL && !form_diff_is(x, "page"))
		x = x->parent;
	return x;
}

static bool page_exists(const struct xml_node *x, struct str id)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (form_diff_is(c, "page") ? str_eq(xml_attr_value(c, "id"), id)
		                            : form_diff_is(c, "group") && page_exists(c, id))
			return true;
	return false;
}

/* The last page, or NULL. */
static struct xml_node *last_page(const struct xml_node *x)
{
	struct xml_node *last = NULL;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (form_diff_is(c, "page"))
			last = writable(c);
	return last;
}

/* An element that came without anything before it that we know: on a page of its own at the end. */
static void add_page(struct merge *m, const struct diff_entry *now, struct xml_node *holder)
{
	const struct xml_node *page = page_around(now->x);
	struct str title = page == NULL ? xml_attr_value(now->x, "label") : xml_attr_value(page, "title");
	struct str base = page == NULL ? STR("neu") : xml_attr_value(page, "id"), id = base;
	for (unsigned i = 2; page_exists(m->mine.form, id); i++)
		id = str_fmt(m->a, "%.*s-%u", STR_ARG(base), i);
	struct xml_node *own = form_dom_element(m->a, NULL, "page", now->x);
	form_dom_attr(m->a, own, "id", id, now->x);
	form_dom_attr(m->a, own, "title", title, now->x);
	insert_behind(holder, last_page(holder), own);
	form_dom_append(own, copy(m, now->x, own));
}

static void add_entry(struct merge *m, const struct diff_entry *now)
{
	struct diff_entry *sister = find_sister(m, now), *up = form_diff_tree_find(&m->mine, parent_path(now->path));
	bool section = page_around(now->x) == NULL;
	if (sister != NULL && !section && page_around(sister->x) != NULL) {
		insert_behind(writable(sister->x->parent), sister->x, copy(m, now->x, NULL));
		return;
	}
	struct xml_node *holder = up == NULL ? m->mine.form : up->x;
	if (section) /* a group that brings its pages along */
		insert_behind(holder, last_page(holder), copy(m, now->x, holder));
	else if (up != NULL && page_around(holder) != NULL)
		insert_behind(holder, NULL, copy(m, now->x, holder));
	else
		add_page(m, now, holder);
}

/* New in the catalogue. What came with its group is not looked at again. */
static void add_new(struct merge *m)
{
	struct str came = { NULL, 0 };
	for (size_t i = 0; i < m->now.n; i++) {
		const struct diff_entry *now = &m->now.in_order[i];
		const struct diff_entry *base = form_diff_tree_find(&m->base, now->path),
		                        *mine = form_diff_tree_find(&m->mine, now->path);
		bool inside = came.n > 0 && now->path.n > came.n && str_starts(now->path, came) && now->path.p[came.n] == '/';
		struct str up = parent_path(now->path);
		if (inside || mine != NULL)
			continue;
		if (up.n > 0 && form_diff_tree_find(&m->mine, up) == NULL) {
			if (base == NULL && form_diff_tree_find(&m->base, up) != NULL)
				conflict(m, now, "element", STR(""), STR("die Gruppe darum gestrichen"), STR("neu"), false);
			continue;
		}
		if (base != NULL && (!is_touched(m, now->x, base->x) ||
		                        !conflict(m, now, "element", STR(""), STR("gestrichen"), STR("geändert"), true)))
			continue;
		add_entry(m, now);
		came = now->path;
	}
}

/* ---- lists and texts of the form ---- */

static const struct xml_node *named_list(const struct xml_node *form, struct str id)
{
	for (const struct xml_node *c = form->first; c != NULL; c = c->next)
		if (form_diff_is(c, "codelist") && str_eq(xml_attr_value(c, "id"), id))
			return c;
	return NULL;
}

static bool is_chosen_from(const struct xml_node *x, struct str id)
{
	if (!form_diff_is(x, "codelist") && str_eq(xml_attr_value(x, "codes"), id))
		return true;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (is_chosen_from(c, id))
			return true;
	return false;
}

static struct str list_text(struct merge *m, const struct xml_node *list)
{
	struct buf out = buf_new(m->a);
	for (const struct xml_node *c = list->first; c != NULL; c = c->next)
		buf_add_fmt(&out, "%.*s = %.*s\n", STR_ARG(xml_attr_value(c, "value")), STR_ARG(str_trim(c->text)));
	return buf_str(&out);
}

static void merge_lists(struct merge *m)
{
	struct xml_node *form = m->mine.form;
	for (const struct xml_node *c = m->now.form->first; c != NULL; c = c->next) {
		struct str id = xml_attr_value(c, "id");
		const struct xml_node *own = form_diff_is(c, "codelist") ? named_list(form, id) : NULL,
		                      *base = named_list(m->base.form, id);
		if (!form_diff_is(c, "codelist"))
			continue;
		if (own == NULL && is_chosen_from(form, id)) {
			form_dom_append(form, copy(m, c, form));
		} else if (own != NULL && base != NULL) {
			struct diff_entry e = { id, writable(own), 0 };
			struct str was = list_text(m, own), is = choose_codes(m, &e, list_text(m, base), was, list_text(m, c));
			if (!str_eq(was, is)) {
				detach(own);
				form_dom_append(form, copy(m, c, form));
			}
		}
	}
	for (const struct xml_node *c = form->first, *next; c != NULL; c = next) {
		next = c->next;
		if (form_diff_is(c, "codelist") && named_list(m->base.form, xml_attr_value(c, "id")) != NULL &&
		    !is_chosen_from(form, xml_attr_value(c, "id")))
			detach(c);
	}
}

static void merge_form(struct merge *m)
{
	static const char *const texts[] = { "title", "intro" };
	struct diff_entry mine = { STR(""), m->mine.form, 0 };
	merge_attrs(m, &mine, m->mine.form, m->base.form, m->now.form);
	for (size_t i = 0; i < 2; i++) {
		const struct xml_node *own = xml_child(m->mine.form, FORM_NS, texts[i]),
		                      *base = xml_child(m->base.form, FORM_NS, texts[i]),
		                      *now = xml_child(m->now.form, FORM_NS, texts[i]);
		if (own == NULL || base == NULL || now == NULL)
			continue;
		struct str was = form_xml_plain(m->a, own->text);
		struct str is = choose(
		    m, &mine, "text", str_c(texts[i]), form_xml_plain(m->a, base->text), was, form_xml_plain(m->a, now->text));
		if (!str_eq(was, is))
			writable(own)->text = is;
	}
	merge_rules(m, &mine, m->base.form, m->now.form);
}

bool form_merge(struct arena *a, const struct form_source *base, const struct form_source *mine,
    const struct form_source *now, const struct form_changes *take, struct buf *out, const struct form_change **list,
    size_t *n, struct diags *d)
{
	struct form_reader r = { .a = a, .scratch = a, .d = d };
	struct merge m = { .a = a, .conflicts = { .a = a }, .take = take };
	struct diags old = diags_new(a, d->file); /* only errors of the base are of interest */
	struct form_reader quiet = { .a = a, .scratch = a, .d = &old };
	if (!form_diff_tree_read(&quiet, base, &m.base)) {
		struct str why = old.n > 0 ? old.list[0].text : STR("");
		diag_error(d, (struct pos){ 0, 0 }, "base",
		    "Die Fassung, aus der Ihr Formular entstand, ist nicht zu lesen: %.*s", STR_ARG(why));
		return false;
	}
	if (!form_diff_tree_read(&r, mine, &m.mine) || !form_diff_tree_read(&r, now, &m.now))
		return false;
	merge_form(&m);
	for (size_t i = 0; i < m.mine.n; i++)
		merge_entry(&m, &m.mine.in_order[i]);
	remove_gone(&m);
	add_new(&m);
	merge_lists(&m);
	remove_empty(m.mine.form);
	form_write(out, m.mine.form);
	*list = m.conflicts.list;
	*n = m.conflicts.n;
	return form_read(a, buf_str(out), d) != NULL;
}
