/* SPDX-License-Identifier: EUPL-1.2
 * Views that several pages share, described to the templates. */
#include "views.h"

static const struct tpl_field view_user_fields[] = {
	TPL_FIELD(TPL_STR, view_user, name),
	TPL_FIELD(TPL_STR, view_user, logout),
	{ 0 },
};
static VIEW_DESC(view_user);

static const struct tpl_field view_language_fields[] = {
	TPL_FIELD(TPL_STR, view_language, tag),
	TPL_FIELD(TPL_STR, view_language, name),
	TPL_FIELD(TPL_STR, view_language, href),
	TPL_FIELD(TPL_STR, view_language, action),
	TPL_FIELD(TPL_BOOL, view_language, is_current),
	{ 0 },
};
static VIEW_DESC(view_language);

static const struct tpl_field view_page_fields[] = {
	TPL_FIELD(TPL_STR, view_page, lang),
	TPL_FIELD(TPL_BOOL, view_page, foreign),
	TPL_FIELD(TPL_BOOL, view_page, form_german),
	TPL_SUB(TPL_LIST, view_page, languages, &view_language_desc),
	TPL_FIELD(TPL_BOOL, view_page, has_languages),
	TPL_FIELD(TPL_STR, view_page, answers),
	TPL_FIELD(TPL_STR, view_page, title),
	TPL_FIELD(TPL_STR, view_page, site),
	TPL_FIELD(TPL_STR, view_page, area),
	TPL_FIELD(TPL_STR, view_page, home),
	TPL_FIELD(TPL_STR, view_page, imprint),
	TPL_FIELD(TPL_STR, view_page, privacy),
	TPL_FIELD(TPL_STR, view_page, accessibility),
	TPL_FIELD(TPL_STR, view_page, csrf),
	TPL_SUB(TPL_STRUCT, view_page, user, &view_user_desc),
	TPL_FIELD(TPL_BOOL, view_page, has_errors),
	TPL_FIELD(TPL_BOOL, view_page, wide),
	TPL_FIELD(TPL_BOOL, view_page, explains),
	{ 0 },
};
VIEW_DESC(view_page);

static const struct tpl_field view_contact_fields[] = {
	TPL_FIELD(TPL_STR, view_contact, name),
	TPL_FIELD(TPL_STR, view_contact, address),
	TPL_FIELD(TPL_STR, view_contact, phone),
	TPL_FIELD(TPL_STR, view_contact, email),
	{ 0 },
};
VIEW_DESC(view_contact);

static const struct tpl_field view_pair_fields[] = {
	TPL_FIELD(TPL_STR, view_pair, label),
	TPL_FIELD(TPL_STR, view_pair, value),
	{ 0 },
};
VIEW_DESC(view_pair);

static const struct tpl_field view_text_fields[] = {
	TPL_FIELD(TPL_STR, view_text, text),
	{ 0 },
};
VIEW_DESC(view_text);

static const struct tpl_field view_link_fields[] = {
	TPL_FIELD(TPL_STR, view_link, href),
	TPL_FIELD(TPL_STR, view_link, name),
	{ 0 },
};
VIEW_DESC(view_link);

static const struct tpl_field view_notice_fields[] = {
	TPL_FIELD(TPL_STR, view_notice, kind),
	TPL_FIELD(TPL_STR, view_notice, heading),
	TPL_FIELD(TPL_STR, view_notice, text),
	TPL_FIELD(TPL_STR, view_notice, href),
	TPL_FIELD(TPL_STR, view_notice, link),
	{ 0 },
};
VIEW_DESC(view_notice);

static const struct tpl_field view_fee_fields[] = {
	TPL_SUB(TPL_LIST, view_fee, answers, &view_answer_desc),
	{ 0 },
};
VIEW_DESC(view_fee);

static const struct tpl_struct view_why_line_desc;
static const struct tpl_field view_why_line_fields[] = {
	TPL_FIELD(TPL_STR, view_why_line, text),
	TPL_FIELD(TPL_STR, view_why_line, condition),
	TPL_SUB(TPL_LIST, view_why_line, reasons, &view_why_line_desc),
	TPL_FIELD(TPL_BOOL, view_why_line, has_reasons),
	TPL_FIELD(TPL_BOOL, view_why_line, german),
	{ 0 },
};
static VIEW_DESC(view_why_line);

static const struct tpl_field view_why_fields[] = {
	TPL_FIELD(TPL_STR, view_why, label),
	TPL_SUB(TPL_LIST, view_why, lines, &view_why_line_desc),
	{ 0 },
};
VIEW_DESC(view_why);
