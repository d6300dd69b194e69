/* SPDX-License-Identifier: EUPL-1.2
 * <choice id label codes="LIST"> or with „code“ inside: one of several; and what both kinds of choice share. */
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

static const struct form_code *find(const struct form_node *n, struct str value)
{
	for (size_t i = 0; n->codes != NULL && i < n->codes->n; i++)
		if (str_eq(n->codes->codes[i].value, value))
			return &n->codes->codes[i];
	return NULL;
}

bool field_code_value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	const struct form_code *c = find(in->node, in->text);
	if (c == NULL)
		return field_fail(in, fault, "code", "Wählen Sie bei {} eine der Antworten, die dort stehen.");
	*out = (struct xpath_value){ .type = XPATH_CODE, .text = c->value };
	return true;
}

static bool is_selected(const struct field_show *in, struct str value)
{
	const json_t *j = in->cell->json;
	for (size_t i = 0; i < json_array_size(j); i++)
		if (str_eq(form_json_text(json_array_get(j, i)), value))
			return true;
	return str_eq(in->text, value);
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
	const struct form_code *c = find(in->node, in->text);
	return c != NULL ? form_words(in->world, &c->label, NULL) : in->text;
}

static void view(const struct field_show *in, struct form_view_item *item)
{
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
	.value = field_code_value,
	.show = show,
	.view = view,
};
