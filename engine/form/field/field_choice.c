/* SPDX-License-Identifier: EUPL-1.2
 * <choice id label codes="LIST"> or with „code“ inside: one of several; and what both kinds of choice share. */
#include "form/field/code_search.h"
#include "form/field/fields.h"

#include "base/suggest.h"

enum { RADIO_MAX = 7 };

void field_read_codes(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	const struct xml_attr *at = xml_attr(x, "codes");
	if (at == NULL) {
		n->codes = form_read_codes(r, x);
		return;
	}
	if (x->first != NULL)
		diag_error(r->d, x->first->pos, "two-codelists",
		    "Die Auswahl steht schon in der Codeliste „%.*s“: streichen Sie codes oder die Elemente „code“.",
		    STR_ARG(at->value));
	size_t n_lists = 0;
	for (const struct form_codelist *l = r->form->codelists; l != NULL; l = l->next, n_lists++) {
		if (str_eq(l->id, at->value)) {
			n->codes = l;
			return;
		}
	}
	struct str *names = ARENA_ARRAY(r->scratch, struct str, n_lists);
	size_t i = 0;
	for (const struct form_codelist *l = r->form->codelists; l != NULL; l = l->next)
		names[i++] = l->id;
	struct buf hint = buf_new(r->scratch);
	suggest_add(&hint, "", at->value, names, n_lists);
	diag_error(r->d, at->pos, "unknown-codelist", "Die Codeliste „%.*s“ gibt es nicht.%.*s", STR_ARG(at->value),
	    STR_ARG(buf_str(&hint)));
}

bool field_code_value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	const struct form_code *c = field_search_value(in->node->codes, in->text);
	if (c == NULL && field_search_needed(in->node->codes))
		return field_fail(in, fault, "code", "Suchen Sie bei {} und wählen Sie aus, was gefunden wurde.");
	if (c == NULL)
		return field_fail(in, fault, "code", "Wählen Sie bei {} eine der Antworten, die dort stehen.");
	*out = (struct xpath_value){ .type = XPATH_CODE, .text = c->value };
	return true;
}

static bool is_selected(const struct field_show *in, struct str value)
{
	return form_json_lists(in->cell->json, value) || str_eq(in->text, value);
}

void field_code_options(const struct field_show *in, struct form_view_item *item)
{
	const struct form_codelist *l = in->node->codes;
	struct form_view_option *o = ARENA_ARRAY(in->arena, struct form_view_option, l->n);
	for (size_t i = 0; i < l->n; i++) {
		const struct form_code *c = &l->codes[i];
		bool german = false;
		struct str label = form_words(in->world, &c->label, &german);
		o[i] = field_option(in->arena, item->id, i, c->value, label, is_selected(in, c->value));
		o[i].label_german = german;
		o[i].hint = form_words(in->world, &c->hint, &o[i].hint_german);
	}
	item->options = (struct form_view_options){ o, l->n };
}

static struct str show(const struct field_show *in)
{
	const struct form_code *c = field_search_value(in->node->codes, in->text);
	return c != NULL ? form_words(in->world, &c->label, NULL) : in->text;
}

void field_search_view(const struct field_show *in, struct str typed, struct form_view_item *item)
{
	const struct form_codelist *l = in->node->codes;
	const struct form_code *found[FIELD_SEARCH_SHOWN];
	item->value = typed;
	item->add_action = str_fmt(in->arena, "search:%.*s", STR_ARG(item->path));
	item->rule = str_c(form_say(in->world, "Schreiben Sie ein Wort und suchen Sie."));
	if (typed.n == 0)
		return;
	size_t n = field_search(in->arena, l, in->world, typed, found);
	if (n == 0)
		item->rule = str_c(form_say(in->world, "Nichts gefunden. Versuchen Sie ein anderes oder ein kürzeres Wort."));
	else if (n <= FIELD_SEARCH_SHOWN)
		item->rule = str_fmt(in->arena, form_say(in->world, "Treffer: %zu. Wählen Sie aus."), n);
	else
		item->rule = str_fmt(in->arena,
		    form_say(in->world, "Treffer: %zu, hier stehen die ersten %d. Schreiben Sie mehr, um weiter einzugrenzen."),
		    n, FIELD_SEARCH_SHOWN);
	size_t shown = n < FIELD_SEARCH_SHOWN ? n : FIELD_SEARCH_SHOWN;
	struct form_view_option *o = ARENA_ARRAY(in->arena, struct form_view_option, shown);
	for (size_t i = 0; i < shown; i++)
		o[i] = field_option(in->arena, item->id, i, found[i]->value,
		    field_search_name(in->arena, l, in->world, found[i]), is_selected(in, found[i]->value));
	item->options = (struct form_view_options){ o, shown };
	item->has_options = shown > 0;
}

/* A word to search for, and what fits when it is no code yet. */
static void view_search(const struct field_show *in, struct form_view_item *item)
{
	const struct form_codelist *l = in->node->codes;
	const struct form_code *c = field_search_value(l, in->text);
	item->is_search = true;
	field_search_view(in, c == NULL ? in->text : STR(""), item);
	if (c != NULL)
		item->value = field_search_name(in->arena, l, in->world, c);
}

/* What was typed as the code it means. */
static struct str tidy(const struct field_in *in)
{
	const struct form_codelist *l = in->node->codes;
	const struct form_code *c = field_search_needed(l) ? field_search_exact(in->arena, l, in->world, in->text) : NULL;
	return c == NULL ? in->text : c->value;
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	if (field_search_needed(in->node->codes)) {
		view_search(in, item);
		return;
	}
	field_code_options(in, item);
	item->is_select = item->options.n > RADIO_MAX;
	item->is_radio = !item->is_select;
	item->value = in->text;
}

static const char *const attrs[] = { "codes", NULL };

const struct field_kind field_choice = {
	.name = "choice",
	.attrs = attrs,
	.type = XPATH_CODE,
	.json = FIELD_TEXT,
	.sentence = true,
	.codes = true,
	.demand = "Wählen Sie bei {} eine Antwort aus.",
	.read = field_read_codes,
	.tidy = tidy,
	.value = field_code_value,
	.show = show,
	.view = view,
};
