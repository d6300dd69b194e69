/* SPDX-License-Identifier: EUPL-1.2
 * Which office is responsible, and which municipalities a postcode has: the tables behind engine/region. */
#include "cases/route.h"

bool route_find(
    struct db *db, struct arena *a, struct str service, struct str ars, struct region_answer *out, struct err *err)
{
	struct db_rows r;
	if (!db_recall(db, a, STR(""), DB_ROUTE_FIND, DB_PARAMS(db_text(service), db_text(ars)), &r, err))
		return false;
	struct region_rule *rules = ARENA_ARRAY(a, struct region_rule, r.n);
	for (size_t i = 0; i < r.n; i++)
		rules[i] = (struct region_rule){
			.tenant = db_get(&r, i, 0),
			.office = db_get(&r, i, 1),
			.service = db_get(&r, i, 2),
			.ars = db_get(&r, i, 3),
			.tenant_name = db_get(&r, i, 4),
			.office_name = db_get(&r, i, 5),
		};
	*out = region_find(a, rules, r.n, service, ars);
	return true;
}

bool route_intake(
    struct db *db, struct arena *a, struct str tenant, struct str service, struct region_answer *out, struct err *err)
{
	struct db_rows r;
	if (!db_recall(db, a, tenant, DB_ROUTE_INTAKE, DB_PARAMS(db_text(tenant), db_text(service)), &r, err))
		return false;
	struct region_rule *rule = ARENA_NEW(a, struct region_rule);
	*out = (struct region_answer){ .kind = REGION_NONE, .reason = STR("Diese Kommune hat noch keine Stelle.") };
	if (r.n == 0)
		return true;
	*rule = (struct region_rule){
		.tenant = db_get(&r, 0, 0),
		.office = db_get(&r, 0, 1),
		.service = service,
		.tenant_name = db_get(&r, 0, 2),
		.office_name = db_get(&r, 0, 3),
	};
	*out = (struct region_answer){ .kind = REGION_ONE, .rules = rule, .n = 1 };
	return true;
}

bool places_load(
    struct db *db, struct arena *a, struct str postcode, const struct form_place **list, size_t *n_r, struct err *err)
{
	struct db_rows r;
	if (!db_recall(db, a, STR(""), DB_PLACES_FIND, DB_PARAMS(db_text(postcode)), &r, err))
		return false;
	struct form_place *places = ARENA_ARRAY(a, struct form_place, r.n);
	for (size_t i = 0; i < r.n; i++)
		places[i] = (struct form_place){ .ars = db_get(&r, i, 0), .name = db_get(&r, i, 1) };
	*list = places;
	*n_r = r.n;
	return true;
}

static size_t find(void *places, struct arena *a, struct str postcode, const struct form_place **list)
{
	struct places *p = places;
	struct err err;
	size_t n;
	if (places_load(p->db, a, postcode, list, &n, &err))
		return n;
	if (p->err.kind == ERR_NONE)
		p->err = err;
	return 0;
}

struct form_world places_world(struct places *places, struct date today)
{
	return (struct form_world){ .today = today, .places = find, .places_arg = places };
}
