# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/publish/libpublish.a
engine_publish_libpublish_a_SOURCES = engine/publish/publish.h engine/publish/publish_priv.h \
  engine/publish/publish_asks.c engine/publish/publish_bind.c engine/publish/publish_cache.c engine/publish/publish_check.c engine/publish/publish_origin.c \
  engine/publish/publish_store.c
PUBLISH_LIBS = engine/publish/libpublish.a $(LEDGER_LIBS) $(FORM_LIBS) $(FLOW_LIBS) $(DB_LIBS)
SQL_FILES += engine/publish/publish.sql
SCHEMA_FILES += engine/db/schema/0002-definition.sql

check_PROGRAMS += tests/db/test_publish tests/db/test_origin
tests_db_test_origin_SOURCES = tests/db/test_origin.c tests/db/cluster.h tests/db/cluster.c
tests_db_test_origin_LDADD = $(PUBLISH_LIBS) $(CMOCKA_LIBS)
tests_db_test_publish_SOURCES = tests/db/test_publish.c tests/db/cluster.h tests/db/cluster.c
tests_db_test_publish_LDADD = $(PUBLISH_LIBS) $(CMOCKA_LIBS)
