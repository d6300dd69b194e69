/* SPDX-License-Identifier: EUPL-1.2
 * Reading XML: the tree, the place of everything, the limits and the sentences. */
#include "test.h"

#include "xml/xml.h"

static const struct xml_node *parse(struct arena *a, const char *text)
{
	struct diags d = diags_new(a, STR("t.xml"));
	const struct xml_node *root = xml_parse(a, str_c(text), &xml_limits_default, &d);
	if (root == NULL) {
		struct buf b = buf_new(a);
		diags_print(&d, &b);
		fail_msg("%.*s", STR_ARG(buf_str(&b)));
	}
	return root;
}

#define assert_pos(got, line_, col_)                                                                                   \
	do {                                                                                                               \
		assert_int_equal((got).line, line_);                                                                           \
		assert_int_equal((got).col, col_);                                                                             \
	} while (0)

static void tree_has_names_and_order(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct xml_node *root = parse(a, "<?xml version='1.0' encoding='utf-8'?>\n"
	                                       "<!-- a < b --><f:form xmlns:f='urn:f' xmlns='urn:g' id='x'>"
	                                       "<f:a n='1'/><b f:k='v' k='w'/><f:a n='2'/></f:form>");
	assert_true(xml_is(root, "urn:f", "form"));
	assert_null(root->parent);
	const struct xml_node *first = xml_child(root, "urn:f", "a");
	assert_ptr_equal(first, root->first);
	assert_ptr_equal(first->parent, root);
	assert_str(xml_attr_value(first, "n"), "1");
	const struct xml_node *second = xml_next(first);
	assert_str(xml_attr_value(second, "n"), "2");
	assert_null(xml_next(second));
	assert_null(xml_child(root, "urn:f", "b"));
	const struct xml_node *b = xml_child(root, "urn:g", "b");
	assert_str(xml_attr(b, "k")->value, "w");
	assert_str(xml_attr_ns(b, "urn:f", "k")->value, "v");
	assert_null(xml_attr(b, "v"));
	assert_str(xml_attr_value(b, "v"), "");
	assert_int_equal(root->n_attrs, 1);
	arena_free(&a);
}

static void ascii_is_a_part_of_utf8(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	parse(a, "<?xml version='1.0' encoding='us-ascii'?><a/>");
	parse(a, "<?xml version='1.0' encoding='ASCII'?><a/>");
	parse(a, "<?xml version=\"1.0\" encoding = \"windows-1252\"?><a/>");
	arena_free(&a);
}

static void everything_has_its_place(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	static const char source[] =
	    "\xEF\xBB\xBF<a\n  xmlns='urn:a'\n  x = \"1\"\ty='&lt;ä'\n>\n"
	    "  <b>\n\n   Text &amp; mehr <c z='>'/> Rest</b\n ><d><!-- > --><?pi > ?>\n<![CDATA[ <]]></d>\n</a>";
	const struct xml_node *root = parse(a, source);
	assert_pos(root->pos, 1, 1);
	assert_pos(xml_attr(root, "x")->pos, 3, 8);
	assert_pos(xml_attr(root, "y")->pos, 3, 14);
	assert_str(xml_attr_value(root, "y"), "<ä");
	assert_pos(xml_attr_place(xml_attr(root, "y"), 1), 3, 18);
	assert_pos(xml_attr_place(xml_attr(root, "y"), 3), 3, 20);
	const struct xml_node *b = root->first, *c = b->first, *d = b->next;
	assert_pos(b->pos, 5, 3);
	assert_pos(b->text_pos, 7, 4);
	assert_str(b->text, "\n\n   Text & mehr  Rest");
	assert_pos(c->pos, 7, 20);
	assert_str(xml_attr_value(c, "z"), ">");
	assert_pos(xml_attr(c, "z")->pos, 7, 26);
	assert_pos(d->pos, 8, 3);
	assert_pos(d->text_pos, 9, 11);
	assert_str(d->text, "\n <");
	struct str s = str_c(source);
	assert_str(str_sub(s, c->begin, c->end), "<c z='>'/>");
	assert_str(str_sub(s, b->begin, b->end), "<b>\n\n   Text &amp; mehr <c z='>'/> Rest</b\n >");
	assert_int_equal(root->begin, 3);
	assert_int_equal(root->end, s.n);
	arena_free(&a);
}

