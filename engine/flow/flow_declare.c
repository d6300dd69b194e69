/* SPDX-License-Identifier: EUPL-1.2
 * What a workflow says in our namespace: attributes, and the variables it declares. */
#include "flow/flow_raw.h"

void flow_raw_check_attrs(const struct raw_flow *f, const struct xml_node *x, const char *const *known)
{
	for (size_t i = 0; i < x->n_attrs; i++) {
		if (!str_eq_c(x->attrs[i].ns, FLOW_OZG_NS))
			continue;
		struct buf list = buf_new(f->arena);
		bool found = false;
		for (size_t k = 0; known != NULL && known[k] != NULL; k++) {
			found |= str_eq_c(x->attrs[i].name, known[k]);
			buf_add_fmt(&list, "%sozg:%s", k == 0 ? "" : ", ", known[k]);
		}
		if (!found)
			diag_error(f->diags, x->attrs[i].pos, "unknown-attribute",
			    "<%.*s> kennt das Attribut ozg:%.*s nicht. Möglich: %.*s.", STR_ARG(x->name), STR_ARG(x->attrs[i].name),
			    STR_ARG(list.n == 0 ? STR("keines") : buf_str(&list)));
	}
}

/* A name as expressions write it behind the $, or several with slashes between them. */
static bool is_path(struct str path, bool slashes)
{
	bool first = true;
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
		bool inner = (c >= '0' && c <= '9') || c == '-' || c == '.';
		bool slash = slashes && c == '/';
		if (!letter && (first || (!inner && !slash)))
			return false;
		first = slash;
	}
	return !first;
}

bool flow_raw_is_name(struct str name)
{
	return is_path(name, false);
}

static void read_var(struct raw_flow *f, const struct xml_node *x, struct raw_node *process)
{
	struct flow_var var = { .name = flow_raw_trimmed(x, "name"), .from = flow_raw_trimmed(x, "from") };
	if (!flow_raw_is_name(var.name)) {
		diag_error(f->diags, x->pos, "variable-name",
		    "Eine Variable (ozg:variable) braucht einen Namen (name) aus Buchstaben, Ziffern, Strich und Punkt, "
		    "beginnend mit einem Buchstaben.");
		return;
	}
	if (var.from.n > 0 && !is_path(var.from, true))
		diag_error(f->diags, x->pos, "variable-from",
		    "Die Variable „%.*s“ kommt aus „%.*s“: das ist kein Pfad zu einer Antwort. Schreiben Sie zum Beispiel "
		    "from=\"halter/name\".",
		    STR_ARG(var.name), STR_ARG(var.from));
	if (flow_var_index(f->vars + process->first_var, process->n_vars, var.name) < process->n_vars)
		diag_error(f->diags, x->pos, "duplicate-variable",
		    "Die Variable „%.*s“ ist schon vereinbart. Löschen Sie eine der beiden Zeilen.", STR_ARG(var.name));
	if (!flow_type(flow_raw_trimmed(x, "type"), &var.type))
		diag_error(f->diags, x->pos, "variable-type",
		    "Die Variable „%.*s“ hat keinen bekannten Typ (type). Möglich: text, code, boolean, decimal, date.",
		    STR_ARG(var.name));
	struct str many = flow_raw_trimmed(x, "many");
	var.many = str_eq_c(many, "true");
	if (many.n > 0 && !var.many && !str_eq_c(many, "false"))
		diag_error(f->diags, xml_attr(x, "many")->pos, "variable-many",
		    "Die Variable „%.*s“: many ist true (eine Liste) oder false.", STR_ARG(var.name));
	if (var.many && !(f->can & FLOW_CAN_LISTS))
		diag_error(f->diags, xml_attr(x, "many")->pos, "not-available",
		    "Die Variable „%.*s“: Listen sind in dieser Anlage noch nicht eingeschaltet. Löschen Sie many.",
		    STR_ARG(var.name));
	if (f->n_vars == f->cap_vars) {
		size_t cap = f->cap_vars * 2;
		f->vars = arena_grow(f->arena, f->vars, f->cap_vars * sizeof var, cap * sizeof var);
		f->cap_vars = cap;
	}
	f->vars[f->n_vars++] = var;
	process->n_vars++;
}

static bool is_among(const char *const *list, struct str name)
{
	for (size_t i = 0; list != NULL && list[i] != NULL; i++)
		if (str_eq_c(name, list[i]))
			return true;
	return false;
}

size_t flow_raw_var(const struct raw_flow *f, const struct raw_node *n, struct str name)
{
	while (n->parent != NULL)
		n = n->parent;
	size_t i = flow_var_index(f->vars + n->first_var, n->n_vars, name);
	return i == n->n_vars ? f->n_vars : n->first_var + i;
}

void flow_raw_extensions(
    struct raw_flow *f, const struct xml_node *owner, struct raw_node *process, const char *const *known)
{
	const struct xml_node *ext = xml_child(owner, FLOW_BPMN_NS, "extensionElements");
	for (const struct xml_node *x = ext == NULL ? NULL : ext->first; x != NULL; x = x->next) {
		if (process != NULL && xml_is(x, FLOW_OZG_NS, "variable"))
			read_var(f, x, process);
		else if (str_eq_c(x->ns, FLOW_OZG_NS) && !is_among(known, x->name))
			diag_error(f->diags, x->pos, "unknown-element", "<ozg:%.*s> ist hier nicht vorgesehen. %s",
			    STR_ARG(x->name), process != NULL ? "Möglich: <ozg:variable>." : "Löschen Sie das Element.");
	}
}
