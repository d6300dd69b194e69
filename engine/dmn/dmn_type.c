/* SPDX-License-Identifier: EUPL-1.2
 * Types of values: those of FEEL by their names (and the names other tools give them), and those of the file. */
#include "base/suggest.h"
#include "dmn/dmn_model.h"

enum { TYPE_DEPTH_MAX = 20 };

struct raw_type {
	struct str name;
	const struct xml_node *xml;
	const struct dmn_type *type;
	bool busy;
};

static const struct dmn_type type_number = { .kind = DMN_NUMBER }, type_text = { .kind = DMN_TEXT },
                             type_bool = { .kind = DMN_BOOL }, type_date = { .kind = DMN_DATE },
                             type_whole = { .kind = DMN_NUMBER, .whole = true };

static const struct {
	const char *name;
	const struct dmn_type *type; /* NULL: anything */
} builtin[] = {
	{ "string", &type_text },
	{ "number", &type_number },
	{ "boolean", &type_bool },
	{ "date", &type_date },
	{ "Any", NULL },
	{ "integer", &type_whole },
	{ "long", &type_whole },
	{ "double", &type_number },
	{ "decimal", &type_number },
};

void dmn_types_read(struct dmn_reader *r)
{
	size_t n = 0;
	for (const struct xml_node *x = xml_child(r->root, r->ns, "itemDefinition"); x != NULL; x = xml_next(x))
		n++;
	r->types = ARENA_ARRAY(r->arena, struct raw_type, n);
	for (const struct xml_node *x = xml_child(r->root, r->ns, "itemDefinition"); x != NULL; x = xml_next(x))
		r->types[r->n_types++] = (struct raw_type){ .name = feel_tidy(r->arena, xml_attr_value(x, "name")), .xml = x };
}

static const struct dmn_type *build(struct dmn_reader *r, const struct xml_node *x, unsigned depth);

static const struct dmn_type *find(struct dmn_reader *r, struct str name, struct pos pos, unsigned depth)
{
	ptrdiff_t colon = str_find(name, ':'); /* feel:number, xsd:string */
	struct str local = feel_tidy(r->arena, str_sub(name, (size_t)(colon + 1), name.n));
	for (size_t i = 0; i < r->n_types; i++) {
		struct raw_type *t = &r->types[i];
		if (!str_eq(t->name, local))
			continue;
		if (t->busy || depth >= TYPE_DEPTH_MAX) {
			diag_error(r->diags, pos, "type-cycle", "Der Typ „%.*s“ enthält sich selbst. Lösen Sie den Kreis auf.",
			    STR_ARG(local));
			return NULL;
		}
		if (t->type == NULL) {
			t->busy = true;
			t->type = build(r, t->xml, depth + 1);
			t->busy = false;
		}
		return t->type;
	}
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		if (str_eq_c(local, builtin[i].name))
			return builtin[i].type;
	static const char *const later[] = { "time", "date and time", "dateTime", "dayTimeDuration", "yearMonthDuration",
		"days and time duration", "years and months duration", "duration", "context", "list" };
	for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
		if (!str_eq_c(local, later[i]))
			continue;
		if (i < 8)
			diag_error(r->diags, pos, "type-unsupported",
			    "Den Typ „%.*s“ gibt es hier nicht. Verwenden Sie date für Tage oder number für Zeitspannen in Tagen.",
			    STR_ARG(local));
		return NULL;
	}
	struct buf hint = buf_new(r->arena);
	size_t n = sizeof builtin / sizeof *builtin;
	struct str *names = ARENA_ARRAY(r->arena, struct str, n + r->n_types);
	for (size_t i = 0; i < n; i++)
		names[i] = str_c(builtin[i].name);
	for (size_t i = 0; i < r->n_types; i++)
		names[n + i] = r->types[i].name;
	suggest_add(&hint, "", local, names, n + r->n_types);
	diag_error(r->diags, pos, "unknown-type",
	    "Den Typ „%.*s“ gibt es nicht.%.*s Möglich sind string, number, boolean, date.", STR_ARG(local),
	    STR_ARG(buf_str(&hint)));
	return NULL;
}

static void read_allowed(struct dmn_reader *r, const struct xml_node *x, struct dmn_type *t)
{
	const struct xml_node *allowed = xml_child(x, r->ns, "allowedValues");
	const struct xml_node *text = allowed == NULL ? NULL : dmn_text(r, allowed);
	struct dmn_type one = *t;
	if (text == NULL)
		return;
	one.list = false;
	t->allowed = feel_tests(r->arena, text->text, text->text_pos, NULL, &one, r->diags);
	t->allowed_text = str_trim(text->text);
}

static const struct dmn_type *build(struct dmn_reader *r, const struct xml_node *x, unsigned depth)
{
	struct dmn_type *t = ARENA_NEW(r->arena, struct dmn_type);
	const struct xml_node *ref = xml_child(x, r->ns, "typeRef");
	const struct dmn_type *base = ref == NULL ? NULL : find(r, str_trim(ref->text), ref->pos, depth);
	if (base != NULL)
		*t = *base;
	if (str_eq_c(xml_attr_value(x, "isCollection"), "true")) {
		t->item = base;
		t->list = true;
	}
	t->name = feel_tidy(r->arena, xml_attr_value(x, "name"));
	size_t n = 0;
	for (const struct xml_node *c = xml_child(x, r->ns, "itemComponent"); c != NULL; c = xml_next(c))
		n++;
	if (n > 0) {
		struct dmn_part *parts = ARENA_ARRAY(r->arena, struct dmn_part, n);
		t->kind = DMN_CONTEXT;
		t->parts = parts;
		for (const struct xml_node *c = xml_child(x, r->ns, "itemComponent"); c != NULL; c = xml_next(c)) {
			parts[t->n_parts].name = feel_tidy(r->arena, xml_attr_value(c, "name"));
			parts[t->n_parts++].type = depth >= TYPE_DEPTH_MAX ? NULL : build(r, c, depth + 1);
		}
	}
	read_allowed(r, x, t);
	return t;
}

const struct dmn_type *dmn_type_find(struct dmn_reader *r, struct str name, struct pos pos)
{
	return find(r, str_trim(name), pos, 0);
}

const struct dmn_type *dmn_type_of(struct dmn_reader *r, const struct xml_node *x)
{
	const struct xml_attr *ref = x == NULL ? NULL : xml_attr(x, "typeRef");
	return ref == NULL || str_trim(ref->value).n == 0 ? NULL : dmn_type_find(r, ref->value, ref->pos);
}
