/* SPDX-License-Identifier: EUPL-1.2
 * Finding a code by what people type. Reads the whole list only when somebody searches. */
#include "form/field/code_search.h"

#include "base/utf8.h"

enum { WORDS_MAX = 8, FORMS = 2 };

bool field_search_needed(const struct form_codelist *l)
{
	return l != NULL && l->n > FIELD_SEARCH_FROM;
}

const struct form_code *field_search_value(const struct form_codelist *l, struct str value)
{
	size_t low = 0, high = l == NULL ? 0 : l->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct form_code *c = &l->codes[l->by_value[mid]];
		int order = str_cmp(value, c->value);
		if (order == 0)
			return c;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static struct str label_of(const struct form_world *w, const struct form_code *c)
{
	return form_words(w, &c->label, NULL);
}

/* How many codes have the label; *first is one of them. */
static size_t with_label(struct arena *a, const struct form_codelist *l, const struct form_world *w, struct str label,
    const struct form_code **first)
{
	struct str wanted[FORMS] = { utf8_fold(a, label, UTF8_UMLAUT_PLAIN), utf8_fold(a, label, UTF8_UMLAUT_E) };
	size_t n = 0;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < l->n; i++) {
		struct str one = label_of(w, &l->codes[i]);
		if (str_eq(utf8_fold(scratch, one, UTF8_UMLAUT_PLAIN), wanted[0]) ||
		    str_eq(utf8_fold(scratch, one, UTF8_UMLAUT_E), wanted[1])) {
			*first = &l->codes[i];
			n++;
		}
		arena_reset(scratch);
	}
	arena_free(&scratch);
	return n;
}

/* What stands in brackets at the end. */
static struct str bracketed(struct str typed)
{
	if (typed.n == 0 || typed.p[typed.n - 1] != ')')
		return STR("");
	for (size_t i = typed.n - 1; i > 0; i--)
		if (typed.p[i - 1] == '(')
			return str_sub(typed, i, typed.n - 1);
	return STR("");
}

const struct form_code *field_search_exact(
    struct arena *a, const struct form_codelist *l, const struct form_world *w, struct str typed)
{
	const struct form_code *c = field_search_value(l, typed);
	if (c == NULL)
		c = field_search_value(l, bracketed(typed));
	if (c == NULL && with_label(a, l, w, typed, &c) != 1)
		c = NULL;
	return c;
}

struct str field_search_name(
    struct arena *a, const struct form_codelist *l, const struct form_world *w, const struct form_code *c)
{
	const struct form_code *any;
	struct str label = label_of(w, c);
	if (with_label(a, l, w, label, &any) == 1)
		return label;
	return str_fmt(a, "%.*s (%.*s)", STR_ARG(label), STR_ARG(c->value));
}

struct term {
	struct str whole;
	struct str words[WORDS_MAX];
	size_t n;
};

static struct term term_of(struct arena *a, struct str typed, enum utf8_umlauts how)
{
	struct term t = { .whole = str_trim(utf8_fold(a, typed, how)) };
	struct str rest = t.whole, word;
	while (t.n < WORDS_MAX && str_next(&rest, ' ', &word))
		if (word.n > 0)
			t.words[t.n++] = word;
	return t;
}

enum fit { FIT_BEGINS, FIT_WORD, FIT_INSIDE, FIT_NOT };

static enum fit fit(struct str label, const struct term *t)
{
	if (t->n == 0)
		return FIT_NOT;
	if (str_starts(label, t->whole))
		return FIT_BEGINS;
	enum fit worst = FIT_WORD;
	for (size_t i = 0; i < t->n; i++) {
		ptrdiff_t at = str_find_str(label, t->words[i]);
		if (at < 0)
			return FIT_NOT;
		if (at > 0 && label.p[at - 1] != ' ')
			worst = FIT_INSIDE;
	}
	return worst;
}

static enum fit fit_code(
    struct arena *a, const struct form_world *w, const struct form_code *c, const struct term t[FORMS])
{
	struct str label = label_of(w, c);
	enum fit plain = fit(utf8_fold(a, label, UTF8_UMLAUT_PLAIN), &t[0]);
	enum fit written = fit(utf8_fold(a, label, UTF8_UMLAUT_E), &t[1]);
	return plain < written ? plain : written;
}

size_t field_search(struct arena *a, const struct form_codelist *l, const struct form_world *w, struct str typed,
    const struct form_code *list[FIELD_SEARCH_SHOWN])
{
	const struct term t[FORMS] = { term_of(a, typed, UTF8_UMLAUT_PLAIN), term_of(a, typed, UTF8_UMLAUT_E) };
	const struct form_code *found[FIT_NOT][FIELD_SEARCH_SHOWN];
	size_t n[FIT_NOT] = { 0 }, shown = 0;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < l->n; i++) {
		enum fit f = fit_code(scratch, w, &l->codes[i], t);
		if (f != FIT_NOT && n[f]++ < FIELD_SEARCH_SHOWN)
			found[f][n[f] - 1] = &l->codes[i];
		arena_reset(scratch);
	}
	arena_free(&scratch);
	for (enum fit f = FIT_BEGINS; f < FIT_NOT; f++)
		for (size_t i = 0; i < n[f] && i < FIELD_SEARCH_SHOWN && shown < FIELD_SEARCH_SHOWN; i++)
			list[shown++] = found[f][i];
	return n[FIT_BEGINS] + n[FIT_WORD] + n[FIT_INSIDE];
}
