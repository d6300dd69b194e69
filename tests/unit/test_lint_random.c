/* SPDX-License-Identifier: EUPL-1.2
 * What the checker claims to have proved is put to the test: forms and conditions are made up by chance, and wherever
 * the search says that a condition can never (or can never not) hold, many sets of answers are judged by the evaluator.
 * One that contradicts is a bug in the search. */
#include "test.h"

#include "form/form_model.h"
#include "form/lint/sat.h"

enum { FORMS = 300, ANSWER_SETS = 100, DEPTH = 3 };

static unsigned seed = 2463534242u;

static unsigned roll(unsigned n)
{
	seed ^= seed << 13; /* G. Marsaglia, "Xorshift RNGs", 2003 */
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (seed >> 8) % n;
}

/* ---- conditions ---- */

static void add_bool(struct buf *b, int depth);

/* Names of answers by kind. "." and those that were not written yet are left out by the caller. */
static const char *const numbers[] = { "$n1", "$n2", "$n3", "$calc", "age($d1)", "string-length($t1)", "count($g)",
	"sum($g/gn)" };
static const char *const dates[] = { "$d1", "$d2", "today()", "add-days(today(), 10)", "add-days($d1, 3)",
	"add-months($d2, -2)" };
static const char *const codes[] = { "$c1", "$c2", "$t1", "$tcalc" };
static const char *const literals[] = { "'a'", "'b'", "'c'", "'x'" };
static const char *const bools[] = { "$b1", "$b2", "$bcalc" };

#define PICK(list) list[roll(sizeof list / sizeof *list)]

static void add_number(struct buf *b, int depth)
{
	switch (roll(depth > 0 ? 7 : 3)) {
	case 0:
		buf_add_fmt(b, "%d", (int)roll(9) - 2);
		break;
	case 3:
		buf_add_char(b, '(');
		add_number(b, depth - 1);
		buf_add_c(b, roll(2) == 0 ? " + " : roll(2) == 0 ? " - " : " * ");
		add_number(b, depth - 1);
		buf_add_char(b, ')');
		break;
	case 4:
		buf_add_c(b, "if(");
		add_bool(b, depth - 1);
		buf_add_fmt(b, ", %u, ", roll(4));
		add_number(b, depth - 1);
		buf_add_char(b, ')');
		break;
	default:
		buf_add_c(b, PICK(numbers));
	}
}

static void add_bool(struct buf *b, int depth)
{
	static const char *const ops[] = { " = ", " != ", " &lt; ", " &lt;= ", " &gt; ", " &gt;= " };
	switch (roll(depth > 0 ? 14 : 9)) {
	case 0:
		buf_add_c(b, PICK(bools));
		break;
	case 1:
		buf_add_fmt(b, "%s(%s)", roll(2) == 0 ? "exists" : "is-empty",
		    roll(3) == 0   ? "$g"
		    : roll(2) == 0 ? PICK(codes)
		                   : "$n1");
		break;
	case 2:
	case 3:
	case 4:
		add_number(b, depth - 1);
		buf_add_c(b, PICK(ops));
		if (roll(3) == 0)
			add_number(b, depth - 1);
		else
			buf_add_fmt(b, "%u", roll(7));
		break;
	case 5:
		buf_add_fmt(b, "%s%s%s", PICK(dates), PICK(ops), roll(3) == 0 ? "'2026-06-01'" : PICK(dates));
		break;
	case 6:
		buf_add_fmt(b, "starts-with(%s, %s)", PICK(codes), PICK(literals));
		break;
	case 7:
	case 8:
		buf_add_fmt(b, "%s %s %s", PICK(codes), roll(2) == 0 ? "=" : "!=", roll(4) == 0 ? PICK(codes) : PICK(literals));
		break;
	case 9:
		buf_add_c(b, "not(");
		add_bool(b, depth - 1);
		buf_add_char(b, ')');
		break;
	case 10:
		buf_add_c(b, "if(");
		add_bool(b, depth - 1);
		buf_add_c(b, ", ");
		add_bool(b, depth - 1);
		buf_add_c(b, ", ");
		add_bool(b, depth - 1);
		buf_add_char(b, ')');
		break;
	default: {
		const char *op = roll(2) == 0 ? " and " : " or ";
		buf_add_char(b, '(');
		add_bool(b, depth - 1);
		for (unsigned i = 0; i <= roll(2); i++) {
			buf_add_c(b, op);
			add_bool(b, depth - 1);
		}
		buf_add_char(b, ')');
	}
	}
}

