/* SPDX-License-Identifier: EUPL-1.2
 * Reads the XML of a definition into the tree of nodes; what can be judged at one element is judged here. */
#include "form/form_ends.h"
#include "form/form_read.h"

#include "base/utf8.h"

#include "form/pattern.h"

static const char *const form_attrs[] = { "id", "service", "flow", "fim", "origin", "legal", "data", "retention", NULL };
static const char *const page_attrs[] = { "id", "title", "relevant", "hidden", "constraint", "message", "legal", "data",
	"retention", NULL };
static const char *const group_attrs[] = { "id", "label", "hint", "min", "max", "add-label", "relevant", "fim", "legal",
	"optional", "one-of", "layout", "help", "data", "retention", NULL };
static const char *const list_attrs[] = { "id", "label", "hint", "min", "max", "add-label", "relevant", "fim", "legal",
	"help", "data", "retention", NULL };
static const char *const note_attrs[] = { "id", "label", "relevant", "fim", "legal", NULL };
static const char *const field_attrs[] = { "id", "label", "hint", "required", "missing", "relevant", "constraint",
	"message", "calculate", "hidden", "locked", "default", "autocomplete", "fim", "legal", "help", "data", "retention",
	"prefill", "prefill-mode", "width", NULL };
static const char *const no_attrs[] = { NULL };

/* Takes a node into the list of all nodes and hangs it behind the last child of up. */
static struct form_node *new_node(
    struct form_reader *r, const struct xml_node *x, enum node_what what, struct form_node *up)
{
	struct form *f = r->form;
	if (f->n_nodes == r->cap_nodes) {
		size_t cap = r->cap_nodes == 0 ? 64 : r->cap_nodes * 2;
		f->nodes = arena_grow(r->a, f->nodes, r->cap_nodes * sizeof(*f->nodes), cap * sizeof(*f->nodes));
		r->sources = arena_grow(r->scratch, r->sources, r->cap_nodes * sizeof(*r->sources), cap * sizeof(*r->sources));
		r->cap_nodes = cap;
	}
	struct form_node *n = ARENA_NEW(r->a, struct form_node);
	n->what = what;
	n->up = up;
	n->page = up == NULL ? SIZE_MAX : up->page;
	n->number = (unsigned)f->n_nodes;
	r->sources[f->n_nodes] = x;
	f->nodes[f->n_nodes++] = n;
	if (up == NULL)
		return n;
	n->group = up->what == NODE_PAGE ? up->group : up;
	struct form_node **end = &up->first;
	while (*end != NULL)
		end = &(*end)->next;
	*end = n;
	return n;
}

/* Where the element comes from, and why it may be asked for. */
static void read_origin(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	n->fim = form_xml_text(r, x, "fim");
	form_read_purpose(r, n, x);
}

static void read_pattern(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	const struct xml_attr *at = xml_attr(x, "pattern");
	struct err err;
	if (at == NULL)
		return;
	n->pattern = form_pattern_compile(r->a, at->value, &err);
	if (n->pattern == NULL)
		diag_error(r->d, at->pos, "bad-pattern", "%s", err.text);
}

static const char *const widths[] = { "auto", "small", "medium", "large", NULL };

/* Of a group of which one element is answered none is required for itself; forms of the catalogue say what is. */
static bool is_alternative(const struct form_reader *r, const struct form_node *up)
{
	return up->what == NODE_GROUP && up->one_of && r->form->fim.n == 0;
}

