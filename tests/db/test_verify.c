/* SPDX-License-Identifier: EUPL-1.2
 * The index tables against the states: every damaged row is named, and repaired; what is right is left alone. */
#include "flows.h"

#include "cases/verify.h"

#define START "<startEvent id='S'/>"
#define END "<endEvent id='E'/>"
#define AFTER(span) "<timerEventDefinition><timeDuration>" span "</timeDuration></timerEventDefinition>"
#define BOUND(id, host, more, def)                                                                                     \
	"<boundaryEvent id='" id "' attachedToRef='" host "' " more ">" def "</boundaryEvent>"

static void note(void *arg, const struct verify_finding *f)
{
	struct buf *b = arg;
	buf_add_fmt(b, "%.*s %.*s %.*s%s\n", STR_ARG(f->kind), STR_ARG(f->element), STR_ARG(f->what),
	    f->repaired ? " repaired" : "");
}

static struct str verify(struct arena *a, const struct flow *const *flows, bool repair)
{
	struct buf b = buf_new(a);
	struct err err = { 0 };
	struct verify v = {
		.db = cluster_open("worker"),
		.flow = flows_find,
		.flow_arg = (void *)flows,
		.repair = repair,
		.report = note,
		.arg = &b,
	};
	if (!verify_tenant(&v, STR("ochsenfurt"), &err))
		fail_msg("%s", err.text);
	db_close(&v.db);
	assert_int_equal(v.repaired, repair ? v.findings : 0);
	return buf_str(&b);
}

static void every_damaged_row_is_named_and_repaired(void **state)
{
	static const struct {
		const char *damage, *said;
	} rows[] = {
		{ "DELETE FROM task WHERE element = 'A'", "task A missing" },
		{ "UPDATE task SET name = 'x' WHERE element = 'A'", "task A different" },
		{ "UPDATE task SET form = 'x' WHERE element = 'A'", "task A different" },
		{ "UPDATE task SET not_by = '{B}' WHERE element = 'A'", "task A different" },
		{ "DELETE FROM wait WHERE element = 'T'", "timer T missing" },
		{ "UPDATE wait SET run_at = run_at + interval '1 second' WHERE element = 'T'", "timer T different" },
		{ "UPDATE wait SET run_at = 'infinity' WHERE element = 'T'", "timer T different" },
		{ "UPDATE wait SET kind = 'message' WHERE element = 'T'", "timer T different" },
		{ "UPDATE wait SET key = 'x' WHERE element = 'M'", "message M different" },
		{ "UPDATE wait SET name = 'x' WHERE element = 'L'", "signal L different" },
		{ "INSERT INTO task (tenant, number, token, element, name, form, office, not_by)"
		  " SELECT tenant, number, 99, 'Q', '', '', 'steueramt', '{}' FROM instance WHERE NOT ended",
		    "task Q surplus" },
		{ "INSERT INTO wait (tenant, number, token, element, kind, name, key, run_at)"
		  " SELECT tenant, number, 99, 'Q', 'timer', '', '', now() FROM instance WHERE ended",
		    "timer Q surplus" },
		{ "INSERT INTO wait VALUES ('ochsenfurt', 'OCH-1', 1, 'Q', 'timer', '', '', now())", "timer Q surplus" },
	};
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "alles", "",
		    START "<userTask id='A' name='Aufgabe A' ozg:form='f'/>" BOUND("T", "A", "", AFTER("P1D"))
		        BOUND("M", "A", "", "<messageEventDefinition messageRef='m'/>")
		            BOUND("L", "A", "", "<signalEventDefinition signalRef='s'/>") END,
		    "S>A; A>E; T>E; M>E; L>E"),
		NULL,
	};
	struct err err = { 0 };
	world_reset();
	struct str n = flows_begin(a, f[0], NULL, flows_now());
	struct str over = flows_begin(a, f[0], NULL, flows_now());
	assert_true(flows_complete(a, f[0], over, "A", "{}", &err));
	assert_str(verify(a, f, false), "");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		cluster_sql(a, rows[i].damage);
		assert_str(verify(a, f, false), str_fmt(a, "%s\n", rows[i].said).p);
		assert_str(verify(a, f, true), str_fmt(a, "%s repaired\n", rows[i].said).p);
		assert_str(verify(a, f, true), "");
	}
	assert_str(cluster_sql(a, "SELECT count(*) FROM ledger WHERE action = 'flow.repair'"), "13");
	assert_true(flows_complete(a, f[0], n, "A", "{}", &err)); /* and the case goes on */
	assert_str(verify(a, f, false), "");
}

static void a_state_nobody_can_read_is_said(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = { flows_read(a, "stand", "", START "<userTask id='A' name='Aufgabe A'/>" END, "S>A; A>E"),
		NULL };
	const struct flow *const none[] = { NULL };
	world_reset();
	flows_begin(a, f[0], NULL, flows_now());
	assert_str(verify(a, none, false), "state  Den Ablauf „stand“ gibt es hier nicht.\n");
	cluster_sql(a, "UPDATE instance SET state = '{}'");
	assert_str(verify(a, f, false), "state  Der Stand des Vorgangs passt nicht zum Ablauf „stand“.\n");
	assert_str(cluster_sql(a, "SELECT count(*) FROM task"), "1"); /* nothing is thrown away */
}

/* What an incident holds is right as it is. */
static void a_held_timer_is_no_damage(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "haelt", "x:decimal",
		    START
		    "<intermediateCatchEvent id='T'>" AFTER("P1D") "</intermediateCatchEvent><exclusiveGateway id='X'/>" END,
		    "S>T; T>X; X>E if $x = 1"),
		NULL,
	};
	world_reset();
	flows_begin(a, f[0], NULL, flows_now() - 2 * FLOWS_DAY);
	assert_int_equal(flows_work(a, f), 0);
	assert_str(cluster_sql(a, "SELECT run_at FROM wait"), "infinity");
	assert_str(verify(a, f, false), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_damaged_row_is_named_and_repaired),
		cmocka_unit_test(a_state_nobody_can_read_is_said),
		cmocka_unit_test(a_held_timer_is_no_damage),
	};
	return cmocka_run_group_tests(tests, cluster_setup, cluster_teardown);
}
