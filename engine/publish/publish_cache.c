/* SPDX-License-Identifier: EUPL-1.2
 * The store of compiled models. */
#include "publish/publish_priv.h"

/* Of one process: some hundred forms, each of less than half a megabyte, as hundreds of municipalities call them. */
enum { MODELS_BYTES = 96 << 20, NAMES_MAX = 4096, CURRENT_MS = 2000 };

/* A compiled text, in its own arena together with its key. */
struct model {
	struct arena *arena;
	struct str owner, id;
	enum publish_kind kind;
	int64_t version;
	const struct form *form;
	const struct flow *flow;
	const struct dmn *decision;
	size_t bytes;
	uint64_t used; /* by the counter of the store */
};

/* How a tenant calls a model: (id, version) for ever, (id, "current") for a while. */
struct name {
	struct arena *arena;
	struct str tenant, id;
	enum publish_kind kind;
	int64_t version; /* 0: current */
	struct model *model;
	int64_t asked_ms; /* monotonic; of a current one */
	uint64_t used;
};

struct publish_cache {
	struct arena *scratch; /* rows of one look-up */
	struct model **models;
	size_t n_models, cap_models, bytes, most;
	struct name **names;
	size_t n_names, cap_names;
	uint64_t clock;
};

struct publish_cache *publish_cache_new(void)
{
	struct publish_cache *c = calloc(1, sizeof *c);
	if (c == NULL)
		abort();
	c->scratch = arena_new();
	c->most = MODELS_BYTES;
	return c;
}

void publish_cache_limit(struct publish_cache *c, size_t bytes)
{
	c->most = bytes;
}

static void drop_name(struct publish_cache *c, size_t i)
{
	struct arena *arena = c->names[i]->arena;
	c->names[i] = c->names[--c->n_names];
	arena_free(&arena);
}

static void drop_model(struct publish_cache *c, size_t i)
{
	for (size_t k = c->n_names; k > 0; k--)
		if (c->names[k - 1]->model == c->models[i])
			drop_name(c, k - 1);
	struct arena *arena = c->models[i]->arena;
	c->bytes -= c->models[i]->bytes;
	c->models[i] = c->models[--c->n_models];
	arena_free(&arena);
}

void publish_cache_free(struct publish_cache **c)
{
	if (*c == NULL)
		return;
	while ((*c)->n_models > 0)
		drop_model(*c, (*c)->n_models - 1);
	arena_free(&(*c)->scratch);
	free((*c)->models);
	free((*c)->names);
	free(*c);
	*c = NULL;
}

void publish_cache_tidy(struct publish_cache *c)
{
	while (c->bytes > c->most) {
		size_t oldest = 0;
		for (size_t i = 1; i < c->n_models; i++)
			if (c->models[i]->used < c->models[oldest]->used)
				oldest = i;
		drop_model(c, oldest);
	}
	while (c->n_names > NAMES_MAX) {
		size_t oldest = 0;
		for (size_t i = 1; i < c->n_names; i++)
			if (c->names[i]->used < c->names[oldest]->used)
				oldest = i;
		drop_name(c, oldest);
	}
}

/* Appends p to a list of pointers. */
static void push(void ***list, size_t *n, size_t *cap, void *p)
{
	if (*n == *cap) {
		*cap = *cap == 0 ? 16 : *cap * 2;
		void **grown = reallocarray(*list, *cap, sizeof **list);
		if (grown == NULL)
			abort();
		*list = grown;
	}
	(*list)[(*n)++] = p;
}

static struct name *find_name(
    struct publish_cache *c, struct str tenant, enum publish_kind kind, struct str id, int64_t version)
{
	for (size_t i = 0; i < c->n_names; i++) {
		struct name *x = c->names[i];
		if (x->version == version && x->kind == kind && str_eq(x->id, id) && str_eq(x->tenant, tenant))
			return x;
	}
	return NULL;
}

