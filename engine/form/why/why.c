/* SPDX-License-Identifier: EUPL-1.2
 * Why an element is asked for or not, demanded, wrong, or has the value it has: the conditions that decided, told from
 * the outside in. Pure, from one state. */
#include "form/why/why.h"

enum { PARTS_MAX = 8 };

/* ---- sentences ---- */

static unsigned line_of(const struct xpath *x)
{
	const struct xpath_point *points;
	return xpath_points(x, &points) == 0 ? 0 : points[0].pos.line;
}

void why_line(
    struct why *w, const char *about, unsigned depth, const struct xpath *condition, struct str text, bool german)
{
	if (w->n == WHY_LINES_MAX)
		return;
	w->lines[w->n++] = (struct form_why_line){ about, depth, text,
		condition == NULL ? STR("") : xpath_source(condition), condition == NULL ? 0 : line_of(condition), german };
}

static struct str opening(const struct why *w, const struct why_reason *r)
{
	return str_c(r->any ? form_say(&w->s->world, "Schon einer dieser Gründe reicht aus:")
	                    : form_say(&w->s->world, "Dafür kommt zusammen:"));
}

static void tell_parts(struct why *w, const char *about, unsigned depth, const struct why_reason *r)
{
	size_t n = 0, more = 0;
	for (const struct why_reason *k = r->first; k != NULL; k = k->next) {
		if (n++ >= PARTS_MAX) {
			more++;
			continue;
		}
		why_line(w, about, depth, NULL, k->first == NULL ? k->text : opening(w, k), false);
		if (k->first != NULL)
			tell_parts(w, about, depth + 1, k);
	}
	if (more > 0)
		why_line(w, about, depth, NULL, WHY_SAY(w, "Weitere Gründe: {}.", str_fmt(w->a, "%zu", more)), false);
}

static struct str behind(const struct why *w, struct str headline, struct str text)
{
	return str_fmt(w->a, "%.*s %.*s", STR_ARG(headline), STR_ARG(text));
}

void why_tell(
    struct why *w, const char *about, const struct xpath *condition, struct str headline, const struct why_reason *why)
{
	if (why == NULL)
		why_line(w, about, 0, condition, headline, false);
	else if (why->first == NULL && why->vague)
		why_line(w, about, 0, condition, behind(w, headline, why->text), false);
	else if (why->first == NULL)
		why_line(w, about, 0, condition, behind(w, headline, WHY_SAY(w, "Der Grund: {}", why->text)), false);
	else {
		why_line(w, about, 0, condition, behind(w, headline, opening(w, why)), false);
		tell_parts(w, about, 1, why);
	}
}

/* ---- rules ---- */

/* Tells of the rules with this effect on n that hold in the instances around it; how many did. */
static size_t tell_rules(struct why *w, const struct form_inst *in, const struct form_node *n, int effect,
    const char *about, struct str headline)
{
	size_t count = 0;
	w->s->raw = true;
	for (const struct form_inst *at = in; at != NULL; at = at->parent) {
		for (const struct form_rule *r = at->group->rules; r != NULL; r = r->next) {
			struct field_fault fault = { 0 };
			if ((int)r->effect != effect || r->target != n || !form_true(w->s, at, r->when, &fault))
				continue;
			why_tell(w, about, r->when, headline, why_reasons(w, at, r->when, true));
			bool german = false;
			struct str message = form_words(&w->s->world, &r->message, &german);
			if (message.n > 0 && (w->all || w->s->form->fim.n == 0)) /* the catalogue's speak of codes */
				why_line(w, about, 1, NULL, message, german);
			count++;
		}
	}
	w->s->raw = false;
	return count;
}

/* ---- shown or not ---- */

enum { IS_PAGE, IS_GROUP, IS_QUESTION, IS_SHOWN };

static int what(const struct form_node *n)
{
	bool asked = n->what == NODE_FIELD && n->kind->json != FIELD_NONE && n->calculate == NULL && !n->locked;
	if (n->what == NODE_PAGE)
		return IS_PAGE;
	if (n->what == NODE_GROUP)
		return n->list ? IS_QUESTION : IS_GROUP;
	return asked ? IS_QUESTION : IS_SHOWN;
}

static struct str shown(const struct why *w, const struct form_node *n)
{
	struct str name = why_name(w, n);
	switch (what(n)) {
	case IS_PAGE:
		return WHY_SAY(w, "Die Seite {} gehört zu Ihrem Antrag.", name);
	case IS_GROUP:
		return WHY_SAY(w, "Der Abschnitt {} gehört zu Ihrem Antrag.", name);
	case IS_QUESTION:
		return WHY_SAY(w, "Wir fragen nach {}.", name);
	default:
		return WHY_SAY(w, "{} wird angezeigt.", name);
	}
}

