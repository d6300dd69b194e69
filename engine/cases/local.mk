# SPDX-License-Identifier: EUPL-1.2
SQL_FILES += engine/cases/step.sql \
  engine/cases/draft.sql \
  engine/cases/consent.sql \
  engine/cases/submission.sql \
  engine/cases/case.sql \
  engine/cases/figures.sql \
  engine/cases/task.sql \
  engine/cases/route.sql \
  engine/cases/due.sql \
  engine/cases/inbox.sql \
  engine/cases/begin.sql \
  engine/cases/incident.sql \
  engine/cases/verify.sql \
  engine/cases/attachment.sql \
  engine/cases/migrate.sql \
  engine/cases/case_order.sql
noinst_LIBRARIES += engine/cases/libcases.a
engine_cases_libcases_a_SOURCES = engine/cases/store.h engine/cases/store.c \
  engine/cases/attachment.h engine/cases/attachment.c \
  engine/cases/key.h engine/cases/key.c \
  engine/cases/effects.h engine/cases/effects.c \
  engine/cases/draft.h engine/cases/draft.c \
  engine/cases/consent.h engine/cases/consent.c \
  engine/cases/submission.h engine/cases/submission.c \
  engine/cases/case.h engine/cases/case.c \
  engine/cases/figures.h engine/cases/figures.c \
  engine/cases/task.h engine/cases/task.c \
  engine/cases/machine.h engine/cases/machine.c engine/cases/due.h engine/cases/due.c \
  engine/cases/inbox.h engine/cases/inbox.c \
  engine/cases/begin.h engine/cases/begin.c \
  engine/cases/incident.h engine/cases/incident.c \
  engine/cases/verify.h engine/cases/verify.c \
  engine/cases/migrate.h engine/cases/migrate.c \
  engine/cases/case_order.h engine/cases/case_order.c \
  engine/cases/route.h engine/cases/route.c
CASES_LIBS = engine/cases/libcases.a $(LEDGER_LIBS) $(REGION_LIBS) $(FORM_LIBS) $(FLOW_LIBS) $(DB_LIBS)

check_PROGRAMS += tests/unit/test_case_key
tests_unit_test_case_key_SOURCES = tests/unit/test_case_key.c
tests_unit_test_case_key_LDADD = engine/cases/libcases.a $(SODIUM_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_case_key
