/* SPDX-License-Identifier: EUPL-1.2
 * The cases of the public Mustache specification (github.com/mustache/spec, v1.4) for the part of the language that we
 * keep, under their names there. Not kept: {{{ }}}, {{& }}, {{.}}, other delimiters, lambdas, the indentation of parts;
 * and a name that is missing is an error here, not the empty text. */
#include "test.h"

#include "html/tpl.h"

#include <jansson.h>

/* --- a view made from JSON: each object becomes a struct and its descriptor */

union member {
	const char *cstr;
	int64_t number;
	bool yes;
	struct tpl_list list;
	const void *ptr;
};

struct made {
	const struct tpl_struct *desc;
	const void *view;
};

static struct made make(struct arena *a, json_t *object);

static void make_list(struct arena *a, json_t *array, struct tpl_field *f, union member *m)
{
	static const struct tpl_field no_fields[] = { { NULL, 0, 0, NULL } };
	static const struct tpl_struct empty = { "empty", 1, no_fields };
	char *items = NULL;
	size_t i;
	json_t *item;
	f->type = TPL_LIST;
	f->sub = &empty;
	json_array_foreach(array, i, item)
	{
		struct made x = make(a, item);
		if (i == 0) {
			f->sub = x.desc;
			items = arena_array(a, json_array_size(array), x.desc->size);
		}
		memcpy(items + i * f->sub->size, x.view, f->sub->size);
	}
	m->list = (struct tpl_list){ items, json_array_size(array) };
}

static struct made make(struct arena *a, json_t *object)
{
	size_t n = json_object_size(object), i = 0;
	struct tpl_field *fields = ARENA_ARRAY(a, struct tpl_field, n + 1);
	union member *view = ARENA_ARRAY(a, union member, n);
	const char *name;
	json_t *value;
	json_object_foreach(object, name, value)
	{
		struct tpl_field *f = &fields[i];
		*f = (struct tpl_field){ name, TPL_CSTR, i * sizeof *view, NULL };
		if (json_is_string(value)) {
			view[i].cstr = json_string_value(value);
		} else if (json_is_integer(value)) {
			f->type = TPL_INT;
			view[i].number = json_integer_value(value);
		} else if (json_is_boolean(value)) {
			f->type = TPL_BOOL;
			view[i].yes = json_is_true(value);
		} else if (json_is_array(value)) {
			make_list(a, value, f, &view[i]);
		} else if (json_is_object(value)) {
			struct made x = make(a, value);
			f->type = TPL_STRUCT;
			f->sub = x.desc;
			view[i].ptr = x.view;
		}
		i++;
	}
	struct tpl_struct *desc = ARENA_NEW(a, struct tpl_struct);
	*desc = (struct tpl_struct){ "view", n * sizeof *view, fields };
	return (struct made){ desc, view };
}