/* An ampersand in an attribute, in whatever way it is written. */
static void ampersands_are_read(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct xml_node *root =
	    parse(a, "<a x='A &amp; B' y='&#38;&#x26;&amp;amp;&amp;' z='&amp;#38; &lt;&amp;&gt;'/>");
	assert_str(xml_attr_value(root, "x"), "A & B");
	assert_str(xml_attr_value(root, "y"), "&&&amp;&");
	assert_str(xml_attr_value(root, "z"), "&#38; <&>");
	assert_pos(xml_attr_place(xml_attr(root, "x"), 4), 1, 15);
	arena_free(&a);
}

/* What others wrote in other encodings, with everything in its place. */
static void other_encodings_are_decoded(void **state)
{
	(void)state;
	static const char latin[] = "<?xml version='1.0' encoding='ISO-8859-1'?><a x='\xFC'>\xDF</a>";
	static const char euro[] = "<?xml version='1.0' encoding=\"Windows-1252\" standalone='yes'?><a>\x80</a>";
	static const char little[] = "\xFF\xFE<\0a\0>\0\xFC\0<\0/\0a\0>";
	static const char big[] = "\0<\0?\0x\0m\0l\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0U\0T\0F\0-\0"
	                          "1\0"
	                          "6\0'\0?\0>\0<\0a\0/\0>";
	struct arena *a = arena_new();
	struct str text = xml_decode(a, (struct str){ latin, sizeof latin - 1 });
	assert_str(text, "<?xml version='1.0' encoding='UTF-8'     ?><a x='ü'>ß</a>");
	assert_str(parse(a, str_cdup(a, text))->text, "ß");
	text = xml_decode(a, (struct str){ euro, sizeof euro - 1 });
	assert_str(parse(a, str_cdup(a, text))->text, "€");
	assert_str(xml_decode(a, (struct str){ little, sizeof little }), "<a>ü</a>");
	assert_str(xml_decode(a, (struct str){ big, sizeof big - 1 }), "<?xml encoding='UTF-8' ?><a/>");
	static const char *const same[] = { "", "<", "<a/>", "<?xml version='1.0'?><a/>", "<?xml encoding='UTF-7'?><a/>",
		"<?xml encoding='UTF-8'?><a/>", "<?xml encoding=", "<?xml encoding='?><a/>", "encoding='ISO-8859-1'" };
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_str(xml_decode(a, str_c(same[i])), same[i]);
	static const char half[] = "\xFF\xFE<\0a\0\0\xD8"
	                           "a\0";
	assert_int_equal(xml_decode(a, (struct str){ half, sizeof half - 1 }).n, sizeof half - 1);
	arena_free(&a);
}

static void the_root_is_found_behind_asides(void **state)
{
	(void)state;
	assert_int_equal(xml_root_begin(STR("\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- <a> --> <?p >?><b/>")), 45);
	assert_int_equal(xml_root_begin(STR("")), 0);
	assert_int_equal(xml_root_begin(STR("<!-- ")), 5);
}

