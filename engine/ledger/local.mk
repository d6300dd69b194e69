# SPDX-License-Identifier: EUPL-1.2
SQL_FILES += engine/ledger/ledger.sql
noinst_LIBRARIES += engine/ledger/libledger.a
engine_ledger_libledger_a_SOURCES = engine/ledger/ledger.h engine/ledger/ledger.c \
  engine/ledger/line.h engine/ledger/verify.c
LEDGER_LIBS = engine/ledger/libledger.a $(SODIUM_LIBS) $(DB_LIBS)

check_PROGRAMS += tests/unit/test_ledger
tests_unit_test_ledger_SOURCES = tests/unit/test_ledger.c
tests_unit_test_ledger_LDADD = $(LEDGER_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_ledger
