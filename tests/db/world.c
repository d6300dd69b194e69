/* SPDX-License-Identifier: EUPL-1.2
 * A small world to act in. */
#include "world.h"

#include "base/file.h"
#include "cases/draft.h"

const struct case_actor world_anna = { STR_INIT("anna.ochsenfurt"), STR_INIT("Anna Albrecht") };
const struct case_actor world_bernd = { STR_INIT("bernd.ochsenfurt"), STR_INIT("Bernd Böhm") };
const struct case_actor world_karla = { STR_INIT("karla.ochsenfurt"), STR_INIT("Karla Kern") };
const struct case_actor world_fritz = { STR_INIT("fritz.ochsenfurt"), STR_INIT("Fritz Fort") };
const struct case_actor world_foreign = { STR_INIT("anna.marktbreit"), STR_INIT("Anna Maurer") };

void world_reset(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct str sql;
	if (!file_read(a, str_fmt(a, "%s/tests/db/world.sql", getenv("TOP_SRCDIR")).p, 1 << 20, &sql, &err))
		fail_msg("%s", err.text);
	cluster_sql(a, "SET client_min_messages = warning; ALTER TABLE ledger DISABLE TRIGGER refuse; TRUNCATE tenant, "
	               "place, ledger, ledger_head, outbox, instance,"
	               "task, event, wait, inbox, incident, migration CASCADE; ALTER TABLE ledger ENABLE TRIGGER refuse");
	cluster_sql(a, str_cdup(a, sql));
	arena_free(&a);
}

int world_setup(void **state)
{
	cluster_setup(state);
	world_reset();
	return 0;
}

void world_draft(struct db *db, const char *secret)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct draft d = { STR("hundesteuer-anmeldung"), 1, json_object(), 0 };
	if (!draft_save(db, a, STR("ochsenfurt"), str_c(secret), &d, &err))
		fail_msg("%s", err.text);
	json_decref(d.answers);
	arena_free(&a);
}

bool world_send(struct db *db, struct arena *a, const char *secret, const char *answers, struct submission_receipt *out,
    struct err *err)
{
	const struct submission_row row = {
		.tenant = STR("ochsenfurt"),
		.secret = str_c(secret),
		.rev = 1,
		.form = STR("hundesteuer-anmeldung"),
		.form_version = 1,
		.answers = str_c(answers),
		.service = STR("99102013000000"),
		.ars = STR("096790170170"),
		.office = STR("steueramt"),
		.flow = STR("hundesteuer"),
		.flow_version = 1,
	};
	const struct effects e = {
		.state = STR("{\"t\":[1,2]}"),
		.vars = STR("{\"steuer\":\"60.00\"}"),
		.status = STR("In Prüfung"),
		.tasks = STR("[{\"token\":1,\"element\":\"Task_Pruefen\",\"name\":\"Angaben "
		             "prüfen\",\"priority\":5,\"form\":\"pruefung\","
		             "\"office\":\"\",\"not_by\":[]},"
		             "{\"token\":2,\"element\":\"Task_Entscheiden\",\"name\":\"Entscheiden\",\"priority\":5,\"form\":"
		             "\"entscheidung\","
		             "\"office\":\"steueramt\",\"not_by\":[\"Task_Pruefen\"]}]"),
		.events = STR("[{\"kind\":\"status\",\"element\":\"E\",\"token\":1,\"text\":\"In Prüfung\"},"
		              "{\"kind\":\"opened\",\"element\":\"Task_Pruefen\",\"token\":1,\"text\":\"Angaben prüfen\"}]"),
		.messages = STR("[{\"kind\":\"notify\",\"payload\":{\"template\":\"eingang\"}}]"),
		.waits = STR("[]"),
		.sends = STR("[]"),
	};
	return submission_store(db, a, &row, &e, out, err);
}

struct str world_case(struct arena *a)
{
	struct db *db = cluster_open("citizen");
	struct submission_receipt r = { 0 };
	struct err err = { 0 };
	const char *secret = str_fmt(a, "secret of %p %zu", (void *)db, arena_used(a)).p;
	world_draft(db, secret);
	if (!world_send(db, a, secret, "{}", &r, &err))
		fail_msg("%s", err.text);
	db_close(&db);
	return str_dup(a, r.number);
}

struct effects world_step(struct arena *a, int64_t token)
{
	int64_t *closes = ARENA_ARRAY(a, int64_t, 1);
	closes[0] = token;
	return (struct effects){
		.state = STR("{\"t\":[]}"),
		.vars = STR("{}"),
		.tasks = STR("[]"),
		.events = STR("[]"),
		.waits = STR("[]"),
		.messages = STR("[]"),
		.sends = STR("[]"),
		.closes = closes,
		.n_closes = 1,
	};
}