static struct str always_shown(const struct why *w, const struct form_node *n)
{
	struct str name = why_name(w, n);
	switch (what(n)) {
	case IS_PAGE:
		return WHY_SAY(w, "Die Seite {} gehört immer zum Antrag.", name);
	case IS_GROUP:
		return WHY_SAY(w, "Der Abschnitt {} gehört immer zum Antrag.", name);
	case IS_QUESTION:
		return WHY_SAY(w, "Nach {} fragen wir immer.", name);
	default:
		return n->hidden ? WHY_SAY(w, "{} wird nie gezeigt. Das Formular rechnet damit.", name)
		                 : WHY_SAY(w, "{} wird immer angezeigt.", name);
	}
}

static struct str hidden(const struct why *w, const struct form_node *n)
{
	struct str name = why_name(w, n);
	switch (what(n)) {
	case IS_PAGE:
		return WHY_SAY(w, "Die Seite {} brauchen Sie nicht.", name);
	case IS_GROUP:
		return WHY_SAY(w, "Den Abschnitt {} brauchen Sie nicht.", name);
	case IS_QUESTION:
		return WHY_SAY(w, "Nach {} fragen wir nicht.", name);
	default:
		return WHY_SAY(w, "{} wird nicht angezeigt.", name);
	}
}

static const struct form_inst *inst_of(const struct form_inst *in, const struct form_node *n)
{
	while (in->group != n->group)
		in = in->parent;
	return in;
}

static void tell_hidden(
    struct why *w, const struct form_inst *in, const struct form_node *n, const struct form_node *hides)
{
	const struct form_inst *at = inst_of(in, hides);
	if (hides != n && hides->what == NODE_PAGE)
		why_line(
		    w, "hidden", 0, NULL, WHY_SAY(w, "{} gehört zur Seite {}.", why_name(w, n), why_name(w, hides)), false);
	else if (hides != n)
		why_line(
		    w, "hidden", 0, NULL, WHY_SAY(w, "{} gehört zum Abschnitt {}.", why_name(w, n), why_name(w, hides)), false);
	if (at->cells[hides->cell].forbidden)
		tell_rules(w, at, hides, RULE_FORBID, "forbidden",
		    WHY_SAY(w, "Bei {} dürfen Sie nichts angeben.", why_name(w, hides)));
	else if (hides->relevant != NULL)
		why_tell(w, "hidden", hides->relevant, hidden(w, hides), why_reasons(w, at, hides->relevant, false));
	why_line(w, "hidden", 0, NULL, str_c(form_say(&w->s->world, "Was wir nicht fragen, gilt als nicht beantwortet.")),
	    false);
}

/* The node and those around it, with their instances; false: it is not shown. */
static bool tell_shown(struct why *w, const struct form_inst *in, const struct form_node *n)
{
	const struct form_node *hides = NULL;
	for (const struct form_node *up = n; up->what != NODE_ROOT; up = up->up)
		if (!inst_of(in, up)->cells[up->cell].relevant)
			hides = up;
	if (hides != NULL) {
		tell_hidden(w, in, n, hides);
		return false;
	}
	for (const struct form_node *up = n; up->what != NODE_ROOT; up = up->up)
		if (up->relevant != NULL)
			why_tell(w, "shown", up->relevant, shown(w, up), why_reasons(w, inst_of(in, up), up->relevant, true));
	return true;
}

/* ---- demanded or not ---- */

static struct str needed(const struct why *w, const struct form_node *n)
{
	struct str name = why_name(w, n);
	return what(n) == IS_GROUP ? WHY_SAY(w, "Im Abschnitt {} brauchen wir mindestens eine Angabe.", name)
	                           : WHY_SAY(w, "Bei {} brauchen wir Ihre Antwort.", name);
}

static void tell_required(struct why *w, const struct form_inst *in, const struct form_node *n)
{
	const struct form_cell *c = &in->cells[n->cell];
	struct str name = why_name(w, n);
	size_t rules = c->demanded ? tell_rules(w, in, n, RULE_REQUIRE, "required", needed(w, n)) : 0;
	if (rules > 0 || n->what != NODE_FIELD || n->calculate != NULL)
		return;
	const char *about = c->required ? "required" : "optional";
	struct str optional = WHY_SAY(w, "{} ist freiwillig.", name);
	if (n->locked)
		why_line(w, about, 0, NULL, WHY_SAY(w, "{} füllt die Verwaltung aus, nicht Sie.", name), false);
	else if (n->required != NULL)
		why_tell(
		    w, about, n->required, c->required ? needed(w, n) : optional, why_reasons(w, in, n->required, c->required));
	else if (c->required)
		why_line(w, about, 0, NULL,
		    w->n > 0 ? needed(w, n) : WHY_SAY(w, "Bei {} brauchen wir immer eine Antwort.", name), false);
	else if (!n->optional)
		why_line(w, about, 0, NULL,
		    WHY_SAY(w, "{} brauchen wir erst, wenn Sie im Abschnitt {} etwas angeben.", name, why_name(w, in->group)),
		    false);
	else
		why_line(w, about, 0, NULL, optional, false);
}

/* ---- wrong ---- */

static void tell_valid_rules(struct why *w, const struct form_inst *in)
{
	w->s->raw = true;
	for (const struct form_rule *r = in->group->rules; r != NULL; r = r->next) {
		struct field_fault fault = { 0 };
		if (r->effect == RULE_VALID && !form_true(w->s, in, r->when, &fault))
			why_tell(
			    w, "error", r->when, form_words(&w->s->world, &r->message, NULL), why_reasons(w, in, r->when, false));
	}
	w->s->raw = false;
}

