/* SPDX-License-Identifier: EUPL-1.2
 * From the checked graph to the compiled model: flat arrays, sorted by id, const from here on. */
#include "flow/draw/draw.h"
#include "flow/flow_raw.h"

/* Both lists of nodes have the same order, and so have both lists of flows: an index says who is who. */
static const struct flow_node *node_of(
    const struct raw_flow *f, const struct flow_node *nodes, const struct raw_node *n)
{
	return n == NULL ? NULL : &nodes[n - f->nodes];
}

static const struct flow_seq *const *flows_of(
    const struct raw_flow *f, const struct flow_seq *seqs, struct raw_seq *const *list, size_t n)
{
	const struct flow_seq **out = ARENA_ARRAY(f->arena, const struct flow_seq *, n);
	for (size_t i = 0; i < n; i++)
		out[i] = &seqs[list[i] - f->seqs];
	return out;
}

static struct flow_event event_of(const struct raw_flow *f, const struct raw_node *n)
{
	struct flow_event e = {
		.trigger = n->trigger,
		.name = str_dup(f->arena, n->event_name),
		.label = str_dup(f->arena, n->event_label),
		.payload = n->payload,
		.n_payload = n->n_payload,
		.expr = n->trigger == TRIGGER_CONDITION ? n->event_expr.code : n->key,
	};
	if (n->trigger == TRIGGER_TIMER) {
		struct flow_timer *timer = ARENA_NEW(f->arena, struct flow_timer);
		*timer = n->timer;
		e.timer = timer;
		e.when = n->when.code;
	}
	return e;
}

static const struct flow_loop *loop_of(const struct raw_flow *f, const struct raw_node *n)
{
	const struct raw_loop *raw = &n->loop;
	if (raw->xml == NULL)
		return NULL;
	int64_t max = 0;
	str_to_i64(str_trim(xml_attr_value(raw->xml, "loopMaximum")), &max);
	struct flow_loop *loop = ARENA_NEW(f->arena, struct flow_loop);
	*loop = (struct flow_loop){
		.standard = raw->standard,
		.sequential = raw->standard || str_eq_c(str_trim(xml_attr_value(raw->xml, "isSequential")), "true"),
		.before = str_eq_c(str_trim(xml_attr_value(raw->xml, "testBefore")), "true"),
		.count = raw->count.code,
		.list = flow_raw_var(f, n, raw->list),
		.collects = raw->collect.n > 0,
		.give = flow_raw_var(f, n, raw->give),
		.collect = flow_raw_var(f, n, raw->collect),
		.cond = raw->cond.code,
		.max = (unsigned)max,
	};
	return loop;
}

struct node_list {
	const struct flow_node **list;
	size_t n, cap;
};

static void add(struct arena *a, struct node_list *l, const struct flow_node *n)
{
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 2 : l->cap * 2;
		l->list = arena_grow(a, l->list, l->cap * sizeof *l->list, cap * sizeof *l->list);
		l->cap = cap;
	}
	l->list[l->n++] = n;
}

/* Boundary events, starts of event sub-processes and implied starts are listed where they are looked for. */
static void link_events(const struct raw_flow *f, struct flow_node *nodes)
{
	struct lists {
		struct node_list begins, boundaries, handlers;
	} *at = ARENA_ARRAY(f->arena, struct lists, f->n_nodes);
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		if (n->host != NULL)
			add(f->arena, &at[n->host - f->nodes].boundaries, &nodes[i]);
		if (n->begins)
			add(f->arena, &at[n->parent - f->nodes].begins, &nodes[i]);
		if (n->kind == &node_start && n->parent->by_event)
			add(f->arena, &at[n->parent->parent - f->nodes].handlers, &nodes[i]);
	}
	for (size_t i = 0; i < f->n_nodes; i++) {
		nodes[i].begins = at[i].begins.list;
		nodes[i].n_begins = at[i].begins.n;
		nodes[i].boundaries = at[i].boundaries.list;
		nodes[i].n_boundaries = at[i].boundaries.n;
		nodes[i].handlers = at[i].handlers.list;
		nodes[i].n_handlers = at[i].handlers.n;
	}
}

/* What cannot be drawn is no mistake of the workflow. */
static const struct drawing *draw(struct arena *a, const struct xml_node *root)
{
	struct diags ignored = diags_new(a, STR(""));
	while (root->parent != NULL)
		root = root->parent;
	return flow_drawing_of(a, root, &ignored);
}

