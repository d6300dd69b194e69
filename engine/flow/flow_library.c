/* SPDX-License-Identifier: EUPL-1.2
 * The library of a workflow, asked once for each name and for so many at most: what reading a file costs does not
 * depend on how often it names what is not in it. */
#include "flow/flow_raw.h"

enum { ASKED_MAX = 100 };

typedef bool ask_fn(void *arg, struct str id, struct str *source_r);

struct answer {
	ask_fn *ask;
	struct str id, source;
	bool there;
};

struct memory {
	struct arena *arena;
	struct flow_library library;
	struct answer answers[ASKED_MAX];
	size_t n;
};

static bool recall(struct memory *m, ask_fn *ask, struct str id, struct str *source_r)
{
	size_t i = 0;
	while (i < m->n && (m->answers[i].ask != ask || !str_eq(m->answers[i].id, id)))
		i++;
	if (i == ASKED_MAX || ask == NULL)
		return false;
	struct answer *k = &m->answers[i];
	if (i == m->n) {
		*k = (struct answer){ .ask = ask, .id = str_dup(m->arena, id) };
		k->there = ask(m->library.arg, id, &k->source);
		m->n++;
	}
	*source_r = k->source;
	return k->there;
}

static bool decision(void *arg, struct str id, struct str *source_r)
{
	struct memory *m = arg;
	return recall(m, m->library.decision, id, source_r);
}

static bool process(void *arg, struct str id, struct str *source_r)
{
	struct memory *m = arg;
	return recall(m, m->library.process, id, source_r);
}

const struct flow_library *flow_library_once(struct arena *a, const struct flow_library *library)
{
	if (library == NULL)
		return NULL;
	struct memory *m = ARENA_NEW(a, struct memory);
	struct flow_library *once = ARENA_NEW(a, struct flow_library);
	*m = (struct memory){ .arena = a, .library = *library };
	*once = (struct flow_library){ m, decision, process };
	return once;
}
