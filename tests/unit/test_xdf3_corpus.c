/* SPDX-License-Identifier: EUPL-1.2
 * Real forms of the FIM catalogue, when the corpus is there: each is read, written in our language, filled in at random
 * and repaired until it is valid. The rules are judged a second time by a plain evaluation of their trees, valid
 * answers must validate as XFall against schemas derived by others, and every single wrong answer must be found at its
 * place. */
#include "test.h"

#include "base/file.h"
#include "form/fim/code_folder.h"
#include "form/form_model.h"
#include "xml/xml.h"

#include <dirent.h>
#include <ftw.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SETS = 100, ROUNDS = 200, FILE_MAX = 16 << 20, VALIDATED = 5, VIOLATED = 3 };

struct real {
	struct arena *a; /* of the form */
	struct str name;
	const struct form *f, *native;
	json_t *rules;
	struct xml_schema *schema;
	struct form_world world;
	unsigned random;
};

static struct {
	size_t forms, sets, valid, validated, rules, rule_checks, violations;
} seen;

static char *corpus(const char *rest)
{
	static char path[512];
	const char *top = getenv("TOP_SRCDIR");
	snprintf(path, sizeof path, "%s/../shared/corpora/%s", top == NULL ? "." : top, rest);
	return path;
}

/* ---- chance, the same in every run ---- */

static unsigned roll(struct real *r, unsigned n)
{
	r->random ^= r->random << 13; /* G. Marsaglia, "Xorshift RNGs", 2003 */
	r->random ^= r->random >> 17;
	r->random ^= r->random << 5;
	return (r->random >> 8) % n;
}

/* ---- answers ---- */

static json_t *text_of(size_t n)
{
	char s[64];
	n = n < sizeof s ? n : sizeof s - 1;
	memset(s, 'a', n);
	return json_stringn(s, n);
}

static json_t *good_text(const struct form_node *n)
{
	static const char *const tries[] = { "12345", "a.b@c.de", "1234567890123" };
	struct arena *a = arena_new();
	static const struct form_cell cell;
	static const struct form_world world;
	json_t *j = text_of(n->min_length > 0 ? (size_t)n->min_length : 1);
	for (size_t i = 0; n->pattern != NULL && i < sizeof tries / sizeof *tries; i++) {
		struct field_in in = { a, n, str_c(tries[i]), &world, &cell };
		struct field_fault fault;
		struct xpath_value v;
		if (field_judge(&in, &v, &fault))
			json_string_set(j, tries[i]);
	}
	arena_free(&a);
	return j;
}

static json_t *good_number(struct real *r, const struct form_node *n)
{
	struct arena *a = arena_new();
	int64_t least = 1, most = 9;
	if (n->has_least && !dec_to_i64(n->least, &least)) {
		json_t *exact = json_string(dec_format(a, n->least).p);
		arena_free(&a);
		return exact;
	}
	if (n->has_most)
		assert_true(dec_to_i64(n->most, &most));
	int64_t span = most - least > 30 ? 30 : most - least;
	json_t *j = json_string(str_fmt(a, "%lld", (long long)(least + (span > 0 ? roll(r, (unsigned)span + 1) : 0))).p);
	arena_free(&a);
	return j;
}

static json_t *good(struct real *r, const struct form_node *n)
{
	const char *k = n->kind->name;
	if (n->codes != NULL) {
		struct str code = n->codes->codes[roll(r, (unsigned)n->codes->n)].value;
		return json_stringn(code.p, code.n);
	}
	if (n->kind->json == FIELD_BOOL)
		return json_boolean(roll(r, 2) == 0);
	if (strcmp(k, "date") == 0)
		return json_string("2001-02-03");
	if (n->kind->json == FIELD_FILE) {
		struct str types = n->media_types, type;
		if (!str_next(&types, ' ', &type))
			type = STR("text/plain");
		return json_pack("{s:s,s:s%,s:i}", "name", "a.pdf", "type", type.p, type.n, "size", 1);
	}
	return n->kind->type == XPATH_DEC ? good_number(r, n) : good_text(n);
}

