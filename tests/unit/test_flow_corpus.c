/* SPDX-License-Identifier: EUPL-1.2
 * Files of others under the checker, when the corpus is there. PEBL: one violated constraint of BPMN in each file, and
 * each is told, unless it is about what we do not execute. Munich: real processes pass, or are refused for a reason
 * that a person must settle. */
#include "test.h"

#include "base/file.h"
#include "flow/flow.h"

#include <ftw.h>
#include <string.h>

static char *below(const char *rest)
{
	static char path[512];
	const char *top = getenv("TOP_SRCDIR");
	snprintf(path, sizeof path, "%s/../shared/corpora/bpmn/data/%s", top == NULL ? "." : top, rest);
	return path;
}

/* Constraints about interfaces of web services and types of their messages: kept in the file, never executed. The time
 * of EXT012_9 is not marked as an expression, but it is one that we understand. */
static const char *const not_ours[] = { "EXT012_9_", "EXT049_1_", "EXT128_3_", "REF_17" };

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
	size_t files, told, clean;
} seen;

static bool check(const char *path, struct diags *d)
{
	struct str source;
	struct err err;
	assert_true(file_read(d->arena, path, 8 << 20, &source, &err));
	return flow_read(d->arena, source, NULL, d) != NULL;
}

static bool is_bpmn(const char *path, int type)
{
	size_t n = strlen(path);
	return type == FTW_F && n > 5 && strcmp(path + n - 5, ".bpmn") == 0;
}

static int pebl_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	if (!is_bpmn(path, type))
		return 0;
	bool ours = true;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, str_c(path + ftw->base));
	for (size_t i = 0; i < sizeof not_ours / sizeof *not_ours; i++)
		ours &= strncmp(path + ftw->base, not_ours[i], strlen(not_ours[i])) != 0;
	check(path, &d);
	/* The schema finds some more; here only what we find ourselves. */
	static const char *const by_schema[] = { "EXT039", "EXT040", "EXT041", "EXT055", "EXT078", "EXT131" };
	for (size_t i = 0; i < sizeof by_schema / sizeof *by_schema; i++)
		ours &= strncmp(path + ftw->base, by_schema[i], strlen(by_schema[i])) != 0;
	if (ours && d.n == 0)
		fail_msg("nothing is found in %s", path + ftw->base);
	seen.files++;
	seen.told += d.n > 0;
	arena_free(&a);
	return 0;
}

static void pebl(void **state)
{
	(void)state;
	enum { FILES = 16, TOLD = 130 };
	if (nftw(below("pebl-constraints"), pebl_file, FILES, FTW_PHYS) != 0 || seen.files == 0)
		skip();
	assert_true(seen.told >= TOLD);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pebl),
		cmocka_unit_test(munich),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
