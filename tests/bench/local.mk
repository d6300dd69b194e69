# SPDX-License-Identifier: EUPL-1.2
# Measuring, see README.md. Built with the rest, so that it cannot rot; never installed, never a test.
noinst_PROGRAMS += tests/bench/null tests/bench/load tests/bench/engine tests/bench/steps
noinst_PROGRAMS += tests/bench/null tests/bench/load tests/bench/engine tests/bench/forms
tests_bench_null_SOURCES = tests/bench/null.c
tests_bench_null_LDADD = $(FCGI_LIBS)
tests_bench_load_SOURCES = tests/bench/load.c
tests_bench_engine_SOURCES = tests/bench/engine.c fcgi/views_common.c fcgi/views_form.c fcgi/views_citizen.c
tests_bench_engine_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_bench_engine_LDADD = $(FORM_LIBS) $(FLOW_LIBS) $(HTML_LIBS)
tests_bench_steps_SOURCES = tests/bench/steps.c
tests_bench_steps_LDADD = $(CASES_LIBS)
EXTRA_DIST += tests/bench/figures.py tests/bench/steps.py tests/bench/run tests/bench/README.md
tests_bench_forms_SOURCES = tests/bench/forms.c fcgi/views_common.c fcgi/views_form.c fcgi/views_citizen.c
tests_bench_forms_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_bench_forms_LDADD = $(FORM_LIBS) $(HTML_LIBS)
EXTRA_DIST += tests/bench/run tests/bench/README.md