static void add_condition(struct buf *b, const char *attr)
{
	buf_add_fmt(b, " %s=\"", attr);
	add_bool(b, DEPTH);
	buf_add_char(b, '"');
}

/* ---- forms ---- */

/* The fields that conditions may ask about are there in every form; what restricts them differs. Only the first ones
 * have no conditions of their own about later ones, so that there are no cycles. */
static struct str make_form(struct arena *a)
{
	struct buf b = buf_new(a);
	buf_add_c(&b, "<form xmlns=\"urn:ozg:form:1\" id=\"f\"><title>T</title><page id=\"p\" title=\"P\">");
	buf_add_fmt(&b, "<boolean id=\"b1\" label=\"B1\" required=\"no\"/>");
	buf_add_fmt(&b, "<integer id=\"n1\" label=\"N1\" required=\"no\" min=\"%u\" max=\"%u\"/>", roll(3), 3 + roll(4));
	buf_add_fmt(&b,
	    "<choice id=\"c1\" label=\"C1\" required=\"no\"><code value=\"a\">A</code><code value=\"b\">B</code>"
	    "%s</choice>",
	    roll(2) == 0 ? "<code value=\"c\">C</code>" : "");
	buf_add_fmt(&b, "<integer id=\"n2\" label=\"N2\" required=\"no\" min=\"0\" max=\"9\" relevant=\"%s\"/>",
	    roll(2) == 0   ? "$b1"
	    : roll(2) == 0 ? "$c1 = 'a'"
	                   : "$n1 &gt; 3");
	buf_add_fmt(&b, "<boolean id=\"b2\" label=\"B2\" required=\"no\" relevant=\"%s\"/>",
	    roll(2) == 0   ? "not($b1)"
	    : roll(2) == 0 ? "$c1 != 'a'"
	                   : "exists($n1)");
	buf_add_fmt(&b, "<decimal id=\"n3\" label=\"N3\" required=\"no\" places=\"1\" min=\"0.5\" max=\"%u\"%s/>",
	    1 + roll(3), roll(2) == 0 ? " constraint=\". &lt; 2 or $b1\" message=\"M\"" : "");
	buf_add_fmt(&b, "<date id=\"d1\" label=\"D1\" required=\"no\"%s/>",
	    roll(3) == 0   ? " max=\"today\""
	    : roll(2) == 0 ? " min=\"2020-01-01\" max=\"2026-05-01\""
	                   : " constraint=\"age(.) &gt;= 2\" message=\"M\"");
	buf_add_fmt(&b, "<date id=\"d2\" label=\"D2\" required=\"no\"%s/>", roll(2) == 0 ? " min=\"today\"" : "");
	buf_add_c(&b,
	    "<choice id=\"c2\" label=\"C2\" required=\"no\"><code value=\"b\">B</code><code value=\"x\">X</code></choice>");
	buf_add_fmt(&b, "<text id=\"t1\" label=\"T1\" required=\"no\" max-length=\"%u\"%s/>", 1 + roll(4),
	    roll(3) == 0 ? " pattern=\"[a-c]*\"" : "");
	buf_add_c(&b,
	    "<group id=\"g\" label=\"G\" min=\"0\" max=\"3\"><integer id=\"gn\" label=\"GN\" required=\"no\" max=\"4\"/>"
	    "<text id=\"gt\" label=\"GT\" required=\"no\" relevant=\"$gn &gt; 2 or $b1\"/></group>");
	buf_add_fmt(&b, "<integer id=\"calc\" label=\"K\" calculate=\"%s\"/>",
	    roll(3) == 0   ? "if($c1 = 'a', 1, if($c1 = 'b' or $b1, 2, 3))"
	    : roll(2) == 0 ? "$n1 * 2 + count($g)"
	                   : "if($b1, $n1, '')");
	buf_add_fmt(&b, "<boolean id=\"bcalc\" label=\"KB\" calculate=\"%s\"/>",
	    roll(2) == 0 ? "$n1 &gt; 3 and $b1" : "exists($c1)");
	buf_add_fmt(&b, "<text id=\"tcalc\" label=\"KT\" calculate=\"%s\"%s/>",
	    roll(2) == 0 ? "if($b1, 'a', 'x')" : "if($c1 = 'a', string($c1), '')",
	    roll(2) == 0 ? " relevant=\"exists($n1)\"" : "");
	for (int i = 0; i < 6; i++) {
		buf_add_fmt(&b, "<integer id=\"q%d\" label=\"Q%d\" max=\"5\"", i, i);
		add_condition(&b, "relevant");
		add_condition(&b, "required");
		add_condition(&b, "constraint");
		buf_add_c(&b, " message=\"M\"/>");
	}
	buf_add_c(&b, "</page><page id=\"r\" title=\"R\"><text id=\"rt\" label=\"RT\"/>");
	buf_add_c(&b, "<group id=\"h\" label=\"H\" max=\"2\"><integer id=\"n1\" label=\"HN\" required=\"no\" "
	              "min=\"2\"/><text id=\"ht\" label=\"HT\"");
	add_condition(&b, "relevant");
	buf_add_c(&b, "/></group></page>");
	for (int i = 0; i < 3; i++) {
		buf_add_c(&b, roll(2) == 0 ? "<rule require=\"rt\"" : "<rule forbid=\"rt\"");
		add_condition(&b, "when");
		buf_add_c(&b, "/>");
	}
	buf_add_c(&b, "</form>");
	return buf_str(&b);
}