/* With the rules, with the end, or as what is demanded. */
static bool is_told(const char *code)
{
	static const char *const told[] = { "forbidden", "rule", "stop", "required" };
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (strcmp(code, told[i]) == 0)
			return true;
	return false;
}

/* The faults at exactly this path. */
static void tell_errors(struct why *w, const struct form_inst *in, const struct form_node *n, struct str path)
{
	const struct form_error *list;
	size_t count = form_errors(w->s, &list);
	for (size_t i = 0; i < count; i++) {
		if (!str_eq(list[i].path, path) || is_told(list[i].code))
			continue;
		struct str answer = n == NULL || n->what != NODE_FIELD ? STR("") : why_answer(w, in, n);
		if (strcmp(list[i].code, "constraint") == 0 && n != NULL && n->constraint != NULL)
			why_tell(w, "error", n->constraint, list[i].message, why_reasons(w, in, n->constraint, false));
		else
			why_line(w, "error", 0, NULL, list[i].message, list[i].german);
		if (answer.n > 0)
			why_line(w, "error", 1, NULL, WHY_SAY(w, "Angegeben ist {}.", answer), false);
	}
}

/* ---- calculated ---- */

static void tell_value(struct why *w, const struct form_inst *in, const struct form_node *n)
{
	if (n->what != NODE_FIELD || n->calculate == NULL || !in->cells[n->cell].relevant)
		return;
	struct str name = why_name(w, n), value = why_answer(w, in, n);
	why_tell_value(w, "calculated", in, n->calculate,
	    value.n == 0 ? WHY_SAY(w, "{} lässt sich noch nicht ausrechnen.", name) : WHY_SAY(w, "{} ist {}.", name, value),
	    value);
}

/* How the calculated fields came about that were named on the way. */
static void tell_mentions(struct why *w, const struct form_node *n)
{
	for (size_t i = 0; i < w->n_mentions; i++)
		if (w->mentions[i].n != n)
			tell_value(w, w->mentions[i].in, w->mentions[i].n);
}

static void tell_element(struct why *w, const struct form_inst *in, const struct form_node *n)
{
	bool is_shown = tell_shown(w, in, n);
	if (is_shown && n->what != NODE_PAGE && (n->what != NODE_FIELD || n->kind->json != FIELD_NONE))
		tell_required(w, in, n);
	tell_value(w, in, n);
}

const struct form_why *form_why(struct arena *a, const struct form_state *s, struct str path, bool all, struct err *err)
{
	struct form_state *mine = ARENA_NEW(a, struct form_state);
	*mine = *s;
	mine->arena = a;
	mine->world.decided = NULL;
	struct why w = { .a = a, .s = mine, .all = all, .lines = ARENA_ARRAY(a, struct form_why_line, WHY_LINES_MAX) };
	const struct form_node *n;
	const struct form_inst *in, *entry;
	if (!why_find(&w, path, &n, &in, &entry, err))
		return NULL;
	if (n != NULL && n->what == NODE_FIELD && n->hidden && !all) {
		why_not_there(&w, in, path, n->id, err);
		return NULL;
	}
	struct form_why *why = ARENA_NEW(a, struct form_why);
	*why =
	    (struct form_why){ .path = str_dup(a, path), .page = SIZE_MAX, .id = form_html_id(a, path), .relevant = true };
	const struct str *label = n == NULL ? &s->form->title : n->label.n > 0 ? &n->label : &n->id;
	why->label = form_words(&mine->world, label, NULL);
	if (n != NULL) {
		const struct form_cell *c = &in->cells[n->cell];
		why->page = n->page;
		why->relevant = c->relevant;
		why->required = c->relevant && c->required;
		why->value = n->what == NODE_FIELD ? why_answer(&w, in, n) : STR("");
		tell_element(&w, in, n);
	}
	if (n == NULL || n->what == NODE_PAGE)
		why_stop(&w, n);
	if (n != NULL && n->what == NODE_PAGE)
		why_page(&w, n);
	else
		tell_errors(&w, in, n, path);
	if (n == NULL)
		why_fees(&w);
	if (entry != NULL)
		tell_valid_rules(&w, entry);
	tell_mentions(&w, n);
	if (w.n == 0 && n != NULL)
		why_line(&w, "shown", 0, NULL, always_shown(&w, n), false);
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
		if (l->condition.n > 0) {
			json_object_set_new(line, "condition", text_json(l->condition));
			json_object_set_new(line, "line", json_integer(l->line));
		}
		json_array_append_new(lines, line);
	}
	json_t *out = json_pack("{s:o, s:o, s:b, s:b, s:o}", "path", text_json(why->path), "label", text_json(why->label),
	    "relevant", (int)why->relevant, "required", (int)why->required, "lines", lines);
	if (why->value.n > 0)
		json_object_set_new(out, "value", text_json(why->value));
	return out;
}
