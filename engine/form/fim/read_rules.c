/* SPDX-License-Identifier: EUPL-1.2
 * Translated rules of FITKO: trees in JSON, made <rule> elements of the groups that bear them.
 *
 * The ids in a rule are bare, and many elements stand in several places. They are looked for below the group at the end
 * of the context, and must be there exactly once. Types are two-valued: see forms/README.md, "Ausdrücke". */
#include "form/fim/read_xdf3.h"

enum { DEPTH_MAX = 20, ARMS_MAX = 50 };

struct rule {
	struct xdf *d;
	const struct xml_node *from;
	const struct xdf_place *bearer; /* NULL: the form */
	size_t number;                  /* from 1 */
	bool failed;
};

static struct str json_text(const json_t *j)
{
	return json_is_string(j) ? (struct str){ json_string_value(j), json_string_length(j) } : STR("");
}

static void __attribute__((format(printf, 2, 3))) fail(struct rule *r, const char *fmt, ...)
{
	if (r->failed)
		return;
	r->failed = true;
	char text[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	diag_error(r->d->r->d, r->from->pos, "rule", "Regel %zu: %s", r->number, text);
}

/* ---- names ---- */

static bool is_below(const struct xdf_place *p, const struct xdf_place *up)
{
	do
		p = p->up;
	while (p != NULL && p != up);
	return p == up;
}

/* The one place called id below the bearer; NULL with a finding. */
static const struct xdf_place *find(struct rule *r, struct str id)
{
	const struct xdf_place *found = NULL;
	size_t n = 0;
	if (str_starts(id, STR("self.")))
		id = str_sub(id, 5, id.n);
	const struct xdf_place *up = r->bearer;
	struct str rest = id, name;
	while (str_next(&rest, '.', &name)) {
		found = NULL;
		n = 0;
		for (const struct xdf_place *p = r->d->places; p != NULL; p = p->next) {
			if (str_eq(p->id, name) && is_below(p, up)) {
				found = p;
				n++;
			}
		}
		if (n != 1)
			break;
		up = found;
	}
	if (n == 0)
		fail(r, "„%.*s“ gibt es unterhalb der Gruppe nicht, zu der die Regel gehört.", STR_ARG(id));
	else if (n > 1)
		fail(r, "„%.*s“ ist mehrdeutig: es gibt es dort %zu-mal.", STR_ARG(id), n);
	return n == 1 ? found : NULL;
}

static void add_path(struct buf *out, const struct xdf_place *p, const struct xdf_place *bearer)
{
	if (p->up != bearer) {
		add_path(out, p->up, bearer);
		buf_add_char(out, '/');
	}
	buf_add(out, p->id);
}

/* ---- conditions ---- */

static void add_condition(struct rule *r, struct buf *out, const json_t *j, unsigned depth);

static const struct xdf_place *identifier(struct rule *r, const json_t *j)
{
	const json_t *id = json_object_get(j, "identifier");
	if (!json_is_string(id)) {
		fail(r, "hier wird ein Feld erwartet.");
		return NULL;
	}
	return find(r, json_text(id));
}

static void add_variable(struct rule *r, struct buf *out, const struct xdf_place *p)
{
	buf_add_char(out, '$');
	add_path(out, p, r->bearer);
}

static void add_quoted(struct rule *r, struct buf *out, struct str s)
{
	bool single = str_find(s, '\'') < 0;
	if (!single && str_find(s, '"') >= 0)
		fail(r, "ein Vergleichswert enthält beide Arten von Anführungszeichen.");
	buf_add_char(out, single ? '\'' : '"');
	buf_add(out, s);
	buf_add_char(out, single ? '\'' : '"');
}

/* A field is a condition by itself only when it is answered with yes or no. */
static void add_field(struct rule *r, struct buf *out, const json_t *j)
{
	const struct xdf_place *p = identifier(r, j);
	if (p == NULL)
		return;
	if (p->boolean)
		add_variable(r, out, p);
	else
		buf_add_c(out, "false()");
}

static void add_is_empty(struct rule *r, struct buf *out, const json_t *j)
{
	const struct xdf_place *p = identifier(r, j);
	if (p == NULL)
		return;
	if (p->label) { /* never answered */
		buf_add_c(out, "true()");
		return;
	}
	buf_add_c(out, "is-empty(");
	add_variable(r, out, p);
	buf_add_char(out, ')');
}

/* One side of a comparison: a field or a literal. other is the field on the other side, if there is one. */
static void add_side(struct rule *r, struct buf *out, const json_t *j, const struct xdf_place *other)
{
	if (json_is_object(j)) {
		const struct xdf_place *p = identifier(r, j);
		if (p != NULL)
			add_variable(r, out, p);
	} else if (json_is_boolean(j)) {
		buf_add_c(out, json_is_true(j) ? "true()" : "false()");
	} else if (json_is_integer(j)) {
		buf_add_fmt(out, "%lld", (long long)json_integer_value(j));
	} else if (json_is_string(j) && other != NULL && other->boolean &&
	           (str_eq_c(json_text(j), "true") || str_eq_c(json_text(j), "false"))) {
		buf_add_fmt(out, "%s()", json_string_value(j));
	} else if (json_is_string(j)) {
		add_quoted(r, out, json_text(j));
	} else {
		fail(r, "ein Vergleichswert muss ein Text, eine ganze Zahl oder true und false sein.");
	}
}

static const struct xdf_place *side_field(struct rule *r, const json_t *j)
{
	return json_is_object(j) ? identifier(r, j) : NULL;
}

static void add_comparison(struct rule *r, struct buf *out, const json_t *j, const char *op)
{
	const json_t *left = json_array_get(j, 0), *right = json_array_get(j, 1);
	if (json_array_size(j) != 2) {
		fail(r, "ein Vergleich hat zwei Seiten.");
		return;
	}
	const struct xdf_place *a = side_field(r, left), *b = side_field(r, right);
	if ((a != NULL && (a->group || a->label)) || (b != NULL && (b->group || b->label))) {
		fail(r, "Gruppen und Hinweise kann man nicht vergleichen.");
		return;
	}
	/* Yes or no beside another kind of value: never the same. */
	bool mixed = (a != NULL && a->boolean && json_is_string(right) && !str_eq_c(json_text(right), "true") &&
	                 !str_eq_c(json_text(right), "false")) ||
	             (a != NULL && !a->boolean && json_is_boolean(right));
	if (mixed) {
		buf_add_c(out, strcmp(op, "=") == 0 ? "false()" : "true()");
		return;
	}
	add_side(r, out, left, b);
	buf_add_fmt(out, " %s ", op);
	add_side(r, out, right, a);
}

/* All arms with a word between them. */
static void add_arms(struct rule *r, struct buf *out, const json_t *j, const char *word, unsigned depth)
{
	if (json_array_size(j) == 0 || json_array_size(j) > ARMS_MAX)
		fail(r, "„and“, „or“ und „xor“ brauchen Bedingungen, höchstens %d.", ARMS_MAX);
	for (size_t i = 0; i < json_array_size(j) && !r->failed; i++) {
		buf_add_fmt(out, "%s(", i == 0 ? "" : word);
		add_condition(r, out, json_array_get(j, i), depth + 1);
		buf_add_char(out, ')');
	}
}

/* Exactly one arm holds. */
static void add_xor(struct rule *r, struct buf *out, const json_t *j, unsigned depth)
{
	enum { XOR_MAX = 8 };
	size_t n = json_array_size(j);
	if (n == 0 || n > XOR_MAX)
		fail(r, "„xor“ braucht Bedingungen, höchstens %d.", XOR_MAX);
	for (size_t one = 0; one < n && !r->failed; one++) {
		buf_add_c(out, one == 0 ? "(" : " or (");
		for (size_t i = 0; i < n && !r->failed; i++) {
			buf_add_fmt(out, "%s%s(", i == 0 ? "" : " and ", i == one ? "" : "not");
			add_condition(r, out, json_array_get(j, i), depth + 1);
			buf_add_char(out, ')');
		}
		buf_add_char(out, ')');
	}
}

static void add_valid_date(struct rule *r, struct buf *out, const json_t *j)
{
	if (json_array_size(j) != 3) {
		fail(r, "„is_valid_date“ braucht Tag, Monat und Jahr.");
		return;
	}
	buf_add_c(out, "is-valid-date(");
	for (size_t i = 0; i < 3; i++) {
		buf_add_c(out, i == 0 ? "" : ", ");
		add_side(r, out, json_array_get(j, i), NULL);
	}
	buf_add_char(out, ')');
}

static void add_condition(struct rule *r, struct buf *out, const json_t *j, unsigned depth)
{
	enum { BYTES_MAX = 20000 };
	const char *op = json_object_iter_key(json_object_iter((json_t *)(uintptr_t)j));
	const json_t *arg = op == NULL ? NULL : json_object_get(j, op);
	if (depth > DEPTH_MAX || out->n > BYTES_MAX) {
		fail(r, "die Bedingung ist zu umfangreich.");
	} else if (json_is_boolean(j)) {
		buf_add_c(out, json_is_true(j) ? "true()" : "false()");
	} else if (json_object_size(j) != 1) {
		fail(r, "eine Bedingung hat genau einen Operator.");
	} else if (strcmp(op, "identifier") == 0) {
		add_field(r, out, j);
	} else if (strcmp(op, "is_empty") == 0) {
		add_is_empty(r, out, json_is_array(arg) ? json_array_get(arg, 0) : arg);
	} else if (strcmp(op, "equal") == 0) {
		add_comparison(r, out, arg, "=");
	} else if (strcmp(op, "not_equal") == 0) {
		add_comparison(r, out, arg, "!=");
	} else if (strcmp(op, "less_than") == 0) { /* holds when a side is missing */
		buf_add_c(out, "not(");
		add_comparison(r, out, arg, ">=");
		buf_add_char(out, ')');
	} else if (strcmp(op, "not") == 0) {
		buf_add_c(out, "not(");
		add_condition(r, out, json_is_array(arg) ? json_array_get(arg, 0) : arg, depth + 1);
		buf_add_char(out, ')');
	} else if (strcmp(op, "and") == 0 || strcmp(op, "or") == 0) {
		add_arms(r, out, arg, *op == 'a' ? " and " : " or ", depth);
	} else if (strcmp(op, "xor") == 0) {
		add_xor(r, out, arg, depth);
	} else if (strcmp(op, "is_valid_date") == 0) {
		add_valid_date(r, out, arg);
	} else {
		fail(r, "den Operator „%s“ gibt es nicht.", op);
	}
}

/* ---- rules ---- */

/* The group at the end of the context, which is the way to it from the form. */
static bool find_bearer(struct rule *r, const json_t *j)
{
	const json_t *context = json_object_get(j, "context");
	for (size_t i = 0; i < json_array_size(context); i++) {
		struct str id = json_text(json_array_get(context, i));
		if (i == 0 && str_starts(id, STR("S")))
			continue;
		const struct xdf_place *p = r->d->places;
		while (p != NULL && !(p->up == r->bearer && p->group && str_eq(p->id, id)))
			p = p->next;
		if (p == NULL) {
			fail(r, "der Weg zu ihrer Gruppe führt über „%.*s“, das es dort nicht gibt.", STR_ARG(id));
			return false;
		}
		r->bearer = p;
	}
	return true;
}

/* What names and the message of a rule may hold, the language says it: no line ends. */
static struct str message_text(struct xdf *d, const json_t *j)
{
	struct str s = form_xml_plain(d->a, json_text(json_object_get(j, "message")));
	char *p = arena_memdup(d->a, s.p == NULL ? "" : s.p, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\n')
			p[i] = ' ';
	return (struct str){ p, s.n };
}

static void read_rule(struct rule *r, const json_t *j)
{
	struct xdf *d = r->d;
	struct str effect = json_text(json_object_get(j, "effect"));
	bool valid = str_eq_c(effect, "valid");
	if (!valid && !str_eq_c(effect, "require") && !str_eq_c(effect, "forbid"))
		fail(r, "die Wirkung muss „require“, „forbid“ oder „valid“ sein.");
	if (r->failed || !find_bearer(r, j))
		return;
	struct buf when = buf_new(d->a), target = buf_new(d->a);
	add_condition(r, &when, json_object_get(j, "condition"), 0);
	const struct xdf_place *p = valid || r->failed ? NULL : find(r, json_text(json_object_get(j, "target")));
	if (r->failed)
		return;
	if (p != NULL)
		add_path(&target, p, r->bearer);
	struct xml_node *n = form_dom_element(d->a, r->bearer == NULL ? d->form : r->bearer->native, "rule", r->from);
	struct str message = message_text(d, j);
	if (valid) {
		form_dom_attr(d->a, n, "valid", buf_str(&when), r->from);
		form_dom_attr(d->a, n, "message", message.n > 0 ? message : STR("Die Angaben passen nicht zusammen."), r->from);
		return;
	}
	form_dom_attr(d->a, n, str_eq_c(effect, "require") ? "require" : "forbid", buf_str(&target), r->from);
	form_dom_attr(d->a, n, "when", buf_str(&when), r->from);
	form_dom_attr(d->a, n, "message", message, r->from);
}

void form_xdf_rules(struct xdf *d, const struct xml_node *from)
{
	if (d->options == NULL || d->options->rules.n == 0)
		return;
	json_error_t error;
	json_t *j = json_loadb(d->options->rules.p, d->options->rules.n, JSON_REJECT_DUPLICATES, &error);
	const json_t *list = json_is_array(j) ? j : json_object_get(j, "translated_rules");
	if (!json_is_array(list))
		diag_error(d->r->d, from->pos, "rules", "Die Regeln sind nicht zu lesen: %s",
		    j == NULL ? error.text : "es fehlt die Liste „translated_rules“.");
	struct str form = json_text(json_object_get(j, "fim_id")), version = json_text(json_object_get(j, "fim_version"));
	struct str here = form_xdf_origin(d, from), there = str_fmt(d->a, "%.*sV%.*s", STR_ARG(form), STR_ARG(version));
	if (form.n > 0 && !str_eq(here, there))
		diag_warning(d->r->d, from->pos, "rules", "Die Regeln gehören zu %.*s, das Formular ist %.*s.", STR_ARG(there),
		    STR_ARG(here));
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct rule r = { .d = d, .from = from, .number = i + 1 };
		read_rule(&r, json_array_get(list, i));
	}
	json_decref(j);
}
