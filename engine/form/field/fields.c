/* SPDX-License-Identifier: EUPL-1.2
 * The list of field types, and the small things they share. A new type is a file field_NAME.c and a line here. */
#include "form/field/fields.h"

#include "base/utf8.h"

#include "form/pattern.h"

static const struct field_kind *const kinds[] = {
	&field_text,
	&field_longtext,
	&field_integer,
	&field_decimal,
	&field_money,
	&field_date,
	&field_time,
	&field_datetime,
	&field_boolean,
	&field_confirm,
	&field_choice,
	&field_choices,
	&field_email,
	&field_phone,
	&field_iban,
	&field_postcode,
	&field_place,
	&field_file,
	&field_note,
};

enum { N_KINDS = sizeof kinds / sizeof kinds[0] };

const struct field_kind *field_find(struct str element)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (str_eq_c(element, kinds[i]->name))
			return kinds[i];
	return NULL;
}

size_t field_names(struct arena *a, const struct str **names)
{
	struct str *list = ARENA_ARRAY(a, struct str, N_KINDS);
	for (size_t i = 0; i < N_KINDS; i++)
		list[i] = str_c(kinds[i]->name);
	*names = list;
	return N_KINDS;
}

bool field_judge(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	const struct pattern *p = in->node->pattern;
	if (!in->node->kind->value(in, out, fault))
		return false;
	if (p == NULL || form_pattern_matches(p, in->arena, utf8_nfc(in->arena, in->text)))
		return true;
	return field_fail(in, fault, "pattern", "{} hat nicht die Form, die hier gebraucht wird. Prüfen Sie die Angabe.");
}

/* Spaces, soft hyphens, zero-width characters and bidirectional marks: they come along when people paste. */
static bool is_invisible(int32_t cp)
{
	return cp <= ' ' || cp == 0xA0 || cp == 0xAD || cp == 0x61C || (cp >= 0x2000 && cp <= 0x200F) ||
	       (cp >= 0x2028 && cp <= 0x202F) || (cp >= 0x205F && cp <= 0x206F) || cp == 0x3000 || cp == 0xFEFF;
}

struct str field_squeeze(struct arena *a, struct str s, const char *drop)
{
	struct buf out = buf_new(a);
	for (;;) {
		struct str before = s;
		int32_t cp = utf8_next(&s);
		if (cp == UTF8_END)
			return buf_str(&out);
		if (cp >= 0 && (is_invisible(cp) || (cp < 0x80 && strchr(drop, cp) != NULL)))
			continue;
		buf_add(&out, str_sub(before, 0, before.n - s.n));
	}
}

struct str field_trim(struct str s)
{
	size_t begin = s.n, end = 0;
	for (struct str rest = s; rest.n > 0;) {
		size_t at = s.n - rest.n;
		if (is_invisible(utf8_next(&rest)))
			continue;
		begin = at < begin ? at : begin;
		end = s.n - rest.n;
	}
	return str_sub(s, begin, end);
}

void field_input_view(const struct field_show *in, struct form_view_item *item)
{
	item->is_input = true;
	item->value = in->text;
}

/* item_id_3 */
static struct str option_id(struct arena *a, struct str item_id, size_t number)
{
	char suffix[24];
	size_t at = sizeof suffix;
	do {
		suffix[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	suffix[--at] = '_';
	return str_join(a, item_id, (struct str){ suffix + at, sizeof suffix - at });
}

struct form_view_option field_option(
    struct arena *a, struct str item_id, size_t index, struct str value, struct str label, bool selected)
{
	return (struct form_view_option){
		.value = value, .label = label, .id = option_id(a, item_id, index + 1), .selected = selected
	};
}
