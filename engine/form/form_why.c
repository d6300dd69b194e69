/* SPDX-License-Identifier: EUPL-1.2
 * Why an element is asked for or not, demanded, wrong, or has the value it has: the conditions that decided, told from
 * the outside in. Pure, from one state. */
#include "form/form_why.h"

#include "base/suggest.h"

#include <stdarg.h>
#include <stdio.h>

#define FEE "gebuehr" /* the path of all fees, where no field is called so */

enum { LINES_MAX = 60 };

void form_why_add(struct why *w, const char *about, unsigned depth, const struct xpath *condition, const char *fmt, ...)
{
	char text[4096];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (w->n == LINES_MAX)
		return;
	w->lines[w->n++] = (struct form_why_line){ about, depth, str_dup(w->e.a, str_c(text)),
		condition == NULL ? STR("") : xpath_source(condition) };
}

struct str form_why_because(struct why *w, struct str clause)
{
	return clause.n == 0 ? STR("") : str_fmt(w->e.a, ", weil %.*s", STR_ARG(clause));
}

static struct str what(struct why *w, const struct form_node *n)
{
	struct str name = explain_name(w->e.a, n);
	return n->what == NODE_PAGE    ? str_fmt(w->e.a, "Die Seite %.*s", STR_ARG(name))
	       : n->what == NODE_GROUP ? str_fmt(w->e.a, "Die Gruppe %.*s", STR_ARG(name))
	                               : name;
}

/* ---- rules ---- */

/* Tells of the rules with this effect on n that hold in the instances around it; how many did. */
static size_t tell_rules(struct why *w, const struct form_inst *in, const struct form_node *n, int effect,
    const char *about, const char *verb)
{
	size_t count = 0;
	struct str name = what(w, n);
	w->e.s->raw = true;
	for (const struct form_inst *at = in; at != NULL; at = at->parent) {
		for (const struct form_rule *r = at->group->rules; r != NULL; r = r->next) {
			struct field_fault fault = { 0 };
			if ((int)r->effect != effect || r->target != n || !form_true(w->e.s, at, r->when, &fault))
				continue;
			struct str clause = form_why_because(w, explain_condition(&w->e, at, r->when, true));
			form_why_add(w, about, 0, r->when, "%.*s %s%.*s.", STR_ARG(name), verb, STR_ARG(clause));
			if (r->message.n > 0)
				form_why_add(w, about, 1, NULL, "Die Regel sagt: %.*s", STR_ARG(r->message));
			count++;
		}
	}
	w->e.s->raw = false;
	return count;
}

/* ---- shown or not ---- */

/* The node and those around it, with their instances, from the outermost. */
static void tell_shown(struct why *w, const struct form_inst *in, const struct form_node *n)
{
	struct str name = what(w, n);
	const struct form_node *hides = NULL;
	const struct form_inst *hides_in = NULL;
	size_t conditions = 0;
	const struct form_inst *at = in;
	for (const struct form_node *up = n; up->what != NODE_ROOT; up = up->up) {
		while (at->group != up->group)
			at = at->parent;
		const struct form_cell *c = &at->cells[up->cell];
		if (!c->relevant) {
			hides = up;
			hides_in = at;
		}
		conditions += up->relevant != NULL;
	}
	if (hides == NULL && conditions == 0) {
		bool asked = n->what == NODE_FIELD && n->kind->json != FIELD_NONE && n->calculate == NULL && !n->locked;
		form_why_add(w, "shown", 0, NULL,
		    n->hidden ? "%.*s wird nie gezeigt, nur berechnet."
		    : asked   ? "%.*s wird immer gefragt."
		              : "%.*s wird immer gezeigt.",
		    STR_ARG(name));
		return;
	}
	if (hides == NULL) {
		for (const struct form_node *up = n; up->what != NODE_ROOT; up = up->up) {
			if (up->relevant == NULL)
				continue;
			for (at = in; at->group != up->group;)
				at = at->parent;
			struct str clause = form_why_because(w, explain_condition(&w->e, at, up->relevant, true)),
			           which = what(w, up);
			form_why_add(
			    w, "shown", up == n ? 0 : 1, up->relevant, "%.*s wird gezeigt%.*s.", STR_ARG(which), STR_ARG(clause));
		}
		return;
	}
	struct str which = what(w, hides);
	if (hides != n)
		form_why_add(w, "hidden", 0, NULL, "%.*s wird nicht gezeigt, weil es dahinter verborgen ist: %.*s.",
		    STR_ARG(name), STR_ARG(which));
	const struct form_cell *c = &hides_in->cells[hides->cell];
	if (c->forbidden) {
		tell_rules(w, hides_in, hides, RULE_FORBID, "forbidden", "darf nicht ausgefüllt sein");
	} else if (hides->relevant != NULL) {
		struct str clause = form_why_because(w, explain_condition(&w->e, hides_in, hides->relevant, false));
		form_why_add(w, "hidden", hides == n ? 0 : 1, hides->relevant, "%.*s wird nicht gezeigt%.*s.", STR_ARG(which),
		    STR_ARG(clause));
	}
	form_why_add(w, "hidden", 1, NULL, "Was nicht gezeigt wird, gilt als nicht beantwortet.");
}

