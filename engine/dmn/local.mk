# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/dmn/libdmn.a
engine_dmn_libdmn_a_SOURCES = engine/dmn/dmn.h engine/dmn/dmn_model.h engine/dmn/feel_int.h \
  engine/dmn/dmn_box.c engine/dmn/dmn_eval.c engine/dmn/dmn_func.c engine/dmn/dmn_lint.c engine/dmn/dmn_read.c \
  engine/dmn/dmn_table.c engine/dmn/dmn_table_read.c engine/dmn/dmn_type.c engine/dmn/dmn_value.c \
  engine/dmn/feel_eval.c engine/dmn/feel_lex.c engine/dmn/feel_name.c engine/dmn/feel_parse.c engine/dmn/feel_tests.c
DMN_LIBS = engine/dmn/libdmn.a $(XML_WALL_LIBS)

DMN_TESTS = tests/unit/test_dmn tests/unit/test_dmn_bad tests/unit/test_dmn_tck
check_PROGRAMS += $(DMN_TESTS)
TESTS += $(DMN_TESTS)
tests_unit_test_dmn_SOURCES = tests/unit/test_dmn.c
tests_unit_test_dmn_LDADD = $(DMN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_dmn_bad_SOURCES = tests/unit/test_dmn_bad.c
tests_unit_test_dmn_bad_LDADD = $(DMN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_dmn_tck_SOURCES = tests/unit/test_dmn_tck.c
tests_unit_test_dmn_tck_LDADD = $(DMN_LIBS) $(CMOCKA_LIBS)
dist_check_SCRIPTS += tests/unit/test_ctl_flow.sh
TESTS += tests/unit/test_ctl_flow.sh
EXTRA_DIST += tests/golden/dmn-bad tests/golden/flow-import
