/* SPDX-License-Identifier: EUPL-1.2
 * What a browser sends: values are tidied, kept as typed where they are wrong, and nothing foreign is taken. */
#include "test.h"

#include "form/form.h"

struct fixture {
	struct arena *a;
	const struct form *f;
	struct form_world world;
	json_t *answers;
	enum form_action action;
	struct err err;
};

static size_t find_places(void *arg, struct arena *a, struct str postcode, const struct form_place **list)
{
	static const struct form_place ochsenfurt[] = { { STR_INIT("096790170170"), STR_INIT("Ochsenfurt") } };
	static const struct form_place maindreieck[] = { { STR_INIT("096755618147"), STR_INIT("Marktbreit") },
		{ STR_INIT("096755618166"), STR_INIT("Segnitz") } };
	(void)arg;
	(void)a;
	*list = str_eq_c(postcode, "97199") ? ochsenfurt : maindreieck;
	return str_eq_c(postcode, "97199") ? 1 : str_eq_c(postcode, "97340") ? 2 : 0;
}

static int setup(void **state)
{
	struct fixture *x = calloc(1, sizeof *x);
	x->a = arena_new();
	x->answers = json_object();
	x->world.places = find_places;
	*state = x;
	return date_from_ymd(2026, 3, 1, &x->world.today) ? 0 : 1;
}

static int teardown(void **state)
{
	struct fixture *x = *state;
	json_decref(x->answers);
	arena_free(&x->a);
	free(x);
	return 0;
}

static void read_page(struct fixture *x, const char *elements)
{
	struct diags d = diags_new(x->a, STR("test.xml"));
	x->f = form_read(x->a,
	    str_fmt(x->a, "<form xmlns='urn:ozg:form:1' id='t'><title>T</title><page id='p' title='P'>%s</page></form>",
	        elements),
	    &d);
	assert_non_null(x->f);
}

static void start_with(struct fixture *x, const char *answers)
{
	json_decref(x->answers);
	x->answers = json_loads(answers, 0, NULL);
	assert_non_null(x->answers);
}

/* "name=value&name=value", not encoded. */
static bool post(struct fixture *x, struct str body)
{
	struct form_param params[64];
	struct str pair;
	size_t n = 0;
	while (body.n > 0 && str_next(&body, '&', &pair)) {
		ptrdiff_t at = str_find(pair, '=');
		assert_true(at >= 0 && n < 64);
		params[n++] =
		    (struct form_param){ .name = str_sub(pair, 0, (size_t)at), .value = str_sub(pair, (size_t)at + 1, pair.n) };
	}
	return form_post(x->a, x->f, 0, params, n, x->answers, &x->world, &x->action, &x->err);
}

static struct str answers(struct fixture *x)
{
	char *text = json_dumps(x->answers, JSON_COMPACT | JSON_SORT_KEYS);
	struct str s = str_dup(x->a, str_c(text));
	free(text);
	return s;
}

#define assert_post(x, body, want)                                                                                     \
	do {                                                                                                               \
		if (!post(x, STR(body)))                                                                                       \
			fail_msg("refused: %s", (x)->err.text);                                                                    \
		assert_str(answers(x), want);                                                                                  \
	} while (0)

#define assert_refused(x, body)                                                                                        \
	do {                                                                                                               \
		struct str before_ = answers(x);                                                                               \
		(x)->err.kind = ERR_NONE;                                                                                      \
		assert_false(post(x, STR(body)));                                                                              \
		assert_int_equal((x)->err.kind, ERR_INPUT);                                                                    \
		assert_true(str_eq(answers(x), before_));                                                                      \
	} while (0)

struct tidy_case {
	const char *element, *typed, *answer;
};