const struct flow *flow_build(const struct raw_flow *f)
{
	struct arena *a = f->arena;
	struct flow_node *nodes = ARENA_ARRAY(a, struct flow_node, f->n_nodes);
	struct flow_seq *seqs = ARENA_ARRAY(a, struct flow_seq, f->n_seqs);
	for (size_t i = 0; i < f->n_seqs; i++) {
		const struct raw_seq *s = &f->seqs[i];
		seqs[i] = (struct flow_seq){
			.id = str_dup(a, s->id),
			.name = str_dup(a, str_trim(xml_attr_value(s->xml, "name"))),
			.from = node_of(f, nodes, s->from),
			.to = node_of(f, nodes, s->to),
			.cond = s->cond,
			.place = s->place,
		};
	}
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		nodes[i] = (struct flow_node){
			.id = str_dup(a, n->id),
			.name = str_dup(a, n->name),
			.kind = n->kind,
			.parent = node_of(f, nodes, n->parent),
			.place = n->place,
			.start = node_of(f, nodes, n->called != NULL ? n->called : n->start),
			.in = flows_of(f, seqs, n->in, n->n_in),
			.out = flows_of(f, seqs, n->out, n->n_out),
			.n_in = n->n_in,
			.n_out = n->n_out,
			.otherwise = n->otherwise == NULL ? NULL : &seqs[n->otherwise - f->seqs],
			.status = str_dup(a, flow_raw_attr(n, "status")),
			.event = event_of(f, n),
			.loop = loop_of(f, n),
			.host = node_of(f, nodes, n->host),
			.partner = node_of(f, nodes, n->partner),
			.first_var = n->first_var,
			.n_vars = n->n_vars,
			.interrupts = n->interrupts,
			.by_event = n->by_event,
			.own = n->kind->build == NULL ? NULL : n->kind->build(f, n),
		};
	}
	link_events(f, nodes);
	struct flow_var *vars = ARENA_ARRAY(a, struct flow_var, f->n_vars);
	for (size_t i = 0; i < f->n_vars; i++)
		vars[i] = (struct flow_var){ str_dup(a, f->vars[i].name), f->vars[i].type, str_dup(a, f->vars[i].from),
			f->vars[i].many };
	struct flow *out = ARENA_NEW(a, struct flow);
	*out = (struct flow){
		.process = node_of(f, nodes, f->process),
		.nodes = nodes,
		.n_nodes = f->n_nodes,
		.vars = vars,
		.n_vars = f->n_vars,
		.called = f->called,
		.n_called = f->n_called,
		.drawing = draw(a, f->process->xml),
	};
	return out;
}

/* Findings in a called process were told when it was published. What is an error now came with this call. */
static void forget_other_files(struct diags *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->n; i++) {
		struct diag x = d->list[i];
		if (x.pos.line >= FLOW_OTHER_FILE && x.level != DIAG_ERROR)
			continue;
		if (x.pos.line >= FLOW_OTHER_FILE) {
			x.text = str_fmt(d->arena, "In einem aufgerufenen Prozess, Zeile %u: %.*s", x.pos.line - FLOW_OTHER_FILE,
			    STR_ARG(x.text));
			x.pos = (struct pos){ 1, 1 };
		}
		d->list[n++] = x;
	}
	d->n = n;
}

const struct flow *flow_read_with(
    struct arena *a, struct str source, const struct flow_options *options, struct diags *d)
{
	enum { VARS_FIRST = 16 }; /* room before there are any, so that there is always a list to point into */
	const struct xml_node *root = xml_parse(a, source, &xml_limits_default, d);
	if (root == NULL)
		return NULL;
	size_t before = d->n_errors;
	if (options->schema != NULL)
		xml_schema_check(options->schema, source, d);
	struct raw_flow f = { .arena = a,
		.diags = d,
		.can = options->can,
		.wanted = options->process,
		.library = flow_library_once(a, options->library),
		.vars = ARENA_ARRAY(a, struct flow_var, VARS_FIRST),
		.cap_vars = VARS_FIRST };
	if (flow_raw_read(&f, root))
		flow_check(&f);
	forget_other_files(d);
	diags_sort(d);
	return d->n_errors > before ? NULL : flow_build(&f);
}

const struct flow *flow_read_for(struct arena *a, struct str source, const struct xml_schema *schema, unsigned can,
    struct str process, struct diags *d)
{
	return flow_read_with(a, source, &(struct flow_options){ schema, can, process, NULL }, d);
}

const struct flow *flow_read(struct arena *a, struct str source, const struct xml_schema *schema, struct diags *d)
{
	return flow_read_for(a, source, schema, FLOW_CAN_ALL, STR(""), d);
}

