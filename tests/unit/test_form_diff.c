/* SPDX-License-Identifier: EUPL-1.2
 * Differences of forms in words, and taking over a new version of a catalogue form into one that was worked on. */
#include "test.h"

#include "form/fim/form_diff.h"

#include <string.h>

#define FORM(inside) "<form xmlns='urn:ozg:form:1' id='f' fim='S1V1'><title>T</title>" inside "</form>"
#define PAGE(id, inside) "<page id='" id "' title='Seite " id "'>" inside "</page>"

static struct str changes(struct arena *a, const char *old, const char *now)
{
	struct form_source o = { str_c(old), NULL }, n = { str_c(now), NULL };
	struct diags d = diags_new(a, STR("now.xml"));
	const struct form_change *list;
	size_t count;
	struct buf out = buf_new(a);
	if (!form_diff(a, &o, &n, &list, &count, &d)) {
		diags_print(&d, &out);
		fail_msg("%.*s", STR_ARG(buf_str(&out)));
	}
	for (size_t i = 0; i < count; i++)
		buf_add_fmt(&out, "%.*s\n", STR_ARG(form_change_text(a, &list[i])));
	return buf_str(&out);
}

static void differences_are_told(void **state)
{
	static const struct {
		const char *old, *now, *text;
	} rows[] = {
		{ FORM(PAGE("a", "<text id='x' label='X'/>")), FORM(PAGE("b", "<text id='x' label='X'/>")), "" },
		{ FORM(PAGE("a", "<text id='x' label='X'/>")),
		    FORM(PAGE("a", "<text id='x' label='Y' required='no'/><text id='z' label='Z'/>")),
		    "x „Y“, Beschriftung: bisher „X“, jetzt „Y“.\nx „Y“, Pflicht: bisher ja, jetzt nein.\nz „Z“ ist "
		    "neu.\n" },
		{ FORM(PAGE("a", "<text id='x' label='X'/><group id='g' label='G'><text id='y' label='Y'/></group>")),
		    FORM(PAGE("a", "<text id='x' label='X'/>")), "g „G“ entfällt.\n" },
		{ FORM(PAGE("a", "<text id='x' label='X'/><group id='g' label='G'><text id='y' label='Y'/></group>")),
		    FORM(PAGE("a", "<group id='g' label='G'><text id='y' label='Y'/><text id='x' label='X'/></group>")),
		    "g/x „X“ steht jetzt hier statt bei x.\n" },
		{ FORM("<codelist id='c'><code value='1'>eins</code><code value='2'>zwei</code></codelist>" PAGE(
		      "a", "<choice id='x' label='X' codes='c'/>")),
		    FORM("<codelist id='d'><code value='1'>Eins</code><code value='2'>zwei</code><code "
		         "value='3'>drei</code></codelist>" PAGE("a", "<choice id='x' label='X' codes='d'/>")),
		    "x „X“, Auswahl: bisher „1 = eins“, jetzt „1 = Eins; 3 = drei“.\n" },
		{ FORM(PAGE("a", "<group id='g' label='G'><text id='x' label='X' max-length='5'/><rule require='x' "
		                 "when='true()'/></group>")),
		    FORM(PAGE("a", "<group id='g' label='G'><integer id='x' label='X' max='5'/><rule prose='Satz.'/></group>")),
		    "g „G“, Regel: bisher „verlangt: x; wenn: true()“, jetzt nichts.\n"
		    "g „G“, Regel: bisher nichts, jetzt „Satz: Satz.“.\n"
		    "g/x „X“, Art der Eingabe: bisher „Textfeld“, jetzt „ganze Zahl“.\n"
		    "g/x „X“, größte Länge: bisher „5“, jetzt nichts.\ng/x „X“, größter Wert: bisher nichts, jetzt „5“.\n" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		assert_string_equal(str_cdup(a, changes(a, rows[i].old, rows[i].now)), rows[i].text);
		arena_free(&a);
	}
}

/* ---- three ways ---- */

struct merged {
	struct str text, told;
	struct form_changes conflicts;
	bool good;
};

static struct merged merge_taking(
    struct arena *a, const char *base, const char *mine, const char *now, const struct form_changes *take)
{
	struct form_source b = { str_c(base), NULL }, m = { str_c(mine), NULL }, n = { str_c(now), NULL };
	struct diags d = diags_new(a, STR("new.xml"));
	const struct form_change *list = NULL;
	size_t count = 0;
	struct buf out = buf_new(a), told = buf_new(a);
	struct merged r = { .good = form_merge(a, &b, &m, &n, take, &out, &list, &count, &d) };
	for (size_t i = 0; i < count; i++)
		buf_add_fmt(&told, "%.*s\n", STR_ARG(form_change_text(a, &list[i])));
	for (size_t i = 0; i < d.n; i++)
		if (d.list[i].level == DIAG_ERROR)
			buf_add_fmt(&told, "error: %.*s\n", STR_ARG(d.list[i].text));
	r.text = buf_str(&out);
	r.told = buf_str(&told);
	r.conflicts = (struct form_changes){ list, count };
	return r;
}

static struct merged merge(struct arena *a, const char *base, const char *mine, const char *now)
{
	return merge_taking(a, base, mine, now, NULL);
}

static void has(struct merged r, const char *words)
{
	if (str_find_str(r.text, str_c(words)) < 0)
		fail_msg("not found: %s\nin: %.*s\n%.*s", words, STR_ARG(r.text), STR_ARG(r.told));
}

static void lacks(struct merged r, const char *words)
{
	if (str_find_str(r.text, str_c(words)) >= 0)
		fail_msg("found: %s\nin: %.*s", words, STR_ARG(r.text));
}

#define BASE                                                                                                           \
	FORM("<codelist id='c1'><code value='1'>eins</code></codelist>" PAGE("p",                                          \
	    "<group id='g' label='G'>"                                                                                     \
	    "<text id='x' label='X' hint='alt' max-length='5'/><text id='y' label='Y'/><choice id='c' label='C' "          \
	    "codes='c1'/>"                                                                                                 \
	    "<rule prose='Wenn X, dann Y.'/></group><text id='z' label='Z'/>"))

/* The admin: two pages, other words, a rule as an expression, a field of their own; z struck out. */
#define MINE                                                                                                           \
	FORM("<codelist id='c1'><code value='1'>eins</code></codelist><group id='g' label='Ihre Angaben'>"                 \
	     "<page id='eins' title='Eins'><text id='x' label='Wie heißen Sie?' hint='alt' max-length='5'/></page>"       \
	     "<page id='zwei' title='Zwei'><text id='y' label='Y'/><choice id='c' label='C' codes='c1'/><text id='own' "   \
	     "label='Eigenes'/></page>"                                                                                    \
	     "<rule require='y' when='not(is-empty($x))'/></group>")

static void both_sides_come_together(void **state)
{
	struct arena *a = arena_new();
	struct merged r = merge(a, BASE, MINE,
	    FORM("<codelist id='c2'><code value='1'>eins</code><code value='2'>zwei</code></codelist>" PAGE("p",
	        "<group id='g' label='G'><text id='x' label='X' hint='neu' max-length='9'/><date id='new' label='Neu'/>"
	        "<text id='y' label='Y'/><choice id='c' label='C' codes='c2'/><rule prose='Wenn X, dann Y.'/>"
	        "<rule forbid='new' when='is-empty($y)'/></group><text id='z' label='Z'/>")
	            PAGE("q", "<text id='w' label='W'/>")));
	(void)state;
	assert_true(r.good);
	assert_int_equal(r.told.n, 0);
	has(r, "label=\"Ihre Angaben\"");
	has(r, "<text id=\"x\" label=\"Wie heißen Sie?\" hint=\"neu\" max-length=\"9\"/>\n\t\t\t<date id=\"new\"");
	has(r, "codes=\"c2\"");
	has(r, "<code value=\"2\">zwei</code>");
	lacks(r, "\"c1\"");
	has(r, "<rule require=\"y\"");
	has(r, "<rule forbid=\"new\"");
	lacks(r, "prose");
	has(r, "id=\"own\"");
	lacks(r, "id=\"z\"");
	has(r, "<page id=\"q\" title=\"Seite q\">\n\t\t<text id=\"w\"");
	arena_free(&a);
}

static void conflicts_stay_mine_and_are_told(void **state)
{
	struct arena *a = arena_new();
	struct merged r = merge(a, BASE, MINE,
	    FORM(PAGE("p", "<group id='g' label='Gruppe'><text id='x' label='Name'/><rule prose='Anders.'/></group>"
	                   "<text id='z' label='Zett'/>")));
	/* clang-format off */
	static const char *const told[] = {
		"g „Ihre Angaben“, Beschriftung: bei Ihnen „Ihre Angaben“, im Katalog „Gruppe“. Ihre Fassung bleibt.",
		"g/x „Wie heißen Sie?“, Beschriftung: bei Ihnen „Wie heißen Sie?“, im Katalog „Name“.",
		"g „Ihre Angaben“, Regel: bei Ihnen „(geändert oder gestrichen)“, im Katalog „entfallen: Satz: Wenn X, dann Y.“",
		"z „Zett“, Ob es bleibt: bei Ihnen gestrichen, im Katalog geändert.",
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (str_find_str(r.told, str_c(told[i])) < 0)
			fail_msg("not told: %s\nbut: %.*s", told[i], STR_ARG(r.told));
	has(r, "label=\"Wie heißen Sie?\"");
	lacks(r, "hint=");
	lacks(r, "id=\"c\"");
	lacks(r, "codelist");
	has(r, "prose=\"Anders.\"");
	assert_false(r.good); /* our rule asks for what is gone: to be corrected by hand */
	assert_true(str_find_str(r.told, STR("error: „y“ gibt es hier nicht")) >= 0);
	arena_free(&a);
}

static void what_was_changed_is_not_removed(void **state)
{
	struct arena *a = arena_new();
	struct merged r = merge(a, FORM(PAGE("p", "<text id='x' label='X'/><text id='y' label='Y'/>")),
	    FORM(PAGE("p", "<text id='x' label='X'/>") PAGE("q", "<text id='y' label='Mein Y'/>")),
	    FORM(PAGE("p", "<text id='x' label='X'/>")));
	(void)state;
	assert_true(r.good);
	has(r, "Mein Y");
	assert_true(str_find_str(r.told, STR("y „Mein Y“, Ob es bleibt: bei Ihnen geändert, im Katalog entfallen.")) >= 0);
	r = merge(a, FORM(PAGE("p", "<text id='x' label='X'/><text id='y' label='Y'/>")),
	    FORM(PAGE("p", "<text id='x' label='X'/>") PAGE("q", "<text id='y' label='Y'/>")),
	    FORM(PAGE("p", "<text id='x' label='X'/>")));
	lacks(r, "id=\"q\"");
	lacks(r, "id=\"y\"");
	arena_free(&a);
}

/* One after the other taken from the catalogue, and all at once: nothing else changes. */
static void conflicts_can_go_the_other_way(void **state)
{
	static const char base[] = FORM(PAGE("p", "<text id='x' label='X' hint='alt'/><text id='y' label='Y'/>"
	                                          "<text id='z' label='Z'/><choice id='c' label='C'>"
	                                          "<code value='1'>eins</code><code value='2'>zwei</code></choice>"
	                                          "<group id='g' label='G'><text id='a' label='A'/>"
	                                          "<rule prose='Alt.' name='R' fim='R1V1'/></group>"));
	static const char mine[] = FORM(PAGE("p", "<text id='x' label='Mein X' hint='alt'/><text id='y' label='Mein Y'/>"
	                                          "<choice id='c' label='C'><code value='1'>Eins</code>"
	                                          "<code value='2'>zwei</code></choice>"
	                                          "<group id='g' label='G'><text id='a' label='A'/>"
	                                          "<rule prose='Mein.' name='R' fim='R1V1'/></group>"));
	static const char now[] = FORM(PAGE("p", "<text id='x' label='Ihr X' hint='neu'/><text id='z' label='Ihr Z'/>"
	                                         "<choice id='c' label='C'><code value='1'>uno</code>"
	                                         "<code value='2'>zwei</code><code value='3'>drei</code></choice>"
	                                         "<group id='g' label='G'><text id='a' label='A'/>"
	                                         "<rule prose='Ihr.' name='R' fim='R1V2'/></group>"));
	static const struct {
		const char *what, *kept, *taken;
	} rows[] = {
		{ "label", "label=\"Mein X\" hint=\"neu\"", "label=\"Ihr X\" hint=\"neu\"" },
		{ "codes", ">Eins<",
		    "<code value=\"1\">uno</code>\n\t\t\t<code value=\"2\">zwei</code>\n\t\t\t<code value=\"3\"" },
		{ "rule", "prose=\"Mein.\"", "prose=\"Ihr.\"" },
		{ "element", "label=\"Mein Y\"", "label=\"Ihr Z\"" },
	};
	struct arena *a = arena_new();
	struct merged plain = merge(a, base, mine, now);
	(void)state;
	assert_true(plain.good);
	assert_int_equal(plain.conflicts.n, 5); /* y is struck out there, z here */
	has(plain, "hint=\"neu\"");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		has(plain, rows[i].kept);
		lacks(plain, rows[i].taken);
	}
	for (size_t i = 0; i < plain.conflicts.n; i++) {
		const struct form_changes one = { &plain.conflicts.list[i], 1 };
		struct merged r = merge_taking(a, base, mine, now, &one);
		assert_true(r.good);
		assert_int_equal(r.conflicts.n, plain.conflicts.n);
		for (size_t k = 0; k < r.conflicts.n; k++)
			assert_int_equal(r.conflicts.list[k].taken, k == i);
		assert_true(str_find_str(r.told, STR("Die Fassung des Katalogs gilt.")) > 0);
	}
	struct merged all = merge_taking(a, base, mine, now, &plain.conflicts);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		lacks(all, rows[i].kept);
		has(all, rows[i].taken);
	}
	struct merged again = merge(a, now, str_cdup(a, all.text), now);
	assert_int_equal(again.conflicts.n, 0);
	struct form_source n = { str_c(now), NULL }, m = { all.text, NULL };
	const struct form_change *list;
	size_t count;
	struct diags d = diags_new(a, STR("x"));
	assert_true(form_diff(a, &n, &m, &list, &count, &d));
	assert_int_equal(count, 0);
	arena_free(&a);
}

