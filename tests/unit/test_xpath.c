/* SPDX-License-Identifier: EUPL-1.2
 * Expressions: what is understood, what is refused and how it is said, what comes out. */
#include "test.h"

#include "base/suggest.h"
#include "xpath/xpath.h"

/* ---- a small world ---- */

struct answer {
	const char *path; /* "" is the value of "." */
	enum xpath_type type;
	bool list, group;
	const char *values[4]; /* "-" is an entry without an answer */
};

static const struct answer answers[] = {
	{ "", XPATH_TEXT, false, false, { "Bello" } },
	{ "betrag", XPATH_DEC, false, false, { "1000.50" } },
	{ "betrag-netto", XPATH_DEC, false, false, { "900" } },
	{ "n", XPATH_DEC, false, false, { "5" } },
	{ "amt", XPATH_CODE, false, false, { "32" } },
	{ "ja", XPATH_BOOL, false, false, { "true" } },
	{ "nein", XPATH_BOOL, false, false, { "false" } },
	{ "name", XPATH_TEXT, false, false, { "Größe 🐕 X" } },
	{ "geboren", XPATH_DATE, false, false, { "2000-02-29" } },
	{ "leer", XPATH_TEXT, false, false, { "-" } },
	{ "leerzahl", XPATH_DEC, false, false, { "-" } },
	{ "leerdatum", XPATH_DATE, false, false, { "-" } },
	{ "offen", XPATH_BOOL, false, false, { "-" } },
	{ "halter/ort", XPATH_TEXT, false, false, { "Ochsenfurt" } },
	{ "halter", XPATH_TEXT, false, true, { "true" } },
	{ "niemand", XPATH_TEXT, false, true, { "-" } },
	{ "hund", XPATH_TEXT, true, true, { "true", "-", "true" } },
	{ "hund/steuer", XPATH_DEC, true, false, { "60", "-", "90.50" } },
	{ "hund/wurf", XPATH_DATE, true, false, { "2020-05-01", "2019-01-31", "-" } },
	{ "katze/steuer", XPATH_DEC, true, false, { NULL } },
	{ "gelogen", XPATH_DEC, false, false, { "?" } },
};

enum { ANSWERS = sizeof answers / sizeof *answers };

static bool is_office(const void *arg, struct str text, struct buf *hint)
{
	static const struct str codes[] = { STR_INIT("32"), STR_INIT("3200"), STR_INIT("51") };
	(void)arg;
	for (size_t i = 0; i < 3; i++)
		if (str_eq(codes[i], text))
			return true;
	suggest_add(hint, "", text, codes, 3);
	return false;
}

static bool resolve(void *arg, const struct str *names, size_t n, struct xpath_ref *ref, struct buf *why)
{
	char path[200] = "";
	size_t used = 0;
	(void)arg;
	for (size_t i = 0; i < n && used < sizeof path - 1; i++)
		used += (size_t)snprintf(path + used, sizeof path - used, "%s%.*s", i == 0 ? "" : "/", STR_ARG(names[i]));
	struct str known[ANSWERS];
	for (unsigned i = 0; i < ANSWERS; i++) {
		known[i] = str_c(answers[i].path);
		if (str_eq_c(known[i], path)) {
			*ref = (struct xpath_ref){ i, answers[i].type, answers[i].list, answers[i].group, NULL, NULL };
			if (ref->type == XPATH_CODE)
				ref->is_code = is_office;
			return true;
		}
	}
	buf_add_fmt(why, "„$%s“ gibt es nicht.", path);
	suggest_add(why, "$", str_c(path), known, ANSWERS);
	return false;
}

static bool get(void *arg, unsigned slot, size_t index, struct xpath_value *value)
{
	(void)arg;
	const struct answer *a = &answers[slot];
	const char *s = index < 4 ? a->values[index] : NULL;
	*value = (struct xpath_value){ .type = XPATH_EMPTY };
	if (s == NULL || strcmp(s, "-") == 0)
		return s != NULL;
	value->type = a->group ? XPATH_BOOL : strcmp(s, "?") == 0 ? XPATH_TEXT : a->type;
	if (value->type == XPATH_BOOL)
		value->boolean = strcmp(s, "true") == 0;
	else if (value->type == XPATH_DEC)
		return dec_parse(str_c(s), &value->dec);
	else if (value->type == XPATH_DATE)
		return date_parse(str_c(s), &value->date);
	else
		value->text = str_c(s);
	return true;
}

