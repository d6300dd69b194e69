/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl region find|import */
#include "base/file.h"
#include "base/utf8.h"
#include "bin/ctl.h"
#include "cases/route.h"

enum { TABLE_BYTES_MAX = 16 << 20 };

enum ctl_exit ctl_region_find(const struct ctl *c)
{
	struct str service = str_c(ctl_option(c, "service")), ars = str_c(ctl_option(c, "ars"));
	struct region_answer answer;
	struct err err;
	if (service.n == 0 || !region_ars_valid(ars)) {
		fputs("ozgctl: Bitte geben Sie --service (Leistungsschlüssel) und --ars (zwölf Ziffern) an.\n", stderr);
		return CTL_USAGE;
	}
	struct db *db = ctl_db(c, ctl_conf(c).db_citizen, "db_citizen");
	if (!route_find(db, c->arena, service, ars, &answer, &err))
		return ctl_fail(&err);
	for (size_t i = 0; i < answer.n; i++)
		printf("%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(answer.rules[i].tenant), STR_ARG(answer.rules[i].office),
		    STR_ARG(answer.rules[i].ars), STR_ARG(answer.rules[i].office_name));
	if (answer.kind == REGION_ONE)
		return CTL_OK;
	fprintf(stderr, "ozgctl: %.*s\n", STR_ARG(answer.reason));
	return CTL_INPUT;
}

/* Lines of postcode, ARS and name between tabs; what stands behind a third tab is ignored, as are empty lines. */
static size_t read_places(struct str rest, struct str *columns[3], struct diags *d)
{
	struct str line, piece;
	size_t n = 0;
	for (unsigned number = 1; str_next(&rest, '\n', &line); number++) {
		struct str fields[3] = { 0 }, left = str_trim(line);
		size_t k = 0;
		if (left.n == 0)
			continue;
		while (k < 3 && str_next(&left, '\t', &piece))
			fields[k++] = str_trim(piece);
		int64_t postcode;
		if (k < 3 || fields[0].n != 5 || !str_to_i64(fields[0], &postcode) || !region_ars_valid(fields[1]) ||
		    fields[2].n == 0 || !utf8_valid(line)) {
			diag_error(d, (struct pos){ number, 1 }, "place",
			    "Erwartet werden Postleitzahl, Regionalschlüssel (zwölf Ziffern) und Name, durch Tabulatoren "
			    "getrennt.");
			continue;
		}
		for (k = 0; k < 3; k++)
			columns[k][n] = fields[k];
		n++;
	}
	return n;
}

enum ctl_exit ctl_region_import(const struct ctl *c)
{
	struct diags d = diags_new(c->arena, str_c(c->args[0]));
	struct str source, *columns[3];
	struct err err;
	if (!file_read(c->arena, c->args[0], TABLE_BYTES_MAX, &source, &err))
		return ctl_fail(&err);
	size_t lines = 1;
	for (size_t i = 0; i < source.n; i++)
		lines += source.p[i] == '\n';
	for (size_t k = 0; k < 3; k++)
		columns[k] = ARENA_ARRAY(c->arena, struct str, lines);
	size_t n = read_places(source, columns, &d);
	if (d.n_errors > 0)
		return ctl_print_diags(c, &d, 1);
	struct db *db = ctl_db(c, ctl_conf(c).db_owner, "db_owner");
	if (!db_once(db, c->arena, STR(""), DB_PLACES_PUT,
	        DB_PARAMS(db_texts(c->arena, columns[0], n), db_texts(c->arena, columns[1], n),
	            db_texts(c->arena, columns[2], n)),
	        NULL, &err))
		return ctl_fail(&err);
	printf("%zu Orte\n", n);
	return CTL_OK;
}