static const struct tidy_case tidy_cases[] = {
	{ "text", "  Zoe\xCC\x88  \xC2\xA0", "Zoë" },
	{ "text",
	    "\xE2\x80\x8E"
	    "AB\xE2\x80\x8F",
	    "AB" },
	{ "text", "a\r\nb", "a b" },
	{ "text", "Ç̆ Đ ʼ x̂", "Ç̆ Đ ʼ x̂" },
	{ "longtext", "a\r\nb\rc\n", "a\nb\nc" },
	{ "integer", "1.234", "1234" },
	{ "integer", " 007 ", "7" },
	{ "integer", "−5", "-5" },
	{ "integer", "zwei", "zwei" },
	{ "decimal", "1.234,56", "1234.56" },
	{ "decimal", "1 234,5", "1234.5" },
	{ "decimal", "12.5", "12.5" },
	{ "decimal", "0.125", "0.125" },
	{ "decimal", "1.234.567", "1234567" },
	{ "decimal", ",5", "0.5" },
	{ "decimal", "5,", "5" },
	{ "decimal", "1,2,3", "1,2,3" },
	{ "decimal", "12.34,5", "12.34,5" },
	{ "money", "1.234,56 €", "1234.56" },
	{ "money", "12,5", "12.50" },
	{ "money", "12 Euro", "12.00" },
	{ "money", "12,505", "12.505" },
	{ "date", "23.6.87", "1987-06-23" },
	{ "date", "23 6 1987", "1987-06-23" },
	{ "date", "23. Juni 1987", "1987-06-23" },
	{ "date", "1.März.2026", "2026-03-01" },
	{ "date", "31.2.2024", "31.2.2024" },
	{ "email", " name@exam\xC2\xADple.org ", "name@example.org" },
	{ "iban", "de02 1203 0000-0000 2020 51", "DE02120300000000202051" },
	{ "postcode", "D-97 199", "97199" },
	{ "phone", " 09331 / 12345 ", "09331 / 12345" },
};

static void typed_values_are_tidied(void **state)
{
	struct fixture *x = *state;
	for (size_t i = 0; i < sizeof tidy_cases / sizeof tidy_cases[0]; i++) {
		const struct tidy_case *c = &tidy_cases[i];
		read_page(x, str_fmt(x->a, "<%s id='x' label='X'/>", c->element).p);
		start_with(x, "{}");
		struct form_param p = { .name = STR("x"), .value = str_c(c->typed) };
		assert_true(form_post(x->a, x->f, 0, &p, 1, x->answers, &x->world, &x->action, &x->err));
		const char *got = json_string_value(json_object_get(x->answers, "x"));
		if (got == NULL || strcmp(got, c->answer) != 0)
			fail_msg("%s typed as [%s]: got [%s], want [%s]", c->element, c->typed, got, c->answer);
		/* What is shown again must mean the same when it is sent again. */
		const struct form_state *s = form_eval(x->a, x->f, x->answers, &x->world);
		const struct form_view_item *item = form_view(x->a, s, 0, true)->items.items;
		if (!item->is_date) {
			p.value = item->value;
			assert_true(form_post(x->a, x->f, 0, &p, 1, x->answers, &x->world, &x->action, &x->err));
			assert_string_equal(json_string_value(json_object_get(x->answers, "x")), c->answer);
		}
	}
}

static void dates_have_three_inputs(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<date id='d' label='D'/>");
	assert_post(x, "d.tag=23&d.monat=6&d.jahr=1987", "{\"d\":\"1987-06-23\"}");
	assert_post(x, "d.tag=23.&d.monat=Juni&d.jahr=87", "{\"d\":\"1987-06-23\"}");
	assert_post(x, "d.tag=23&d.monat=&d.jahr=1987", "{\"d\":\"23..1987\"}");
	const struct form_view_item *item =
	    form_view(x->a, form_eval(x->a, x->f, x->answers, &x->world), 0, true)->items.items;
	assert_str(item->day, "23");
	assert_str(item->month, "");
	assert_str(item->year, "1987");
	assert_str(item->error, "Bei „D“ fehlt der Monat. Ergänzen Sie das Datum.");
	assert_post(x, "d.tag=&d.monat=&d.jahr=", "{}");
	assert_refused(x, "d.tag=1&d.tag=2&d.monat=1&d.jahr=2000");
	assert_refused(x, "d=2000-01-01&d.tag=2");
}

