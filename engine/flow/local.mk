# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/flow/libflow.a
engine_flow_libflow_a_SOURCES = \
  engine/flow/flow.h \
  engine/flow/flow_advise.c \
  engine/flow/flow_asks.c \
  engine/flow/flow_build.c \
  engine/flow/flow_called.c \
  engine/flow/flow_catch.c \
  engine/flow/flow_check.c \
  engine/flow/flow_declare.c \
  engine/flow/flow_details.c \
  engine/flow/flow_event.c \
  engine/flow/flow_expr.c \
  engine/flow/flow_handing.c \
  engine/flow/flow_library.c \
  engine/flow/flow_link.c \
  engine/flow/flow_loop.c \
  engine/flow/flow_migrate.c \
  engine/flow/flow_migrate.h \
  engine/flow/flow_model.h \
  engine/flow/flow_plan.c \
  engine/flow/flow_raw.h \
  engine/flow/flow_reach.c \
  engine/flow/flow_read.c \
  engine/flow/flow_refs.c \
  engine/flow/flow_state.c \
  engine/flow/flow_step.c \
  engine/flow/flow_time.c \
  engine/flow/flow_time.h \
  engine/flow/flow_vars.c \
  engine/flow/flow_view.c \
  engine/flow/flow_when.c
engine_flow_libflow_a_SOURCES += \
  engine/flow/node/node_boundary.c \
  engine/flow/node/node_call.c \
  engine/flow/node/node_catch.c \
  engine/flow/node/node_end.c \
  engine/flow/node/node_event_gateway.c \
  engine/flow/node/node_exclusive.c \
  engine/flow/node/node_inclusive.c \
  engine/flow/node/node_parallel.c \
  engine/flow/node/node_process.c \
  engine/flow/node/node_receive.c \
  engine/flow/node/node_rule.c \
  engine/flow/node/node_script.c \
  engine/flow/node/node_send.c \
  engine/flow/node/node_service.c \
  engine/flow/node/node_start.c \
  engine/flow/node/node_sub.c \
  engine/flow/node/node_task.c \
  engine/flow/node/node_throw.c \
  engine/flow/node/node_user.c \
  engine/flow/node/nodes.c
engine_flow_libflow_a_SOURCES += \
  engine/flow/conform/flow_conform.c \
  engine/flow/conform/flow_conform.h \
  engine/flow/conform/flow_conform_file.c \
  engine/flow/conform/flow_conform_play.c \
  engine/flow/conform/flow_conform_trace.c \
  engine/flow/conform/flow_conform_world.c \
  engine/flow/conform/flow_conform_world.h
engine_flow_libflow_a_SOURCES += \
  engine/flow/draw/draw.c \
  engine/flow/draw/draw.h \
  engine/flow/draw/draw_arrange.c \
  engine/flow/draw/draw_edge.c \
  engine/flow/draw/draw_edge.h \
  engine/flow/draw/draw_figure.c \
  engine/flow/draw/draw_icon.c \
  engine/flow/draw/draw_plan.c \
  engine/flow/draw/draw_plan.h \
  engine/flow/draw/draw_read.c \
  engine/flow/draw/draw_svg.c \
  engine/flow/draw/draw_text.c \
  engine/flow/draw/draw_words.c
engine_flow_libflow_a_SOURCES += \
  engine/flow/sim/flow_sim.h \
  engine/flow/sim/flow_sim_case.c \
  engine/flow/sim/flow_sim_random.c \
  engine/flow/sim/flow_sim_values.c \
  engine/flow/sim/flow_sim_values.h \
  engine/flow/sim/flow_sim_world.c \
  engine/flow/sim/flow_sim_world.h
engine_flow_libflow_a_SOURCES += \
  engine/flow/import/import.c \
  engine/flow/import/import.h \
  engine/flow/import/import_describe.c \
  engine/flow/import/import_edit.c \
  engine/flow/import/import_int.h \
  engine/flow/import/import_juel.c \
  engine/flow/import/import_juel.h \
  engine/flow/import/import_juel_name.c \
  engine/flow/import/import_juel_tree.c \
  engine/flow/import/import_task.c \
  engine/flow/import/import_vars.c \
  engine/flow/import/import_xprozess.c
FLOW_LIBS = engine/flow/libflow.a engine/dmn/libdmn.a $(XPATH_LIBS) $(XML_WALL_LIBS) $(ARCHIVE_LIBS)

FLOW_TESTS = tests/unit/test_flow_step tests/unit/test_flow_state tests/unit/test_flow_events tests/unit/test_flow_random tests/unit/test_flow_bad \
  tests/unit/test_flow_draw tests/unit/test_flow_sim tests/unit/test_flow_conform
FLOW_TESTS += tests/unit/test_flow_refusals
FLOW_TESTS += tests/unit/test_flow_rule tests/unit/test_flow_import
FLOW_TESTS += tests/unit/test_flow_rule tests/unit/test_flow_corpus tests/unit/test_flow_migrate
check_PROGRAMS += $(FLOW_TESTS)
TESTS += $(FLOW_TESTS)
FLOW_PLAY = tests/unit/test_flow_play.h tests/unit/test_flow_play.c
tests_unit_test_flow_step_SOURCES = tests/unit/test_flow_step.c $(FLOW_PLAY)
tests_unit_test_flow_step_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_events_SOURCES = tests/unit/test_flow_events.c $(FLOW_PLAY)
tests_unit_test_flow_events_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_refusals_SOURCES = tests/unit/test_flow_refusals.c $(FLOW_PLAY)
tests_unit_test_flow_refusals_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_state_SOURCES = tests/unit/test_flow_state.c $(FLOW_PLAY)
tests_unit_test_flow_state_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_random_SOURCES = tests/unit/test_flow_random.c $(FLOW_PLAY)
tests_unit_test_flow_random_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_corpus_SOURCES = tests/unit/test_flow_corpus.c
tests_unit_test_flow_corpus_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_migrate_SOURCES = tests/unit/test_flow_migrate.c $(FLOW_PLAY)
tests_unit_test_flow_migrate_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_sim_SOURCES = tests/unit/test_flow_sim.c $(FLOW_PLAY)
tests_unit_test_flow_sim_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_draw_SOURCES = tests/unit/test_flow_draw.c
tests_unit_test_flow_draw_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_import_SOURCES = tests/unit/test_flow_import.c
tests_unit_test_flow_import_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_rule_SOURCES = tests/unit/test_flow_rule.c
tests_unit_test_flow_rule_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_bad_SOURCES = tests/unit/test_flow_bad.c
tests_unit_test_flow_bad_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_flow_conform_SOURCES = tests/unit/test_flow_conform.c
tests_unit_test_flow_conform_LDADD = $(FLOW_LIBS) $(CMOCKA_LIBS)
dist_check_SCRIPTS += tests/unit/flow_lossless.py
TESTS += tests/unit/flow_lossless.py
EXTRA_DIST += tests/golden/flow-bad tests/conform workflows
