/* SPDX-License-Identifier: EUPL-1.2
 * Variables of the other engine have no types: what they are compared with says what they are. */
#include "flow/import/import_int.h"

struct import_var *import_var(struct import *m, struct str name)
{
	for (size_t i = 0; i < m->n_vars; i++)
		if (str_eq(m->vars[i].name, name))
			return &m->vars[i];
	if (m->n_vars == m->cap_vars) {
		size_t cap = m->cap_vars == 0 ? 32 : m->cap_vars * 2;
		m->vars = arena_grow(m->arena, m->vars, m->cap_vars * sizeof *m->vars, cap * sizeof *m->vars);
		m->cap_vars = cap;
	}
	m->vars[m->n_vars] = (struct import_var){ .name = str_dup(m->arena, name) };
	return &m->vars[m->n_vars++];
}

void import_var_type(struct import *m, struct str name, enum xpath_type type, struct pos pos)
{
	struct import_var *v = import_var(m, name);
	if (type == XPATH_EMPTY || v->type == type)
		return;
	if (v->type == XPATH_EMPTY)
		v->type = type;
	else
		diag_warning(m->diags, pos, "variable-type",
		    "Die Variable „%.*s“ wird einmal als Text, Zahl oder Wahrheitswert und hier anders verwendet. Entscheiden "
		    "Sie "
		    "sich für einen Typ.",
		    STR_ARG(name));
}
