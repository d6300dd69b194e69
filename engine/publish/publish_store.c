/* SPDX-License-Identifier: EUPL-1.2
 * Draft, versions, rollback: what is written and listed. */
#include "publish/publish_priv.h"

#include "base/json.h"
#include "ledger/ledger.h"

#include <sodium.h>

static const char *const names[] = {
	[PUBLISH_FORM] = "form",
	[PUBLISH_FLOW] = "flow",
	[PUBLISH_DECISION] = "decision",
};

const char *publish_kind_name(enum publish_kind kind)
{
	return names[kind];
}

bool publish_kind_find(struct str name, enum publish_kind *kind_r)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!str_eq_c(name, names[i]))
			continue;
		*kind_r = (enum publish_kind)i;
		return true;
	}
	return false;
}

/* tenant, kind, id: the first parameters of nearly every statement. */
static void key(struct db_param params[3], struct str tenant, enum publish_kind kind, struct str id)
{
	params[0] = db_text(tenant);
	params[1] = db_text(str_c(publish_kind_name(kind)));
	params[2] = db_text(id);
}

/* ---- lists ---- */

static struct publish_entry *find_entry(struct publish_entry *list, size_t n, enum publish_kind kind, struct str id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == kind && str_eq(list[i].id, id))
			return &list[i];
	return NULL;
}

static int by_kind_and_id(const void *a, const void *b)
{
	const struct publish_entry *x = a, *y = b;
	return x->kind != y->kind ? (x->kind > y->kind) - (x->kind < y->kind) : str_cmp(x->id, y->id);
}

bool publish_list(struct db *db, struct arena *a, struct str tenant, bool with_drafts,
    const struct publish_entry **list_r, size_t *n_r, struct err *err)
{
	struct db_rows live, drafts = { 0 };
	struct db_param param = db_text(tenant);
	if (!db_once(db, a, tenant, DB_DEFINITION_LIST, &param, 1, &live, err) ||
	    (with_drafts && !db_once(db, a, tenant, DB_DEFINITION_LIST_DRAFTS, &param, 1, &drafts, err)))
		return false;
	struct publish_entry *list = ARENA_ARRAY(a, struct publish_entry, live.n + drafts.n);
	size_t n = 0;
	for (; n < live.n; n++) {
		struct publish_entry *e = &list[n];
		publish_kind_find(db_get(&live, n, 0), &e->kind);
		e->id = db_get(&live, n, 1);
		e->version = db_get_int(&live, n, 2);
		e->own = db_get_bool(&live, n, 3);
		e->published_at = db_get(&live, n, 4);
		e->published_by = db_get(&live, n, 5);
	}
	for (size_t i = 0; i < drafts.n; i++) {
		enum publish_kind kind = PUBLISH_FORM;
		publish_kind_find(db_get(&drafts, i, 0), &kind);
		struct publish_entry *e = find_entry(list, n, kind, db_get(&drafts, i, 1));
		if (e == NULL) {
			e = &list[n++];
			*e = (struct publish_entry){ .kind = kind, .id = db_get(&drafts, i, 1), .own = true };
		}
		e->has_draft = true;
		e->draft_at = db_get(&drafts, i, 2);
		e->draft_by = db_get(&drafts, i, 3);
	}
	if (n > 0)
		qsort(list, n, sizeof *list, by_kind_and_id);
	*list_r = list;
	*n_r = n;
	return true;
}

bool publish_versions(struct db *db, struct arena *a, struct str tenant, enum publish_kind kind, struct str id,
    const struct publish_version **list_r, size_t *n_r, struct err *err)
{
	struct db_param params[3];
	struct db_rows r;
	key(params, tenant, kind, id);
	if (!db_once(db, a, tenant, DB_DEFINITION_VERSIONS, params, 3, &r, err))
		return false;
	struct publish_version *list = ARENA_ARRAY(a, struct publish_version, r.n);
	for (size_t i = 0; i < r.n; i++)
		list[i] = (struct publish_version){ .version = db_get_int(&r, i, 0),
			.own = db_get_bool(&r, i, 1),
			.published_at = db_get(&r, i, 2),
			.published_by = db_get(&r, i, 3),
			.sha256 = db_get(&r, i, 4) };
	*list_r = list;
	*n_r = r.n;
	return true;
}

