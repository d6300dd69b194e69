/* SPDX-License-Identifier: EUPL-1.2
 * Variables of a workflow: their types, and their values as JSON carries them. */
#include "flow/flow_model.h"

/* As the form language names them; money and whole numbers are decimals here. */
static const struct {
	const char *name;
	enum xpath_type type;
} types[] = {
	{ "text", XPATH_TEXT },
	{ "code", XPATH_CODE },
	{ "boolean", XPATH_BOOL },
	{ "decimal", XPATH_DEC },
	{ "date", XPATH_DATE },
};

bool flow_type(struct str name, enum xpath_type *out)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (!str_eq_c(name, types[i].name))
			continue;
		*out = types[i].type;
		return true;
	}
	return false;
}

bool flow_value(enum xpath_type type, const json_t *json, struct xpath_value *out)
{
	*out = (struct xpath_value){ .type = XPATH_EMPTY };
	if (json == NULL || json_is_null(json))
		return true;
	struct xpath_value v = { .type = type };
	struct str text = { json_string_value(json), json_string_length(json) };
	bool fits = false;
	switch (type) {
	case XPATH_TEXT:
	case XPATH_CODE:
		v.text = text;
		fits = json_is_string(json);
		break;
	case XPATH_BOOL:
		v.boolean = json_is_true(json);
		fits = json_is_boolean(json);
		break;
	case XPATH_DEC:
		if (json_is_integer(json))
			v.dec = dec_from_i64(json_integer_value(json));
		fits = json_is_integer(json) || (json_is_string(json) && dec_parse(text, &v.dec));
		break;
	case XPATH_DATE:
		fits = json_is_string(json) && date_parse(text, &v.date);
		break;
	case XPATH_EMPTY:
		break;
	}
	if (fits)
		*out = v;
	return fits;
}

bool flow_var_fits(const struct flow_var *var, const json_t *json)
{
	struct xpath_value ignored;
	if (!var->many || json_is_null(json))
		return flow_value(var->type, json, &ignored);
	for (size_t i = 0; i < json_array_size(json); i++)
		if (!flow_value(var->type, json_array_get(json, i), &ignored))
			return false;
	return json_is_array(json);
}

size_t flow_var_index(const struct flow_var *vars, size_t n, struct str name)
{
	size_t i = 0;
	while (i < n && !str_eq(vars[i].name, name))
		i++;
	return i;
}

bool flow_type_fits(enum xpath_type variable, enum xpath_type value)
{
	bool text = variable == XPATH_TEXT || variable == XPATH_CODE;
	return value == variable || value == XPATH_EMPTY || (text && (value == XPATH_TEXT || value == XPATH_CODE));
}

json_t *flow_json(struct arena *a, const struct xpath_value *v)
{
	if (v->type == XPATH_EMPTY)
		return json_null();
	if (v->type == XPATH_BOOL)
		return json_boolean(v->boolean);
	struct str text = xpath_text(a, v);
	return json_stringn(text.p, text.n);
}
