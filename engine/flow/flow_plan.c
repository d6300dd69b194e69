/* SPDX-License-Identifier: EUPL-1.2
 * The plan for taking instances over: what two versions of a workflow suggest, and what a person says. */
#include "flow/flow_migrate.h"
#include "flow/flow_model.h"

const char *flow_move_word(enum flow_move how)
{
	static const char *const words[] = {
		[FLOW_MOVE_GONE] = "fällt weg",
		[FLOW_MOVE_SAME] = "gleich",
		[FLOW_MOVE_SHIFTED] = "in einem anderen Teilablauf",
		[FLOW_MOVE_RENAMED] = "gleicher Name, andere Kennung",
		[FLOW_MOVE_GIVEN] = "vorgegeben",
	};
	return words[how];
}

static bool same_kind(const struct flow_node *a, const struct flow_node *b)
{
	return a->kind == b->kind && a->event.trigger == b->event.trigger && a->by_event == b->by_event;
}

/* The only element of f with this name and kind, without those that other has by id; NULL: none or several. */
static const struct flow_node *only_one(const struct flow *f, const struct flow *other, const struct flow_node *n)
{
	const struct flow_node *found = NULL;
	for (size_t i = 0; n->name.n > 0 && i < f->n_nodes; i++) {
		const struct flow_node *x = &f->nodes[i];
		if (!str_eq(x->name, n->name) || !same_kind(x, n) || flow_node(other, x->id) != NULL)
			continue;
		if (found != NULL)
			return NULL;
		found = x;
	}
	return found;
}

static const struct flow_node *by_name(const struct flow *old, const struct flow *new, const struct flow_node *n)
{
	return only_one(old, new, n) == NULL ? NULL : only_one(new, old, n);
}

static bool waits(const struct flow_node *n)
{
	bool join = n->kind->rests != TOKEN_JOIN || n->n_in > 1;
	return (n->kind->rests != TOKEN_NEW && join) || n->loop != NULL || n->host != NULL ||
	       (n->parent != NULL && n->parent->by_event);
}

static struct flow_map propose(const struct flow *old, const struct flow *new, const struct flow_node *n)
{
	struct flow_map m = { .from = n->id, .name = n->name, .waits = waits(n) };
	const struct flow_node *x = flow_node(new, n->id);
	if (x != NULL && same_kind(x, n)) {
		bool inside = n->parent == NULL || x->parent == NULL || str_eq(n->parent->id, x->parent->id) ||
		              (n->parent == old->process && x->parent == new->process);
		m.to = x->id;
		m.how = inside ? FLOW_MOVE_SAME : FLOW_MOVE_SHIFTED;
		return m;
	}
	x = by_name(old, new, n);
	if (x != NULL) {
		m.to = x->id;
		m.how = FLOW_MOVE_RENAMED;
	}
	return m;
}

static bool four_eyes(const struct flow *f, struct str id)
{
	struct flow_effect task;
	return flow_task(f, id, &task) && task.n_not_by > 0;
}

/* Who did what is remembered by the id of the element. */
static bool forgets(const struct flow_map *m, const struct flow *new)
{
	return m->to.n > 0 && !str_eq(m->from, m->to) && four_eyes(new, m->to);
}

static bool become_one(const struct flow_map *a, const struct flow_map *b)
{
	return a->to.n > 0 && str_eq(a->to, b->to);
}

struct flow_plan flow_plan_propose(struct arena *a, const struct flow *old, const struct flow *new)
{
	struct flow_plan p = { .list = ARENA_ARRAY(a, struct flow_map, old->n_nodes) };
	for (size_t i = 0; i < old->n_nodes; i++)
		if (&old->nodes[i] != old->process)
			p.list[p.n++] = propose(old, new, &old->nodes[i]);
	for (size_t i = 0; i < p.n; i++)
		if (forgets(&p.list[i], new)) {
			p.list[i].to = STR("");
			p.list[i].how = FLOW_MOVE_GONE;
		}
	return p;
}

static struct flow_map *find(struct flow_plan *p, struct str from)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->list[i].from, from))
			return &p->list[i];
	return NULL;
}

static const struct pos nowhere = { 0, 0 };