static void read_field(
    struct form_reader *r, const struct xml_node *x, const struct field_kind *k, struct form_node *up)
{
	struct form_node *n = new_node(r, x, NODE_FIELD, up);
	n->kind = k;
	if (!k->codes)
		form_xml_no_children(r, x);
	if (k->json == FIELD_NONE) {
		form_xml_attrs(r, x, note_attrs, k->attrs);
		if (xml_attr(x, "id") != NULL)
			n->id = form_xml_id(r, x, false);
		n->fim = form_xml_text(r, x, "fim");
		n->legal = form_xml_text(r, x, "legal");
		form_xml_words(r, x, "label", &n->label);
		n->text = form_xml_plain(r->a, x->text);
		form_xml_translatable(r, x, NULL, &n->text);
		if (n->text.n == 0)
			diag_error(r->d, x->pos, "empty-text", "„%s“ enthält keinen Text.", k->name);
		return;
	}
	form_xml_no_text(r, x);
	form_xml_attrs(r, x, field_attrs, k->attrs);
	n->id = up->list ? STR("") : form_xml_id(r, x, false);
	read_origin(r, n, x);
	n->hidden = form_attr_yes(r, x, "hidden");
	n->locked = form_attr_yes(r, x, "locked");
	if (n->hidden)
		n->label = form_xml_text(r, x, "label"); /* nobody sees it */
	else
		form_xml_label(r, x, "label", k->sentence ? 300 : 100, &n->label);
	form_xml_words(r, x, "hint", &n->hint);
	form_xml_words(r, x, "help", &n->help);
	form_xml_words(r, x, "message", &n->message);
	form_xml_words(r, x, "missing", &n->missing);
	n->dflt = form_xml_text(r, x, "default");
	n->autocomplete = form_xml_text(r, x, "autocomplete");
	n->optional = up->list || str_eq_c(xml_attr_value(x, "required"), "no") ||
	              (is_alternative(r, up) && xml_attr(x, "required") == NULL);
	form_read_prefill(r, n, x);
	n->width = form_attr_one_of(r, x, "width", widths);
	if (k->read != NULL)
		k->read(r, n, x);
	read_pattern(r, n, x);
}

static void read_items(struct form_reader *r, const struct xml_node *x, struct form_node *up);

/* min and max of what repeats. */
static void read_times(struct form_reader *r, const struct xml_node *x, struct form_node *n)
{
	n->no_most = str_eq_c(xml_attr_value(x, "max"), "unbounded");
	int64_t most = r->form->fim.n > 0 ? FORM_MAX_INSTANCES : FORM_MAX_ENTRIES; /* the catalogue knows no limit */
	n->min = form_attr_int(r, x, "min", 0, most, 1);
	n->max = n->no_most ? FORM_MAX_INSTANCES : form_attr_int(r, x, "max", 2, most, most);
}

static const char *const layouts[] = { "column", "row", NULL };

/* The group itself, without what stands in it. */
static struct form_node *new_group(struct form_reader *r, const struct xml_node *x, struct form_node *up)
{
	form_xml_attrs(r, x, group_attrs, NULL);
	form_xml_no_text(r, x);
	struct form_node *n = new_node(r, x, NODE_GROUP, up);
	n->id = form_xml_id(r, x, false);
	form_xml_label(r, x, "label", 100, &n->label);
	form_xml_words(r, x, "hint", &n->hint);
	form_xml_words(r, x, "help", &n->help);
	form_xml_words(r, x, "add-label", &n->add_label);
	n->row = form_attr_one_of(r, x, "layout", layouts) == 1;
	n->depth = n->group->depth + 1;
	n->repeat = xml_attr(x, "max") != NULL;
	n->exists_if_filled = form_attr_yes(r, x, "optional") || is_alternative(r, up);
	n->one_of = form_attr_yes(r, x, "one-of");
	read_times(r, x, n);
	read_origin(r, n, x);
	if (n->depth > FORM_MAX_DEPTH)
		diag_error(r->d, x->pos, "depth", "Gruppen können höchstens %d-mal ineinander stehen.", FORM_MAX_DEPTH);
	return n;
}

static void read_group(struct form_reader *r, const struct xml_node *x, struct form_node *up)
{
	struct form_node *n = new_group(r, x, up);
	if (n->depth <= FORM_MAX_DEPTH)
		read_items(r, x, n);
}