static json_t *filled(struct real *r, const struct form_node *up, json_t *object, unsigned percent);

static json_t *entry(struct real *r, const struct form_node *n, unsigned percent)
{
	return n->list ? good(r, n->first) : filled(r, n, json_object(), percent);
}

static json_t *answer(struct real *r, const struct form_node *n, unsigned percent)
{
	if (n->what == NODE_FIELD)
		return good(r, n);
	if (!n->repeat)
		return filled(r, n, json_object(), percent);
	json_t *list = json_array();
	int64_t count = n->min > 0 ? n->min : 1;
	count += count < n->max && roll(r, 4) == 0;
	for (int64_t i = 0; i < count; i++)
		json_array_append_new(list, entry(r, n, percent));
	return list;
}

static json_t *filled(struct real *r, const struct form_node *up, json_t *object, unsigned percent)
{
	size_t one = 0, children = 0;
	for (const struct form_node *n = up->first; n != NULL; n = n->next)
		children++;
	one = up->one_of ? roll(r, (unsigned)children) : 0;
	for (const struct form_node *n = up->first; n != NULL; n = n->next, one--) {
		bool must = n->what == NODE_GROUP ? (n->repeat ? n->min > 0 : !n->exists_if_filled) : !n->optional;
		if (up->one_of ? one != 0 : !must && roll(r, 100) >= percent)
			continue;
		if (n->what == NODE_PAGE)
			filled(r, n, object, percent);
		else if (n->what == NODE_GROUP || (n->kind->json != FIELD_NONE && !n->locked))
			json_object_setn_new(object, n->id.p, n->id.n, answer(r, n, percent));
	}
	return object;
}

/* ---- places ---- */

/* The element at a path: who holds it, under which name or index (from 0; SIZE_MAX: by name), and its node. */
struct spot {
	const struct form_node *node;
	json_t *holder;
	struct str name;
	size_t index;
};

static struct spot find(struct real *r, json_t *answers, struct str path)
{
	struct spot s = { r->f->root, answers, { NULL, 0 }, SIZE_MAX };
	struct str piece;
	json_t *here = answers;
	while (str_next(&path, '/', &piece)) {
		ptrdiff_t bracket = str_find(piece, '[');
		s.name = bracket < 0 ? piece : str_sub(piece, 0, (size_t)bracket);
		s.node = form_member(s.node, s.name);
		assert_non_null(s.node);
		s.holder = here;
		s.index = SIZE_MAX;
		here = json_object_getn(s.holder, s.name.p, s.name.n);
		if (bracket >= 0) {
			int64_t index;
			assert_true(str_to_i64(str_sub(piece, (size_t)bracket + 1, piece.n - 1), &index));
			s.holder = here;
			s.index = (size_t)index - 1;
			here = json_array_get(here, s.index);
		} else if (here == NULL && path.p != NULL) {
			here = json_object();
			json_object_setn_new(s.holder, s.name.p, s.name.n, here);
		}
	}
	return s;
}

static json_t *get(struct spot s)
{
	return s.index == SIZE_MAX ? json_object_getn(s.holder, s.name.p, s.name.n) : json_array_get(s.holder, s.index);
}

/* Takes value over; NULL removes. */
static void put(struct spot s, json_t *value)
{
	if (s.index != SIZE_MAX && value != NULL)
		json_array_set_new(s.holder, s.index, value);
	else if (s.index != SIZE_MAX)
		json_array_remove(s.holder, s.index);
	else if (value != NULL)
		json_object_setn_new(s.holder, s.name.p, s.name.n, value);
	else
		json_object_deln(s.holder, s.name.p, s.name.n);
}

/* ---- until it is valid ---- */

