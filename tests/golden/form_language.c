/* SPDX-License-Identifier: EUPL-1.2
 * Holds the description of the form language (forms/language.xml) against the program and against what is made of it:
 *
 *   forms/form.xsd, forms/REFERENZ.md   are what the description makes (--update writes them)
 *   every example                       is a good form, or good elements of a page, to the reader and to the schema
 *   every text described                can be translated, and nothing else
 *   every attribute described           is accepted, stands in an example, and is asked for by the reader
 *   every attribute the reader asks for and accepts is described */
#include "base/file.h"
#include "base/po.h"
#include "form/form.h"
#include "language.h"

enum { FILE_MAX = 4 << 20 };

#define FORM_NS "urn:ozg:form:1"

static size_t n_run, n_failed;

static void check(bool good, struct str what, struct str why)
{
	n_run++;
	n_failed += !good;
	printf("%s %zu - %.*s\n", good ? "ok" : "not ok", n_run, STR_ARG(what));
	if (!good && why.n > 0)
		printf("# %.*s\n", STR_ARG(why));
}

/* ---- what the reader asks for: the linker sends its questions through here ---- */

struct question {
	struct str element, attribute;
};

static struct {
	struct arena *arena;
	struct question *list;
	size_t n;
	bool on;
} asked;

static bool was_asked(struct str element, struct str attribute)
{
	for (size_t i = 0; i < asked.n; i++)
		if (str_eq(asked.list[i].attribute, attribute) && str_eq(asked.list[i].element, element))
			return true;
	return false;
}

static void ask(const struct xml_node *x, const char *name)
{
	if (!asked.on || !str_eq_c(x->ns, FORM_NS) || was_asked(x->name, str_c(name)))
		return;
	asked.list = arena_grow(asked.arena, asked.list, asked.n * sizeof *asked.list, (asked.n + 1) * sizeof *asked.list);
	asked.list[asked.n++] = (struct question){ str_dup(asked.arena, x->name), str_dup(asked.arena, str_c(name)) };
}

const struct xml_attr *__real_xml_attr(const struct xml_node *x, const char *name);
const struct xml_attr *__wrap_xml_attr(const struct xml_node *x, const char *name);
struct str __real_xml_attr_value(const struct xml_node *x, const char *name);
struct str __wrap_xml_attr_value(const struct xml_node *x, const char *name);

const struct xml_attr *__wrap_xml_attr(const struct xml_node *x, const char *name)
{
	ask(x, name);
	return __real_xml_attr(x, name);
}

struct str __wrap_xml_attr_value(const struct xml_node *x, const char *name)
{
	ask(x, name);
	return __real_xml_attr_value(x, name);
}

/* ---- examples ---- */

/* An example that is no whole form stands on a page of one. */
static struct str whole(struct arena *a, struct str example)
{
	if (str_starts(example, STR("<form")))
		return example;
	return str_fmt(a,
	    "<form xmlns=\"" FORM_NS "\" id=\"f\"><title>T</title><page id=\"p\" title=\"P\">%.*s</page></form>",
	    STR_ARG(example));
}

/* Notes are no mistakes: some constructs are worth one. */
static size_t n_mistakes(const struct diags *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->n; i++)
		n += d->list[i].level != DIAG_NOTE;
	return n;
}

/* Counts what the description says can be translated. */
struct texts {
	const struct xml_node *x;
	size_t n;
};

static void count_text(void *arg, const struct xml_node *attribute)
{
	struct texts *t = arg;
	const char *name = str_cdup(asked.arena, __real_xml_attr_value(attribute, "name"));
	bool unseen = str_eq_c(__real_xml_attr_value(t->x, "hidden"), "yes");
	bool text = str_eq_c(__real_xml_attr_value(attribute, "type"), "text");
	t->n += text && !unseen && __real_xml_attr(t->x, name) != NULL;
}

static size_t count_texts(const struct language *l, const struct xml_node *x)
{
	const struct xml_node *e = language_find(l, "element", x->name);
	struct texts t = { .x = x };
	if (e == NULL || str_eq_c(x->name, "t"))
		return 0;
	language_attributes(l, e, count_text, &t);
	t.n += str_eq_c(__real_xml_attr_value(e, "content"), "text");
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		t.n += count_texts(l, c);
	return t.n;
}

