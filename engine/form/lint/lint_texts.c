/* SPDX-License-Identifier: EUPL-1.2
 * Texts that are not translated into a language the form is otherwise translated into: a page half in English is worse
 * than one in German. */
#include "form/lint/lint.h"

#include "base/utf8.h"

enum { EACH_MAX = 20 }; /* then only their number */

static const char *const into[FORM_LANGS] = { [FORM_EN] = "ins Englische", [FORM_LEICHT] = "in Leichte Sprache" };

static bool is_translated(const struct form_texts *texts, const struct str *german)
{
	size_t low = 0, high = texts->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if ((uintptr_t)texts->list[mid].german < (uintptr_t)german)
			low = mid + 1;
		else
			high = mid;
	}
	return low < texts->n && texts->list[low].german == german;
}

static struct pos place(const struct form_source_text *t)
{
	const struct xml_attr *at = t->attr == NULL ? NULL : xml_attr(t->x, t->attr);
	return at != NULL ? at->pos : t->x->text_pos;
}

static void check_language(struct lint *l, enum form_lang lang)
{
	const struct form_texts *texts = l->f->texts[lang];
	size_t missing = 0;
	for (const struct form_source_text *t = l->r->texts; t != NULL; t = t->next) {
		if (t->german->n == 0 || is_translated(texts, t->german) || missing++ >= EACH_MAX)
			continue;
		struct str shown = str_sub(*t->german, 0, utf8_offset(*t->german, 60));
		lint_find(l, DIAG_WARNING, place(t), "missing-translation",
		    "„%.*s%s“ ist nicht %s übersetzt und wird dort deutsch gezeigt. Ergänzen Sie es in „texts“, oder mit "
		    "ozgctl form po.",
		    STR_ARG(shown), shown.n < t->german->n ? "…" : "", into[lang]);
	}
	if (missing > EACH_MAX)
		lint_find(l, DIAG_WARNING, lint_source(l, l->f->root)->pos, "missing-translation",
		    "Insgesamt sind %zu Texte nicht %s übersetzt.", missing, into[lang]);
}

void lint_texts(struct lint *l)
{
	for (int lang = 0; lang < FORM_LANGS; lang++)
		if (lang != FORM_DE && l->f->texts[lang] != NULL)
			check_language(l, (enum form_lang)lang);
}
