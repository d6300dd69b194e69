# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/form/libform.a
engine_form_libform_a_SOURCES = engine/form/form.h engine/form/form_model.h engine/form/fields.h \
  engine/form/form_read.h engine/form/form_dom.h engine/form/read_xdf3.h engine/form/pattern.h engine/form/code_folder.h \
  engine/form/form.c engine/form/form_xml.c engine/form/form_read.c engine/form/form_read_codes.c engine/form/form_check.c engine/form/form_build.c \
  engine/form/form_read_rule.c engine/form/form_dom.c engine/form/form_write.c engine/form/code_folder.c engine/form/pattern.c \
  engine/form/read_xdf3.c engine/form/read_xdf3_field.c engine/form/read_genericode.c engine/form/read_rules.c \
  engine/form/form_rule.c engine/form/form_xfall.c engine/form/field_time.c engine/form/field_file.c \
  engine/form/form_tree.c engine/form/form_eval.c engine/form/form_result.c \
  engine/form/form_post.c engine/form/form_view.c \
  engine/form/fields.c engine/form/field_text.c engine/form/field_longtext.c engine/form/field_integer.c \
  engine/form/field_decimal.c engine/form/field_money.c engine/form/field_date.c engine/form/field_boolean.c \
  engine/form/field_confirm.c engine/form/field_choice.c engine/form/field_choices.c engine/form/field_email.c \
  engine/form/field_phone.c engine/form/field_iban.c engine/form/field_postcode.c engine/form/field_place.c \
  engine/form/field_note.c
FORM_LIBS = engine/form/libform.a $(XPATH_LIBS) $(XML_WALL_LIBS)

check_PROGRAMS += tests/unit/test_form tests/unit/test_form_post
tests_unit_test_form_SOURCES = tests/unit/test_form.c
tests_unit_test_form_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_form_post_SOURCES = tests/unit/test_form_post.c
tests_unit_test_form_post_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_form tests/unit/test_form_post

check_PROGRAMS += tests/unit/test_pattern tests/unit/test_xdf3
tests_unit_test_pattern_SOURCES = tests/unit/test_pattern.c
tests_unit_test_pattern_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_xdf3_SOURCES = tests/unit/test_xdf3.c
tests_unit_test_xdf3_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_pattern tests/unit/test_xdf3

check_PROGRAMS += tests/unit/test_xdf3_corpus
tests_unit_test_xdf3_corpus_SOURCES = tests/unit/test_xdf3_corpus.c
tests_unit_test_xdf3_corpus_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_xdf3_corpus
