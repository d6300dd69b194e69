/* SPDX-License-Identifier: EUPL-1.2
 * Files of others under the checker, when the corpus is there. PEBL: one violated constraint of BPMN in each file, and
 * each is told by a finding of its own, unless it is about what we do not execute. Munich: real processes pass, or are
 * refused for a reason that a person must settle. */
#include "test.h"

#include "base/file.h"
#include "flow/flow.h"
#include "xml/xml.h"

#include <ftw.h>
#include <string.h>
#include <unistd.h>

static char *below(const char *rest)
{
	static char path[512];
	const char *top = getenv("TOP_SRCDIR");
	snprintf(path, sizeof path, "%s/../shared/corpora/bpmn/data/%s", top == NULL ? "." : top, rest);
	return path;
}

/* Each model of PEBL by its name up to the second underscore: the finding that tells of its mistake. */
static const struct {
	const char *code, *models;
} told[] = {
	{ "bad-collect", "EXT069_1" },
	{ "bad-loop", "EXT068_1 EXT070_2" },
	{ "bad-start", "EXT059_6 EXT098_3 EXT098_4 EXT098_5" },
	{ "bad-timer", "EXT013_3" },
	{ "called-start", "EXT099_3" },
	{ "dangling-default", "EXT026_1" },
	{ "dangling-event", "REF_12" },
	{ "dangling-flow", "EXT007_3 EXT028_1 EXT152_2" },
	{ "dangling-link", "EXT118_1 EXT125_1" },
	{ "dangling-mention", "EXT023_1 EXT023_2" },
	{ "dead-end", "EXT116_1" },
	{ "empty-condition", "EXT123_1" },
	{ "error-interrupts", "EXT110_6 EXT147_6" },
	{ "escalation-code", "EXT011_1 EXT011_3" },
	{ "gateway-direction", "EXT017_1 EXT018_1 EXT018_2 EXT019_1 EXT135_1 EXT135_2" },
	{ "implied-start", "EXT097_2" },
	{ "into-event", "EXT057_1 EXT057_2" },
	{ "into-start", "EXT096_1" },
	{ "link-outgoing", "EXT117_2" },
	{ "link-without-source", "EXT124_1" },
	{ "message-flow-inside", "EXT031_3" },
	{ "message-flow-source", "EXT009_1 EXT009_3 EXT109_1 REF_7" },
	{ "message-flow-target", "EXT008_1 EXT008_3 EXT108_1 EXT119_3 EXT119_4" },
	{ "missing-id", "EXT002_1 EXT003_1" },
	{ "missing-mention", "EXT101_1 EXT107_1" },
	{ "no-default", "EXT025_1" },
	{ "out-of-handler", "EXT021_1" },
	{ "public-process", "EXT035_1" },
	{ "several-events", "EXT098_7" },
	{ "several-starts", "EXT058_2" },
	{ "syntax", "EXT012_5 EXT123_2" },
	{ "text-format", "EXT010_1" },
	{ "type", "EXT071_1" },
	{ "unnamed-event", "EXT110_2 EXT110_7 EXT127_1 EXT127_2 EXT127_4 EXT148_5" },
	{ "unreachable", "EXT115_1 EXT150_3 EXT151_1 EXT151_2" },
	/* What is not executed is refused by element and line, whatever is wrong with it. */
	{ "unsupported",
	    "EXT012_1 EXT012_3 EXT013_2 EXT036_1 EXT039_1 EXT040_1 EXT041_1 EXT049_1 EXT055_1 EXT056_1 EXT056_2 EXT056_4 "
	    "EXT059_1 EXT059_2 EXT059_3 EXT072_1 EXT098_1 EXT098_2 EXT100_3 EXT110_3 EXT110_5 EXT110_8 EXT114_1 "
	    "EXT120_1 EXT121_1 EXT142_1 EXT144_1 EXT146_1 EXT146_2 EXT147_1 EXT147_3 EXT147_5 EXT147_8 EXT148_3 "
	    "EXT148_6 EXT149_2 EXT149_5" },
	{ "wrong-reference", "REF_2 REF_5 REF_10 REF_15 REF_17" },
	{ "xml-schema", "EXT078_1 EXT131_1" },
	/* Not ours: what goes into activities and comes out (ioSpecification). Values of a case are in the variables of its
	 * process; the file keeps the rest, and each place of it is told. */
	{ "data-not-executed", "EXT012_2 EXT020_3 EXT043_1 EXT044_2 EXT045_1 EXT046_1 EXT047_1 EXT048_2 EXT052_2 EXT063_1 "
	                       "EXT063_2 EXT063_4 EXT063_5 EXT064_1 EXT064_2 EXT077_1 EXT079_1 EXT084_1 EXT085_1 EXT086_1 "
	                       "EXT087_1 EXT093_2 EXT093_4 EXT094_2 EXT094_3 EXT094_5" },
	/* Not ours: calls of web services (a service is named by ozg:operation, which is missing), the name of a data
	 * object, the type of what a message carries. */
	{ "missing-operation", "EXT042_1" },
	{ NULL, "EXT076_1 EXT128_3" },
	/* Not ours: conversations and choreographies, and a task that stands alone: nothing in them runs. */
	{ "no-process", "EXT027_1 EXT029_1 EXT030_1 EXT065_1" },
	{ "several-processes", "EXT033_1" },
	/* Not ours: a time that is not marked as an expression, but is one that we understand. */
	{ NULL, "EXT012_9" },
};

