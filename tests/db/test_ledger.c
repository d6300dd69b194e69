/* SPDX-License-Identifier: EUPL-1.2
 * The log as the database writes it: exported, checked, and every mutation found. */
#include "world.h"

#include "ledger/ledger.h"

#include <pthread.h>

struct lines {
	struct arena *a;
	struct str list[400];
	size_t n;
};

static void keep(void *arg, struct str json)
{
	struct lines *l = arg;
	assert_true(l->n < sizeof l->list / sizeof l->list[0]);
	l->list[l->n++] = str_dup(l->a, json);
}

static bool verify(const struct str *list, size_t n, struct str known, struct err *err)
{
	struct ledger_verifier v = { .known = known };
	for (size_t i = 0; i < n; i++)
		if (!ledger_verify_line(&v, list[i], err))
			return false;
	return ledger_verify_end(&v, err);
}

static void *write_in_thread(void *arg)
{
	const char *name = arg;
	struct arena *a = arena_new();
	struct db *db = cluster_open("citizen");
	struct submission_receipt r;
	struct err err;
	for (int i = 0; i < 25; i++) {
		const char *secret = str_fmt(a, "%s %d", name, i).p;
		world_draft(db, secret);
		assert_true(world_send(db, a, secret, "{}", &r, &err));
	}
	db_close(&db);
	arena_free(&a);
	return NULL;
}

static void fill(struct arena *a, struct lines *l)
{
	static char names[4][2] = { "a", "b", "c", "d" };
	pthread_t threads[4];
	struct err err = { 0 };
	world_reset();
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_in_thread, names[i]), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	struct db *db = cluster_open("owner");
	*l = (struct lines){ .a = a };
	if (!ledger_export(db, STR("ochsenfurt"), keep, l, &err))
		fail_msg("%s", err.text);
	db_close(&db);
}

static void written_by_many_it_is_one_chain(void **state)
{
	struct arena *a = *state;
	struct lines l;
	struct err err = { 0 };
	fill(a, &l);
	assert_int_equal(l.n, 100);
	struct ledger_verifier v = { .known = STR("") };
	for (size_t i = 0; i < l.n; i++)
		if (!ledger_verify_line(&v, l.list[i], &err))
			fail_msg("%s\n%s", err.text, l.list[i].p);
	assert_true(ledger_verify_end(&v, &err));
	assert_int_equal(v.n, 100);
	assert_string_equal(v.tenant, "ochsenfurt");
	assert_str(cluster_sql(a, "SELECT encode(leaf, 'hex') FROM ledger_head WHERE tenant = 'ochsenfurt'"), v.leaf);
	assert_str(cluster_sql(a, "SELECT count(*) FROM ledger WHERE object ~ 'anna|J' OR actor <> 'citizen'"), "0");
	/* The commitment opens with salt and payload. */
	assert_str(cluster_sql(a, "SELECT count(*) FROM submission s JOIN cases c USING (tenant, token) JOIN ledger l ON "
	                          "l.object = 'case/' || c.number WHERE l.commitment = sha256(s.salt || convert_to("
	                          "'hundesteuer-anmeldung 1 {}', 'UTF8'))"),
	    "100");
}

/* Not good randomness, but the same every time. */
static uint32_t next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	return *seed ^= *seed << 5;
}

/* One of: flip a bit, swap, drop, double, cut off, take an entry over into another place. */
static size_t mutate(struct arena *a, struct str *list, size_t n, uint32_t *seed)
{
	size_t i = next(seed) % n, k = (i + 1 + next(seed) % (n - 1)) % n;
	switch (next(seed) % 6) {
	case 0:
		list[i] = str_dup(a, list[i]);
		((char *)list[i].p)[next(seed) % list[i].n] ^= (char)(1 << next(seed) % 8);
		return n;
	case 1: {
		struct str s = list[i];
		list[i] = list[k];
		list[k] = s;
		return n;
	}
	case 2:
		memmove(list + i, list + i + 1, (n - i - 1) * sizeof *list);
		return n - 1;
	case 3:
		memmove(list + i + 1, list + i, (n - i) * sizeof *list);
		return n + 1;
	case 4:
		return i;
	default:
		list[i] = list[k];
		return n;
	}
}

static void every_mutation_is_found(void **state)
{
	enum { MUTATIONS = 10000 };
	struct lines l;
	struct err err = { 0 };
	fill(*state, &l);
	struct ledger_verifier v = { .known = STR("") };
	for (size_t i = 0; i < l.n; i++)
		assert_true(ledger_verify_line(&v, l.list[i], &err));
	struct str known = str_c(v.leaf);
	assert_true(verify(l.list, l.n, known, &err));
	uint32_t seed = 20261101;
	struct arena *a = arena_new();
	for (int i = 0; i < MUTATIONS; i++) {
		struct str list[101];
		memcpy(list, l.list, l.n * sizeof *list);
		size_t n = mutate(a, list, l.n, &seed);
		if (verify(list, n, known, &err))
			fail_msg("mutation %d was not found", i);
		assert_int_equal(err.kind, ERR_INPUT);
		arena_reset(a);
	}
	arena_free(&a);
	assert_false(verify(l.list, 0, known, &err));
	assert_true(verify(l.list, 60, STR(""), &err)); /* a cut alone is seen only by who kept a leaf */
	assert_false(verify(l.list, 60, known, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_by_many_it_is_one_chain),
		cmocka_unit_test(every_mutation_is_found),
	};
	return cmocka_run_group_tests(tests, cluster_setup, cluster_teardown);
}
