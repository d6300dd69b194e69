/* SPDX-License-Identifier: EUPL-1.2
 * An export that another program wrote from the description alone, and what is wrong with its relatives. The chain that
 * the database writes is tested in tests/db. */
#include "test.h"

#include "ledger/ledger.h"

static const char *const lines[] = {
	"{\"tenant\":\"ochsenfurt\",\"seq\":1,\"at\":1772355300000000,\"actor\":\"citizen\",\"role\":\"citizen\","
	"\"action\":\"submission.send\",\"object\":\"case/OCH-2026-000001\",\"revision\":1,\"commitment\":\"ca"
	"978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\",\"prev\":\"0000000000000000"
	"000000000000000000000000000000000000000000000000\",\"leaf\":\"032d6c95ba06bcf3723bf8a3b85d83"
	"5c3d4a6bf860e94c5c97ee5b4a9d2c0680\"}",
	"{\"tenant\":\"ochsenfurt\",\"seq\":2,\"at\":1772355300000001,\"actor\":\"anna.ochsenfurt\",\"role\":\"o"
	"ffice\",\"action\":\"task.complete\",\"object\":\"case/OCH-2026-000001/Prüfen\",\"revision\":2,\"com"
	"mitment\":\"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d\",\"prev\":\"032d"
	"6c95ba06bcf3723bf8a3b85d835c3d4a6bf860e94c5c97ee5b4a9d2c0680\",\"leaf\":\"cceed0349b36ee59bf"
	"32bd105f5da1aac652b5b6f7c186d87f9d24b220a401fc\"}",
	"{\"tenant\":\"ochsenfurt\",\"seq\":3,\"at\":1772355300000001,\"actor\":\"\",\"role\":\"admin\",\"action\":"
	"\"definition.publish\",\"object\":\"form/\\\"x\\\"\",\"revision\":7,\"commitment\":\"e3b0c44298fc1c149a"
	"fbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"prev\":\"cceed0349b36ee59bf32bd105f5da1aa"
	"c652b5b6f7c186d87f9d24b220a401fc\",\"leaf\":\"59eebaccd347bb0de5f358d233b4add58caedeaff55e7f"
	"b9706fb27bfa0a1551\"}",
};

enum { N = sizeof lines / sizeof lines[0] };

static bool verify(const char *const *list, size_t n, const char *known)
{
	struct ledger_verifier v = { .known = str_c(known) };
	struct err err = { 0 };
	for (size_t i = 0; i < n; i++)
		if (!ledger_verify_line(&v, str_c(list[i]), &err)) {
			assert_int_equal(err.kind, ERR_INPUT);
			return false;
		}
	return ledger_verify_end(&v, &err);
}

static void another_implementation_agrees(void **state)
{
	(void)state;
	struct ledger_verifier v = { .known = STR("") };
	struct err err = { 0 };
	for (size_t i = 0; i < N; i++)
		if (!ledger_verify_line(&v, str_c(lines[i]), &err))
			fail_msg("%s", err.text);
	assert_int_equal(v.n, 3);
	assert_string_equal(v.leaf, "59eebaccd347bb0de5f358d233b4add58caedeaff55e7fb9706fb27bfa0a1551");
	assert_true(verify(lines, N, v.leaf));
	assert_true(verify(lines, 2, ""));
	assert_false(verify(lines, 2, v.leaf)); /* cut off */
	assert_true(verify(NULL, 0, ""));
}