static void mend(struct real *r, json_t *answers, const struct form_error *e)
{
	if (e->path.n == 0)
		return;
	struct spot s = find(r, answers, e->path);
	if (strcmp(e->code, "forbidden") == 0)
		put(s, NULL);
	else if (strcmp(e->code, "rule") == 0)
		put(s, s.index != SIZE_MAX ? entry(r, s.node, 20) : answer(r, s.node, roll(r, 2) * 60));
	else if (s.node->what == NODE_GROUP && s.node->list && s.index != SIZE_MAX)
		put(s, good(r, s.node->first));
	else
		put(s, answer(r, s.node, roll(r, 2) * 60));
}

static bool make_valid(struct real *r, json_t *answers)
{
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct arena *a = arena_new();
		const struct form_error *e;
		size_t n = form_errors(form_eval(a, r->f, answers, &r->world), &e);
		if (n > 0)
			mend(r, answers, &e[roll(r, 3) == 0 ? roll(r, (unsigned)n) : 0]);
		arena_free(&a);
		if (n == 0)
			return true;
	}
	return false;
}

/* ---- the rules, evaluated again ---- */

/* The answer to id at or below j: no id stands below the bearer of a rule twice. */
static const json_t *look(const json_t *j, struct str id)
{
	if (str_starts(id, STR("self.")))
		id = str_sub(id, 5, id.n);
	const json_t *found = json_object_getn(j, id.p, id.n);
	const char *key;
	json_t *v;
	if (found != NULL)
		return found;
	json_object_foreach(
	    (json_t *)(uintptr_t)j, key, v) if (json_is_object(v) && (found = look(v, id)) != NULL) return found;
	return NULL;
}

static const json_t *operand(const json_t *j, const json_t *inst)
{
	const json_t *id = json_object_get(j, "identifier");
	return id == NULL ? j : look(inst, str_c(json_string_value(id)));
}

static bool same(const json_t *a, const json_t *b)
{
	return !form_json_empty(a) && json_equal(a, b);
}

static bool is_date(const json_t *parts, const json_t *inst)
{
	int64_t v[3];
	struct date d;
	for (size_t i = 0; i < 3; i++) {
		const json_t *j = operand(json_array_get(parts, i), inst);
		if (form_json_empty(j))
			return true;
		if (!str_to_i64(form_json_text(j), &v[i]))
			return false;
	}
	return date_from_ymd((int)v[2], (int)v[1], (int)v[0], &d);
}

static bool holds(const json_t *c, const json_t *inst)
{
	if (json_is_boolean(c))
		return json_is_true(c);
	const char *op = json_object_iter_key(json_object_iter((json_t *)(uintptr_t)c));
	const json_t *arg = json_object_get(c, op);
	size_t n = 0;
	for (size_t i = 0; i < json_array_size(arg) && (strcmp(op, "and") == 0 || strcmp(op, "or") == 0 || *op == 'x'); i++)
		n += holds(json_array_get(arg, i), inst);
	if (strcmp(op, "identifier") == 0)
		return json_is_true(operand(c, inst));
	if (strcmp(op, "is_empty") == 0)
		return form_json_empty(operand(arg, inst));
	if (strcmp(op, "equal") == 0 || strcmp(op, "not_equal") == 0)
		return same(operand(json_array_get(arg, 0), inst), operand(json_array_get(arg, 1), inst)) == (*op == 'e');
	if (strcmp(op, "not") == 0)
		return !holds(arg, inst);
	if (strcmp(op, "and") == 0)
		return n == json_array_size(arg);
	if (strcmp(op, "or") == 0)
		return n > 0;
	if (strcmp(op, "xor") == 0)
		return n == 1;
	assert_string_equal(op, "is_valid_date");
	return is_date(arg, inst);
}

static bool has_error(const struct form_state *s, struct str path, const char *code)
{
	const struct form_error *e;
	size_t n = form_errors(s, &e);
	for (size_t i = 0; i < n; i++)
		if (str_eq(e[i].path, path) && (code == NULL || strcmp(e[i].code, code) == 0))
			return true;
	return false;
}

