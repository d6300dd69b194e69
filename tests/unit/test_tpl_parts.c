/* SPDX-License-Identifier: EUPL-1.2
 * Templates in files: parts, what they see, themes, and parts that include themselves. */
#include "test.h"

#include "html/tpl.h"

#include <ftw.h>
#include <sys/stat.h>

struct node {
	const char *name;
	struct tpl_list children;
};

struct page {
	const char *title;
	bool yes;
	struct tpl_list nodes;
	struct node here;
};

static const struct tpl_struct node_struct;
static const struct tpl_field node_fields[] = {
	TPL_FIELD(TPL_CSTR, node, name),
	TPL_SUB(TPL_LIST, node, children, &node_struct),
	{ NULL, 0, 0, NULL },
};
static const struct tpl_struct node_struct = { "node", sizeof(struct node), node_fields };

static const struct tpl_field page_fields[] = {
	TPL_FIELD(TPL_CSTR, page, title),
	TPL_FIELD(TPL_BOOL, page, yes),
	TPL_SUB(TPL_LIST, page, nodes, &node_struct),
	TPL_SUB(TPL_HERE, page, here, &node_struct),
	{ NULL, 0, 0, NULL },
};
static const struct tpl_struct page_struct = { "page", sizeof(struct page), page_fields };

static char folder[] = "/tmp/test_tpl_parts.XXXXXX";

static const char *const files[][2] = {
	{ "plain/text.html", "from part, {{title}}" },
	{ "plain/lines.html", ">\n>" },
	{ "plain/attr.html", "class='{{title}}'{{#yes}} hidden{{/yes}}" },
	{ "plain/open.html", "<p title='" },
	{ "plain/wrong.html", "{{title}}\n <b>{{titel}}" },
	{ "plain/node.html", "{{name}} of {{title}}({{#children}}{{> node}}{{/children}})" },
	{ "plain/ping.html", "{{name}}[{{#children}}{{> pong}}{{/children}}]" },
	{ "plain/pong.html", "{{name}}{{#children}}{{> ping}}{{/children}};" },
	{ "plain/self.html", "{{#yes}}{{> self}}{{/yes}}" },
	{ "plain/tick.html", "{{> tock}}" },
	{ "plain/tock.html", "{{#children}}{{> tick}}{{/children}}{{> tick}}" },
	{ "plain/sub/deep.html", "deep" },
	{ "theme/text.html", "themed" },
	{ "theme/url.html", "{{title}}" },
};