/* ---- answers ---- */

static void put(json_t *to, const char *name, const char *value)
{
	if (roll(3) > 0)
		json_object_set_new(to, name, json_string(value));
}

static json_t *make_answers(void)
{
	static const char *const ints[] = { "0", "1", "2", "3", "4", "5", "6", "9" };
	static const char *const decs[] = { "0.5", "0.9", "1", "1.5", "2", "2.1", "3" };
	static const char *const days[] = { "1990-02-28", "2019-12-31", "2020-01-01", "2024-02-29", "2026-05-01",
		"2026-06-01", "2026-06-10", "2030-01-01", "2090-12-31" };
	static const char *const code[] = { "a", "b", "c" };
	static const char *const texts[] = { "a", "b", "x", "abc", "cc" };
	json_t *j = json_object();
	for (int i = 0; i < 2; i++)
		if (roll(3) > 0)
			json_object_set_new(j, i == 0 ? "b1" : "b2", json_boolean(roll(2)));
	put(j, "n1", PICK(ints));
	put(j, "n2", PICK(ints));
	put(j, "n3", PICK(decs));
	put(j, "c1", PICK(code));
	put(j, "c2", roll(2) == 0 ? "b" : "x");
	put(j, "d1", PICK(days));
	put(j, "d2", PICK(days));
	put(j, "t1", PICK(texts));
	put(j, "q0", PICK(ints));
	json_t *g = json_array(), *h = json_array();
	for (unsigned i = roll(4); i > 0; i--) {
		json_t *e = json_object();
		put(e, "gn", PICK(ints));
		put(e, "gt", "x");
		json_array_append_new(g, e);
	}
	for (unsigned i = roll(3); i > 0; i--) {
		json_t *e = json_object();
		put(e, "n1", PICK(ints));
		json_array_append_new(h, e);
	}
	json_object_set_new(j, "g", g);
	json_object_set_new(j, "h", h);
	return j;
}

/* ---- claims ---- */

struct claim {
	const struct xpath *x;
	const struct xpath_node *part;
	const struct form_node *group;
	bool want, rule;
};

struct claims {
	struct arena *a;
	const struct form *f;
	struct claim list[2000];
	size_t n;
	size_t asked;
};

