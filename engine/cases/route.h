/* SPDX-License-Identifier: EUPL-1.2
 * Which office is responsible, and which municipalities a postcode has: the tables behind engine/region. */
#ifndef OZG_CASES_ROUTE_H
#define OZG_CASES_ROUTE_H

#include "db/db.h"
#include "form/form.h"
#include "region/region.h"

/* Loads what could be responsible for (service, ars), whichever tenant it belongs to, and lets region_find decide. */
bool route_find(struct db *db, struct arena *a, struct str service, struct str ars, struct region_answer *out,
    struct err *err) MUST_CHECK;

/* The office of this tenant that takes in what no place leads anywhere; REGION_NONE when the tenant has no office. */
bool route_intake(struct db *db, struct arena *a, struct str tenant, struct str service, struct region_answer *out,
    struct err *err) MUST_CHECK;

/* Municipalities of a postcode, by name. */
bool places_load(struct db *db, struct arena *a, struct str postcode, const struct form_place **list, size_t *n_r,
    struct err *err) MUST_CHECK;

/* The same for forms. Where the database does not answer there is no place, and err says so: what was computed from it
 * must neither be believed nor be stored. */
struct places {
	struct db *db;
	struct err err; /* of the first question that failed; ERR_NONE: none did */
};

/* The world of a form that looks its places up here; *places must live as long. */
struct form_world places_world(struct places *places, struct date today);

#endif
