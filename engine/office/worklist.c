/* SPDX-License-Identifier: EUPL-1.2
 * The queue of a caseworker, by keyset: a page says where the next one begins. */
#include "office/worklist.h"

enum { MAX_PAGE = 200 };

/* Where a page begins: behind this key. Written "priority~due~opened~number~token". */
struct cursor {
	struct str priority, due, opened, number, token;
};

static bool cursor_read(struct str after, struct cursor *c, struct err *err)
{
	int64_t token, priority;
	*c = (struct cursor){ STR("0"), STR("-infinity"), STR("-infinity"), STR(""), STR("0") };
	if (after.n == 0)
		return true;
	if (str_next(&after, '~', &c->priority) && str_next(&after, '~', &c->due) && str_next(&after, '~', &c->opened) &&
	    str_next(&after, '~', &c->number) && str_next(&after, '~', &c->token) && after.n == 0 &&
	    str_to_i64(c->token, &token) && str_to_i64(c->priority, &priority))
		return true;
	return err_set(err, ERR_INPUT, "Diese Seite der Liste gibt es nicht. Beginnen Sie bitte wieder am Anfang.");
}

bool worklist_load(struct db *db, struct arena *a, struct str tenant, const struct case_actor *actor,
    enum worklist_view view, struct str after, size_t max, struct worklist *out, struct err *err)
{
	static const char *const views[] = {
		[WORKLIST_ALL] = "all", [WORKLIST_MINE] = "mine", [WORKLIST_FREE] = "free", [WORKLIST_OVERDUE] = "overdue"
	};
	struct cursor c;
	struct db_rows r;
	max = max < 1 ? 1 : max > MAX_PAGE ? MAX_PAGE : max;
	if (!cursor_read(after, &c, err) ||
	    !db_once(db, a, tenant, DB_WORKLIST_PAGE,
	        DB_PARAMS(db_text(tenant), db_text(actor->login), db_text(str_c(views[view])), db_text(c.priority),
	            db_text(c.due), db_text(c.opened), db_text(c.number), db_text(c.token), db_int(a, (int64_t)max + 1)),
	        &r, err))
		return false;
	size_t n = r.n > max ? max : r.n;
	struct worklist_task *tasks = ARENA_ARRAY(a, struct worklist_task, n);
	for (size_t i = 0; i < n; i++)
		tasks[i] = (struct worklist_task){
			.number = db_get(&r, i, 0),
			.token = db_get_int(&r, i, 1),
			.name = db_get(&r, i, 2),
			.form = db_get(&r, i, 3),
			.form_version = db_get_int(&r, i, 4),
			.status = db_get(&r, i, 5),
			.office = db_get(&r, i, 6),
			.office_name = db_get(&r, i, 7),
			.assignee = db_get(&r, i, 8),
			.assignee_name = db_get(&r, i, 9),
			.opened_at = db_get(&r, i, 10),
			.sent_at = db_get(&r, i, 11),
			.barred = db_get_bool(&r, i, 14),
			.priority = (int)db_get_int(&r, i, 15),
			.due = db_get(&r, i, 16),
			.overdue = db_get_bool(&r, i, 17),
		};
	*out = (struct worklist){ .tasks = tasks, .n = n };
	if (r.n > max)
		out->next = str_fmt(a, "%d~%.*s~%.*s~%.*s~%lld", tasks[n - 1].priority, STR_ARG(db_get(&r, n - 1, 12)),
		    STR_ARG(db_get(&r, n - 1, 13)), STR_ARG(tasks[n - 1].number), (long long)tasks[n - 1].token);
	return true;
}

bool worklist_count(struct db *db, struct arena *a, struct str tenant, const struct case_actor *actor,
    struct worklist_counts *out, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, tenant, DB_WORKLIST_COUNTS, DB_PARAMS(db_text(tenant), db_text(actor->login)), &r, err))
		return false;
	*out = (struct worklist_counts){ .all = db_get_int(&r, 0, 0),
		.mine = db_get_int(&r, 0, 1),
		.free = db_get_int(&r, 0, 2),
		.overdue = db_get_int(&r, 0, 3) };
	return true;
}
