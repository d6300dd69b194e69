/* SPDX-License-Identifier: EUPL-1.2
 * Templates: escaping by place, and everything that is refused. What they share with Mustache: test_tpl_spec.c. */
#include "test.h"

#include "html/tpl.h"

struct item {
	struct str label;
	const char *link;
	bool on;
};

struct person {
	struct str first;
};

struct view {
	struct str text, url, path;
	const char *cstr;
	int64_t number;
	size_t count;
	bool yes, no;
	struct tpl_list items;
	const struct person *person, *nobody;
	struct person here;
};

static const struct tpl_field item_fields[] = {
	TPL_FIELD(TPL_STR, item, label),
	TPL_FIELD(TPL_CSTR, item, link),
	TPL_FIELD(TPL_BOOL, item, on),
	{ NULL, 0, 0, NULL },
};
static const struct tpl_struct item_struct = { "item", sizeof(struct item), item_fields };

static const struct tpl_field person_fields[] = { TPL_FIELD(TPL_STR, person, first), { NULL, 0, 0, NULL } };
static const struct tpl_struct person_struct = { "person", sizeof(struct person), person_fields };

static const struct tpl_field view_fields[] = {
	TPL_FIELD(TPL_STR, view, text),
	TPL_FIELD(TPL_STR, view, url),
	TPL_FIELD(TPL_STR, view, path),
	TPL_FIELD(TPL_CSTR, view, cstr),
	TPL_FIELD(TPL_INT, view, number),
	TPL_FIELD(TPL_SIZE, view, count),
	TPL_FIELD(TPL_BOOL, view, yes),
	TPL_FIELD(TPL_BOOL, view, no),
	TPL_SUB(TPL_LIST, view, items, &item_struct),
	TPL_SUB(TPL_STRUCT, view, person, &person_struct),
	TPL_SUB(TPL_STRUCT, view, nobody, &person_struct),
	TPL_SUB(TPL_HERE, view, here, &person_struct),
	{ NULL, 0, 0, NULL },
};
static const struct tpl_struct view_struct = { "view", sizeof(struct view), view_fields };

static const char *find_words(const void *arg, struct str key)
{
	(void)arg;
	return str_eq(key, STR("hello")) ? "Hallo & <Tag>" : str_eq(key, STR("greet")) ? "Guten Tag, {1} ({2}/{1})!" : NULL;
}

static const struct tpl_texts words = { .find = find_words };

static struct str render(struct arena *a, const char *source, const struct view *view)
{
	struct diags d = diags_new(a, STR("t.html"));
	const struct tpl *t = tpl_compile(a, str_c(source), &view_struct, &words, &d);
	struct buf out = buf_new(a);
	if (t == NULL)
		diags_print(&d, &out);
	else
		tpl_render(t, view, &out);
	return buf_str(&out);
}

