/* SPDX-License-Identifier: EUPL-1.2
 * Views of the citizen's pages, described to the templates. */
#include "views_citizen.h"

static const struct tpl_field view_home_fields[] = {
	VIEW_PAGE(view_home),
	TPL_SUB(TPL_LIST, view_home, tenants, &view_link_desc),
	{ 0 },
};
VIEW_DESC(view_home);

static const struct tpl_field view_service_fields[] = {
	TPL_FIELD(TPL_STR, view_service, href),
	TPL_FIELD(TPL_STR, view_service, title),
	TPL_FIELD(TPL_STR, view_service, summary),
	TPL_FIELD(TPL_BOOL, view_service, title_german),
	TPL_FIELD(TPL_BOOL, view_service, summary_german),
	{ 0 },
};
static VIEW_DESC(view_service);

static const struct tpl_field view_services_fields[] = {
	VIEW_PAGE(view_services),
	TPL_SUB(TPL_LIST, view_services, services, &view_service_desc),
	{ 0 },
};
VIEW_DESC(view_services);

static const struct tpl_field view_info_section_fields[] = {
	TPL_FIELD(TPL_STR, view_info_section, heading),
	TPL_SUB(TPL_LIST, view_info_section, paragraphs, &view_text_desc),
	{ 0 },
};
static VIEW_DESC(view_info_section);

static const struct tpl_field view_info_fields[] = {
	VIEW_PAGE(view_info),
	TPL_SUB(TPL_LIST, view_info, sections, &view_info_section_desc),
	{ 0 },
};
VIEW_DESC(view_info);

static const struct tpl_field view_start_page_fields[] = {
	TPL_FIELD(TPL_STR, view_start_page, title),
	TPL_FIELD(TPL_BOOL, view_start_page, german),
	{ 0 },
};
static VIEW_DESC(view_start_page);

static const struct tpl_field view_start_fields[] = {
	VIEW_PAGE(view_start),
	TPL_FIELD(TPL_STR, view_start, back_href),
	TPL_FIELD(TPL_STR, view_start, form_title),
	TPL_SUB(TPL_LIST, view_start, intro, &view_text_desc),
	TPL_FIELD(TPL_BOOL, view_start, intro_german),
	TPL_SUB(TPL_LIST, view_start, pages, &view_start_page_desc),
	TPL_FIELD(TPL_STR, view_start, begin_href),
	TPL_FIELD(TPL_BOOL, view_start, has_draft),
	TPL_FIELD(TPL_STR, view_start, resume_href),
	TPL_FIELD(TPL_BOOL, view_start, has_sent),
	TPL_FIELD(TPL_STR, view_start, sent_href),
	TPL_FIELD(TPL_STR, view_start, action),
	TPL_SUB(TPL_STRUCT, view_start, office, &view_contact_desc),
	{ 0 },
};
VIEW_DESC(view_start);

static const struct tpl_field view_form_fields[] = {
	VIEW_PAGE(view_form),
	TPL_FIELD(TPL_STR, view_form, back_href),
	TPL_FIELD(TPL_STR, view_form, form_title),
	TPL_FIELD(TPL_STR, view_form, action),
	TPL_FIELD(TPL_STR, view_form, seen),
	TPL_FIELD(TPL_INT, view_form, version),
	TPL_SUB(TPL_STRUCT, view_form, form, &view_form_page_desc),
	{ 0 },
};
VIEW_DESC(view_form);

static const struct tpl_field view_why_page_fields[] = {
	VIEW_PAGE(view_why_page),
	TPL_FIELD(TPL_STR, view_why_page, back_href),
	TPL_FIELD(TPL_STR, view_why_page, form_title),
	TPL_SUB(TPL_STRUCT, view_why_page, why, &view_why_desc),
	{ 0 },
};
VIEW_DESC(view_why_page);

static const struct tpl_field view_stale_answer_fields[] = {
	TPL_FIELD(TPL_STR, view_stale_answer, label),
	TPL_FIELD(TPL_STR, view_stale_answer, stored),
	TPL_FIELD(TPL_STR, view_stale_answer, typed),
	{ 0 },
};
static VIEW_DESC(view_stale_answer);

static const struct tpl_field view_stale_fields[] = {
	VIEW_PAGE(view_stale),
	TPL_FIELD(TPL_STR, view_stale, form_title),
	TPL_FIELD(TPL_STR, view_stale, action),
	TPL_FIELD(TPL_STR, view_stale, seen),
	TPL_SUB(TPL_LIST, view_stale, answers, &view_stale_answer_desc),
	TPL_SUB(TPL_LIST, view_stale, fields, &view_pair_desc),
	TPL_FIELD(TPL_STR, view_stale, stored_href),
	{ 0 },
};
VIEW_DESC(view_stale);

