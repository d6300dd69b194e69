/* SPDX-License-Identifier: EUPL-1.2
 * <text id label max-length min-length pattern>: one line. Every letter of DIN 91379 passes; control characters do not.
 */
#include "form/field/fields.h"

#include "base/utf8.h"

#include "form/pattern.h"

enum { LENGTH_DEFAULT = 200, LENGTH_MAX = 100000 };

void field_read_length(struct form_reader *r, struct form_node *n, const struct xml_node *x, int64_t fallback)
{
	n->max_length = form_attr_int(r, x, "max-length", 1, LENGTH_MAX, fallback);
	n->min_length = form_attr_int(r, x, "min-length", 0, LENGTH_MAX, 0);
	if (n->min_length > n->max_length)
		diag_error(r->d, xml_attr(x, "min-length")->pos, "min-max",
		    "min-length ist größer als max-length: kein Text kann richtig sein.");
	const struct xml_attr *at = xml_attr(x, "pattern");
	struct err err;
	if (at == NULL)
		return;
	n->pattern = form_pattern_compile(r->a, at->value, &err);
	if (n->pattern == NULL)
		diag_error(r->d, at->pos, "bad-pattern", "%s", err.text);
}

bool field_text_value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	struct err err;
	if (!utf8_check(in->text, &err))
		return field_fail(in, fault, "character", str_fmt(in->arena, form_say(in->world, "{}: %s"), err.text).p);
	if (in->node->max_length > 0 && utf8_count(in->text) > (size_t)in->node->max_length)
		return field_fail(in, fault, "length",
		    str_fmt(in->arena,
		        form_say(in->world, "{} kann höchstens %lld Zeichen lang sein, es sind %zu. Kürzen Sie den Text."),
		        (long long)in->node->max_length, utf8_count(in->text))
		        .p);
	if (in->node->min_length > 0 && utf8_count(in->text) < (size_t)in->node->min_length)
		return field_fail(in, fault, "length",
		    str_fmt(in->arena, form_say(in->world, "{} muss mindestens %lld Zeichen lang sein."),
		        (long long)in->node->min_length)
		        .p);
	if (in->node->pattern != NULL && !form_pattern_matches(in->node->pattern, in->arena, in->text))
		return field_fail(
		    in, fault, "pattern", "{} hat nicht die Form, die hier gebraucht wird. Prüfen Sie die Angabe.");
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = utf8_nfc(in->arena, in->text) };
	return true;
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	if (str_find(in->text, '\n') >= 0)
		return field_fail(in, fault, "character", "{} muss in einer Zeile stehen.");
	return field_text_value(in, out, fault);
}

static void read(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	field_read_length(r, n, x, LENGTH_DEFAULT);
}

/* Line breaks come along when people paste: a line has none. */
static struct str tidy(const struct field_in *in)
{
	if (str_find(in->text, '\n') < 0)
		return in->text;
	char *p = arena_memdup(in->arena, in->text.p, in->text.n);
	for (size_t i = 0; i < in->text.n; i++)
		if (p[i] == '\n')
			p[i] = ' ';
	return (struct str){ p, in->text.n };
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	field_input_view(in, item);
	item->width_small = in->node->max_length <= 10;
}

static const char *const attrs[] = { "max-length", "min-length", "pattern", NULL };

const struct field_kind field_text = {
	.name = "text",
	.attrs = attrs,
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.calculates = true,
	.demand = "Füllen Sie das Feld {} aus.",
	.read = read,
	.tidy = tidy,
	.value = value,
	.view = view,
};