static void boxes_and_choices(void **state)
{
	struct fixture *x = *state;
	read_page(x,
	    "<boolean id='b' label='B'/><confirm id='c' label='C'/><choices id='m' label='M'><code value='A'>a</code>"
	    "<code value='B'>b</code></choices>");
	assert_post(x, "b=true&c=true&m=A&m=B", "{\"b\":true,\"c\":true,\"m\":[\"A\",\"B\"]}");
	assert_post(x, "b=false", "{\"b\":false}");
	assert_post(x, "b=vielleicht&m=Z", "{\"b\":\"vielleicht\",\"m\":[\"Z\"]}");
	assert_post(x, "", "{}");
	assert_refused(x, "b=true&b=false");
}

static void foreign_things_are_refused(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<text id='t' label='T'/><integer id='n' label='N' calculate='1'/><note>N</note>"
	             "<group id='g' label='G' max='3'><text id='t' label='T'/></group>");
	start_with(x, "{\"t\":\"alt\",\"g\":[{\"t\":\"1\"}]}");
	assert_refused(x, "t=a&n=2");
	assert_refused(x, "t=a&fremd=2");
	assert_refused(x, "t=a&p=2");
	assert_refused(x, "t=a&t=b");
	assert_refused(x, "t[1]=a");
	assert_refused(x, "t=a&g/t=b");
	assert_refused(x, "t=a&g[0]/t=b");
	assert_refused(x, "t=a&g[2]/t=b");
	assert_refused(x, "t=a&g[01]/t=b");
	assert_refused(x, "t=a&g[1]/t=b&g[1]/t=c");
	assert_refused(x, "t=\xFF");
	assert_refused(x, "\xFF=a");
	assert_refused(x, "t=a\0b");
	assert_refused(x, "t=a&_action=loeschen");
	assert_refused(x, "t=a&_action=add:t");
	assert_refused(x, "t=a&_action=remove:g[2]");
	assert_refused(x, "t=a&_action=remove:g[1]");
	struct buf big = buf_new(x->a);
	buf_add_c(&big, "t=");
	for (int i = 0; i < 10000; i++)
		buf_add_char(&big, 'x');
	assert_false(post(x, buf_str(&big)));
	assert_post(x, "t=neu&g[1]/t=2&_csrf=abc", "{\"g\":[{\"t\":\"2\"}],\"t\":\"neu\"}");
}

static void a_little_too_long_is_kept(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<text id='t' label='T' max-length='3'/>");
	assert_post(x, "t=abcd", "{\"t\":\"abcd\"}");
	assert_post(x,
	    "t=a\xE2\x80\xAE"
	    "b",
	    "{\"t\":\"a\u202Eb\"}");
}

static void entries_come_and_go(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<group id='g' label='G' min='1' max='3'><text id='t' label='T'/><confirm id='c' label='C'/></group>");
	/* The page shows one empty entry before there is any. */
	const struct form_view_item *item =
	    form_view(x->a, form_eval(x->a, x->f, x->answers, &x->world), 0, false)->items.items;
	assert_int_equal(item->children.n, 1);
	assert_str(item->children.items[0].children.items[0].name, "g[1]/t");
	assert_str(item->children.items[0].remove_action, "");
	assert_true(item->children.items[0].children.items[0].required);
	assert_post(x, "g[1]/t=", "{\"g\":[{}]}");
	assert_int_equal(x->action, FORM_NEXT);
	assert_post(x, "g[1]/t=a&g[1]/c=true&_action=add:g", "{\"g\":[{\"c\":true,\"t\":\"a\"},{}]}");
	assert_int_equal(x->action, FORM_CHANGED);
	assert_post(x, "g[1]/t=a&g[2]/t=b&_action=add:g", "{\"g\":[{\"t\":\"a\"},{\"t\":\"b\"},{}]}");
	assert_refused(x, "g[1]/t=a&g[2]/t=b&g[3]/t=c&_action=add:g");
	assert_post(x, "g[1]/t=a&g[2]/t=b&g[3]/t=c&_action=remove:g[2]", "{\"g\":[{\"t\":\"a\"},{\"t\":\"c\"}]}");
	assert_int_equal(x->action, FORM_CHANGED);
	assert_post(x, "g[1]/t=a&g[2]/t=c&_action=next", "{\"g\":[{\"t\":\"a\"},{\"t\":\"c\"}]}");
	assert_int_equal(x->action, FORM_NEXT);
}