/* What is refused, at which place, with which words. */
static const struct {
	const char *source;
	unsigned line, col;
	const char *code, *part;
} refused[] = {
	{ "", 1, 1, "xml-syntax", "leer" },
	{ "  ", 1, 1, "xml-syntax", "XML-Element" },
	{ "Hallo", 1, 1, "xml-syntax", "XML-Element" },
	{ "<a>\n <b></a>", 2, 5, "xml-syntax", "offen ist aber noch <b> aus Zeile 2" },
	{ "<a>\n <b>", 2, 5, "xml-syntax", "bevor das Element <b> aus Zeile 2 geschlossen" },
	{ "<a/>\n<b/>", 2, 1, "xml-syntax", "genau ein" },
	{ "<a x=1/>", 1, 6, "xml-syntax", "Anführungszeichen" },
	{ "<a x/>", 1, 5, "xml-syntax", "keinen Wert" },
	{ "<a x='1'y='2'/>", 1, 9, "xml-syntax", "Leerzeichen" },
	{ "<a x='1' x='2'/>", 1, 15, "xml-syntax", "„x“ steht zweimal" },
	{ "<a>Tom & Jerry</a>", 1, 8, "xml-syntax", "&amp;" },
	{ "<a>&nbsp;</a>", 1, 4, "xml-syntax", "&nbsp; gibt es in XML nicht" },
	{ "<a x='<'/>", 1, 7, "xml-syntax", "&lt;" },
	{ "<a><p:b/></a>", 1, 4, "xml-namespace", "xmlns:p=" },
	{ "<a>\n\xFF</a>", 2, 1, "xml-encoding", "FF" },
	{ "<?xml version='1.0' encoding='ISO-8859-1'?><ä/>", 1, 31, "xml-encoding", "ISO-8859-1" },
	{ "<?xml version='1.0' encoding='UTF-8?><a/>", 1, 36, "xml-syntax", "schließende Anführungszeichen" },
	{ "<?xml version='1.0' encoding='UTF-7'?><a/>", 1, 31, "xml-encoding", "UTF-7" },
	{ "<!-- x -->\n<!DOCTYPE a><a/>", 2, 1, "xml-dtd", "DTD" },
	{ "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 1, 1, "xml-dtd", "DTD" },
	{ "<a>\x01</a>", 1, 4, "xml-syntax", "nicht erlaubt" },
	{ "<a>&#0;</a>", 1, 8, "xml-syntax", "nicht erlaubt" },
	{ "<a><!-- -- --></a>", 1, 9, "xml-syntax", "--" },
};

static void mistakes_are_explained(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	size_t wrong = 0;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct diags d = diags_new(a, str_c(refused[i].source));
		assert_null(xml_parse(a, str_c(refused[i].source), &xml_limits_default, &d));
		assert_true(d.n_errors > 0);
		const struct diag *x = &d.list[0];
		if (x->pos.line != refused[i].line || x->pos.col != refused[i].col || strcmp(x->code, refused[i].code) != 0 ||
		    str_find_str(x->text, str_c(refused[i].part)) < 0) {
			struct buf b = buf_new(a);
			diags_print(&d, &b);
			print_error("%.*s want %u:%u %s\n", STR_ARG(buf_str(&b)), refused[i].line, refused[i].col, refused[i].part);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
	arena_free(&a);
}

static struct diag refuse(struct arena *a, struct str source, struct xml_limits limits)
{
	struct diags d = diags_new(a, STR("t.xml"));
	assert_null(xml_parse(a, source, &limits, &d));
	assert_int_equal(d.n_errors, 1);
	return d.list[0];
}

static void limits_hold(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct xml_limits small = { .bytes = 120, .nodes = 3, .depth = 2, .attrs = 2 };
	struct diags d = diags_new(a, STR("t.xml"));
	assert_non_null(
	    xml_parse(a, STR("<a x='1' y='2'><b/><c/><!--<a 'b' 'c' 'd'--><![CDATA[<a 'b' 'c' 'd']]></a>"), &small, &d));
	assert_int_equal(d.n, 0);
	struct diag x = refuse(a, STR("<a>\n<b/><b/>\n<b/></a>"), small);
	assert_string_equal(x.code, "xml-limit");
	assert_pos(x.pos, 3, 1);
	x = refuse(a, STR("<a>\n <b><c/></b></a>"), small);
	assert_string_equal(x.code, "xml-limit");
	assert_pos(x.pos, 2, 5);
	x = refuse(a, STR("<a>\n <b x='1' y='2' z='3'/></a>"), small);
	assert_string_equal(x.code, "xml-limit");
	assert_pos(x.pos, 2, 2);
	x = refuse(a, STR("<a>\n <b xmlns='1' xmlns:y='2' z='3'/></a>"), small);
	assert_pos(x.pos, 2, 2);
	struct buf b = buf_new(a);
	for (int i = 0; i < 30; i++)
		buf_add_c(&b, "<a/>\n");
	x = refuse(a, buf_str(&b), small);
	assert_string_equal(x.code, "xml-limit");
	arena_free(&a);
}

static void escape_is_read_back(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	xml_escape(&b, STR("<a b=\"c\" d='e'>&\r\nä\xF0\x9F\x98\x80"));
	assert_str(buf_str(&b), "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;&#13;\nä\xF0\x9F\x98\x80");
	const struct xml_node *n = parse(a, str_fmt(a, "<x>%.*s</x>", STR_ARG(buf_str(&b))).p);
	assert_str(n->text, "<a b=\"c\" d='e'>&\r\nä\xF0\x9F\x98\x80");
	b.n = 0;
	xml_escape(&b, STR("a\x01\xFF\xEF\xBF\xBE\0b"));
	assert_str(buf_str(&b), "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
	                        "b");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tree_has_names_and_order),
		cmocka_unit_test(ascii_is_a_part_of_utf8),
		cmocka_unit_test(everything_has_its_place),
		cmocka_unit_test(ampersands_are_read),
		cmocka_unit_test(other_encodings_are_decoded),
		cmocka_unit_test(the_root_is_found_behind_asides),
		cmocka_unit_test(mistakes_are_explained),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(escape_is_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