/* ---- demanded or not ---- */

static void tell_required(struct why *w, const struct form_inst *in, const struct form_node *n)
{
	const struct form_cell *c = &in->cells[n->cell];
	struct str name = what(w, n);
	size_t rules = c->demanded ? tell_rules(w, in, n, RULE_REQUIRE, "required", "wird verlangt") : 0;
	if (rules > 0 || n->what != NODE_FIELD)
		return;
	if (n->calculate != NULL || n->locked) {
		form_why_add(w, "optional", 0, NULL,
		    n->locked ? "%.*s füllt die Verwaltung aus, nicht Sie."
		              : "%.*s wird ausgerechnet, da gibt niemand etwas ein.",
		    STR_ARG(name));
	} else if (n->required != NULL) {
		struct str clause = form_why_because(w, explain_condition(&w->e, in, n->required, c->required));
		form_why_add(w, c->required ? "required" : "optional", 0, n->required, "%.*s %s%.*s.", STR_ARG(name),
		    c->required ? "wird verlangt" : "ist freiwillig", STR_ARG(clause));
	} else if (!c->required && !n->optional) {
		struct str group = what(w, in->group);
		form_why_add(w, "optional", 0, NULL, "%.*s wird erst verlangt, wenn es den Eintrag gibt: %.*s.", STR_ARG(name),
		    STR_ARG(group));
	} else {
		form_why_add(w, c->required ? "required" : "optional", 0, NULL,
		    c->required ? "%.*s wird immer verlangt, wenn danach gefragt wird." : "%.*s ist freiwillig.",
		    STR_ARG(name));
	}
}

/* ---- wrong ---- */

static void tell_valid_rules(struct why *w, const struct form_inst *in)
{
	w->e.s->raw = true;
	for (const struct form_rule *r = in->group->rules; r != NULL; r = r->next) {
		struct field_fault fault = { 0 };
		if (r->effect != RULE_VALID || form_true(w->e.s, in, r->when, &fault))
			continue;
		struct str clause = form_why_because(w, explain_condition(&w->e, in, r->when, false));
		form_why_add(w, "error", 0, r->when, "%.*s Das wird beanstandet%.*s.", STR_ARG(r->message), STR_ARG(clause));
	}
	w->e.s->raw = false;
}

/* The faults at exactly this path. */
static void tell_errors(struct why *w, const struct form_inst *in, const struct form_node *n, struct str path)
{
	const struct form_error *list;
	size_t count = form_errors(w->e.s, &list);
	for (size_t i = 0; i < count; i++) {
		if (!str_eq(list[i].path, path) || strcmp(list[i].code, "forbidden") == 0)
			continue;
		struct str answer = n == NULL || n->what != NODE_FIELD ? STR("") : explain_answer(&w->e, in, n);
		struct str clause = STR("");
		bool constraint = strcmp(list[i].code, "constraint") == 0 && n != NULL && n->constraint != NULL;
		if (constraint)
			clause = form_why_because(w, explain_condition(&w->e, in, n->constraint, false));
		if (strcmp(list[i].code, "rule") == 0)
			continue; /* told with the rules */
		if (clause.n > 0)
			form_why_add(w, "error", 0, n->constraint, "%.*s Das wird beanstandet%.*s.", STR_ARG(list[i].message),
			    STR_ARG(clause));
		else
			form_why_add(w, "error", 0, NULL, "%.*s", STR_ARG(list[i].message));
		if (answer.n > 0)
			form_why_add(w, "error", 1, NULL, "Angegeben ist %.*s.", STR_ARG(answer));
	}
}