bool publish_source(struct db *db, struct arena *a, struct str tenant, enum publish_kind kind, struct str id,
    int64_t version, struct str *source_r, struct err *err)
{
	struct db_param params[4];
	struct db_rows r;
	key(params, tenant, kind, id);
	params[3] = db_int(a, version);
	if (!db_once(db, a, tenant, version == 0 ? DB_DEFINITION_DRAFT_SOURCE : DB_DEFINITION_SOURCE, params,
	        version == 0 ? 3 : 4, &r, err))
		return false;
	if (r.n == 0 && version == 0)
		return err_set(err, ERR_NOTFOUND, "Von „%.*s“ gibt es keinen Entwurf.", STR_ARG(id));
	if (r.n == 0)
		return err_set(err, ERR_NOTFOUND, "Von „%.*s“ gibt es keine Version %lld.", STR_ARG(id), (long long)version);
	*source_r = db_get(&r, 0, 0);
	return true;
}

/* ---- steps ---- */

bool publish_upload(const struct publish_desk *desk, struct arena *a, struct str source, bool replace,
    struct publish_checked *out, struct diags *d, struct err *err)
{
	if (!publish_check(desk, a, source, out, d, err))
		return false;
	struct db_param params[6];
	struct db_rows r;
	key(params, desk->tenant, out->kind, out->id);
	params[3] = db_text(source);
	params[4] = db_text(desk->actor);
	params[5] = db_bool(replace);
	if (!db_once(desk->db, a, desk->tenant, DB_DEFINITION_DRAFT_PUT, params, 6, &r, err))
		return false;
	return r.n > 0 ||
	       err_set(err, ERR_CONFLICT, "Von „%.*s“ gibt es schon einen Entwurf, den jemand anderes hochgeladen hat.",
	           STR_ARG(out->id));
}

struct str publish_fingerprint(struct arena *a, struct str source)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(hash, (const unsigned char *)source.p, source.n);
	char *hex = arena_alloc(a, 2 * sizeof hash + 1);
	sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
	return (struct str){ hex, 2 * sizeof hash };
}

struct release {
	const struct publish_desk *desk;
	struct arena *arena;
	enum publish_kind kind;
	struct str id, source;
	bool is_draft;
	const struct publish_seen *seen; /* or NULL */
	struct str uses;                 /* JSON list of what a workflow is bound to */
	const struct flow *flow;         /* NULL: of another kind */
	int64_t version;
};

/* The text is no secret and stays for ever: its plain hash commits to it without salt. */
static bool add_to_ledger(struct db_tx *tx, const struct release *x, struct str sha256, struct err *err)
{
	const struct ledger_entry e = {
		.actor = x->desk->actor,
		.action = STR("definition.publish"),
		.object = str_fmt(x->arena, "%s/%.*s", publish_kind_name(x->kind), STR_ARG(x->id)),
		.revision = x->version,
		.commitment = sha256,
	};
	return ledger_add(tx, x->arena, x->desk->tenant, &e, err);
}

static bool conflict(struct err *err)
{
	return err_set(err, ERR_CONFLICT,
	    "Inzwischen hat jemand anderes diesen Entwurf ersetzt oder etwas veröffentlicht. Sehen Sie sich den neuen "
	    "Stand an.");
}

/* Is the version that is current now the one that was seen? */
static bool still_current(struct db_tx *tx, const struct release *x, const struct db_param key[3], struct err *err)
{
	struct db_rows r;
	if (x->seen == NULL)
		return true;
	if (!db_exec(tx, DB_DEFINITION_CURRENT, key, 3, &r, err))
		return false;
	return (r.n == 0 ? 0 : db_get_int(&r, 0, 0)) == x->seen->current || conflict(err);
}

/* The row of before for the same timer; it goes on as it stands. */
static bool known_timer(const struct db_rows *before, const struct flow_effect *e, size_t *row)
{
	for (*row = 0; *row < before->n; ++*row)
		if (str_eq(db_get(before, *row, 0), e->element) && str_eq(db_get(before, *row, 1), e->text))
			return true;
	return false;
}