static void adding_to_an_empty_page_keeps_the_shown_entry(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<group id='g' label='G' min='1' max='3'><confirm id='c' label='C'/></group>");
	assert_post(x, "_action=add:g", "{\"g\":[{},{}]}");
}

static void what_is_hidden_keeps_its_answer(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<boolean id='b' label='B'/><text id='t' label='T' relevant='$b'/>");
	assert_post(x, "b=true", "{\"b\":true}");
	assert_int_equal(x->action, FORM_CHANGED); /* now t is asked */
	assert_post(x, "b=true&t=x", "{\"b\":true,\"t\":\"x\"}");
	assert_int_equal(x->action, FORM_NEXT);
	assert_post(x, "b=false&t=x", "{\"b\":false,\"t\":\"x\"}");
	assert_int_equal(x->action, FORM_NEXT);
	assert_post(x, "b=true", "{\"b\":true,\"t\":\"x\"}");
	assert_post(x, "b=true&t=", "{\"b\":true}");
}

static void places_follow_the_postcode(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<postcode id='plz' label='PLZ'/><place id='ort' label='Ort' postcode='plz'/>");
	const struct form_state *s = form_eval(x->a, x->f, x->answers, &x->world);
	assert_int_equal(form_view(x->a, s, 0, false)->items.n, 1); /* no place before the postcode */
	assert_post(x, "plz=97199", "{\"ort\":\"096790170170\",\"plz\":\"97199\"}");
	assert_int_equal(x->action, FORM_NEXT);
	s = form_eval(x->a, x->f, x->answers, &x->world);
	assert_str(form_ars(s), "096790170170");
	assert_true(form_view(x->a, s, 0, false)->items.items[1].is_output);
	assert_post(x, "plz=97340", "{\"plz\":\"97340\"}");
	assert_int_equal(x->action, FORM_CHANGED);
	assert_post(x, "plz=97340", "{\"plz\":\"97340\"}");
	assert_int_equal(x->action, FORM_NEXT); /* asked already: now it is an error */
	assert_post(x, "plz=97340&ort=096790170170", "{\"plz\":\"97340\"}");
	assert_post(x, "plz=97340&ort=096755618166", "{\"ort\":\"096755618166\",\"plz\":\"97340\"}");
	assert_post(x, "plz=97199&ort=096755618166", "{\"ort\":\"096790170170\",\"plz\":\"97199\"}");
	assert_post(x, "plz=&ort=096755618166", "{}");
}

static void a_cleared_default_stays_cleared(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<text id='t' label='T' default='neu' required='no'/>");
	const struct form_state *s = form_eval(x->a, x->f, x->answers, &x->world);
	assert_str(form_view(x->a, s, 0, false)->items.items[0].value, "neu");
	assert_post(x, "t=", "{\"t\":\"\"}");
	s = form_eval(x->a, x->f, x->answers, &x->world);
	assert_str(form_view(x->a, s, 0, false)->items.items[0].value, "");
}

/* ---- a list of thousands ---- */

static const struct form_view_item *shown(struct fixture *x)
{
	const struct form_state *s = form_eval(x->a, x->f, x->answers, &x->world);
	const struct form_view_item *g = form_view(x->a, s, 0, false)->items.items;
	return &g->children.items[0].children.items[0];
}

