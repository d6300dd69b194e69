/* SPDX-License-Identifier: EUPL-1.2
 * What this engine could execute, but what BPMN forbids or what hardly anybody means: gateways that say the wrong
 * direction, joins that wait for ways that exclude each other. */
#include "flow/flow_raw.h"

#include <string.h>

/* ---- single elements ---- */

/* 8.3.10: what the direction of a gateway says about its flows. */
static void check_direction(const struct raw_flow *f, const struct raw_node *n)
{
	struct str d = flow_raw_trimmed(n->xml, "gatewayDirection");
	bool joins = n->n_in > 1, splits = n->n_out > 1;
	if ((str_eq_c(d, "Diverging") && (joins || !splits)) || (str_eq_c(d, "Converging") && (splits || !joins)) ||
	    (str_eq_c(d, "Mixed") && !(joins && splits)))
		diag_warning(f->diags, xml_attr(n->xml, "gatewayDirection")->pos, "gateway-direction",
		    "%.*s nennt sich „%.*s“, hat aber %zu Wege hinein und %zu hinaus. Berichtigen Sie gatewayDirection.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(d), n->n_in, n->n_out);
}

/* 10.5.5: a link goes on only at its partner, and one that nothing leads to is left over. */
static void check_link(const struct raw_flow *f, const struct raw_node *n)
{
	bool led_to = n->kind != &node_catch;
	if (n->kind == &node_throw && n->n_out > 0)
		diag_error(f->diags, n->xml->pos, "link-outgoing",
		    "Der Verweis %.*s hat einen Weg hinaus. Er geht bei seinem Gegenstück weiter: löschen Sie den Weg.",
		    STR_ARG(flow_raw_label(f, n)));
	if (n->kind == &node_catch && n->n_in > 0)
		diag_error(f->diags, n->xml->pos, "link-incoming",
		    "Zum Verweis %.*s führt ein Weg. Dorthin kommt man nur von seinem Gegenstück: löschen Sie den Weg.",
		    STR_ARG(flow_raw_label(f, n)));
	for (size_t i = 0; !led_to && i < f->n_nodes; i++)
		led_to = f->nodes[i].partner == n;
	if (!led_to)
		diag_warning(f->diags, n->xml->pos, "link-without-source",
		    "Zum Verweis %.*s gibt es kein Gegenstück, das dorthin führt. Ergänzen Sie es, oder löschen Sie das "
		    "Element.",
		    STR_ARG(flow_raw_label(f, n)));
}

static void check_escalation(const struct raw_flow *f, const struct raw_node *n)
{
	bool throws = n->kind == &node_throw || n->kind->role == NODE_END;
	if (throws && n->event_name.n == 0)
		diag_warning(f->diags, n->xml->pos, "escalation-code",
		    "Die Eskalation bei %.*s hat keine Kennung (escalationCode). Nur ein Ereignis ohne Kennung fängt sie.",
		    STR_ARG(flow_raw_label(f, n)));
}

/* 13.2.1: when every way has a condition, none of them may be true. Gateways say so themselves. */
static void check_conditions(const struct raw_flow *f, const struct raw_node *n)
{
	bool gateway = n->kind->role == NODE_STEP && n->kind != &node_throw && n->kind != &node_catch;
	if (gateway || n->n_out == 0 || n->otherwise != NULL)
		return;
	for (size_t i = 0; i < n->n_out; i++)
		if (n->out[i]->expr == NULL)
			return;
	diag_warning(f->diags, n->out[0]->xml->pos, "no-default",
	    "Hinter %.*s hat jeder Weg eine Bedingung, und es gibt keinen Standardweg (default). Trifft keine zu, hält der "
	    "Vorgang mit einer Störung an.",
	    STR_ARG(flow_raw_label(f, n)));
}

/* Values pass through the variables of the process; what else the file says about data is kept and not executed. */
static void check_data(const struct raw_flow *f, const struct raw_node *n)
{
	static const char *const elements[] = { "ioSpecification", "dataInputAssociation", "dataOutputAssociation" };
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		const struct xml_node *x = xml_child(n->xml, FLOW_BPMN_NS, elements[i]);
		if (x == NULL)
			continue;
		diag_note(f->diags, x->pos, "data-not-executed",
		    "%.*s beschreibt Ein- und Ausgaben (%s). Das wird aufbewahrt, aber nicht ausgeführt: Werte stehen in den "
		    "Variablen des Ablaufs (ozg:variable).",
		    STR_ARG(flow_raw_label(f, n)), elements[i]);
		return;
	}
}

