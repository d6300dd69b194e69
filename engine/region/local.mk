# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/region/libregion.a
engine_region_libregion_a_SOURCES = engine/region/region.h engine/region/region.c
REGION_LIBS = engine/region/libregion.a $(BASE_LIBS)

check_PROGRAMS += tests/unit/test_region
tests_unit_test_region_SOURCES = tests/unit/test_region.c
tests_unit_test_region_LDADD = $(REGION_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_region