/* What begins cases of this version without an application; that of older ones begins none any more. */
static bool set_starts(struct db_tx *tx, const struct release *x, struct err *err)
{
	static const char *const kinds[] = {
		[FLOW_WAIT_OPEN] = "message", [FLOW_JOB_OPEN] = "timer", [FLOW_BROADCAST] = "signal"
	};
	const struct flow_effect *list;
	const struct db_param tenant = db_text(x->desk->tenant), id = db_text(x->id);
	struct db_rows r, before;
	size_t n = flow_starts(x->arena, x->flow, &list), row;
	if (!db_exec(tx, DB_START_CLEAR, DB_PARAMS(tenant, id), &before, err) ||
	    !db_exec(tx, DB_START_NOW, NULL, 0, &r, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		int64_t now = db_get_int(&r, 0, 0), due = now, fired = 0;
		bool timer = list[i].kind == FLOW_JOB_OPEN;
		if (list[i].kind == FLOW_PASSED)
			continue;
		if (timer && known_timer(&before, &list[i], &row)) {
			due = db_get_int(&before, row, 2);
			fired = db_get_int(&before, row, 3);
		} else if (timer && !flow_start_due(x->flow, list[i].element, 0, 0, now, &due))
			due = 0;
		if (!db_exec(tx, DB_START_PUT,
		        DB_PARAMS(tenant, id, db_text(list[i].element), db_int(x->arena, x->version),
		            db_text(str_c(kinds[list[i].kind])), db_text(list[i].text), db_text(list[i].office),
		            db_int(x->arena, due), db_int(x->arena, fired)),
		        NULL, err))
			return false;
	}
	return true;
}

static bool release_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct release *x = arg;
	struct db_param params[5];
	struct db_rows r;
	key(params, x->desk->tenant, x->kind, x->id);
	params[3] = db_text(x->source);
	params[4] = db_text(x->desk->actor);
	if (!db_exec(tx, DB_DEFINITION_LOCK, params + 1, 2, NULL, err) || !still_current(tx, x, params, err))
		return false;
	if (x->is_draft) {
		if (!db_exec(tx, DB_DEFINITION_DRAFT_DELETE, params, 4, &r, err))
			return false;
		if (r.n == 0)
			return conflict(err);
	}
	const struct db_param actor = params[4];
	params[4] = db_text(x->uses);
	if (!db_exec(tx, DB_DEFINITION_SAME, params, 5, &r, err))
		return false;
	params[4] = actor;
	bool is_new = r.n == 0;
	if (is_new && !db_exec(tx, DB_DEFINITION_PUBLISH, params, 5, &r, err))
		return false;
	x->version = db_get_int(&r, 0, 0);
	if (!is_new)
		return true;
	return add_to_ledger(tx, x, db_get_bytes(x->arena, &r, 0, 1), err) && (x->flow == NULL || set_starts(tx, x, err));
}

static void add_uses(json_t *list, enum publish_kind kind, const struct str *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_pack("[s, s%]", publish_kind_name(kind), ids[i].p, ids[i].n));
}

/* What the workflow is bound to. */
static struct str uses(struct arena *a, const struct flow *flow)
{
	const struct str *decisions = NULL, *called = NULL;
	json_t *list = json_keep(a, json_array());
	if (flow != NULL) {
		size_t n_decisions = flow_decisions(a, flow, &decisions), n_called = flow_called(flow, &called);
		add_uses(list, PUBLISH_DECISION, decisions, n_decisions);
		add_uses(list, PUBLISH_FLOW, called, n_called);
	}
	return json_text(a, list, JSON_COMPACT);
}

static bool release(struct release *x, struct arena *a, int64_t *version_r, struct diags *d, struct err *err)
{
	struct publish_checked checked;
	if (!publish_check(x->desk, a, x->source, &checked, d, err))
		return false;
	if (checked.kind != x->kind || !str_eq(checked.id, x->id))
		return err_set(err, ERR_BUG, "Der gespeicherte Text von „%.*s“ beschreibt etwas anderes.", STR_ARG(x->id));
	x->uses = uses(a, checked.flow);
	x->flow = checked.flow;
	if (!db_run(x->desk->db, a, x->desk->tenant, release_tx, x, err))
		return false;
	publish_cache_forget(x->desk->cache);
	*version_r = x->version;
	return true;
}

bool publish_release(const struct publish_desk *desk, struct arena *a, enum publish_kind kind, struct str id,
    const struct publish_seen *seen, int64_t *version_r, struct diags *d, struct err *err)
{
	struct release x = { .desk = desk, .arena = a, .kind = kind, .id = id, .is_draft = true, .seen = seen };
	if (!publish_source(desk->db, a, desk->tenant, kind, id, 0, &x.source, err))
		return seen != NULL && err->kind == ERR_NOTFOUND ? conflict(err) : false;
	if (seen != NULL && !str_eq(publish_fingerprint(a, x.source), seen->draft))
		return conflict(err);
	return release(&x, a, version_r, d, err);
}

bool publish_rollback(const struct publish_desk *desk, struct arena *a, enum publish_kind kind, struct str id,
    int64_t version, const struct publish_seen *seen, int64_t *version_r, struct diags *d, struct err *err)
{
	struct release x = { .desk = desk, .arena = a, .kind = kind, .id = id, .seen = seen };
	if (version < 1)
		return err_set(err, ERR_NOTFOUND, "Versionen werden ab 1 gezählt.");
	return publish_source(desk->db, a, desk->tenant, kind, id, version, &x.source, err) &&
	       release(&x, a, version_r, d, err);
}
