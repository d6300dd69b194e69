/* SPDX-License-Identifier: EUPL-1.2
 * Pages for a form of the catalogue, which knows none: one for each group directly in the form, one for fields that
 * stand side by side between groups. A group with many inputs is cut at the borders of the groups in it; what repeats,
 * and a choice, stays whole. The paths of answers do not change: pages give them no level. */
#include "form/fim/read_xdf.h"

enum { INPUTS_MAX = 20, SLUG_MAX = 40 };

struct plan {
	struct xdf *d;
	struct xml_node *page; /* that is being filled; NULL: none */
	bool hidden;           /* nobody sees it */
	size_t inputs;         /* on it */
	bool begun;            /* somebody sees one */
};

/* ---- what is asked ---- */

static bool is_group(const struct xml_node *n)
{
	return str_eq_c(n->name, "group");
}

/* What people have to fill in. A group that repeats counts once. */
static size_t count_inputs(const struct xml_node *n)
{
	size_t sum = 0;
	if (!is_group(n))
		return !str_eq_c(n->name, "note") && !str_eq_c(n->name, "rule") &&
		       !str_eq_c(xml_attr_value(n, "hidden"), "yes");
	for (const struct xml_node *c = n->first; c != NULL; c = c->next)
		sum += count_inputs(c);
	return sum;
}

static bool is_visible(const struct xml_node *n)
{
	if (str_eq_c(n->name, "list"))
		return !str_eq_c(xml_attr_value(n->first, "hidden"), "yes");
	if (!is_group(n))
		return !str_eq_c(n->name, "rule") && !str_eq_c(xml_attr_value(n, "hidden"), "yes");
	for (const struct xml_node *c = n->first; c != NULL; c = c->next)
		if (is_visible(c))
			return true;
	return false;
}

static bool may_be_cut(const struct xml_node *n)
{
	return is_group(n) && xml_attr(n, "max") == NULL && xml_attr(n, "one-of") == NULL;
}

/* ---- names of pages ---- */

static struct str slug(struct xdf *d, struct str title)
{
	static const struct {
		const char *from, *to;
	} umlauts[] = { { "ä", "ae" }, { "ö", "oe" }, { "ü", "ue" }, { "Ä", "ae" }, { "Ö", "oe" }, { "Ü", "ue" },
		{ "ß", "ss" } };
	struct buf out = buf_new(d->a);
	for (size_t i = 0; i < title.n && out.n < SLUG_MAX;) {
		char c = title.p[i];
		size_t k = 0, n = sizeof umlauts / sizeof *umlauts;
		while (k < n && !str_starts(str_sub(title, i, title.n), str_c(umlauts[k].from)))
			k++;
		i += k < n ? strlen(umlauts[k].from) : 1;
		if (k < n)
			buf_add_c(&out, umlauts[k].to);
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && out.n > 0))
			buf_add_char(&out, c);
		else if (c >= 'A' && c <= 'Z')
			buf_add_char(&out, (char)(c - 'A' + 'a'));
		else if (out.n > 0 && out.p[out.n - 1] != '-')
			buf_add_char(&out, '-');
	}
	while (out.n > 0 && out.p[out.n - 1] == '-')
		out.n--;
	return out.n == 0 ? STR("seite") : buf_str(&out);
}

/* Whether a page below x has this value in the attribute. */
static bool is_used(const struct xml_node *x, const char *attr, struct str value)
{
	for (const struct xml_node *p = x->first; p != NULL; p = p->next)
		if (xml_is(p, FORM_NS, "page") ? str_eq(xml_attr_value(p, attr), value)
		                               : xml_is(p, FORM_NS, "group") && is_used(p, attr, value))
			return true;
	return false;
}

static bool is_taken(const struct xdf *d, struct str id)
{
	static const char *const reserved[] = { "pruefen", "abgesendet", "zustaendig" };
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (str_eq_c(id, reserved[i]))
			return true;
	return is_used(d->form, "id", id);
}

/* A title that no page has yet: with the name of the group around it, or a number. */
static struct str free_title(struct xdf *d, struct str title, const struct xml_node *section)
{
	if (is_used(d->form, "title", title) && section != d->form)
		title = str_fmt(d->a, "%.*s – %.*s", STR_ARG(xml_attr_value(section, "label")), STR_ARG(title));
	struct str base = title;
	for (unsigned i = 2; is_used(d->form, "title", title); i++)
		title = str_fmt(d->a, "%.*s (%u)", STR_ARG(base), i);
	return title;
}

/* ---- pages ---- */