/* A field that is answered several times. In the model it is a group whose entries are not objects. */
static void read_list(struct form_reader *r, const struct xml_node *x, struct form_node *up)
{
	form_xml_attrs(r, x, list_attrs, NULL);
	form_xml_no_text(r, x);
	struct form_node *n = new_node(r, x, NODE_GROUP, up);
	n->id = form_xml_id(r, x, false);
	form_xml_label(r, x, "label", 300, &n->label);
	form_xml_words(r, x, "hint", &n->hint);
	form_xml_words(r, x, "help", &n->help);
	form_xml_words(r, x, "add-label", &n->add_label);
	n->depth = n->group->depth + 1;
	n->repeat = n->list = true;
	read_times(r, x, n);
	read_origin(r, n, x);
	const struct xml_node *c = x->first;
	const struct field_kind *k = c != NULL && str_eq_c(c->ns, FORM_NS) ? field_find(c->name) : NULL;
	if (k == NULL || c->next != NULL || k->json == FIELD_NONE || k->json == FIELD_CODES || k->place)
		diag_error(r->d, x->pos, "list",
		    "In „list“ steht genau ein Feld, das mehrmals beantwortet wird (kein „note“, "
		    "„choices“ oder „place“).");
	else
		read_field(r, c, k, n);
}

static void read_items(struct form_reader *r, const struct xml_node *x, struct form_node *up)
{
	static const char *const allowed[] = { "group", "list", "rule", "stop", "*", NULL };
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		const struct field_kind *k = str_eq_c(c->ns, FORM_NS) ? field_find(c->name) : NULL;
		if (r->form->n_nodes >= FORM_MAX_NODES) {
			diag_error(r->d, c->pos, "too-big", "Ein Formular kann höchstens %d Felder haben.", FORM_MAX_NODES);
			return;
		}
		if (k != NULL)
			read_field(r, c, k, up);
		else if (xml_is(c, FORM_NS, "group"))
			read_group(r, c, up);
		else if (xml_is(c, FORM_NS, "list"))
			read_list(r, c, up);
		else if (xml_is(c, FORM_NS, "rule") && up->what == NODE_GROUP)
			form_read_rule(r, c, up);
		else if (xml_is(c, FORM_NS, "stop") && up->what == NODE_PAGE)
			form_read_stop(r, c, up);
		else if (xml_is(c, FORM_NS, "stop"))
			diag_error(r->d, c->pos, "stop",
			    "„stop“ steht direkt auf einer Seite, nicht in einer Gruppe: dort endet der ganze Antrag.");
		else
			form_xml_unknown(r, c, allowed);
	}
}

static void read_page(struct form_reader *r, const struct xml_node *x, struct form_node *up)
{
	struct form *f = r->form;
	form_xml_attrs(r, x, page_attrs, NULL);
	form_xml_no_text(r, x);
	struct form_node *n = new_node(r, x, NODE_PAGE, up);
	n->id = form_xml_id(r, x, true);
	n->hidden = form_attr_yes(r, x, "hidden");
	if (n->hidden)
		n->label = form_xml_text(r, x, "title");
	else
		form_xml_label(r, x, "title", 100, &n->label);
	form_xml_words(r, x, "message", &n->message);
	form_read_purpose(r, n, x);
	n->page = f->n_pages;
	f->pages = arena_grow(r->a, f->pages, f->n_pages * sizeof(*f->pages), (f->n_pages + 1) * sizeof(*f->pages));
	f->pages[f->n_pages++] = n;
	read_items(r, x, n);
}

/* A group that is too big for one page: it holds pages, and its answers are theirs. Errors about the whole of it stand
 * on its first page. */
static void read_section(struct form_reader *r, const struct xml_node *x, struct form_node *up)
{
	static const char *const allowed[] = { "page", "group", "rule", NULL };
	struct form_node *n = new_group(r, x, up);
	if (n->depth > FORM_MAX_DEPTH)
		return;
	size_t first = r->form->n_pages;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (xml_is(c, FORM_NS, "page"))
			read_page(r, c, n);
		else if (xml_is(c, FORM_NS, "group"))
			read_section(r, c, n);
		else if (xml_is(c, FORM_NS, "rule"))
			form_read_rule(r, c, n);
		else
			form_xml_unknown(r, c, allowed);
	}
	n->section = true;
	while (first < r->form->n_pages && r->form->pages[first]->hidden)
		first++;
	n->page = first < r->form->n_pages ? first : SIZE_MAX;
}

