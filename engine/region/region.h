/* SPDX-License-Identifier: EUPL-1.2
 * Who is responsible: (service, region) to exactly one office, or a clear reason why not.
 *
 * A region is an Amtlicher Regionalschlüssel (ARS, Destatis): 2 digits Land, 1 Regierungsbezirk, 2 Kreis, 4
 * Gemeindeverband, 3 Gemeinde. Its prefixes of 2, 3, 5, 9 and 12 digits are regions too, the empty one is the country.
 */
#ifndef OZG_REGION_REGION_H
#define OZG_REGION_REGION_H

#include "base/str.h"

/* An office and what it is responsible for. */
struct region_rule {
	struct str tenant, office;
	struct str service;                  /* Leistungsschlüssel, 14 digits */
	struct str ars;                      /* prefix */
	struct str tenant_name, office_name; /* for people */
};

enum region_kind { REGION_ONE, REGION_NONE, REGION_SEVERAL };

struct region_answer {
	enum region_kind kind;
	const struct region_rule *rules; /* the best ones: one for REGION_ONE, more for REGION_SEVERAL */
	size_t n;
	struct str reason; /* German sentence for the page; empty for REGION_ONE */
};

/* 12 digits. */
bool region_ars_valid(struct str ars);

/* Of the rules for this service those with the longest prefix of ars. Two that are equally long are REGION_SEVERAL,
 * even of one tenant: somebody has to decide that, not we. */
struct region_answer region_find(
    struct arena *a, const struct region_rule *rules, size_t n, struct str service, struct str ars);

#endif