static void amend(struct flow_plan *p, const struct flow *old, const struct flow *new, struct str from,
    const json_t *value, struct diags *d)
{
	struct flow_map *m = find(p, from);
	struct str to = { json_string_value(value), json_string_length(value) };
	if (m == NULL) {
		diag_error(d, nowhere, "unknown-element", "Der Plan nennt „%.*s“: das gibt es in der alten Version nicht.",
		    STR_ARG(from));
		return;
	}
	if (json_is_null(value)) {
		m->to = STR("");
		m->how = FLOW_MOVE_GONE;
		return;
	}
	const struct flow_node *x = flow_node(new, to);
	if (x == NULL)
		diag_error(d, nowhere, "unknown-element",
		    "Der Plan führt „%.*s“ zu „%.*s“: das gibt es in der neuen Version nicht.", STR_ARG(from), STR_ARG(to));
	else if (!same_kind(x, flow_node(old, from)))
		diag_error(d, nowhere, "other-kind",
		    "Der Plan führt „%.*s“ zu „%.*s“: das ist ein anderes Element. Aus einer Aufgabe kann nur eine Aufgabe "
		    "werden.",
		    STR_ARG(from), STR_ARG(to));
	else if (!str_eq(m->to, x->id)) {
		m->to = x->id;
		m->how = FLOW_MOVE_GIVEN;
	}
}

void flow_plan_amend(
    struct flow_plan *p, const struct flow *old, const struct flow *new, const json_t *changes, struct diags *d)
{
	const char *from;
	json_t *value;
	json_object_foreach((json_t *)changes, from, value) amend(p, old, new, str_c(from), value, d);
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < i; k++)
			if (become_one(&p->list[i], &p->list[k]))
				diag_error(d, nowhere, "two-become-one",
				    "„%.*s“ und „%.*s“ sollen beide „%.*s“ werden. Nehmen Sie eines "
				    "davon heraus.",
				    STR_ARG(p->list[k].from), STR_ARG(p->list[i].from), STR_ARG(p->list[i].to));
	for (size_t i = 0; i < p->n; i++)
		if (forgets(&p->list[i], new))
			diag_error(d, nowhere, "four-eyes",
			    "„%.*s“ soll „%.*s“ werden und steht unter dem Vier-Augen-Prinzip: Wer es erledigt hat, ist unter der "
			    "alten Kennung vermerkt. Behalten Sie die Kennung, oder lassen Sie es im Plan wegfallen (null).",
			    STR_ARG(p->list[i].from), STR_ARG(p->list[i].to));
}

size_t flow_plan_forgotten(struct arena *a, const struct flow *old, const struct flow *new, const struct str **list)
{
	struct str *out = ARENA_ARRAY(a, struct str, old->n_nodes);
	size_t n = 0, fresh = 0;
	for (size_t i = 0; i < old->n_nodes; i++)
		if (four_eyes(old, old->nodes[i].id) && !four_eyes(new, old->nodes[i].id))
			out[n++] = old->nodes[i].id;
	for (size_t i = 0; i < new->n_nodes; i++)
		fresh += four_eyes(new, new->nodes[i].id) && !four_eyes(old, new->nodes[i].id);
	*list = out;
	return fresh > 0 ? n : 0;
}

size_t flow_plan_choices(
    struct arena *a, const struct flow *old, const struct flow *new, struct str from, const struct flow_choice **list)
{
	const struct flow_node *n = flow_node(old, from);
	struct flow_choice *out = ARENA_ARRAY(a, struct flow_choice, new->n_nodes);
	size_t count = 0;
	for (size_t i = 0; n != NULL && i < new->n_nodes; i++)
		if (&new->nodes[i] != new->process && same_kind(&new->nodes[i], n))
			out[count++] = (struct flow_choice){ new->nodes[i].id, new->nodes[i].name };
	*list = out;
	return count;
}

json_t *flow_plan_json(const struct flow_plan *p)
{
	json_t *out = json_object();
	for (size_t i = 0; i < p->n; i++)
		json_object_setn_new(out, p->list[i].from.p, p->list[i].from.n,
		    p->list[i].to.n == 0 ? json_null() : json_stringn(p->list[i].to.p, p->list[i].to.n));
	return out;
}