static void read_places(struct fixture *x, const char *kind, unsigned n)
{
	struct buf b = buf_new(x->a);
	buf_add_c(&b, "<codelist id='orte'>");
	for (unsigned i = 0; i < n; i++)
		buf_add_fmt(&b, "<code value='C%u'>Ort Nummer %u</code>", i, i);
	buf_add_c(&b, "<code value='M'>München</code><code value='O'>Łódź</code><code value='N1'>Neustadt</code>"
	              "<code value='N2'>Neustadt</code><code value='B'>Bad Neustadt an der Saale</code></codelist>");
	struct diags d = diags_new(x->a, STR("test.xml"));
	x->f = form_read(x->a,
	    str_fmt(x->a,
	        "<form xmlns='urn:ozg:form:1' id='t'><title>T</title>%.*s<page id='p' title='P'><group id='g' label='G' "
	        "max='3'><%s id='c' label='C' codes='orte'/></group></page></form>",
	        STR_ARG(buf_str(&b)), kind),
	    &d);
	assert_non_null(x->f);
}

static void several_of_a_long_list_are_picked(void **state)
{
	struct fixture *x = *state;
	read_places(x, "choices", 11000);
	assert_true(shown(x)->is_pick && shown(x)->options.n == 0 && !shown(x)->has_children);
	assert_post(x, "g[1]/c.suche=münchen&_action=search:g[1]/c", "{\"g\":[{\"c\":[\"M\"]}]}");
	assert_int_equal(x->action, FORM_CHANGED);
	assert_str(shown(x)->children.items[0].label, "München");
	assert_str(shown(x)->children.items[0].remove_action, "remove:g[1]/c[1]");
	/* Several fit: the word stays until some are ticked. */
	assert_post(x, "g[1]/c=M&g[1]/c.suche=neustadt&_action=search:g[1]/c", "{\"g\":[{\"c\":[\"M\",\"neustadt\"]}]}");
	assert_int_equal(shown(x)->options.n, 3);
	assert_str(shown(x)->value, "neustadt");
	assert_int_equal(shown(x)->children.n, 1);
	assert_post(x, "g[1]/c=M&g[1]/c.suche=neustadt", "{\"g\":[{\"c\":[\"M\",\"neustadt\"]}]}");
	assert_true(form_view(x->a, form_eval(x->a, x->f, x->answers, &x->world), 0, true)->has_errors);
	assert_post(x,
	    "g[1]/c=M&g[1]/c.suche=neustadt&g[1]/c.treffer=N2&g[1]/c.treffer=B&g[1]/c.treffer=M&_action=add:g[1]/c",
	    "{\"g\":[{\"c\":[\"M\",\"N2\",\"B\"]}]}");
	assert_int_equal(x->action, FORM_CHANGED);
	assert_str(shown(x)->value, "");
	assert_post(x, "g[1]/c=M&g[1]/c.suche=neustadt&g[1]/c.treffer=N2", "{\"g\":[{\"c\":[\"M\",\"N2\"]}]}");
	assert_int_equal(x->action, FORM_NEXT);
	/* Searching on, nothing that was ticked is lost; a match that is there already says so. */
	assert_post(x, "g[1]/c=M&g[1]/c.suche=neustadt&g[1]/c.treffer=N2&_action=search:g[1]/c",
	    "{\"g\":[{\"c\":[\"M\",\"N2\",\"neustadt\"]}]}");
	assert_true(shown(x)->options.items[1].selected && !shown(x)->options.items[0].selected);
	assert_post(x, "g[1]/c=M&g[1]/c=N2&g[1]/c.suche=&_action=remove:g[1]/c[1]", "{\"g\":[{\"c\":[\"N2\"]}]}");
	assert_int_equal(x->action, FORM_CHANGED);
	assert_post(x, "g[1]/c.suche=", "{\"g\":[{}]}");
	assert_refused(x, "g[1]/c=M&_action=remove:g[1]/c[2]");
	assert_refused(x, "g[1]/c=M&_action=add:g[1]/nirgends");
	read_places(x, "choices", 100);
	assert_true(shown(x)->is_checkboxes);
}

static void assert_posted(struct fixture *x, const char *body, const char *want)
{
	struct form_param params[16];
	struct str rest = str_c(body), pair;
	size_t n = 0;
	while (str_next(&rest, '&', &pair)) {
		size_t at = (size_t)str_find(pair, '=');
		params[n++] = (struct form_param){ .name = str_sub(pair, 0, at), .value = str_sub(pair, at + 1, pair.n) };
	}
	const struct form_view_answer *list;
	struct buf out = buf_new(x->a);
	n = form_posted(x->a, x->f, params, n, &x->world, &list);
	for (size_t i = 0; i < n; i++)
		buf_add_fmt(&out, "%.*s%s=%.*s%s;", STR_ARG(list[i].label), list[i].label_german ? "(de)" : "",
		    STR_ARG(list[i].value), list[i].value_german ? "(de)" : "");
	assert_str(buf_str(&out), want);
}

