/* SPDX-License-Identifier: EUPL-1.2
 * One instance in a world of its own. */
#include "flow/sim/flow_sim_world.h"

static const int64_t second = 1000000, day = INT64_C(86400000000);

void flow_sim_open(struct sim *s, const struct flow *f, int64_t now)
{
	*s = (struct sim){
		.flow = f,
		.arena = arena_new(),
		.step = arena_new(),
		.before = arena_new(),
		.vars = json_object(),
		.done = json_object(),
		.now = now,
	};
}

void flow_sim_close(struct sim *s)
{
	json_decref(s->vars);
	json_decref(s->done);
	arena_free(&s->arena);
	arena_free(&s->step);
	arena_free(&s->before);
}

void flow_sim_reset(struct sim *s)
{
	json_object_clear(s->done);
	json_decref(s->vars);
	s->vars = json_object();
	s->state = STR("");
	s->ended = false;
	arena_reset(s->arena);
	arena_reset(s->step);
	arena_reset(s->before);
}

static struct date date_of(int64_t now)
{
	return (struct date){ (int)(now >= 0 ? now / day : -((day - 1 - now) / day)) };
}

bool flow_sim_command(struct sim *s, struct flow_input in, struct flow_result *out)
{
	struct arena *fresh = s->before;
	arena_reset(fresh);
	in.now = s->now;
	if (!flow_step(fresh, s->flow, s->state, s->vars, &in, date_of(s->now), out, &s->err))
		return false;
	s->before = s->step;
	s->step = fresh;
	s->state = out->state;
	s->ended = out->ended;
	json_decref(s->vars);
	s->vars = out->vars;
	return true;
}

bool flow_sim_may(const struct sim *s, const struct flow_effect *task, const char *who)
{
	for (size_t i = 0; i < task->n_not_by; i++) {
		const json_t *list = json_object_getn(s->done, task->not_by[i].p, task->not_by[i].n);
		for (size_t k = 0; k < json_array_size(list); k++)
			if (strcmp(json_string_value(json_array_get(list, k)), who) == 0)
				return false;
	}
	return true;
}

void flow_sim_did(struct sim *s, struct str element, const char *who)
{
	json_t *list = json_object_getn(s->done, element.p, element.n);
	if (list == NULL) {
		list = json_array();
		json_object_setn_new(s->done, element.p, element.n, list);
	}
	json_array_append_new(list, json_string(who));
}

size_t flow_sim_waits(struct sim *s, const struct flow_effect **list)
{
	return flow_open(s->step, s->flow, s->state, list);
}

struct str flow_sim_time(struct arena *a, int64_t now)
{
	struct date d = date_of(now);
	int64_t rest = (now - d.days * day) / second;
	struct str text = date_format(a, d);
	return str_fmt(
	    a, "%.*sT%02d:%02d:%02dZ", STR_ARG(text), (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}
