# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/base/libbase.a
engine_base_libbase_a_SOURCES = engine/base/banned.h \
  engine/base/arena.h engine/base/arena.c \
  engine/base/str.h engine/base/str.c \
  engine/base/buf.h engine/base/buf.c \
  engine/base/err.h engine/base/err.c \
  engine/base/diag.h engine/base/diag.c
BASE_LIBS = engine/base/libbase.a $(JANSSON_LIBS) $(UNISTRING_LIBS) -lm

check_PROGRAMS += tests/unit/test_base
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_base_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_base