static void what_was_posted_has_the_words_of_the_form(void **state)
{
	struct fixture *x = *state;
	struct diags d = diags_new(x->a, STR("test.xml"));
	x->f = form_read(x->a,
	    STR("<form xmlns='urn:ozg:form:1' id='t'><title>T</title><page id='p' title='P'>"
	        "<postcode id='plz' label='Postleitzahl'/><place id='ort' label='Ort' postcode='plz'/>"
	        "<group id='g' label='Hund' min='0' max='3' relevant=\"$plz = '1'\"><date id='d' label='Wurf'/>"
	        "<choice id='c' label='Rasse'><code value='R1'>Dackel</code><code value='R2'>Pudel</code></choice></group>"
	        "<list id='namen' label='Namen'><text id='n' label='Name'/></list></page>"
	        "<texts lang='en'><t de='Rasse'>Breed</t><t de='Dackel'>Dachshund</t><t de='Hund'>Dog</t></texts></form>"),
	    &d);
	assert_non_null(x->f);
	assert_posted(x, "plz=97340&ort=096755618166&_csrf=x&g[2]/d.tag=1&g[2]/d.monat=&g[2]/d.jahr=2020&g[2]/c=R1",
	    "Postleitzahl=97340;Ort=Segnitz;Hund 2: Wurf=1.2020;Hund 2: Rasse=Dackel;");
	assert_posted(x, "ort=096755618166&g[1]/c.treffer=R2&g[1]/c=nix&namen[2]=Rex&was/nun=1&g[1]=2&g=3",
	    "Hund 1: Rasse=Pudel, nix;Namen=Rex;was/nun=1;g[1]=2;g=3;");
	x->world.lang = FORM_EN;
	assert_posted(x, "g[2]/c=R1&g[1]/c=R2", "Dog 2: Breed=Dachshund;Dog 1: Breed=Pudel(de);");
	x->world.places = NULL;
	assert_posted(x, "plz=97340&ort=096755618166", "Postleitzahl(de)=97340;");
}

static void a_long_list_is_searched(void **state)
{
	struct fixture *x = *state;
	static const char *const munich[] = { "M", "münchen", "MUNCHEN", "Muenchen", "München (M)" };
	read_places(x, "choice", 11000);
	assert_true(shown(x)->is_search && shown(x)->options.n == 0);
	for (size_t i = 0; i < sizeof munich / sizeof *munich; i++) {
		if (!post(x, str_fmt(x->a, "g[1]/c=%s", munich[i])))
			fail_msg("%s", x->err.text);
		assert_str(answers(x), "{\"g\":[{\"c\":\"M\"}]}");
	}
	assert_str(shown(x)->value, "München");
	assert_post(x, "g[1]/c=lodz", "{\"g\":[{\"c\":\"O\"}]}");
	assert_post(x, "g[1]/c=neustadt&_action=search:g[1]/c", "{\"g\":[{\"c\":\"neustadt\"}]}");
	assert_int_equal(x->action, FORM_CHANGED);
	assert_int_equal(shown(x)->options.n, 3);
	assert_str(shown(x)->options.items[0].label, "Neustadt (N1)");
	assert_str(shown(x)->options.items[2].label, "Bad Neustadt an der Saale");
	assert_post(x, "g[1]/c=neustadt&g[1]/c.treffer=N2", "{\"g\":[{\"c\":\"N2\"}]}");
	assert_str(shown(x)->value, "Neustadt (N2)");
	assert_post(x, "g[1]/c=Neustadt (N2)", "{\"g\":[{\"c\":\"N2\"}]}");
	/* Searching anew forgets what was chosen before. */
	assert_post(x, "g[1]/c=ort 10999&g[1]/c.treffer=N2&_action=search:g[1]/c", "{\"g\":[{\"c\":\"ort 10999\"}]}");
	assert_int_equal(shown(x)->options.n, 1);
	assert_post(x, "g[1]/c=nummer&_action=search:g[1]/c", "{\"g\":[{\"c\":\"nummer\"}]}");
	assert_int_equal(shown(x)->options.n, 20);
	assert_true(str_find_str(shown(x)->rule, STR("11000")) >= 0);
	assert_post(x, "g[1]/c=xyz&_action=search:g[1]/c", "{\"g\":[{\"c\":\"xyz\"}]}");
	assert_true(shown(x)->options.n == 0 && str_starts(shown(x)->rule, STR("Nichts gefunden")));
	assert_refused(x, "g[1]/c=a&_action=search:g[1]/nirgends");
	read_places(x, "choice", 100);
	assert_true(shown(x)->is_select);
}

