/* SPDX-License-Identifier: EUPL-1.2
 * Judges answers: relevance and values in the order the builder derived, then, in the order of the text, what is
 * missing or wrong. Pure: no clock, no I/O. */
#include "form/form_ends.h"

#include "base/json.h"
#include "base/utf8.h"

/* ---- first pass: relevance and values ---- */

static void read_text(struct form_state *s, const struct form_node *n, struct form_cell *c)
{
	struct field_in in = { s->arena, n, form_json_text(c->json), &s->world, c };
	if (!json_is_string(c->json)) {
		field_fail(&in, &c->fault, "type", "Die Antwort auf {} muss ein Text sein.");
		return;
	}
	if (!field_judge(&in, &c->value, &c->fault))
		c->value.type = XPATH_EMPTY;
}

static void read_codes(struct form_state *s, const struct form_node *n, struct form_cell *c)
{
	struct field_in in = { s->arena, n, { NULL, 0 }, &s->world, c };
	if (!json_is_array(c->json)) {
		field_fail(&in, &c->fault, "type", "Die Antwort auf {} muss eine Liste sein.");
		return;
	}
	c->codes = ARENA_ARRAY(s->arena, struct str, json_array_size(c->json));
	for (size_t i = 0; i < json_array_size(c->json); i++) {
		struct xpath_value v;
		in.text = form_json_text(json_array_get(c->json, i));
		bool good = in.text.n > 0 && json_is_string(json_array_get(c->json, i))
		                ? n->kind->value(&in, &v, &c->fault)
		                : field_fail(&in, &c->fault, "type", "Die Antworten auf {} müssen Texte sein.");
		for (size_t k = 0; k < c->n_codes && good; k++)
			if (str_eq(c->codes[k], v.text))
				good = field_fail(&in, &c->fault, "code", "Bei {} ist dieselbe Antwort zweimal gewählt.");
		if (!good) {
			c->n_codes = 0;
			return;
		}
		c->codes[c->n_codes++] = v.text;
	}
}

static void read_answer(struct form_state *s, const struct form_node *n, struct form_cell *c)
{
	if (form_json_empty(c->json))
		return;
	if (n->kind->json == FIELD_CODES) {
		read_codes(s, n, c);
	} else if (n->kind->json == FIELD_FILE) {
		struct field_in in = { s->arena, n, form_json_text(c->json), &s->world, c };
		if (!n->kind->value(&in, &c->value, &c->fault))
			c->value.type = XPATH_EMPTY;
	} else if (n->kind->json == FIELD_TEXT) {
		read_text(s, n, c);
	} else if (json_is_boolean(c->json)) {
		c->value = (struct xpath_value){ .type = XPATH_BOOL, .boolean = json_is_true(c->json) };
	} else {
		struct field_in in = { .arena = s->arena, .node = n, .world = &s->world };
		field_fail(&in, &c->fault, "type", "Beantworten Sie {} mit Ja oder Nein.");
	}
}

static void calculate(struct form_state *s, struct form_inst *in, const struct form_node *n, struct form_cell *c)
{
	struct xpath_value v;
	if (!form_evaluate(s, in, n->calculate, &v, &c->fault) || v.type == XPATH_EMPTY)
		return;
	if (v.type == XPATH_DEC && n->places >= 0 && !dec_rescale(v.dec, (unsigned)n->places, DEC_HALF_UP, &v.dec)) {
		c->fault = (struct field_fault){ .code = "expression",
			.message = field_sentence(
			    &s->world, s->arena, "{} lässt sich nicht ausrechnen: die Zahl ist zu groß.", &n->label) };
		return;
	}
	if (v.type == XPATH_TEXT && v.text.n == 0)
		return;
	c->value = v;
}

/* What the postcode beside a place allows. */
static void find_places(
    struct form_state *s, const struct form_inst *in, const struct form_node *n, struct form_cell *c)
{
	const struct form_cell *postcode = &in->cells[n->postcode->cell];
	if (postcode->value.type != XPATH_EMPTY)
		c->n_places = s->world.places(s->world.places_arg, s->arena, postcode->value.text, &c->places);
}

