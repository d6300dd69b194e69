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

/* Municipalities of a postcode, by name. */
bool places_load(struct db *db, struct arena *a, struct str postcode, const struct form_place **list, size_t *n_r,
    struct err *err) MUST_CHECK;

/* The same for struct form_world: places = places_find, places_arg = the struct db. An unreachable database looks like
 * an unknown postcode; the save that follows reports it. */
size_t places_find(void *db, struct arena *a, struct str postcode, const struct form_place **list);

#endif
