# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/notify/libnotify.a
engine_notify_libnotify_a_SOURCES = engine/notify/notify.h engine/notify/mail.h engine/notify/outbox.h \
  engine/notify/notify.c engine/notify/outbox.c \
  engine/notify/mail_template.c engine/notify/mail_build.c engine/notify/smtp.c
NOTIFY_LIBS = engine/notify/libnotify.a $(CURL_LIBS) $(DB_LIBS)
SQL_FILES += engine/notify/outbox.sql
EXTRA_DIST += engine/notify/mail

check_PROGRAMS += tests/unit/test_mail
tests_unit_test_mail_SOURCES = tests/unit/test_mail.c
tests_unit_test_mail_LDADD = $(NOTIFY_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_mail
