/* SPDX-License-Identifier: EUPL-1.2
 * The rules a workflow must keep, all of them looked at in one go. What a single element demands of itself stands in
 * its node_*.c. */
#include "flow/flow_raw.h"

enum {
	FLOWS_MAX = 100, /* at one side of one node */
	VARS_MAX = 1000,
};

bool flow_is_id(struct str s)
{
	if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return true;
}

void flow_raw_check_id(const struct raw_flow *f, const struct raw_node *n, const char *attr)
{
	struct str id = flow_raw_attr(n, attr);
	const struct xml_attr *at = xml_attr_ns(n->xml, FLOW_OZG_NS, attr);
	if (at == NULL || flow_is_id(id))
		return;
	diag_error(f->diags, at->pos, "bad-id",
	    "%.*s: ozg:%s=\"%.*s\" ist keine gültige Id. Erlaubt sind Kleinbuchstaben a–z, Ziffern und Bindestriche, "
	    "beginnend mit einem Buchstaben.",
	    STR_ARG(flow_raw_label(f, n)), attr, STR_ARG(at->value));
}

/* ---- shape ---- */

/* Notes where each scope begins and whether it ends. */
static void find_ends(struct raw_flow *f)
{
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		struct raw_node *scope = n->parent;
		if (scope == NULL)
			continue;
		if (n->kind == NULL)
			scope->guess = true;
		else if (n->kind->role == NODE_END)
			scope->ends = true;
		if (n->kind == NULL || n->kind->role != NODE_START || (n->trigger != TRIGGER_NONE && !scope->by_event))
			continue;
		if (scope->start == NULL)
			scope->start = n;
		else
			diag_error(f->diags, n->xml->pos, "several-starts",
			    "%.*s ist ein zweites Startereignis. Ein Ablauf beginnt an genau einer Stelle.",
			    STR_ARG(flow_raw_label(f, n)));
	}
	/* A sub-process without a start event begins at all that nothing leads to (clause 10.5.2). */
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *n = &f->nodes[i];
		bool event = n->by_event || n->trigger == TRIGGER_LINK || (n->kind != NULL && n->kind->role == NODE_BOUNDARY);
		n->begins = n->kind != NULL && n->parent != NULL && n->parent->kind == &node_sub && n->parent->start == NULL &&
		            !n->parent->by_event && n->n_in == 0 && !event;
	}
	/* Without a none start the process begins with what comes from outside. */
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		if (n->kind == &node_start && n->parent == f->process && f->process->start == NULL)
			f->process->start = n;
	}
}

static bool begins_by_event(const struct raw_flow *f, const struct raw_node *process)
{
	for (size_t i = 0; i < f->n_nodes; i++)
		if (f->nodes[i].parent == process && f->nodes[i].kind == &node_start)
			return true;
	return false;
}

static void check_scope(const struct raw_flow *f, const struct raw_node *n)
{
	bool process = n->kind->role == NODE_SCOPE;
	const char *what = process ? "Der Prozess" : "Der Teilprozess";
	if (n->start == NULL && !n->guess && !process && !n->by_event)
		diag_warning(f->diags, n->xml->pos, "implied-start",
		    "%s %.*s hat kein Startereignis. Er beginnt überall, wohin kein Weg führt. Ergänzen Sie ein startEvent, "
		    "damit "
		    "jeder es sieht.",
		    what, STR_ARG(flow_raw_label(f, n)));
	else if (n->start == NULL && process && begins_by_event(f, n))
		diag_error(f->diags, n->xml->pos, "called-start",
		    "Der Prozess %.*s wird aufgerufen, beginnt aber nur mit einem Ereignis. Ergänzen Sie ein einfaches "
		    "Startereignis.",
		    STR_ARG(flow_raw_label(f, n)));
	else if (n->start == NULL && !n->guess)
		diag_error(f->diags, n->xml->pos, "no-start", "%s %.*s hat kein Startereignis. Ergänzen Sie ein startEvent.",
		    what, STR_ARG(flow_raw_label(f, n)));
	if (process && !n->ends && !n->guess)
		diag_warning(f->diags, n->xml->pos, "no-end",
		    "Der Prozess %.*s hat kein Endereignis. Er endet dort, wo kein Weg weiterführt; ein endEvent mit "
		    "ozg:status sagt den Antragstellenden, wie.",
		    STR_ARG(flow_raw_label(f, n)));
}