/* Why a process of Munich is not taken as it is; each names element and remedy. */
static const struct {
	const char *code, *because;
} refusals[] = {
	{ "missing-operation", "the service is a program of their platform: somebody must say what to do instead" },
	{ "dangling-call", "calls a building block that is another file" },
	{ "juel", "an expression that calls a method of a Java object" },
	{ "script-result", "a script in another language" },
	{ "syntax", "a script in another language" },
	{ "not-executable", "drawn for description only" },
};

static struct {
	size_t files, clean;
	struct arena *arena;
	const struct xml_schema *schema; /* NULL: it has not been fetched */
} seen;

static bool check(const char *path, struct diags *d)
{
	struct str source;
	struct err err;
	assert_true(file_read(d->arena, path, 8 << 20, &source, &err));
	return flow_read(d->arena, source, seen.schema, d) != NULL;
}

static bool is_bpmn(const char *path, int type)
{
	size_t n = strlen(path);
	return type == FTW_F && n > 5 && strcmp(path + n - 5, ".bpmn") == 0;
}

/* "EXT012_9" of "EXT012_9_failure_timerEvent.bpmn", "REF_17" of "REF_17.bpmn". */
static struct str model_of(const char *name)
{
	const char *end = strchr(name, '_') + 1;
	return (struct str){ name, (size_t)(end - name) + strcspn(end, "_.") };
}

static bool listed(const char *models, struct str model)
{
	struct str rest = str_c(models), piece;
	while (str_next(&rest, ' ', &piece))
		if (str_eq(piece, model))
			return true;
	return false;
}

static bool has_finding(const struct diags *d, const char *code)
{
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->list[i].code, code) == 0)
			return d->list[i].pos.line > 0;
	return false;
}

static int pebl_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	if (!is_bpmn(path, type))
		return 0;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, str_c(path + ftw->base));
	struct str model = model_of(path + ftw->base);
	size_t i = 0;
	while (i < sizeof told / sizeof *told && !listed(told[i].models, model))
		i++;
	if (i == sizeof told / sizeof *told)
		fail_msg("nobody says what is to be found in %s", path + ftw->base);
	check(path, &d);
	bool can = seen.schema != NULL || told[i].code == NULL || strcmp(told[i].code, "xml-schema") != 0;
	if (can && told[i].code != NULL && !has_finding(&d, told[i].code))
		fail_msg("%s: %s is not found", path + ftw->base, told[i].code);
	seen.files++;
	arena_free(&a);
	return 0;
}

static void pebl(void **state)
{
	(void)state;
	enum { FILES = 16, MODELS = 148 };
	if (nftw(below("pebl-constraints"), pebl_file, FILES, FTW_PHYS) != 0 || seen.files == 0)
		skip();
	assert_int_equal(seen.files, MODELS);
}

static int munich_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	if (!is_bpmn(path, type))
		return 0;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, str_c(path + ftw->base));
	seen.files++;
	seen.clean += check(path, &d);
	for (size_t i = 0; i < d.n; i++) {
		bool justified = d.list[i].level != DIAG_ERROR;
		for (size_t k = 0; k < sizeof refusals / sizeof *refusals; k++)
			justified |= strcmp(d.list[i].code, refusals[k].code) == 0;
		if (!justified)
			fail_msg("%s:%u: %s: %.*s", path + ftw->base, d.list[i].pos.line, d.list[i].code, STR_ARG(d.list[i].text));
	}
	arena_free(&a);
	return 0;
}

static void munich(void **state)
{
	(void)state;
	enum { FILES = 16, CLEAN = 20 };
	static const char *const folders[] = { "gov-munich-digiwf-2024", "gov-munich-digiwf-core",
		"gov-munich-digiwf-cocreation" };
	seen.files = 0;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (nftw(below(folders[i]), munich_file, FILES, FTW_PHYS) != 0)
			break;
	if (seen.files == 0)
		skip();
	assert_true(seen.clean >= CLEAN);
}

static int setup(void **state)
{
	(void)state;
	static char path[512];
	const char *dir = getenv("TOP_BUILDDIR");
	struct err err;
	seen.arena = arena_new();
	snprintf(path, sizeof path, "%s/share/schema/bpmn/BPMN20.xsd", dir == NULL ? "." : dir);
	seen.schema = access(path, R_OK) == 0 ? xml_schema_load(seen.arena, path, &err) : NULL;
	if (seen.schema == NULL)
		print_message("# %s is not here: what only the schema finds is not looked for\n", path);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&seen.arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pebl),
		cmocka_unit_test(munich),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
