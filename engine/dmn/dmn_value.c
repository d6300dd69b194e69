/* SPDX-License-Identifier: EUPL-1.2
 * Values of decisions: how they compare, and how JSON carries them. */
#include "dmn/dmn_model.h"

const char *dmn_kind_name(enum dmn_kind kind)
{
	switch (kind) {
	case DMN_BOOL:
		return "ein Wahrheitswert (true oder false)";
	case DMN_NUMBER:
		return "eine Zahl";
	case DMN_TEXT:
		return "ein Text";
	case DMN_DATE:
		return "ein Datum";
	case DMN_LIST:
		return "eine Liste";
	case DMN_CONTEXT:
		return "eine Gruppe benannter Werte";
	case DMN_RANGE:
		return "ein Bereich";
	case DMN_NULL:
		break;
	}
	return "ein Wert";
}

static bool equal_parts(const struct dmn_value *a, const struct dmn_value *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if ((a->kind == DMN_CONTEXT && !str_eq(a->keys[i], b->keys[i])) || !dmn_equal(&a->items[i], &b->items[i]))
			return false;
	return true;
}

bool dmn_equal(const struct dmn_value *a, const struct dmn_value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case DMN_NULL:
		return true;
	case DMN_BOOL:
		return a->boolean == b->boolean;
	case DMN_NUMBER:
		return dec_cmp(a->number, b->number) == 0;
	case DMN_TEXT:
		return str_eq(a->text, b->text);
	case DMN_DATE:
		return a->date.days == b->date.days;
	case DMN_LIST:
	case DMN_CONTEXT:
		return equal_parts(a, b);
	case DMN_RANGE:
		break;
	}
	return false;
}

bool dmn_order(const struct dmn_value *a, const struct dmn_value *b, int *cmp)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == DMN_NUMBER)
		*cmp = dec_cmp(a->number, b->number);
	else if (a->kind == DMN_TEXT)
		*cmp = str_cmp(a->text, b->text);
	else if (a->kind == DMN_DATE)
		*cmp = (a->date.days > b->date.days) - (a->date.days < b->date.days);
	else
		return false;
	return true;
}

/* Without zeros at the end: 10.50 is "10.5", as DMN compares and people read it. */
static struct str number_text(struct arena *a, struct dec d)
{
	while (d.scale > 0 && d.units % 10 == 0) {
		d.units /= 10;
		d.scale--;
	}
	return dec_format(a, d);
}

static json_t *text_json(struct str s)
{
	return json_stringn(s.n == 0 ? "" : s.p, s.n);
}

json_t *dmn_to_json(struct arena *a, const struct dmn_value *v)
{
	json_t *j;
	switch (v->kind) {
	case DMN_BOOL:
		return json_boolean(v->boolean);
	case DMN_NUMBER:
		return text_json(number_text(a, v->number));
	case DMN_TEXT:
		return text_json(v->text);
	case DMN_DATE:
		return text_json(date_format(a, v->date));
	case DMN_LIST:
		j = json_array();
		for (size_t i = 0; i < v->n; i++)
			json_array_append_new(j, dmn_to_json(a, &v->items[i]));
		return j;
	case DMN_CONTEXT:
		j = json_object();
		for (size_t i = 0; i < v->n; i++)
			json_object_setn_new(j, v->keys[i].p, v->keys[i].n, dmn_to_json(a, &v->items[i]));
		return j;
	case DMN_NULL:
	case DMN_RANGE:
		break;
	}
	return json_null();
}

/* ---- from JSON ---- */

static bool number_of(const json_t *j, struct dec *out)
{
	char text[64];
	if (json_is_integer(j)) {
		*out = dec_from_i64(json_integer_value(j));
		return true;
	}
	if (json_is_string(j))
		return dec_parse((struct str){ json_string_value(j), json_string_length(j) }, out);
	if (!json_is_real(j))
		return false;
	/* JSON knows no exact decimals: 15 digits are what a double keeps of what was written. */
	snprintf(text, sizeof text, "%.15g", json_real_value(j));
	if (strpbrk(text, "einf") != NULL)
		snprintf(text, sizeof text, "%.18f", json_real_value(j));
	return dec_parse(str_c(text), out);
}

static bool simple(const struct dmn_type *t, const json_t *j, struct dmn_value *out)
{
	struct str text = { json_string_value(j), json_string_length(j) };
	struct dmn_value v = { .kind = t->kind };
	int64_t whole;
	bool fits = false;
	if (t->kind == DMN_BOOL) {
		v.boolean = json_is_true(j);
		fits = json_is_boolean(j);
	} else if (t->kind == DMN_NUMBER) {
		fits = number_of(j, &v.number) && (!t->whole || dec_to_i64(v.number, &whole));
	} else if (t->kind == DMN_TEXT) {
		v.text = text;
		fits = json_is_string(j);
	} else if (t->kind == DMN_DATE) {
		fits = json_is_string(j) && date_parse(text, &v.date);
	}
	if (fits)
		*out = v;
	return fits;
}