/* Clause 10.5.3: only a scope without end events should end at any node; engines let every activity be an end. */
static void check_dead_end(const struct raw_flow *f, const struct raw_node *n)
{
	bool ends = n->kind->role == NODE_END || n->by_event || (n->kind == &node_throw && n->trigger == TRIGGER_LINK);
	if (n->n_out > 0 || ends || n->parent == NULL)
		return;
	bool here = n->kind->role == NODE_ACTIVITY || !(n->parent->ends || n->parent->guess);
	if (n->kind->role == NODE_START || n->kind->role == NODE_BOUNDARY || !here)
		diag_error(f->diags, n->xml->pos, "dead-end",
		    "Hinter %.*s geht es nicht weiter. Verbinden Sie das Element mit dem nächsten Schritt oder mit einem "
		    "Endereignis.",
		    STR_ARG(flow_raw_label(f, n)));
	else if (n->parent->ends || n->kind == &node_throw || n->kind == &node_catch)
		diag_warning(f->diags, n->xml->pos, "dead-end",
		    "Hinter %.*s geht es nicht weiter: hier endet dieser Weg. Verbinden Sie das Element mit einem Endereignis, "
		    "damit jeder es sieht.",
		    STR_ARG(flow_raw_label(f, n)));
}

static void check_degree(const struct raw_flow *f, const struct raw_node *n)
{
	struct str label = flow_raw_label(f, n);
	if ((n->kind->role == NODE_BOUNDARY || n->by_event) && n->n_in > 0)
		diag_error(f->diags, n->in[0]->xml->pos, "into-event",
		    "Der Weg %.*s führt zu %.*s. Dorthin kommt man nur durch das Ereignis. Löschen Sie den Weg.",
		    STR_ARG(n->in[0]->id), STR_ARG(label));
	if (n->by_event && n->n_out > 0)
		diag_error(f->diags, n->out[0]->xml->pos, "out-of-handler",
		    "Der Weg %.*s führt aus dem Ereignis-Teilprozess %.*s heraus. Löschen Sie ihn.", STR_ARG(n->out[0]->id),
		    STR_ARG(label));
	if (n->kind->role == NODE_START && n->n_in > 0)
		diag_error(f->diags, n->in[0]->xml->pos, "into-start",
		    "Der Weg %.*s führt in das Startereignis %.*s. Führen Sie ihn zum ersten Schritt dahinter.",
		    STR_ARG(n->in[0]->id), STR_ARG(label));
	if (n->kind->role == NODE_END && n->n_out > 0)
		diag_error(f->diags, n->out[0]->xml->pos, "out-of-end",
		    "Der Weg %.*s beginnt am Endereignis %.*s. Dort ist der Ablauf zu Ende; verwenden Sie ein "
		    "intermediateThrowEvent.",
		    STR_ARG(n->out[0]->id), STR_ARG(label));
	if (n->n_in > FLOWS_MAX || n->n_out > FLOWS_MAX)
		diag_error(f->diags, n->xml->pos, "too-many-flows",
		    "%.*s hat mehr als %d Wege auf einer Seite. Teilen Sie es auf.", STR_ARG(label), FLOWS_MAX);
}

/* Marks whatever can be reached from the nodes on the stack, forwards or backwards. The stack has room for all nodes.
 */
static void spread(struct raw_node **stack, size_t n, bool forwards)
{
	while (n > 0) {
		const struct raw_node *x = stack[--n];
		size_t n_flows = forwards ? x->n_out : x->n_in;
		for (size_t i = 0; i < n_flows; i++) {
			struct raw_node *y = forwards ? x->out[i]->to : x->in[i]->from;
			bool *mark = y == NULL ? NULL : forwards ? &y->reached : &y->finishes;
			if (mark == NULL || *mark)
				continue;
			*mark = true;
			stack[n++] = y;
		}
	}
}

