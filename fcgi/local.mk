# SPDX-License-Identifier: EUPL-1.2
SQL_FILES += fcgi/fcgi.sql
# The FastCGI program. What needs no database and no socket is a library, so that tests can have it.
noinst_LIBRARIES += fcgi/libweb.a
fcgi_libweb_a_SOURCES = fcgi/app.h \
  fcgi/params.h fcgi/params.c fcgi/multipart.c \
  fcgi/req.h fcgi/req.c \
  fcgi/accept.h fcgi/accept.c \
  fcgi/resp.h fcgi/resp.c
WEB_LIBS = fcgi/libweb.a $(BASE_LIBS) $(SODIUM_LIBS)

bin_PROGRAMS += bin/ozg-fcgi
bin_ozg_fcgi_SOURCES = \
  fcgi/admin.c \
  fcgi/admin.h \
  fcgi/admin_definitions.c \
  fcgi/admin_figures.c \
  fcgi/admin_findings.c \
  fcgi/admin_migrate.c \
  fcgi/admin_preview.c \
  fcgi/admin_source.c \
  fcgi/admin_subject.c \
  fcgi/admin_subject.h \
  fcgi/admin_try.c \
  fcgi/admin_fim.c \
  fcgi/admin_fim.h \
  fcgi/admin_update.c \
  fcgi/admin_update.h \
  fcgi/admin_upload.c \
  fcgi/admin_upload.h \
  fcgi/admin_versions.c \
  fcgi/apply.c \
  fcgi/apply.h \
  fcgi/consents.c \
  fcgi/consents.h \
  fcgi/csrf.c \
  fcgi/csrf.h \
  fcgi/diagram.c \
  fcgi/diagram.h \
  fcgi/dispatch.c \
  fcgi/dispatch.h \
  fcgi/documents.c \
  fcgi/documents.h \
  fcgi/fee.c \
  fcgi/fee.h \
  fcgi/lang.c \
  fcgi/lang.h \
  fcgi/main.c \
  fcgi/metrics.c \
  fcgi/metrics.h \
  fcgi/office.h \
  fcgi/office_case.c \
  fcgi/office_document.c \
  fcgi/office_incidents.c \
  fcgi/office_queue.c \
  fcgi/office_task.c \
  fcgi/page_check.c \
  fcgi/page_consent.c \
  fcgi/page_form.c \
  fcgi/page_health.c \
  fcgi/page_home.c \
  fcgi/page_info.c \
  fcgi/page_login.c \
  fcgi/page_place.c \
  fcgi/page_problem.c \
  fcgi/page_sent.c \
  fcgi/page_services.c \
  fcgi/page_start.c \
  fcgi/page_status.c \
  fcgi/page_why.c \
  fcgi/pages.c \
  fcgi/pages.h \
  fcgi/prefill.c \
  fcgi/prefill.h \
  fcgi/prefork.c \
  fcgi/prefork.h \
  fcgi/router.c \
  fcgi/router.h \
  fcgi/routes.c \
  fcgi/serve.c \
  fcgi/serve.h \
  fcgi/session.c \
  fcgi/session.h \
  fcgi/shown.c \
  fcgi/shown.h \
  fcgi/stale.c \
  fcgi/stale.h \
  fcgi/views.h \
  fcgi/views_admin.c \
  fcgi/views_admin.h \
  fcgi/views_citizen.c \
  fcgi/views_citizen.h \
  fcgi/views_common.c \
  fcgi/views_form.c \
  fcgi/views_office.c \
  fcgi/views_office.h \
  fcgi/why.h
bin_ozg_fcgi_LDADD = fcgi/libweb.a $(UPLOAD_LIBS) $(OFFICE_LIBS) $(PUBLISH_LIBS) $(CASES_LIBS) $(IDENTITY_LIBS) $(HTML_LIBS) $(FCGI_LIBS)

check_PROGRAMS += tests/unit/test_accept
tests_unit_test_accept_SOURCES = tests/unit/test_accept.c
tests_unit_test_accept_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_unit_test_accept_LDADD = $(WEB_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_accept

check_PROGRAMS += tests/unit/test_params tests/unit/test_request
tests_unit_test_params_SOURCES = tests/unit/test_params.c
tests_unit_test_params_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_unit_test_params_LDADD = $(WEB_LIBS) $(CMOCKA_LIBS)
tests_unit_test_request_SOURCES = tests/unit/test_request.c
tests_unit_test_request_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_unit_test_request_LDADD = $(WEB_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_params tests/unit/test_request
