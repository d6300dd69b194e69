# SPDX-License-Identifier: EUPL-1.2
# Every module adds its statements: SQL_FILES += engine/NAME/NAME.sql
SQL_FILES = engine/db/db.sql
SCHEMA_FILES = engine/db/schema/0001-tenant.sql \
  engine/db/schema/0002-definition.sql \
  engine/db/schema/0003-identity.sql \
  engine/db/schema/0004-case.sql \
  engine/db/schema/0005-ledger.sql \
  engine/db/schema/0006-outbox.sql \
  engine/db/schema/0007-wait.sql \
  engine/db/schema/0008-attachment.sql \
  engine/db/schema/0009-failed.sql \
  engine/db/schema/0010-migration.sql \
  engine/db/schema/0011-decided.sql \
  engine/db/schema/0012-deadline.sql \
  engine/db/schema/0013-payload.sql \
  engine/db/schema/0014-inbox.sql \
  engine/db/schema/0015-origin.sql
EXTRA_DIST += engine/db/sql2c.awk engine/db/schema/roles.sql $(SQL_FILES) $(SCHEMA_FILES)

noinst_LIBRARIES += engine/db/libdb.a
engine_db_libdb_a_SOURCES = engine/db/conn.h \
  engine/db/db.h engine/db/db.c \
  engine/db/conn.c engine/db/error.c engine/db/recall.c engine/db/value.c \
  engine/db/setup.h engine/db/setup.c
nodist_engine_db_libdb_a_SOURCES = engine/db/queries.h engine/db/queries.c
DB_LIBS = engine/db/libdb.a $(PQ_LIBS) $(BASE_LIBS)

BUILT_SOURCES += engine/db/queries.h
CLEANFILES += engine/db/queries.h engine/db/queries.c
SQL2C = $(MKDIR_P) engine/db && (cd $(srcdir) && $(AWK) -f engine/db/sql2c.awk
# Everything depends on the header: it stays untouched while no statement comes or goes.
engine/db/queries.h: engine/db/sql2c.awk $(SQL_FILES)
	$(AM_V_GEN)$(SQL2C) -v out=h $(SQL_FILES)) >$@.tmp && if cmp -s $@.tmp $@; then rm $@.tmp; else mv $@.tmp $@; fi
engine/db/queries.c: engine/db/sql2c.awk $(SQL_FILES)
	$(AM_V_GEN)$(SQL2C) -v out=c $(SQL_FILES)) >$@.tmp && mv $@.tmp $@

dist_check_SCRIPTS += tests/unit/test_sql2c.sh
TESTS += tests/unit/test_sql2c.sh
