/* SPDX-License-Identifier: EUPL-1.2
 * The log: one valid JSON line, whatever the fields hold. */
#include "test.h"

#include "base/log.h"

#include <jansson.h>
#include <unistd.h>

static const struct log plain = { .fd = -1, .program = "test" };

/* Formats one event with one text field and parses it back; *line_n gets the length. */
static json_t *parsed(char *line, size_t max, struct str value)
{
	struct log_field f = log_text("field", value);
	size_t n = log_format(line, max, "T", &plain, LOG_LEVEL_INFO, "event", &f, 1);
	assert_true(n <= max);
	assert_int_equal(line[n - 1], '\n');
	for (size_t i = 0; i + 1 < n; i++)
		assert_true((unsigned char)line[i] >= 0x20 && line[i] != 0x7F);
	json_t *j = json_loadb(line, n, 0, NULL);
	assert_non_null(j);
	return j;
}

static void hostile_text_stays_one_valid_line(void **state)
{
	(void)state;
	static const struct {
		struct str in;
		const char *want;
	} cases[] = {
		{ STR_INIT("plain"), "plain" }, { STR_INIT("a\r\nb\x1b[31m\x7f"), "a\r\nb\x1b[31m\x7f" },
		{ STR_INIT("\"},{\\"), "\"},{\\" }, { STR_INIT("Größe \xF0\x9F\x90\xB6"), "Größe \xF0\x9F\x90\xB6" },
		{ STR_INIT("\xC2\x9B"), "\xC2\x9B" }, /* CSI as a C1 control: arrives escaped */
		{ STR_INIT("a\xFFz"), "a\xEF\xBF\xBDz" }, { STR_INIT("\xC3"), "\xEF\xBF\xBD" },
		{ STR_INIT("\xED\xA0\x80x"), NULL }, /* a lone surrogate: anything valid will do */
	};
	char line[4096];
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		json_t *j = parsed(line, sizeof line, cases[i].in);
		if (cases[i].want != NULL)
			assert_string_equal(json_string_value(json_object_get(j, "field")), cases[i].want);
		json_decref(j);
	}
}

static void long_texts_are_cut_and_every_size_is_valid(void **state)
{
	(void)state;
	char text[5000], line[4096];
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)(i % 3 == 0 ? '\n' : 'x');
	for (size_t max = 200; max <= sizeof line; max += 7) {
		json_t *j = parsed(line, max, (struct str){ text, sizeof text });
		json_decref(j);
	}
}

static void a_written_line_has_time_level_and_request(void **state)
{
	(void)state;
	int fds[2];
	assert_int_equal(pipe(fds), 0);
	struct log l = { .fd = fds[1], .program = "ozg-fcgi", .request = STR("r-17") };
	log_warning(&l, "slow", log_number("ms", -5), log_text("tenant", STR("ochsenfurt")));
	log_error(&l, "bare");
	char line[8192];
	ssize_t n = read(fds[0], line, sizeof line);
	assert_true(n > 0);
	char *second = memchr(line, '\n', (size_t)n);
	assert_non_null(second);
	json_t *j = json_loadb(line, (size_t)(second - line), 0, NULL);
	assert_non_null(j);
	const char *time = json_string_value(json_object_get(j, "time"));
	assert_int_equal(strlen(time), strlen("2026-03-01T08:15:00.123456Z"));
	assert_int_equal(time[26], 'Z');
	assert_string_equal(json_string_value(json_object_get(j, "level")), "warning");
	assert_string_equal(json_string_value(json_object_get(j, "request")), "r-17");
	assert_int_equal(json_integer_value(json_object_get(j, "ms")), -5);
	json_decref(j);
	j = json_loadb(second + 1, (size_t)(line + n - second - 1), 0, NULL);
	assert_string_equal(json_string_value(json_object_get(j, "event")), "bare");
	json_decref(j);
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_text_stays_one_valid_line),
		cmocka_unit_test(long_texts_are_cut_and_every_size_is_valid),
		cmocka_unit_test(a_written_line_has_time_level_and_request),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
