# SPDX-License-Identifier: EUPL-1.2
# libFuzzer targets: CC=clang ./configure --enable-fuzzers --enable-sanitizers, then for example
#   tests/fuzz/fuzz_xml -max_total_time=60 -timeout=5 NEW-FOLDER ../tests/fuzz/seeds/xml
# A target fuzz_X has its first inputs in seeds/X. It aborts when a rule of the module is broken, not only on a crash.
EXTRA_DIST += tests/fuzz/seeds

if FUZZERS
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer

noinst_PROGRAMS += tests/fuzz/fuzz_xml
tests_fuzz_fuzz_xml_SOURCES = tests/fuzz/fuzz_xml.c
tests_fuzz_fuzz_xml_LDADD = $(XML_WALL_LIBS)
tests_fuzz_fuzz_xml_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_code_folder
tests_fuzz_fuzz_code_folder_SOURCES = tests/fuzz/fuzz_code_folder.c
tests_fuzz_fuzz_code_folder_LDADD = $(FORM_LIBS)
tests_fuzz_fuzz_code_folder_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_xpath
tests_fuzz_fuzz_xpath_SOURCES = tests/fuzz/fuzz_xpath.c
tests_fuzz_fuzz_xpath_LDADD = $(XPATH_LIBS)
tests_fuzz_fuzz_xpath_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_tpl
tests_fuzz_fuzz_tpl_SOURCES = tests/fuzz/fuzz_tpl.c
tests_fuzz_fuzz_tpl_LDADD = $(HTML_LIBS)
tests_fuzz_fuzz_tpl_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_texts
tests_fuzz_fuzz_texts_SOURCES = tests/fuzz/fuzz_texts.c
tests_fuzz_fuzz_texts_LDADD = $(HTML_LIBS)
tests_fuzz_fuzz_texts_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_po
tests_fuzz_fuzz_po_SOURCES = tests/fuzz/fuzz_po.c
tests_fuzz_fuzz_po_LDADD = $(FORM_LIBS)
tests_fuzz_fuzz_po_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_urlencoded
tests_fuzz_fuzz_urlencoded_SOURCES = tests/fuzz/fuzz_urlencoded.c
tests_fuzz_fuzz_urlencoded_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_fuzz_fuzz_urlencoded_LDADD = $(WEB_LIBS)
tests_fuzz_fuzz_urlencoded_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_multipart
tests_fuzz_fuzz_multipart_SOURCES = tests/fuzz/fuzz_multipart.c
tests_fuzz_fuzz_multipart_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_fuzz_fuzz_multipart_LDADD = $(WEB_LIBS)
tests_fuzz_fuzz_multipart_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_cookie
tests_fuzz_fuzz_cookie_SOURCES = tests/fuzz/fuzz_cookie.c
tests_fuzz_fuzz_cookie_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/fcgi
tests_fuzz_fuzz_cookie_LDADD = $(WEB_LIBS)
tests_fuzz_fuzz_cookie_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_form
tests_fuzz_fuzz_form_SOURCES = tests/fuzz/fuzz_form.c
tests_fuzz_fuzz_form_LDADD = $(FORM_LIBS)
tests_fuzz_fuzz_form_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_dmn
tests_fuzz_fuzz_dmn_SOURCES = tests/fuzz/fuzz_dmn.c
tests_fuzz_fuzz_dmn_LDADD = $(DMN_LIBS)
tests_fuzz_fuzz_dmn_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_import
tests_fuzz_fuzz_import_SOURCES = tests/fuzz/fuzz_import.c
tests_fuzz_fuzz_import_LDADD = $(FLOW_LIBS)
tests_fuzz_fuzz_import_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_flow
tests_fuzz_fuzz_flow_SOURCES = tests/fuzz/fuzz_flow.c
tests_fuzz_fuzz_flow_LDADD = $(FLOW_LIBS)
tests_fuzz_fuzz_flow_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_draw
tests_fuzz_fuzz_draw_SOURCES = tests/fuzz/fuzz_draw.c
tests_fuzz_fuzz_draw_LDADD = $(FLOW_LIBS)
tests_fuzz_fuzz_draw_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_xdf3
tests_fuzz_fuzz_xdf3_SOURCES = tests/fuzz/fuzz_xdf3.c
tests_fuzz_fuzz_xdf3_LDADD = $(FORM_LIBS)
tests_fuzz_fuzz_xdf3_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_genericode
tests_fuzz_fuzz_genericode_SOURCES = tests/fuzz/fuzz_genericode.c
tests_fuzz_fuzz_genericode_LDADD = $(FORM_LIBS)
tests_fuzz_fuzz_genericode_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_rules
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz_rules.c
tests_fuzz_fuzz_rules_LDADD = $(FORM_LIBS)
tests_fuzz_fuzz_rules_LDFLAGS = $(FUZZ_LINK)

noinst_PROGRAMS += tests/fuzz/fuzz_scenario
tests_fuzz_fuzz_scenario_SOURCES = tests/fuzz/fuzz_scenario.c
tests_fuzz_fuzz_scenario_LDADD = $(FORM_LIBS)
tests_fuzz_fuzz_scenario_LDFLAGS = $(FUZZ_LINK)
endif