static struct model *find_model(
    struct publish_cache *c, struct str owner, enum publish_kind kind, struct str id, int64_t version)
{
	for (size_t i = 0; i < c->n_models; i++) {
		struct model *m = c->models[i];
		if (m->version == version && m->kind == kind && str_eq(m->id, id) && str_eq(m->owner, owner))
			return m;
	}
	return NULL;
}

static struct name *add_name(
    struct publish_cache *c, struct str tenant, enum publish_kind kind, struct str id, int64_t version, struct model *m)
{
	struct arena *a = arena_new();
	struct name *x = ARENA_NEW(a, struct name);
	*x = (struct name){ a, str_dup(a, tenant), str_dup(a, id), kind, version, m, 0, 0 };
	push((void ***)&c->names, &c->n_names, &c->cap_names, x);
	return x;
}

/* Of a workflow, with the decisions of the time it was published. The OMG schema was kept before publication. */
static bool compile_flow(
    struct db *db, struct model *m, struct str source, struct str at, struct diags *d, struct err *err)
{
	struct publish_binding binding = { .db = db, .arena = m->arena, .owner = m->owner, .at = at };
	const struct flow_library library = publish_library(&binding);
	const struct flow_options options = { .can = FLOW_CAN_CASES, .library = &library };
	m->flow = flow_read_with(m->arena, source, &options, d);
	if (binding.broken)
		*err = binding.err;
	return !binding.broken;
}

static struct model *compile(struct publish_cache *c, struct db *db, struct str owner, enum publish_kind kind,
    struct str id, int64_t version, struct str source, struct str at, struct err *err)
{
	struct arena *a = arena_new();
	struct model *m = ARENA_NEW(a, struct model);
	*m = (struct model){
		.arena = a, .owner = str_dup(a, owner), .id = str_dup(a, id), .kind = kind, .version = version
	};
	struct diags d = diags_new(c->scratch, id);
	if (kind == PUBLISH_FORM)
		m->form = form_read(a, source, &d);
	else if (kind == PUBLISH_DECISION)
		m->decision = dmn_read(a, source, &d);
	else if (!compile_flow(db, m, source, at, &d, err)) {
		arena_free(&a);
		return NULL;
	}
	if (m->form == NULL && m->flow == NULL && m->decision == NULL) {
		err_set(err, ERR_BUG, "Die veröffentlichte Version %lld von „%.*s“ lässt sich nicht mehr lesen: %.*s",
		    (long long)version, STR_ARG(id), STR_ARG(d.n > 0 ? d.list[0].text : STR("?")));
		arena_free(&a);
		return NULL;
	}
	m->bytes = arena_used(a);
	c->bytes += m->bytes;
	push((void ***)&c->models, &c->n_models, &c->cap_models, m);
	return m;
}

static bool not_found(enum publish_kind kind, struct str id, struct err *err)
{
	static const char *const what[] = {
		[PUBLISH_FORM] = "Das Formular", [PUBLISH_FLOW] = "Den Ablauf", [PUBLISH_DECISION] = "Die Entscheidung"
	};
	return err_set(err, ERR_NOTFOUND, "%s „%.*s“ gibt es hier nicht.", what[kind], STR_ARG(id));
}

/* From the database: whose text is it, and is that compiled already for another tenant? */
static struct model *load(struct publish_cache *c, struct db *db, struct str tenant, enum publish_kind kind,
    struct str id, int64_t version, struct err *err)
{
	struct db_param params[] = { db_text(tenant), db_text(str_c(publish_kind_name(kind))), db_text(id),
		db_int(c->scratch, version) };
	struct db_rows r;
	if (!db_once(db, c->scratch, tenant, DB_DEFINITION_OWNER, params, 4, &r, err))
		return NULL;
	if (r.n == 0) {
		not_found(kind, id, err);
		return NULL;
	}
	struct str owner = db_get(&r, 0, 0);
	struct model *m = find_model(c, owner, kind, id, version);
	if (m != NULL)
		return m;
	if (!db_once(db, c->scratch, tenant, DB_DEFINITION_SOURCE, params, 4, &r, err))
		return NULL;
	return compile(c, db, owner, kind, id, version, db_get(&r, 0, 0), db_get(&r, 0, 1), err);
}

