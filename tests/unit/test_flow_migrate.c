/* SPDX-License-Identifier: EUPL-1.2
 * Instances that change their version: they go on where they stood, or stay with a reason. */
#include "test_flow_play.h"

#include "flow/flow_migrate.h"

#include <string.h>

/* Plans p's instance over to q and moves it there; want is a part of the reason it stays, or NULL. */
static void move(struct play *p, struct play *q, const char *changes, const char *want)
{
	struct diags d = diags_new(p->arena, STR("plan"));
	struct flow_plan plan = flow_plan_propose(p->arena, p->flow, q->flow);
	json_t *given = json_loads(changes == NULL ? "{}" : changes, 0, NULL);
	assert_non_null(given);
	flow_plan_amend(&plan, p->flow, q->flow, given, &d);
	json_decref(given);
	assert_int_equal(d.n_errors, 0);
	struct flow_moved m;
	struct err err = { 0 };
	bool ok = flow_migrate(q->arena, p->flow, q->flow, &plan, p->state, p->vars, p->now, &m, &err);
	if (ok != (want == NULL) || (want != NULL && (err.kind != ERR_CONFLICT || strstr(err.text, want) == NULL)))
		fail_msg("got [%s] want [%s]", ok ? "moved" : err.text, want == NULL ? "moved" : want);
	if (!ok)
		return;
	json_decref(q->vars);
	q->state = m.state;
	q->vars = m.vars;
	q->now = p->now;
}

static void goes_on(void **state)
{
	(void)state;
	struct play p = play_new("<startEvent id='S'/><userTask id='A' name='Prüfen'/><endEvent id='E'/>", "S>A; A>E");
	struct play q = play_new(
	    "<startEvent id='S'/><userTask id='A' name='Prüfen'/><userTask id='B'/><endEvent id='E'/>", "S>A; A>B; B>E");
	assert_true(play_start(&p, NULL));
	move(&p, &q, NULL, NULL);
	assert_true(play_complete(&q, "A", NULL));
	assert_str(play_did(&q), "close:A B open:B");
	assert_true(play_complete(&q, "B", NULL));
	assert_true(q.last.ended);
	play_free(&p);
	play_free(&q);
}

static void renamed_and_removed(void **state)
{
	(void)state;
	struct play p = play_new("<startEvent id='S'/><userTask id='A' name='Prüfen'/><endEvent id='E'/>", "S>A; A>E");
	struct play q = play_new("<startEvent id='S'/><userTask id='A2' name='Prüfen'/><endEvent id='E'/>", "S>A2; A2>E");
	struct play r = play_new("<startEvent id='S'/><userTask id='C' name='Anders'/><endEvent id='E'/>", "S>C; C>E");
	assert_true(play_start(&p, NULL));
	move(&p, &q, NULL, NULL);
	assert_true(play_complete(&q, "A2", NULL));
	move(&p, &r, NULL, "steht bei „Prüfen“ (A): das gibt es in der neuen Version nicht mehr.");
	move(&p, &r, "{\"A\":\"C\"}", NULL);
	assert_true(play_complete(&r, "C", NULL));
	play_free(&p);
	play_free(&q);
	play_free(&r);
}

/* In a sub-process, in two of three instances of a repeated one, and where it lies elsewhere. */
static void scopes(void **state)
{
	(void)state;
	static const char sub[] = "<startEvent id='S'/><subProcess id='U'><startEvent id='US'/><userTask id='A'/><endEvent "
	                          "id='UE'/><sequenceFlow id='u1' sourceRef='US' targetRef='A'/><sequenceFlow id='u2' "
	                          "sourceRef='A' targetRef='UE'/></subProcess><endEvent id='E'/>";
	static const char many[] =
	    "<startEvent id='S'/><userTask id='M'><multiInstanceLoopCharacteristics><loopCardinality>3"
	    "</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id='E'/>";
	struct play p = play_new(sub, "S>U; U>E"), q = play_new(sub, "S>U; U>E");
	struct play flat = play_new("<startEvent id='S'/><userTask id='A'/><endEvent id='E'/>", "S>A; A>E");
	struct play m = play_new(many, "S>M; M>E"), n = play_new(many, "S>M; M>E");
	struct play once = play_new("<startEvent id='S'/><userTask id='M'/><endEvent id='E'/>", "S>M; M>E");
	assert_true(play_start(&p, NULL));
	move(&p, &q, NULL, NULL);
	assert_true(play_complete(&q, "A", NULL));
	assert_true(q.last.ended);
	move(&p, &flat, NULL, "diesen Teil gibt es in der neuen Version nicht mehr");
	assert_true(play_start(&m, NULL) && play_complete(&m, "M", NULL));
	move(&m, &n, NULL, NULL);
	assert_true(play_complete(&n, "M", NULL));
	assert_false(n.last.ended);
	assert_true(play_complete(&n, "M", NULL));
	assert_true(n.last.ended);
	move(&m, &once, NULL, "in der neuen Version wird es anders wiederholt");
	play_free(&p);
	play_free(&q);
	play_free(&flat);
	play_free(&m);
	play_free(&n);
	play_free(&once);
}

