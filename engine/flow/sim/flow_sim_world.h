/* SPDX-License-Identifier: EUPL-1.2
 * One instance in a world of its own: clock, people, what is open. Internal to engine/flow/sim. */
#ifndef OZG_FLOW_FLOW_SIM_WORLD_H
#define OZG_FLOW_FLOW_SIM_WORLD_H

#include "flow/flow_model.h"
#include "flow/sim/flow_sim.h"

struct sim {
	const struct flow *flow;
	struct arena *arena;         /* of the instance: reset when another one begins */
	struct arena *step, *before; /* of this command and of the last one, whose state is still needed */
	struct str state;            /* in step */
	json_t *vars;
	int64_t now;
	bool ended;
	json_t *done; /* {element: [who completed it]} */
	struct err err;
};

void flow_sim_open(struct sim *s, const struct flow *f, int64_t now);
void flow_sim_close(struct sim *s);

/* Forgets the instance: a new one begins. */
void flow_sim_reset(struct sim *s);

/* One command; in->now is set here. False with s->err: nothing was changed. *out lives until the command after next. */
bool flow_sim_command(struct sim *s, struct flow_input in, struct flow_result *out) MUST_CHECK;

/* May this person complete the task, or has he done one that must be by somebody else? */
bool flow_sim_may(const struct sim *s, const struct flow_effect *task, const char *who);
void flow_sim_did(struct sim *s, struct str element, const char *who);

/* What is open now. */
size_t flow_sim_waits(struct sim *s, const struct flow_effect **list);

/* "2026-03-01T09:00:00Z" */
struct str flow_sim_time(struct arena *a, int64_t now);

#endif
