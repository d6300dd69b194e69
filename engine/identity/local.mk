# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/identity/libidentity.a
engine_identity_libidentity_a_SOURCES = engine/identity/identity.h \
  engine/identity/account.c engine/identity/login.c engine/identity/password.c engine/identity/session.c
IDENTITY_LIBS = engine/identity/libidentity.a $(SODIUM_LIBS) $(DB_LIBS)
SQL_FILES += engine/identity/identity.sql
SCHEMA_FILES += engine/db/schema/0003-identity.sql

check_PROGRAMS += tests/unit/test_identity tests/db/test_identity
tests_unit_test_identity_SOURCES = tests/unit/test_identity.c
tests_unit_test_identity_LDADD = $(IDENTITY_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_identity
tests_db_test_identity_SOURCES = tests/db/test_identity.c tests/db/cluster.h tests/db/cluster.c
tests_db_test_identity_LDADD = $(IDENTITY_LIBS) $(CMOCKA_LIBS)
