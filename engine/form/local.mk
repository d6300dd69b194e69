# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/form/libform.a
engine_form_libform_a_SOURCES = \
  engine/form/form.c \
  engine/form/form.h \
  engine/form/form_build.c \
  engine/form/form_check.c \
  engine/form/form_csv.c \
  engine/form/form_data.c \
  engine/form/form_dom.c \
  engine/form/form_dom.h \
  engine/form/form_dropped.c \
  engine/form/form_ends.c \
  engine/form/form_ends.h \
  engine/form/form_eval.c \
  engine/form/form_files.c \
  engine/form/form_fixed.c \
  engine/form/form_model.h \
  engine/form/form_po.c \
  engine/form/form_post.c \
  engine/form/form_posted.c \
  engine/form/form_prefill.c \
  engine/form/form_read.c \
  engine/form/form_read.h \
  engine/form/form_read_codes.c \
  engine/form/form_read_ends.c \
  engine/form/form_read_rule.c \
  engine/form/form_result.c \
  engine/form/form_rule.c \
  engine/form/form_say.c \
  engine/form/form_spot.c \
  engine/form/form_texts.c \
  engine/form/form_tree.c \
  engine/form/form_view.c \
  engine/form/form_write.c \
  engine/form/form_xml.c \
  engine/form/pattern.c \
  engine/form/pattern.h \
  engine/form/pattern_loop.c \
  engine/form/pattern_read.c \
  engine/form/pattern_tree.h
engine_form_libform_a_SOURCES += \
  engine/form/why/why.c \
  engine/form/why/why.h \
  engine/form/why/why_ends.c \
  engine/form/why/why_fact.c \
  engine/form/why/why_find.c \
  engine/form/why/why_names.c \
  engine/form/why/why_noun.c \
  engine/form/why/why_reason.c \
  engine/form/why/why_value.c \
  engine/form/why/why_words.c
engine_form_libform_a_SOURCES += \
  engine/form/field/field_boolean.c \
  engine/form/field/field_choice.c \
  engine/form/field/code_search.c \
  engine/form/field/code_search.h \
  engine/form/field/field_choices.c \
  engine/form/field/field_confirm.c \
  engine/form/field/field_date.c \
  engine/form/field/field_decimal.c \
  engine/form/field/field_email.c \
  engine/form/field/field_file.c \
  engine/form/field/field_iban.c \
  engine/form/field/field_integer.c \
  engine/form/field/field_longtext.c \
  engine/form/field/field_money.c \
  engine/form/field/field_note.c \
  engine/form/field/field_phone.c \
  engine/form/field/field_place.c \
  engine/form/field/field_postcode.c \
  engine/form/field/field_text.c \
  engine/form/field/field_time.c \
  engine/form/field/fields.c \
  engine/form/field/fields.h
engine_form_libform_a_SOURCES += \
  engine/form/fim/code_folder.c \
  engine/form/fim/code_folder.h \
  engine/form/fim/diff_tree.c \
  engine/form/fim/diff_tree.h \
  engine/form/fim/diff_words.c \
  engine/form/fim/form_diff.c \
  engine/form/fim/form_diff.h \
  engine/form/fim/form_merge.c \
  engine/form/fim/form_xfall.c \
  engine/form/fim/read_genericode.c \
  engine/form/fim/read_rules.c \
  engine/form/fim/read_xdf.c \
  engine/form/fim/read_xdf.h \
  engine/form/fim/read_xdf_field.c \
  engine/form/fim/xdf2.c \
  engine/form/fim/xdf_head.c \
  engine/form/fim/xdf_messages.h \
  engine/form/fim/xdf_pages.c \
  engine/form/fim/xdf_prefill.c \
  engine/form/fim/xdf_prose.c \
  engine/form/fim/xdf_quality.c
engine_form_libform_a_SOURCES += \
  engine/form/scenario/answers.c \
  engine/form/scenario/answers.h \
  engine/form/scenario/coverage.c \
  engine/form/scenario/coverage.h \
  engine/form/scenario/expect.c \
  engine/form/scenario/scenario.c \
  engine/form/scenario/scenario.h \
  engine/form/scenario/trial.h
engine_form_libform_a_SOURCES += \
  engine/form/lint/dom.c \
  engine/form/lint/dom.h \
  engine/form/lint/lint.c \
  engine/form/lint/lint.h \
  engine/form/lint/lint_codes.c \
  engine/form/lint/lint_conditions.c \
  engine/form/lint/lint_dates.c \
  engine/form/lint/lint_fields.c \
  engine/form/lint/lint_fill.c \
  engine/form/lint/lint_labels.c \
  engine/form/lint/lint_purpose.c \
  engine/form/lint/lint_reach.c \
  engine/form/lint/lint_retention.c \
  engine/form/lint/lint_rules.c \
  engine/form/lint/lint_texts.c \
  engine/form/lint/lint_unused.c \
  engine/form/lint/sat.c \
  engine/form/lint/sat.h \
  engine/form/lint/sat_value.c \
  engine/form/lint/witness.c
