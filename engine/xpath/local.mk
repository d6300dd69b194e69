# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/xpath/libxpath.a
engine_xpath_libxpath_a_SOURCES = engine/xpath/xpath.h engine/xpath/xpath_int.h \
  engine/xpath/xpath_tree.h engine/xpath/xpath.c \
  engine/xpath/xpath_lex.c engine/xpath/xpath_parse.c \
  engine/xpath/xpath_check.c engine/xpath/xpath_check_call.c \
  engine/xpath/xpath_eval.c engine/xpath/xpath_func.c engine/xpath/xpath_func_date.c
XPATH_LIBS = engine/xpath/libxpath.a $(BASE_LIBS)

check_PROGRAMS += tests/unit/test_xpath tests/unit/test_xpath_oracle
tests_unit_test_xpath_SOURCES = tests/unit/test_xpath.c
tests_unit_test_xpath_LDADD = $(XPATH_LIBS) $(CMOCKA_LIBS)
tests_unit_test_xpath_oracle_SOURCES = tests/unit/test_xpath_oracle.c
tests_unit_test_xpath_oracle_LDADD = $(XPATH_LIBS) $(XML_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_xpath tests/unit/test_xpath_oracle