/* Whether an element around the path is forbidden: then nothing in it is judged. */
static bool in_forbidden(const struct form_state *s, struct str path)
{
	const struct form_error *e;
	size_t n = form_errors(s, &e);
	for (size_t i = 0; i < n; i++)
		if (strcmp(e[i].code, "forbidden") == 0 && path.n > e[i].path.n && str_starts(path, e[i].path))
			return true;
	return false;
}

struct checked {
	struct real *r;
	const struct form_state *s;
	const json_t *rule;
};

/* A rule in one instance of its bearer. */
static void check_instance(struct checked *c, const json_t *inst, struct str path)
{
	struct arena *a = arena_new();
	const char *effect = json_string_value(json_object_get(c->rule, "effect"));
	const char *target = json_string_value(json_object_get(c->rule, "target"));
	bool yes = holds(json_object_get(c->rule, "condition"), inst);
	seen.rule_checks++;
	if (target == NULL) {
		if (!yes && !form_json_empty(inst) && !in_forbidden(c->s, path) && !has_error(c->s, path, "forbidden") &&
		    !has_error(c->s, path, "rule"))
			fail_msg("%.*s: broken rule at %.*s not found", STR_ARG(c->r->name), STR_ARG(path));
		arena_free(&a);
		return;
	}
	struct str at = str_fmt(a, "%.*s%s%s", STR_ARG(path), path.n > 0 ? "/" : "", target);
	bool given = !form_json_empty(look(inst, str_c(target)));
	bool mute = false;
	for (size_t i = 0; i < c->r->f->n_nodes; i++) {
		const struct form_node *n = c->r->f->nodes[i];
		mute |= str_eq_c(n->id, target) && n->what == NODE_FIELD && n->kind->json == FIELD_NONE;
	}
	bool hidden = in_forbidden(c->s, at) || has_error(c->s, path, "forbidden");
	if (yes && strcmp(effect, "forbid") == 0 && given && !mute && !hidden && !has_error(c->s, at, "forbidden"))
		fail_msg("%.*s: forbidden %.*s was accepted", STR_ARG(c->r->name), STR_ARG(at));
	if (yes && strcmp(effect, "require") == 0 && !given && !mute && !hidden && !form_json_empty(inst) &&
	    !has_error(c->s, at, NULL)) {
		/* Unless another rule forbids it. */
		bool forbidden = false;
		json_t *list = json_object_get(c->r->rules, "translated_rules");
		for (size_t i = 0; i < json_array_size(list); i++) {
			const json_t *o = json_array_get(list, i);
			forbidden |= strcmp(json_string_value(json_object_get(o, "effect")), "forbid") == 0 &&
			             json_equal(json_object_get(o, "target"), json_object_get(c->rule, "target")) &&
			             json_equal(json_object_get(o, "context"), json_object_get(c->rule, "context")) &&
			             holds(json_object_get(o, "condition"), inst);
		}
		if (!forbidden)
			fail_msg("%.*s: missing %.*s was not demanded", STR_ARG(c->r->name), STR_ARG(at));
	}
	arena_free(&a);
}

/* Goes down the context through the answers. */
static void check_context(struct checked *c, const json_t *here, size_t step, struct str path)
{
	const json_t *context = json_object_get(c->rule, "context");
	if (step == json_array_size(context)) {
		check_instance(c, here, path);
		return;
	}
	struct arena *a = arena_new();
	const char *id = json_string_value(json_array_get(context, step));
	const json_t *next = json_object_get(here, id);
	struct str below = str_fmt(a, "%.*s%s%s", STR_ARG(path), path.n > 0 ? "/" : "", id);
	for (size_t i = 0; i < json_array_size(next); i++)
		check_context(c, json_array_get(next, i), step + 1, str_fmt(a, "%.*s[%zu]", STR_ARG(below), i + 1));
	if (json_is_object(next))
		check_context(c, next, step + 1, below);
	arena_free(&a);
}

static void check_rules(struct real *r, const struct form_state *s, const json_t *answers)
{
	const json_t *list = json_object_get(r->rules, "translated_rules");
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct checked c = { r, s, json_array_get(list, i) };
		check_context(&c, answers, 0, STR(""));
	}
}

