/* SPDX-License-Identifier: EUPL-1.2
 * Which e-mail addresses mail can be sent to. */
#include "base/email.h"

enum { ADDRESS_MAX = 254, LOCAL_MAX = 64 };

/* dot-atom of RFC 5322 3.2.3. */
static bool is_dot_atom(struct str s, const char *extra)
{
	bool dot = true; /* none at the beginning, none doubled */
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (c == '.' ? dot : !alnum && (c == '\0' || strchr(extra, c) == NULL))
			return false;
		dot = c == '.';
	}
	return s.n > 0 && !dot;
}

static bool is_domain(struct str s)
{
	struct str rest = s, label;
	while (str_next(&rest, '.', &label))
		if (str_starts(label, STR("-")) || str_ends(label, STR("-")))
			return false;
	return is_dot_atom(s, "-");
}

bool email_valid(struct str address)
{
	ptrdiff_t at = str_find(address, '@');
	return address.n <= ADDRESS_MAX && at > 0 && at <= LOCAL_MAX &&
	       is_dot_atom(str_sub(address, 0, (size_t)at), "!#$%&'*+-/=?^_`{|}~") &&
	       is_domain(str_sub(address, (size_t)at + 1, address.n));
}