/* What the world knows takes the place of what was posted or stored, when it is a right answer. */
static void take_prefill(struct form_state *s, const struct form_node *n, struct form_cell *c)
{
	struct str text = form_prefill(s->arena, n, &s->world);
	struct field_in in = { s->arena, n, text, &s->world, c };
	struct field_fault fault;
	struct xpath_value v;
	if (text.n == 0 || !n->kind->value(&in, &v, &fault))
		return;
	c->json = json_keep(s->arena, json_stringn(text.p, text.n));
	c->given = c->json != NULL;
}

static void judge(struct form_state *s, struct form_inst *in, const struct form_node *n)
{
	struct form_cell *c = &in->cells[n->cell];
	if (n->up->what == NODE_PAGE)
		c->relevant = in->cells[n->up->cell].relevant;
	else
		c->relevant = in->parent == NULL || in->parent->cells[n->up->cell].relevant;
	if (c->relevant && n->relevant != NULL) {
		struct xpath_value v;
		if (form_evaluate(s, in, n->relevant, &v, &c->fault))
			c->relevant = v.type == XPATH_BOOL && v.boolean;
	}
	if (!c->relevant || n->what != NODE_FIELD || n->kind->json == FIELD_NONE || c->fault.code != NULL)
		return;
	if (n->postcode != NULL && s->world.places != NULL) {
		find_places(s, in, n, c);
		if (c->n_places == 0)
			return; /* the postcode is to be corrected first */
	}
	if (n->prefill_mode != PREFILL_FREE)
		take_prefill(s, n, c);
	if (n->calculate != NULL)
		calculate(s, in, n, c);
	else
		read_answer(s, n, c);
}

/* ---- second pass: what is missing or wrong ---- */

static bool is_required(
    struct form_state *s, const struct form_inst *in, const struct form_node *n, struct form_cell *c)
{
	struct xpath_value v;
	if (n->locked || n->calculate != NULL || n->prefill_mode == PREFILL_LOCKED)
		return false;
	if (c->demanded)
		return true;
	if (n->optional)
		return false;
	if (n->required == NULL)
		return true;
	return !form_evaluate(s, in, n->required, &v, &c->fault) || (v.type == XPATH_BOOL && v.boolean);
}

static void demand(struct form_state *s, const struct form_node *n)
{
	struct form_insts *all = &s->insts[n->group->number];
	if (n->what != NODE_FIELD || n->kind->json == FIELD_NONE)
		return;
	for (size_t k = 0; k < all->n; k++) {
		struct form_cell *c = &all->list[k]->cells[n->cell];
		if (c->relevant && all->list[k]->exists)
			c->required = is_required(s, all->list[k], n, c);
	}
}

static bool missing(const struct form_node *n, const struct form_cell *c)
{
	if (n->kind->ticked)
		return c->value.type != XPATH_BOOL || !c->value.boolean;
	return !form_filled(c);
}

/* Whether a field that the rule asks about is wrong itself: then the rule would blame the wrong one. */
static bool reads_fault(const struct form_state *s, const struct form_inst *in, const struct xpath *x)
{
	const unsigned *slots;
	size_t n = xpath_slots(x, &slots);
	for (size_t i = 0; i < n; i++) {
		const struct form_ref *ref = &s->form->refs[slots[i]];
		const struct form_inst *at = in;
		for (unsigned k = 0; k < ref->up; k++)
			at = at->parent;
		if (ref->target->group == at->group && at->cells[ref->target->cell].fault.code != NULL)
			return true;
	}
	return false;
}

static void check_field(struct form_state *s, struct form_inst *in, const struct form_node *n, struct form_cell *c)
{
	if (n->kind->json == FIELD_NONE)
		return;
	if (c->fault.code == NULL && c->required && missing(n, c)) {
		/* Which places there are is known only behind a postcode, and that is asked for already. */
		if (n->postcode != NULL && s->world.places != NULL && c->n_places == 0)
			return;
		c->fault.code = "required";
		c->fault.message = n->missing.n > 0 ? form_words(&s->world, &n->missing, &c->fault.german)
		                                    : field_sentence(&s->world, s->arena, n->kind->demand, &n->label);
	}
	if (c->fault.code == NULL && n->constraint != NULL && form_filled(c) && !reads_fault(s, in, n->constraint)) {
		struct xpath_value v;
		if (form_evaluate(s, in, n->constraint, &v, &c->fault) && !(v.type == XPATH_BOOL && v.boolean)) {
			c->fault.code = "constraint";
			c->fault.message = form_words(&s->world, &n->message, &c->fault.german);
		}
	}
}