/* ---- one set of answers ---- */

/* The form as it was read and the form in our language say the same. */
static void check_same(struct real *r, struct arena *a, const json_t *answers, const struct form_state *s)
{
	json_t *one = form_state_json(s), *other = form_state_json(form_eval(a, r->native, answers, &r->world));
	if (!json_equal(one, other))
		fail_msg("%.*s: the imported form judges differently", STR_ARG(r->name));
	json_decref(one);
	json_decref(other);
}

/* A mandatory group that a rule forbids cannot be left out in XFall: such answers have no valid instance. */
static bool forbids_mandatory(const struct form_inst *in)
{
	for (size_t i = 0; i < in->group->n_members; i++) {
		const struct form_node *n = in->group->members[i];
		const struct form_cell *c = &in->cells[i];
		if (c->forbidden && n->what == NODE_GROUP && (n->repeat ? n->min > 0 : !n->exists_if_filled))
			return true;
		for (size_t k = 0; k < c->n_insts && c->relevant; k++)
			if (forbids_mandatory(&c->insts[k]))
				return true;
	}
	return false;
}

static void check_xfall(struct real *r, struct arena *a, const struct form_state *s)
{
	struct buf out = buf_new(a), findings = buf_new(a);
	struct err err;
	struct diags d = diags_new(a, r->name);
	if (!form_xfall(s, &out, &err))
		fail_msg("%.*s: %s", STR_ARG(r->name), err.text);
	xml_schema_check(r->schema, buf_str(&out), &d);
	diags_print(&d, &findings);
	if (d.n > 0)
		fail_msg("%.*s\n%.*s", STR_ARG(buf_str(&findings)), STR_ARG(buf_str(&out)));
	seen.validated++;
}

/* Something that cannot be right for the field; NULL when everything can. */
static json_t *wrong(const struct form_node *n)
{
	if (n->codes != NULL)
		return json_string("no such code");
	if (n->kind->json == FIELD_BOOL)
		return json_string("ja");
	if (n->kind->json == FIELD_FILE)
		return json_string("a.pdf");
	if (n->pattern != NULL || n->kind->type == XPATH_DATE || n->kind->type == XPATH_DEC)
		return json_string("so nicht");
	char *p = calloc((size_t)n->max_length + 2, 1);
	memset(p, 'a', (size_t)n->max_length + 1);
	json_t *j = json_string(p);
	free(p);
	return j;
}

static bool is_required(const struct form_state *s, struct str path)
{
	json_t *j = form_state_json(s);
	const json_t *list = json_object_get(j, "required");
	bool found = false;
	for (size_t i = 0; i < json_array_size(list); i++)
		found |= str_eq(form_json_text(json_array_get(list, i)), path);
	json_decref(j);
	return found;
}

static void violate(struct real *r, json_t *answers, struct str path, json_t *value, const char *what)
{
	struct arena *a = arena_new();
	json_t *changed = json_deep_copy(answers);
	put(find(r, changed, path), value);
	const struct form_state *s = form_eval(a, r->f, changed, &r->world);
	/* Without its only answer a group may no longer exist. */
	if (!has_error(s, path, NULL) && (value != NULL || is_required(s, path)))
		fail_msg("%.*s: %s %.*s was accepted", STR_ARG(r->name), what, STR_ARG(path));
	json_decref(changed);
	arena_free(&a);
	seen.violations++;
}

/* Each answer wrong, each demanded answer missing, each list too long. */
static void check_violations(struct real *r, json_t *answers, const struct form_state *s)
{
	json_t *j = form_state_json(s);
	const json_t *relevant = json_object_get(j, "relevant"), *required = json_object_get(j, "required");
	for (size_t i = 0; i < json_array_size(relevant); i++) {
		struct str path = form_json_text(json_array_get(relevant, i));
		struct spot spot = find(r, answers, path);
		const struct form_node *n = spot.node->what == NODE_GROUP ? spot.node->first : spot.node;
		if (get(spot) != NULL)
			violate(r, answers, path, wrong(n), "wrong");
	}
	for (size_t i = 0; i < json_array_size(required); i++)
		violate(r, answers, form_json_text(json_array_get(required, i)), NULL, "missing");
	json_decref(j);
}

