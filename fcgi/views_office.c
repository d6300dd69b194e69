/* SPDX-License-Identifier: EUPL-1.2
 * Views of the pages for staff, described to the templates. */
#include "views_office.h"

static const struct tpl_field view_login_fields[] = {
	VIEW_PAGE(view_login),
	TPL_FIELD(TPL_STR, view_login, action),
	TPL_FIELD(TPL_STR, view_login, next),
	TPL_FIELD(TPL_STR, view_login, login),
	TPL_FIELD(TPL_STR, view_login, error),
	TPL_FIELD(TPL_BOOL, view_login, expired),
	TPL_FIELD(TPL_BOOL, view_login, has_kept),
	TPL_SUB(TPL_LIST, view_login, fields, &view_pair_desc),
	{ 0 },
};
VIEW_DESC(view_login);

static const struct tpl_field view_queue_view_fields[] = {
	TPL_FIELD(TPL_STR, view_queue_view, href),
	TPL_FIELD(TPL_STR, view_queue_view, label),
	TPL_FIELD(TPL_STR, view_queue_view, count),
	TPL_FIELD(TPL_BOOL, view_queue_view, current),
	{ 0 },
};
static VIEW_DESC(view_queue_view);

static const struct tpl_field view_queue_case_fields[] = {
	TPL_FIELD(TPL_STR, view_queue_case, href),
	TPL_FIELD(TPL_STR, view_queue_case, number),
	TPL_FIELD(TPL_STR, view_queue_case, subject),
	TPL_FIELD(TPL_STR, view_queue_case, task),
	TPL_FIELD(TPL_STR, view_queue_case, status),
	TPL_FIELD(TPL_STR, view_queue_case, status_kind),
	TPL_FIELD(TPL_STR, view_queue_case, received),
	TPL_FIELD(TPL_STR, view_queue_case, due),
	TPL_FIELD(TPL_BOOL, view_queue_case, overdue),
	TPL_FIELD(TPL_BOOL, view_queue_case, urgent),
	TPL_FIELD(TPL_BOOL, view_queue_case, can_wait),
	TPL_FIELD(TPL_STR, view_queue_case, office),
	TPL_FIELD(TPL_STR, view_queue_case, assignee),
	TPL_FIELD(TPL_INT, view_queue_case, token),
	TPL_FIELD(TPL_BOOL, view_queue_case, mine),
	TPL_FIELD(TPL_BOOL, view_queue_case, barred),
	TPL_FIELD(TPL_BOOL, view_queue_case, can_claim),
	{ 0 },
};
static VIEW_DESC(view_queue_case);

static const struct tpl_field view_queue_fields[] = {
	VIEW_PAGE(view_queue),
	TPL_SUB(TPL_STRUCT, view_queue, notice, &view_notice_desc),
	TPL_FIELD(TPL_STR, view_queue, offices),
	TPL_SUB(TPL_LIST, view_queue, views, &view_queue_view_desc),
	TPL_FIELD(TPL_BOOL, view_queue, has_cases),
	TPL_FIELD(TPL_BOOL, view_queue, several),
	TPL_SUB(TPL_LIST, view_queue, cases, &view_queue_case_desc),
	TPL_FIELD(TPL_STR, view_queue, more_href),
	TPL_FIELD(TPL_STR, view_queue, first_href),
	{ 0 },
};
VIEW_DESC(view_queue);

static const struct tpl_field view_case_section_fields[] = {
	TPL_FIELD(TPL_STR, view_case_section, title),
	TPL_SUB(TPL_LIST, view_case_section, answers, &view_answer_desc),
	{ 0 },
};
static VIEW_DESC(view_case_section);

static const struct tpl_field view_case_event_fields[] = {
	TPL_FIELD(TPL_STR, view_case_event, title),
	TPL_FIELD(TPL_STR, view_case_event, at),
	TPL_FIELD(TPL_STR, view_case_event, actor),
	TPL_SUB(TPL_LIST, view_case_event, answers, &view_answer_desc),
	{ 0 },
};
static VIEW_DESC(view_case_event);

static const struct tpl_field view_failure_fields[] = {
	TPL_FIELD(TPL_STR, view_failure, event),
	TPL_FIELD(TPL_STR, view_failure, name),
	{ 0 },
};
static VIEW_DESC(view_failure);

static const struct tpl_field view_case_task_fields[] = {
	TPL_FIELD(TPL_STR, view_case_task, id),
	TPL_FIELD(TPL_STR, view_case_task, title),
	TPL_FIELD(TPL_STR, view_case_task, assignee),
	TPL_FIELD(TPL_STR, view_case_task, since),
	TPL_FIELD(TPL_STR, view_case_task, holder),
	TPL_FIELD(TPL_STR, view_case_task, error),
	TPL_FIELD(TPL_STR, view_case_task, error_id),
	TPL_FIELD(TPL_BOOL, view_case_task, error_german),
	TPL_FIELD(TPL_STR, view_case_task, office),
	TPL_FIELD(TPL_STR, view_case_task, blocked_by),
	TPL_FIELD(TPL_STR, view_case_task, due),
	TPL_FIELD(TPL_BOOL, view_case_task, overdue),
	TPL_FIELD(TPL_BOOL, view_case_task, is_mine),
	TPL_FIELD(TPL_BOOL, view_case_task, is_free),
	TPL_FIELD(TPL_BOOL, view_case_task, is_taken),
	TPL_FIELD(TPL_BOOL, view_case_task, is_blocked),
	TPL_FIELD(TPL_BOOL, view_case_task, is_elsewhere),
	TPL_FIELD(TPL_INT, view_case_task, token),
	TPL_FIELD(TPL_STR, view_case_task, cmd),
	TPL_FIELD(TPL_STR, view_case_task, form_id),
	TPL_FIELD(TPL_STR, view_case_task, page_id),
	TPL_FIELD(TPL_STR, view_case_task, answers),
	TPL_FIELD(TPL_BOOL, view_case_task, is_last),
	TPL_FIELD(TPL_BOOL, view_case_task, has_failures),
	TPL_SUB(TPL_LIST, view_case_task, failures, &view_failure_desc),
	TPL_SUB(TPL_STRUCT, view_case_task, form, &view_form_page_desc),
	{ 0 },
};
static VIEW_DESC(view_case_task);