static void values_are_escaped_by_place(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct view v = { .text = STR("<b a='1' c=\"2\">&ä"), .cstr = NULL, .number = -7, .count = 8 };
	static const struct {
		const char *source, *want;
	} cases[] = {
		{ "<p>{{text}}</p>", "<p>&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;ä</p>" },
		{ "<p title='{{text}}'>", "<p title='&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;ä'>" },
		{ "<INPUT VALUE = \"{{text}}\">", "<INPUT VALUE = \"&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;ä\">" },
		{ "<textarea a=b>{{text}}</textarea>{{number}}",
		    "<textarea a=b>&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;ä</textarea>-7" },
		{ "<title><b>{{count}}</title >", "<title><b>8</title >" },
		{ "[{{cstr}}]", "[]" },
		{ "a < b {{number}}", "a < b -7" },
		{ "<!-- {{! nothing }} --><br/>{{number}}", "<!--  --><br/>-7" },
		{ "<script>if (a < b) x = '</scrip';</script>{{number}}", "<script>if (a < b) x = '</scrip';</script>-7" },
		{ "<!DOCTYPE html><?x?></ x><!-x>{{number}}", "<!DOCTYPE html><?x?></ x><!-x>-7" },
		{ "<a data-x-y='{{number}}' aria-label=\"{{number}}\"/>{{number}}", "<a data-x-y='-7' aria-label=\"-7\"/>-7" },
		{ "<a title='>' class=x>{{number}}</a title='>'>{{number}}", "<a title='>' class=x>-7</a title='>'>-7" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(render(a, cases[i].source, &v), cases[i].want);
	arena_free(&a);
}

static void every_byte_is_escaped_wherever_it_stands(void **state)
{
	(void)state;
	enum { LENGTH = 50 };
	struct arena *a = arena_new();
	for (size_t at = 0; at < LENGTH; at++) {
		char text[LENGTH];
		memset(text, '\xBF', sizeof text);
		text[at] = '<';
		struct buf out = buf_new(a);
		html_escape(&out, (struct str){ text, sizeof text });
		assert_int_equal(out.n, LENGTH + 3);
		assert_memory_equal(out.p, text, at);
		assert_memory_equal(out.p + at, "&lt;", 4);
		assert_memory_equal(out.p + at + 4, text + at + 1, LENGTH - at - 1);
	}
	arena_free(&a);
}

static const char *find_english(const void *arg, struct str key)
{
	(void)arg;
	return str_eq(key, STR("bye")) ? "Bye" : NULL;
}

static void words_of_another_language_say_so(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct view v = { .text = STR("<b>"), .number = 7 };
	const struct tpl_texts english = { .find = find_english, .other = &words, .other_lang = "de" };
	static const struct {
		const char *source, *want;
	} cases[] = {
		{ "<p>{{_ bye}}</p>", "<p>Bye</p>" },
		{ "<p>{{_ hello}}</p>", "<p><span lang=\"de\">Hallo &amp; &lt;Tag&gt;</span></p>" },
		{ "<p>{{_ greet text number}}</p>", "<p><span lang=\"de\">Guten Tag, &lt;b&gt; (7/&lt;b&gt;)!</span></p>" },
		{ "<p title=\"{{_ hello}}\">", "<p title=\"Hallo &amp; &lt;Tag&gt;\">" },
		{ "<title>{{_ hello}}</title>", "<title>Hallo &amp; &lt;Tag&gt;</title>" },
		{ "<option>{{_ hello}}</option>", "<option>Hallo &amp; &lt;Tag&gt;</option>" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct diags d = diags_new(a, STR("t.html"));
		const struct tpl *t = tpl_compile(a, str_c(cases[i].source), &view_struct, &english, &d);
		struct buf out = buf_new(a);
		assert_non_null(t);
		tpl_render(t, &v, &out);
		assert_str(buf_str(&out), cases[i].want);
	}
	struct diags d = diags_new(a, STR("t.html"));
	assert_null(tpl_compile(a, STR("{{_ nobody}}"), &view_struct, &english, &d));
	arena_free(&a);
}

static void urls_are_harmless(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	static const struct {
		const char *source, *url, *want;
	} cases[] = {
		{ "<a href=\"{{url}}\">", "/och/hund?a=1&b='2'#x", "<a href=\"/och/hund?a=1&amp;b=&#39;2&#39;#x\">" },
		{ "<a href='{{url}}'>", "https://a.de/ä b", "<a href='https://a.de/%C3%A4%20b'>" },
		{ "<a href='{{url}}'>", "MAILTO:a@b.de", "<a href='MAILTO:a@b.de'>" },
		{ "<a href='{{url}}'>", "http://127.0.0.1:8080/", "<a href='http://127.0.0.1:8080/'>" },
		{ "<a href='{{url}}'>", "http://localhost", "<a href='http://localhost'>" },
		{ "<a href='{{url}}'>", "http://localhost.evil.org/", "<a href='#'>" },
		{ "<a href='{{url}}'>", "http://localhost:1@evil.org/", "<a href='#'>" },
		{ "<a href='{{url}}'>", "http://a.de/", "<a href='#'>" },
		{ "<a href='{{url}}'>", "javascript:alert(1)", "<a href='#'>" },
		{ "<a href='{{url}}'>", " \tjava\nscript:alert(1)", "<a href='#'>" },
		{ "<a href='{{url}}'>", "data:text/html,x", "<a href='#'>" },
		{ "<a href='{{url}}'>", "//evil.org", "<a href='#'>" },
		{ "<a href='{{url}}'>", "/\\evil.org", "<a href='#'>" },
		{ "<a href='{{url}}'>", "\\\\evil.org", "<a href='#'>" },
		{ "<a href='{{url}}'>", "", "<a href=''>" },
		{ "<a href='{{url}}'>", "?a\"><script>", "<a href='?a%22%3E%3Cscript%3E'>" },
		{ "<a href='/{{url}}/'>", "a/b?c:d&e", "<a href='/a%2Fb%3Fc%3Ad%26e/'>" },
		{ "<a href='java{{url}}'>", "script:alert(1)", "<a href='javascript%3Aalert%281%29'>" },
		{ "<a href='mailto:{{url}}'>", "a@b.de?cc=x", "<a href='mailto:a@b.de%3Fcc%3Dx'>" },
		{ "<a href=' {{url}}'>", "javascript:1", "<a href=' #'>" },
		{ "<a href='{{path}}{{url}}'>", "script:1", "<a href='javascript%3A1'>" },
		{ "<form action='{{url}}' method='{{url}}'>", "a:b", "<form action='#' method='a:b'>" },
		{ "<script src='/static/{{url}}.js'></script>", "a/../b", "<script src='/static/a%2F..%2Fb.js'></script>" },
		{ "<a href='{{#yes}}/a{{/yes}}/{{url}}'>", "a:b", "<a href='/a/a%3Ab'>" },
		{ "<a {{#yes}}href='{{url}}'{{/yes}}{{^yes}}href='/'{{/yes}}>", "/x", "<a href='/x'>" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct view v = { .url = str_c(cases[i].url), .path = STR("java"), .yes = true };
		assert_str(render(a, cases[i].source, &v), cases[i].want);
	}
	arena_free(&a);
}

static void sections_stand_in_tags(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct item items[] = { { STR("A"), "/a", true }, { STR("B"), NULL, false } };
	const struct person p = { STR("Ada") };
	const struct view v = {
		.items = { items, 2 }, .person = &p, .here = { STR("Bob") }, .yes = true, .text = STR("t")
	};
	static const struct {
		const char *source, *want;
	} cases[] = {
		{ "<input {{#yes}}required{{/yes}}>", "<input required >" },
		{ "<input{{#no}} required{{/no}}>", "<input >" },
		{ "<input disabled{{#yes}} required{{/yes}} id=x{{#yes}} name='n'{{/yes}}>",
		    "<input disabled  required  id=x  name='n'>" },
		{ "<p class=\"a{{#yes}} b{{/yes}}{{^yes}} c{{/yes}}\">", "<p class=\"a b\">" },
		{ "{{#items}}<a{{#link}} href='{{link}}'{{/link}}{{#on}} "
		  "title='{{label}}'{{/on}}>{{label}}{{text}}</a>{{/items}}",
		    "<a  href='/a' title='A'>At</a><a >Bt</a>" },
		{ "{{#person}}{{first}}{{/person}}{{#nobody}}{{first}}{{/nobody}}{{^nobody}}-{{/nobody}}{{#here}}{{first}}{{/"
		  "here}}",
		    "Ada-Bob" },
		{ "{{person.first}}{{nobody.first}}{{here.first}}", "AdaBob" },
		{ "<title>{{#yes}}x{{/yes}}</title>{{^items}}none{{/items}}", "<title>x</title>" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(render(a, cases[i].source, &v), cases[i].want);
	arena_free(&a);
}

static void words_come_from_the_catalogue(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct view v = { .text = STR("<A>"), .number = 3 };
	assert_str(render(a, "<p title='{{_ hello}}'>{{_ hello}}", &v),
	    "<p title='Hallo &amp; &lt;Tag&gt;'>Hallo &amp; &lt;Tag&gt;");
	assert_str(render(a, "{{_ greet text number }}", &v), "Guten Tag, &lt;A&gt; (3/&lt;A&gt;)!");
	arena_free(&a);
}

/* What is refused, where, and a piece of the sentence. */
static const struct {
	const char *source;
	unsigned line, col;
	const char *code, *part;
} refused[] = {
	{ "\n {{txt}}", 2, 2, "unknown-name", "Meinten Sie „text“?" },
	{ "{{#items}}{{labl}}{{/items}}", 1, 11, "unknown-name", "in „item“ nicht. Meinten Sie „label“?" },
	{ "{{here.frist}}", 1, 1, "unknown-name", "Meinten Sie „first“?" },
	{ "{{text.x}}", 1, 1, "wrong-type", "hat keine Teile" },
	{ "{{items}}", 1, 1, "wrong-type", "{{#items}}" },
	{ "{{yes}}", 1, 1, "wrong-type", "ja oder nein" },
	{ "{{1x}}", 1, 1, "bad-name", "kein Name" },
	{ "{{.}}", 1, 1, "bad-name", "kein Name" },
	{ "{{text.}}", 1, 1, "bad-name", "kein Name" },
	{ "{{}}", 1, 1, "bad-name", "kein Name" },
	{ "{{{text}}}", 1, 1, "syntax", "immer geschützt" },
	{ "{{&text}}", 1, 1, "syntax", "immer geschützt" },
	{ "{{=<% %>=}}", 1, 1, "syntax", "Klammern" },
	{ "a {{text", 1, 3, "syntax", "}}" },
	{ "<p title={{text}}>", 1, 10, "bad-place", "Anführungszeichen" },
	{ "<p title=a{{text}}>", 1, 11, "bad-place", "Anführungszeichen" },
	{ "<p {{text}}>", 1, 4, "bad-place", "Name" },
	{ "<p {{text}}='1'>", 1, 4, "bad-place", "Name" },
	{ "<{{text}}>", 1, 2, "bad-place", "Name" },
	{ "<h{{number}}>", 1, 3, "bad-place", "Name" },
	{ "</h{{number}}>", 1, 4, "bad-place", "Name" },
	{ "<!-- {{text}} -->", 1, 6, "bad-place", "Kommentar" },
	{ "<!-- {{_ hello}} -->", 1, 6, "bad-place", "Kommentar" },
	{ "<p onclick=\"f('{{text}}')\">", 1, 16, "bad-place", "„onclick“" },
	{ "<p style='color:{{text}}'>", 1, 17, "bad-place", "„style“" },
	{ "<iframe srcdoc='{{text}}'>", 1, 17, "bad-place", "„srcdoc“" },
	{ "<meta content='{{text}}'>", 1, 16, "bad-place", "„content“" },
	{ "<img srcset='{{text}}'>", 1, 14, "bad-place", "„srcset“" },
	{ "<script>var x = '{{text}}';</script>", 1, 18, "bad-place", "„script“" },
	{ "<STYLE>p { color: {{text}} }</STYLE>", 1, 19, "bad-place", "„style“" },
	{ "<script src='{{url}}'></script>", 1, 14, "bad-place", "beginnen Sie die Adresse fest" },
	{ "<a href='javascript:f({{number}})'>", 1, 23, "bad-place", "„href“" },
	{ "<a href='Java\nScript:{{number}}'>", 2, 8, "bad-place", "„href“" },
	{ "<a href='{{#yes}}/a{{/yes}}{{url}}'>", 1, 28, "bad-place", "hängt von einem Abschnitt" },
	{ "<a href='{{text}}:{{text}}'>", 1, 19, "bad-place", "„href“" },
	{ "<a href='{{_ hello}}'>", 1, 10, "bad-place", "Textkatalog" },
	{ "{{#yes}}<p {{/yes}}>", 1, 12, "bad-place", "anderen Stelle" },
	{ "<p title='{{#yes}}'{{/yes}}>", 1, 20, "bad-place", "anderen Stelle" },
	{ "{{#yes}}<title>{{/yes}}</title>", 1, 16, "bad-place", "anderen Stelle" },
	{ "{{#yes}}<{{/yes}}b>", 1, 10, "bad-place", "kein Abschnitt" },
	{ "<script>{{#yes}}x{{/yes}}</script>", 1, 9, "bad-place", "kein Abschnitt" },
	{ "{{#yes}}\n", 1, 1, "unbalanced", "nicht geschlossen" },
	{ "{{#yes}}\n{{#no}}{{/yes}}{{/no}}", 2, 8, "unbalanced", "offen ist aber „no“ aus Zeile 2" },
	{ "x{{/yes}}", 1, 2, "unbalanced", "kein Abschnitt offen" },
	{ "<p title='", 1, 11, "bad-place", "mitten" },
	{ "<textarea>", 1, 11, "bad-place", "mitten" },
	{ "{{> part}}", 1, 1, "no-part", "nicht eingefügt" },
	{ "{{_ helo}}", 1, 1, "unknown-text", "„helo“" },
	{ "{{_ greet text}}", 1, 1, "missing-value", "{2}" },
	{ "\xFF", 1, 1, "encoding", "UTF-8" },
	{ "{{#itms}}{{x}}{{#y}}{{/y}}{{/itms}}", 1, 1, "unknown-name", "„items“" },
};

static void mistakes_are_refused(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	size_t wrong = 0;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct diags d = diags_new(a, str_c(refused[i].source));
		assert_null(tpl_compile(a, str_c(refused[i].source), &view_struct, &words, &d));
		const struct diag *x = d.list;
		if (d.n < 1 || x->pos.line != refused[i].line || x->pos.col != refused[i].col ||
		    strcmp(x->code, refused[i].code) != 0 || str_find_str(x->text, str_c(refused[i].part)) < 0) {
			struct buf b = buf_new(a);
			diags_print(&d, &b);
			print_error("%.*s\n  want %u:%u %s %s\n", STR_ARG(buf_str(&b)), refused[i].line, refused[i].col,
			    refused[i].code, refused[i].part);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
	arena_free(&a);
}

static void all_mistakes_are_found(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("t.html"));
	assert_null(
	    tpl_compile(a, STR("{{a}}{{#items}}{{b}}{{/items}}<p {{text}}>{{_ c}}{{#no}}"), &view_struct, &words, &d));
	assert_int_equal(d.n, 5);
	/* An unknown section is said once, not again for each name in it. */
	d = diags_new(a, STR("t.html"));
	assert_null(tpl_compile(a, STR("{{#itms}}{{x}}{{#y}}{{/y}}{{/itms}}"), &view_struct, &words, &d));
	assert_int_equal(d.n, 1);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_escaped_by_place),
		cmocka_unit_test(every_byte_is_escaped_wherever_it_stands),
		cmocka_unit_test(words_of_another_language_say_so),
		cmocka_unit_test(urls_are_harmless),
		cmocka_unit_test(sections_stand_in_tags),
		cmocka_unit_test(words_come_from_the_catalogue),
		cmocka_unit_test(mistakes_are_refused),
		cmocka_unit_test(all_mistakes_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