/* ---- what the model tells ---- */

struct str flow_id(const struct flow *f)
{
	return f->process->id;
}

struct str flow_name(const struct flow *f)
{
	return f->process->name;
}

size_t flow_vars(const struct flow *f, const struct flow_var **list)
{
	*list = f->vars;
	return f->process->n_vars;
}

size_t flow_vars_at(const struct flow *f, struct str element, const struct flow_var **list)
{
	const struct flow_node *n = flow_node(f, element);
	n = n == NULL ? f->process : flow_process_of(n);
	*list = f->vars + n->first_var;
	return n->n_vars;
}

static int by_id(const void *key, const void *node)
{
	return str_cmp(*(const struct str *)key, ((const struct flow_node *)node)->id);
}

const struct flow_node *flow_node(const struct flow *f, struct str id)
{
	return bsearch(&id, f->nodes, f->n_nodes, sizeof *f->nodes, by_id);
}

bool flow_start_due(const struct flow *f, struct str element, unsigned fired, int64_t due, int64_t now, int64_t *next)
{
	const struct flow_node *n = flow_node(f, element);
	const struct flow_timer *t = n == NULL ? NULL : n->event.timer;
	if (t == NULL || (fired > 0 && (t->kind != TIMER_CYCLE || (t->times > 0 && fired >= t->times))))
		return false;
	*next = fired == 0 ? flow_timer_first(t, now) : flow_timer_next(t, due, now);
	if (*next >= now)
		return true;
	if (t->kind == TIMER_CYCLE)
		*next = flow_timer_next(t, *next, now);
	return t->kind == TIMER_CYCLE;
}

/* The same for timers that say the same. */
static struct str timer_text(struct arena *a, const struct flow_timer *t)
{
	return str_fmt(a, "%d %lld %d %d %lld %u", (int)t->kind, t->dated ? (long long)t->at : -1LL, t->span.months,
	    t->span.days, (long long)t->span.micros, t->times);
}

size_t flow_starts(struct arena *a, const struct flow *f, const struct flow_effect **list)
{
	static const enum flow_effect_kind kinds[] = {
		[TRIGGER_NONE] = FLOW_PASSED,
		[TRIGGER_MESSAGE] = FLOW_WAIT_OPEN,
		[TRIGGER_TIMER] = FLOW_JOB_OPEN,
		[TRIGGER_SIGNAL] = FLOW_BROADCAST,
	};
	struct flow_effect *out = ARENA_ARRAY(a, struct flow_effect, f->n_nodes);
	size_t n = 0;
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct flow_node *x = &f->nodes[i];
		if (x->kind == &node_start && x->parent == f->process)
			out[n++] = (struct flow_effect){
				.kind = kinds[x->event.trigger],
				.element = x->id,
				.name = x->name,
				.text = x->event.timer != NULL ? timer_text(a, x->event.timer) : x->event.name,
				.office = *(const struct str *)x->own,
			};
	}
	*list = out;
	return n;
}

static void add_failure(struct arena *a, const struct flow_node *n, struct flow_failure *out)
{
	struct str name = n->name.n > 0 ? n->name : n->event.label.n > 0 ? n->event.label : n->event.name;
	*out = (struct flow_failure){ n->id, n->event.name, name.n > 0 ? name : str_dup(a, STR("Geht nicht")) };
}

size_t flow_failures(struct arena *a, const struct flow *f, struct str element, const struct flow_failure **list)
{
	const struct flow_node *n = flow_node(f, element);
	size_t count = 0, n_events = n == NULL || n->kind != &node_user ? 0 : n->n_boundaries;
	struct flow_failure *out = ARENA_ARRAY(a, struct flow_failure, n_events);
	for (size_t i = 0; i < n_events; i++)
		if (n->boundaries[i]->event.trigger == TRIGGER_ERROR)
			add_failure(a, n->boundaries[i], &out[count++]);
	*list = out;
	return count;
}

size_t flow_called(const struct flow *f, const struct str **list)
{
	*list = f->called;
	return f->n_called;
}

size_t flow_decisions(struct arena *a, const struct flow *f, const struct str **list)
{
	struct str *out = ARENA_ARRAY(a, struct str, f->n_nodes);
	size_t n = 0;
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct str id = node_rule_decision(&f->nodes[i]);
		size_t k = 0;
		while (k < n && !str_eq(out[k], id))
			k++;
		if (id.n > 0 && k == n)
			out[n++] = id;
	}
	*list = out;
	return n;
}
