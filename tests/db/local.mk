# SPDX-License-Identifier: EUPL-1.2
EXTRA_DIST += tests/lib/pgcluster.sh
dist_check_SCRIPTS += tests/db/db.sh
TESTS += tests/db/db.sh
check_PROGRAMS += tests/db/test_conn
tests_db_test_conn_SOURCES = tests/db/test_conn.c tests/db/cluster.h tests/db/cluster.c
tests_db_test_conn_LDADD = $(DB_LIBS) $(CMOCKA_LIBS) -lpthread
check_PROGRAMS += tests/db/test_cases
tests_db_test_cases_SOURCES = tests/db/test_cases.c tests/db/cluster.h tests/db/cluster.c tests/db/world.h tests/db/world.c
tests_db_test_cases_LDADD = engine/office/liboffice.a engine/cases/libcases.a $(LEDGER_LIBS) $(REGION_LIBS) $(DB_LIBS) \
  $(CMOCKA_LIBS) -lpthread
EXTRA_DIST += tests/db/world.sql