static const struct xpath_scope scope = { .resolve = resolve };
static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct xpath_env world(void)
{
	struct xpath_env env = { .get = get, .scratch = arena };
	assert_true(date_from_ymd(2026, 3, 1, &env.today));
	return env;
}

static const struct xpath *compile(const char *source, enum xpath_type want)
{
	struct diags d = diags_new(arena, STR("x"));
	const struct xpath *x = xpath_compile(arena, str_c(source), (struct pos){ 1, 1 }, want, &scope, &d);
	struct buf out = buf_new(arena);
	diags_print(&d, &out);
	if (x == NULL)
		fail_msg("%s\n%.*s", source, STR_ARG(buf_str(&out)));
	return x;
}

/* The findings about source, which stands at 7:10, as lines "7:COL: level: text". */
static struct str findings(const char *source, enum xpath_type want)
{
	struct diags d = diags_new(arena, STR("f"));
	const struct xpath *x = xpath_compile(arena, str_c(source), (struct pos){ 7, 10 }, want, &scope, &d);
	assert_int_equal(x == NULL, d.n_errors > 0);
	struct buf out = buf_new(arena);
	diags_print(&d, &out);
	return buf_str(&out);
}

/* ---- values ---- */

static void expressions_have_values(void **state)
{
	(void)state;
	static const struct {
		const char *source, *want; /* as text; "" also for the empty value */
	} cases[] = {
		/* numbers are exact */
		{ "0.1 + 0.2 = 0.3", "true" },
		{ "1 + 2 * 3 - 4 div 2", "5" },
		{ "(1 + 2) * 3", "9" },
		{ "-2 + 5", "3" },
		{ "--2", "2" },
		{ "- - -2", "-2" },
		{ "7 mod 3", "1" },
		{ "-7 mod 3", "-1" },
		{ "1 div 3", "0.333333333333333333" },
		{ ".5 + 5.", "5.5" },
		{ "$betrag - $betrag-netto", "100.50" },
		{ "$betrag -$n", "995.50" },
		{ "10 - 3 - 2", "5" },
		{ "100 div 10 div 2", "5" },
		{ "$betrag * 0.19", "190.0950" },
		{ "round($betrag * 0.19, 2)", "190.10" },
		/* comparisons */
		{ "$betrag > 1000 and $amt = '32' and $ja", "true" },
		{ "$amt = \"33\" or $nein or 1 > 2", "false" },
		{ "$betrag >= 1000.5", "true" },
		{ "$n != 5", "false" },
		{ "$n = '5.0'", "true" },
		{ "$geboren < '2000-03-01'", "true" },
		{ "'2000-02-29' = $geboren", "true" },
		{ "$geboren >= date('2000-02-29')", "true" },
		{ "$amt = $name", "false" },
		{ "$ja != $nein", "true" },
		{ "not($ja) = false()", "true" },
		{ ". = 'Bello'", "true" },
		{ "1 = 1 and 2 = 2 or 1 = 2", "true" },
		{ "true() or true() and false()", "true" },
		{ "$halter/ort = 'Ochsenfurt'", "true" },
		/* the empty value */
		{ "$leer = ''", "false" },
		{ "$leer != ''", "true" },
		{ "$leer = $leer", "false" },
		{ "$leer != $leer", "true" },
		{ "$leerzahl < 5", "false" },
		{ "$leerzahl >= 5", "false" },
		{ "$leerzahl + 5", "" },
		{ "5 - $leerzahl * 2", "" },
		{ "-$leerzahl", "" },
		{ "$offen or $nein", "false" },
		{ "not($offen)", "true" },
		{ "$offen = false()", "false" },
		{ "if($offen, 'a', 'b')", "b" },
		{ "string-length($leer)", "0" },
		{ "concat('[', $leer, $leerzahl, ']')", "[]" },
		{ "year($leerdatum)", "" },
		{ "age($leerdatum) > 18", "false" },
		{ "round($leerzahl)", "" },
		{ "number($leer)", "" },
		{ "number('')", "" },
		{ "if($ja, '', $n)", "" },
		{ "is-empty($leer) and not(exists($leer))", "true" },
		/* booleans and choice */
		{ "if($ja, 1, 2)", "1" },
		{ "choose($nein, $geboren, '2026-01-01')", "2026-01-01" },
		{ "if($ja, 1, 1 div 0)", "1" }, /* the other branch is not evaluated */
		{ "if($ja, $amt, 'x')", "32" },
		{ "$ja or 1 div 0 = 1", "true" },
		{ "$nein and 1 div 0 = 1", "false" },
		{ "true()", "true" },
		/* texts count characters, not bytes */
		{ "string-length($name)", "9" },
		{ "substring($name, 3, 4)", "öße " },
		{ "substring($name, 7)", "🐕 X" },
		{ "substring('12345', 1.5, 2.6)", "234" },
		{ "substring('12345', 0, 3)", "12" },
		{ "substring('12345', -42, 1000000000000000000000000000000)", "12345" },
		{ "substring('12345', 4, -2)", "" },
		{ "substring('12345', 99)", "" },
		{ "substring-before('1999/04/01', '/')", "1999" },
		{ "substring-after('1999/04/01', '/')", "04/01" },
		{ "substring-after('abc', 'x')", "" },
		{ "contains($name, 'ße')", "true" },
		{ "starts-with($amt, '3')", "true" },
		{ "normalize-space('  a \n\t b  ')", "a b" },
		{ "normalize-space('   ')", "" },
		{ "translate('Größe', 'öß', 'os')", "Grose" },
		{ "translate('--aaa--', 'abc-', 'ABC')", "AAA" },
		{ "concat('Betrag: ', $betrag, ' €')", "Betrag: 1000.50 €" },
		{ "string($geboren)", "2000-02-29" },
		{ "string(true())", "true" },
		{ "'it''s'", NULL }, /* XPath 1.0 has no doubled quotes */
		/* numbers */
		{ "number(' 12.50 ')", "12.50" },
		{ "number($ja) + 1", "2" },
		{ "round(2.5)", "3" },
		{ "round(-2.5)", "-2" },
		{ "round(-2.51)", "-3" },
		{ "floor(-2.1)", "-3" },
		{ "ceiling(2.1)", "3" },
		{ "ceiling(-2.9)", "-2" },
		/* dates */
		{ "today()", "2026-03-01" },
		{ "age($geboren)", "26" },
		{ "age($geboren, '2018-02-28')", "17" },
		{ "days-between($geboren, '2000-03-01')", "1" },
		{ "days-between(today(), '2026-02-01')", "-28" },
		{ "add-days('2025-12-31', 1)", "2026-01-01" },
		{ "add-months('2024-01-31', 1)", "2024-02-29" },
		{ "add-months(today(), -12)", "2025-03-01" },
		{ "concat(day($geboren), '.', month($geboren), '.', year($geboren))", "29.2.2000" },
		{ "is-holiday('2026-01-06', '09')", "true" },
		{ "is-holiday('2026-01-06', '05')", "false" },
		{ "is-holiday('2026-01-06')", "false" },
		{ "is-working-day('2026-04-03', '09')", "false" },
		{ "is-working-day('2026-04-02', '096790170170')", "true" },
		{ "next-working-day('2026-04-03')", "2026-04-07" },
		{ "add-working-days('2026-04-02', 3, '09')", "2026-04-09" },
		{ "add-working-days('2026-04-02', -1, '09')", "2026-04-01" },
		{ "add-working-days('2026-04-04', 0, '09')", "2026-04-04" },
		{ "working-days-between('2026-04-02', '2026-04-09', '09')", "3" },
		{ "working-days-between('2026-04-09', '2026-04-02')", "-3" },
		{ "is-valid-date('29', '2', '2024')", "true" },
		{ "is-valid-date('29', '2', '2023')", "false" },
		{ "is-valid-date('00', '02', '1950')", "true" },
		{ "is-valid-date('00', '00', '1950')", "true" },
		{ "is-valid-date('00', '13', '1950')", "false" },
		{ "is-valid-date('32', '00', '1950')", "false" },
		{ "is-valid-date('1', '1', '0000')", "false" },
		/* lists and groups */
		{ "sum($hund/steuer)", "150.50" },
		{ "sum($hund/steuer, $n, 1)", "156.50" },
		{ "sum($katze/steuer)", "0" },
		{ "avg($hund/steuer)", "75.25" },
		{ "avg($katze/steuer)", "" },
		{ "min($hund/steuer)", "60" },
		{ "max($hund/steuer, 100)", "100" },
		{ "max(0, $betrag - 2000)", "0" },
		{ "min($hund/wurf)", "2019-01-31" },
		{ "max($hund/wurf, '2021-01-01')", "2021-01-01" },
		{ "max($katze/steuer)", "" },
		{ "count($hund)", "3" },
		{ "count($hund/steuer)", "3" },
		{ "count-non-empty($hund)", "2" },
		{ "count-non-empty($hund/steuer)", "2" },
		{ "count-non-empty($leer)", "0" },
		{ "exists($hund/steuer) and exists($halter) and exists(.)", "true" },
		{ "exists($katze/steuer) or exists($niemand) or exists($leer)", "false" },
		{ "is-empty($niemand)", "true" },
		{ "count($hund) = 3 and sum($hund/steuer) < 200", "true" },
		/* white space */
		{ " \n\t1\r\n+ 1 ", "2" },
		{ "$n*2", "10" },
		{ "$n div 2", "2.5" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (cases[i].want == NULL) {
			assert_int_not_equal(findings(cases[i].source, XPATH_EMPTY).n, 0);
			continue;
		}
		const struct xpath *x = compile(cases[i].source, XPATH_EMPTY);
		struct xpath_env env = world();
		struct xpath_value v;
		struct err err;
		if (!xpath_eval(x, &env, &v, &err))
			fail_msg("%s: %s", cases[i].source, err.text);
		struct str got = xpath_text(arena, &v);
		if (!str_eq_c(got, cases[i].want))
			fail_msg("%s\n got [%.*s]\nwant [%s]", cases[i].source, STR_ARG(got), cases[i].want);
	}
}

static void failures_at_run_time_are_errors_not_false(void **state)
{
	(void)state;
	static const struct {
		const char *source, *said;
	} cases[] = {
		{ "1 = 1 and $n div ($n - 5) = 1", "Durch null lässt sich nicht teilen. (Ausdruck „1 = 1 and" },
		{ "$n mod 0", "Stelle 8" },
		{ "9999999999999999999999999999999999 + $n", "zu groß" },
		{ "number($name) > 3", "keine Zahl" },
		{ "add-days(today(), 0.5)", "ganze Zahl" },
		{ "add-days('9999-12-31', 1)", "9999" },
		{ "add-months('0001-01-01', -1)", "9999" },
		{ "add-months('0001-01-01', 1000000000000)", "ganze Zahl" },
		{ "is-holiday(today(), 'BY')", "ein Land gebraucht" },
		{ "is-working-day(today(), '17')", "ein Land gebraucht" },
		{ "add-working-days(today(), 0.5)", "ganze Zahl" },
		{ "add-working-days('9999-12-30', 5)", "9999" },
		{ "add-working-days(today(), 1000000)", "ganze Zahl" },
		{ "$gelogen + 1", "nicht die vereinbarte Art" },
		{ "sum($hund/steuer, $gelogen)", "nicht die vereinbarte Art" },
		{ "round($n, 99)", "0 bis 17" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct xpath *x = compile(cases[i].source, XPATH_EMPTY);
		struct xpath_env env = world();
		struct xpath_value v;
		struct err err = { ERR_NONE, "" };
		if (xpath_eval(x, &env, &v, &err) || err.kind != ERR_INPUT || strstr(err.text, cases[i].said) == NULL)
			fail_msg("%s: %s", cases[i].source, err.text);
	}
}

static void boolean_results_are_never_empty(void **state)
{
	(void)state;
	struct xpath_env env = world();
	struct xpath_value v;
	struct err err;
	assert_true(xpath_eval(compile("$offen", XPATH_BOOL), &env, &v, &err));
	assert_true(v.type == XPATH_BOOL && !v.boolean);
	assert_true(xpath_eval(compile("$offen", XPATH_EMPTY), &env, &v, &err));
	assert_int_equal(v.type, XPATH_EMPTY);
	/* A literal becomes the type that is wanted. */
	assert_true(xpath_eval(compile("'2026-01-01'", XPATH_DATE), &env, &v, &err));
	assert_int_equal(v.type, XPATH_DATE);
	assert_int_equal(xpath_result_type(compile("'12.50'", XPATH_DEC)), XPATH_DEC);
	assert_int_equal(xpath_result_type(compile("$amt", XPATH_TEXT)), XPATH_CODE);
	assert_int_equal(xpath_result_type(compile("if($ja, $amt, $name)", XPATH_TEXT)), XPATH_TEXT);
	assert_int_equal(xpath_result_type(compile("min($hund/wurf)", XPATH_DATE)), XPATH_DATE);
}

static void slots_are_listed_once(void **state)
{
	(void)state;
	const unsigned *slots;
	const struct xpath *x = compile("$n + $betrag * $n > sum($hund/steuer) + $betrag", XPATH_BOOL);
	assert_int_equal(xpath_slots(x, &slots), 3);
	assert_string_equal(answers[slots[0]].path, "n");
	assert_string_equal(answers[slots[1]].path, "betrag");
	assert_string_equal(answers[slots[2]].path, "hund/steuer");
	assert_int_equal(xpath_slots(compile("1 = 1", XPATH_BOOL), &slots), 0);
	assert_str(xpath_source(x), "$n + $betrag * $n > sum($hund/steuer) + $betrag");
}

/* ---- findings ---- */

static void mistakes_are_found_at_their_column(void **state)
{
	(void)state;
	static const struct {
		const char *source;
		enum xpath_type want;
		unsigned col; /* of the first finding, in the source, from 1 */
		const char *said;
	} cases[] = {
		/* syntax */
		{ "", XPATH_EMPTY, 1, "leer" },
		{ "   ", XPATH_EMPTY, 1, "leer" },
		{ "1 +", XPATH_EMPTY, 4, "unvollständig" },
		{ "(1 + 2", XPATH_EMPTY, 7, "schließende Klammer" },
		{ "1 + 2)", XPATH_EMPTY, 6, "öffnende" },
		{ "1 2", XPATH_EMPTY, 3, "Operator" },
		{ "not($ja", XPATH_EMPTY, 8, "Klammer" },
		{ "'offen", XPATH_EMPTY, 1, "Anführungszeichen" },
		{ "1 = 1 = 1", XPATH_EMPTY, 7, "aneinanderreihen" },
		{ "betrag > 5", XPATH_EMPTY, 1, "$betrag" },
		{ "$ja = true", XPATH_EMPTY, 7, "true()" },
		{ "$n > 1,5", XPATH_EMPTY, 7, "Punkt" },
		{ "$", XPATH_EMPTY, 1, "fehlt der Name" },
		{ "$betrag-$n", XPATH_EMPTY, 9, "Leerzeichen" },
		{ "12345678901234567890123456789012345", XPATH_EMPTY, 1, "34 Ziffern" },
		{ "$ja and and", XPATH_EMPTY, 9, "passt hier nicht" },
		{ "„32“ = $amt", XPATH_EMPTY, 1, "Anführungszeichen" },
		{ "1\xc2\xa0+ 1", XPATH_EMPTY, 2, "geschütztes" },
		{ "1 \xff", XPATH_EMPTY, 3, "UTF-8" },
		{ "'M\xfcller'", XPATH_EMPTY, 3, "UTF-8" },
		{ "1 ~ 2", XPATH_EMPTY, 3, "U+007E" },
		/* what of XPath is not offered, and other languages */
		{ "//hund", XPATH_EMPTY, 1, "„//“" },
		{ "/hund", XPATH_EMPTY, 1, "Variablen" },
		{ "$hund//steuer", XPATH_EMPTY, 6, "„//“" },
		{ "$hund/*", XPATH_EMPTY, 6, "„*“" },
		{ "$hund/@id", XPATH_EMPTY, 6, "„@“" },
		{ "$hund[1]", XPATH_EMPTY, 6, "Prädikate" },
		{ "$hund/text()", XPATH_EMPTY, 7, "Knotentests" },
		{ "text() = 'a'", XPATH_EMPTY, 1, "Knotentests" },
		{ "child::hund", XPATH_EMPTY, 6, "Achsen" },
		{ "../name", XPATH_EMPTY, 1, "„..“" },
		{ "@id", XPATH_EMPTY, 1, "Attribute" },
		{ "* > 1", XPATH_EMPTY, 1, "Platzhalter" },
		{ "$n | $n", XPATH_EMPTY, 4, "Vereinigungen" },
		{ "$x:n", XPATH_EMPTY, 3, "Namensräume" },
		{ "${n > 5}", XPATH_EMPTY, 1, "$name" },
		{ "$n == 5", XPATH_EMPTY, 4, "„=“" },
		{ "$n <> 5", XPATH_EMPTY, 4, "„!=“" },
		{ "$ja && $ja", XPATH_EMPTY, 5, "„and“" },
		{ "$ja || $ja", XPATH_EMPTY, 5, "„or“" },
		{ "!$ja", XPATH_EMPTY, 1, "not" },
		/* names */
		{ "$betrga > 5", XPATH_EMPTY, 1, "Meinten Sie „$betrag“?" },
		{ "$betrag-5 > 3", XPATH_EMPTY, 1, "„$betrag - 5“, mit Leerzeichen" },
		{ "$halter/ort-x = 'a'", XPATH_EMPTY, 1, "„$halter/ort - x“" },
		{ "string-lenght(.)", XPATH_EMPTY, 1, "Meinten Sie „string-length“?" },
		{ "position()", XPATH_EMPTY, 1, "gibt es nicht" },
		/* types */
		{ "'false'", XPATH_BOOL, 1, "Hier steht ein Text, gebraucht wird ein Wahrheitswert" },
		{ "$ja and 'false'", XPATH_EMPTY, 9, "true() oder false()" },
		{ "not($name)", XPATH_EMPTY, 5, "Wahrheitswert" },
		{ "if($n, 1, 2)", XPATH_EMPTY, 4, "Wahrheitswert" },
		{ "$n", XPATH_BOOL, 1, "Vergleich" },
		{ "$ja = 'true'", XPATH_EMPTY, 5, "not(…)" },
		{ "$geboren = '29.02.2000'", XPATH_EMPTY, 10, "'2026-12-31'" },
		{ "$geboren = '2026-02-30'", XPATH_EMPTY, 10, "'2026-12-31'" },
		{ "$geboren = ''", XPATH_EMPTY, 10, "is-empty()" },
		{ "date('2026-02-30')", XPATH_EMPTY, 6, "'2026-12-31'" },
		{ "$amt = 32", XPATH_EMPTY, 6, "Anführungszeichen" },
		{ "$name > $n", XPATH_EMPTY, 7, "number()" },
		{ "$n > 'viel'", XPATH_EMPTY, 4, "ohne Anführungszeichen" },
		{ "$name < 'b'", XPATH_EMPTY, 7, "nur bei Zahlen und Daten" },
		{ "$ja < $nein", XPATH_EMPTY, 5, "nur bei Zahlen und Daten" },
		{ "$geboren = $n", XPATH_EMPTY, 10, "derselben Art" },
		{ "$geboren + 1", XPATH_EMPTY, 1, "age()" },
		{ "1 + $name", XPATH_EMPTY, 5, "number()" },
		{ "-$name", XPATH_EMPTY, 2, "number()" },
		{ "--$name", XPATH_EMPTY, 3, "number()" },
		{ "contains($n, '5')", XPATH_EMPTY, 10, "string()" },
		{ "if($ja, 1, 'x')", XPATH_EMPTY, 12, "Zahl" },
		{ "if($ja, $geboren, $n)", XPATH_EMPTY, 19, "Datum" },
		{ "min('a')", XPATH_EMPTY, 5, "Zahlen oder Daten" },
		{ "number(today())", XPATH_EMPTY, 8, "keine Zahl" },
		{ "$hund/steuer > 50", XPATH_EMPTY, 1, "mehrere Werte" },
		{ "$hund/steuer", XPATH_DEC, 1, "mehrere Werte" },
		{ "$hund/steuer", XPATH_EMPTY, 1, "mehrere Werte" },
		{ "$halter", XPATH_BOOL, 1, "Gruppe" },
		{ "sum($hund)", XPATH_EMPTY, 5, "Gruppe" },
		{ "sum($hund/wurf)", XPATH_EMPTY, 5, "gebraucht wird eine Zahl" },
		{ "count($n)", XPATH_EMPTY, 7, "exists()" },
		{ "exists(1 + 1)", XPATH_EMPTY, 8, "Namen eines Felds" },
		{ "concat('a')", XPATH_EMPTY, 1, "mindestens 2 Werte" },
		{ "substring('a')", XPATH_EMPTY, 1, "2 oder 3 Werte, hier sind es 1" },
		{ "today(1)", XPATH_EMPTY, 1, "genau 0" },
		/* a warning, the expression is valid */
		{ "$name != ''", XPATH_EMPTY, 10, "warning: Eine fehlende Antwort ist nie gleich ''" },
		{ "'' = .", XPATH_EMPTY, 1, "is-empty(.)" },
		{ "$amt = '320'", XPATH_EMPTY, 8,
		    "warning: „320“ ist kein Schlüssel der Codeliste von $amt. Meinten Sie „3200“?" },
		{ "'Ordnungsamt' != $amt", XPATH_EMPTY, 1, "warning: „Ordnungsamt“ ist kein Schlüssel" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got = findings(cases[i].source, cases[i].want);
		struct str place = str_fmt(arena, "f:7:%u: ", cases[i].col + 9);
		if (!str_starts(got, place) || str_find_str(got, str_c(cases[i].said)) < 0)
			fail_msg("%s\nwant %u [%s]\ngot  %.*s", cases[i].source, cases[i].col, cases[i].said, STR_ARG(got));
	}
}

static void sound_expressions_have_no_findings(void **state)
{
	(void)state;
	static const char *const sound[] = { "$amt = '32'", "substring(., 2) = ''", "$n = '5'", "is-empty(.)" };
	for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
		assert_str(findings(sound[i], XPATH_BOOL), "");
}

static void every_mistake_is_reported_once(void **state)
{
	(void)state;
	struct diags d = diags_new(arena, STR("f"));
	const char *source = "$a > 1 and\n $name + 1 = 2\n and frob($b) = 'x'";
	assert_null(xpath_compile(arena, str_c(source), (struct pos){ 7, 10 }, XPATH_BOOL, &scope, &d));
	assert_int_equal(d.n, 4);
	assert_true(d.list[0].pos.line == 7 && d.list[0].pos.col == 10);
	assert_true(d.list[1].pos.line == 8 && d.list[1].pos.col == 2);
	assert_true(d.list[2].pos.line == 9 && d.list[2].pos.col == 11);
	assert_true(d.list[3].pos.line == 9 && d.list[3].pos.col == 6);
}

/* ---- limits ---- */

static const char *repeated(const char *head, const char *piece, size_t n, const char *tail)
{
	struct buf b = buf_new(arena);
	buf_add_c(&b, head);
	for (size_t i = 0; i < n; i++)
		buf_add_c(&b, piece);
	buf_add_c(&b, tail);
	buf_add_char(&b, '\0');
	return buf_str(&b).p;
}

static void long_and_deep_expressions_have_limits(void **state)
{
	(void)state;
	struct xpath_env env = world();
	struct xpath_value v;
	struct err err;
	int64_t n;
	/* Length is no depth: 5,000 terms are 9,999 tokens. */
	assert_true(xpath_eval(compile(repeated("1", " + 1", 4999, ""), XPATH_DEC), &env, &v, &err));
	assert_true(dec_to_i64(v.dec, &n) && n == 5000);
	assert_true(xpath_eval(compile(repeated("$ja", " and $ja", 4999, ""), XPATH_BOOL), &env, &v, &err));
	assert_true(v.boolean);
	assert_true(xpath_eval(compile(repeated("", "-", 9998, "1"), XPATH_DEC), &env, &v, &err));
	assert_true(dec_to_i64(v.dec, &n) && n == 1);
	assert_non_null(strstr(findings(repeated("1", "+1", 9999, ""), XPATH_DEC).p, "zu lang"));
	compile(repeated(repeated("", "(", 100, "1"), ")", 100, ""), XPATH_DEC);
	assert_non_null(strstr(findings(repeated(repeated("", "(", 101, "1"), ")", 101, ""), XPATH_DEC).p, "zu tief"));
	assert_non_null(strstr(findings(repeated("", "not(", 5000, ""), XPATH_BOOL).p, "zu tief"));
	assert_non_null(strstr(findings(repeated("$a", "/a", 40, ""), XPATH_BOOL).p, "Pfad ist zu lang"));
}

static void work_is_bounded(void **state)
{
	(void)state;
	struct xpath_value v;
	struct err err;
	struct xpath_env env = world();
	const struct xpath *x = compile("$n + $n", XPATH_DEC);
	env.budget = 4;
	assert_true(xpath_eval(x, &env, &v, &err));
	env.budget = 3;
	assert_false(xpath_eval(x, &env, &v, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_int_not_equal(env.budget, 0); /* used up is not the same as "the default" */
	assert_false(xpath_eval(x, &env, &v, &err));
	/* Bytes cost, too: 4^10 * 64 bytes would be 64 megabytes. */
	const char *text = repeated("'", "0123456789abcdef", 4, "'");
	for (int i = 0; i < 5; i++)
		text = repeated(repeated("concat(", text, 1, ""), repeated(",", text, 1, ""), 3, ")");
	env.budget = 1000;
	size_t before = arena_used(arena);
	const struct xpath *large = compile(text, XPATH_TEXT);
	before = arena_used(arena);
	assert_false(xpath_eval(large, &env, &v, &err));
	assert_true(arena_used(arena) - before < 1000 * 64 * 4);
	env.budget = 100;
	assert_false(xpath_eval(compile(repeated("sum(1", ", $hund/steuer", 100, ")"), XPATH_DEC), &env, &v, &err));
}

static void evaluation_does_not_allocate(void **state)
{
	(void)state;
	const struct xpath *x = compile("$betrag > 1000 and $amt = '32' and $ja and sum($hund/steuer) > 3 and "
	                                "string-length(substring(., 2)) = 4 and age($geboren) > 18",
	    XPATH_BOOL);
	struct xpath_env env = world();
	struct xpath_value v;
	struct err err;
	env.scratch = NULL;
	size_t before = arena_used(arena);
	assert_true(xpath_eval(x, &env, &v, &err));
	assert_true(v.boolean);
	assert_int_equal(arena_used(arena), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions_have_values),
		cmocka_unit_test(failures_at_run_time_are_errors_not_false),
		cmocka_unit_test(boolean_results_are_never_empty),
		cmocka_unit_test(slots_are_listed_once),
		cmocka_unit_test(mistakes_are_found_at_their_column),
		cmocka_unit_test(sound_expressions_have_no_findings),
		cmocka_unit_test(every_mistake_is_reported_once),
		cmocka_unit_test(long_and_deep_expressions_have_limits),
		cmocka_unit_test(work_is_bounded),
		cmocka_unit_test(evaluation_does_not_allocate),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
