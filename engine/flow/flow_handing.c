/* SPDX-License-Identifier: EUPL-1.2
 * Values handed to somewhere else: <ozg:NAME variable="there" value="expression here"/> in the extensionElements of a
 * node. A list goes as a whole, as value="$list". */
#include "base/json.h"
#include "flow/flow_raw.h"

/* "$name" of a list: its slot; else n_vars. */
static size_t list_of(const struct raw_flow *f, const struct raw_node *here, struct str value)
{
	struct str text = str_trim(value);
	size_t slot = text.n > 1 && text.p[0] == '$' ? flow_raw_var(f, here, str_sub(text, 1, text.n)) : f->n_vars;
	return slot < f->n_vars && f->vars[slot].many ? slot : f->n_vars;
}

static void read_one(const struct raw_flow *f, const struct raw_node *n, struct raw_node *here,
    const struct xml_node *x, struct flow_handing *h)
{
	const struct xml_attr *value = xml_attr(x, "value");
	*h = (struct flow_handing){ .name = str_trim(xml_attr_value(x, "variable")), .copy = f->n_vars, .pos = x->pos };
	if (value != NULL)
		h->copy = list_of(f, here, value->value);
	if (value != NULL && h->copy == f->n_vars)
		h->x = flow_compile_attr(f, here, value);
	if (!flow_raw_is_name(h->name) || value == NULL)
		diag_error(f->diags, x->pos, "handing",
		    "%.*s: <ozg:%.*s> braucht variable=\"NAME\" (wie sie dort heißt) und value=\"AUSDRUCK\".",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(x->name));
}

size_t flow_raw_handings(const struct raw_flow *f, struct raw_node *n, struct raw_node *here, const char *element,
    struct flow_handing **list)
{
	const struct xml_node *first = flow_raw_extension(n, element);
	size_t count = 0;
	for (const struct xml_node *x = first; x != NULL; x = xml_next(x))
		count++;
	struct flow_handing *out = ARENA_ARRAY(f->arena, struct flow_handing, count);
	size_t i = 0;
	for (const struct xml_node *x = first; x != NULL; x = xml_next(x)) {
		if (xml_attr(x, "variables") != NULL)
			continue;
		read_one(f, n, here, x, &out[i]);
		for (size_t k = 0; k < i; k++)
			if (str_eq(out[k].name, out[i].name))
				diag_error(f->diags, x->pos, "handing",
				    "%.*s: „%.*s“ wird zweimal übergeben. Löschen Sie eine der Zeilen.", STR_ARG(flow_raw_label(f, n)),
				    STR_ARG(out[i].name));
		i++;
	}
	*list = out;
	return i;
}

bool flow_hand(struct run *r, const struct token *t, const struct flow_handing *h, json_t **out)
{
	struct xpath_value v;
	*out = NULL;
	if (h->x == NULL) {
		json_t *value = flow_get(r, t, h->copy);
		*out = value != NULL ? json_incref(value) : r->flow->vars[h->copy].many ? json_array() : json_null();
		return true;
	}
	if (!flow_eval(r, t, h->x, "Die Übergabe", &v))
		return false;
	*out = flow_json(r->arena, &v);
	return true;
}

bool flow_hand_all(struct run *r, const struct token *t, const struct flow_handing *list, size_t n, json_t **out)
{
	*out = json_keep(r->arena, json_object());
	for (size_t i = 0; i < n; i++) {
		json_t *value;
		if (!flow_hand(r, t, &list[i], &value))
			return false;
		json_object_setn_new(*out, list[i].name.p, list[i].name.n, value);
	}
	return true;
}
