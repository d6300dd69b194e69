/* SPDX-License-Identifier: EUPL-1.2
 * Call activity (clause 13.3.4): a scope in which another process runs, from its none start event: one of the same
 * file, or a published one, bound when the caller is read, so that the two cannot drift apart.
 *
 * Its variables are its own. What goes in before its first step and comes out behind its last is said by
 *     <extensionElements><ozg:in variable="betrag" value="$steuer"/><ozg:out variable="frei" value="$ergebnis = 'ja'"/>
 * : variable is where it goes, value an expression where it comes from. <ozg:in variables="all"/> and <ozg:out
 * variables="all"/> hand over all variables that both have. */
#include "base/json.h"
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", NULL };
static const char *const below[] = { "in", "out", NULL };

struct raw_call {
	struct flow_handing *in, *out;
	size_t n_in, n_out;
};

/* May the variable there hold what is handed to it? */
static bool is_fit(const struct raw_flow *f, const struct flow_handing *h)
{
	const struct flow_var *to = &f->vars[h->slot];
	if (h->x == NULL)
		return to->many == f->vars[h->copy].many && flow_type_fits(to->type, f->vars[h->copy].type);
	return !to->many && flow_type_fits(to->type, xpath_result_type(h->x));
}

static bool is_all(const struct raw_node *n, const char *element)
{
	const struct xml_node *x = flow_raw_extension(n, element);
	while (x != NULL && !str_eq_c(xml_attr_value(x, "variables"), "all"))
		x = xml_next(x);
	return x != NULL;
}

/* What both processes call the same; what is said in particular comes behind it and counts. */
static size_t add_all(const struct raw_flow *f, const struct raw_node *from, const struct raw_node *to,
    struct flow_handing *list, size_t n)
{
	while (from->parent != NULL)
		from = from->parent;
	for (size_t i = from->first_var; i < from->first_var + from->n_vars; i++) {
		struct flow_handing h = { .name = f->vars[i].name, .copy = i };
		h.slot = flow_raw_var(f, to, h.name);
		if (h.slot < f->n_vars && is_fit(f, &h))
			list[n++] = h;
	}
	return n;
}

static size_t check_handings(const struct raw_flow *f, struct raw_node *n, const char *element, struct raw_node *from,
    const struct raw_node *to, struct flow_handing **list_r)
{
	struct flow_handing *said;
	size_t errors = f->diags->n_errors, n_said = flow_raw_handings(f, n, from, element, &said);
	struct flow_handing *list = ARENA_ARRAY(f->arena, struct flow_handing, n_said + f->n_vars);
	size_t count = is_all(n, element) ? add_all(f, from, to, list, 0) : 0;
	struct str label = flow_raw_label(f, n);
	*list_r = list;
	if (f->diags->n_errors > errors)
		return 0;
	for (size_t i = 0; i < n_said; i++) {
		struct flow_handing *h = &said[i];
		h->slot = flow_raw_var(f, to, h->name);
		if (h->slot == f->n_vars)
			diag_error(f->diags, h->pos, "call-mapping", "%.*s: Die Variable „%.*s“ ist %s nicht vereinbart.",
			    STR_ARG(label), STR_ARG(h->name), to == n ? "hier" : "im aufgerufenen Prozess");
		else if (!is_fit(f, h))
			diag_error(f->diags, h->pos, "call-mapping",
			    "%.*s: Der Wert hat einen anderen Typ als die Variable „%.*s“.", STR_ARG(label), STR_ARG(h->name));
		list[count++] = *h;
	}
	return count;
}

/* Until lately variables of the same name were the same ones, and elsewhere they still are. */
static void advise(const struct raw_flow *f, const struct raw_node *n)
{
	struct flow_handing *common = ARENA_ARRAY(f->arena, struct flow_handing, f->n_vars);
	if (n->call->n_in == 0 && n->call->n_out == 0 && add_all(f, n, n->called, common, 0) > 0)
		diag_warning(f->diags, n->xml->pos, "call-isolated",
		    "%.*s übergibt nichts, obwohl beide Prozesse „%.*s“ kennen: jeder hat seine eigene Variable. Ergänzen Sie "
		    "<ozg:in variables=\"all\"/> und <ozg:out variables=\"all\"/>, oder sagen Sie im Einzelnen, was "
		    "hinein- und herausgeht.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(common[0].name));
}

/* Of several calls at once each must give its own result. */
static void check_result(const struct raw_flow *f, const struct raw_node *n)
{
	bool given = false;
	for (size_t i = 0; i < n->call->n_out; i++)
		given |= str_eq(n->call->out[i].name, n->loop.give);
	if (n->loop.give.n > 0 && !given)
		diag_error(f->diags, n->loop.xml->pos, "bad-collect",
		    "%.*s sammelt „%.*s“, aber der aufgerufene Prozess gibt es nicht heraus. Ergänzen Sie <ozg:out "
		    "variable=\"%.*s\" value=\"…\"/>.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(n->loop.give), STR_ARG(n->loop.give));
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	struct str id = flow_raw_called(n);
	n->call = ARENA_NEW(f->arena, struct raw_call);
	if (n->called == NULL) {
		diag_error(f->diags, n->xml->pos, "dangling-call",
		    "%.*s ruft den Prozess „%.*s“ auf (calledElement): er steht nicht in dieser Datei und ist nicht "
		    "veröffentlicht. Nehmen Sie ihn auf, oder veröffentlichen Sie ihn zuerst.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(id));
		return;
	}
	n->call->n_in = check_handings(f, n, "in", n, n->called, &n->call->in);
	n->call->n_out = check_handings(f, n, "out", n->called, n, &n->call->out);
	advise(f, n);
	check_result(f, n);
}

static const void *build(const struct raw_flow *f, const struct raw_node *n)
{
	(void)f;
	return n->call;
}

static bool enter(struct run *r, struct token *t)
{
	const struct raw_call *call = t->node->own;
	json_t *vars;
	return flow_hand_all(r, t, call->in, call->n_in, &vars) &&
	       flow_open_scope(r, t, t->node->start, t->node->start->start, vars);
}

/* Its variables are gone with the next look at the state. */
static bool complete(struct run *r, struct token *t)
{
	const struct raw_call *call = t->node->own;
	const struct token inside = { .id = t->id, .node = t->node, .scope = flow_scope_of(r, t) };
	for (size_t i = 0; i < call->n_out; i++) {
		json_t *value;
		if (!flow_hand(r, &inside, &call->out[i], &value) || !flow_set(r, t, call->out[i].slot, value))
			return false;
	}
	return flow_leave(r, t);
}

const struct node_kind node_call = {
	.element = "callActivity",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.below = below,
	.rests = TOKEN_BUSY,
	.check = check,
	.build = build,
	.enter = enter,
	.complete = complete,
};