static void ask(struct claims *k, const struct xpath *x, const struct xpath_node *part, const struct form_node *group,
    const struct form_node *free, bool rule)
{
	for (int want = 0; want < 2 && part->type == XPATH_BOOL && part->op != OP_REF; want++) {
		struct sat s = { .form = k->f, .a = k->a, .forbids = true, .free = free };
		struct sat_goal goal = { part, group, want != 0 };
		k->asked++;
		if (!sat_possible(&s, &goal, 1) && k->n < sizeof k->list / sizeof *k->list)
			k->list[k->n++] = (struct claim){ x, part, group, want != 0, rule };
	}
	for (const struct xpath_node *c = part->kids; c != NULL; c = c->next)
		ask(k, x, c, group, free, rule);
}

static void ask_all(struct claims *k)
{
	for (size_t i = 0; i < k->f->n_nodes; i++) {
		const struct form_node *n = k->f->nodes[i];
		const struct xpath *const all[] = { n->relevant, n->required, n->constraint, n->calculate };
		for (size_t e = 0; e < 4; e++)
			if (all[e] != NULL)
				ask(k, all[e], xpath_root(all[e]), n->group, e == 2 ? n : NULL, false);
		for (const struct form_rule *r = n->rules; r != NULL; r = r->next)
			ask(k, r->when, xpath_root(r->when), n, NULL, true);
	}
}

/* Wrong answers are outside of what is claimed; missing ones are not. */
static bool is_valid(const struct form_state *s)
{
	const struct form_error *list;
	size_t n = form_errors(s, &list);
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].code, "required") != 0 && strcmp(list[i].code, "count") != 0)
			return false;
	return true;
}

static size_t n_checks;

static void check_claims(const struct claims *k, struct form_state *s, struct str text, const json_t *answers)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct claim *c = &k->list[i];
		const struct form_insts *all = &s->insts[c->group->number];
		for (size_t e = 0; e < all->n; e++) {
			struct form_spot spot = { .s = s, .in = all->list[e] };
			struct xpath_value v;
			struct err err;
			s->raw = c->rule;
			struct xpath_env env = form_env(&spot);
			bool known = xpath_eval_node(c->x, c->part, &env, &v, &err);
			s->raw = false;
			n_checks++;
			if (!known || (v.type == XPATH_BOOL && v.boolean) != c->want)
				continue;
			char *j = json_dumps(answers, 0);
			print_error("%.*s\n", STR_ARG(text));
			print_error("%s\n", j);
			fail_msg("%.*s\nat %zu can be %s", STR_ARG(xpath_source(c->x)), c->part->at, c->want ? "true" : "false");
		}
	}
}

static void proofs_are_true(void **state)
{
	(void)state;
	size_t claims = 0, asked = 0, sets = 0;
	for (int i = 0; i < FORMS; i++) {
		struct arena *a = arena_new();
		struct diags d = diags_new(a, STR("random")), found = diags_new(a, STR("random"));
		struct str text = make_form(a);
		const struct form_options options = { .lint = true };
		form_read_with(a, text, &options, &found); /* what it says is not looked at here */
		const struct form *f = form_read(a, text, &d);
		for (size_t e = 0; e < d.n && d.n_errors > 0; e++)
			print_error("%s: %.*s\n", d.list[e].code, STR_ARG(d.list[e].text));
		assert_non_null(f);
		struct claims *k = ARENA_NEW(a, struct claims);
		k->a = a;
		k->f = f;
		ask_all(k);
		claims += k->n;
		asked += k->asked;
		for (int set = 0; set < ANSWER_SETS; set++) {
			struct arena *b = arena_new();
			struct form_world world = { 0 };
			assert_true(date_from_ymd(2026 + (int)roll(3) * 30, 6, 1, &world.today));
			json_t *answers = make_answers();
			struct form_state *s = (struct form_state *)(uintptr_t)form_eval(b, f, answers, &world);
			if (is_valid(s)) {
				sets++;
				check_claims(k, s, text, answers);
			}
			json_decref(answers);
			arena_free(&b);
		}
		arena_free(&a);
	}
	print_message("%d forms, %zu questions, %zu proofs, %zu valid sets of answers, %zu checks\n", FORMS, asked, claims,
	    sets, n_checks);
	assert_true(claims > 500 && sets > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(proofs_are_true) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