static void open_page(struct plan *p, struct xml_node *section, struct str title, const struct xml_node *from)
{
	struct xdf *d = p->d;
	title = free_title(d, title, section);
	struct str base = slug(d, title), id = base;
	for (unsigned i = 2; is_taken(d, id); i++)
		id = str_fmt(d->a, "%.*s-%u", STR_ARG(base), i);
	p->page = form_dom_element(d->a, section, "page", from);
	p->inputs = 0;
	p->hidden = false;
	form_dom_attr(d->a, p->page, "id", id, from);
	form_dom_attr(d->a, p->page, "title", title, from);
}

/* Detached from its sisters; the tree is read-only to everybody else. */
static struct xml_node *loose(const struct xml_node *n)
{
	struct xml_node *own = (struct xml_node *)(uintptr_t)n;
	own->next = NULL;
	return own;
}

/* What nobody sees comes along on the page before it; where there is none, on a page that nobody sees. */
static void put_hidden(struct plan *p, const struct xml_node *n, struct xml_node *section)
{
	if (p->page == NULL) {
		open_page(p, section, STR("Verborgene Angaben"), n);
		form_dom_attr(p->d->a, p->page, "hidden", STR("yes"), n);
		p->hidden = true;
	}
	form_dom_append(p->page, loose(n));
}

static void put(struct plan *p, const struct xml_node *n)
{
	p->inputs += count_inputs(n);
	p->begun = true;
	form_dom_append(p->page, loose(n));
}

/* Whether cutting at the borders of its groups makes at least two pages of it. */
static bool is_worth_cutting(const struct xml_node *n)
{
	size_t children = 0, groups = 0;
	if (!may_be_cut(n) || count_inputs(n) <= INPUTS_MAX)
		return false;
	for (const struct xml_node *c = n->first; c != NULL; c = c->next) {
		children += is_visible(c);
		groups += is_group(c) && is_visible(c);
		if (is_worth_cutting(c))
			return true;
	}
	return groups > 0 && children > 1;
}

/* What belongs together from n on: a group, or the fields up to the next group. */
struct unit {
	size_t inputs, visible;
};

static struct unit unit_of(const struct xml_node *n)
{
	struct unit u = { count_inputs(n), is_visible(n) };
	for (const struct xml_node *c = n->next; !is_group(n) && c != NULL && !is_group(c); c = c->next) {
		u.inputs += count_inputs(c);
		u.visible += is_visible(c);
	}
	return u;
}

/* The name of the group, or of the only field; else what fits any. */
static struct str title_of(
    const struct plan *p, const struct xml_node *n, struct unit u, const struct xml_node *section)
{
	struct str label = xml_attr_value(n, "label");
	if (section != p->d->form && !is_group(n))
		return xml_attr_value(section, "label");
	if (label.n > 0 && (is_group(n) || u.visible == 1))
		return label;
	return p->begun ? STR("Weitere Angaben") : STR("Allgemeine Angaben");
}

static void plan_children(struct plan *p, const struct xml_node *first, struct xml_node *section);

/* n, which begins a unit or goes on with one: on the open page when it fits there, else on a page of its own. */
static void plan_element(struct plan *p, const struct xml_node *n, struct xml_node *section, bool begins)
{
	if (!is_visible(n)) {
		put_hidden(p, n, section);
		return;
	}
	if (is_worth_cutting(n)) {
		struct xml_node *group = loose(n);
		const struct xml_node *children = group->first;
		group->first = NULL;
		form_dom_append(section, group);
		p->page = NULL;
		plan_children(p, children, group);
		p->page = NULL;
		return;
	}
	struct unit u = unit_of(n);
	bool full = section == p->d->form ? begins : begins && p->inputs > 0 && p->inputs + u.inputs > INPUTS_MAX;
	if (p->page == NULL || p->hidden || full)
		open_page(p, section, title_of(p, n, u, section), n);
	put(p, n);
}

static void plan_children(struct plan *p, const struct xml_node *first, struct xml_node *section)
{
	const struct xml_node *next;
	bool behind_group = true;
	for (const struct xml_node *n = first; n != NULL; n = next) {
		next = n->next;
		bool group = is_group(n);
		if (str_eq_c(n->name, "rule")) {
			form_dom_append(section, loose(n));
			continue;
		}
		plan_element(p, n, section, group || behind_group);
		behind_group = group;
	}
}

void form_xdf_pages(struct xdf *d)
{
	struct plan p = { .d = d };
	plan_children(&p, d->top->first, d->form);
	if (p.begun)
		return;
	open_page(&p, d->form, STR("Angaben"), d->top);
	struct xml_node *note = form_dom_element(d->a, p.page, "note", d->top);
	note->text = STR("Hier müssen Sie nichts ausfüllen.");
}
