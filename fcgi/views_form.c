/* SPDX-License-Identifier: EUPL-1.2
 * The form engine's views, described to the templates. */
#include "form/form.h"
#include "views.h"

static const struct tpl_field form_view_option_fields[] = {
	TPL_FIELD(TPL_STR, form_view_option, value),
	TPL_FIELD(TPL_STR, form_view_option, label),
	TPL_FIELD(TPL_STR, form_view_option, hint),
	TPL_FIELD(TPL_STR, form_view_option, id),
	TPL_FIELD(TPL_BOOL, form_view_option, label_german),
	TPL_FIELD(TPL_BOOL, form_view_option, hint_german),
	TPL_FIELD(TPL_BOOL, form_view_option, selected),
	{ 0 },
};
const struct tpl_struct view_option_desc = { "option", sizeof(struct form_view_option), form_view_option_fields };

#define ITEM_STR(member) TPL_FIELD(TPL_STR, form_view_item, member)
#define ITEM_BOOL(member) TPL_FIELD(TPL_BOOL, form_view_item, member)
#define ITEM_INT(member) TPL_FIELD(TPL_INT, form_view_item, member)
static const struct tpl_field form_view_item_fields[] = {
	ITEM_STR(path),
	ITEM_STR(name),
	ITEM_STR(id),
	ITEM_STR(label),
	ITEM_STR(hint),
	ITEM_STR(error),
	ITEM_STR(error_id),
	ITEM_STR(hint_id),
	ITEM_STR(described_by),
	ITEM_STR(value),
	ITEM_STR(day),
	ITEM_STR(month),
	ITEM_STR(year),
	ITEM_STR(help),
	ITEM_STR(legal),
	ITEM_STR(unit),
	ITEM_STR(accept),
	ITEM_STR(rule),
	ITEM_STR(inputmode),
	ITEM_STR(autocomplete),
	ITEM_STR(add_label),
	ITEM_STR(remove_label),
	ITEM_STR(remove_action),
	ITEM_STR(add_action),
	TPL_SUB(TPL_LIST, form_view_item, options, &view_option_desc),
	TPL_SUB(TPL_LIST, form_view_item, children, &view_item_desc),
	ITEM_INT(max_length),
	ITEM_INT(rows),
	ITEM_INT(index),
	ITEM_BOOL(label_german),
	ITEM_BOOL(hint_german),
	ITEM_BOOL(error_german),
	ITEM_BOOL(value_german),
	ITEM_BOOL(add_german),
	ITEM_BOOL(help_german),
	ITEM_BOOL(why),
	ITEM_BOOL(row),
	ITEM_BOOL(required),
	ITEM_BOOL(alternative),
	ITEM_BOOL(invalid),
	ITEM_BOOL(readonly),
	ITEM_STR(pick_action),
	ITEM_BOOL(is_search),
	ITEM_BOOL(is_pick),
	ITEM_BOOL(has_children),
	ITEM_BOOL(has_options),
	ITEM_BOOL(is_file),
	ITEM_BOOL(is_input),
	ITEM_BOOL(is_textarea),
	ITEM_BOOL(is_date),
	ITEM_BOOL(is_radio),
	ITEM_BOOL(is_checkbox),
	ITEM_BOOL(is_checkboxes),
	ITEM_BOOL(is_select),
	ITEM_BOOL(is_note),
	ITEM_BOOL(is_output),
	ITEM_BOOL(is_group),
	ITEM_BOOL(is_repeat),
	ITEM_BOOL(width_small),
	ITEM_BOOL(explained),
	ITEM_BOOL(width_medium),
	{ 0 },
};
const struct tpl_struct view_item_desc = { "item", sizeof(struct form_view_item), form_view_item_fields };

/* struct form_view_options and form_view_items are laid out as struct tpl_list is. */
_Static_assert(offsetof(struct tpl_list, n) == offsetof(struct form_view_items, n), "a list is a list");
_Static_assert(offsetof(struct tpl_list, n) == offsetof(struct form_view_options, n), "a list is a list");

static const struct tpl_field form_view_error_fields[] = {
	TPL_FIELD(TPL_STR, form_view_error, href),
	TPL_FIELD(TPL_STR, form_view_error, message),
	TPL_FIELD(TPL_BOOL, form_view_error, german),
	{ 0 },
};
const struct tpl_struct view_error_desc = { "error", sizeof(struct form_view_error), form_view_error_fields };

static const struct tpl_field form_view_page_fields[] = {
	TPL_FIELD(TPL_STR, form_view_page, id),
	TPL_FIELD(TPL_STR, form_view_page, title),
	TPL_FIELD(TPL_BOOL, form_view_page, title_german),
	TPL_FIELD(TPL_STR, form_view_page, intro),
	TPL_FIELD(TPL_SIZE, form_view_page, step),
	TPL_FIELD(TPL_SIZE, form_view_page, steps),
	TPL_SUB(TPL_LIST, form_view_page, items, &view_item_desc),
	VIEW_LIST(form_view_page, errors, n_errors, &view_error_desc),
	TPL_FIELD(TPL_BOOL, form_view_page, has_errors),
	TPL_FIELD(TPL_BOOL, form_view_page, has_files),
	{ 0 },
};
const struct tpl_struct view_form_page_desc = { "form page", sizeof(struct form_view_page), form_view_page_fields };

static const struct tpl_field form_view_answer_fields[] = {
	TPL_FIELD(TPL_STR, form_view_answer, label),
	TPL_FIELD(TPL_STR, form_view_answer, value),
	TPL_FIELD(TPL_STR, form_view_answer, why),
	TPL_FIELD(TPL_BOOL, form_view_answer, missing),
	TPL_FIELD(TPL_BOOL, form_view_answer, label_german),
	TPL_FIELD(TPL_BOOL, form_view_answer, value_german),
	{ 0 },
};
const struct tpl_struct view_answer_desc = { "answer", sizeof(struct form_view_answer), form_view_answer_fields };
