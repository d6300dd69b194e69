# SPDX-License-Identifier: EUPL-1.2
EXTRA_DIST += tests/lib/pgcluster.sh
dist_check_SCRIPTS += tests/db/db.sh
TESTS += tests/db/db.sh
check_PROGRAMS += tests/db/test_conn
tests_db_test_conn_SOURCES = tests/db/test_conn.c tests/db/cluster.h tests/db/cluster.c
tests_db_test_conn_LDADD = $(DB_LIBS) $(CMOCKA_LIBS) -lpthread
check_PROGRAMS += tests/db/test_cases
WORLD = tests/db/cluster.h tests/db/cluster.c tests/db/world.h tests/db/world.c
WORLD_LIBS = $(OFFICE_LIBS) $(CMOCKA_LIBS) -lpthread
tests_db_test_cases_SOURCES = tests/db/test_cases.c $(WORLD)
tests_db_test_cases_LDADD = $(WORLD_LIBS)
check_PROGRAMS += tests/db/test_walls tests/db/test_ledger
tests_db_test_walls_SOURCES = tests/db/test_walls.c $(WORLD)
tests_db_test_walls_LDADD = $(WORLD_LIBS)
tests_db_test_ledger_SOURCES = tests/db/test_ledger.c $(WORLD)
tests_db_test_ledger_LDADD = $(WORLD_LIBS)
check_PROGRAMS += tests/db/test_journey
tests_db_test_journey_SOURCES = tests/db/test_journey.c $(WORLD)
tests_db_test_journey_LDADD = $(WORLD_LIBS)
check_PROGRAMS += tests/db/test_timers tests/db/test_messages tests/db/test_incidents tests/db/test_verify tests/db/test_conform
FLOWS = tests/db/flows.h tests/db/flows.c $(WORLD)
tests_db_test_timers_SOURCES = tests/db/test_timers.c $(FLOWS)
tests_db_test_timers_LDADD = $(WORLD_LIBS)
tests_db_test_messages_SOURCES = tests/db/test_messages.c $(FLOWS)
tests_db_test_messages_LDADD = $(WORLD_LIBS)
tests_db_test_incidents_SOURCES = tests/db/test_incidents.c $(FLOWS)
tests_db_test_incidents_LDADD = $(WORLD_LIBS)
tests_db_test_verify_SOURCES = tests/db/test_verify.c $(FLOWS)
tests_db_test_verify_LDADD = $(WORLD_LIBS)
tests_db_test_conform_SOURCES = tests/db/test_conform.c $(FLOWS)
tests_db_test_conform_LDADD = $(WORLD_LIBS)
EXTRA_DIST += tests/db/world.sql tests/db/grants.txt

# ozgctl and ozg-worker as programs, each with a cluster of its own.
dist_check_SCRIPTS += tests/db/ctl.sh tests/db/outbox.sh
TESTS += tests/db/ctl.sh tests/db/outbox.sh
EXTRA_DIST += tests/lib/smtpd.py