static void fill_form(struct real *r)
{
	size_t valid = 0;
	for (unsigned i = 0; i < SETS; i++) {
		json_t *answers = filled(r, r->f->root, json_object(), i % 5 * 25);
		struct arena *a = arena_new();
		const struct form_state *s = form_eval(a, r->f, answers, &r->world);
		check_same(r, a, answers, s);
		check_rules(r, s, answers);
		seen.sets++;
		if (make_valid(r, answers)) {
			s = form_eval(a, r->f, answers, &r->world);
			check_same(r, a, answers, s);
			check_rules(r, s, answers);
			if (valid < VALIDATED && !forbids_mandatory(s->root))
				check_xfall(r, a, s);
			if (valid < VIOLATED)
				check_violations(r, answers, s);
			valid++;
		}
		arena_free(&a);
		json_decref(answers);
	}
	seen.valid += valid;
	if (valid < SETS / 2)
		fail_msg("%.*s: only %zu sets of answers could be made valid", STR_ARG(r->name), valid);
}

/* ---- one form ---- */

static bool load(struct arena *a, struct str path, struct str *out)
{
	struct err err;
	return file_read(a, path.p, FILE_MAX, out, &err);
}

/* The schema without ^ and $ in its patterns: there they stand for themselves, which nobody means. */
static struct xml_schema *load_schema(struct real *r, struct str path)
{
	struct str text;
	struct err err;
	char file[] = "/tmp/ozg-xfall-XXXXXX";
	if (!load(r->a, path, &text))
		return NULL;
	struct buf out = buf_new(r->a);
	struct str mark = STR("<xs:pattern value=\"");
	for (size_t i = 0; i < text.n; i++) {
		buf_add_char(&out, text.p[i]);
		if (str_ends(buf_str(&out), mark) && text.p[i + 1] == '^')
			i++;
		if (i + 3 < text.n && memcmp(text.p + i + 1, "$\"/>", 4) == 0)
			i++;
	}
	int fd = mkstemp(file);
	assert_true(fd >= 0 && write(fd, out.p, out.n) == (ssize_t)out.n && close(fd) == 0);
	struct xml_schema *s = xml_schema_load(r->a, file, &err);
	unlink(file);
	if (s == NULL)
		fail_msg("%s", err.text);
	return s;
}

static const struct xml_schema *language; /* forms/form.xsd */

static void check_form(const char *name, struct code_folder *lists)
{
	struct real r = { .a = arena_new(), .name = str_c(name), .random = 2463534242u };
	struct arena *a = r.a;
	struct str source, version = str_sub(r.name, 0, (size_t)str_find(r.name, '_'));
	struct str id = str_sub(version, 0, (size_t)str_find(version, 'V'));
	struct form_options options = { .codelist = form_code_folder_find, .codelist_arg = lists };
	struct diags d = diags_new(a, r.name), quiet = diags_new(a, r.name), again = diags_new(a, STR("native.xml"));
	struct buf native = buf_new(a), findings = buf_new(a);
	assert_true(date_from_ymd(2026, 3, 1, &r.world.today));
	assert_true(load(a, str_fmt(a, "%s", corpus(str_fmt(a, "xdf3/forms/%s", name).p)), &source));
	if (!load(a, str_fmt(a, "%s", corpus(str_fmt(a, "xdf3/rules/%.*s.rules.json", STR_ARG(id)).p)), &options.rules))
		options.rules = STR("");
	r.rules = json_loadb(options.rules.n > 0 ? options.rules.p : "", options.rules.n, 0, NULL);
	seen.rules += json_array_size(json_object_get(r.rules, "translated_rules"));
	r.f = form_read_with(a, source, &options, &d);
	diags_print(&d, &findings);
	if (r.f == NULL || !form_import(source, &options, &native, &quiet))
		fail_msg("%.*s", STR_ARG(buf_str(&findings)));
	r.native = form_read(a, buf_str(&native), &again);
	diags_print(&again, &findings);
	if (r.native == NULL)
		fail_msg("%.*s", STR_ARG(buf_str(&findings)));
	struct diags words = diags_new(a, r.name);
	xml_schema_check(language, buf_str(&native), &words);
	diags_print(&words, &findings);
	if (words.n > 0)
		fail_msg("%.*s", STR_ARG(buf_str(&findings)));
	r.schema = load_schema(&r, str_fmt(a, "%s", corpus(str_fmt(a, "xdf3/xfall-xsd/%.*s.xsd", STR_ARG(version)).p)));
	assert_non_null(r.schema);
	fill_form(&r);
	seen.forms++;
	json_decref(r.rules);
	arena_free(&r.a);
}