static void check_count(
    struct form_state *s, const struct form_inst *in, const struct form_node *n, struct form_cell *c)
{
	if (c->fault.code != NULL)
		return;
	if (!n->repeat) {
		if (c->demanded && !form_answered(in, n))
			c->fault = (struct field_fault){ .code = "required",
				.message =
				    field_sentence(&s->world, s->arena, "Machen Sie bei {} mindestens eine Angabe.", &n->label) };
		return;
	}
	int64_t least = n->min == 0 && c->demanded ? 1 : n->min, count = 0;
	if (n->list && n->first->locked)
		least = 0; /* nobody can fill it in */
	for (size_t i = 0; i < c->n_insts; i++)
		count += !n->list || !form_json_empty(c->insts[i].cells->json);
	if (count < least)
		c->fault = (struct field_fault){ .code = "count",
			.message = least == 1
			               ? field_sentence(&s->world, s->arena, "Füllen Sie {} mindestens einmal aus.", &n->label)
			               : str_fmt(s->arena, form_say(&s->world, "Füllen Sie „%.*s“ mindestens %lld-mal aus."),
			                     STR_ARG(form_words(&s->world, &n->label, NULL)), (long long)least) };
}

static bool is_given(const struct form_node *n, const struct form_cell *c)
{
	return (n->what != NODE_FIELD || n->kind->json != FIELD_NONE) && !form_json_empty(c->json);
}

static struct field_fault forbidden(struct form_state *s, const struct form_node *n, const struct form_cell *c)
{
	struct field_fault f = { .code = "forbidden" };
	if (c->because != NULL && c->because->n > 0)
		f.message = form_words(&s->world, c->because, &f.german);
	else
		f.message = field_sentence(
		    &s->world, s->arena, "{} darf hier nicht ausgefüllt sein. Entfernen Sie die Angabe.", &n->label);
	return f;
}

static bool is_said(const struct form_state *s, const struct str *words, struct str message)
{
	return str_eq(form_words(&s->world, words, NULL), message);
}

/* An error of a whole instance stands at its path; one of the form itself where its first answer is asked for. */
static void add_inst_error(struct form_state *s, const struct form_inst *in)
{
	static const struct form_node nothing = { .page = SIZE_MAX };
	if (in->parent != NULL) {
		form_add_entry_error(s, in, in->fault);
		return;
	}
	struct form_node at = nothing;
	const unsigned *slots;
	for (const struct form_rule *r = in->group->rules; r != NULL && at.page == SIZE_MAX; r = r->next)
		if (r->effect == RULE_VALID && is_said(s, &r->message, in->fault.message) && xpath_slots(r->when, &slots) > 0)
			at.page = s->form->refs[slots[0]].target->page;
	form_add_error(s, in, &at, in->fault);
}

static void check(struct form_state *s, struct form_inst *in, const struct form_node *up)
{
	for (const struct form_node *n = up->first; n != NULL; n = n->next) {
		struct form_cell *c = &in->cells[n->cell];
		if (c->forbidden && is_given(n, c))
			form_add_error(s, in, n, forbidden(s, n, c));
		if (!c->relevant)
			continue;
		if (n->what == NODE_FIELD)
			check_field(s, in, n, c);
		else if (n->what == NODE_GROUP)
			check_count(s, in, n, c);
		if (c->fault.code != NULL)
			form_add_error(s, in, n, c->fault);
		if (n->what == NODE_PAGE)
			check(s, in, n);
		for (size_t i = 0; i < c->n_insts; i++) {
			if (!c->insts[i].exists)
				continue;
			if (c->insts[i].fault.code != NULL)
				add_inst_error(s, &c->insts[i]);
			check(s, &c->insts[i], n);
		}
	}
}