/* What the form says besides its questions: other languages, examples, fees, the mark of its origin. */
static void what_stands_beside_the_questions_stays(void **state)
{
	struct arena *a = arena_new();
	struct merged r = merge(a,
	    "<form xmlns='urn:ozg:form:1' id='f' fim='S1V1' origin='aa'><title>T</title>" PAGE(
	        "p", "<text id='x' label='X'/>") "</form>",
	    "<form xmlns='urn:ozg:form:1' id='eigene' fim='S1V1' origin='aa' flow='meiner'><title>T</title>" PAGE(
	        "p", "<text id='x' label='X'/>") "<texts lang='en'><t de='X'>Ex</t></texts>"
	                                         "<scenarios>{\"scenarios\": [{\"name\": \"A\", \"answers\": {\"x\": "
	                                         "\"a\"}}]}</scenarios>"
	                                         "</form>",
	    "<form xmlns='urn:ozg:form:1' id='f' fim='S1V2' origin='bb'><title>T</title>" PAGE(
	        "p", "<text id='x' label='X'/><text id='y' label='Y'/>") "</form>");
	(void)state;
	assert_true(r.good);
	assert_int_equal(r.conflicts.n, 0);
	has(r, "id=\"eigene\"");
	has(r, "fim=\"S1V2\"");
	has(r, "origin=\"bb\"");
	has(r, "flow=\"meiner\"");
	has(r, "<texts");
	has(r, "<t de=\"X\">Ex</t>");
	has(r, "answers&quot;: {&quot;x");
	has(r, "id=\"y\"");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(differences_are_told),
		cmocka_unit_test(both_sides_come_together), cmocka_unit_test(conflicts_stay_mine_and_are_told),
		cmocka_unit_test(what_was_changed_is_not_removed), cmocka_unit_test(conflicts_can_go_the_other_way),
		cmocka_unit_test(what_stands_beside_the_questions_stays) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
