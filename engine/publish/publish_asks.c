/* SPDX-License-Identifier: EUPL-1.2
 * What the conditions of a workflow ask, held against the forms that answer it: a code that no form can give is never
 * met, and a variable that no form supplies stays empty. */
#include "publish/publish_priv.h"

#include "xml/xml.h"

#define BPMN_NS "http://www.omg.org/spec/BPMN/20100524/MODEL"
#define OZG_NS "urn:ozg:flow:1"

enum { FORMS_MAX = 100 };

/* A form that gives a workflow values: at the start by paths, in a task by names. */
struct giver {
	const struct form *form;
	bool starts;
};

struct asks {
	const struct publish_desk *desk;
	struct arena *a;
	const struct flow *flow;
	const struct xml_node *root;
	struct diags *d;
	struct giver list[FORMS_MAX];
	size_t n;
	bool others; /* scripts, decisions and called workflows may set variables too */
};

/* Forms of tasks below n; those that are not published are another finding. */
static bool find_task_forms(struct asks *k, const struct xml_node *n, struct err *err)
{
	static const char *const sets[] = { "scriptTask", "businessRuleTask", "callActivity", "receiveTask",
		"intermediateCatchEvent", "boundaryEvent" };
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		k->others |= xml_is(n, BPMN_NS, sets[i]);
	const struct xml_attr *at = xml_is(n, BPMN_NS, "userTask") ? xml_attr_ns(n, OZG_NS, "form") : NULL;
	int64_t version;
	if (at != NULL && k->n < FORMS_MAX) {
		if (publish_current_form(
		        k->desk->cache, k->desk->db, k->desk->tenant, str_trim(at->value), &version, &k->list[k->n].form, err))
			k->n++;
		else if (err->kind != ERR_NOTFOUND)
			return false;
	}
	for (const struct xml_node *c = n->first; c != NULL; c = c->next)
		if (!find_task_forms(k, c, err))
			return false;
	return true;
}

static bool find_start_forms(struct asks *k, struct err *err)
{
	const struct publish_entry *list;
	size_t n;
	if (!publish_list(k->desk->db, k->a, k->desk->tenant, false, &list, &n, err))
		return false;
	for (size_t i = 0; i < n && k->n < FORMS_MAX; i++) {
		struct giver g = { .starts = true };
		if (list[i].kind != PUBLISH_FORM)
			continue;
		if (!publish_form_version(
		        k->desk->cache, k->desk->db, k->desk->tenant, list[i].id, list[i].version, &g.form, err))
			return false;
		if (str_eq(form_flow(g.form), flow_id(k->flow)))
			k->list[k->n++] = g;
	}
	return true;
}

/* Where a form gives the variable; empty: nowhere. */
static struct str path_of(const struct giver *g, const struct flow_var *var)
{
	struct str path = g->starts ? var->from : var->name;
	return path.n > 0 && form_answer_type(g->form, path) != NULL ? path : STR("");
}

static struct pos place_of(const struct xml_node *n, struct str id)
{
	if (str_eq(xml_attr_value(n, "id"), id))
		return n->pos;
	for (const struct xml_node *c = n->first; c != NULL; c = c->next) {
		struct pos pos = place_of(c, id);
		if (pos.line > 0)
			return pos;
	}
	return (struct pos){ 0, 0 };
}

static bool is_said(const struct asks *k, struct pos pos, const char *code)
{
	for (size_t i = 0; i < k->d->n; i++)
		if (strcmp(k->d->list[i].code, code) == 0 && k->d->list[i].pos.line == pos.line &&
		    k->d->list[i].pos.col == pos.col)
			return true;
	return false;
}

static void check_ask(struct asks *k, const struct flow_ask *ask)
{
	size_t givers = 0, can = 0;
	struct buf hint = buf_new(k->a);
	struct str giver = STR("");
	for (size_t i = 0; i < k->n; i++) {
		struct str path = path_of(&k->list[i], ask->var);
		if (path.n == 0)
			continue;
		struct buf here = buf_new(k->a);
		givers++;
		can += form_answer_code(k->list[i].form, path, ask->text, &here);
		giver = form_id(k->list[i].form);
		if (hint.n == 0)
			buf_add(&hint, buf_str(&here));
	}
	struct pos pos = place_of(k->root, ask->where);
	if (ask->text.n > 0 && givers > 0 && can == 0 && !is_said(k, pos, "unknown-code"))
		diag_warning(k->d, pos, "unknown-code",
		    "Hier wird „%.*s“ mit „%.*s“ verglichen. Diesen Schlüssel gibt es im Formular „%.*s“ nicht.%.*s",
		    STR_ARG(ask->var->name), STR_ARG(ask->text), STR_ARG(giver), STR_ARG(buf_str(&hint)));
	if (givers == 0 && k->n > 0 && ask->var->from.n == 0 && !ask->var->many && !is_said(k, pos, "variable-never-set"))
		diag_warning(k->d, pos, "variable-never-set",
		    "Hier wird nach „%.*s“ gefragt, aber kein Formular des Ablaufs hat ein Feld dieses Namens: die Variable "
		    "bleibt leer. Nennen Sie ein Feld so, oder nehmen Sie eine andere Variable.",
		    STR_ARG(ask->var->name));
}

bool publish_check_asks(const struct publish_desk *desk, struct arena *a, const struct flow *flow,
    const struct xml_node *root, struct diags *d, struct err *err)
{
	struct asks *k = ARENA_NEW(a, struct asks);
	const struct flow_ask *list;
	size_t n = flow_asks(a, flow, &list);
	*k = (struct asks){ .desk = desk, .a = a, .flow = flow, .root = root, .d = d };
	if (n == 0)
		return true;
	if (!find_task_forms(k, root, err) || !find_start_forms(k, err))
		return false;
	for (size_t i = 0; i < n && !k->others; i++)
		check_ask(k, &list[i]);
	return true;
}