/* A postcode without any place is wrong itself. Told at the postcode, since that is where it is corrected. */
static void check_postcodes(struct form_state *s)
{
	if (s->world.places == NULL)
		return;
	for (size_t i = 0; i < s->form->n_nodes; i++) {
		const struct form_node *n = s->form->nodes[i];
		for (size_t k = 0; n->postcode != NULL && k < s->insts[n->group->number].n; k++) {
			struct form_inst *in = s->insts[n->group->number].list[k];
			struct form_cell *c = &in->cells[n->postcode->cell];
			if (!in->cells[n->cell].relevant || in->cells[n->cell].n_places > 0 || c->value.type == XPATH_EMPTY)
				continue;
			struct field_in field = { .arena = s->arena, .node = n->postcode, .world = &s->world };
			field_fail(&field, &c->fault, "place",
			    "Zu dieser Postleitzahl kennen wir hier keinen Ort. Prüfen Sie die Angabe bei {}. Stimmt sie, dann "
			    "wenden Sie sich bitte an die Verwaltung des Ortes.");
		}
	}
}

static const struct form_state *eval(
    struct arena *a, const struct form *f, const json_t *answers, const struct form_world *world)
{
	struct form_state *s = ARENA_NEW(a, struct form_state);
	*s = (struct form_state){ .arena = a, .form = f, .world = *world, .lists = ARENA_NEW(a, struct form_lists) };
	s->world.texts = f->texts[world->lang];
	form_tree(s, answers);
	for (size_t i = 0; i + 1 < f->n_nodes; i++) {
		const struct form_node *n = f->order[i];
		struct form_insts *all = &s->insts[n->group->number];
		for (size_t k = 0; k < all->n; k++)
			judge(s, all->list[k], n);
	}
	form_rules(s);
	check_postcodes(s);
	for (size_t i = 1; i < f->n_nodes; i++)
		demand(s, f->nodes[i]);
	if (s->root->fault.code != NULL)
		add_inst_error(s, s->root);
	check(s, s->root, f->root);
	form_judge_ends(s);
	return s;
}

/* What a locked field holds may change what other rules say: it comes in, and goes again where they forbid it. */
const struct form_state *form_eval(
    struct arena *a, const struct form *f, const json_t *answers, const struct form_world *world)
{
	enum { ROUNDS = 2 };
	const struct form_state *s = eval(a, f, answers, world);
	if (!world->contents || !f->has_contents || (answers != NULL && !json_is_object(answers)))
		return s;
	json_t *copy = json_keep(a, answers == NULL ? json_object() : json_deep_copy(answers));
	for (int i = 0; i < ROUNDS && form_fix(s, copy); i++)
		s = eval(a, f, copy, world);
	return s;
}

/* ---- questions to the state ---- */

size_t form_errors(const struct form_state *s, const struct form_error **list)
{
	*list = s->errors;
	return s->n_errors;
}

bool form_page_relevant(const struct form_state *s, size_t page)
{
	if (page >= s->form->n_pages)
		return false;
	const struct form_node *n = s->form->pages[page];
	const struct form_inst *in = form_page_inst(s, n);
	bool relevant = in->cells[n->cell].relevant;
	for (; in->parent != NULL; in = in->parent)
		relevant &= in->parent->cells[in->group->cell].relevant;
	return relevant && !n->hidden;
}

bool form_page_valid(const struct form_state *s, size_t page)
{
	for (size_t i = 0; i < s->n_errors; i++)
		if (s->errors[i].page == page)
			return false;
	return true;
}

size_t form_page_next(const struct form_state *s, size_t page)
{
	struct form_view_stop stop;
	size_t n = form_stopped(s, &stop) ? stop.page + 1 : s->form->n_pages;
	for (size_t i = page + 1; i < n; i++)
		if (form_page_relevant(s, i))
			return i;
	return SIZE_MAX;
}

size_t form_page_prev(const struct form_state *s, size_t page)
{
	for (size_t i = page; i > 0; i--)
		if (form_page_relevant(s, i - 1))
			return i - 1;
	return SIZE_MAX;
}

size_t form_page_incomplete(const struct form_state *s)
{
	for (size_t i = 0; i < s->form->n_pages; i++)
		if (form_page_relevant(s, i) && !form_page_valid(s, i))
			return i;
	return SIZE_MAX;
}
