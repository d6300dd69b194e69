/* SPDX-License-Identifier: EUPL-1.2
 * Translated rules of FITKO: trees in JSON, made <rule> elements of the groups that bear them.
 *
 * The ids in a rule are bare, and many elements stand in several places. They are looked for below the group at the end
 * of the context, and must be there exactly once. Types are two-valued: see forms/README.md, "Ausdrücke". */
#include "form/fim/read_xdf.h"

#include "base/json.h"

enum { DEPTH_MAX = 20, ARMS_MAX = 50, RULES_MAX = 3000 };

struct rule {
	struct xdf *d;
	const struct xml_node *from;
	const struct xdf_place *bearer; /* NULL: the form */
	size_t number;                  /* from 1 */
	bool failed;
	bool unable; /* asks for one answer where there may be several: it stays a sentence */
};

/* The group that the rule belongs to, as far as it was found. */
static const struct xml_node *place_of(const struct rule *r)
{
	return r->bearer == NULL ? r->from : r->bearer->native;
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
	diag_error(r->d->r->d, place_of(r)->pos, "rule", "Regel %zu: %s", r->number, text);
}

/* ---- names ---- */

static bool is_below(const struct xdf_place *p, const struct xdf_place *up)
{
	do
		p = p->up;
	while (p != NULL && p != up);
	return p == up;
}

/* Whether the form has nothing of it: no children, or it occurs zero times. */
static bool is_gone(const struct xdf_place *p)
{
	while (p != NULL && !p->gone)
		p = p->up;
	return p != NULL;
}

