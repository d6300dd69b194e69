# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/html/libhtml.a
engine_html_libhtml_a_SOURCES = engine/html/tpl.h \
  engine/html/tpl_code.h \
  engine/html/tpl_place.h engine/html/tpl_place.c \
  engine/html/tpl_source.h engine/html/tpl_source.c \
  engine/html/tpl_bind.h engine/html/tpl_bind.c \
  engine/html/tpl_compile.c \
  engine/html/tpl_escape.c \
  engine/html/tpl_run.c \
  engine/html/texts.h engine/html/texts.c
HTML_LIBS = engine/html/libhtml.a $(BASE_LIBS)

check_PROGRAMS += tests/unit/test_tpl
tests_unit_test_tpl_SOURCES = tests/unit/test_tpl.c
tests_unit_test_tpl_LDADD = $(HTML_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_tpl

check_PROGRAMS += tests/unit/test_tpl_spec
tests_unit_test_tpl_spec_SOURCES = tests/unit/test_tpl_spec.c
tests_unit_test_tpl_spec_LDADD = $(HTML_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_tpl_spec

check_PROGRAMS += tests/unit/test_tpl_parts
tests_unit_test_tpl_parts_SOURCES = tests/unit/test_tpl_parts.c
tests_unit_test_tpl_parts_LDADD = $(HTML_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_tpl_parts

check_PROGRAMS += tests/unit/test_tpl_texts
tests_unit_test_tpl_texts_SOURCES = tests/unit/test_tpl_texts.c
tests_unit_test_tpl_texts_LDADD = $(HTML_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_tpl_texts
