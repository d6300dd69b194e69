/* SPDX-License-Identifier: EUPL-1.2
 * Script task (clause 13.3.3): one assignment. ozg:result="name" is the variable, <script> an XPath expression. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", "result", NULL };

struct script {
	const struct xpath *x;
	size_t slot;
};

static void check(const struct raw_flow *f, struct raw_node *n)
{
	struct str name = flow_raw_attr(n, "result");
	size_t slot = flow_raw_var(f, n, name);
	if (slot == f->n_vars || f->vars[slot].many)
		diag_error(f->diags, n->xml->pos, "script-result",
		    "Der Skripttask %.*s weist keiner vereinbarten Variablen etwas zu. Ergänzen Sie ozg:result=\"NAME\".",
		    STR_ARG(flow_raw_label(f, n)));
	if (n->script.xml == NULL || str_trim(n->script.xml->text).n == 0)
		diag_error(f->diags, n->xml->pos, "empty-script",
		    "Der Skripttask %.*s enthält keinen Ausdruck. Schreiben Sie in das Element script einen XPath-Ausdruck wie "
		    "$betrag + "
		    "10.",
		    STR_ARG(flow_raw_label(f, n)));
	else if (slot < f->n_vars && n->script.code != NULL &&
	         !flow_type_fits(f->vars[slot].type, xpath_result_type(n->script.code)))
		diag_error(f->diags, n->script.xml->text_pos, "script-type",
		    "Der Ausdruck in %.*s hat einen anderen Typ als die Variable „%.*s“.", STR_ARG(flow_raw_label(f, n)),
		    STR_ARG(name));
}

static const void *build(const struct raw_flow *f, const struct raw_node *n)
{
	struct script *s = ARENA_NEW(f->arena, struct script);
	s->x = n->script.code;
	s->slot = flow_raw_var(f, n, flow_raw_attr(n, "result"));
	return s;
}

static bool enter(struct run *r, struct token *t)
{
	const struct script *s = t->node->own;
	struct xpath_value v;
	if (!flow_eval(r, t, s->x, "Der Ausdruck", &v) || !flow_set(r, t, s->slot, flow_json(r->arena, &v)))
		return false;
	return flow_leave(r, t);
}

const struct node_kind node_script = {
	.element = "scriptTask",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.check = check,
	.build = build,
	.enter = enter,
};
