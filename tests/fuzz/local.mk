# SPDX-License-Identifier: EUPL-1.2
# libFuzzer programs (configure --enable-fuzzers, with clang). Seeds stand in seeds/NAME/; run one with
# tests/fuzz/fuzz_NAME -max_total_time=60 NEW-FOLDER tests/fuzz/seeds/NAME
EXTRA_DIST += tests/fuzz/seeds

if FUZZERS
noinst_PROGRAMS += tests/fuzz/fuzz_urlencoded tests/fuzz/fuzz_multipart tests/fuzz/fuzz_cookie
tests_fuzz_fuzz_urlencoded_SOURCES = tests/fuzz/fuzz_urlencoded.c
tests_fuzz_fuzz_urlencoded_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_fuzz_fuzz_urlencoded_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_urlencoded_LDADD = $(WEB_LIBS)
tests_fuzz_fuzz_multipart_SOURCES = tests/fuzz/fuzz_multipart.c
tests_fuzz_fuzz_multipart_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_fuzz_fuzz_multipart_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_multipart_LDADD = $(WEB_LIBS)
tests_fuzz_fuzz_cookie_SOURCES = tests/fuzz/fuzz_cookie.c
tests_fuzz_fuzz_cookie_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_fuzz_fuzz_cookie_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_cookie_LDADD = $(WEB_LIBS)

noinst_PROGRAMS += tests/fuzz/fuzz_xpath
tests_fuzz_fuzz_xpath_SOURCES = tests/fuzz/fuzz_xpath.c
tests_fuzz_fuzz_xpath_LDADD = $(XPATH_LIBS)
tests_fuzz_fuzz_xpath_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
endif
