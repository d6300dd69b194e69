/* SPDX-License-Identifier: EUPL-1.2
 * A state as plain structs: the page to fill in, and the answers to read. */
#include "form/field/fields.h"
#include "form/form_ends.h"

#include "base/utf8.h"

/* With a prefix, since the page around the form has ids too: hund[2]/name becomes f_hund_2_name. */
struct str form_html_id(struct arena *a, struct str path)
{
	char *p = arena_alloc(a, path.n + 2);
	size_t n = 2;
	memcpy(p, "f_", 2);
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] != ']')
			p[n++] = path.p[i] == '/' || path.p[i] == '[' ? '_' : path.p[i];
	return (struct str){ p, n };
}

/* Whether form_why has more to say than "always". */
static bool is_explained(const struct form_node *n, const struct form_cell *c)
{
	const char *code = c->fault.code;
	return n->relevant != NULL || n->required != NULL || n->calculate != NULL || c->demanded ||
	       (code != NULL && strcmp(code, "constraint") == 0);
}

/* The answer of a field as answers write it, or as typed. */
static struct str answer_text(struct arena *a, const struct form_node *n, const struct form_cell *c)
{
	return n->calculate != NULL ? xpath_text(a, &c->value) : form_json_text(c->json);
}

static struct str readable(
    struct arena *a, const struct form_world *w, const struct form_node *n, const struct form_cell *c)
{
	struct field_show show = { a, n, answer_text(a, n, c), c, w };
	return n->kind->show != NULL ? n->kind->show(&show) : show.text;
}

/* ---- the page ---- */

/* A wrong field: where to go to correct it, and which entry of a repeated group it stands in. */
struct target {
	struct str path, href, entry;
};

struct page_view {
	struct arena *arena;
	const struct form_state *s;
	const struct form_world *world;
	bool show_errors;
	struct target *targets;
	size_t n_targets;
	bool has_files;
};

static struct form_view_items items_of(struct page_view *v, const struct form_inst *in, const struct form_node *up);

/* "Hund 2" for what stands in the second entry, so that messages about two entries can be told apart; else empty. */
static struct str entry_name(struct arena *a, const struct form_world *w, const struct form_inst *in)
{
	while (in->parent != NULL && !in->group->repeat)
		in = in->parent;
	return in->parent == NULL ? STR("")
	                          : str_fmt(a, "%.*s %zu", STR_ARG(form_words(w, &in->group->label, NULL)), in->index);
}

static void describe(struct arena *a, struct form_view_item *item)
{
	if (item->hint.n > 0)
		item->hint_id = str_join(a, item->id, STR("__hint"));
	if (item->error.n > 0)
		item->error_id = str_join(a, item->id, STR("__error"));
	if (item->hint.n > 0 && item->error.n > 0)
		item->described_by = str_fmt(a, "%.*s %.*s", STR_ARG(item->hint_id), STR_ARG(item->error_id));
	else
		item->described_by = item->hint.n > 0 ? item->hint_id : item->error_id;
	item->invalid = item->error.n > 0;
}

/* The sentence for the field itself: a long question stands right above it and is not repeated whole. */
static struct str brief(struct arena *a, struct str sentence, struct str label)
{
	enum { LONG = 60, SHORT = 40 };
	ptrdiff_t at = utf8_count(label) > LONG ? str_find_str(sentence, label) : -1;
	if (at < 0)
		return sentence;
	size_t n = utf8_offset(label, SHORT);
	while (n > 1 && label.p[n] != ' ')
		n--;
	return str_fmt(a, "%.*s%.*s …%.*s", (int)at, sentence.p, (int)n, label.p,
	    STR_ARG(str_sub(sentence, (size_t)at + label.n, sentence.n)));
}

static void view_fault(struct arena *a, const struct field_fault *fault, struct form_view_item *item)
{
	item->error = brief(a, fault->message, item->label);
	item->error_german = fault->german;
}

static void view_field(
    struct page_view *v, const struct form_node *n, const struct form_cell *c, struct form_view_item *item)
{
	item->required = c->required;
	item->alternative = n->up->what == NODE_GROUP && n->up->one_of;
	item->autocomplete = n->autocomplete;
	item->max_length = n->max_length;
	if (n->calculate != NULL || n->locked || n->prefill_mode == PREFILL_LOCKED || c->given) {
		item->is_output = true;
		item->value = readable(v->arena, v->world, n, c);
		return;
	}
	struct str first = n->prefill.n > 0 ? form_prefill(v->arena, n, v->world) : n->dflt;
	struct field_show show = { v->arena, n, c->json == NULL ? first : form_json_text(c->json), c, v->world };
	n->kind->view(&show, item);
	v->has_files |= item->is_file;
	if (n->width != WIDTH_UNSAID) {
		item->width_small = n->width == WIDTH_SMALL;
		item->width_medium = n->width == WIDTH_MEDIUM;
	}
	item->required &= !item->is_output;
}

