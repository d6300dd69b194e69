/* SPDX-License-Identifier: EUPL-1.2
 * Puts what a browser sent for one page into the answers. The page decides what is taken: every field of it is looked
 * up among the parameters, and a parameter that no field asked for is refused. */
#include "form/field/code_search.h"
#include "form/field/fields.h"

#include "base/utf8.h"

enum { BYTES_MIN = 1000, BYTES_PER_CHARACTER = 8, NAME_SHOWN = 60 };

struct post {
	struct arena *arena;
	const struct form_param *params;
	size_t n;
	bool *used; /* by position in params */
	const struct form_world *world;
	struct err *err;
	struct str add, remove; /* path of the action */
	struct str upload, drop, search;
	bool acted;     /* one of these has found its field */
	json_t *target; /* the array it changes: borrowed */
	const struct form_node *target_node;
	size_t index;    /* of the entry to remove, from 1; 0: add one */
	json_t *dropped; /* paths of what rules took out, now and before */
};

static bool refuse(struct post *p, const char *what, struct str name)
{
	if (!utf8_valid(name))
		name = STR("?");
	name = str_sub(name, 0, utf8_offset(name, NAME_SHOWN));
	return err_set(p->err, ERR_INPUT, "%s „%.*s“.", what, STR_ARG(name));
}

/* The value sent under name; NULL when there is none. False when it is there twice. */
static bool take(struct post *p, struct str name, const struct str **value)
{
	*value = NULL;
	for (size_t i = 0; i < p->n; i++) {
		if (!str_eq(p->params[i].name, name))
			continue;
		if (*value != NULL)
			return refuse(p, "Doppelt gesendet wurde", name);
		if (p->params[i].file != NULL)
			return refuse(p, "Hier kann keine Datei stehen: das Feld", name);
		p->used[i] = true;
		*value = &p->params[i].value;
	}
	return true;
}

/* At the door: line ends as LF, normalization form C, no space around. */
static bool clean(struct post *p, const struct form_node *n, struct str name, struct str value, struct str *out)
{
	size_t limit = BYTES_MIN + (size_t)n->max_length * BYTES_PER_CHARACTER;
	if (value.n > limit && n->max_length > 0)
		return err_set(p->err, ERR_INPUT, "Bei „%.*s“ ist der Text viel zu lang, höchstens %lld Zeichen sind möglich.",
		    STR_ARG(n->label), (long long)n->max_length);
	if (value.n > limit)
		return refuse(p, "Viel zu lang ist der Text bei", name);
	if (!utf8_valid(value) || str_find(value, '\0') >= 0)
		return refuse(p, "Kein lesbarer Text steht bei", name);
	char *text = arena_memdup(p->arena, value.p, value.n);
	size_t len = 0;
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] != '\r')
			text[len++] = value.p[i];
		else if (i + 1 == value.n || value.p[i + 1] != '\n')
			text[len++] = '\n';
	*out = field_trim(utf8_nfc(p->arena, (struct str){ text, len }));
	return true;
}

/* Several inputs as one text: "23.6.1987", or "23..1987" with one left empty; empty when all are. */
static bool take_parts(struct post *p, const struct form_node *n, struct str name, struct str *text, bool *there)
{
	struct buf out = buf_new(p->arena);
	bool any = false;
	for (size_t i = 0; n->kind->parts[i] != NULL; i++) {
		struct str part_name = str_fmt(p->arena, "%.*s.%s", STR_ARG(name), n->kind->parts[i]), part;
		const struct str *value;
		if (!take(p, part_name, &value))
			return false;
		if (i > 0)
			buf_add_char(&out, '.');
		if (value == NULL)
			continue;
		*there = true;
		if (!clean(p, n, part_name, *value, &part))
			return false;
		while (part.n > 0 && part.p[part.n - 1] == '.')
			part.n--;
		any |= part.n > 0;
		buf_add(&out, part);
	}
	*text = any ? buf_str(&out) : STR("");
	return true;
}

static void set(json_t *object, struct str key, json_t *value)
{
	json_object_setn_new(object, key.p, key.n, value);
}

/* The codes sent under name; the entry that the action removes is left out. */
static bool take_codes(struct post *p, const struct form_node *n, struct str name, bool *sent, json_t *list)
{
	size_t index = 0;
	for (size_t i = 0; i < p->n; i++) {
		struct str text;
		if (!str_eq(p->params[i].name, name))
			continue;
		p->used[i] = *sent = true;
		if (!clean(p, n, name, p->params[i].value, &text))
			return false;
		index++;
		if (p->remove.n > 0 && str_eq(p->remove, str_fmt(p->arena, "%.*s[%zu]", STR_ARG(name), index)))
			p->acted = true;
		else if (text.n > 0)
			json_array_append_new(list, json_stringn(text.p, text.n));
	}
	return true;
}