/* The one place called id below the bearer; NULL with a finding. */
static struct xdf_place *find(struct rule *r, struct str id)
{
	struct xdf_place *found = NULL;
	size_t n = 0;
	if (str_starts(id, STR("self.")))
		id = str_sub(id, 5, id.n);
	const struct xdf_place *up = r->bearer;
	struct str rest = id, name;
	while (str_next(&rest, '.', &name)) {
		found = NULL;
		n = 0;
		for (struct xdf_place *p = r->d->places; p != NULL; p = p->next) {
			if (!str_eq(p->id, name) || !is_below(p, up) || (n > 0 && is_gone(p)))
				continue;
			n = n > 0 && is_gone(found) ? 1 : n + 1;
			found = p;
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
	buf_add(out, p->key);
}

/* ---- conditions ---- */

static void add_condition(struct rule *r, struct buf *out, const json_t *j, unsigned depth);

static struct xdf_place *identifier(struct rule *r, const json_t *j)
{
	const json_t *id = json_object_get(j, "identifier");
	if (!json_is_string(id)) {
		fail(r, "hier wird ein Feld erwartet.");
		return NULL;
	}
	return find(r, json_str(id));
}

static void add_variable(struct rule *r, struct buf *out, const struct xdf_place *p)
{
	buf_add_char(out, '$');
	add_path(out, p, r->bearer);
}

static void add_quoted(struct buf *out, struct str s)
{
	if (str_find(s, '\'') < 0 || str_find(s, '"') < 0) {
		char mark = str_find(s, '\'') < 0 ? '\'' : '"';
		buf_add_fmt(out, "%c%.*s%c", mark, STR_ARG(s), mark);
		return;
	}
	struct str piece;
	buf_add_c(out, "concat(");
	for (bool first = true; str_next(&s, '\'', &piece); first = false)
		buf_add_fmt(out, "%s'%.*s'", first ? "" : ", \"'\", ", STR_ARG(piece));
	buf_add_char(out, ')');
}

/* Whether there may be several answers at p in one instance of the bearer. */
static bool is_several(const struct rule *r, const struct xdf_place *p)
{
	for (; p != NULL && p != r->bearer; p = p->up)
		if (p->repeat)
			return true;
	return false;
}

static struct xdf_place *single(struct rule *r, const json_t *j)
{
	struct xdf_place *p = identifier(r, j);
	if (p != NULL)
		r->unable |= is_several(r, p);
	return p;
}

/* A field is a condition by itself only when it is answered with yes or no. */
static void add_field(struct rule *r, struct buf *out, const json_t *j)
{
	const struct xdf_place *p = single(r, j);
	if (p == NULL)
		return;
	if (p->boolean && !is_gone(p))
		add_variable(r, out, p);
	else
		buf_add_c(out, "false()");
}

static void add_is_empty(struct rule *r, struct buf *out, const json_t *j)
{
	const struct xdf_place *p = identifier(r, j);
	if (p == NULL)
		return;
	if (p->label || is_gone(p)) { /* never answered */
		buf_add_c(out, "true()");
		return;
	}
	buf_add_c(out, "is-empty(");
	add_variable(r, out, p);
	buf_add_char(out, ')');
}

/* ---- comparisons ---- */

/* One side: a field, or a literal as the text that answers would write. */
struct side {
	const struct xdf_place *field;
	struct str text;
	bool boolean; /* a literal true or false */
	bool wrong;
};

static struct side read_side(struct rule *r, const json_t *j)
{
	struct side s = { .boolean = json_is_boolean(j) };
	if (json_is_object(j)) {
		s.field = single(r, j);
		s.wrong = s.field == NULL;
	} else if (json_is_boolean(j)) {
		s.text = json_is_true(j) ? STR("true") : STR("false");
	} else if (json_is_integer(j)) {
		s.text = str_fmt(r->d->a, "%lld", (long long)json_integer_value(j));
	} else if (json_is_real(j)) {
		s.text = str_fmt(r->d->a, "%.12g", json_real_value(j));
	} else if (json_is_string(j)) {
		s.text = json_str(j);
	} else {
		fail(r, "ein Vergleichswert muss ein Text, eine Zahl oder true und false sein.");
		s.wrong = true;
	}
	return s;
}

/* Groups, labels and what the form does not have, have no value to compare. */
static bool has_value(const struct side *s)
{
	return s->field == NULL || !(s->field->group || s->field->label || is_gone(s->field));
}

static enum xpath_type type_of(const struct side *s)
{
	if (s->field == NULL)
		return s->boolean ? XPATH_BOOL : XPATH_TEXT;
	return s->field->type == XPATH_CODE ? XPATH_TEXT : s->field->type;
}

/* Whether a literal can be a value of the type; if not it is never equal to one. */
static bool fits(const struct side *literal, enum xpath_type type)
{
	struct dec number;
	struct date day;
	switch (type) {
	case XPATH_BOOL:
		return str_eq_c(literal->text, "true") || str_eq_c(literal->text, "false");
	case XPATH_DEC:
		return dec_parse(literal->text, &number);
	case XPATH_DATE:
		return date_parse(literal->text, &day);
	default:
		return !literal->boolean;
	}
}

static void add_literal(struct buf *out, const struct side *s, enum xpath_type type)
{
	if (type == XPATH_BOOL)
		buf_add_fmt(out, "%.*s()", STR_ARG(s->text));
	else
		add_quoted(out, s->text);
}

/* Two sides of one kind. */
static void add_same_kind(struct rule *r, struct buf *out, const struct side *a, const struct side *b, const char *op)
{
	const struct side *const sides[] = { a, b };
	enum xpath_type type = type_of(a->field != NULL ? a : b);
	for (size_t i = 0; i < 2; i++) {
		if (i == 1)
			buf_add_fmt(out, " %s ", op);
		if (sides[i]->field != NULL)
			add_variable(r, out, sides[i]->field);
		else
			add_literal(out, sides[i], type);
	}
}

/* What holds of two values of which one cannot be the other. */
static void add_never(struct buf *out, const char *op)
{
	buf_add_c(out, strcmp(op, "!=") == 0 ? "true()" : "false()");
}

/* Two fields of different kinds are compared as answers write them. */
static void add_as_text(struct rule *r, struct buf *out, const struct side *a, const struct side *b, const char *op)
{
	buf_add_fmt(out, "%s(not(is-empty(", strcmp(op, "!=") == 0 ? "not" : "");
	add_variable(r, out, a->field);
	buf_add_c(out, ")) and string(");
	add_variable(r, out, a->field);
	buf_add_c(out, ") = string(");
	add_variable(r, out, b->field);
	buf_add_c(out, "))");
}

static void add_comparison(struct rule *r, struct buf *out, const json_t *j, const char *op)
{
	if (json_array_size(j) != 2) {
		fail(r, "ein Vergleich hat zwei Seiten.");
		return;
	}
	struct side a = read_side(r, json_array_get(j, 0)), b = read_side(r, json_array_get(j, 1));
	bool order = op[0] == '<' || op[0] == '>', fields = a.field != NULL && b.field != NULL;
	if (a.wrong || b.wrong)
		return;
	enum xpath_type type = type_of(a.field != NULL ? &a : &b);
	bool ordered = type == XPATH_DEC || type == XPATH_DATE;
	if (!has_value(&a) || !has_value(&b))
		add_never(out, op);
	else if (a.field == NULL && b.field == NULL)
		buf_add_c(out, str_eq(a.text, b.text) == (op[0] == '=') ? "true()" : "false()");
	else if (order && (!ordered || (fields && type_of(&a) != type_of(&b))))
		r->unable = true; /* texts have no order here */
	else if (fields && type_of(&a) != type_of(&b) && type_of(&a) != XPATH_BOOL && type_of(&b) != XPATH_BOOL)
		add_as_text(r, out, &a, &b, op);
	else if (fields ? type_of(&a) != type_of(&b) : !fits(a.field != NULL ? &b : &a, type))
		add_never(out, op);
	else
		add_same_kind(r, out, &a, &b, op);
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

/* Exactly one of many arms holds: they are counted. */
static void add_counted(struct rule *r, struct buf *out, const json_t *j, unsigned depth)
{
	for (size_t i = 0; i < json_array_size(j) && !r->failed; i++) {
		buf_add_c(out, i == 0 ? "if(" : " + if(");
		add_condition(r, out, json_array_get(j, i), depth + 1);
		buf_add_c(out, ", 1, 0)");
	}
	buf_add_c(out, " = 1");
}

/* Exactly one arm holds. */
static void add_xor(struct rule *r, struct buf *out, const json_t *j, unsigned depth)
{
	enum { FEW = 3 };
	size_t n = json_array_size(j);
	if (n == 0 || n > ARMS_MAX) {
		fail(r, "„xor“ braucht Bedingungen, höchstens %d.", ARMS_MAX);
		return;
	}
	if (n > FEW) {
		add_counted(r, out, j, depth);
		return;
	}
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
		struct side s = read_side(r, json_array_get(j, i));
		buf_add_c(out, i == 0 ? "" : ", ");
		if (s.field != NULL && !has_value(&s))
			buf_add_c(out, "''");
		else if (s.field != NULL)
			add_variable(r, out, s.field);
		else
			add_quoted(out, s.text);
	}
	buf_add_char(out, ')');
}

/* Operators that compare, with what must not hold for those that also hold when a side is missing. */
static const struct {
	const char *name, *op;
	bool negated;
} comparisons[] = {
	{ "equal", "=", false },
	{ "not_equal", "!=", false },
	{ "less_than", ">=", true },
	{ "less_equal", ">", true },
	{ "less_than_or_equal", ">", true },
	{ "greater_than", "<=", true },
	{ "greater_equal", "<", true },
	{ "greater_than_or_equal", "<", true },
};

static bool add_if_comparison(struct rule *r, struct buf *out, const char *name, const json_t *arg)
{
	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
		if (strcmp(name, comparisons[i].name) != 0)
			continue;
		buf_add_c(out, comparisons[i].negated ? "not(" : "");
		add_comparison(r, out, arg, comparisons[i].op);
		buf_add_c(out, comparisons[i].negated ? ")" : "");
		return true;
	}
	return false;
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
	} else if (!add_if_comparison(r, out, op, arg)) {
		fail(r, "den Operator „%s“ gibt es nicht.", op);
	}
}

