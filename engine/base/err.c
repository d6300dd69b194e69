/* SPDX-License-Identifier: EUPL-1.2
 * One error: its kind and a German sentence. */
#include "base/err.h"

#include <stdarg.h>

bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	e->kind = kind;
	if (n >= (int)sizeof e->text) {
		size_t end = sizeof e->text - 1;
		while (end > 0 && ((unsigned char)e->text[end - 1] & 0xC0) == 0x80)
			end--;
		/* end now stands behind the lead byte of the last, perhaps unfinished, character. */
		e->text[end > 0 ? end - 1 : 0] = '\0';
	}
	return false;
}

const char *err_kind_name(enum err_kind kind)
{
	static const char *const names[] = {
		[ERR_NONE] = "none",
		[ERR_INPUT] = "input",
		[ERR_DENIED] = "denied",
		[ERR_NOTFOUND] = "notfound",
		[ERR_CONFLICT] = "conflict",
		[ERR_RETRY] = "retry",
		[ERR_UNKNOWN] = "unknown",
		[ERR_BROKEN] = "broken",
		[ERR_SLOW] = "slow",
		[ERR_BUG] = "bug",
	};
	return names[kind];
}