static void add_once(json_t *list, struct str code)
{
	if (!form_json_lists(list, code))
		json_array_append_new(list, json_stringn(code.p, code.n));
}

/* Of a list that is searched: what is ticked among the matches, and the word in the search field. A word that means one
 * code is that code; another one stands last in the answer until something was found or nothing is searched any more.
 */
static bool take_picked(struct post *p, const struct form_node *n, struct str name, bool *sent, json_t *list)
{
	const struct str *value;
	struct str word = STR("");
	json_t *ticked = json_array();
	bool good = take_codes(p, n, str_fmt(p->arena, "%.*s.treffer", STR_ARG(name)), sent, ticked);
	for (size_t i = 0; i < json_array_size(ticked); i++)
		add_once(list, form_json_text(json_array_get(ticked, i)));
	bool done = json_array_size(ticked) > 0 && !str_eq(p->search, name);
	json_decref(ticked);
	if (!good || !take(p, str_fmt(p->arena, "%.*s.suche", STR_ARG(name)), &value) ||
	    (value != NULL && !clean(p, n, name, *value, &word)))
		return false;
	*sent |= value != NULL;
	p->acted |= str_eq(p->search, name) || str_eq(p->add, name);
	const struct form_code *c = word.n == 0 ? NULL : field_search_exact(p->arena, n->codes, p->world, word);
	if (c != NULL)
		add_once(list, c->value);
	else if (word.n > 0 && !done)
		add_once(list, word);
	return true;
}

static bool post_codes(struct post *p, const struct form_node *n, struct str name, bool shown, json_t *object)
{
	json_t *list = json_array();
	bool good = take_codes(p, n, name, &shown, list) &&
	            (!field_search_needed(n->codes) || take_picked(p, n, name, &shown, list));
	if (good && json_array_size(list) > 0)
		set(object, n->id, json_incref(list));
	else if (good && shown)
		json_object_deln(object, n->id.p, n->id.n);
	json_decref(list);
	return good;
}

/* Of a list that is searched: what was chosen among the matches counts, unless somebody searches anew. */
static bool take_found(struct post *p, struct str name, const struct str **value)
{
	const struct str *chosen;
	if (!take(p, str_fmt(p->arena, "%.*s.treffer", STR_ARG(name)), &chosen))
		return false;
	if (str_eq(p->search, name))
		p->acted = true;
	else if (chosen != NULL)
		*value = chosen;
	return true;
}

/* A document that was not taken leaves the one it was to replace where it is. */
static json_t *not_taken(const json_t *file, json_t *old)
{
	if (json_object_get(old, "id") == NULL)
		return json_deep_copy(file);
	json_t *both = json_deep_copy(old);
	json_object_set(both, "refused", json_object_get(file, "refused"));
	json_object_set(both, "refused_name", json_object_get(file, "name"));
	return both;
}

/* Nothing sent: the document stays. The reproach about another one was heard. */
static bool post_file(struct post *p, const struct form_node *n, struct str name, json_t *object)
{
	json_t *old = json_object_getn(object, n->id.p, n->id.n);
	bool sent = false;
	for (size_t i = 0; i < p->n; i++) {
		const struct form_param *one = &p->params[i];
		if (!str_eq(one->name, name))
			continue;
		if (sent)
			return refuse(p, "Doppelt gesendet wurde", name);
		p->used[i] = sent = true;
		if (one->file != NULL)
			set(object, n->id,
			    json_object_get(one->file, "refused") != NULL ? not_taken(one->file, old) : json_deep_copy(one->file));
	}
	old = json_object_getn(object, n->id.p, n->id.n);
	if (str_eq(p->drop, name)) {
		json_object_deln(object, n->id.p, n->id.n);
		p->acted = true;
	} else if (json_object_get(old, "refused_name") != NULL && !sent) {
		json_object_del(old, "refused");
		json_object_del(old, "refused_name");
	}
	p->acted |= str_eq(p->upload, name);
	return true;
}