/* ---- rules ---- */

/* The group at the end of the context, which is the way to it from the form. */
static bool find_bearer(struct rule *r, const json_t *j)
{
	const json_t *context = json_object_get(j, "context");
	for (size_t i = 0; i < json_array_size(context); i++) {
		struct str id = json_str(json_array_get(context, i));
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
	return form_xdf_line(d->a, json_str(json_object_get(j, "message")));
}

static void read_rule(struct rule *r, const json_t *j)
{
	struct xdf *d = r->d;
	struct str effect = json_str(json_object_get(j, "effect"));
	bool valid = str_eq_c(effect, "valid");
	if (!valid && !str_eq_c(effect, "require") && !str_eq_c(effect, "forbid"))
		fail(r, "die Wirkung muss „require“, „forbid“ oder „valid“ sein.");
	if (r->failed || !find_bearer(r, j) || is_gone(r->bearer))
		return;
	struct buf when = buf_new(d->a), target = buf_new(d->a);
	add_condition(r, &when, json_object_get(j, "condition"), 0);
	const struct xdf_place *p = valid || r->failed ? NULL : find(r, json_str(json_object_get(j, "target")));
	if (r->failed)
		return;
	if (is_gone(p))
		return;
	if (p != NULL)
		add_path(&target, p, r->bearer);
	const struct xml_node *from = place_of(r);
	struct xml_node *n = form_dom_element(d->a, r->bearer == NULL ? d->form : r->bearer->native, "rule", from);
	struct str message = message_text(d, j);
	if (message.n == 0)
		message = STR("Die Angaben passen nicht zusammen.");
	if (r->unable) {
		form_dom_attr(d->a, n, "prose", message, from);
		form_dom_attr(d->a, n, "for", buf_str(&target), from);
		return;
	}
	if (valid) {
		form_dom_attr(d->a, n, "valid", buf_str(&when), from);
		form_dom_attr(d->a, n, "message", message, from);
		return;
	}
	form_dom_attr(d->a, n, str_eq_c(effect, "require") ? "require" : "forbid", buf_str(&target), from);
	form_dom_attr(d->a, n, "when", buf_str(&when), from);
	form_dom_attr(d->a, n, "message", message_text(d, j), from);
}

void form_xdf_load_rules(struct xdf *d, const struct xml_node *from)
{
	if (d->options == NULL || d->options->rules.n == 0)
		return;
	json_error_t error;
	json_t *j = json_read(d->options->rules, &error);
	json_t *list = json_is_array(j) ? j : json_object_get(j, "translated_rules");
	if (!json_is_array(list))
		diag_error(d->r->d, from->pos, "rules", "Die Regeln sind nicht zu lesen: %s",
		    j == NULL ? error.text : "es fehlt die Liste „translated_rules“.");
	if (json_array_size(list) > RULES_MAX) {
		diag_error(d->r->d, from->pos, "rules", "Es sind %zu Regeln, höchstens %d sind möglich.", json_array_size(list),
		    RULES_MAX);
		list = NULL;
	}
	struct str form = json_str(json_object_get(j, "fim_id")), version = json_str(json_object_get(j, "fim_version"));
	struct str here = form_xdf_origin(d, from), there = str_fmt(d->a, "%.*sV%.*s", STR_ARG(form), STR_ARG(version));
	if (form.n > 0 && !str_eq(here, there))
		diag_warning(d->r->d, from->pos, "rules", "Die Regeln gehören zu %.*s, das Formular ist %.*s.", STR_ARG(there),
		    STR_ARG(here));
	d->rules = json_incref(json_is_array(list) ? list : NULL);
	json_decref(j);
}

void form_xdf_rules(struct xdf *d, const struct xml_node *from)
{
	for (size_t i = 0; i < json_array_size(d->rules); i++) {
		struct rule r = { .d = d, .from = from, .number = i + 1 };
		read_rule(&r, json_array_get(d->rules, i));
	}
	json_decref(d->rules);
	d->rules = NULL;
}
