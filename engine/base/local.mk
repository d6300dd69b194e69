# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/base/libbase.a
engine_base_libbase_a_SOURCES = engine/base/banned.h \
  engine/base/arena.h engine/base/arena.c \
  engine/base/str.h engine/base/str.c \
  engine/base/json.h engine/base/json.c \
  engine/base/buf.h engine/base/buf.c \
  engine/base/err.h engine/base/err.c \
  engine/base/diag.h engine/base/diag.c \
  engine/base/file.h engine/base/file.c \
  engine/base/conf.h engine/base/conf.c \
  engine/base/log.h engine/base/log.c \
  engine/base/dec.h engine/base/dec.c \
  engine/base/date.h engine/base/date.c engine/base/holiday.h engine/base/holiday.c \
  engine/base/zone.h engine/base/zone.c \
  engine/base/email.h engine/base/email.c \
  engine/base/media.h engine/base/media.c \
  engine/base/utf8.h engine/base/utf8.c \
  engine/base/utf8_fold.c \
  engine/base/po.h engine/base/po.c \
  engine/base/din91379.h engine/base/din91379.c \
  engine/base/suggest.h engine/base/suggest.c
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

check_PROGRAMS += tests/unit/test_holiday
tests_unit_test_holiday_SOURCES = tests/unit/test_holiday.c
tests_unit_test_holiday_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_holiday

check_PROGRAMS += tests/unit/test_dec tests/unit/test_date tests/unit/test_utf8 tests/unit/test_din91379
tests_unit_test_din91379_SOURCES = tests/unit/test_din91379.c
tests_unit_test_din91379_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_dec_SOURCES = tests/unit/test_dec.c
tests_unit_test_dec_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_date_SOURCES = tests/unit/test_date.c
tests_unit_test_date_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_dec tests/unit/test_date tests/unit/test_utf8 tests/unit/test_din91379

check_PROGRAMS += tests/unit/test_po
tests_unit_test_po_SOURCES = tests/unit/test_po.c
tests_unit_test_po_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_po
