# SPDX-License-Identifier: EUPL-1.2
SQL_FILES += engine/bin/bin.sql
bin_PROGRAMS += bin/ozgctl bin/ozg-worker

bin_ozgctl_SOURCES = \
  engine/bin/ctl.c \
  engine/bin/ctl.h \
  engine/bin/ctl_account.c \
  engine/bin/ctl_case.c \
  engine/bin/ctl_db.c \
  engine/bin/ctl_demo.c \
  engine/bin/ctl_desk.h \
  engine/bin/ctl_dmn.c \
  engine/bin/ctl_flow.c \
  engine/bin/ctl_flow.h \
  engine/bin/ctl_form.c \
  engine/bin/ctl_form.h \
  engine/bin/ctl_form_csv.c \
  engine/bin/ctl_form_diff.c \
  engine/bin/ctl_form_options.c \
  engine/bin/ctl_form_test.c \
  engine/bin/ctl_import.c \
  engine/bin/ctl_ledger.c \
  engine/bin/ctl_message.c \
  engine/bin/ctl_migrate.c \
  engine/bin/ctl_outbox.c \
  engine/bin/ctl_publish.c \
  engine/bin/ctl_region.c \
  engine/bin/ctl_simulate.c \
  engine/bin/ctl_svg.c \
  engine/bin/ctl_tenant.c \
  engine/bin/ozgctl.c
bin_ozgctl_LDADD = $(CASES_LIBS) $(PUBLISH_LIBS) $(IDENTITY_LIBS) $(LEDGER_LIBS) $(REGION_LIBS)

bin_ozg_worker_SOURCES = engine/bin/worker.c
bin_ozg_worker_LDADD = $(NOTIFY_LIBS) $(PUBLISH_LIBS) $(CASES_LIBS)