/* ---- calculated ---- */

static void tell_value(struct why *w, const struct form_inst *in, const struct form_node *n, unsigned depth)
{
	if (n->what != NODE_FIELD || n->calculate == NULL || !in->cells[n->cell].relevant)
		return;
	struct str name = what(w, n), value = explain_answer(&w->e, in, n), reasons;
	struct str formula = explain_value(&w->e, in, n->calculate, &reasons), clause = form_why_because(w, reasons);
	if (value.n == 0)
		form_why_add(w, "calculated", depth, n->calculate, "%.*s lässt sich noch nicht ausrechnen: %.*s.",
		    STR_ARG(name), STR_ARG(formula));
	else if (formula.n == 0 || str_eq(formula, value))
		form_why_add(
		    w, "calculated", depth, n->calculate, "%.*s ist %.*s%.*s.", STR_ARG(name), STR_ARG(value), STR_ARG(clause));
	else
		form_why_add(w, "calculated", depth, n->calculate, "%.*s ist %.*s = %.*s%.*s.", STR_ARG(name), STR_ARG(value),
		    STR_ARG(formula), STR_ARG(clause));
}

/* How the calculated fields came about that were mentioned on the way. */
static void tell_mentions(struct why *w, const struct form_node *n)
{
	for (size_t i = 0; i < w->e.n_mentions; i++)
		if (w->e.mentions[i].n != n)
			tell_value(w, w->e.mentions[i].in, w->e.mentions[i].n, 1);
}

/* ---- finding the element ---- */

/* The name and the index of a step: "hund[2]". */
static bool split_step(struct str step, struct str *name, size_t *index)
{
	int64_t v = 0;
	ptrdiff_t open = str_find(step, '[');
	*name = open < 0 ? step : str_sub(step, 0, (size_t)open);
	*index = 0;
	if (open < 0)
		return true;
	if (!str_ends(step, STR("]")) || !str_to_i64(str_sub(step, (size_t)open + 1, step.n - 1), &v) || v < 1)
		return false;
	*index = (size_t)v;
	return true;
}

static const struct form_node *find_page(const struct form *f, struct str id)
{
	size_t page;
	return form_page_find(f, id, &page) ? f->pages[page] : NULL;
}

static bool not_there(struct why *w, const struct form_inst *in, struct str path, struct str name, struct err *err)
{
	const struct form_node *g = in->group;
	struct str *names = ARENA_ARRAY(w->e.a, struct str, g->n_members);
	size_t n = 0;
	for (size_t i = 0; i < g->n_members; i++)
		if (g->members[i]->id.n > 0 && (w->e.all || !g->members[i]->hidden))
			names[n++] = g->members[i]->id;
	struct buf hint = buf_new(w->e.a);
	suggest_add(&hint, "", name, names, n);
	return err_set(
	    err, ERR_INPUT, "„%.*s“ gibt es in diesem Formular nicht.%.*s", STR_ARG(path), STR_ARG(buf_str(&hint)));
}

/* The element and the instance that holds its cell. An entry of a group that repeats is itself the instance: then
 * *entry is set. n is NULL for the form itself. */