static const struct {
	const char *name, *data, *source, *want;
} cases[] = {
	/* comments.yml */
	{ "Inline", "{}", "12345{{! Comment Block! }}67890", "1234567890" },
	{ "Multiline", "{}", "12345{{!\n  This is a\n  multi-line comment...\n}}67890\n", "1234567890\n" },
	{ "Standalone", "{}", "Begin.\n{{! Comment Block! }}\nEnd.\n", "Begin.\nEnd.\n" },
	{ "Indented Standalone", "{}", "Begin.\n  {{! Indented Comment Block! }}\nEnd.\n", "Begin.\nEnd.\n" },
	{ "Standalone Line Endings", "{}", "|\r\n{{! Standalone Comment }}\r\n|", "|\r\n|" },
	{ "Standalone Without Previous Line", "{}", "  {{! I'm Still Standalone }}\n!", "!" },
	{ "Standalone Without Newline", "{}", "!\n  {{! I'm Still Standalone }}", "!\n" },
	{ "Multiline Standalone", "{}", "Begin.\n{{!\nSomething's going on here...\n}}\nEnd.\n", "Begin.\nEnd.\n" },
	{ "Indented Multiline Standalone", "{}", "Begin.\n  {{!\n    Something's going on here...\n  }}\nEnd.\n",
	    "Begin.\nEnd.\n" },
	{ "Indented Inline", "{}", "  12 {{! 34 }}\n", "  12 \n" },
	{ "Surrounding Whitespace", "{}", "12345 {{! Comment Block! }} 67890", "12345  67890" },
	{ "Variable Name Collision", "{\"comment\":4}", "comments never show: >{{! comment }}.",
	    "comments never show: >." },
	/* interpolation.yml */
	{ "No Interpolation", "{}", "Hello from {Mustache}!\n", "Hello from {Mustache}!\n" },
	{ "Basic Interpolation", "{\"subject\":\"world\"}", "Hello, {{subject}}!\n", "Hello, world!\n" },
	{ "No Re-interpolation", "{\"template\":\"{{planet}}\",\"planet\":\"Earth\"}", "{{template}}: {{planet}}",
	    "{{planet}}: Earth" },
	{ "HTML Escaping", "{\"forbidden\":\"& \\\" < >\"}", "These characters should be HTML escaped: {{forbidden}}\n",
	    "These characters should be HTML escaped: &amp; &quot; &lt; &gt;\n" },
	{ "Basic Integer Interpolation", "{\"mph\":85}", "\"{{mph}} miles an hour!\"", "\"85 miles an hour!\"" },
	{ "Basic Null Interpolation", "{\"cannot\":null}", "I ({{cannot}}) be seen!", "I () be seen!" },
	{ "Dotted Names - Basic Interpolation", "{\"person\":{\"name\":\"Joe\"}}",
	    "\"{{person.name}}\" == \"{{#person}}{{name}}{{/person}}\"", "\"Joe\" == \"Joe\"" },
	{ "Dotted Names - Arbitrary Depth", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"name\":\"Phil\"}}}}}}",
	    "\"{{a.b.c.d.e.name}}\" == \"Phil\"", "\"Phil\" == \"Phil\"" },
	{ "Dotted Names - Initial Resolution",
	    "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"name\":\"Phil\"}}}}},"
	    "\"b\":{\"c\":{\"d\":{\"e\":{\"name\":\"Wrong\"}}}}}",
	    "\"{{#a}}{{b.c.d.e.name}}{{/a}}\" == \"Phil\"", "\"Phil\" == \"Phil\"" },
	{ "Interpolation - Surrounding Whitespace", "{\"string\":\"---\"}", "| {{string}} |", "| --- |" },
	{ "Interpolation - Standalone", "{\"string\":\"---\"}", "  {{string}}\n", "  ---\n" },
	{ "Interpolation With Padding", "{\"string\":\"---\"}", "|{{ string }}|", "|---|" },
	/* sections.yml */
	{ "Truthy", "{\"boolean\":true}", "\"{{#boolean}}This should be rendered.{{/boolean}}\"",
	    "\"This should be rendered.\"" },
	{ "Falsey", "{\"boolean\":false}", "\"{{#boolean}}This should not be rendered.{{/boolean}}\"", "\"\"" },
	{ "Null is falsey", "{\"null\":null}", "\"{{#null}}This should not be rendered.{{/null}}\"", "\"\"" },
	{ "Context", "{\"context\":{\"name\":\"Joe\"}}", "\"{{#context}}Hi {{name}}.{{/context}}\"", "\"Hi Joe.\"" },
	{ "Parent contexts", "{\"a\":\"foo\",\"b\":\"wrong\",\"sec\":{\"b\":\"bar\"},\"c\":{\"d\":\"baz\"}}",
	    "\"{{#sec}}{{a}}, {{b}}, {{c.d}}{{/sec}}\"", "\"foo, bar, baz\"" },
	{ "List Contexts",
	    "{\"tops\":[{\"tname\":{\"upper\":\"A\",\"lower\":\"a\"},"
	    "\"middles\":[{\"mname\":\"1\",\"bottoms\":[{\"bname\":\"x\"},{\"bname\":\"y\"}]}]}]}",
	    "{{#tops}}{{#middles}}{{tname.lower}}{{mname}}.{{#bottoms}}{{tname.upper}}{{mname}}{{bname}}.{{/bottoms}}"
	    "{{/middles}}{{/tops}}",
	    "a1.A1x.A1y." },
	{ "Deeply Nested Contexts",
	    "{\"a\":{\"one\":1},\"b\":{\"two\":2},\"c\":{\"three\":3,\"d\":{\"four\":4,\"five\":5}}}",
	    "{{#a}}\n{{one}}\n{{#b}}\n{{one}}{{two}}{{one}}\n{{#c}}\n{{one}}{{two}}{{three}}{{two}}{{one}}\n"
	    "{{#d}}\n{{one}}{{two}}{{three}}{{four}}{{three}}{{two}}{{one}}\n{{#five}}\n"
	    "{{one}}{{two}}{{three}}{{four}}{{five}}{{four}}{{three}}{{two}}{{one}}\n{{/five}}\n{{/d}}\n{{/c}}\n{{/b}}\n"
	    "{{/a}}\n",
	    "1\n121\n12321\n1234321\n123454321\n" },
	{ "List", "{\"list\":[{\"item\":1},{\"item\":2},{\"item\":3}]}", "\"{{#list}}{{item}}{{/list}}\"", "\"123\"" },
	{ "Empty List", "{\"list\":[]}", "\"{{#list}}Yay lists!{{/list}}\"", "\"\"" },
	{ "Doubled", "{\"bool\":true,\"two\":\"second\"}",
	    "{{#bool}}\n* first\n{{/bool}}\n* {{two}}\n{{#bool}}\n* third\n{{/bool}}\n", "* first\n* second\n* third\n" },
	{ "Nested (Truthy)", "{\"bool\":true}", "| A {{#bool}}B {{#bool}}C{{/bool}} D{{/bool}} E |", "| A B C D E |" },
	{ "Nested (Falsey)", "{\"bool\":false}", "| A {{#bool}}B {{#bool}}C{{/bool}} D{{/bool}} E |", "| A  E |" },
	{ "Dotted Names - Truthy", "{\"a\":{\"b\":{\"c\":true}}}", "\"{{#a.b.c}}Here{{/a.b.c}}\" == \"Here\"",
	    "\"Here\" == \"Here\"" },
	{ "Dotted Names - Falsey", "{\"a\":{\"b\":{\"c\":false}}}", "\"{{#a.b.c}}Here{{/a.b.c}}\" == \"\"",
	    "\"\" == \"\"" },
	{ "Surrounding Whitespace", "{\"boolean\":true}", " | {{#boolean}}\t|\t{{/boolean}} | \n", " | \t|\t | \n" },
	{ "Internal Whitespace", "{\"boolean\":true}", " | {{#boolean}} {{! Important Whitespace }}\n {{/boolean}} | \n",
	    " |  \n  | \n" },
	{ "Indented Inline Sections", "{\"boolean\":true}", " {{#boolean}}YES{{/boolean}}\n {{#boolean}}GOOD{{/boolean}}\n",
	    " YES\n GOOD\n" },
	{ "Standalone Lines", "{\"boolean\":true}", "| This Is\n{{#boolean}}\n|\n{{/boolean}}\n| A Line\n",
	    "| This Is\n|\n| A Line\n" },
	{ "Indented Standalone Lines", "{\"boolean\":true}", "| This Is\n  {{#boolean}}\n|\n  {{/boolean}}\n| A Line\n",
	    "| This Is\n|\n| A Line\n" },
	{ "Standalone Line Endings", "{\"boolean\":true}", "|\r\n{{#boolean}}\r\n{{/boolean}}\r\n|", "|\r\n|" },
	{ "Standalone Without Previous Line", "{\"boolean\":true}", "  {{#boolean}}\n#{{/boolean}}\n/", "#\n/" },
	{ "Standalone Without Newline", "{\"boolean\":true}", "#{{#boolean}}\n/\n  {{/boolean}}", "#\n/\n" },
	{ "Padding", "{\"boolean\":true}", "|{{# boolean }}={{/ boolean }}|", "|=|" },
	/* inverted.yml */
	{ "Inverted - Falsey", "{\"boolean\":false}", "\"{{^boolean}}This should be rendered.{{/boolean}}\"",
	    "\"This should be rendered.\"" },
	{ "Inverted - Truthy", "{\"boolean\":true}", "\"{{^boolean}}This should not be rendered.{{/boolean}}\"", "\"\"" },
	{ "Inverted - Null is falsey", "{\"null\":null}", "\"{{^null}}This should be rendered.{{/null}}\"",
	    "\"This should be rendered.\"" },
	{ "Inverted - Context", "{\"context\":{\"name\":\"Joe\"}}", "\"{{^context}}Hi {{context.name}}.{{/context}}\"",
	    "\"\"" },
	{ "Inverted - List", "{\"list\":[{\"n\":1},{\"n\":2},{\"n\":3}]}", "\"{{^list}}{{list}}{{/list}}\"", NULL },
	{ "Inverted - Empty List", "{\"list\":[]}", "\"{{^list}}Yay lists!{{/list}}\"", "\"Yay lists!\"" },
	{ "Inverted - Doubled", "{\"bool\":false,\"two\":\"second\"}",
	    "{{^bool}}\n* first\n{{/bool}}\n* {{two}}\n{{^bool}}\n* third\n{{/bool}}\n", "* first\n* second\n* third\n" },
	{ "Inverted - Nested (Falsey)", "{\"bool\":false}", "| A {{^bool}}B {{^bool}}C{{/bool}} D{{/bool}} E |",
	    "| A B C D E |" },
	{ "Inverted - Nested (Truthy)", "{\"bool\":true}", "| A {{^bool}}B {{^bool}}C{{/bool}} D{{/bool}} E |",
	    "| A  E |" },
	{ "Inverted - Dotted Names - Truthy", "{\"a\":{\"b\":{\"c\":true}}}", "\"{{^a.b.c}}Not Here{{/a.b.c}}\" == \"\"",
	    "\"\" == \"\"" },
	{ "Inverted - Dotted Names - Falsey", "{\"a\":{\"b\":{\"c\":false}}}",
	    "\"{{^a.b.c}}Not Here{{/a.b.c}}\" == \"Not Here\"", "\"Not Here\" == \"Not Here\"" },
	{ "Inverted - Standalone Line Endings", "{\"boolean\":false}", "|\r\n{{^boolean}}\r\n{{/boolean}}\r\n|", "|\r\n|" },
	{ "Inverted - Standalone Without Previous Line", "{\"boolean\":false}", "  {{^boolean}}\n^{{/boolean}}\n/",
	    "^\n/" },
	{ "Inverted - Standalone Without Newline", "{\"boolean\":false}", "^{{^boolean}}\n/\n  {{/boolean}}", "^\n/\n" },
	/* where we differ: refused */
	{ "Basic Context Miss Interpolation", "{}", "I ({{cannot}}) be seen!", NULL },
	{ "Dotted Names - Broken Chains", "{\"a\":{}}", "\"{{a.b.c}}\" == \"\"", NULL },
	{ "Dotted Names - Context Precedence", "{\"a\":{\"b\":{}},\"b\":{\"c\":\"ERROR\"}}", "{{#a}}{{b.c}}{{/a}}", NULL },
	{ "Context Misses", "{}", "[{{#missing}}Found key 'missing'!{{/missing}}]", NULL },
	{ "Triple Mustache", "{\"forbidden\":\"x\"}", "{{{forbidden}}}", NULL },
	{ "Ampersand", "{\"forbidden\":\"x\"}", "{{&forbidden}}", NULL },
	{ "Pair Behavior", "{\"text\":\"x\"}", "{{=<% %>=}}(<%text%>)", NULL },
};

static void cases_of_the_specification(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	size_t wrong = 0;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		json_t *data = json_loads(cases[i].data, 0, NULL);
		assert_non_null(data);
		struct made x = make(a, data);
		struct diags d = diags_new(a, str_c(cases[i].name));
		const struct tpl *t = tpl_compile(a, str_c(cases[i].source), x.desc, NULL, &d);
		struct buf out = buf_new(a);
		if (t == NULL)
			diags_print(&d, &out);
		else
			tpl_render(t, x.view, &out);
		if ((t == NULL) != (cases[i].want == NULL) || (t != NULL && !str_eq_c(buf_str(&out), cases[i].want))) {
			print_error("%s: [%.*s]\n", cases[i].name, STR_ARG(buf_str(&out)));
			wrong++;
		}
		json_decref(data);
	}
	assert_int_equal(wrong, 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(cases_of_the_specification) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