static void read_text(struct form_reader *r, const struct xml_node *x, struct str *out)
{
	form_xml_attrs(r, x, no_attrs, NULL);
	form_xml_no_children(r, x);
	if (out->n > 0)
		diag_error(r->d, x->pos, "duplicate", "„%.*s“ kann nur einmal vorkommen.", STR_ARG(x->name));
	*out = form_xml_plain(r->a, utf8_nfc(r->scratch, x->text));
	form_xml_translatable(r, x, NULL, out);
}

/* They are read when they are run; here they are only kept. */
static void read_scenarios(struct form_reader *r, const struct xml_node *x)
{
	form_xml_attrs(r, x, no_attrs, NULL);
	form_xml_no_children(r, x);
	struct form_scenarios **end = &r->form->scenarios;
	while (*end != NULL)
		end = &(*end)->next;
	*end = ARENA_NEW(r->a, struct form_scenarios);
	**end = (struct form_scenarios){ .text = str_dup(r->a, str_trim(x->text)), .pos = x->text_pos };
}

/* Gives every member of root and groups its cell. */
static void number_members(struct form_reader *r)
{
	struct form *f = r->form;
	for (size_t i = 1; i < f->n_nodes; i++)
		f->nodes[i]->group->n_members++;
	for (size_t i = 0; i < f->n_nodes; i++)
		if (f->nodes[i]->n_members > 0)
			f->nodes[i]->members = ARENA_ARRAY(r->a, struct form_node *, f->nodes[i]->n_members);
	unsigned *used = ARENA_ARRAY(r->scratch, unsigned, f->n_nodes);
	for (size_t i = 1; i < f->n_nodes; i++) {
		struct form_node *n = f->nodes[i];
		n->cell = used[n->group->number]++;
		n->group->members[n->cell] = n;
	}
}

bool form_load(struct form_reader *r, const struct xml_node *x)
{
	static const char *const allowed[] = { "title", "intro", "codelist", "page", "group", "rule", "fee", "consent",
		"texts", "scenarios", NULL };
	struct form *f = r->form;
	if (!xml_is(x, FORM_NS, "form")) {
		diag_error(r->d, x->pos, "not-a-form",
		    "Das ist kein Formular: das äußerste Element muss „form“ im Namensraum " FORM_NS " sein.");
		return false;
	}
	r->root = x;
	form_xml_attrs(r, x, form_attrs, NULL);
	form_xml_no_text(r, x);
	f->id = form_xml_id(r, x, true);
	f->service = form_xml_text(r, x, "service");
	f->flow = form_xml_text(r, x, "flow");
	f->fim = form_xml_text(r, x, "fim");
	f->origin = form_xml_text(r, x, "origin");
	f->root = new_node(r, x, NODE_ROOT, NULL);
	read_origin(r, f->root, x);
	/* Code lists may stand behind the pages that use them. */
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (xml_is(c, FORM_NS, "codelist"))
			form_read_codelist(r, c);
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (xml_is(c, FORM_NS, "title"))
			read_text(r, c, &f->title);
		else if (xml_is(c, FORM_NS, "intro"))
			read_text(r, c, &f->intro);
		else if (xml_is(c, FORM_NS, "page"))
			read_page(r, c, f->root);
		else if (xml_is(c, FORM_NS, "group"))
			read_section(r, c, f->root);
		else if (xml_is(c, FORM_NS, "rule"))
			form_read_rule(r, c, f->root);
		else if (xml_is(c, FORM_NS, "fee"))
			form_read_fee(r, c);
		else if (xml_is(c, FORM_NS, "consent"))
			form_read_consent(r, c);
		else if (xml_is(c, FORM_NS, "scenarios"))
			read_scenarios(r, c);
		else if (!xml_is(c, FORM_NS, "codelist") && !xml_is(c, FORM_NS, "texts"))
			form_xml_unknown(r, c, allowed);
	}
	number_members(r);
	return true;
}