static void real_forms(void **state)
{
	(void)state;
	struct dirent **names = NULL;
	int n = scandir(corpus("xdf3/forms"), &names, NULL, alphasort);
	if (n < 0) {
		print_message("no corpus at %s\n", corpus("xdf3/forms"));
		skip();
	}
	struct arena *a = arena_new();
	struct err err;
	struct code_folder *lists = form_code_folder_open(a, corpus("genericode"), &err);
	assert_non_null(lists);
	const char *top = getenv("TOP_SRCDIR");
	language = xml_schema_load(a, str_fmt(a, "%s/forms/form.xsd", top == NULL ? "." : top).p, &err);
	assert_non_null(language);
	for (int i = 0; i < n; i++) {
		if (str_ends(str_c(names[i]->d_name), STR("_xdf3.xml")))
			check_form(names[i]->d_name, lists);
		free(names[i]);
	}
	free(names);
	arena_free(&a);
	print_message("%zu forms, %zu rules, %zu sets of answers, %zu made valid, %zu validated as XFall, "
	              "%zu rule checks, %zu violations found\n",
	    seen.forms, seen.rules, seen.sets, seen.valid, seen.validated, seen.rule_checks, seen.violations);
	assert_true(seen.forms > 0);
}

/* ---- XDatenfelder 2, where no schema of the answers is at hand ---- */

static void check_older(const char *path, struct code_folder *lists)
{
	struct real r = { .a = arena_new(), .name = str_c(path), .random = 2463534242u };
	struct arena *a = r.a;
	struct form_options options = { .codelist = form_code_folder_find, .codelist_arg = lists };
	struct diags d = diags_new(a, r.name), again = diags_new(a, STR("native.xml"));
	struct buf native = buf_new(a), findings = buf_new(a);
	struct str source;
	size_t valid = 0;
	assert_true(date_from_ymd(2026, 3, 1, &r.world.today));
	assert_true(load(a, r.name, &source));
	bool good = form_import(source, &options, &native, &d);
	diags_print(&d, &findings);
	if (!good)
		fail_msg("%.*s", STR_ARG(buf_str(&findings)));
	assert_true(str_find_str(buf_str(&native), STR("<rule prose=")) >= 0);
	r.f = r.native = form_read(a, buf_str(&native), &again);
	xml_schema_check(language, buf_str(&native), &again);
	diags_print(&again, &findings);
	if (r.f == NULL || again.n_errors > 0)
		fail_msg("%.*s", STR_ARG(buf_str(&findings)));
	for (unsigned i = 0; i < 20; i++) {
		json_t *answers = filled(&r, r.f->root, json_object(), i % 5 * 25);
		valid += make_valid(&r, answers);
		if (i == 0)
			check_violations(&r, answers, form_eval(a, r.f, answers, &r.world));
		json_decref(answers);
	}
	assert_int_equal(valid, 20);
	arena_free(&r.a);
}

