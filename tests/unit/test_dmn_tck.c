/* SPDX-License-Identifier: EUPL-1.2
 * The DMN TCK, compliance level 2, from ../shared/corpora (OZG_DMN_TCK names another folder): every model is read
 * without an error, every test case of a model gives the expected result. Skipped when the folder is not there; files
 * that stand alone, a model without cases or the reverse, are counted and named. */
#include "test.h"

#include "base/dec.h"
#include "base/file.h"
#include "dmn/dmn.h"
#include "xml/xml.h"

#include <dirent.h>
#include <sys/stat.h>

#define TCK_NS "http://www.omg.org/spec/DMN/20160719/testcase"
#define XSI_NS "http://www.w3.org/2001/XMLSchema-instance"

struct tally {
	unsigned models, cases, wrong;
};

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A value of the test file as JSON: numbers stay texts. */
static json_t *value_of(const struct xml_node *x)
{
	const struct xml_node *list = xml_child(x, TCK_NS, "list"), *value = xml_child(x, TCK_NS, "value");
	if (list != NULL) {
		json_t *j = json_array();
		for (const struct xml_node *i = xml_child(list, TCK_NS, "item"); i != NULL; i = xml_next(i))
			json_array_append_new(j, value_of(i));
		return j;
	}
	const struct xml_node *component = xml_child(x, TCK_NS, "component");
	if (component != NULL) {
		json_t *j = json_object();
		for (; component != NULL; component = xml_next(component)) {
			struct str name = xml_attr_value(component, "name");
			json_object_setn_new(j, name.p, name.n, value_of(component));
		}
		return j;
	}
	const struct xml_attr *nil = value == NULL ? NULL : xml_attr_ns(value, XSI_NS, "nil");
	if (value == NULL || (nil != NULL && str_eq_c(nil->value, "true")))
		return json_null();
	const struct xml_attr *type = xml_attr_ns(value, XSI_NS, "type");
	struct str text = str_trim(value->text);
	if (type != NULL && str_ends(type->value, STR(":boolean")))
		return json_boolean(str_eq_c(text, "true"));
	if (type != NULL && str_ends(type->value, STR(":string")))
		return json_stringn(value->text.p == NULL ? "" : value->text.p, value->text.n);
	return json_stringn(text.p, text.n);
}

/* Numbers agree to eight places, as the TCK's own runners compare. */
static bool same(const json_t *got, const json_t *want)
{
	if (json_is_array(want) || json_is_object(want)) {
		bool ok = json_typeof(got) == json_typeof(want);
		size_t n = json_is_array(want) ? json_array_size(want) : 0;
		ok = ok && (!json_is_array(want) || json_array_size(got) == n);
		for (size_t i = 0; ok && i < n; i++)
			ok = same(json_array_get(got, i), json_array_get(want, i));
		const char *name;
		json_t *value;
		if (ok && json_is_object(want)) {
			ok = json_object_size(got) == json_object_size(want);
			json_object_foreach((json_t *)want, name, value) ok =
			    ok && json_object_get(got, name) != NULL && same(json_object_get(got, name), value);
		}
		return ok;
	}
	struct dec a, b, x, y;
	if (json_is_string(got) && json_is_string(want) && dec_parse(str_c(json_string_value(got)), &a) &&
	    dec_parse(str_c(json_string_value(want)), &b) && dec_rescale(a, 8, DEC_HALF_UP, &x) &&
	    dec_rescale(b, 8, DEC_HALF_UP, &y))
		return dec_cmp(x, y) == 0;
	return json_equal(got, want);
}