#define TIMER "<timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition>"
#define BOUNDARY(id) "<boundaryEvent id='" id "' attachedToRef='A'>" TIMER "</boundaryEvent>"

/* A timer keeps its time; an event that is new is listened for, one that is gone no longer. */
static void timers(void **state)
{
	(void)state;
	static const int64_t day = INT64_C(86400000000);
	static const char with[] =
	    "<startEvent id='S'/><userTask id='A'/>" BOUNDARY("T") "<endEvent id='E'/><endEvent id='L'/>";
	static const char without[] = "<startEvent id='S'/><userTask id='A'/><endEvent id='E'/>";
	struct play p = play_new(with, "S>A; A>E; T>L"), q = play_new(with, "S>A; A>E; T>L"),
	            r = play_new(without, "S>A; A>E"), s = play_new(with, "S>A; A>E; T>L");
	const struct flow_effect *open;
	assert_true(play_start(&p, NULL));
	int64_t begun = p.now;
	p.now += day;
	move(&p, &q, NULL, NULL);
	assert_int_equal(flow_open(q.arena, q.flow, q.state, &open), 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(open[i].kind == FLOW_TASK_OPEN || open[i].run_at == begun + 2 * day);
	move(&p, &r, NULL, NULL);
	assert_int_equal(flow_open(r.arena, r.flow, r.state, &open), 1);
	move(&r, &s, NULL, NULL);
	assert_int_equal(flow_open(s.arena, s.flow, s.state, &open), 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(open[i].kind == FLOW_TASK_OPEN || open[i].run_at == p.now + 2 * day);
	s.now += 3 * day;
	assert_true(play_input(&s, FLOW_TIMER, "T", ""));
	assert_true(s.last.ended);
	play_free(&p);
	play_free(&q);
	play_free(&r);
	play_free(&s);
}

/* Half an hour before midnight in UTC it is the next day in Germany. */
static void today_is_the_german_day(void **state)
{
	(void)state;
	struct play p = play_new("<startEvent id='S'/><userTask id='A'/><endEvent id='E'/>", "S>A; A>E");
	struct play q = play_new("<startEvent id='S'/><userTask id='A'/><boundaryEvent id='M' attachedToRef='A' "
	                         "ozg:correlation='today()'><messageEventDefinition messageRef='tag'/></boundaryEvent>"
	                         "<endEvent id='E'/>",
	    "S>A; A>E; M>E");
	const struct flow_effect *open;
	assert_true(play_start(&p, NULL));
	p.now = INT64_C(1767223800) * 1000000; /* 2025-12-31 23:30 UTC */
	move(&p, &q, NULL, NULL);
	assert_int_equal(flow_open(q.arena, q.flow, q.state, &open), 2);
	assert_str(open[0].kind == FLOW_WAIT_OPEN ? open[0].key : open[1].key, "2026-01-01");
	play_free(&p);
	play_free(&q);
}

static void joins(void **state)
{
	(void)state;
	static const char nodes[] = "<startEvent id='S'/><parallelGateway id='P'/><userTask id='A'/><userTask id='B'/>"
	                            "<parallelGateway id='J'/><endEvent id='E'/>";
	struct play p = play_new(nodes, "S>P; P>A; P>B; A>J; B>J; J>E"),
	            q = play_new(nodes, "S>P; P>A; P>B; A>J; B>J; J>E");
	struct play r = play_new("<startEvent id='S'/><parallelGateway id='P'/><userTask id='A'/><userTask id='B'/><task "
	                         "id='N'/><parallelGateway id='J'/><endEvent id='E'/>",
	    "S>P; P>A; P>B; A>N; N>J; B>J; J>E");
	assert_true(play_start(&p, NULL) && play_complete(&p, "A", NULL));
	move(&p, &q, NULL, NULL);
	assert_true(play_complete(&q, "B", NULL));
	assert_true(q.last.ended);
	move(&p, &r, NULL, "den Weg, auf dem der Vorgang kam, gibt es in der neuen Version nicht mehr");
	play_free(&p);
	play_free(&q);
	play_free(&r);
}

#define VAR(name, type) "<extensionElements><ozg:variable name='" name "' type='" type "'/></extensionElements>"
#define TASK "<startEvent id='S'/><userTask id='A'/><endEvent id='E'/>"

static void variables(void **state)
{
	(void)state;
	struct play p = play_new(VAR("z", "text") TASK, "S>A; A>E"), same = play_new(VAR("z", "code") TASK, "S>A; A>E"),
	            gone = play_new(TASK, "S>A; A>E"), other = play_new(VAR("z", "decimal") TASK, "S>A; A>E");
	assert_true(play_start(&p, "{\"z\":\"ja\"}"));
	move(&p, &same, NULL, NULL);
	assert_string_equal(json_string_value(json_object_get(same.vars, "z")), "ja");
	move(&p, &gone, NULL, NULL);
	assert_int_equal(json_object_size(gone.vars), 0);
	move(&p, &other, NULL, "hat Werte, die in der neuen Version einen anderen Typ haben");
	play_free(&p);
	play_free(&same);
	play_free(&gone);
	play_free(&other);
}

static void plan_error(const struct play *p, const struct play *q, const char *changes, const char *code)
{
	struct diags d = diags_new(p->arena, STR("plan"));
	struct flow_plan plan = flow_plan_propose(p->arena, p->flow, q->flow);
	json_t *given = json_loads(changes, 0, NULL);
	flow_plan_amend(&plan, p->flow, q->flow, given, &d);
	json_decref(given);
	bool found = false;
	for (size_t i = 0; i < d.n; i++)
		found |= strcmp(d.list[i].code, code) == 0;
	assert_true(found);
}

/* What is proposed can be done: nobody forgets who acted, and no two become one. */
static void proposals(void **state)
{
	(void)state;
	struct play p = play_new("<startEvent id='S'/><userTask id='A' name='Prüfen'/><userTask id='B' name='Zeichnen' "
	                         "ozg:notBy='A'/><userTask id='C' name='Prüfen'/><endEvent id='E'/>",
	    "S>A; A>B; B>C; C>E");
	struct play q = play_new("<startEvent id='S'/><userTask id='A2' name='Prüfen'/><userTask id='B2' name='Zeichnen' "
	                         "ozg:notBy='A2'/><endEvent id='E'/>",
	    "S>A2; A2>B2; B2>E");
	struct diags d = diags_new(p.arena, STR("plan"));
	struct flow_plan plan = flow_plan_propose(p.arena, p.flow, q.flow);
	flow_plan_amend(&plan, p.flow, q.flow, NULL, &d);
	assert_int_equal(d.n_errors, 0);
	for (size_t i = 0; i < plan.n; i++)
		assert_true(
		    plan.list[i].how == (plan.list[i].waits ? FLOW_MOVE_GONE : FLOW_MOVE_SAME) && plan.list[i].from.n > 0);
	play_free(&p);
	play_free(&q);
}

static void plans(void **state)
{
	(void)state;
	struct play p =
	    play_new("<startEvent id='S'/><userTask id='A'/><userTask id='B'/><endEvent id='E'/>", "S>A; A>B; B>E");
	struct play q = play_new(
	    "<startEvent id='S'/><userTask id='A'/><userTask id='X' ozg:notBy='A'/><endEvent id='E'/>", "S>A; A>X; X>E");
	plan_error(&p, &q, "{\"Z\":\"A\"}", "unknown-element");
	plan_error(&p, &q, "{\"B\":\"Z\"}", "unknown-element");
	plan_error(&p, &q, "{\"B\":\"E\"}", "other-kind");
	plan_error(&p, &q, "{\"B\":\"A\"}", "two-become-one");
	plan_error(&p, &q, "{\"B\":\"X\"}", "four-eyes");
	struct flow_plan plan = flow_plan_propose(p.arena, p.flow, q.flow);
	json_t *j = flow_plan_json(&plan);
	assert_string_equal(json_string_value(json_object_get(j, "A")), "A");
	assert_true(json_is_null(json_object_get(j, "B")));
	json_decref(j);
	play_free(&p);
	play_free(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_on),
		cmocka_unit_test(renamed_and_removed),
		cmocka_unit_test(scopes),
		cmocka_unit_test(timers),
		cmocka_unit_test(today_is_the_german_day),
		cmocka_unit_test(joins),
		cmocka_unit_test(variables),
		cmocka_unit_test(proposals),
		cmocka_unit_test(plans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