/* <incoming> and <outgoing> may be left out, but not here and there. */
static void check_unmentioned(const struct raw_flow *f)
{
	bool any = false;
	for (size_t i = 0; i < f->n_nodes && !any; i++)
		any = xml_child(f->nodes[i].xml, FLOW_BPMN_NS, "incoming") != NULL ||
		      xml_child(f->nodes[i].xml, FLOW_BPMN_NS, "outgoing") != NULL;
	const struct raw_node *first = NULL;
	size_t more = 0;
	for (size_t i = 0; any && i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		bool in = n->n_in > 0 && xml_child(n->xml, FLOW_BPMN_NS, "incoming") == NULL;
		bool out = n->n_out > 0 && xml_child(n->xml, FLOW_BPMN_NS, "outgoing") == NULL;
		if (!in && !out)
			continue;
		more += first != NULL;
		if (first == NULL || n->order < first->order)
			first = n;
	}
	if (first != NULL)
		diag_note(f->diags, first->xml->pos, "missing-mention",
		    "%.*s und %zu weitere Elemente nennen ihre Wege nicht (incoming, outgoing), andere tun das. "
		    "Maßgeblich "
		    "ist der sequenceFlow.",
		    STR_ARG(flow_raw_label(f, first)), more);
}

/* ---- ways that do not fit together ---- */

struct walk {
	const struct raw_flow *f;
	bool *seen; /* by node */
	const struct raw_node **stack;
	bool *arrived; /* by place at the target */
};

static size_t index_of(const struct walk *w, const struct raw_node *n)
{
	return (size_t)(n - w->f->nodes);
}

/* Follows all ways from the flow (or node) without passing avoid, and stops at target, whose flows it notes. Stops at
 * joins when told so: a token that comes there waits for others. */
static void follow(struct walk *w, const struct raw_seq *first, const struct raw_node *from,
    const struct raw_node *avoid, const struct raw_node *target, bool stop_at_joins)
{
	size_t n = 0;
	memset(w->seen, 0, w->f->n_nodes * sizeof *w->seen);
	if (first != NULL && first->to == target)
		w->arrived[first->place] = true;
	else if (first != NULL && first->to != NULL)
		from = first->to;
	if (from != NULL && from != avoid && from != target)
		w->stack[n++] = from;
	while (n > 0) {
		const struct raw_node *x = w->stack[--n];
		bool join = x->n_in > 1 && (x->kind == &node_parallel || x->kind == &node_inclusive);
		if (w->seen[index_of(w, x)] || x == avoid || (stop_at_joins && join))
			continue;
		w->seen[index_of(w, x)] = true;
		for (size_t i = 0; i < x->n_out; i++) {
			const struct raw_node *to = x->out[i]->to;
			if (to == target)
				w->arrived[x->out[i]->place] = true;
			else if (to != NULL && !w->seen[index_of(w, to)])
				w->stack[n++] = to;
		}
		for (size_t i = 0; x->kind != NULL && x->kind->role == NODE_ACTIVITY && i < w->f->n_nodes; i++)
			if (w->f->nodes[i].host == x && !w->seen[i])
				w->stack[n++] = &w->f->nodes[i];
	}
}

static bool all(const bool *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!list[i])
			return false;
	return true;
}

static bool any(const bool *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i])
			return true;
	return false;
}

/* Whoever comes to the join has passed the choice, and no way behind the choice reaches all flows of the join: it waits
 * for what will not come. */
static bool starves(struct walk *w, const struct raw_node *choice, const struct raw_node *join)
{
	const struct raw_flow *f = w->f;
	bool *together = ARENA_ARRAY(f->arena, bool, join->n_in);
	memset(w->arrived, 0, join->n_in * sizeof *w->arrived);
	for (size_t i = 0; i < f->n_nodes; i++)
		if (f->nodes[i].parent == join->parent && f->nodes[i].n_in == 0 && f->nodes[i].host == NULL)
			follow(w, NULL, &f->nodes[i], choice, join, false);
	if (any(w->arrived, join->n_in))
		return false;
	for (size_t o = 0; o < choice->n_out; o++) {
		memset(w->arrived, 0, join->n_in * sizeof *w->arrived);
		follow(w, choice->out[o], NULL, choice, join, false);
		if (all(w->arrived, join->n_in))
			return false;
		for (size_t i = 0; i < join->n_in; i++)
			together[i] |= w->arrived[i];
	}
	return all(together, join->n_in);
}

