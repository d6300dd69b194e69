/* SPDX-License-Identifier: EUPL-1.2
 * The rules a workflow must keep, all of them looked at in one go. What a single element demands of itself stands in
 * its node_*.c. */
#include "flow/flow_raw.h"
#include "base/suggest.h"

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

/* ---- conditions ---- */

static bool resolve(void *arg, const struct str *names, size_t n, struct xpath_ref *ref, struct buf *why)
{
	const struct raw_flow *f = arg;
	if (n != 1) {
		buf_add_c(
		    why, "Eine Bedingung im Ablauf kennt nur vereinbarte Variablen wie $ergebnis, keine Pfade und kein „.“.");
		return false;
	}
	size_t slot = flow_var_index(f->vars, f->n_vars, names[0]);
	if (slot < f->n_vars) {
		*ref = (struct xpath_ref){ .slot = (unsigned)slot, .type = f->vars[slot].type };
		return true;
	}
	buf_add_fmt(why, "Die Variable $%.*s ist nicht vereinbart.", STR_ARG(names[0]));
	struct str *all = ARENA_ARRAY(f->arena, struct str, f->n_vars);
	for (size_t i = 0; i < f->n_vars; i++)
		all[i] = f->vars[i].name;
	size_t before = why->n;
	suggest_add(why, "$", names[0], all, f->n_vars);
	if (why->n == before)
		buf_add_fmt(why, " Ergänzen Sie <ozg:variable name=\"%.*s\" type=\"…\"/> im Prozess.", STR_ARG(names[0]));
	return false;
}

/* Another language than XPath? Files say XPath and hold JUEL, so the text itself decides. */
static bool is_foreign(const struct raw_flow *f, const struct raw_seq *s)
{
	struct pos pos = s->expr->text_pos;
	if (str_find_str(s->expr->text, STR("${")) >= 0 || str_find_str(s->expr->text, STR("#{")) >= 0) {
		diag_error(f->diags, pos, "juel",
		    "Die Bedingung am Weg %.*s ist in JUEL geschrieben (${…}, Camunda oder Flowable). Schreiben Sie sie in "
		    "XPath: statt ${betrag > 100} heißt es $betrag > 100, statt == heißt es =, statt && heißt es and.",
		    STR_ARG(s->id));
		return true;
	}
	const struct xml_attr *language = xml_attr(s->expr, "language");
	if (language == NULL || str_find_str(language->value, STR("XPath")) >= 0)
		return false;
	diag_error(f->diags, language->pos, "expression-language",
	    "Die Bedingung am Weg %.*s ist in der Sprache „%.*s“ geschrieben. Bedingungen werden hier in XPath "
	    "geschrieben, zum Beispiel $ergebnis = 'ja'.",
	    STR_ARG(s->id), STR_ARG(language->value));
	return true;
}

static void check_conditions(struct raw_flow *f)
{
	const struct xpath_scope scope = { f, resolve };
	for (size_t i = 0; i < f->n_seqs; i++) {
		struct raw_seq *s = &f->seqs[i];
		if (s->expr == NULL || is_foreign(f, s))
			continue;
		if (str_trim(s->expr->text).n == 0)
			diag_error(f->diags, s->expr->pos, "empty-condition",
			    "Die Bedingung am Weg %.*s ist leer. Schreiben Sie einen Ausdruck wie $ergebnis = 'ja', oder löschen "
			    "Sie das Element.",
			    STR_ARG(s->id));
		else
			s->cond = xpath_compile(
			    f->arena, str_dup(f->arena, s->expr->text), s->expr->text_pos, XPATH_BOOL, &scope, f->diags);
		if (s->from != NULL && s->from->otherwise == s)
			diag_error(f->diags, s->expr->pos, "default-condition",
			    "Der Standardweg %.*s darf keine Bedingung haben. Löschen Sie die Bedingung.", STR_ARG(s->id));
	}
}

/* ---- shape ---- */

static void check_ends(const struct raw_flow *f)
{
	const struct raw_node *start = NULL;
	bool ends = false;
	bool guess = false; /* an unsupported element may be the missing one */
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		if (n->kind == NULL)
			guess = true;
		else if (n->kind->role == NODE_END)
			ends = true;
		else if (n->kind->role == NODE_START && start == NULL)
			start = n;
		else if (n->kind->role == NODE_START)
			diag_error(f->diags, n->xml->pos, "several-starts",
			    "%.*s ist ein zweites Startereignis. Ein Ablauf beginnt an genau einer Stelle.",
			    STR_ARG(flow_raw_label(f, n)));
	}
	if (start == NULL && !guess)
		diag_error(f->diags, f->process->xml->pos, "no-start",
		    "Der Prozess %.*s hat kein Startereignis. Ergänzen Sie ein startEvent.",
		    STR_ARG(flow_raw_label(f, f->process)));
	if (!ends && !guess)
		diag_warning(f->diags, f->process->xml->pos, "no-end",
		    "Der Prozess %.*s hat kein Endereignis. Er endet dort, wo kein Weg weiterführt; ein endEvent mit "
		    "ozg:status sagt den Antragstellenden, wie.",
		    STR_ARG(flow_raw_label(f, f->process)));
	/* Clause 10.5.3: only a process without end events may end at any node. */
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		if (n->kind == NULL || n->n_out > 0 || n->kind->role == NODE_END || n->kind->role == NODE_SCOPE)
			continue;
		if (ends || guess || n->kind->role == NODE_START)
			diag_error(f->diags, n->xml->pos, "dead-end",
			    "Hinter %.*s geht es nicht weiter. Verbinden Sie das Element mit dem nächsten Schritt oder mit einem "
			    "Endereignis.",
			    STR_ARG(flow_raw_label(f, n)));
	}
}

static void check_degree(const struct raw_flow *f, const struct raw_node *n)
{
	struct str label = flow_raw_label(f, n);
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
		x->reached = x->kind == NULL || x->kind->role == NODE_START;
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
		if (x == f->process)
			continue;
		if (starts && !x->reached)
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
	check_conditions(f);
	check_ends(f);
	check_reach(f);
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *n = &f->nodes[i];
		if (n->kind == NULL)
			continue;
		check_degree(f, n);
		check_mentions(f, n, "incoming", n->in, n->n_in);
		check_mentions(f, n, "outgoing", n->out, n->n_out);
		if (n->kind->check != NULL)
			n->kind->check(f, n);
	}
}
