/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl message send|show: messages and signals to cases, from outside. */
#include "base/json.h"
#include "bin/ctl.h"
#include "cases/inbox.h"

#include <sys/random.h>

/* ---- saying where it is ---- */

static void print_status(struct str id, const struct inbox_status *s)
{
	const char *again = s->again ? "schon früher angekommen, " : "";
	switch (s->place) {
	case INBOX_WAITING:
		printf("%.*s\t%swartet\tNiemand wartet darauf. Sie wird bis %.*s aufgehoben.\n", STR_ARG(id), again,
		    STR_ARG(s->until));
		break;
	case INBOX_DELIVERED:
		printf("%.*s\t%szugestellt\t%.*s\n", STR_ARG(id), again, STR_ARG(s->number));
		break;
	case INBOX_HELD:
		printf("%.*s\t%sStörung\t%.*s\n", STR_ARG(id), again, STR_ARG(s->reason));
		break;
	case INBOX_EXPIRED:
		printf("%.*s\t%sabgelaufen\tNiemand hat bis %.*s darauf gewartet.\n", STR_ARG(id), again, STR_ARG(s->until));
		break;
	}
}

enum ctl_exit ctl_message_show(const struct ctl *c)
{
	struct db *db = ctl_db(c, ctl_conf(c).db_worker, "db_worker");
	struct inbox_status s;
	struct err err;
	if (!inbox_find(db, c->arena, str_c(c->args[0]), str_c(c->args[1]), &s, &err))
		return ctl_fail(&err);
	print_status(str_c(c->args[1]), &s);
	return CTL_OK;
}

/* ---- sending ---- */

/* Without an id every call is a new message. */
static struct str some_id(struct arena *a)
{
	unsigned char bytes[16];
	struct buf b = buf_new(a);
	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		abort();
	for (size_t i = 0; i < sizeof bytes; i++)
		buf_add_fmt(&b, "%02x", bytes[i]);
	return buf_str(&b);
}

/* What --vars names: a JSON file, its text. */
static bool read_vars(const struct ctl *c, struct str *out)
{
	const char *path = ctl_option(c, "vars");
	*out = STR("{}");
	if (path == NULL)
		return true;
	struct diags d = diags_new(c->arena, str_c(path));
	const json_t *json = ctl_json(c, path, &d);
	if (json == NULL)
		return ctl_print_diags(c, &d, 1) == CTL_OK;
	*out = json_text(c->arena, json, JSON_COMPACT | JSON_ENCODE_ANY);
	return true;
}

static const char *option(const struct ctl *c, const char *name, const char *otherwise)
{
	const char *value = ctl_option(c, name);
	return value == NULL ? otherwise : value;
}

enum ctl_exit ctl_message_send(const struct ctl *c)
{
	struct inbox_message m = {
		.tenant = str_c(c->args[0]),
		.name = str_c(c->args[1]),
		.id = str_c(option(c, "id", "")),
		.key = str_c(option(c, "key", "")),
		.to = str_c(option(c, "case", "")),
		.signal = ctl_option(c, "signal") != NULL,
		.days = INBOX_DAYS,
	};
	struct inbox_status s;
	struct err err;
	int64_t days;
	bool found = true;
	if (m.id.n == 0 && ctl_option(c, "id") == NULL)
		m.id = some_id(c->arena);
	if (ctl_option(c, "days") != NULL) {
		m.days = str_to_i64(str_c(ctl_option(c, "days")), &days) && days > 0 && days <= INBOX_DAYS_MAX ? (int)days : 0;
	}
	if (!read_vars(c, &m.vars))
		return CTL_INPUT;
	struct db *db = ctl_db(c, ctl_conf(c).db_worker, "db_worker");
	struct due due = { .db = db };
	due.flow = ctl_flows(c, &due.flow_arg);
	if (!inbox_put(db, c->arena, &m, &s, &err))
		return ctl_fail(&err);
	bool again = s.again;
	if (!inbox_deliver(&due, c->arena, m.tenant, m.id, &found, &err) ||
	    !inbox_find(db, c->arena, m.tenant, m.id, &s, &err))
		return ctl_fail(&err);
	s.again = again;
	print_status(m.id, &s);
	return CTL_OK;
}