/* A field that the page did not show and that was not sent keeps its answer. */
static bool post_field(struct post *p, const struct form_node *n, struct str name, bool shown, json_t *object)
{
	if (n->kind->json == FIELD_CODES)
		return post_codes(p, n, name, shown, object);
	const struct str *value;
	struct str text = STR("");
	bool there = false;
	if (!take(p, name, &value))
		return false;
	if (field_search_needed(n->codes) && !take_found(p, name, &value))
		return false;
	if (value == NULL && n->kind->parts != NULL && !take_parts(p, n, name, &text, &there))
		return false;
	if (value != NULL && !clean(p, n, name, *value, &text))
		return false;
	if (value == NULL && !there && !shown)
		return true;
	if (text.n == 0 && n->dflt.n == 0 && n->prefill.n == 0) {
		json_object_deln(object, n->id.p, n->id.n);
		return true;
	}
	struct field_in in = { .arena = p->arena, .node = n, .text = text, .world = p->world };
	if (text.n > 0 && n->kind->tidy != NULL)
		text = n->kind->tidy(&in);
	if (n->kind->json == FIELD_BOOL && (str_eq_c(text, "true") || str_eq_c(text, "false")))
		set(object, n->id, json_boolean(str_eq_c(text, "true")));
	else
		set(object, n->id, json_stringn(text.p == NULL ? "" : text.p, text.n));
	return true;
}

/* A postcode with one municipality leaves nothing to choose; a municipality of another postcode is none. */
static void settle_place(struct post *p, const struct form_node *n, json_t *object)
{
	if (p->world->places == NULL)
		return;
	struct str postcode = form_json_text(json_object_getn(object, n->postcode->id.p, n->postcode->id.n));
	struct str chosen = form_json_text(json_object_getn(object, n->id.p, n->id.n));
	const struct form_place *list = NULL;
	size_t count = postcode.n == 0 ? 0 : p->world->places(p->world->places_arg, p->arena, postcode, &list);
	for (size_t i = 0; i < count; i++)
		if (str_eq(list[i].ars, chosen))
			return;
	if (count == 1)
		set(object, n->id, json_stringn(list[0].ars.p, list[0].ars.n));
	else
		json_object_deln(object, n->id.p, n->id.n);
}

static bool post_items(
    struct post *p, const struct form_node *up, const struct form_inst *old, struct str prefix, json_t *object);

static bool any_posted(const struct post *p, struct str prefix)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_starts(p->params[i].name, prefix))
			return true;
	return false;
}

static bool post_group(
    struct post *p, const struct form_node *n, const struct form_cell *old, struct str path, json_t *object)
{
	json_t *j = json_object_getn(object, n->id.p, n->id.n);
	if (!json_is_object(j)) {
		j = json_object();
		set(object, n->id, j);
	}
	if (!post_items(p, n, &old->insts[0], str_fmt(p->arena, "%.*s/", STR_ARG(path)), j))
		return false;
	if (json_object_size(j) == 0)
		json_object_deln(object, n->id.p, n->id.n);
	return true;
}

/* An entry of a list is the answer of its field, which has no name: for the moment it lives in an object. */
static bool post_entry(
    struct post *p, const struct form_node *n, const struct form_inst *old, struct str name, json_t *list, size_t i)
{
	json_t *holder = json_object();
	json_object_set(holder, "", json_array_get(list, i));
	bool good = post_items(p, n, old, name, holder);
	json_t *answer = json_object_get(holder, "");
	json_array_set_new(list, i, answer != NULL ? json_incref(answer) : json_string(""));
	json_decref(holder);
	return good;
}

static bool post_repeat(
    struct post *p, const struct form_node *n, const struct form_cell *old, struct str path, json_t *object)
{
	json_t *j = json_object_getn(object, n->id.p, n->id.n);
	if (!json_is_array(j)) {
		j = json_array();
		set(object, n->id, j);
	}
	bool adds = str_eq(p->add, path), acts = adds;
	for (size_t i = 0; i < old->n_shown; i++) {
		struct str entry_path = str_fmt(p->arena, "%.*s[%zu]", STR_ARG(path), i + 1);
		struct str prefix = n->list ? entry_path : str_fmt(p->arena, "%.*s/", STR_ARG(entry_path));
		if (i == json_array_size(j) && !adds && !any_posted(p, prefix))
			break;
		if (i == json_array_size(j))
			json_array_append_new(j, n->list ? json_string("") : json_object());
		if (str_eq(p->remove, entry_path)) {
			p->index = i + 1;
			acts = true;
		}
		json_t *entry = json_array_get(j, i);
		if (n->list) {
			if (!post_entry(p, n, &old->insts[i], prefix, j, i))
				return false;
			continue;
		}
		if (!json_is_object(entry)) {
			entry = json_object();
			json_array_set_new(j, i, entry);
		}
		if (!post_items(p, n, &old->insts[i], prefix, entry))
			return false;
	}
	if (acts) {
		p->target = j;
		p->target_node = n;
	} else if (json_array_size(j) == 0) {
		json_object_deln(object, n->id.p, n->id.n);
	}
	return true;
}