static int make_files(void **state)
{
	struct arena *a = arena_new();
	*state = a;
	if (mkdtemp(folder) == NULL)
		return -1;
	static const char *const dirs[] = { "plain", "plain/sub", "theme" };
	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
		if (mkdir(str_fmt(a, "%s/%s", folder, dirs[i]).p, 0700) != 0)
			return -1;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		FILE *f = fopen(str_fmt(a, "%s/%s", folder, files[i][0]).p, "w");
		if (f == NULL)
			return -1;
		fputs(files[i][1], f);
		fclose(f);
	}
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static int remove_files(void **state)
{
	struct arena *a = *state;
	arena_free(&a);
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static const struct node leaves[] = { { "c", { NULL, 0 } }, { "d", { NULL, 0 } } };
static const struct node top[] = { { "a", { leaves, 2 } }, { "b", { NULL, 0 } } };
static const struct page page = { "T", true, { top, 2 }, { "h", { top, 1 } } };

/* Puts source into main.html and loads it. */
static const struct tpl *load(struct arena *a, const char *source, bool theme, struct diags *d)
{
	FILE *f = fopen(str_fmt(a, "%s/plain/main.html", folder).p, "w");
	assert_non_null(f);
	fputs(source, f);
	fclose(f);
	const char *dirs[2] = { str_fmt(a, "%s/theme", folder).p, str_fmt(a, "%s/plain", folder).p };
	const struct tpl_source src = { theme ? dirs : dirs + 1, theme ? 2 : 1, NULL };
	return tpl_load(a, &src, "main", &page_struct, d);
}

static struct str render(struct arena *a, const char *source, bool theme)
{
	struct diags d = diags_new(a, STR("?"));
	struct buf out = buf_new(a);
	const struct tpl *t = load(a, source, theme, &d);
	if (t == NULL)
		diags_print(&d, &out);
	else
		tpl_render(t, &page, &out);
	return buf_str(&out);
}

/* The names in brackets are those of the Mustache specification, partials.yml. */
static void parts_are_put_in(void **state)
{
	struct arena *a = *state;
	assert_str(render(a, "\"{{>text}}\"", false), "\"from part, T\"");  /* Basic Behavior, Context */
	assert_str(render(a, "| {{> lines}} |", false), "| >\n> |");        /* Surrounding Whitespace */
	assert_str(render(a, "|\r\n{{>lines}}\r\n|", false), "|\r\n>\n>|"); /* Standalone Line Endings */
	assert_str(render(a, "!\n  {{> lines}}", false), "!\n>\n>");        /* Standalone Without Newline */
	assert_str(render(a, "|{{> sub/deep }}|", false), "|deep|");        /* Padding Whitespace */
	assert_str(render(a, "<p {{> attr}}>{{> text}}", false), "<p class='T' hidden >from part, T");
	assert_str(render(a, "<p{{> attr}}></p>", false), "<p class='T' hidden ></p>");
	/* one part, compiled for two places and for two scopes */
	assert_str(render(a, "{{> text}}<p title='{{> text}}'>{{#nodes}}{{> text}}{{/nodes}}", false),
	    "from part, T<p title='from part, T'>from part, Tfrom part, T");
	assert_str(render(a, "{{> text}}, {{> sub/deep}}", true), "themed, deep");
	assert_str(render(a, "<a href='{{> url}}'><a href='/{{> url}}'>", true), "<a href='T'><a href='/T'>");
}

static void parts_include_themselves(void **state)
{
	struct arena *a = *state;
	assert_str(render(a, "{{#nodes}}{{> node}};{{/nodes}}", false), "a of T(c of T()d of T());b of T();");
	assert_str(render(a, "{{#here}}{{> node}}{{/here}}", false), "h of T(a of T(c of T()d of T()))");
	assert_str(render(a, "{{#nodes}}{{> ping}}{{/nodes}}", false), "a[c;d;]b[]");
}

static void mistakes_name_the_file(void **state)
{
	struct arena *a = *state;
	static const struct {
		const char *source, *file;
		unsigned line, col;
		const char *part;
	} cases[] = {
		{ "{{> nothing}}", "/main.html", 1, 1, "„nothing.html“ gibt es in keinem" },
		{ "{{> ../x}}", "/main.html", 1, 1, "kein Name einer Vorlage" },
		{ "{{> /etc/x}}", "/main.html", 1, 1, "kein Name einer Vorlage" },
		{ "{{> open}}", "/open.html", 1, 11, "mitten" },
		{ "{{> wrong}}{{#nodes}}{{> wrong}}{{/nodes}}", "/wrong.html", 2, 5, "Meinten Sie „title“?" },
		{ "<script>{{> text}}</script>", "/main.html", 1, 9, "kein Teil" },
		{ "{{> self}}", "/self.html", 1, 9, "endlos" },
		{ "{{> main}}", "/main.html", 1, 1, "endlos" },
		{ "{{#here}}{{> tick}}{{/here}}", "/tick.html", 1, 1, "endlos" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct diags d = diags_new(a, STR("?"));
		assert_null(load(a, cases[i].source, false, &d));
		assert_true(d.n > 0);
		const struct diag *x = &d.list[0];
		if (!str_ends(x->file, str_c(cases[i].file)) || x->pos.line != cases[i].line || x->pos.col != cases[i].col ||
		    str_find_str(x->text, str_c(cases[i].part)) < 0) {
			struct buf b = buf_new(a);
			diags_print(&d, &b);
			fail_msg("%s\n%.*s", cases[i].source, STR_ARG(buf_str(&b)));
		}
		assert_str(d.file, "?");
	}
	/* Compiled for two scopes, said once. */
	struct diags d = diags_new(a, STR("?"));
	assert_null(load(a, "{{> wrong}}{{#nodes}}{{> wrong}}{{/nodes}}", false, &d));
	assert_int_equal(d.n, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_put_in),
		cmocka_unit_test(parts_include_themselves),
		cmocka_unit_test(mistakes_name_the_file),
	};
	return cmocka_run_group_tests(tests, make_files, remove_files);
}
