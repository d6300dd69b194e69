/* SPDX-License-Identifier: EUPL-1.2
 * Exclusive gateway (clause 13.4.2): every token goes on at once, by the first flow whose condition is true, else by
 * the default flow. With neither the spec demands an exception: an incident here, never a quiet end. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { NULL };

/* The flow without a condition that stands last acts as a default flow: most editors leave it so. Anywhere else it
 * would make those behind it unreachable. */
static void check_open(const struct raw_flow *f, const struct raw_node *n, size_t i)
{
	const struct raw_seq *s = n->out[i];
	struct str label = flow_raw_label(f, n);
	if (i + 1 == n->n_out && n->otherwise == NULL)
		diag_warning(f->diags, s->xml->pos, "implied-default",
		    "Der Weg %.*s aus der Verzweigung %.*s hat keine Bedingung und wird gegangen, wenn keine andere zutrifft. "
		    "Machen Sie ihn mit default=\"%.*s\" ausdrücklich zum Standardweg.",
		    STR_ARG(s->id), STR_ARG(label), STR_ARG(s->id));
	else
		diag_error(f->diags, s->xml->pos, "missing-condition",
		    "Der Weg %.*s aus der Verzweigung %.*s hat keine Bedingung. Ergänzen Sie eine conditionExpression, oder "
		    "machen Sie ihn mit default=\"%.*s\" zum Standardweg.",
		    STR_ARG(s->id), STR_ARG(label), STR_ARG(s->id));
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	if (n->n_out < 2)
		return;
	for (size_t i = 0; i < n->n_out; i++)
		if (n->out[i]->expr == NULL && n->out[i] != n->otherwise)
			check_open(f, n, i);
	if (n->otherwise == NULL && n->out[n->n_out - 1]->expr != NULL)
		diag_warning(f->diags, n->xml->pos, "no-default",
		    "Die Verzweigung %.*s hat keinen Standardweg (default). Trifft keine Bedingung zu, hält der Vorgang mit "
		    "einer Störung an.",
		    STR_ARG(flow_raw_label(f, n)));
}

static bool enter(struct run *r, struct token *t)
{
	const struct flow_node *n = t->node;
	for (size_t i = 0; i < n->n_out; i++) {
		bool yes;
		if (n->out[i] == n->otherwise)
			continue;
		if (!flow_cond(r, t, n->out[i], &yes))
			return false;
		if (yes)
			return flow_leave_by(r, t, n->out[i]);
	}
	if (n->otherwise != NULL)
		return flow_leave_by(r, t, n->otherwise);
	return flow_incident(r, n, "Keine Bedingung trifft zu, und es gibt keinen Standardweg.");
}

const struct node_kind node_exclusive = {
	.element = "exclusiveGateway",
	.role = NODE_STEP,
	.attrs = attrs,
	.check = check,
	.enter = enter,
};