static size_t dropped(struct fixture *x, const struct form_dropped **list)
{
	return form_dropped(x->a, form_eval(x->a, x->f, x->answers, &x->world), list);
}

/* What a rule takes out is remembered, is no error and no result, and is forgotten when it is allowed or given again.
 */
static void what_is_taken_out_is_named(void **state)
{
	struct fixture *x = *state;
	const struct form_dropped *list;
	read_page(x,
	    "<group id='g' label='G'><boolean id='b' label='B'/><text id='t' label='Staat' required='no'/>"
	    "<text id='u' label='U' required='no'/>"
	    "<rule forbid='t' when='not($b)' message='Nur im Ausland.'/><rule forbid='u' when='not($b)'/></group>");
	start_with(x, "{}");
	assert_post(x, "g/b=true&g/t=Peru&g/u=", "{\"g\":{\"b\":true,\"t\":\"Peru\"}}");
	assert_int_equal(dropped(x, &list), 0);

	assert_post(x, "g/b=false&g/t=Peru&g/u=", "{\"/dropped\":[\"g/t\"],\"g\":{\"b\":false}}");
	assert_int_equal(dropped(x, &list), 1);
	assert_str(list[0].path, "g/t");
	assert_str(list[0].label, "Staat");
	assert_str(list[0].message, "Nur im Ausland.");
	const struct form_state *s = form_eval(x->a, x->f, x->answers, &x->world);
	const struct form_error *errors;
	assert_int_equal(form_errors(s, &errors), 0);
	json_t *result = form_result(s);
	assert_null(json_object_get(result, "/dropped"));
	json_decref(result);

	assert_post(x, "g/b=false", "{\"/dropped\":[\"g/t\"],\"g\":{\"b\":false}}"); /* it stays noted */
	assert_post(x, "g/b=false&g/u=1", "{\"/dropped\":[\"g/t\",\"g/u\"],\"g\":{\"b\":false}}");
	assert_int_equal(dropped(x, &list), 2);
	assert_str(list[1].message, "");
	assert_post(x, "g/b=true", "{\"g\":{\"b\":true}}");
	assert_int_equal(dropped(x, &list), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(typed_values_are_tidied, setup, teardown),
		cmocka_unit_test_setup_teardown(dates_have_three_inputs, setup, teardown),
		cmocka_unit_test_setup_teardown(boxes_and_choices, setup, teardown),
		cmocka_unit_test_setup_teardown(foreign_things_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_little_too_long_is_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(entries_come_and_go, setup, teardown),
		cmocka_unit_test_setup_teardown(adding_to_an_empty_page_keeps_the_shown_entry, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_hidden_keeps_its_answer, setup, teardown),
		cmocka_unit_test_setup_teardown(places_follow_the_postcode, setup, teardown),
		cmocka_unit_test_setup_teardown(a_cleared_default_stays_cleared, setup, teardown),
		cmocka_unit_test_setup_teardown(a_long_list_is_searched, setup, teardown),
		cmocka_unit_test_setup_teardown(several_of_a_long_list_are_picked, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_taken_out_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_posted_has_the_words_of_the_form, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
