/* SPDX-License-Identifier: EUPL-1.2
 * <text id label max-length min-length pattern letters>: one line. Every letter of DIN 91379 passes, others are named.
 */
#include "form/field/fields.h"

#include "base/utf8.h"

enum { LENGTH_DEFAULT = 200, LENGTH_MAX = 100000 };

void field_read_length(struct form_reader *r, struct form_node *n, const struct xml_node *x, int64_t fallback)
{
	n->max_length = form_attr_int(r, x, "max-length", 1, LENGTH_MAX, fallback);
	n->min_length = form_attr_int(r, x, "min-length", 0, LENGTH_MAX, 0);
	if (n->min_length > n->max_length)
		diag_error(r->d, xml_attr(x, "min-length")->pos, "min-max",
		    "min-length ist größer als max-length: kein Text kann richtig sein.");
}

static const char *const letters[] = {
	[DIN91379_NAMES] = "names",
	[DIN91379_PLACES] = "places",
	[DIN91379_LATIN] = "latin",
	[DIN91379_ALL] = "all",
};

/* Which characters of DIN 91379 an answer may have: all, when nothing is said. */
static void read_letters(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	const struct xml_attr *at = xml_attr(x, "letters");
	n->letters = DIN91379_ALL;
	if (at == NULL)
		return;
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		if (str_eq_c(at->value, letters[i])) {
			n->letters = (enum din91379_set)i;
			return;
		}
	}
	diag_error(r->d, at->pos, "letters", "letters kann nur „names“, „places“, „latin“ oder „all“ sein.");
}

void field_read_text(struct form_reader *r, struct form_node *n, const struct xml_node *x, int64_t fallback)
{
	field_read_length(r, n, x, fallback);
	read_letters(r, n, x);
}

/* Names the first character that does not belong here. */
static bool has_letters(const struct field_in *in, struct str text, struct field_fault *fault)
{
	struct str bad;
	if (din91379_check(text, in->node->letters, &bad))
		return true;
	struct str name = din91379_name(in->arena, bad);
	return field_fail(in, fault, "character",
	    str_fmt(in->arena,
	        form_say(in->world, "Das Zeichen „%.*s“ (%.*s) kann bei {} nicht verarbeitet werden. Bitte ersetzen oder "
	                            "entfernen Sie es."),
	        STR_ARG(bad), STR_ARG(name))
	        .p);
}

bool field_text_value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	struct err err;
	if (!utf8_check(in->text, &err))
		return field_fail(in, fault, "character", str_fmt(in->arena, form_say(in->world, "{}: %s"), err.text).p);
	struct str text = utf8_nfc(in->arena, in->text);
	size_t count = utf8_count(text);
	if (in->node->max_length > 0 && count > (size_t)in->node->max_length)
		return field_fail(in, fault, "length",
		    str_fmt(in->arena,
		        form_say(in->world, "{} kann höchstens %lld Zeichen lang sein, es sind %zu. Kürzen Sie den Text."),
		        (long long)in->node->max_length, count)
		        .p);
	if (in->node->min_length > 0 && count < (size_t)in->node->min_length)
		return field_fail(in, fault, "length",
		    str_fmt(in->arena, form_say(in->world, "{} muss mindestens %lld Zeichen lang sein."),
		        (long long)in->node->min_length)
		        .p);
	if (!has_letters(in, text, fault))
		return false;
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = text };
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
	field_read_text(r, n, x, LENGTH_DEFAULT);
}

/* What word processors write, as the standard has it; "" for what nobody sees. NULL: as it is. */
static const char *plain(int32_t c)
{
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return "-";
	if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000)
		return " ";
	if (c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF)
		return "";
	return c == 0x201F || c == 0x2036 ? "\"" : c == 0x201B ? "'" : NULL;
}

struct str field_text_tidy(const struct field_in *in)
{
	struct buf out = buf_new(in->arena);
	struct str rest = in->text;
	while (rest.n > 0) {
		struct str before = rest;
		const char *other = plain(utf8_next(&rest));
		if (other != NULL)
			buf_add_c(&out, other);
		else
			buf_add(&out, str_sub(before, 0, before.n - rest.n));
	}
	return buf_str(&out);
}

/* Line breaks come along when people paste: a line has none. */
static struct str tidy(const struct field_in *in)
{
	struct str text = field_text_tidy(in);
	if (str_find(text, '\n') < 0)
		return text;
	char *p = arena_memdup(in->arena, text.p, text.n);
	for (size_t i = 0; i < text.n; i++)
		if (p[i] == '\n')
			p[i] = ' ';
	return (struct str){ p, text.n };
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	field_input_view(in, item);
	item->width_small = in->node->max_length <= 10;
}

static const char *const attrs[] = { "max-length", "min-length", "pattern", "letters", NULL };

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
