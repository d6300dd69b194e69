# SPDX-License-Identifier: EUPL-1.2
check_PROGRAMS += tests/golden/form_golden
tests_golden_form_golden_SOURCES = tests/golden/form_golden.c
tests_golden_form_golden_LDADD = $(FORM_LIBS)
TESTS += tests/golden/form_golden

# Writes the expected files anew: make golden-update-form, then read the difference.
.PHONY: golden-update-form
golden-update-form: tests/golden/form_golden
	TOP_SRCDIR='$(abs_top_srcdir)' tests/golden/form_golden --update
EXTRA_DIST += tests/golden/form tests/golden/form-bad forms
