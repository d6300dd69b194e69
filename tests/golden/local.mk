# SPDX-License-Identifier: EUPL-1.2
check_PROGRAMS += tests/golden/form_golden
tests_golden_form_golden_SOURCES = tests/golden/form_golden.c
tests_golden_form_golden_LDADD = $(FORM_LIBS)
TESTS += tests/golden/form_golden

# Listens in on what the form reader asks of its XML.
check_PROGRAMS += tests/golden/form_language
tests_golden_form_language_SOURCES = tests/golden/form_language.c tests/golden/language.h tests/golden/language.c
tests_golden_form_language_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=xml_attr,--wrap=xml_attr_value
tests_golden_form_language_LDADD = $(FORM_LIBS)
TESTS += tests/golden/form_language

# Writes the expected files anew: make golden-update-form, then read the difference.
.PHONY: golden-update-form
golden-update-form: tests/golden/form_golden tests/golden/form_language
	TOP_SRCDIR='$(abs_top_srcdir)' tests/golden/form_language --update
	TOP_SRCDIR='$(abs_top_srcdir)' tests/golden/form_golden --update
EXTRA_DIST += tests/golden/lint tests/golden/lint-good tests/golden/lint.txt tests/golden/form tests/golden/form-bad forms
