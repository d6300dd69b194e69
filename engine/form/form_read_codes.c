/* SPDX-License-Identifier: EUPL-1.2
 * Code lists: those with a name, and the codes that stand in a field. */
#include "form/form_read.h"

static const char *const codelist_attrs[] = { "id", "uri", "version", NULL };
static const char *const code_attrs[] = { "value", "hint", NULL };

static struct form_code read_code(struct form_reader *r, const struct xml_node *x)
{
	form_xml_attrs(r, x, code_attrs, NULL);
	form_xml_no_children(r, x);
	struct form_code code = { form_xml_text(r, x, "value"), form_xml_plain(r->a, x->text),
		form_xml_text(r, x, "hint") };
	if (code.value.n == 0 || code.value.n > FORM_CODE_MAX)
		diag_error(r->d, x->pos, "bad-code", "Bei „code“ fehlt das Attribut value: ein Schlüssel bis %d Zeichen.",
		    FORM_CODE_MAX);
	if (code.label.n == 0)
		diag_error(r->d, x->pos, "missing-label", "„code“ enthält keinen Text: was die Leute auswählen.");
	return code;
}

struct coded {
	struct str value;
	struct pos pos;
};

static int by_value_and_place(const void *a, const void *b)
{
	const struct coded *x = a, *y = b;
	int c = str_cmp(x->value, y->value);
	if (c != 0)
		return c;
	unsigned p = x->pos.line, q = y->pos.line;
	return p != q ? (p > q) - (p < q) : (x->pos.col > y->pos.col) - (x->pos.col < y->pos.col);
}

/* Sorted, because lists of ten thousand codes exist. */
static const unsigned *sort_codes(struct arena *a, const struct form_code *codes, size_t n)
{
	struct coded *sorted = ARENA_ARRAY(a, struct coded, n);
	unsigned *list = ARENA_ARRAY(a, unsigned, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct coded){ codes[i].value, { (unsigned)i, 0 } };
	if (n > 0)
		qsort(sorted, n, sizeof *sorted, by_value_and_place);
	for (size_t i = 0; i < n; i++)
		list[i] = sorted[i].pos.line;
	return list;
}

/* Sorted, because lists of ten thousand codes exist. */
static void check_twice(struct form_reader *r, const struct form_code *codes, const struct pos *places, size_t n)
{
	struct coded *sorted = ARENA_ARRAY(r->scratch, struct coded, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct coded){ codes[i].value, places[i] };
	qsort(sorted, n, sizeof *sorted, by_value_and_place);
	for (size_t i = 1; i < n; i++)
		if (sorted[i].value.n > 0 && str_eq(sorted[i].value, sorted[i - 1].value))
			diag_error(r->d, sorted[i].pos, "duplicate-code", "Der Schlüssel „%.*s“ steht schon in dieser Liste.",
			    STR_ARG(sorted[i].value));
}

struct form_codelist *form_read_codes(struct form_reader *r, const struct xml_node *x)
{
	static const char *const allowed[] = { "code", NULL };
	struct form_codelist *list = ARENA_NEW(r->a, struct form_codelist);
	size_t room = 0;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		room++;
	struct form_code *codes = ARENA_ARRAY(r->a, struct form_code, room);
	struct pos *places = ARENA_ARRAY(r->scratch, struct pos, room);
	form_xml_no_text(r, x);
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (!xml_is(c, FORM_NS, "code")) {
			form_xml_unknown(r, c, allowed);
			continue;
		}
		places[list->n] = c->pos;
		codes[list->n] = read_code(r, c);
		form_xml_translatable(r, c, NULL, &codes[list->n].label);
		form_xml_translatable(r, c, "hint", &codes[list->n++].hint);
	}
	check_twice(r, codes, places, list->n);
	list->pos = x->pos;
	list->codes = codes;
	list->by_value = sort_codes(r->a, codes, list->n);
	if (list->n == 0)
		diag_error(r->d, x->pos, "empty-codelist", "Hier fehlt die Auswahl: setzen Sie Elemente „code“ hinein.");
	return list;
}

void form_read_codelist(struct form_reader *r, const struct xml_node *x)
{
	form_xml_attrs(r, x, codelist_attrs, NULL);
	struct form_codelist *list = form_read_codes(r, x);
	list->id = form_xml_id(r, x, false);
	list->uri = form_xml_text(r, x, "uri");
	list->version = form_xml_text(r, x, "version");
	struct form_codelist **end = &r->form->codelists;
	for (; *end != NULL; end = &(*end)->next)
		if (list->id.n > 0 && str_eq((*end)->id, list->id))
			diag_error(r->d, x->pos, "duplicate-id", "Die Codeliste „%.*s“ gibt es schon in Zeile %u.",
			    STR_ARG(list->id), (*end)->pos.line);
	*end = list;
}
