/* SPDX-License-Identifier: EUPL-1.2
 * Playing a workflow in tests. */
#include "test_flow_play.h"

#include "own_library.h"
#include "xml/xml.h"

struct str play_source(struct arena *a, const char *nodes, const char *flows)
{
	struct buf b = buf_new(a);
	buf_add_fmt(&b,
	    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>\n"
	    "<process id='p' name='Probe' isExecutable='true'>\n%s\n",
	    nodes);
	struct str rest = str_c(flows);
	struct str piece;
	while (str_next(&rest, ';', &piece)) {
		piece = str_trim(piece);
		ptrdiff_t cond = str_find_str(piece, STR(" if "));
		struct str ends = cond < 0 ? piece : str_sub(piece, 0, (size_t)cond);
		ptrdiff_t arrow = str_find(ends, '>');
		if (arrow < 0)
			continue;
		struct str from = str_sub(ends, 0, (size_t)arrow);
		struct str id = str_sub(ends, (size_t)arrow + 1, ends.n);
		ptrdiff_t mark = str_find(id, '#');
		struct str to = mark < 0 ? id : str_sub(id, 0, (size_t)mark);
		buf_add_fmt(&b, "<sequenceFlow id='%.*s-%.*s' sourceRef='%.*s' targetRef='%.*s'>", STR_ARG(from), STR_ARG(id),
		    STR_ARG(from), STR_ARG(to));
		if (cond >= 0) {
			buf_add_c(&b, "<conditionExpression>");
			xml_escape(&b, str_sub(piece, (size_t)cond + 4, piece.n));
			buf_add_c(&b, "</conditionExpression>");
		}
		buf_add_c(&b, "</sequenceFlow>\n");
	}
	buf_add_c(&b, "</process></definitions>\n");
	return buf_str(&b);
}

static struct play read_in(struct arena *a, struct str source)
{
	struct diags d = diags_new(a, STR("probe.bpmn"));
	struct play p = { .arena = a, .vars = json_object() };
	p.flow = own_flow_read(a, source, NULL, &d);
	if (p.flow == NULL) {
		struct buf b = buf_new(a);
		diags_print(&d, &b);
		fail_msg("%.*s\n%.*s", STR_ARG(buf_str(&b)), STR_ARG(source));
	}
	return p;
}

struct play play_read(struct str source)
{
	struct arena *a = arena_new();
	return read_in(a, str_dup(a, source));
}

struct play play_new(const char *nodes, const char *flows)
{
	struct arena *a = arena_new();
	return read_in(a, play_source(a, nodes, flows));
}

void play_free(struct play *p)
{
	json_decref(p->vars);
	arena_free(&p->arena);
}

bool play_command(struct play *p, struct flow_input in, const char *vars)
{
	json_t *set = vars == NULL ? NULL : json_loads(vars, JSON_DECODE_ANY, NULL);
	assert_true(vars == NULL || set != NULL);
	in.vars = set;
	in.now = p->now;
	struct date today = { 20000 };
	bool ok = flow_step(p->arena, p->flow, p->state, p->vars, &in, today, &p->last, &p->err);
	json_decref(set);
	if (!ok)
		return false;
	p->state = p->last.state;
	json_decref(p->vars);
	p->vars = p->last.vars;
	return true;
}

bool play_start(struct play *p, const char *vars)
{
	return play_command(p, (struct flow_input){ .kind = FLOW_START }, vars);
}

bool play_token(struct play *p, unsigned token, const char *vars)
{
	return play_command(p, (struct flow_input){ .kind = FLOW_COMPLETE, .token = token }, vars);
}

bool play_input(struct play *p, enum flow_input_kind kind, const char *element, const char *name)
{
	struct flow_input in = { .kind = kind, .name = str_c(name) };
	const struct flow_effect *list;
	size_t n = flow_open(p->arena, p->flow, p->state, &list);
	for (size_t i = 0; i < n && in.token == 0; i++)
		if (str_eq_c(list[i].element, element))
			in.token = list[i].token;
	return play_command(p, in, NULL);
}

bool play_complete(struct play *p, const char *element, const char *vars)
{
	return play_token(p, play_waiting(p, element), vars);
}

unsigned play_waiting(struct play *p, const char *element)
{
	const struct flow_waiting *list;
	size_t n = flow_waiting(p->arena, p->flow, p->state, &list);
	for (size_t i = 0; i < n; i++)
		if (str_eq_c(list[i].element, element))
			return list[i].token;
	return 0;
}

struct str play_did(const struct play *p)
{
	struct buf b = buf_new(p->arena);
	for (size_t i = 0; i < p->last.n_effects; i++) {
		const struct flow_effect *e = &p->last.effects[i];
		buf_add_c(&b, i == 0 ? "" : " ");
		switch (e->kind) {
		case FLOW_TASK_OPEN:
			buf_add_fmt(&b, "open:%.*s", STR_ARG(e->element));
			break;
		case FLOW_TASK_CLOSE:
			buf_add_fmt(&b, "close:%.*s", STR_ARG(e->element));
			break;
		case FLOW_STATUS:
			buf_add_fmt(&b, "=%.*s", STR_ARG(e->text));
			break;
		case FLOW_SERVICE:
			buf_add_fmt(&b, "do:%.*s", STR_ARG(e->text));
			break;
		case FLOW_PASSED:
			buf_add(&b, e->element);
			break;
		case FLOW_DECIDED:
			buf_add_fmt(&b, "decided:%.*s", STR_ARG(e->element));
			break;
		case FLOW_END:
			buf_add_c(&b, "end");
			break;
		case FLOW_JOB_OPEN:
			buf_add_fmt(&b, "job:%.*s@%lld", STR_ARG(e->element), (long long)(e->run_at / 1000000));
			break;
		case FLOW_JOB_CLOSE:
			buf_add_fmt(&b, "nojob:%.*s", STR_ARG(e->element));
			break;
		case FLOW_WAIT_OPEN:
			buf_add_fmt(&b, "wait:%.*s/%.*s", STR_ARG(e->text), STR_ARG(e->key));
			break;
		case FLOW_WAIT_CLOSE:
			buf_add_fmt(&b, "nowait:%.*s", STR_ARG(e->element));
			break;
		case FLOW_LISTEN_OPEN:
			buf_add_fmt(&b, "listen:%.*s", STR_ARG(e->text));
			break;
		case FLOW_LISTEN_CLOSE:
			buf_add_fmt(&b, "nolisten:%.*s", STR_ARG(e->element));
			break;
		case FLOW_SEND:
			buf_add_fmt(&b, "send:%.*s/%.*s", STR_ARG(e->text), STR_ARG(e->key));
			break;
		case FLOW_BROADCAST:
			buf_add_fmt(&b, "signal:%.*s", STR_ARG(e->text));
			break;
		}
	}
	return buf_str(&b);
}
