/* SPDX-License-Identifier: EUPL-1.2
 * Answers by path: what stands at hund[2]/name in a JSON tree, and putting something there. */
#include "form/scenario/answers.h"

enum { ENTRIES_MAX = 5000 };

/* One step of a path: a name and, from 1, the entry; 0: none. */
struct step {
	struct str name;
	size_t entry;
};

/* Takes the first step off *path; false when there is none or it is malformed. */
static bool next_step(struct str *path, struct step *out)
{
	struct str piece;
	int64_t entry = 0;
	if (!str_next(path, '/', &piece))
		return false;
	ptrdiff_t open = str_find(piece, '[');
	out->name = open < 0 ? piece : str_sub(piece, 0, (size_t)open);
	if (open >= 0 &&
	    (!str_ends(piece, STR("]")) || !str_to_i64(str_sub(piece, (size_t)open + 1, piece.n - 1), &entry) || entry < 1))
		return false;
	out->entry = (size_t)entry;
	return out->name.n > 0 && entry <= ENTRIES_MAX;
}

json_t *form_answers_get(const json_t *answers, struct str path)
{
	const json_t *at = answers;
	struct step step;
	while (path.n > 0) {
		if (!next_step(&path, &step))
			return NULL;
		at = json_object_getn(at, step.name.p, step.name.n);
		if (step.entry > 0)
			at = json_array_get(at, step.entry - 1);
	}
	return (json_t *)at;
}

/* Puts value under name into an object, or takes away what is there. */
static bool put(json_t *object, struct str name, json_t *value)
{
	if (!json_is_null(value))
		return json_object_setn_new(object, name.p, name.n, value) == 0;
	json_object_deln(object, name.p, name.n);
	json_decref(value);
	return true;
}

/* The same for an entry of a list. */
static bool put_entry(json_t *list, size_t entry, json_t *value)
{
	size_t n = json_array_size(list);
	if (entry > n + 1 || (entry == n + 1 && json_is_null(value))) {
		json_decref(value);
		return false;
	}
	if (entry == n + 1)
		return json_array_append_new(list, value) == 0;
	if (!json_is_null(value))
		return json_array_set_new(list, entry - 1, value) == 0;
	json_decref(value);
	return json_array_remove(list, entry - 1) == 0;
}

bool form_answers_set(json_t *answers, struct str path, json_t *value)
{
	struct step step;
	json_t *at = answers;
	while (next_step(&path, &step)) {
		bool last = path.n == 0;
		json_t *child = json_object_getn(at, step.name.p, step.name.n);
		if (last && step.entry == 0)
			return put(at, step.name, value);
		if (step.entry > 0 && !json_is_array(child))
			put(at, step.name, child = json_array());
		if (step.entry > 0 && last)
			return put_entry(child, step.entry, value);
		if (step.entry > 0) {
			json_t *list = child;
			child = json_array_get(list, step.entry - 1);
			if (child == NULL && !put_entry(list, step.entry, child = json_object()))
				break;
		}
		if (!json_is_object(child)) {
			if (child != NULL || step.entry > 0)
				break;
			put(at, step.name, child = json_object());
		}
		at = child;
	}
	json_decref(value);
	return false;
}