static bool find(struct why *w, struct str path, const struct form_node **n, const struct form_inst **in,
    const struct form_inst **entry, struct err *err)
{
	struct str rest = path, step, name;
	size_t index;
	*n = NULL;
	*entry = *in = w->e.s->root;
	while (path.n > 0 && str_next(&rest, '/', &step)) {
		if (!split_step(step, &name, &index))
			return err_set(err, ERR_INPUT, "„%.*s“ ist kein Weg wie hund[2]/name.", STR_ARG(path));
		if (*entry == NULL)
			return not_there(w, *in, path, name, err);
		*in = *entry;
		*n = form_member((*in)->group, name);
		if (*n == NULL && (*in)->parent == NULL && (*n = find_page(w->e.s->form, name)) != NULL)
			*in = w->e.s->insts[(*n)->group->number].list[0]; /* pages may stand in a group */
		if (*n == NULL && str_eq_c(path, FEE) && w->e.s->form->fees != NULL)
			return true;
		if (*n == NULL)
			return not_there(w, *in, path, name, err);
		const struct form_cell *c = &(*in)->cells[(*n)->cell];
		*entry = NULL;
		if ((*n)->what == NODE_GROUP && index > 0 && index > c->n_shown)
			return err_set(err, ERR_INPUT, "Bei „%.*s“ gibt es keinen Eintrag %zu.", STR_ARG((*n)->label), index);
		if ((*n)->what == NODE_GROUP && c->n_shown > 0 && (index > 0 || !(*n)->repeat || rest.p != NULL))
			*entry = &c->insts[index > 0 ? index - 1 : 0];
		else if ((*n)->what == NODE_GROUP && rest.p != NULL)
			return err_set(err, ERR_INPUT, "Bei „%.*s“ gibt es noch keinen Eintrag.", STR_ARG((*n)->label));
	}
	if (*n != NULL && (*n)->list && *entry != NULL) { /* an entry of a list is its only field */
		*in = *entry;
		*n = (*n)->first;
		*entry = NULL;
	}
	return true;
}

const struct form_why *form_why(struct arena *a, const struct form_state *s, struct str path, bool all, struct err *err)
{
	struct form_state *mine = ARENA_NEW(a, struct form_state);
	*mine = *s;
	mine->arena = a;
	mine->world.decided = NULL;
	mine->world.lang = FORM_DE; /* explained in German only */
	struct why w = { .e = { .a = a, .s = mine, .all = all }, .lines = ARENA_ARRAY(a, struct form_why_line, LINES_MAX) };
	const struct form_node *n;
	const struct form_inst *in, *entry;
	if (!find(&w, path, &n, &in, &entry, err))
		return NULL;
	if (n != NULL && n->what == NODE_FIELD && n->hidden && !all) {
		not_there(&w, in, path, n->id, err);
		return NULL;
	}
	struct form_why *why = ARENA_NEW(a, struct form_why);
	why->path = str_dup(a, path);
	why->page = n == NULL ? SIZE_MAX : n->page;
	why->id = form_html_id(a, path);
	why->label = n == NULL ? s->form->title : n->label.n > 0 ? n->label : n->id;
	if (n != NULL) {
		const struct form_cell *c = &in->cells[n->cell];
		why->relevant = c->relevant;
		why->required = c->relevant && c->required;
		tell_shown(&w, in, n);
		if (c->relevant && n->what != NODE_PAGE && (n->what != NODE_FIELD || n->kind->json != FIELD_NONE))
			tell_required(&w, in, n);
		tell_value(&w, in, n, 0);
		if (n->what == NODE_FIELD)
			why->value = explain_answer(&w.e, in, n);
	} else {
		why->relevant = true;
	}
	if (n == NULL || n->what == NODE_PAGE)
		form_why_stop(&w, n);
	if (n != NULL && n->what == NODE_PAGE)
		form_why_page(&w, n);
	else
		tell_errors(&w, in, n, path);
	if (n == NULL)
		form_why_fees(&w);
	if (entry != NULL)
		tell_valid_rules(&w, entry);
	tell_mentions(&w, n);
	why->lines = w.lines;
	why->n_lines = w.n;
	return why;
}

static json_t *text_json(struct str s)
{
	return json_stringn(s.p == NULL ? "" : s.p, s.n);
}

json_t *form_why_json(const struct form_why *why)
{
	json_t *lines = json_array();
	for (size_t i = 0; i < why->n_lines; i++) {
		const struct form_why_line *l = &why->lines[i];
		json_t *line =
		    json_pack("{s:s, s:i, s:o}", "about", l->about, "depth", (int)l->depth, "text", text_json(l->text));
		if (l->condition.n > 0)
			json_object_set_new(line, "condition", text_json(l->condition));
		json_array_append_new(lines, line);
	}
	json_t *out = json_pack("{s:o, s:o, s:b, s:b, s:o}", "path", text_json(why->path), "label", text_json(why->label),
	    "relevant", (int)why->relevant, "required", (int)why->required, "lines", lines);
	if (why->value.n > 0)
		json_object_set_new(out, "value", text_json(why->value));
	return out;
}
