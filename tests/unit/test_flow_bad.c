/* SPDX-License-Identifier: EUPL-1.2
 * Every mistake is found, at its place, in a sentence that helps: tests/golden/flow-bad/NAME.bpmn with the findings
 * expected of it in NAME.txt. Workflows we ship have none. With OZG_WRITE_GOLDEN set the expectations are written. */
#include "test_flow_play.h"

#include "base/file.h"
#include "own_library.h"
#include "xml/xml.h"

#include <dirent.h>
#include <sys/stat.h>

static const char *top(void)
{
	const char *dir = getenv("TOP_SRCDIR");
	return dir == NULL ? "." : dir;
}

static bool has_suffix(const char *name, const char *suffix)
{
	return str_ends(str_c(name), str_c(suffix));
}

static int only_bpmn(const struct dirent *e)
{
	return has_suffix(e->d_name, ".bpmn");
}

static struct str findings(struct arena *a, const char *dir, const char *name, const struct xml_schema *schema)
{
	struct str source;
	struct err err;
	if (!file_read(a, str_fmt(a, "%s/%s", dir, name).p, 1024 * 1024, &source, &err))
		fail_msg("%s", err.text);
	struct diags d = diags_new(a, str_c(name));
	const struct flow *f = own_flow_read(a, source, schema, &d);
	assert_int_equal(f == NULL, d.n_errors > 0);
	struct buf b = buf_new(a);
	diags_print(&d, &b);
	return buf_str(&b);
}

/* The OMG schema when npm has installed it, or NULL. */
static const struct xml_schema *schema_of(struct arena *a)
{
	const char *build = getenv("TOP_BUILDDIR");
	const char *const paths[] = {
		getenv("OZG_BPMN_XSD"),
		str_fmt(a, "%s/share/schema/bpmn/BPMN20.xsd", build == NULL ? "." : build).p,
		str_fmt(a, "%s/node_modules/bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd", top()).p,
	};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct stat st;
		if (paths[i] == NULL || stat(paths[i], &st) != 0)
			continue;
		struct err err;
		const struct xml_schema *schema = xml_schema_load(a, paths[i], &err);
		if (schema == NULL)
			fail_msg("%s", err.text);
		return schema;
	}
	return NULL;
}

static void mistakes_are_found(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *dir = str_fmt(a, "%s/tests/golden/flow-bad", top()).p;
	struct dirent **list;
	int n = scandir(dir, &list, only_bpmn, alphasort);
	assert_true(n > 0);
	unsigned wrong = 0;
	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name;
		const char *expected = str_fmt(a, "%s/%.*s.txt", dir, (int)(strlen(name) - 5), name).p;
		struct str got = findings(a, dir, name, NULL);
		if (getenv("OZG_WRITE_GOLDEN") != NULL) {
			FILE *f = fopen(expected, "w");
			assert_non_null(f);
			assert_int_equal(fwrite(got.p, 1, got.n, f), got.n);
			assert_int_equal(fclose(f), 0);
		}
		struct str want = STR("");
		struct err err;
		if (!file_read(a, expected, 1024 * 1024, &want, &err) || !str_eq(got, want)) {
			printf("--- %s: got\n%.*s--- want\n%.*s", name, STR_ARG(got), STR_ARG(want));
			wrong++;
		}
		free(list[i]);
	}
	free(list);
	assert_int_equal(wrong, 0);
	arena_free(&a);
}

static void our_workflows_are_clean(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *dir = str_fmt(a, "%s/workflows", top()).p;
	const struct xml_schema *schema = schema_of(a);
	if (schema == NULL)
		print_message("# the OMG schema is not installed: checked without it\n");
	struct dirent **list;
	int n = scandir(dir, &list, only_bpmn, alphasort);
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		assert_str(findings(a, dir, list[i]->d_name, schema), "");
		free(list[i]);
	}
	free(list);
	arena_free(&a);
}

static void the_schema_is_heard(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct xml_schema *schema = schema_of(a);
	if (schema == NULL) {
		arena_free(&a);
		skip();
	}
	/* Own checks and the schema speak about the same file. */
	struct str source =
	    STR("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='urn:t'>\n"
	        "<process id='p' isExecutable='true'><startEvent id='S'/><endEvent id='E'/>\n"
	        "<sequenceFlow id='F' sourceRef='S' targetRef='E'/>\n<nonsense/></process></definitions>");
	struct diags d = diags_new(a, STR("t.bpmn"));
	assert_null(flow_read(a, source, schema, &d));
	bool found = false;
	for (size_t i = 0; i < d.n; i++)
		found |= d.list[i].pos.line == 4 && str_eq_c(str_c(d.list[i].code), "xml-schema");
	if (!found) {
		struct buf b = buf_new(a);
		diags_print(&d, &b);
		fail_msg("%.*s", STR_ARG(buf_str(&b)));
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistakes_are_found),
		cmocka_unit_test(our_workflows_are_clean),
		cmocka_unit_test(the_schema_is_heard),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
