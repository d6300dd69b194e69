/* SPDX-License-Identifier: EUPL-1.2
 * Variables of the other engine have no types: what they are compared with says what they are. */
#include "flow/import/import_int.h"

struct import_var *import_var_of(struct import *m, const struct xml_node *process, struct str name)
{
	for (size_t i = 0; i < m->n_vars; i++)
		if (m->vars[i].process == process && str_eq(m->vars[i].name, name))
			return &m->vars[i];
	if (m->n_vars == m->cap_vars) {
		size_t cap = m->cap_vars == 0 ? 32 : m->cap_vars * 2;
		m->vars = arena_grow(m->arena, m->vars, m->cap_vars * sizeof *m->vars, cap * sizeof *m->vars);
		m->cap_vars = cap;
	}
	m->vars[m->n_vars] = (struct import_var){ .process = process, .name = str_dup(m->arena, name) };
	return &m->vars[m->n_vars++];
}

struct import_var *import_var(struct import *m, struct str name)
{
	return import_var_of(m, m->process, name);
}

void import_var_pair(struct import *m, const struct import_var *a, const struct import_var *b)
{
	if (m->n_pairs == m->cap_pairs) {
		size_t cap = m->cap_pairs == 0 ? 16 : m->cap_pairs * 2;
		m->pairs = arena_grow(m->arena, m->pairs, m->cap_pairs * sizeof *m->pairs, cap * sizeof *m->pairs);
		m->cap_pairs = cap;
	}
	m->pairs[m->n_pairs++] = (struct import_pair){ (size_t)(a - m->vars), (size_t)(b - m->vars) };
}

void import_var_match(struct import *m)
{
	bool more = true;
	while (more) {
		more = false;
		for (size_t i = 0; i < m->n_pairs; i++) {
			struct import_var *a = &m->vars[m->pairs[i].a], *b = &m->vars[m->pairs[i].b];
			bool type = (a->type == XPATH_EMPTY) != (b->type == XPATH_EMPTY), many = a->many != b->many;
			if (type)
				a->type = b->type = a->type == XPATH_EMPTY ? b->type : a->type;
			if (many)
				a->many = b->many = true;
			more |= type || many;
		}
	}
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
