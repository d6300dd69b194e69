/* SPDX-License-Identifier: EUPL-1.2
 * The log: one JSON object per line. */
#include "base/log.h"

#include <errno.h>
#include <unistd.h>
#include <unistr.h>

/* PIPE_BUF on Linux: a write of this size is never mixed with that of another process. */
enum { LINE_MAX_BYTES = 4096, TEXT_MAX_BYTES = 800 };

/* Space for the closing quote, brace and newline is kept back, so that a full line is still valid JSON. */
struct line {
	char *p;
	size_t n;
	size_t max;
};

static bool put(struct line *l, const char *p, size_t n)
{
	if (l->n + n + 3 > l->max)
		return false;
	memcpy(l->p + l->n, p, n);
	l->n += n;
	return true;
}

static bool put_c(struct line *l, const char *s)
{
	return put(l, s, strlen(s));
}

/* One character; controls (also C1, which some terminals obey) are written as escapes, broken UTF-8 as U+FFFD. */
static bool put_char(struct line *l, const char *p, int n, ucs4_t c)
{
	if (c == '"' || c == '\\') {
		char two[2] = { '\\', (char)c };
		return put(l, two, 2);
	}
	if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
		char code[8];
		snprintf(code, sizeof code, "\\u%04x", (unsigned)c);
		return put(l, code, 6);
	}
	return c == 0xFFFD ? put_c(l, "\xEF\xBF\xBD") : put(l, p, (size_t)n);
}

static void put_quoted(struct line *l, struct str s)
{
	if (!put_c(l, "\""))
		return;
	size_t cut = s.n < TEXT_MAX_BYTES ? s.n : TEXT_MAX_BYTES;
	for (size_t i = 0; i < cut;) {
		ucs4_t c;
		int n = u8_mbtouc(&c, (const uint8_t *)s.p + i, s.n - i); /* gives U+FFFD where the bytes are broken */
		if (!put_char(l, s.p + i, n, c))
			break;
		i += (size_t)n;
	}
	l->p[l->n++] = '"';
}

static void put_field(struct line *l, const char *key, const struct log_field *f)
{
	struct line before = *l;
	bool ok = put_c(l, ",\"") && put_c(l, key) && put_c(l, "\":");
	if (ok && f->is_number) {
		char digits[24];
		int n = snprintf(digits, sizeof digits, "%lld", (long long)f->number);
		ok = put(l, digits, (size_t)n);
	} else if (ok && (ok = l->n + 6 <= l->max)) {
		put_quoted(l, f->text);
	}
	if (!ok)
		*l = before;
}

struct log_field log_text(const char *key, struct str value)
{
	return (struct log_field){ .key = key, .text = value };
}

struct log_field log_number(const char *key, int64_t value)
{
	return (struct log_field){ .key = key, .is_number = true, .number = value };
}

size_t log_format(char *line, size_t max, const char *time, const struct log *l, enum log_level level,
    const char *event, const struct log_field *fields, size_t n)
{
	static const char *const levels[] = { "info", "warning", "error" };
	struct line out = { line, 0, max };
	struct log_field head[] = {
		log_text("level", str_c(levels[level])),
		log_text("program", str_c(l->program)),
		log_text("event", str_c(event)),
		log_text("request", l->request),
	};
	put_c(&out, "{\"time\":\"");
	put_c(&out, time);
	put_c(&out, "\"");
	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
		if (head[i].text.n > 0)
			put_field(&out, head[i].key, &head[i]);
	for (size_t i = 0; i < n; i++)
		put_field(&out, fields[i].key, &fields[i]);
	out.p[out.n++] = '}';
	out.p[out.n++] = '\n';
	return out.n;
}

void log_write(const struct log *l, enum log_level level, const char *event, const struct log_field *fields, size_t n)
{
	struct timespec now;
	struct tm tm;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	char time[80], line[LINE_MAX_BYTES];
	snprintf(time, sizeof time, "%04d-%02d-%02dT%02d:%02d:%02d.%06ldZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
	    tm.tm_hour, tm.tm_min, tm.tm_sec, now.tv_nsec / 1000);
	size_t len = log_format(line, sizeof line, time, l, level, event, fields, n);
	while (write(l->fd, line, len) < 0 && errno == EINTR)
		;
}