static void older_forms(void **state)
{
	static const char *const names[] = { "S00000094V1.0_xdf2.variant-with-inline-ids.xml", "S00000094V1.0_xdf2.xml",
		"S00000121V1.0_BlaueKarte_xdf2.xml" };
	(void)state;
	struct arena *a = arena_new();
	struct err err;
	struct code_folder *lists = form_code_folder_open(a, corpus("genericode"), &err);
	const char *top = getenv("TOP_SRCDIR");
	size_t n = 0;
	language = xml_schema_load(a, str_fmt(a, "%s/forms/form.xsd", top == NULL ? "." : top).p, &err);
	for (size_t i = 0; i < sizeof names / sizeof *names && lists != NULL; i++) {
		char *path = str_cdup(a, str_fmt(a, "%s", corpus(str_fmt(a, "xdf2/%s", names[i]).p)));
		if (access(path, R_OK) != 0)
			continue;
		check_older(path, lists);
		n++;
	}
	arena_free(&a);
	if (n == 0)
		skip();
}

/* ---- what nobody should send ---- */

static struct {
	size_t files, accepted;
	double worst;
	char where[256];
} hostile;

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_hostile(const char *name, struct str source)
{
	struct arena *a = arena_new();
	struct diags d = diags_new(a, str_c(name));
	double begin = seconds();
	const struct form *f = form_read(a, source, &d);
	double took = seconds() - begin;
	hostile.files++;
	hostile.accepted += f != NULL;
	if (took > hostile.worst) {
		hostile.worst = took;
		snprintf(hostile.where, sizeof hostile.where, "%s", name);
	}
	assert_true((f != NULL) == (d.n_errors == 0));
	arena_free(&a);
}

static int visit(const char *path, const struct stat *st, int type)
{
	(void)st;
	if (type != FTW_F)
		return 0;
	struct arena *a = arena_new();
	struct str source;
	struct err err;
	if (file_read(a, path, FILE_MAX, &source, &err))
		read_hostile(path, source);
	arena_free(&a);
	return 0;
}

static void hostile_files_are_refused_in_time(void **state)
{
	static const char *const folders[] = { "security/xml", "xdf-testcases", "xdf1", "xdf2" };
	(void)state;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (ftw(corpus(folders[i]), visit, 16) != 0)
			print_message("no corpus at %s\n", corpus(folders[i]));
	if (hostile.files == 0)
		skip();
	print_message("%zu files, %zu accepted, worst %.1f ms: %s\n", hostile.files, hostile.accepted, hostile.worst * 1e3,
	    hostile.where);
	assert_true(hostile.worst < 0.5);
}

#define XDF "<x:xdatenfelder.stammdatenschema.0102 xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'>"

/* Deep, wide and endless, at the limits of what is read at all. */
static void size_is_bounded(void **state)
{
	static const char group[] = "<x:struktur><x:enthaelt><x:datenfeldgruppe>";
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	(void)state;
	hostile.worst = 0;
	hostile.accepted = 0;
	buf_add_c(&b, XDF "<x:stammdatenschema>");
	for (int i = 0; i < 100000; i++)
		buf_add_c(&b, group);
	read_hostile("deep groups", buf_str(&b));
	b.n = 0;
	buf_add_c(&b, XDF "<x:stammdatenschema>");
	for (int i = 0; i < 190000; i++)
		buf_add_c(&b, "<x:struktur/>");
	buf_add_c(&b, "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>");
	read_hostile("many structures", buf_str(&b));
	b.n = 0;
	buf_add_c(&b, XDF "<x:stammdatenschema><x:name>");
	while (b.n < (15u << 20))
		buf_add_c(&b, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ");
	read_hostile("endless text", buf_str(&b));
	b.n = 0;
	buf_add_c(&b, XDF);
	while (b.n < (15u << 20))
		buf_add_c(&b, "<relation>");
	read_hostile("deep relations", buf_str(&b));
	print_message("worst %.1f ms: %s\n", hostile.worst * 1e3, hostile.where);
	assert_int_equal(hostile.accepted, 0);
	assert_true(hostile.worst < 0.5);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(real_forms), cmocka_unit_test(older_forms),
		cmocka_unit_test(hostile_files_are_refused_in_time), cmocka_unit_test(size_is_bounded) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
