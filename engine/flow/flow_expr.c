/* SPDX-License-Identifier: EUPL-1.2
 * The expressions of a workflow, compiled where they stand: conditions, cardinalities, correlations, scripts. */
#include "flow/flow_raw.h"
#include "base/suggest.h"

struct place {
	const struct raw_flow *flow;
	const struct raw_node *node; /* where the expression stands; names of repeated activities around it are known */
};

/* $loopCounter and the like, and the value of this instance, inside a repeated activity. */
static bool resolve_loop(const struct place *at, struct str name, struct xpath_ref *ref)
{
	static const char *const names[] = {
		[LOOP_COUNTER] = "loopCounter",
		[LOOP_INSTANCES] = "nrOfInstances",
		[LOOP_ACTIVE] = "nrOfActiveInstances",
		[LOOP_COMPLETED] = "nrOfCompletedInstances",
		[LOOP_TERMINATED] = "nrOfTerminatedInstances",
	};
	const struct raw_flow *f = at->flow;
	for (const struct raw_node *n = at->node; n != NULL; n = n->parent) {
		if (n->loop.xml == NULL)
			continue;
		if (n->loop.item.n > 0 && str_eq(n->loop.item, name)) {
			size_t list = flow_raw_var(f, n, n->loop.list);
			ref->slot = (unsigned)(f->n_vars + LOOP_ITEM + (size_t)(n - f->nodes));
			ref->type = list < f->n_vars ? f->vars[list].type : XPATH_TEXT;
			return true;
		}
		for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
			if (!str_eq_c(name, names[i]))
				continue;
			*ref = (struct xpath_ref){ .slot = (unsigned)(f->n_vars + i), .type = XPATH_DEC };
			return true;
		}
	}
	return false;
}

static bool resolve(void *arg, const struct str *names, size_t n, struct xpath_ref *ref, struct buf *why)
{
	const struct place *at = arg;
	const struct raw_flow *f = at->flow;
	if (n != 1) {
		buf_add_c(
		    why, "Eine Bedingung im Ablauf kennt nur vereinbarte Variablen wie $ergebnis, keine Pfade und kein „.“.");
		return false;
	}
	size_t slot = flow_raw_var(f, at->node, names[0]);
	if (slot < f->n_vars) {
		*ref = (struct xpath_ref){ .slot = (unsigned)slot, .type = f->vars[slot].type, .list = f->vars[slot].many };
		return true;
	}
	if (resolve_loop(at, names[0], ref))
		return true;
	buf_add_fmt(why, "Die Variable $%.*s ist nicht vereinbart.", STR_ARG(names[0]));
	const struct raw_node *process = at->node;
	while (process->parent != NULL)
		process = process->parent;
	struct str *all = ARENA_ARRAY(f->arena, struct str, process->n_vars);
	for (size_t i = 0; i < process->n_vars; i++)
		all[i] = f->vars[process->first_var + i].name;
	size_t before = why->n;
	suggest_add(why, "$", names[0], all, process->n_vars);
	if (why->n == before)
		buf_add_fmt(why, " Ergänzen Sie <ozg:variable name=\"%.*s\" type=\"…\"/> im Prozess.", STR_ARG(names[0]));
	return false;
}

/* Another language than XPath? Files say XPath and hold JUEL, so the text itself decides. */
static bool is_foreign(const struct raw_flow *f, const struct xml_node *x, struct str what)
{
	if (str_find_str(x->text, STR("${")) >= 0 || str_find_str(x->text, STR("#{")) >= 0) {
		diag_error(f->diags, x->text_pos, "juel",
		    "%.*s ist in JUEL geschrieben (${…}, Camunda oder Flowable). Schreiben Sie das in "
		    "XPath: statt ${betrag > 100} heißt es $betrag > 100, statt == heißt es =, statt && heißt es and; "
		    "„ozgctl flow import“ übersetzt eine ganze Datei.",
		    STR_ARG(what));
		return true;
	}
	const struct xml_attr *language = xml_attr(x, "language");
	if (language == NULL || str_find_str(language->value, STR("XPath")) >= 0)
		return false;
	diag_error(f->diags, language->pos, "expression-language",
	    "%.*s ist in der Sprache „%.*s“ geschrieben. Bedingungen werden hier in XPath "
	    "geschrieben, zum Beispiel $ergebnis = 'ja'.",
	    STR_ARG(what), STR_ARG(language->value));
	return true;
}

