/* SPDX-License-Identifier: EUPL-1.2
 * Answers that forms of the catalogue bring along or want to be known already: contents of locked fields, and
 * "vorbefuellung". */
#include "test_xdf.h"

#include "base/json.h"
#include "form/form_model.h"

static struct str result_of(struct fixture *x, const char *answers)
{
	json_t *j = json_keep(x->a, form_result(eval(x, x->imported, answers)));
	return json_text(x->a, j, JSON_COMPACT | JSON_SORT_KEYS);
}

/* A locked field counts with its content in an application: shown, kept when the page is sent, seen by rules, sent and
 * written as XFall; without making a group be there, and never where a rule forbids it. */
static void contents_of_locked_fields_count(void **state)
{
	struct fixture *x = *state;
#define LOCKED(id, content) FIELD(id, "locked", "text", "<x:inhalt>" content "</x:inhalt>")
	x->options.rules = RULES(RULE("\"G1\"", "require", "\"F3\"", IS("F2", "\"fest\"")) "," RULE(
	    "\"G1\"", "forbid", "\"F4\"", IS("F3", "\"nein\"")));
	read_form(x,
	    FORM(STRUCT("1:1",
	        GROUP("G1", "",
	            STRUCT("1:1", INPUT("F1", "text")) STRUCT("1:1", LOCKED("F2", "fest"))
	                STRUCT("0:1", INPUT("F3", "text")) STRUCT("0:1", LOCKED("F4", "auch")) STRUCT(
	                    "1:1", FIELD("F5", "hidden", "bool", "<x:inhalt>true</x:inhalt>")) STRUCT("0:1",
	                    GROUP("G2", "", STRUCT("1:1", INPUT("F6", "text")) STRUCT("1:1", LOCKED("F7", "zwei"))))
	                    STRUCT("0:3", GROUP("G3", "",
	                                      STRUCT("1:1", INPUT("F8", "text")) STRUCT("1:1", LOCKED("F9", "drei"))))))));
	expect(x, "{\"G1\":{\"F1\":\"a\"}}", ""); /* judged as it is, F2 is empty */
	x->world.contents = true;
	expect(x, "{\"G1\":{\"F1\":\"a\"}}", "G1/F3 required");
	assert_string_equal(str_cdup(x->a, result_of(x, "{\"G1\":{\"F1\":\"a\",\"F3\":\"b\"}}")),
	    "{\"G1\":{\"F1\":\"a\",\"F2\":\"fest\",\"F3\":\"b\",\"F4\":\"auch\",\"F5\":true}}");
	expect(x, "{\"G1\":{\"F1\":\"a\",\"F3\":\"nein\"}}", "");
	assert_string_equal(str_cdup(x->a, result_of(x, "{\"G1\":{\"F1\":\"a\",\"F3\":\"nein\"}}")),
	    "{\"G1\":{\"F1\":\"a\",\"F2\":\"fest\",\"F3\":\"nein\",\"F5\":true}}");
	assert_string_equal(
	    str_cdup(x->a, result_of(x, "{\"G1\":{\"F3\":\"nein\",\"G2\":{\"F6\":\"x\"},\"G3\":[{\"F8\":\"y\"}]}}")),
	    "{\"G1\":{\"F2\":\"fest\",\"F3\":\"nein\",\"F5\":true,\"G2\":{\"F6\":\"x\",\"F7\":\"zwei\"},"
	    "\"G3\":[{\"F8\":\"y\",\"F9\":\"drei\"}]}}");

	const struct form_param posted[] = { { .name = STR_INIT("G1/F1"), .value = STR_INIT("a") },
		{ .name = STR_INIT("G1/F3"), .value = STR_INIT("b") } };
	json_t *answers = json_keep(x->a, json_object());
	enum form_action action;
	struct err err;
	assert_true(form_post(x->a, x->imported, 0, posted, 2, answers, &x->world, &action, &err));
	const struct form_state *s = form_eval(x->a, x->imported, answers, &x->world);
	struct buf xfall = buf_new(x->a);
	assert_true(form_xfall(s, &xfall, &err));
	assert_true(str_find_str(buf_str(&xfall), STR("<F2V1.0.0>fest</F2V1.0.0>")) > 0);
	assert_true(str_find_str(buf_str(&xfall), STR("F7V")) < 0);
	json_t *kept = json_keep(x->a, form_result(s));
	x->world.contents = false; /* what was sent is judged the same ever after */
	assert_true(json_equal(kept, json_keep(x->a, form_result(form_eval(x->a, x->imported, kept, &x->world)))));
}

/* What the catalogue wants to be known already gets a source when there is one that fits, else a note. */
static void wishes_for_known_answers(void **state)
{
	struct fixture *x = *state;
#define WISH(id, type, wish) FIELD(id, "input", type, "<x:vorbefuellung><code>" wish "</code></x:vorbefuellung>")
	read_form(x, FORM(STRUCT("1:1", WISH("F60000000227", "text", "optional")) STRUCT("1:1",
	                 WISH("F60000000242", "text", "verpflichtend")) STRUCT("1:1", WISH("F60000000228", "text", "keine"))
	                     STRUCT("0:1", WISH("F1", "file", "optional")) STRUCT("0:1", WISH("F2", "text", "optional"))
	                         STRUCT("0:3", WISH("F60000000240", "text", "optional")) STRUCT(
	                             "1:1", GROUP("G1", "", STRUCT("1:1", WISH("F60000000246", "text", "optional"))))
	                             STRUCT("1:1", GROUP("G2", "", STRUCT("1:1", WISH("F60000000246", "text", "optional"))))
	                                 STRUCT("0:1", FIELD("F60000000247", "input", "text",
	                                                   "<x:inhalt>Bonn</x:inhalt><x:vorbefuellung>"
	                                                   "<code>optional</code></x:vorbefuellung>"))));
	assert_true(str_eq_c(form_member(x->imported->root, STR("F60000000227"))->prefill, "account:family-name"));
	assert_true(str_eq_c(form_member(x->imported->root, STR("F60000000242"))->prefill, "account:email"));
	static const char *const none[] = { "F60000000228", "F2", "F60000000247" };
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(form_member(x->imported->root, str_c(none[i]))->prefill.n, 0);
	says(x, "F1 „Name F1“: Der Katalog sieht eine Vorbefüllung vor (optional). Dateien können hier nicht vorbefüllt");
	says(x, "F2 „Name F2“: Der Katalog sieht eine Vorbefüllung vor (optional). Woher die Angabe kommt, sagt er nicht.");
	says(x, "F60000000246 „Name F60000000246“: Der Katalog sieht eine Vorbefüllung vor (optional). Das Feld kommt "
	        "mehrmals vor");
	says(x, "F60000000240 „Name F60000000240“: Der Katalog sieht eine Vorbefüllung vor (optional). Das Feld kommt "
	        "mehrmals vor");
	says(x, "Ein Feld dieser Art oder mit festem Inhalt kann es nicht sein.");
	silent(x, "F60000000228 „");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = { TEST(contents_of_locked_fields_count), TEST(wishes_for_known_answers) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