static void run_case(
    struct arena *a, const struct dmn *m, const struct xml_node *test, const char *file, struct tally *t)
{
	json_t *inputs = json_object();
	for (const struct xml_node *i = xml_child(test, TCK_NS, "inputNode"); i != NULL; i = xml_next(i)) {
		struct str name = xml_attr_value(i, "name");
		json_object_setn_new(inputs, name.p, name.n, value_of(i));
	}
	for (const struct xml_node *r = xml_child(test, TCK_NS, "resultNode"); r != NULL; r = xml_next(r)) {
		const struct dmn_decision *k = dmn_find(m, xml_attr_value(r, "name"));
		const struct xml_node *expected = xml_child(r, TCK_NS, "expected");
		json_t *want = expected == NULL ? json_null() : value_of(expected), *got = NULL;
		struct err err = { ERR_NONE, "keine solche Entscheidung" };
		t->cases++;
		if (k == NULL || !dmn_eval(a, k, inputs, (struct date){ 20000 }, &got, &err) || !same(got, want)) {
			char *text = got == NULL ? NULL : json_dumps(got, JSON_ENCODE_ANY);
			printf("# %s, Fall %.*s, %.*s: %s\n", file, STR_ARG(xml_attr_value(test, "id")),
			    STR_ARG(xml_attr_value(r, "name")), text == NULL ? err.text : text);
			free(text);
			t->wrong++;
		}
		json_decref(got);
		json_decref(want);
	}
	json_decref(inputs);
}

static void run_file(struct arena *a, const char *path, struct tally *t)
{
	struct str source, model;
	struct err err;
	struct diags d = diags_new(a, str_c(path));
	if (!file_read(a, path, 1 << 20, &source, &err))
		fail_msg("%s", err.text);
	const struct xml_node *root = xml_parse(a, source, &xml_limits_default, &d);
	assert_non_null(root);
	const struct xml_node *name = xml_child(root, TCK_NS, "modelName");
	assert_non_null(name);
	struct str folder = { path, (size_t)(strrchr(path, '/') - path) };
	const char *dmn = str_fmt(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(str_trim(name->text))).p;
	if (!file_read(a, dmn, 1 << 20, &model, &err)) {
		printf("# kein Modell zu %s\n", strrchr(path, '/') + 1);
		return;
	}
	const struct dmn *m = dmn_read(a, model, &d);
	if (m == NULL)
		return; /* the models' own test tells why */
	for (const struct xml_node *test = xml_child(root, TCK_NS, "testCase"); test != NULL; test = xml_next(test))
		run_case(a, m, test, strrchr(path, '/') + 1, t);
}

static void read_model(struct arena *a, const char *path, struct tally *t)
{
	struct str source;
	struct err err;
	struct diags d = diags_new(a, str_c(path));
	if (!file_read(a, path, 1 << 20, &source, &err))
		fail_msg("%s", err.text);
	t->models++;
	if (dmn_read(a, source, &d) != NULL)
		return;
	struct buf b = buf_new(a);
	diags_print(&d, &b);
	printf("# %.*s", STR_ARG(buf_str(&b)));
	t->wrong++;
}

static void level_2(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *top = getenv("TOP_SRCDIR"), *dir = getenv("OZG_DMN_TCK");
	if (dir == NULL)
		dir = str_fmt(a, "%s/../shared/corpora/bpmn/data/dmn-tck-cl2", top == NULL ? "." : top).p;
	if (!is_folder(dir)) {
		print_message("# no DMN TCK here\n");
		arena_free(&a);
		skip();
	}
	struct tally t = { 0, 0, 0 };
	struct dirent **folders, **files;
	int n = scandir(dir, &folders, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		const char *folder = str_fmt(a, "%s/%s", dir, folders[i]->d_name).p;
		int m = folders[i]->d_name[0] == '.' || !is_folder(folder) ? 0 : scandir(folder, &files, NULL, alphasort);
		for (int k = 0; k < m; k++) {
			const char *path = str_fmt(a, "%s/%s", folder, files[k]->d_name).p;
			if (str_ends(str_c(path), STR(".dmn")))
				read_model(a, path, &t);
			else if (str_ends(str_c(path), STR(".xml")))
				run_file(a, path, &t);
			free(files[k]);
		}
		if (m > 0)
			free(files);
		free(folders[i]);
	}
	free(folders);
	printf("# DMN TCK level 2: %u models, %u results, %u wrong\n", t.models, t.cases, t.wrong);
	assert_true(t.models > 0 && t.cases > 0);
	assert_int_equal(t.wrong, 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(level_2) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