/* Two ways of the fork meet here without waiting for each other. */
static bool runs_twice(struct walk *w, const struct raw_node *fork, const struct raw_node *merge)
{
	size_t ways = 0;
	for (size_t o = 0; o < fork->n_out; o++) {
		memset(w->arrived, 0, merge->n_in * sizeof *w->arrived);
		follow(w, fork->out[o], NULL, fork, merge, true);
		ways += any(w->arrived, merge->n_in);
	}
	return ways > 1;
}

static bool is_choice(const struct raw_node *n)
{
	return (n->kind == &node_exclusive || n->kind == &node_event_gateway) && n->n_out > 1;
}

static void check_pair(struct walk *w, const struct raw_node *split, const struct raw_node *join)
{
	const struct raw_flow *f = w->f;
	if (split == join || split->parent != join->parent || join->n_in < 2)
		return;
	if (is_choice(split) && join->kind == &node_parallel && starves(w, split, join))
		diag_warning(f->diags, join->xml->pos, "join-starves",
		    "%.*s wartet auf alle Wege, aber %.*s geht immer nur einen davon: hier bleibt jeder Vorgang stehen. Führen "
		    "Sie "
		    "die Wege mit einem exklusiven Gateway zusammen.",
		    STR_ARG(flow_raw_label(f, join)), STR_ARG(flow_raw_label(f, split)));
	if (split->kind == &node_parallel && split->n_out > 1 && join->kind == &node_exclusive &&
	    runs_twice(w, split, join))
		diag_warning(f->diags, join->xml->pos, "runs-twice",
		    "Bei %.*s kommen Wege an, die %.*s gleichzeitig beginnt: was dahinter steht, geschieht mehrmals. Führen "
		    "Sie sie "
		    "mit einem parallelen Gateway zusammen.",
		    STR_ARG(flow_raw_label(f, join)), STR_ARG(flow_raw_label(f, split)));
}

static void check_pairs(const struct raw_flow *f)
{
	enum { NODES_MAX = 1000, PAIRS_MAX = 2000 };
	size_t pairs = 0, widest = 1;
	for (size_t i = 0; i < f->n_nodes; i++)
		widest = f->nodes[i].n_in > widest ? f->nodes[i].n_in : widest;
	struct walk w = { f, ARENA_ARRAY(f->arena, bool, f->n_nodes),
		ARENA_ARRAY(f->arena, const struct raw_node *, 2 * f->n_nodes + f->n_seqs + 1),
		ARENA_ARRAY(f->arena, bool, widest) };
	for (size_t i = 0; f->n_nodes <= NODES_MAX && i < f->n_nodes; i++)
		for (size_t k = 0; k < f->n_nodes && pairs < PAIRS_MAX; k++) {
			const struct raw_node *split = &f->nodes[i], *join = &f->nodes[k];
			if (split->n_out < 2 || join->n_in < 2 || (join->kind != &node_parallel && join->kind != &node_exclusive))
				continue;
			pairs++;
			check_pair(&w, split, join);
		}
}

void flow_advise(const struct raw_flow *f)
{
	struct str type = flow_raw_trimmed(f->process->xml, "processType");
	if (str_eq_c(type, "Public"))
		diag_warning(f->diags, xml_attr(f->process->xml, "processType")->pos, "public-process",
		    "Der Prozess ist ausführbar und zugleich öffentlich (processType=\"Public\"). Schreiben Sie Private oder "
		    "löschen Sie das Attribut.");
	check_unmentioned(f);
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		if (n->kind == NULL)
			continue;
		if (xml_attr(n->xml, "gatewayDirection") != NULL)
			check_direction(f, n);
		if (n->trigger == TRIGGER_LINK)
			check_link(f, n);
		if (n->trigger == TRIGGER_ESCALATION)
			check_escalation(f, n);
		check_conditions(f, n);
		check_data(f, n);
	}
	check_pairs(f);
	flow_check_errors(f);
}