/* Every step lies on a way from the start to an end. Unsupported elements and flows from or to nowhere count as both,
 * so that one mistake is not reported ten times. */
static void check_reach(struct raw_flow *f)
{
	struct raw_node **stack = ARENA_ARRAY(f->arena, struct raw_node *, f->n_nodes);
	size_t n = 0;
	bool starts = false;
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *x = &f->nodes[i];
		x->reached = x->kind == NULL || x->kind->role == NODE_START || x->kind->role == NODE_BOUNDARY || x->by_event ||
		             (x->kind == &node_catch && x->trigger == TRIGGER_LINK) || x->begins;
		for (size_t k = 0; k < x->n_in; k++)
			x->reached |= x->in[k]->from == NULL;
		starts |= x->reached;
		if (x->reached)
			stack[n++] = x;
	}
	spread(stack, n, true);
	n = 0;
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *x = &f->nodes[i];
		x->finishes = x->kind == NULL || x->n_out == 0;
		for (size_t k = 0; k < x->n_out; k++)
			x->finishes |= x->out[k]->to == NULL;
		if (x->finishes)
			stack[n++] = x;
	}
	spread(stack, n, false);
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *x = &f->nodes[i];
		if (x->parent == NULL)
			continue;
		bool event = (x->kind == &node_throw || x->kind == &node_catch) && x->n_in == 0; /* never begins by itself */
		bool begun = x->parent->kind != &node_process || x->parent->start != NULL || x->parent->guess;
		if (!x->reached && ((starts && begun) || event))
			diag_error(f->diags, x->xml->pos, "unreachable",
			    "%.*s wird nie erreicht: vom Start führt kein Weg dorthin. Verbinden Sie das Element, oder löschen Sie "
			    "es.",
			    STR_ARG(flow_raw_label(f, x)));
		else if (!x->finishes)
			diag_error(f->diags, x->xml->pos, "no-way-out",
			    "Von %.*s führt kein Weg zu einem Ende. Ergänzen Sie einen Ausgang aus der Schleife.",
			    STR_ARG(flow_raw_label(f, x)));
	}
}

/* <incoming> and <outgoing> repeat what the flows say; a wrong one does no harm but tells of a damaged file. */
static void check_mentions(
    const struct raw_flow *f, const struct raw_node *n, const char *name, struct raw_seq *const *flows, size_t n_flows)
{
	for (const struct xml_node *x = xml_child(n->xml, FLOW_BPMN_NS, name); x != NULL; x = xml_next(x)) {
		struct str id = str_trim(x->text);
		bool found = false;
		for (size_t i = 0; i < n_flows && !found; i++)
			found = str_eq(flows[i]->id, id);
		if (!found)
			diag_warning(f->diags, x->pos, "dangling-mention",
			    "%.*s nennt in <%s> den Weg „%.*s“, der dort nicht anliegt. Maßgeblich ist der sequenceFlow.",
			    STR_ARG(flow_raw_label(f, n)), name, STR_ARG(id));
	}
}

void flow_check(struct raw_flow *f)
{
	if (f->n_vars > VARS_MAX) {
		diag_error(f->diags, f->process->xml->pos, "too-many-variables", "Mehr als %d Variablen sind nicht möglich.",
		    VARS_MAX);
		return;
	}
	flow_check_exprs(f);
	flow_check_events(f);
	find_ends(f);
	check_reach(f);
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *n = &f->nodes[i];
		if (n->kind == NULL)
			continue;
		if (n->kind->holds)
			check_scope(f, n);
		check_dead_end(f, n);
		check_degree(f, n);
		check_mentions(f, n, "incoming", n->in, n->n_in);
		check_mentions(f, n, "outgoing", n->out, n->n_out);
		if (n->kind->check != NULL)
			n->kind->check(f, n);
	}
	flow_advise(f);
}
