/* SPDX-License-Identifier: EUPL-1.2
 * What every unit test includes: cmocka with the headers it wants before it, and assertions for our own types. */
#ifndef OZG_TESTS_TEST_H
#define OZG_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

/* got is struct str, want a C string. */
#define assert_str(got, want)                                                                                          \
	do {                                                                                                               \
		struct str got_ = (got);                                                                                       \
		struct str want_ = str_c(want);                                                                                \
		if (!str_eq(got_, want_))                                                                                      \
			fail_msg("got  [%.*s]\n      want [%.*s]", STR_ARG(got_), STR_ARG(want_));                                  \
	} while (0)

#endif