static struct model *get_version(struct publish_cache *c, struct db *db, struct str tenant, enum publish_kind kind,
    struct str id, int64_t version, struct err *err)
{
	struct name *x = find_name(c, tenant, kind, id, version);
	if (x == NULL) {
		struct model *m = load(c, db, tenant, kind, id, version, err);
		arena_reset(c->scratch);
		if (m == NULL)
			return NULL;
		x = add_name(c, tenant, kind, id, version, m);
	}
	x->used = x->model->used = ++c->clock;
	return x->model;
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The current version or, with at, the one that was current then. */
static bool ask_version(struct publish_cache *c, struct db *db, struct str tenant, enum publish_kind kind,
    struct str id, struct str at, int64_t *version_r, struct err *err)
{
	struct db_rows r;
	const struct db_param params[] = { db_text(tenant), db_text(str_c(publish_kind_name(kind))), db_text(id),
		db_text(at) };
	bool ok = db_once(db, c->scratch, tenant, at.n == 0 ? DB_DEFINITION_CURRENT : DB_DEFINITION_AT, params,
	    at.n == 0 ? 3 : 4, &r, err);
	if (ok && r.n == 0)
		ok = not_found(kind, id, err);
	if (ok)
		*version_r = db_get_int(&r, 0, 0);
	arena_reset(c->scratch);
	return ok;
}

static struct model *get_current(
    struct publish_cache *c, struct db *db, struct str tenant, enum publish_kind kind, struct str id, struct err *err)
{
	int64_t now = now_ms(), version;
	struct name *x = find_name(c, tenant, kind, id, 0);
	if (x == NULL || now - x->asked_ms >= CURRENT_MS) {
		if (!ask_version(c, db, tenant, kind, id, STR(""), &version, err))
			return NULL;
		struct model *m = get_version(c, db, tenant, kind, id, version, err);
		if (m == NULL)
			return NULL;
		if (x == NULL)
			x = add_name(c, tenant, kind, id, 0, m);
		x->model = m;
		x->asked_ms = now;
	}
	x->used = x->model->used = ++c->clock;
	return x->model;
}

void publish_cache_forget(struct publish_cache *c)
{
	for (size_t i = c->n_names; i > 0; i--)
		if (c->names[i - 1]->version == 0)
			drop_name(c, i - 1);
}

bool publish_current_form(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t *version_r,
    const struct form **form_r, struct err *err)
{
	const struct model *m = get_current(c, db, tenant, PUBLISH_FORM, id, err);
	if (m == NULL)
		return false;
	*version_r = m->version;
	*form_r = m->form;
	return true;
}

bool publish_current_flow(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t *version_r,
    const struct flow **flow_r, struct err *err)
{
	const struct model *m = get_current(c, db, tenant, PUBLISH_FLOW, id, err);
	if (m == NULL)
		return false;
	*version_r = m->version;
	*flow_r = m->flow;
	return true;
}

bool publish_form_version(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t version,
    const struct form **form_r, struct err *err)
{
	const struct model *m = get_version(c, db, tenant, PUBLISH_FORM, id, version, err);
	if (m != NULL)
		*form_r = m->form;
	return m != NULL;
}

bool publish_flow_version(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t version,
    const struct flow **flow_r, struct err *err)
{
	const struct model *m = get_version(c, db, tenant, PUBLISH_FLOW, id, version, err);
	if (m != NULL)
		*flow_r = m->flow;
	return m != NULL;
}

bool publish_decision_version(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t version,
    const struct dmn **decision_r, struct err *err)
{
	const struct model *m = get_version(c, db, tenant, PUBLISH_DECISION, id, version, err);
	if (m != NULL)
		*decision_r = m->decision;
	return m != NULL;
}

bool publish_form_at(struct publish_cache *c, struct db *db, struct str tenant, struct str id, struct str at,
    const struct form **form_r, struct err *err)
{
	int64_t version;
	return ask_version(c, db, tenant, PUBLISH_FORM, id, at, &version, err) &&
	       publish_form_version(c, db, tenant, id, version, form_r, err);
}
