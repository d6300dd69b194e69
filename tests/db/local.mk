# SPDX-License-Identifier: EUPL-1.2
EXTRA_DIST += tests/lib/pgcluster.sh
dist_check_SCRIPTS += tests/db/db.sh
TESTS += tests/db/db.sh
check_PROGRAMS += tests/db/test_conn
tests_db_test_conn_SOURCES = tests/db/test_conn.c tests/db/cluster.h tests/db/cluster.c
tests_db_test_conn_LDADD = $(DB_LIBS) $(CMOCKA_LIBS) -lpthread
