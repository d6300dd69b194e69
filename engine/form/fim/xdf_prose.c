/* SPDX-License-Identifier: EUPL-1.2
 * Rules that the catalogue gives only as sentences: they are kept where they belong, and nobody forgets that somebody
 * has to write them down as expressions. */
#include "form/fim/read_xdf.h"

enum { NAMES_MAX = 100, DIGITS_MIN = 8, DEPTH_MAX = 40 };

/* Ids of elements, each once. */
struct names {
	struct str list[NAMES_MAX];
	size_t n;
};

static bool has(const struct names *l, struct str id)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->list[i], id))
			return true;
	return false;
}

static void add(struct names *l, struct str id)
{
	if (l->n < NAMES_MAX && !has(l, id))
		l->list[l->n++] = id;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The ids in a sentence: "WENN F60000000263 'Abfrage' = 001, DANN aktiviere G60000000088". */
static void add_said(struct names *l, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		size_t end = i + 1;
		if (text.p[i] != 'F' && text.p[i] != 'G')
			continue;
		while (end < text.n && is_digit(text.p[end]))
			end++;
		if (end - i > DIGITS_MIN)
			add(l, str_sub(text, i, end));
		i = end - 1;
	}
}

/* The steps of "self.G60000000083.F60000000231". */
static void add_path(struct names *l, const json_t *path)
{
	struct str rest = str_c(json_string_value(path)), step;
	while (rest.n > 0 && str_next(&rest, '.', &step))
		if (!str_eq_c(step, "self"))
			add(l, step);
}

/* The ids in a condition; read_rules.c refuses what is deeper. */
static void add_named(struct names *l, const json_t *condition, unsigned depth)
{
	const char *key;
	const json_t *part;
	size_t i;
	if (depth > DEPTH_MAX)
		return;
	json_object_foreach((json_t *)(uintptr_t)condition, key, part)
	{
		if (strcmp(key, "identifier") == 0)
			add_path(l, part);
		else
			add_named(l, part, depth + 1);
	}
	json_array_foreach(condition, i, part) add_named(l, part, depth + 1);
}

/* Adds to *named what a translated rule names when all of it is said by the sentence; false: it is from another. */
static bool is_from(const json_t *rule, const struct names *said, struct names *named)
{
	struct names mine = { .n = 0 };
	add_path(&mine, json_object_get(rule, "target"));
	add_named(&mine, json_object_get(rule, "condition"), 0);
	for (size_t i = 0; i < mine.n; i++)
		if (!has(said, mine.list[i]))
			return false;
	for (size_t i = 0; i < mine.n; i++)
		add(named, mine.list[i]);
	return mine.n > 0;
}

static bool is_of(const json_t *rule, struct str bearer)
{
	const char *id = json_string_value(json_object_get(rule, "bearer"));
	return id != NULL && str_eq_c(bearer, id);
}

static struct str sentence_of(struct xdf *d, const struct xml_node *rule)
{
	static const char *const from[] = { "freitextRegel", "beschreibung", "name" };
	struct str text = STR("");
	for (size_t i = 0; i < sizeof from / sizeof *from && text.n == 0; i++)
		text = form_xdf_text(d, rule, from[i]);
	return text;
}

/* Is there a translated rule of x that none of its sentences accounts for by the elements it names? */
static bool is_left(struct xdf *d, const struct xml_node *x)
{
	for (size_t i = 0; i < json_array_size(d->rules); i++) {
		const json_t *rule = json_array_get(d->rules, i);
		bool taken = false;
		if (!is_of(rule, form_xdf_id(x)))
			continue;
		for (const struct xml_node *r = form_xdf_child(x, "regel"); r != NULL && !taken; r = xml_next(r)) {
			struct names said = { .n = 0 }, named = { .n = 0 };
			add_said(&said, sentence_of(d, r));
			taken = said.n > 0 && is_from(rule, &said, &named);
		}
		if (!taken)
			return true;
	}
	return false;
}

/* Whether FITKO translated the sentence of x. A translation does not say which sentence it comes from, but both name
 * elements: the rules that name only what the sentence names must name all of it. */
static bool is_translated(struct xdf *d, const struct xml_node *x, struct str sentence)
{
	struct names said = { .n = 0 }, named = { .n = 0 };
	struct str bearer = form_xdf_id(x);
	add_said(&said, sentence);
	if (said.n == 0)
		return is_left(d, x);
	bool any = false;
	for (size_t i = 0; i < json_array_size(d->rules); i++)
		if (is_of(json_array_get(d->rules, i), bearer))
			any |= is_from(json_array_get(d->rules, i), &said, &named);
	for (size_t i = 0; i < said.n; i++)
		any &= has(&named, said.list[i]) || str_eq(said.list[i], bearer);
	return any;
}

void form_xdf_prose(struct xdf *d, const struct xml_node *x, struct xml_node *native, const struct xdf_place *about)
{
	for (const struct xml_node *r = form_xdf_child(x, "regel"); r != NULL; r = xml_next(r)) {
		struct str name = form_xdf_text(d, r, "name"), prose = sentence_of(d, r);
		if (prose.n == 0 || is_translated(d, x, prose))
			continue;
		struct xml_node *n = form_dom_element(d->a, native, "rule", r);
		form_dom_attr(d->a, n, "prose", prose, r);
		form_dom_attr(d->a, n, "name", name, r);
		form_dom_attr(d->a, n, "for", about == NULL ? STR("") : about->key, r);
		form_dom_attr(d->a, n, "fim", form_xdf_origin(d, r), r);
	}
}