/* Of no declared type: JSON says what it is. A text stays a text. */
static bool untyped(struct arena *a, const json_t *j, struct str what, struct dmn_value *out, struct err *err)
{
	static const struct dmn_type number = { .kind = DMN_NUMBER }, text = { .kind = DMN_TEXT },
	                             boolean = { .kind = DMN_BOOL };
	if (json_is_string(j))
		return simple(&text, j, out);
	if (json_is_boolean(j))
		return simple(&boolean, j, out);
	if (json_is_number(j) && simple(&number, j, out))
		return true;
	if (!json_is_array(j) && !json_is_object(j))
		return err_set(err, ERR_INPUT, "%.*s: Diese Zahl hat zu viele Stellen.", STR_ARG(what));
	size_t n = json_is_array(j) ? json_array_size(j) : json_object_size(j), i = 0;
	struct dmn_value *items = ARENA_ARRAY(a, struct dmn_value, n);
	struct str *keys = json_is_object(j) ? ARENA_ARRAY(a, struct str, n) : NULL;
	void *at = keys == NULL ? NULL : json_object_iter((json_t *)j);
	for (; i < n; i++) {
		const json_t *item = keys == NULL ? json_array_get(j, i) : json_object_iter_value(at);
		if (keys != NULL) {
			keys[i] = str_dup(a, str_c(json_object_iter_key(at)));
			at = json_object_iter_next((json_t *)j, at);
		}
		if (!dmn_from_json(a, NULL, item, what, &items[i], err))
			return false;
	}
	*out = (struct dmn_value){ .kind = keys == NULL ? DMN_LIST : DMN_CONTEXT };
	out->items = items;
	out->keys = keys;
	out->n = n;
	return true;
}

static bool list_from(
    struct arena *a, const struct dmn_type *t, const json_t *j, struct str what, struct dmn_value *out, struct err *err)
{
	struct dmn_type item = *t;
	item.list = false;
	size_t n = json_is_array(j) ? json_array_size(j) : 1;
	struct dmn_value *items = ARENA_ARRAY(a, struct dmn_value, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_is_array(j) ? json_array_get(j, i) : j;
		struct str place = str_fmt(a, "%.*s[%zu]", STR_ARG(what), i + 1);
		if (!dmn_from_json(a, t->item != NULL ? t->item : &item, one, place, &items[i], err))
			return false;
	}
	*out = (struct dmn_value){ .kind = DMN_LIST };
	out->items = items;
	out->n = n;
	return true;
}

static bool context_from(
    struct arena *a, const struct dmn_type *t, const json_t *j, struct str what, struct dmn_value *out, struct err *err)
{
	if (!json_is_object(j))
		return err_set(
		    err, ERR_INPUT, "%.*s: Hier wird %s erwartet, als JSON-Objekt.", STR_ARG(what), dmn_kind_name(DMN_CONTEXT));
	struct dmn_value *items = ARENA_ARRAY(a, struct dmn_value, t->n_parts);
	struct str *keys = ARENA_ARRAY(a, struct str, t->n_parts);
	for (size_t i = 0; i < t->n_parts; i++) {
		keys[i] = t->parts[i].name;
		struct str place = str_fmt(a, "%.*s.%.*s", STR_ARG(what), STR_ARG(keys[i]));
		if (!dmn_from_json(a, t->parts[i].type, json_object_getn(j, keys[i].p, keys[i].n), place, &items[i], err))
			return false;
	}
	*out = (struct dmn_value){ .kind = DMN_CONTEXT };
	out->items = items;
	out->keys = keys;
	out->n = t->n_parts;
	return true;
}

/* The budget of the allowed values is that of one cell. */
static bool is_allowed(struct arena *a, const struct dmn_type *t, const struct dmn_value *v, struct err *err)
{
	struct run run = { .arena = a, .err = err };
	struct frame frame = { .run = &run };
	bool yes = false;
	return feel_fits(&frame, t->allowed, v, &yes) && yes;
}

bool dmn_from_json(
    struct arena *a, const struct dmn_type *t, const json_t *j, struct str what, struct dmn_value *out, struct err *err)
{
	*out = dmn_null();
	if (j == NULL || json_is_null(j))
		return true;
	bool ok;
	if (t != NULL && t->list)
		ok = list_from(a, t, j, what, out, err);
	else if (t != NULL && t->n_parts > 0)
		ok = context_from(a, t, j, what, out, err);
	else if (t == NULL || t->kind == DMN_NULL || t->kind == DMN_CONTEXT)
		ok = untyped(a, j, what, out, err);
	else if (simple(t, j, out))
		ok = true;
	else
		return err_set(err, ERR_INPUT, "%.*s: Hier wird %s erwartet%s.", STR_ARG(what), dmn_kind_name(t->kind),
		    t->whole ? " ohne Nachkommastellen" : "");
	if (!ok || t == NULL || t->list || t->allowed == NULL || is_allowed(a, t, out, err))
		return ok;
	return err_set(err, ERR_INPUT, "%.*s: Dieser Wert ist nicht erlaubt. Erlaubt ist: %.*s.", STR_ARG(what),
	    STR_ARG(t->allowed_text));
}
