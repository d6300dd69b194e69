/* SPDX-License-Identifier: EUPL-1.2
 * The log: one JSON object per line on standard error, time in UTC with microseconds.
 *
 *     {"time":"2026-03-01T08:15:00.123456Z","level":"warning","program":"ozg-worker","event":"mail-failed","outbox":17}
 *
 * Events are English keys, fields are ids, counts and kinds: never what a person typed or is called. Whatever a field
 * holds, the line stays one line of valid JSON (OWASP ASVS 5.0 V16.4.1). */
#ifndef OZG_BASE_LOG_H
#define OZG_BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

/* Who speaks. main() owns it; the request id is set for the time of a request. */
struct log {
	int fd;              /* usually STDERR_FILENO */
	const char *program; /* "ozg-worker" */
	struct str request;  /* id of the request, empty outside of one */
};

struct log_field {
	const char *key;
	bool is_number;
	struct str text;
	int64_t number;
};

struct log_field log_text(const char *key, struct str value);
struct log_field log_number(const char *key, int64_t value);

/* Writes one line with one write(2), at most 4 KiB: longer texts are cut. A log that cannot be written is not an error
 * of the caller. Several processes may share the descriptor. Use the macros below. */
void log_write(const struct log *l, enum log_level level, const char *event, const struct log_field *fields, size_t n);

/* The fields as an argument list: log_info(&log, "mail-sent", log_number("outbox", id), log_text("tenant", t)). */
#define LOG_FIELDS(...)                                                                                                \
	(const struct log_field[]){ { 0 }, __VA_ARGS__ } + 1,                                                              \
	    sizeof((const struct log_field[]){ { 0 }, __VA_ARGS__ }) / sizeof(struct log_field) - 1
#define log_info(l, event, ...) log_write((l), LOG_LEVEL_INFO, (event), LOG_FIELDS(__VA_ARGS__))
#define log_warning(l, event, ...) log_write((l), LOG_LEVEL_WARNING, (event), LOG_FIELDS(__VA_ARGS__))
#define log_error(l, event, ...) log_write((l), LOG_LEVEL_ERROR, (event), LOG_FIELDS(__VA_ARGS__))

/* The line itself without the time, for tests: adds at most max bytes to line and returns how many. */
size_t log_format(char *line, size_t max, const char *time, const struct log *l, enum log_level level,
    const char *event, const struct log_field *fields, size_t n);

#endif