static struct form_view_item view_entry(
    struct page_view *v, const struct form_node *n, const struct form_cell *c, const struct form_inst *entry)
{
	struct arena *a = v->arena;
	struct form_view_item item = { .is_group = true, .index = (int64_t)entry->index, .row = n->row };
	item.path = item.name = form_path(a, entry->parent, n, entry->index);
	item.id = form_html_id(a, item.path);
	struct str label = form_words(v->world, &n->label, &item.label_german);
	item.label = str_fmt(a, "%.*s %zu", STR_ARG(label), entry->index);
	if (entry->index <= c->n_insts && c->n_insts > (size_t)n->min) {
		item.remove_label = str_fmt(a, form_say(v->world, "%.*s entfernen"), STR_ARG(item.label));
		item.remove_action = str_fmt(a, "remove:%.*s", STR_ARG(item.path));
	}
	if (v->show_errors && entry->index <= c->n_insts)
		view_fault(a, &entry->fault, &item);
	describe(a, &item);
	if (item.invalid)
		v->targets[v->n_targets++] =
		    (struct target){ item.path, str_fmt(a, "#%.*s", STR_ARG(item.id)), entry_name(a, v->world, entry) };
	item.children = items_of(v, entry, n);
	return item;
}

static void view_repeat(
    struct page_view *v, const struct form_node *n, const struct form_cell *c, struct form_view_item *item)
{
	struct arena *a = v->arena;
	struct form_view_item *entries = ARENA_ARRAY(a, struct form_view_item, c->n_shown);
	for (size_t i = 0; i < c->n_shown; i++)
		entries[i] = view_entry(v, n, c, &c->insts[i]);
	item->is_repeat = true;
	item->children = (struct form_view_items){ entries, c->n_shown };
	if ((int64_t)c->n_shown < n->max) {
		struct str add = form_words(v->world, &n->add_label, &item->add_german);
		item->add_label = add.n > 0 ? add : str_fmt(a, form_say(v->world, "%.*s hinzufügen"), STR_ARG(item->label));
		item->add_action = str_fmt(a, "add:%.*s", STR_ARG(item->path));
	}
}

static bool has_widget(const struct form_view_item *i)
{
	return i->is_search || i->is_pick || i->is_file || i->is_input || i->is_textarea || i->is_date || i->is_radio ||
	       i->is_checkbox || i->is_checkboxes || i->is_select || i->is_note || i->is_output || i->is_group ||
	       i->is_repeat;
}

static struct form_view_item view_node(struct page_view *v, const struct form_inst *in, const struct form_node *n)
{
	struct arena *a = v->arena;
	const struct form_cell *c = &in->cells[n->cell];
	struct form_view_item item = { 0 };
	item.label = form_words(v->world, &n->label, &item.label_german);
	item.hint = form_words(v->world, &n->hint, &item.hint_german);
	item.help = form_words(v->world, &n->help, &item.help_german);
	item.legal = n->legal;
	item.why = (item.help.n > 0 || item.legal.n > 0) && (n->what == NODE_GROUP || n->kind->json != FIELD_NONE);
	item.row = n->row;
	item.path = item.name = form_path(a, in, n, 0);
	item.id = form_html_id(a, item.path);
	if (n->id.n == 0)
		item.id = str_fmt(a, "%.*s_note_%u", STR_ARG(item.id), n->number);
	if (v->show_errors)
		view_fault(a, &c->fault, &item);
	if (v->show_errors && n->what == NODE_GROUP && !n->repeat && item.error.n == 0)
		view_fault(a, &c->insts[0].fault, &item);
	if (n->what == NODE_FIELD) {
		view_field(v, n, c, &item);
	} else if (n->repeat) {
		view_repeat(v, n, c, &item);
	} else {
		item.is_group = true;
		item.children = items_of(v, &c->insts[0], n);
		if (n->one_of && item.hint.n == 0)
			item.hint = str_c(form_say(v->world, "Füllen Sie nur eine der Möglichkeiten aus."));
	}
	item.explained = n->id.n > 0 && is_explained(n, c);
	describe(a, &item);
	if (item.invalid) {
		struct str id = item.is_radio || item.is_checkboxes ? item.options.items[0].id : item.id;
		v->targets[v->n_targets++] =
		    (struct target){ item.path, str_fmt(a, "#%.*s", STR_ARG(id)), entry_name(a, v->world, in) };
	}
	return item;
}