static bool all_translatable(const struct language *l, struct str text, struct buf *why)
{
	struct diags d = diags_new(l->arena, STR("language.xml"));
	struct buf out = buf_new(l->arena);
	struct po po = { .n = 0 };
	const struct xml_node *root = xml_parse(l->arena, text, &xml_limits_default, &d);
	if (root == NULL || !form_po_export(text, FORM_EN, &out, &d) || !po_parse(l->arena, buf_str(&out), &d, &po))
		return false;
	size_t n = count_texts(l, root);
	buf_add_fmt(why, "%zu texts are described, %zu can be translated.", n, po.n);
	return n == po.n;
}

static void run_examples(const struct language *l, const struct xml_node *e, const struct xml_schema *schema)
{
	struct arena *a = l->arena;
	size_t number = 0;
	for (const struct xml_node *x = xml_child(e, LANGUAGE_NS, "example"); x != NULL; x = xml_next(x)) {
		struct diags d = diags_new(a, STR("language.xml"));
		struct str text = whole(a, language_inside(l, x));
		struct buf why = buf_new(a);
		asked.on = true;
		form_read(a, text, &d);
		asked.on = false;
		xml_schema_check(schema, text, &d);
		diags_print(&d, &why);
		struct str what = str_fmt(a, "%.*s: example %zu", STR_ARG(xml_attr_value(e, "name")), ++number);
		check(n_mistakes(&d) == 0, what, buf_str(&why));
		why.n = 0;
		check(all_translatable(l, text, &why), what, buf_str(&why));
	}
}

/* ---- both ways ---- */

static const struct xml_node *find_inside(const struct xml_node *x, struct str name)
{
	if (str_eq(x->name, name) && str_eq_c(x->ns, FORM_NS))
		return x;
	const struct xml_node *found = NULL;
	for (const struct xml_node *c = x->first; c != NULL && found == NULL; c = c->next)
		found = find_inside(c, name);
	return found;
}

/* The first example with the element called name in it: its text, and where in it the attributes of the element begin.
 */
static bool example_with(const struct language *l, struct str name, struct str *text, size_t *at)
{
	for (const struct xml_node *e = xml_child(l->root, LANGUAGE_NS, "element"); e != NULL; e = xml_next(e))
		for (const struct xml_node *x = xml_child(e, LANGUAGE_NS, "example"); x != NULL; x = xml_next(x)) {
			struct diags d = diags_new(l->arena, STR(""));
			*text = whole(l->arena, language_inside(l, x));
			const struct xml_node *root = xml_parse(l->arena, *text, &xml_limits_default, &d);
			const struct xml_node *found = root == NULL ? NULL : find_inside(root, name);
			if (found == NULL)
				continue;
			*at = found->begin + 1 + name.n;
			return true;
		}
	return false;
}

/* Whether the reader takes the attribute: perhaps with findings about its value, but not as one it does not know. */
static bool accepts(struct str text, size_t at, struct str attribute)
{
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR(""));
	struct str with =
	    str_fmt(a, "%.*s %.*s=\"x\"%.*s", (int)at, text.p, STR_ARG(attribute), (int)(text.n - at), text.p + at);
	bool good = true;
	form_read(a, with, &d);
	for (size_t i = 0; i < d.n; i++)
		good = good && strcmp(d.list[i].code, "unknown-attribute") != 0;
	arena_free(&a);
	return good;
}

struct search {
	struct str name;
	const struct xml_node *found;
};

static void same_name(void *arg, const struct xml_node *x)
{
	struct search *s = arg;
	if (str_eq(__real_xml_attr_value(x, "name"), s->name))
		s->found = x;
}

static bool has_attribute(const struct language *l, const struct xml_node *e, struct str name)
{
	struct search s = { .name = name };
	language_attributes(l, e, same_name, &s);
	return s.found != NULL;
}

struct naming {
	const struct language *l;
	struct str element, text;
	size_t at;
};

