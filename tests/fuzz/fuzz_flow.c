/* SPDX-License-Identifier: EUPL-1.2
 * Arbitrary bytes as a workflow, as a state document and as variables: every answer is a finding or an error.
 * An input is up to three parts with a NUL byte between them; an empty workflow stands for a small good one. */
#include "flow/flow.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char good[] =
    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"
    "<process id='p' isExecutable='true'><extensionElements><ozg:variable name='x' type='decimal'/></extensionElements>"
    "<startEvent id='S'/><parallelGateway id='P'/><userTask id='A'/><userTask id='B'/><parallelGateway id='J'/>"
    "<exclusiveGateway id='X' default='f7'/><endEvent id='E'/>"
    "<sequenceFlow id='f1' sourceRef='S' targetRef='P'/><sequenceFlow id='f2' sourceRef='P' targetRef='A'/>"
    "<sequenceFlow id='f3' sourceRef='P' targetRef='B'/><sequenceFlow id='f4' sourceRef='A' targetRef='J'/>"
    "<sequenceFlow id='f5' sourceRef='B' targetRef='J'/><sequenceFlow id='f6' sourceRef='J' targetRef='X'/>"
    "<sequenceFlow id='f7' sourceRef='X' targetRef='E'/><sequenceFlow id='f8' sourceRef='X' targetRef='A'>"
    "<conditionExpression>$x &lt; 3</conditionExpression></sequenceFlow></process></definitions>";

/* Takes one part off the input. */
static struct str part(struct str *rest)
{
	struct str piece = STR("");
	str_next(rest, '\0', &piece);
	return piece;
}

/* The input for what is open: at its time, as what it waits for. */
static struct flow_input input_for(const struct flow_effect *e)
{
	struct flow_input in = { .kind = FLOW_COMPLETE, .token = e->token, .now = e->run_at };
	if (e->kind == FLOW_JOB_OPEN)
		in.kind = FLOW_TIMER;
	else if (e->kind == FLOW_WAIT_OPEN)
		in.kind = FLOW_MESSAGE;
	else if (e->kind == FLOW_LISTEN_OPEN)
		in = (struct flow_input){ .kind = FLOW_SIGNAL, .name = e->text };
	return in;
}

/* Whatever a step wrote is read again: a command to nobody is refused as that, not for the state. */
static void must_be_readable(struct arena *a, const struct flow *f, const struct flow_result *r)
{
	struct flow_input nobody = { .kind = FLOW_COMPLETE, .token = 0 };
	struct flow_result result;
	struct err err;
	if (flow_step(a, f, r->state, r->vars, &nobody, (struct date){ 20000 }, &result, &err) || err.kind != ERR_CONFLICT)
		abort();
}

/* Starts, or goes on from state, with what is open, for some rounds. */
static void play(struct arena *a, const struct flow *f, struct str state, const json_t *vars)
{
	json_t *now = json_object();
	for (unsigned round = 0; round < 20; round++) {
		const struct flow_effect *list;
		size_t n = flow_open(a, f, state, &list);
		struct flow_input in = { .kind = state.n == 0 ? FLOW_START : FLOW_COMPLETE };
		if (n > 0)
			in = input_for(&list[round % n]);
		if (round % 7 == 6)
			in = (struct flow_input){ .kind = FLOW_SIGNAL, .name = STR("s") };
		in.vars = vars;
		struct flow_result result;
		struct err err;
		if (!flow_step(a, f, state, now, &in, (struct date){ 20000 }, &result, &err))
			break;
		must_be_readable(a, f, &result);
		json_decref(now);
		now = result.vars;
		state = result.state;
	}
	json_decref(now);
}

/* What business rule tasks and call activities find: x below 3 is a, else b; and the small good one. */
static bool decision(void *arg, struct str id, struct str *source_r)
{
	(void)arg;
	(void)id;
	*source_r =
	    STR("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' name='d'><decision id='k' name='k'>"
	        "<decisionTable><input><inputExpression typeRef='number'><text>x</text></inputExpression></input>"
	        "<output name='y' typeRef='string'/><rule><inputEntry><text>&lt; 3</text></inputEntry><outputEntry>"
	        "<text>\"a\"</text></outputEntry></rule><rule><inputEntry><text>? >= 2</text></inputEntry>"
	        "<outputEntry><text>\"b\"</text></outputEntry></rule></decisionTable></decision></definitions>");
	return true;
}

static bool process(void *arg, struct str id, struct str *source_r)
{
	(void)arg;
	(void)id;
	*source_r = str_c(good);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str rest = { (const char *)data, size };
	struct str source = part(&rest);
	struct str state = part(&rest);
	struct str vars_text = part(&rest);
	struct diags d = diags_new(a, STR("fuzz"));
	const struct flow_library library = { NULL, decision, process };
	const struct flow_options options = { .can = FLOW_CAN_ALL, .library = &library };
	const struct flow *f = flow_read_with(a, source.n == 0 ? str_c(good) : source, &options, &d);
	if (f != NULL) {
		json_t *vars = json_loadb(vars_text.p, vars_text.n, 0, NULL);
		play(a, f, state, json_is_object(vars) ? vars : NULL);
		json_decref(vars);
	}
	arena_free(&a);
	return 0;
}