static struct form_view_items items_of(struct page_view *v, const struct form_inst *in, const struct form_node *up)
{
	size_t room = 0, count = 0;
	for (const struct form_node *n = up->first; n != NULL; n = n->next)
		room++;
	struct form_view_item *items = ARENA_ARRAY(v->arena, struct form_view_item, room);
	for (const struct form_node *n = up->first; n != NULL; n = n->next) {
		if (!in->cells[n->cell].relevant || n->hidden)
			continue;
		items[count] = view_node(v, in, n);
		count += has_widget(&items[count]); /* a place without postcode has none yet */
	}
	return (struct form_view_items){ items, count };
}

/* The input to go to for a path; empty when the page does not show it. */
static struct str focus_of(struct arena *a, struct form_view_items items, struct str path)
{
	for (size_t i = 0; i < items.n; i++) {
		const struct form_view_item *item = &items.items[i];
		struct str id = item->is_radio || item->is_checkboxes ? item->options.items[0].id : item->id;
		if (str_eq(item->path, path) && !item->is_output)
			return str_fmt(a, "#%.*s", STR_ARG(id));
		struct str inner = focus_of(a, item->children, path);
		if (inner.n > 0)
			return inner;
	}
	return STR("");
}

/* An error of the page as a whole leads to the first answer that it is about. */
static struct str page_focus(const struct page_view *v, const struct form_error *e, struct form_view_items items)
{
	const struct form_state *s = v->s;
	const struct xpath *x = strcmp(e->code, "stop") == 0 ? s->stop->when : s->form->pages[e->page]->constraint;
	const unsigned *slots;
	size_t n = x == NULL ? 0 : xpath_slots(x, &slots);
	struct str focus = STR("");
	for (size_t i = 0; i < n && focus.n == 0; i++)
		focus = focus_of(v->arena, items, form_model_path(v->arena, s->form->refs[slots[i]].target));
	return focus.n > 0 ? focus : STR("#inhalt");
}

/* The errors of the page in order, each with the input to go to; the page itself for a value that is not shown. */
static void view_errors(const struct page_view *v, size_t page, struct form_view_page *out)
{
	const struct form_state *s = v->s;
	struct form_view_error *list = ARENA_ARRAY(v->arena, struct form_view_error, s->n_errors);
	for (size_t i = 0; i < s->n_errors; i++) {
		const struct form_error *e = &s->errors[i];
		if (e->page != page)
			continue;
		struct form_view_error entry = { STR("#"), e->message, e->german };
		if (e->path.n == 0)
			entry.href = page_focus(v, e, out->items);
		for (size_t k = 0; k < v->n_targets; k++) {
			const struct target *t = &v->targets[k];
			if (!str_eq(t->path, e->path))
				continue;
			entry.href = t->href;
			if (t->entry.n > 0)
				entry.message = str_fmt(v->arena, "%.*s: %.*s", STR_ARG(t->entry), STR_ARG(e->message));
		}
		list[out->n_errors++] = entry;
	}
	out->errors = list;
	out->has_errors = out->n_errors > 0;
}

const struct form_view_page *form_view(struct arena *a, const struct form_state *s, size_t page, bool show_errors)
{
	struct page_view v = { .arena = a, .s = s, .world = &s->world, .show_errors = show_errors };
	v.targets = ARENA_ARRAY(a, struct target, s->n_errors + 1);
	const struct form_node *n = s->form->pages[page];
	struct form_view_page *out = ARENA_NEW(a, struct form_view_page);
	out->id = n->id;
	out->title = form_words(v.world, &n->label, &out->title_german);
	for (size_t i = 0; i < s->form->n_pages; i++) {
		out->steps += form_page_relevant(s, i);
		out->step += i <= page && form_page_relevant(s, i);
	}
	if (n->up->what == NODE_GROUP && n->up->page == page)
		out->intro = form_words(v.world, &n->up->hint, NULL);
	out->items = items_of(&v, form_page_inst(s, n), n);
	out->has_files = v.has_files;
	if (show_errors)
		view_errors(&v, page, out);
	return out;
}

/* ---- the answers ---- */

struct summary {
	struct arena *arena;
	const struct form_world *world;
	struct form_view_section *list;
	size_t n, cap;
};

