/* SPDX-License-Identifier: EUPL-1.2
 * Our evaluator against libxml2's on generated expressions of the common subset: well-typed, no empty values, numbers
 * that a double holds exactly, so halves and quarters but no division by three. */
#include "test.h"

#include "xpath/xpath.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>

enum { EXPRESSIONS = 3000, DEPTH = 4, PRINTED = 400 };

/* ---- the variables, known to both ---- */

static const struct {
	const char *name;
	enum xpath_type type;
	const char *value;
} vars[] = {
	{ "n", XPATH_DEC, "7" },
	{ "null", XPATH_DEC, "0" },
	{ "minus", XPATH_DEC, "-12.25" },
	{ "t", XPATH_TEXT, "Größe mit Maß" },
	{ "blank", XPATH_TEXT, "" },
	{ "lang", XPATH_TEXT, "  abc abc  ab " },
	{ "ja", XPATH_BOOL, "true" },
	{ "nein", XPATH_BOOL, "" },
};

enum { VARS = sizeof vars / sizeof *vars };

static bool resolve(void *arg, const struct str *names, size_t n, struct xpath_ref *ref, struct buf *why)
{
	(void)arg, (void)why;
	for (unsigned i = 0; i < VARS; i++)
		if (n == 1 && str_eq_c(names[0], vars[i].name)) {
			*ref = (struct xpath_ref){ .slot = i, .type = vars[i].type };
			return true;
		}
	return false;
}

static bool get(void *arg, unsigned slot, size_t index, struct xpath_value *value)
{
	(void)arg, (void)index;
	value->type = vars[slot].type;
	struct str text = str_c(vars[slot].value);
	if (value->type == XPATH_BOOL)
		value->boolean = text.n > 0;
	else if (value->type == XPATH_TEXT)
		value->text = text;
	else
		return dec_parse(text, &value->dec);
	return true;
}

static xmlXPathContextPtr oracle_new(xmlDocPtr doc)
{
	xmlXPathContextPtr ctx = xmlXPathNewContext(doc);
	assert_non_null(ctx);
	for (size_t i = 0; i < VARS; i++) {
		xmlXPathObjectPtr v = vars[i].type == XPATH_BOOL  ? xmlXPathNewBoolean(vars[i].value[0] != '\0')
		                      : vars[i].type == XPATH_DEC ? xmlXPathNewFloat(strtod(vars[i].value, NULL))
		                                                  : xmlXPathNewCString(vars[i].value);
		assert_int_equal(xmlXPathRegisterVariable(ctx, (const xmlChar *)vars[i].name, v), 0);
	}
	return ctx;
}

/* ---- expressions by chance, the same in every run ---- */

struct gen {
	struct buf out;
	uint64_t seed;
};

static unsigned pick(struct gen *g, unsigned n)
{
	g->seed = g->seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(g->seed >> 33) % n;
}

static void gen_bool(struct gen *g, int depth);

/* Each pattern: N, T, B stand for an expression of that type, # for a small number, everything else for itself. */
static void expand(struct gen *g, const char *pattern, int depth);

static void gen_number(struct gen *g, int depth)
{
	static const char *const leaves[] = { "#", "$n", "$null", "$minus", "#.5", "0.25" };
	static const char *const inner[] = { "N + N", "N - N", "(N + N)", "N * #", "N div 4", "N mod 5", "N mod -3", "-N",
		"- -N", "round(N)", "floor(N)", "ceiling(N)", "string-length(T)", "number(string(floor(N)))", "number(B)",
		"(N - N) * N" };
	expand(g, depth == 0 ? leaves[pick(g, 6)] : inner[pick(g, 16)], depth - 1);
}

static void gen_text(struct gen *g, int depth)
{
	static const char *const leaves[] = { "$t", "$blank", "$lang", "'abc'", "\"'\"", "'ß'", "' '" };
	static const char *const inner[] = { "concat(T, T)", "concat(T, string(floor(N)), T)", "substring(T, N)",
		"substring(T, N, N)", "substring-before(T, T)", "substring-after(T, T)", "normalize-space(T)",
		"translate(T, T, T)", "string(B)", "string(floor(N))" };
	expand(g, depth == 0 ? leaves[pick(g, 7)] : inner[pick(g, 10)], depth - 1);
}

static void gen_bool(struct gen *g, int depth)
{
	static const char *const leaves[] = { "$ja", "$nein", "true()", "false()" };
	static const char *const inner[] = { "B and B", "B or B", "(B or B)", "not(B)", "N = N", "N != N", "N < N",
		"N <= N", "N > N", "N >= N", "T = T", "T != T", "contains(T, T)", "starts-with(T, T)", "(B) = (B)",
		"(B) != (B)" };
	expand(g, depth == 0 ? leaves[pick(g, 4)] : inner[pick(g, 16)], depth - 1);
}

static void expand(struct gen *g, const char *pattern, int depth)
{
	if (depth < 0)
		depth = 0;
	for (const char *p = pattern; *p != '\0'; p++) {
		if (*p == 'N')
			gen_number(g, depth);
		else if (*p == 'T')
			gen_text(g, depth);
		else if (*p == 'B')
			gen_bool(g, depth);
		else if (*p == '#')
			buf_add_fmt(&g->out, "%u", pick(g, 20));
		else
			buf_add_char(&g->out, *p);
	}
}

static bool same(struct arena *a, const struct xpath_value *ours, xmlXPathObjectPtr theirs)
{
	switch (ours->type) {
	case XPATH_BOOL:
		return theirs->type == XPATH_BOOLEAN && ours->boolean == (theirs->boolval != 0);
	case XPATH_DEC:
		return theirs->type == XPATH_NUMBER && fabs(strtod(dec_format(a, ours->dec).p, NULL) - theirs->floatval) == 0.0;
	default:
		return theirs->type == XPATH_STRING && str_eq_c(ours->text, (const char *)theirs->stringval);
	}
}

static void both_evaluators_agree(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	xmlDocPtr doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlXPathContextPtr ctx = oracle_new(doc);
	const struct xpath_scope scope = { .resolve = resolve };
	struct gen g = { .seed = 2026 };
	for (int i = 0; i < EXPRESSIONS; i++) {
		g.out = buf_new(a);
		expand(&g, i % 3 == 0 ? "N" : i % 3 == 1 ? "T" : "B", 1 + i % DEPTH);
		const char *source = str_cdup(a, buf_str(&g.out));
		struct diags d = diags_new(a, STR("x"));
		const struct xpath *x = xpath_compile(a, str_c(source), (struct pos){ 1, 1 }, XPATH_EMPTY, &scope, &d);
		if (x == NULL)
			fail_msg("%.*s\n%s", PRINTED, source, d.list[0].text.p);
		struct xpath_env env = { .get = get, .scratch = a };
		struct xpath_value v;
		struct err err;
		if (!xpath_eval(x, &env, &v, &err))
			fail_msg("%.*s\n%s", PRINTED, source, err.text);
		xmlXPathObjectPtr theirs = xmlXPathEval((const xmlChar *)source, ctx);
		assert_non_null(theirs);
		if (!same(a, &v, theirs)) {
			xmlChar *text = xmlXPathCastToString(theirs);
			fail_msg("%.*s\nours   %s\ntheirs %s", PRINTED, source, str_cdup(a, xpath_text(a, &v)), (char *)text);
		}
		xmlXPathFreeObject(theirs);
		arena_reset(a);
	}
	xmlXPathFreeContext(ctx);
	xmlFreeDoc(doc);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(both_evaluators_agree) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