/* x may be NULL: then there is no expression. */
static const struct xpath *compile(
    const struct raw_flow *f, const struct raw_node *n, const struct xml_node *x, enum xpath_type want, struct str what)
{
	struct place place = { f, n };
	const struct xpath_scope scope = { .arg = &place, .resolve = resolve };
	if (x == NULL || is_foreign(f, x, what))
		return NULL;
	if (str_trim(x->text).n > 0)
		return xpath_compile(f->arena, str_dup(f->arena, x->text), x->text_pos, want, &scope, f->diags);
	diag_error(f->diags, x->pos, "empty-condition",
	    "%.*s ist leer. Schreiben Sie einen Ausdruck wie $ergebnis = 'ja', oder löschen Sie das Element.",
	    STR_ARG(what));
	return NULL;
}

const struct xpath *flow_compile_attr(const struct raw_flow *f, struct raw_node *n, const struct xml_attr *attr)
{
	struct place place = { f, n };
	const struct xpath_scope scope = { .arg = &place, .resolve = resolve };
	return xpath_compile(f->arena, str_dup(f->arena, attr->value), attr->pos, XPATH_EMPTY, &scope, f->diags);
}

static void compile_node(const struct raw_flow *f, struct raw_node *n)
{
	struct str label = flow_raw_label(f, n);
	n->event_expr.code =
	    compile(f, n, n->event_expr.xml, XPATH_BOOL, str_fmt(f->arena, "Die Bedingung von %.*s", STR_ARG(label)));
	n->when.code = compile(f, n, n->when.xml, XPATH_EMPTY, str_fmt(f->arena, "Der Zeitpunkt von %.*s", STR_ARG(label)));
	n->loop.count.code = compile(f, n->parent, n->loop.count.xml, XPATH_DEC,
	    str_fmt(f->arena, "Die Anzahl der Wiederholungen von %.*s", STR_ARG(label)));
	n->loop.cond.code =
	    compile(f, n, n->loop.cond.xml, XPATH_BOOL, str_fmt(f->arena, "Die Endebedingung von %.*s", STR_ARG(label)));
	if (n->script.xml != NULL && str_trim(n->script.xml->text).n > 0)
		n->script.code =
		    compile(f, n, n->script.xml, XPATH_EMPTY, str_fmt(f->arena, "Die Zuweisung in %.*s", STR_ARG(label)));
	const struct xml_attr *key = xml_attr_ns(n->xml, FLOW_OZG_NS, "correlation");
	struct place place = { f, n };
	const struct xpath_scope scope = { .arg = &place, .resolve = resolve };
	if (key != NULL)
		n->key = xpath_compile(f->arena, str_dup(f->arena, key->value), key->pos, XPATH_EMPTY, &scope, f->diags);
}

void flow_check_exprs(struct raw_flow *f)
{
	for (size_t i = 0; i < f->n_seqs; i++) {
		struct raw_seq *s = &f->seqs[i];
		if (s->from != NULL) /* else dangling, and nobody's variables are meant */
			s->cond = compile(
			    f, s->from, s->expr, XPATH_BOOL, str_fmt(f->arena, "Die Bedingung am Weg %.*s", STR_ARG(s->id)));
		if (s->expr != NULL && s->from != NULL && s->from->otherwise == s)
			diag_error(f->diags, s->expr->pos, "default-condition",
			    "Der Standardweg %.*s darf keine Bedingung haben. Löschen Sie die Bedingung.", STR_ARG(s->id));
	}
	for (size_t i = 0; i < f->n_nodes; i++)
		if (f->nodes[i].kind != NULL)
			compile_node(f, &f->nodes[i]);
}