/* Not what is only read, calculated, answered by others or known already. */
static bool takes_input(const struct form_node *n, const struct form_cell *c)
{
	return n->kind->json != FIELD_NONE && n->calculate == NULL && !n->locked && n->prefill_mode != PREFILL_LOCKED &&
	       !c->given;
}

static bool post_items(
    struct post *p, const struct form_node *up, const struct form_inst *old, struct str prefix, json_t *object)
{
	for (const struct form_node *n = up->first; n != NULL; n = n->next) {
		const struct form_cell *cell = &old->cells[n->cell];
		struct str path = str_fmt(p->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(n->id));
		bool good = true;
		if (n->what == NODE_GROUP)
			good = n->repeat ? post_repeat(p, n, cell, path, object) : post_group(p, n, cell, path, object);
		else if (takes_input(n, cell) && n->kind->json == FIELD_FILE)
			good = post_file(p, n, path, object);
		else if (takes_input(n, cell))
			good = post_field(p, n, path, cell->relevant, object);
		if (!good)
			return false;
	}
	for (const struct form_node *n = up->first; n != NULL; n = n->next)
		if (n->postcode != NULL)
			settle_place(p, n, object);
	return true;
}

/* "next", "add:PATH", "remove:PATH[i]", "upload:PATH" or "drop:PATH". */
static bool read_action(struct post *p)
{
	const struct str *value;
	if (!take(p, STR("_action"), &value))
		return false;
	if (value == NULL || str_eq_c(*value, "next"))
		return true;
	if (str_starts(*value, STR("add:")))
		p->add = str_sub(*value, 4, value->n);
	else if (str_starts(*value, STR("remove:")))
		p->remove = str_sub(*value, 7, value->n);
	if (str_starts(*value, STR("search:")))
		p->search = str_sub(*value, 7, value->n);
	else if (str_starts(*value, STR("upload:")))
		p->upload = str_sub(*value, 7, value->n);
	else if (str_starts(*value, STR("drop:")))
		p->drop = str_sub(*value, 5, value->n);
	if (p->add.n + p->remove.n + p->upload.n + p->drop.n + p->search.n == 0)
		return refuse(p, "Unbekannt ist die Anweisung", *value);
	return true;
}

static bool act(struct post *p)
{
	if (p->upload.n + p->drop.n + p->search.n > 0 && !p->acted)
		return refuse(p, "Auf dieser Seite gibt es nicht mehr",
		    p->upload.n > 0 ? p->upload
		    : p->drop.n > 0 ? p->drop
		                    : p->search);
	if (p->add.n + p->remove.n == 0 || (p->target == NULL && p->acted))
		return true;
	if (p->target == NULL)
		return refuse(p, "Auf dieser Seite gibt es nicht mehr", p->add.n > 0 ? p->add : p->remove);
	size_t size = json_array_size(p->target);
	if (p->index == 0 && size >= (size_t)p->target_node->max)
		return refuse(p, "Mehr Einträge sind nicht möglich bei", p->target_node->label);
	if (p->index > 0 && size <= (size_t)p->target_node->min)
		return refuse(p, "Der letzte nötige Eintrag bleibt stehen bei", p->target_node->label);
	if (p->index == 0)
		json_array_append_new(p->target, p->target_node->list ? json_string("") : json_object());
	else
		json_array_remove(p->target, p->index - 1);
	return true;
}

static bool all_used(struct post *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->used[i] && !str_starts(p->params[i].name, STR("_")))
			return refuse(p, "Zu dieser Seite gehört kein Feld", p->params[i].name);
	return true;
}