static void check_described(void *arg, const struct xml_node *x)
{
	const struct naming *n = arg;
	struct str name = __real_xml_attr_value(x, "name");
	struct str what = str_fmt(n->l->arena, "%.*s/@%.*s", STR_ARG(n->element), STR_ARG(name));
	check(was_asked(n->element, name), what, STR("Described, but the reader does not ask for it."));
	bool there = language_find(n->l, "type", __real_xml_attr_value(x, "type")) != NULL;
	check(there, what, STR("Its type is not described."));
}

/* A whole form cannot hold an attribute twice, so only what the example does not have yet is tried. */
static void run_names(const struct language *l, const struct xml_node *e)
{
	struct arena *a = l->arena;
	struct naming n = { .l = l, .element = xml_attr_value(e, "name") };
	if (!example_with(l, n.element, &n.text, &n.at)) {
		check(false, n.element, STR("No example has this element."));
		return;
	}
	language_attributes(l, e, check_described, &n);
	struct buf wrong = buf_new(a);
	for (size_t i = 0; i < asked.n; i++) {
		struct str name = asked.list[i].attribute;
		bool again = false;
		for (size_t k = 0; k < i && !again; k++)
			again = str_eq(asked.list[k].attribute, name);
		if (again)
			continue;
		bool described = has_attribute(l, e, name), taken = accepts(n.text, n.at, name);
		if (described != taken)
			buf_add_fmt(&wrong, " %.*s (%s)", STR_ARG(name), taken ? "taken, not described" : "described, not taken");
	}
	check(wrong.n == 0, str_fmt(a, "%.*s: attributes", STR_ARG(n.element)), buf_str(&wrong));
}

/* ---- what is made of the description ---- */

static struct str read_file(struct arena *a, struct str path)
{
	struct str text = { NULL, 0 };
	struct err err;
	return file_read(a, str_cdup(a, path), FILE_MAX, &text, &err) ? text : STR("");
}

static void compare(struct arena *a, struct str path, struct str made, bool update)
{
	if (update) {
		FILE *f = fopen(str_cdup(a, path), "w");
		if (f == NULL || fwrite(made.p, 1, made.n, f) != made.n || fclose(f) != 0)
			abort();
	}
	check(str_eq(read_file(a, path), made), path, STR("Not what language.xml makes: make golden-update-form."));
}

int main(int argc, char **argv)
{
	const char *top = getenv("TOP_SRCDIR");
	bool update = argc > 1 && strcmp(argv[1], "--update") == 0;
	struct arena *a = arena_new();
	struct language l = { .arena = a };
	struct diags d = diags_new(a, STR("forms/language.xml"));
	struct buf findings = buf_new(a);
	asked.arena = a;
	top = top == NULL ? "." : top;
	l.source = read_file(a, str_fmt(a, "%s/forms/language.xml", top));
	l.root = xml_parse(a, l.source, &xml_limits_default, &d);
	if (l.root == NULL) {
		diags_print(&d, &findings);
		printf("Bail out! %.*s", STR_ARG(buf_str(&findings)));
		return 1;
	}
	struct buf schema_text = buf_new(a), manual = buf_new(a);
	language_schema(&l, &schema_text);
	language_manual(&l, &manual);
	compare(a, str_fmt(a, "%s/forms/form.xsd", top), buf_str(&schema_text), update);
	compare(a, str_fmt(a, "%s/forms/REFERENZ.md", top), buf_str(&manual), update);
	struct err err;
	struct xml_schema *schema = xml_schema_load(a, str_fmt(a, "%s/forms/form.xsd", top).p, &err);
	if (schema == NULL) {
		printf("Bail out! %s\n", err.text);
		return 1;
	}
	for (const struct xml_node *e = xml_child(l.root, LANGUAGE_NS, "element"); e != NULL; e = xml_next(e))
		run_examples(&l, e, schema);
	for (const struct xml_node *e = xml_child(l.root, LANGUAGE_NS, "element"); e != NULL; e = xml_next(e))
		run_names(&l, e);
	arena_free(&a);
	printf("1..%zu\n", n_run);
	return n_failed == 0 ? 0 : 1;
}