# The engine's own sentences in other languages.
BUILT_SOURCES += engine/form/sentences_en.h engine/form/sentences_leicht.h
CLEANFILES += engine/form/sentences_en.h engine/form/sentences_leicht.h
EXTRA_DIST += engine/form/po2c.awk engine/form/texts
engine/form/form_say.$(OBJEXT): engine/form/sentences_en.h engine/form/sentences_leicht.h
PO2C = $(AM_V_GEN)$(MKDIR_P) engine/form && $(AWK) -f $(srcdir)/engine/form/po2c.awk
engine/form/sentences_en.h: engine/form/po2c.awk engine/form/texts/en.po
	$(PO2C) $(srcdir)/engine/form/texts/en.po >$@.tmp && mv $@.tmp $@
engine/form/sentences_leicht.h: engine/form/po2c.awk engine/form/texts/leicht.po
	$(PO2C) $(srcdir)/engine/form/texts/leicht.po >$@.tmp && mv $@.tmp $@
FORM_LIBS = engine/form/libform.a $(XPATH_LIBS) $(XML_WALL_LIBS)

check_PROGRAMS += tests/unit/test_form_ends
tests_unit_test_form_ends_SOURCES = tests/unit/test_form_ends.c
tests_unit_test_form_ends_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_form_ends

check_PROGRAMS += tests/unit/test_scenario
tests_unit_test_scenario_SOURCES = tests/unit/test_scenario.c
tests_unit_test_scenario_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_scenario

check_PROGRAMS += tests/unit/test_form tests/unit/test_form_post
tests_unit_test_form_SOURCES = tests/unit/test_form.c
tests_unit_test_form_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_form_post_SOURCES = tests/unit/test_form_post.c
tests_unit_test_form_post_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_form tests/unit/test_form_post

check_PROGRAMS += tests/unit/test_form_lang
tests_unit_test_form_lang_SOURCES = tests/unit/test_form_lang.c
tests_unit_test_form_lang_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_form_lang

check_PROGRAMS += tests/unit/test_form_purpose
tests_unit_test_form_purpose_SOURCES = tests/unit/test_form_purpose.c
tests_unit_test_form_purpose_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_form_purpose

check_PROGRAMS += tests/unit/test_pattern tests/unit/test_xdf3
tests_unit_test_pattern_SOURCES = tests/unit/test_pattern.c
tests_unit_test_pattern_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_xdf3_SOURCES = tests/unit/test_xdf3.c tests/unit/test_xdf.h
tests_unit_test_xdf3_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_pattern tests/unit/test_xdf3

check_PROGRAMS += tests/unit/test_xdf3_corpus
tests_unit_test_xdf3_corpus_SOURCES = tests/unit/test_xdf3_corpus.c
tests_unit_test_xdf3_corpus_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_xdf3_corpus

check_PROGRAMS += tests/unit/test_xdf_variants
tests_unit_test_xdf_variants_SOURCES = tests/unit/test_xdf_variants.c tests/unit/test_xdf.h
tests_unit_test_xdf_variants_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_xdf_variants

dist_check_SCRIPTS += tests/unit/reader_limits.py tests/unit/unseen.py
TESTS += tests/unit/reader_limits.py tests/unit/unseen.py
EXTRA_DIST += tests/lib/xdf.py tests/lib/xdf_judge.py

check_PROGRAMS += tests/unit/test_xdf_known
tests_unit_test_xdf_known_SOURCES = tests/unit/test_xdf_known.c tests/unit/test_xdf.h
tests_unit_test_xdf_known_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_xdf_known

check_PROGRAMS += tests/unit/test_code_folder
tests_unit_test_code_folder_SOURCES = tests/unit/test_code_folder.c
tests_unit_test_code_folder_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_code_folder

check_PROGRAMS += tests/unit/test_form_diff
tests_unit_test_form_diff_SOURCES = tests/unit/test_form_diff.c
tests_unit_test_form_diff_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_form_diff
check_PROGRAMS += tests/unit/test_lint
tests_unit_test_lint_SOURCES = tests/unit/test_lint.c
tests_unit_test_lint_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_lint

check_PROGRAMS += tests/unit/test_form_why
tests_unit_test_form_why_SOURCES = tests/unit/test_form_why.c
tests_unit_test_form_why_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_form_why

check_PROGRAMS += tests/unit/test_lint_random
tests_unit_test_lint_random_SOURCES = tests/unit/test_lint_random.c
tests_unit_test_lint_random_LDADD = $(FORM_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_lint_random