static void relatives_are_refused(void **state)
{
	(void)state;
	const char *const swapped[] = { lines[0], lines[2], lines[1] };
	const char *const dropped[] = { lines[0], lines[2] };
	const char *const doubled[] = { lines[0], lines[1], lines[1], lines[2] };
	const char *const late[] = { lines[1], lines[2] };
	assert_false(verify(swapped, 3, ""));
	assert_false(verify(dropped, 2, ""));
	assert_false(verify(doubled, 4, ""));
	assert_false(verify(late, 2, ""));
	static const char *const bad[] = { "", "{}", "[]", "null", "{\"tenant\":1}", "\xff", "{\"tenant\":\"a\"" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(verify(&bad[i], 1, ""));
	struct arena *a = arena_new();
	const char *spaced = str_fmt(a, "%s ", lines[0]).p;
	const char *longer = str_fmt(a, "{\"x\":1,%s", lines[0] + 1).p;
	assert_false(verify(&spaced, 1, ""));
	assert_false(verify(&longer, 1, ""));
	arena_free(&a);
}

/* Whoever can compute leaves can still not put an entry where it does not belong. */
static void well_made_forgeries_are_refused(void **state)
{
	(void)state;
	static const char *const forged[] = {
		/* of another chain */
		"{\"tenant\":\"ochsenfurt\",\"seq\":2,\"at\":1772355300000001,\"actor\":\"anna.ochsenfurt\",\"role\":"
		"\"office\",\"action\":\"task.complete\",\"object\":\"case/OCH-2026-000001/Prüfen\",\"revision\":2,\""
		"commitment\":\"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d\",\"prev\":\"1111111"
		"111111111111111111111111111111111111111111111111111111111\",\"leaf\":\"ca19ebe0ee94f2e0cd598bd6039e3"
		"720fddc246a01bacdace70891d5d9d5c715\"}",
		/* with a gap before it */
		"{\"tenant\":\"ochsenfurt\",\"seq\":3,\"at\":1772355300000001,\"actor\":\"anna.ochsenfurt\",\"role\":"
		"\"office\",\"action\":\"task.complete\",\"object\":\"case/OCH-2026-000001/Prüfen\",\"revision\":2,\""
		"commitment\":\"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d\",\"prev\":\"032d6c9"
		"5ba06bcf3723bf8a3b85d835c3d4a6bf860e94c5c97ee5b4a9d2c0680\",\"leaf\":\"43cee24996fe24426382bae5b7bde"
		"e09e2444537cd26c8ec623d767e6215f67c\"}",
		/* older than the one before */
		"{\"tenant\":\"ochsenfurt\",\"seq\":2,\"at\":1772355299999999,\"actor\":\"anna.ochsenfurt\",\"role\":"
		"\"office\",\"action\":\"task.complete\",\"object\":\"case/OCH-2026-000001/Prüfen\",\"revision\":2,\""
		"commitment\":\"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d\",\"prev\":\"032d6c9"
		"5ba06bcf3723bf8a3b85d835c3d4a6bf860e94c5c97ee5b4a9d2c0680\",\"leaf\":\"21b8273c26be779ff8a9d3d947fec"
		"6b9e075b95d00fff8c1c0986be29395edd6\"}",
		/* of another tenant */
		"{\"tenant\":\"marktbreit\",\"seq\":2,\"at\":1772355300000001,\"actor\":\"anna.ochsenfurt\",\"role\":"
		"\"office\",\"action\":\"task.complete\",\"object\":\"case/OCH-2026-000001/Prüfen\",\"revision\":2,\""
		"commitment\":\"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d\",\"prev\":\"032d6c9"
		"5ba06bcf3723bf8a3b85d835c3d4a6bf860e94c5c97ee5b4a9d2c0680\",\"leaf\":\"8a12fa2083973ccadb757937e89a1"
		"14b7638bbcf2f6527d7fcdd281a88bd3b58\"}",
	};
	for (size_t i = 0; i < sizeof forged / sizeof forged[0]; i++) {
		const char *const list[] = { lines[0], forged[i] };
		if (verify(list, 2, ""))
			fail_msg("forgery %zu passes", i);
	}
}

static void a_commitment_is_salted(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct ledger_commitment one = ledger_commit(a, STR("x")), two = ledger_commit(a, STR("x"));
	assert_int_equal(one.salt.n, 16);
	assert_int_equal(one.commitment.n, 32);
	assert_false(str_eq(one.salt, two.salt));
	assert_false(str_eq(one.commitment, two.commitment));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_implementation_agrees),
		cmocka_unit_test(relatives_are_refused),
		cmocka_unit_test(well_made_forgeries_are_refused),
		cmocka_unit_test(a_commitment_is_salted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
