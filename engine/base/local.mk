# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/base/libbase.a
engine_base_libbase_a_SOURCES = engine/base/banned.h \
  engine/base/arena.h engine/base/arena.c \
  engine/base/str.h engine/base/str.c \
  engine/base/buf.h engine/base/buf.c \
  engine/base/err.h engine/base/err.c \
  engine/base/diag.h engine/base/diag.c \
  engine/base/file.h engine/base/file.c \
  engine/base/conf.h engine/base/conf.c \
  engine/base/log.h engine/base/log.c
BASE_LIBS = engine/base/libbase.a $(JANSSON_LIBS) $(UNISTRING_LIBS) -lm

check_PROGRAMS += tests/unit/test_base
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_base_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_base

check_PROGRAMS += tests/unit/test_conf tests/unit/test_log
tests_unit_test_conf_SOURCES = tests/unit/test_conf.c
tests_unit_test_conf_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_log_SOURCES = tests/unit/test_log.c
tests_unit_test_log_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_conf tests/unit/test_log