static struct form_view_section *new_section(struct summary *m)
{
	if (m->n == m->cap) {
		size_t cap = m->cap == 0 ? 8 : m->cap * 2;
		m->list = arena_grow(m->arena, m->list, m->cap * sizeof(*m->list), cap * sizeof(*m->list));
		m->cap = cap;
	}
	return &m->list[m->n++];
}

static bool is_answer(const struct form_inst *in, const struct form_node *n)
{
	const struct form_cell *c = &in->cells[n->cell];
	if (!c->relevant || n->hidden)
		return false;
	return n->what == NODE_FIELD ? n->kind->json != FIELD_NONE : n->list || (n->repeat && c->n_insts == 0);
}

static struct str readable_list(
    struct arena *a, const struct form_world *w, const struct form_node *n, const struct form_cell *c)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < c->n_insts; i++) {
		struct str one = readable(a, w, n->first, c->insts[i].cells);
		buf_add_fmt(&out, "%s%.*s", out.n > 0 && one.n > 0 ? ", " : "", STR_ARG(one));
	}
	return buf_str(&out);
}

/* Whether a code that was chosen is not translated: its label is the value. */
static bool has_german_code(const struct form_world *w, const struct form_node *n, const struct form_cell *c)
{
	bool german = false;
	for (size_t i = 0; w->lang != FORM_DE && n->codes != NULL && i < n->codes->n; i++) {
		bool chosen = c->value.type == XPATH_CODE && str_eq(c->value.text, n->codes->codes[i].value);
		for (size_t k = 0; k < c->n_codes && !chosen; k++)
			chosen = str_eq(c->codes[k], n->codes->codes[i].value);
		if (chosen)
			form_words(w, &n->codes->codes[i].label, &german);
	}
	return german;
}

static struct form_view_answer answer(
    struct arena *a, const struct form_world *w, const struct form_inst *in, const struct form_node *n)
{
	const struct form_cell *c = &in->cells[n->cell];
	struct form_view_answer out = { 0 };
	out.label = form_words(w, &n->label, &out.label_german);
	out.value_german = has_german_code(w, n, c);
	if (n->what == NODE_FIELD)
		out.value = readable(a, w, n, c);
	else if (n->list)
		out.value = readable_list(a, w, n, c);
	if (n->what == NODE_FIELD && n->kind->json == FIELD_BOOL && c->value.type == XPATH_EMPTY)
		out.value = STR("");
	out.missing = out.value.n == 0;
	if (n->calculate != NULL)
		out.path = form_path(a, in, n, 0);
	return out;
}

struct heading {
	struct str text;
	bool german;
};

static struct heading heading_of(const struct summary *m, const struct form_node *n)
{
	struct heading h = { .german = false };
	h.text = form_words(m->world, &n->label, &h.german);
	return h;
}

/* One section for the fields that stand here, then one for every group. */
static void summarise(
    struct summary *m, const struct form_inst *in, const struct form_node *up, struct str page_id, struct heading title)
{
	size_t count = 0;
	for (const struct form_node *n = up->first; n != NULL; n = n->next)
		count += is_answer(in, n);
	if (count > 0) {
		struct form_view_answer *answers = ARENA_ARRAY(m->arena, struct form_view_answer, count);
		count = 0;
		for (const struct form_node *n = up->first; n != NULL; n = n->next)
			if (is_answer(in, n))
				answers[count++] = answer(m->arena, m->world, in, n);
		*new_section(m) = (struct form_view_section){ .page_id = page_id,
			.title = title.text,
			.title_german = title.german,
			.answers = answers,
			.n_answers = count };
	}
	for (const struct form_node *n = up->first; n != NULL; n = n->next) {
		const struct form_cell *c = &in->cells[n->cell];
		for (size_t i = 0; c->relevant && !n->list && i < c->n_insts; i++) {
			struct heading entry = heading_of(m, n);
			if (n->repeat)
				entry.text = str_fmt(m->arena, "%.*s %zu", STR_ARG(entry.text), i + 1);
			summarise(m, &c->insts[i], n, page_id, entry);
		}
	}
}

size_t form_view_summary(struct arena *a, const struct form_state *s, const struct form_view_section **list)
{
	struct summary m = { .arena = a, .world = &s->world };
	for (size_t i = 0; i < s->form->n_pages; i++) {
		const struct form_node *page = s->form->pages[i];
		size_t first = m.n;
		if (!form_page_relevant(s, i))
			continue;
		summarise(&m, form_page_inst(s, page), page, page->id, heading_of(&m, page));
		if (m.n > first)
			m.list[first].first_of_page = true;
	}
	*list = m.list;
	return m.n;
}