static const struct tpl_field view_check_section_fields[] = {
	TPL_FIELD(TPL_STR, view_check_section, title),
	TPL_FIELD(TPL_BOOL, view_check_section, title_german),
	TPL_FIELD(TPL_STR, view_check_section, href),
	TPL_FIELD(TPL_BOOL, view_check_section, first_of_page),
	TPL_SUB(TPL_LIST, view_check_section, answers, &view_answer_desc),
	{ 0 },
};
static VIEW_DESC(view_check_section);

static const struct tpl_field view_consent_fields[] = {
	TPL_FIELD(TPL_STR, view_consent, id),
	TPL_FIELD(TPL_STR, view_consent, label),
	TPL_FIELD(TPL_STR, view_consent, mail),
	TPL_FIELD(TPL_STR, view_consent, status),
	TPL_FIELD(TPL_STR, view_consent, status_kind),
	TPL_SUB(TPL_LIST, view_consent, text, &view_text_desc),
	TPL_FIELD(TPL_STR, view_consent, number),
	TPL_FIELD(TPL_STR, view_consent, code),
	TPL_FIELD(TPL_STR, view_consent, name),
	TPL_FIELD(TPL_STR, view_consent, at),
	TPL_FIELD(TPL_STR, view_consent, until),
	TPL_FIELD(TPL_BOOL, view_consent, is_missing),
	TPL_FIELD(TPL_BOOL, view_consent, is_open),
	TPL_FIELD(TPL_BOOL, view_consent, is_agreed),
	TPL_FIELD(TPL_BOOL, view_consent, is_refused),
	TPL_FIELD(TPL_STR, view_consent, action),
	TPL_FIELD(TPL_STR, view_consent, csrf),
	TPL_FIELD(TPL_STR, view_consent, token),
	{ 0 },
};
static VIEW_DESC(view_consent);

static const struct tpl_field view_letter_fields[] = {
	VIEW_PAGE(view_letter),
	TPL_FIELD(TPL_STR, view_letter, number),
	TPL_FIELD(TPL_STR, view_letter, code),
	TPL_FIELD(TPL_STR, view_letter, form_title),
	TPL_FIELD(TPL_STR, view_letter, site),
	TPL_FIELD(TPL_STR, view_letter, label),
	TPL_SUB(TPL_LIST, view_letter, text, &view_text_desc),
	TPL_SUB(TPL_LIST, view_letter, sections, &view_check_section_desc),
	TPL_FIELD(TPL_STR, view_letter, until),
	TPL_FIELD(TPL_STR, view_letter, name),
	TPL_FIELD(TPL_STR, view_letter, name_error),
	TPL_FIELD(TPL_BOOL, view_letter, has_errors),
	TPL_SUB(TPL_LIST, view_letter, errors, &view_error_desc),
	TPL_FIELD(TPL_BOOL, view_letter, is_open),
	TPL_FIELD(TPL_BOOL, view_letter, is_agreed),
	TPL_FIELD(TPL_BOOL, view_letter, is_refused),
	TPL_FIELD(TPL_BOOL, view_letter, is_expired),
	{ 0 },
};
VIEW_DESC(view_letter);

static const struct tpl_field form_dropped_fields[] = {
	TPL_FIELD(TPL_STR, form_dropped, label),
	TPL_FIELD(TPL_STR, form_dropped, message),
	TPL_FIELD(TPL_BOOL, form_dropped, label_german),
	TPL_FIELD(TPL_BOOL, form_dropped, message_german),
	{ 0 },
};
static VIEW_DESC(form_dropped);

static const struct tpl_field view_check_fields[] = {
	VIEW_PAGE(view_check),
	TPL_FIELD(TPL_STR, view_check, back_href),
	TPL_FIELD(TPL_STR, view_check, form_title),
	TPL_FIELD(TPL_STR, view_check, action),
	TPL_FIELD(TPL_STR, view_check, token),
	TPL_FIELD(TPL_BOOL, view_check, has_errors),
	TPL_SUB(TPL_LIST, view_check, errors, &view_error_desc),
	TPL_SUB(TPL_LIST, view_check, sections, &view_check_section_desc),
	TPL_FIELD(TPL_BOOL, view_check, has_dropped),
	TPL_SUB(TPL_LIST, view_check, dropped, &form_dropped_desc),
	TPL_SUB(TPL_STRUCT, view_check, fee, &view_fee_desc),
	TPL_FIELD(TPL_BOOL, view_check, has_consents),
	TPL_FIELD(TPL_BOOL, view_check, can_send),
	TPL_SUB(TPL_LIST, view_check, consents, &view_consent_desc),
	TPL_SUB(TPL_STRUCT, view_check, office, &view_contact_desc),
	{ 0 },
};
VIEW_DESC(view_check);

