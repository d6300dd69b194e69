/* SPDX-License-Identifier: EUPL-1.2
 * Names and values in the words and the language of whom the answer to "why?" is for. */
#include "form/why/why.h"

#include "base/utf8.h"

#include "form/field/fields.h"

enum { QUOTED_MAX = 80, LISTED_MAX = 6 };

struct str why_say(const struct why *w, const char *german, const struct str *values, size_t n)
{
	struct str rest = str_c(form_say(&w->s->world, german));
	struct buf b = buf_new(w->a);
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t at = str_find_str(rest, STR("{}"));
		if (at < 0)
			break;
		buf_add(&b, str_sub(rest, 0, (size_t)at));
		buf_add(&b, values[i]);
		rest = str_sub(rest, (size_t)at + 2, rest.n);
	}
	buf_add(&b, rest);
	return buf_str(&b);
}

/* Long texts only as far as one recognises them. */
struct str why_quoted(const struct why *w, struct str text)
{
	bool english = w->s->world.lang == FORM_EN;
	struct str shown = str_sub(text, 0, utf8_offset(text, QUOTED_MAX));
	return str_fmt(
	    w->a, "%s%.*s%s%s", english ? "“" : "„", STR_ARG(shown), shown.n < text.n ? "…" : "", english ? "”" : "“");
}

struct str why_name(const struct why *w, const struct form_node *n)
{
	if (n->group != NULL && n->group->list)
		n = n->group;
	return why_quoted(w, n->label.n > 0 ? form_words(&w->s->world, &n->label, NULL) : n->id);
}

static struct str number(const struct why *w, struct str text, const struct form_node *like)
{
	struct form_node plain = like == NULL || like->kind->type != XPATH_DEC ? (struct form_node){ 0 } : *like;
	bool euros = str_eq(plain.unit, STR("€"));
	struct dec d;
	if (euros) {
		plain.unit = STR("");
		if (dec_parse(text, &d) && dec_rescale(d, 2, DEC_HALF_UP, &d))
			text = dec_format(w->a, d);
	}
	struct field_show show = { .arena = w->a, .node = &plain, .text = text, .world = &w->s->world };
	struct str shown = field_number_show(&show);
	return euros ? WHY_SAY(w, "{} Euro", shown) : shown;
}

/* c: the cell it is from, or an empty one. */
static struct str shown(
    const struct why *w, const struct xpath_value *v, const struct form_node *like, const struct form_cell *c)
{
	struct str text = xpath_text(w->a, v);
	struct field_show show = { w->a, like, text, c, &w->s->world };
	switch (v->type) {
	case XPATH_EMPTY:
		return STR("");
	case XPATH_BOOL:
		return why_quoted(w, str_c(form_say(&w->s->world, v->boolean ? "Ja" : "Nein")));
	case XPATH_DATE:
		return date_format_de(w->a, v->date);
	case XPATH_DEC:
		return number(w, text, like);
	default:
		return why_quoted(w, like != NULL && like->kind->show != NULL ? like->kind->show(&show) : text);
	}
}

struct str why_value(const struct why *w, const struct xpath_value *v, const struct form_node *like)
{
	static const struct form_cell no_cell;
	return shown(w, v, like, &no_cell);
}

static struct str codes(const struct why *w, const struct form_node *n, const struct form_cell *c)
{
	struct buf b = buf_new(w->a);
	for (size_t i = 0; i < c->n_codes; i++) {
		struct xpath_value v = { .type = XPATH_CODE, .text = c->codes[i] };
		if (i > 0)
			buf_add_c(&b, ", ");
		buf_add(&b, why_value(w, &v, n));
	}
	return buf_str(&b);
}

struct str why_answer(const struct why *w, const struct form_inst *in, const struct form_node *n)
{
	const struct form_cell *c = &in->cells[n->cell];
	if (c->n_codes > 0)
		return codes(w, n, c);
	if (c->value.type != XPATH_EMPTY)
		return shown(w, &c->value, n, c);
	struct str text = form_json_text(c->json);
	return text.n > 0 && c->fault.code != NULL ? why_quoted(w, text) : STR("");
}

struct str why_or(const struct why *w, const struct str *items, size_t n)
{
	if (n == 1)
		return items[0];
	size_t shown = n > LISTED_MAX ? LISTED_MAX - 1 : n - 1;
	struct buf b = buf_new(w->a);
	for (size_t i = 0; i < shown; i++) {
		if (i > 0)
			buf_add_c(&b, ", ");
		buf_add(&b, items[i]);
	}
	return n > LISTED_MAX
	           ? WHY_SAY(w, "{} oder eine von {} weiteren Antworten", buf_str(&b), str_fmt(w->a, "%zu", n - shown))
	           : WHY_SAY(w, "{} oder {}", buf_str(&b), items[n - 1]);
}