/* Whether the page now asks something that it did not ask before: then people must see it. */
static bool asks_more(const struct form_node *up, const struct form_inst *old, const struct form_inst *now)
{
	for (const struct form_node *n = up->first; n != NULL; n = n->next) {
		const struct form_cell *was = &old->cells[n->cell], *is = &now->cells[n->cell];
		if (!is->relevant || n->calculate != NULL || n->locked || n->prefill_mode == PREFILL_LOCKED || is->given)
			continue;
		for (size_t i = 0; i < is->n_insts && i < was->n_shown; i++)
			if (asks_more(n, &was->insts[i], &is->insts[i]))
				return true;
		if (n->what != NODE_FIELD || n->kind->json == FIELD_NONE || !form_json_empty(is->json))
			continue;
		if (n->postcode != NULL ? is->n_places > 1 && is->n_places != was->n_places : !was->relevant)
			return true;
	}
	return false;
}

/* Takes out what a rule forbids now: nobody could see it, so nobody could correct it. */
static bool drop_forbidden(struct post *p, const struct form_inst *in, json_t *object)
{
	bool dropped = false;
	for (size_t i = 0; i < in->group->n_members && !in->group->list; i++) {
		const struct form_node *n = in->group->members[i];
		const struct form_cell *c = &in->cells[i];
		json_t *j = json_object_getn(object, n->id.p, n->id.n);
		if (j == NULL || n->what == NODE_PAGE)
			continue;
		if (c->forbidden) {
			struct str path = form_path(p->arena, in, n, 0);
			if (!form_json_empty(j))
				json_array_append_new(p->dropped, json_stringn(path.p, path.n));
			json_object_deln(object, n->id.p, n->id.n);
			dropped = true;
			continue;
		}
		for (size_t k = 0; k < c->n_insts; k++)
			dropped |= drop_forbidden(p, &c->insts[k], n->repeat ? json_array_get(j, k) : j);
	}
	return dropped;
}

/* The judgement on answers, without what is forbidden, which is noted beside them. A rule may depend on an answer that
 * another one takes out. */
static const struct form_state *settle_rules(struct post *p, const struct form *f, json_t *answers)
{
	enum { ROUNDS = 5 };
	const struct form_state *s = form_eval(p->arena, f, answers, p->world);
	const json_t *before = json_object_get(answers, FORM_DROPPED);
	p->dropped = before != NULL ? json_copy((json_t *)before) : json_array();
	for (int i = 0; i < ROUNDS && drop_forbidden(p, s->root, answers); i++)
		s = form_eval(p->arena, f, answers, p->world);
	form_dropped_keep(s, p->dropped, answers);
	json_decref(p->dropped);
	return s;
}

/* The fields of a page, in the object of the group that the page is part of. */
static bool post_page(struct post *p, const struct form_state *old, const struct form_node *page, json_t *answers)
{
	const struct form_node *chain[FORM_MAX_DEPTH + 1];
	json_t *object[FORM_MAX_DEPTH + 2] = { answers };
	size_t n = 0;
	for (const struct form_node *g = page->group; g->group != NULL; g = g->group)
		chain[n++] = g;
	struct buf prefix = buf_new(p->arena);
	for (size_t i = 0; i < n; i++) {
		const struct form_node *g = chain[n - 1 - i];
		object[i + 1] = json_object_getn(object[i], g->id.p, g->id.n);
		if (!json_is_object(object[i + 1]))
			set(object[i], g->id, object[i + 1] = json_object());
		buf_add_fmt(&prefix, "%.*s/", STR_ARG(g->id));
	}
	bool good = post_items(p, page, form_page_inst(old, page), buf_str(&prefix), object[n]);
	for (size_t i = n; i > 0 && json_object_size(object[i]) == 0; i--)
		json_object_deln(object[i - 1], chain[n - i]->id.p, chain[n - i]->id.n);
	return good;
}

bool form_post(struct arena *a, const struct form *f, size_t page, const struct form_param *params, size_t n,
    json_t *answers, const struct form_world *world, enum form_action *action, struct err *err)
{
	const struct form_node *root = f->pages[page];
	struct post p = {
		.arena = a, .params = params, .n = n, .used = ARENA_ARRAY(a, bool, n), .world = world, .err = err
	};
	json_t *after = json_deep_copy(answers);
	const struct form_state *old = form_eval(a, f, answers, world);
	bool good = read_action(&p) && post_page(&p, old, root, after) && all_used(&p) && act(&p);
	if (good) {
		const struct form_state *now = settle_rules(&p, f, after);
		bool changed =
		    p.target != NULL || p.acted || asks_more(root, form_page_inst(old, root), form_page_inst(now, root));
		*action = changed ? FORM_CHANGED : FORM_NEXT;
		json_object_clear(answers);
		json_object_update(answers, after);
	}
	json_decref(after);
	return good;
}
