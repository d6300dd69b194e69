/* SPDX-License-Identifier: EUPL-1.2
 * What is said in which language: the words of a form, and the engine's own sentences. */
#include "form/form_model.h"

static const char *const tags[FORM_LANGS] = { [FORM_DE] = "de", [FORM_EN] = "en", [FORM_LEICHT] = "de-x-leicht" };

const char *form_lang_tag(enum form_lang lang)
{
	return tags[lang];
}

bool form_lang_find(struct str tag, enum form_lang *lang)
{
	for (int i = 0; i < FORM_LANGS; i++) {
		if (str_eq_c(tag, tags[i])) {
			*lang = (enum form_lang)i;
			return true;
		}
	}
	return false;
}

/* ---- the words of a form ---- */

static struct str find_words(const struct form_texts *t, const struct str *german)
{
	size_t low = 0, high = t == NULL ? 0 : t->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (t->list[mid].german == german)
			return t->list[mid].text;
		if ((uintptr_t)t->list[mid].german < (uintptr_t)german)
			low = mid + 1;
		else
			high = mid;
	}
	return (struct str){ NULL, 0 };
}

struct str form_words(const struct form_world *w, const struct str *german_words, bool *german)
{
	if (w == NULL || w->lang == FORM_DE || german_words->n == 0)
		return *german_words;
	struct str text = find_words(w->texts, german_words);
	if (text.n > 0)
		return text;
	if (german != NULL)
		*german = true;
	return *german_words;
}

static struct str words_in(const struct form *f, const struct str *words, enum form_lang lang, bool *german)
{
	struct form_world w = { .lang = lang, .texts = f->texts[lang] };
	*german = false;
	return form_words(&w, words, german);
}

struct str form_title_in(const struct form *f, enum form_lang lang, bool *german)
{
	return words_in(f, &f->title, lang, german);
}

struct str form_intro_in(const struct form *f, enum form_lang lang, bool *german)
{
	return words_in(f, &f->intro, lang, german);
}

struct str form_page_title_in(const struct form *f, size_t page, enum form_lang lang, bool *german)
{
	return words_in(f, &f->pages[page]->label, lang, german);
}

size_t form_texts(const struct form *f, enum form_lang lang, size_t *translated)
{
	*translated = lang == FORM_DE ? f->n_texts : f->texts[lang] == NULL ? 0 : f->texts[lang]->n;
	return f->n_texts;
}

/* ---- the engine's own sentences: made of texts/NAME.po when the program is built ---- */

struct sentence {
	const char *german, *words;
};

static const struct sentence english[] = {
#include "form/sentences_en.h"
	{ NULL, NULL },
};
static const struct sentence plain[] = {
#include "form/sentences_leicht.h"
	{ NULL, NULL },
};
static const struct sentence *const sentences[FORM_LANGS] = { [FORM_EN] = english, [FORM_LEICHT] = plain };

const char *form_say(const struct form_world *w, const char *german)
{
	const struct sentence *s = w == NULL ? NULL : sentences[w->lang];
	while (s != NULL && s->german != NULL && strcmp(s->german, german) != 0)
		s++;
	return s == NULL || s->german == NULL ? german : s->words;
}

struct str field_sentence(const struct form_world *w, struct arena *a, const char *message, const struct str *label)
{
	struct str m = str_c(form_say(w, message));
	ptrdiff_t at = str_find_str(m, STR("{}"));
	if (at < 0)
		return m;
	bool english_marks = w != NULL && w->lang == FORM_EN;
	struct str before = str_sub(m, 0, (size_t)at), after = str_sub(m, (size_t)at + 2, m.n);
	return str_fmt(a, "%.*s%s%.*s%s%.*s", STR_ARG(before), english_marks ? "“" : "„",
	    STR_ARG(form_words(w, label, NULL)), english_marks ? "”" : "“", STR_ARG(after));
}

bool field_fail(const struct field_in *in, struct field_fault *f, const char *code, const char *message)
{
	*f = (struct field_fault){ .code = code };
	f->message = field_sentence(in->world, in->arena, message, &in->node->label);
	return false;
}
