# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/xml/libxml.a
engine_xml_libxml_a_SOURCES = engine/xml/xml.h \
  engine/xml/xml_parse.c \
  engine/xml/xml_decode.c \
  engine/xml/xml_error.h engine/xml/xml_error.c \
  engine/xml/xml_walk.c \
  engine/xml/xml_schema.c
XML_WALL_LIBS = engine/xml/libxml.a $(XML_LIBS) $(BASE_LIBS)

check_PROGRAMS += tests/unit/test_xml
tests_unit_test_xml_SOURCES = tests/unit/test_xml.c
tests_unit_test_xml_LDADD = $(XML_WALL_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_xml

check_PROGRAMS += tests/unit/test_xml_schema
tests_unit_test_xml_schema_SOURCES = tests/unit/test_xml_schema.c
tests_unit_test_xml_schema_LDADD = $(XML_WALL_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_xml_schema

check_PROGRAMS += tests/unit/test_xml_hostile
tests_unit_test_xml_hostile_SOURCES = tests/unit/test_xml_hostile.c
tests_unit_test_xml_hostile_LDADD = $(XML_WALL_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_xml_hostile
