/* SPDX-License-Identifier: EUPL-1.2
 * Which error comes where: error ends that nobody catches, and events that catch what never comes. */
#include "flow/flow_raw.h"

enum { NONE = -1 };

/* Indices of nodes, in lists by what they belong to. */
struct catch
{
	const struct raw_flow *f;
	int *boundaries, *handlers, *callers; /* by node: the first error boundary, error handler, caller; NONE: none */
	int *next;                            /* by node: the next of its list */
	bool *reached;                        /* by node: an error may come there */
	unsigned *seen, walk;                 /* by node: the last walk that came by */
	bool caught;                          /* the error of this walk, on every way */
};

static int index_of(const struct catch *c, const struct raw_node *n)
{
	return (int)(n - c->f->nodes);
}

static void put(struct catch *c, int *heads, const struct raw_node *owner, int i)
{
	int *head = &heads[index_of(c, owner)];
	c->next[i] = *head;
	*head = i;
}

static struct catch lists_of(const struct raw_flow *f)
{
	struct arena *a = f->arena;
	size_t n = f->n_nodes;
	struct catch c = { f, ARENA_ARRAY(a, int, n), ARENA_ARRAY(a, int, n), ARENA_ARRAY(a, int, n),
		ARENA_ARRAY(a, int, n), ARENA_ARRAY(a, bool, n), ARENA_ARRAY(a, unsigned, n), 0, false };
	for (size_t i = 0; i < n; i++)
		c.boundaries[i] = c.handlers[i] = c.callers[i] = c.next[i] = NONE;
	for (size_t i = 0; i < n; i++) {
		const struct raw_node *x = &f->nodes[i];
		if (x->called != NULL)
			put(&c, c.callers, x->called, (int)i);
		else if (x->trigger == TRIGGER_ERROR && x->host != NULL)
			put(&c, c.boundaries, x->host, (int)i);
		else if (x->trigger == TRIGGER_ERROR && x->kind == &node_start && x->parent->by_event)
			put(&c, c.handlers, x->parent->parent, (int)i);
	}
	return c;
}

/* Marks whoever of the list gets an error of this code: of its very code, else of any. */
static bool take(struct catch *c, int head, struct str code)
{
	int any = NONE;
	for (int i = head; i != NONE; i = c->next[i]) {
		if (c->f->nodes[i].event_name.n == 0)
			any = i;
		if (c->f->nodes[i].event_name.n == 0 || !str_eq(c->f->nodes[i].event_name, code))
			continue;
		c->reached[i] = true;
		return true;
	}
	if (any != NONE)
		c->reached[any] = true;
	return any != NONE;
}

/* The error leaves scope after scope, and a called process by every call of it. */
static void rise(struct catch *c, const struct raw_node *scope, struct str code)
{
	const struct raw_node *from = NULL;
	for (; scope != NULL; from = scope, scope = scope->parent) {
		int i = index_of(c, scope);
		if (c->seen[i] == c->walk)
			return;
		c->seen[i] = c->walk;
		bool handling = from != NULL && from->by_event; /* a handler does not catch what it throws itself */
		if ((!handling && take(c, c->handlers[i], code)) || take(c, c->boundaries[i], code))
			return;
		for (int k = scope->parent == NULL ? c->callers[i] : NONE; k != NONE; k = c->next[k])
			if (!take(c, c->boundaries[k], code))
				rise(c, c->f->nodes[k].parent, code);
		if (scope->parent == NULL && c->callers[i] == NONE)
			c->caught = false;
	}
}

static void check_thrown(struct catch *c, const struct raw_node *n)
{
	c->walk++;
	c->caught = true;
	rise(c, n->parent, n->event_name);
	if (!c->caught)
		diag_warning(c->f->diags, n->xml->pos, "error-uncaught",
		    "Den Fehler, mit dem %.*s endet, fängt in dieser Datei niemand ab: jeder Vorgang bleibt dort mit einer "
		    "Störung stehen. Ergänzen Sie ein Fehlerereignis, das ihn abfängt, oder verwenden Sie ein einfaches "
		    "Endereignis. Wird der Prozess nur von anderen aufgerufen, kann es so bleiben.",
		    STR_ARG(flow_raw_label(c->f, n)));
}

/* People report errors at user tasks; errors of everything else come from error ends inside. */
static void check_caught(const struct catch *c, const struct raw_node *n)
{
	const struct raw_node *host = n->host;
	if (host != NULL && host->kind == &node_user)
		return;
	if (!c->reached[index_of(c, n)])
		diag_warning(c->f->diags, n->xml->pos, "error-never",
		    "%.*s fängt einen Fehler ab, der hier nie auftritt: Fehler melden Menschen an der Benutzeraufgabe, an der "
		    "das Ereignis sitzt, und Fehler-Endereignisse in Teilprozessen und aufgerufenen Prozessen. Setzen Sie das "
		    "Ereignis dorthin, oder löschen Sie es.",
		    STR_ARG(flow_raw_label(c->f, n)));
}

/* Of two events of the same code only one ever gets it. */
static void check_double(const struct catch *c, int head)
{
	for (int i = head; i != NONE; i = c->next[i])
		for (int k = c->next[i]; k != NONE; k = c->next[k]) {
			const struct raw_node *n = &c->f->nodes[i];
			if (!str_eq(n->event_name, c->f->nodes[k].event_name))
				continue;
			diag_warning(c->f->diags, n->xml->pos, "error-twice",
			    "%.*s und %.*s fangen denselben Fehler: nur eines von beiden kommt je an die Reihe. Geben Sie ihnen "
			    "verschiedene Fehler (errorRef).",
			    STR_ARG(flow_raw_label(c->f, n)), STR_ARG(flow_raw_label(c->f, &c->f->nodes[k])));
			return;
		}
}

void flow_check_errors(const struct raw_flow *f)
{
	enum { NODES_MAX = 5000 }; /* every error end walks up all calls */
	struct catch c = lists_of(f);
	if (f->n_nodes > NODES_MAX)
		return;
	for (size_t i = 0; i < f->n_nodes; i++)
		if (f->nodes[i].kind == &node_end && f->nodes[i].trigger == TRIGGER_ERROR)
			check_thrown(&c, &f->nodes[i]);
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		check_double(&c, c.boundaries[i]);
		check_double(&c, c.handlers[i]);
		if (n->trigger == TRIGGER_ERROR && (n->host != NULL || (n->kind == &node_start && n->parent->by_event)))
			check_caught(&c, n);
	}
}