static const struct tpl_field view_stop_fields[] = {
	VIEW_PAGE(view_stop),
	TPL_FIELD(TPL_STR, view_stop, back_href),
	TPL_FIELD(TPL_STR, view_stop, form_title),
	TPL_FIELD(TPL_STR, view_stop, heading),
	TPL_SUB(TPL_LIST, view_stop, text, &view_text_desc),
	TPL_FIELD(TPL_STR, view_stop, href),
	TPL_FIELD(TPL_STR, view_stop, link),
	TPL_FIELD(TPL_STR, view_stop, change_href),
	TPL_FIELD(TPL_STR, view_stop, action),
	TPL_SUB(TPL_STRUCT, view_stop, office, &view_contact_desc),
	{ 0 },
};
VIEW_DESC(view_stop);

static const struct tpl_field view_place_fields[] = {
	VIEW_PAGE(view_place),
	TPL_FIELD(TPL_STR, view_place, back_href),
	TPL_FIELD(TPL_STR, view_place, form_title),
	TPL_FIELD(TPL_STR, view_place, place),
	TPL_FIELD(TPL_STR, view_place, other_name),
	TPL_FIELD(TPL_STR, view_place, carry_action),
	TPL_FIELD(TPL_STR, view_place, change_href),
	TPL_FIELD(TPL_BOOL, view_place, is_none),
	TPL_FIELD(TPL_BOOL, view_place, is_several),
	TPL_FIELD(TPL_BOOL, view_place, is_other),
	{ 0 },
};
VIEW_DESC(view_place);

static const struct tpl_field view_sent_fields[] = {
	VIEW_PAGE(view_sent),
	TPL_FIELD(TPL_STR, view_sent, number),
	TPL_FIELD(TPL_STR, view_sent, secret),
	TPL_FIELD(TPL_STR, view_sent, form_title),
	TPL_FIELD(TPL_STR, view_sent, sent_at),
	TPL_FIELD(TPL_STR, view_sent, office_name),
	TPL_SUB(TPL_STRUCT, view_sent, fee, &view_fee_desc),
	TPL_SUB(TPL_STRUCT, view_sent, office, &view_contact_desc),
	{ 0 },
};
VIEW_DESC(view_sent);

static const struct tpl_field view_status_lookup_fields[] = {
	VIEW_PAGE(view_status_lookup),
	TPL_FIELD(TPL_BOOL, view_status_lookup, has_errors),
	TPL_SUB(TPL_LIST, view_status_lookup, errors, &view_error_desc),
	TPL_FIELD(TPL_STR, view_status_lookup, number),
	TPL_FIELD(TPL_STR, view_status_lookup, secret),
	TPL_FIELD(TPL_STR, view_status_lookup, number_error),
	TPL_FIELD(TPL_STR, view_status_lookup, secret_error),
	{ 0 },
};
VIEW_DESC(view_status_lookup);

static const struct tpl_field view_status_step_fields[] = {
	TPL_FIELD(TPL_STR, view_status_step, title),
	TPL_FIELD(TPL_STR, view_status_step, at),
	TPL_FIELD(TPL_STR, view_status_step, text),
	TPL_FIELD(TPL_BOOL, view_status_step, is_open),
	TPL_FIELD(TPL_BOOL, view_status_step, is_current),
	{ 0 },
};
static VIEW_DESC(view_status_step);

static const struct tpl_field view_status_fields[] = {
	VIEW_PAGE(view_status),
	TPL_FIELD(TPL_STR, view_status, number),
	TPL_FIELD(TPL_STR, view_status, form_title),
	TPL_FIELD(TPL_STR, view_status, status),
	TPL_FIELD(TPL_STR, view_status, status_kind),
	TPL_FIELD(TPL_STR, view_status, note),
	TPL_SUB(TPL_LIST, view_status, steps, &view_status_step_desc),
	TPL_SUB(TPL_STRUCT, view_status, office, &view_contact_desc),
	{ 0 },
};
VIEW_DESC(view_status);

static const struct tpl_field view_problem_fields[] = {
	VIEW_PAGE(view_problem),
	TPL_FIELD(TPL_STR, view_problem, heading),
	TPL_FIELD(TPL_STR, view_problem, text),
	TPL_FIELD(TPL_BOOL, view_problem, text_german),
	TPL_FIELD(TPL_STR, view_problem, remedy),
	TPL_FIELD(TPL_BOOL, view_problem, kept),
	TPL_SUB(TPL_LIST, view_problem, rescued, &view_answer_desc),
	TPL_SUB(TPL_LIST, view_problem, fields, &view_pair_desc),
	TPL_FIELD(TPL_STR, view_problem, resend),
	TPL_FIELD(TPL_STR, view_problem, next_href),
	TPL_FIELD(TPL_STR, view_problem, next_label),
	TPL_FIELD(TPL_STR, view_problem, incident),
	{ 0 },
};
VIEW_DESC(view_problem);