static const struct tpl_field view_case_document_fields[] = {
	TPL_FIELD(TPL_STR, view_case_document, href),
	TPL_FIELD(TPL_STR, view_case_document, document),
	TPL_FIELD(TPL_STR, view_case_document, name),
	TPL_FIELD(TPL_STR, view_case_document, about),
	{ 0 },
};
static VIEW_DESC(view_case_document);

static const struct tpl_field view_case_fields[] = {
	VIEW_PAGE(view_case),
	TPL_SUB(TPL_STRUCT, view_case, notice, &view_notice_desc),
	TPL_SUB(TPL_STRUCT, view_case, failed, &view_form_page_desc),
	TPL_FIELD(TPL_STR, view_case, action),
	TPL_FIELD(TPL_STR, view_case, number),
	TPL_FIELD(TPL_STR, view_case, subject),
	TPL_FIELD(TPL_STR, view_case, status),
	TPL_FIELD(TPL_STR, view_case, status_kind),
	TPL_FIELD(TPL_STR, view_case, received),
	TPL_FIELD(TPL_STR, view_case, office),
	TPL_FIELD(TPL_STR, view_case, assignee),
	TPL_FIELD(TPL_BOOL, view_case, has_documents),
	TPL_SUB(TPL_LIST, view_case, documents, &view_case_document_desc),
	TPL_FIELD(TPL_BOOL, view_case, has_tasks),
	TPL_FIELD(TPL_BOOL, view_case, has_waits),
	TPL_SUB(TPL_LIST, view_case, waits, &view_text_desc),
	TPL_SUB(TPL_LIST, view_case, tasks, &view_case_task_desc),
	TPL_SUB(TPL_LIST, view_case, sections, &view_case_section_desc),
	TPL_SUB(TPL_LIST, view_case, history, &view_case_event_desc),
	TPL_FIELD(TPL_BOOL, view_case, has_way),
	TPL_SUB(TPL_LIST, view_case, way, &view_way_step_desc),
	TPL_SUB(TPL_STRUCT, view_case, diagram, &view_diagram_desc),
	TPL_SUB(TPL_STRUCT, view_case, fee, &view_fee_desc),
	TPL_SUB(TPL_STRUCT, view_case, consents, &view_fee_desc),
	{ 0 },
};
VIEW_DESC(view_case);

static const struct tpl_field view_incident_value_fields[] = {
	TPL_FIELD(TPL_STR, view_incident_value, label),
	TPL_FIELD(TPL_STR, view_incident_value, name),
	TPL_FIELD(TPL_STR, view_incident_value, id),
	TPL_FIELD(TPL_STR, view_incident_value, hint),
	TPL_FIELD(TPL_STR, view_incident_value, value),
	{ 0 },
};
static VIEW_DESC(view_incident_value);

static const struct tpl_field view_incident_fields[] = {
	TPL_FIELD(TPL_STR, view_incident, number),
	TPL_FIELD(TPL_STR, view_incident, href),
	TPL_FIELD(TPL_STR, view_incident, what),
	TPL_FIELD(TPL_STR, view_incident, reason),
	TPL_FIELD(TPL_STR, view_incident, since),
	TPL_FIELD(TPL_STR, view_incident, times),
	TPL_FIELD(TPL_STR, view_incident, office),
	TPL_FIELD(TPL_STR, view_incident, message),
	TPL_FIELD(TPL_STR, view_incident, error),
	TPL_FIELD(TPL_INT, view_incident, token),
	TPL_FIELD(TPL_BOOL, view_incident, is_open),
	TPL_SUB(TPL_LIST, view_incident, values, &view_incident_value_desc),
	{ 0 },
};
static VIEW_DESC(view_incident);

static const struct tpl_field view_incidents_fields[] = {
	VIEW_PAGE(view_incidents),
	TPL_FIELD(TPL_STR, view_incidents, action),
	TPL_FIELD(TPL_BOOL, view_incidents, has_incidents),
	TPL_FIELD(TPL_BOOL, view_incidents, tried),
	TPL_SUB(TPL_LIST, view_incidents, incidents, &view_incident_desc),
	{ 0 },
};
VIEW_DESC(view_incidents);

static const struct tpl_field view_conflict_fields[] = {
	VIEW_PAGE(view_conflict),
	TPL_FIELD(TPL_STR, view_conflict, back_href),
	TPL_FIELD(TPL_STR, view_conflict, number),
	TPL_FIELD(TPL_STR, view_conflict, heading),
	TPL_FIELD(TPL_STR, view_conflict, text),
	TPL_FIELD(TPL_STR, view_conflict, remedy),
	TPL_FIELD(TPL_BOOL, view_conflict, has_rescued),
	TPL_SUB(TPL_LIST, view_conflict, rescued, &view_answer_desc),
	{ 0 },
};
VIEW_DESC(view_conflict);
