/* SPDX-License-Identifier: EUPL-1.2
 * Views of the admin pages, described to the templates. */
#include "views_admin.h"

static const struct tpl_field view_admin_nav_fields[] = {
	TPL_FIELD(TPL_BOOL, view_admin_nav, list),
	TPL_FIELD(TPL_BOOL, view_admin_nav, upload),
	TPL_FIELD(TPL_STR, view_admin_nav, list_href),
	TPL_FIELD(TPL_STR, view_admin_nav, upload_href),
	TPL_FIELD(TPL_BOOL, view_admin_nav, figures),
	TPL_FIELD(TPL_STR, view_admin_nav, figures_href),
	{ 0 },
};
static VIEW_DESC(view_admin_nav);

static const struct tpl_field view_admin_owner_fields[] = {
	TPL_FIELD(TPL_STR, view_admin_owner, id),
	TPL_FIELD(TPL_STR, view_admin_owner, name),
	TPL_FIELD(TPL_BOOL, view_admin_owner, selected),
	{ 0 },
};
static VIEW_DESC(view_admin_owner);

static const struct tpl_field view_finding_fields[] = {
	TPL_FIELD(TPL_STR, view_finding, kind),
	TPL_FIELD(TPL_STR, view_finding, severity),
	TPL_FIELD(TPL_INT, view_finding, line),
	TPL_FIELD(TPL_INT, view_finding, column),
	TPL_FIELD(TPL_STR, view_finding, line_id),
	TPL_FIELD(TPL_STR, view_finding, message),
	{ 0 },
};
static VIEW_DESC(view_finding);

static const struct tpl_field view_source_line_fields[] = {
	TPL_FIELD(TPL_STR, view_source_line, id),
	TPL_FIELD(TPL_STR, view_source_line, text),
	TPL_FIELD(TPL_INT, view_source_line, number),
	TPL_FIELD(TPL_STR, view_source_line, kind),
	TPL_SUB(TPL_LIST, view_source_line, findings, &view_finding_desc),
	{ 0 },
};
static VIEW_DESC(view_source_line);

static const struct tpl_field view_findings_fields[] = {
	TPL_SUB(TPL_LIST, view_findings, findings, &view_finding_desc),
	TPL_FIELD(TPL_SIZE, view_findings, more),
	TPL_SUB(TPL_LIST, view_findings, lines, &view_source_line_desc),
	{ 0 },
};
static VIEW_DESC(view_findings);

static const struct tpl_field view_definition_fields[] = {
	TPL_FIELD(TPL_STR, view_definition, href),
	TPL_FIELD(TPL_STR, view_definition, title),
	TPL_FIELD(TPL_STR, view_definition, id),
	TPL_FIELD(TPL_STR, view_definition, kind),
	TPL_FIELD(TPL_STR, view_definition, origin),
	TPL_FIELD(TPL_INT, view_definition, live),
	TPL_FIELD(TPL_STR, view_definition, live_at),
	TPL_FIELD(TPL_STR, view_definition, live_by),
	TPL_FIELD(TPL_STR, view_definition, draft_href),
	TPL_FIELD(TPL_STR, view_definition, draft_at),
	TPL_FIELD(TPL_STR, view_definition, draft_by),
	{ 0 },
};
static VIEW_DESC(view_definition);

static const struct tpl_field view_definitions_fields[] = {
	VIEW_PAGE(view_definitions),
	TPL_SUB(TPL_HERE, view_definitions, nav, &view_admin_nav_desc),
	TPL_FIELD(TPL_BOOL, view_definitions, has_owners),
	TPL_FIELD(TPL_BOOL, view_definitions, is_library),
	TPL_SUB(TPL_LIST, view_definitions, owners, &view_admin_owner_desc),
	TPL_FIELD(TPL_STR, view_definitions, owner_name),
	TPL_FIELD(TPL_BOOL, view_definitions, has_definitions),
	TPL_SUB(TPL_LIST, view_definitions, definitions, &view_definition_desc),
	{ 0 },
};
VIEW_DESC(view_definitions);

static const struct tpl_field view_upload_fields[] = {
	VIEW_PAGE(view_upload),
	TPL_SUB(TPL_HERE, view_upload, nav, &view_admin_nav_desc),
	TPL_SUB(TPL_STRUCT, view_upload, notice, &view_notice_desc),
	TPL_SUB(TPL_STRUCT, view_upload, found, &view_findings_desc),
	TPL_FIELD(TPL_BOOL, view_upload, has_owners),
	TPL_SUB(TPL_LIST, view_upload, owners, &view_admin_owner_desc),
	TPL_FIELD(TPL_STR, view_upload, owner),
	TPL_FIELD(TPL_BOOL, view_upload, has_errors),
	TPL_SUB(TPL_LIST, view_upload, errors, &view_error_desc),
	TPL_FIELD(TPL_STR, view_upload, error),
	TPL_FIELD(TPL_STR, view_upload, source),
	TPL_FIELD(TPL_BOOL, view_upload, may_replace),
	TPL_FIELD(TPL_STR, view_upload, changes),
	{ 0 },
};
VIEW_DESC(view_upload);

static const struct tpl_field view_update_element_fields[] = {
	TPL_FIELD(TPL_STR, view_update_element, label),
	TPL_FIELD(TPL_STR, view_update_element, where),
	TPL_FIELD(TPL_STR, view_update_element, path),
	TPL_SUB(TPL_LIST, view_update_element, what, &view_text_desc),
	{ 0 },
};
static VIEW_DESC(view_update_element);

static const struct tpl_field view_update_choice_fields[] = {
	TPL_FIELD(TPL_STR, view_update_choice, id),
	TPL_FIELD(TPL_STR, view_update_choice, label),
	TPL_FIELD(TPL_STR, view_update_choice, where),
	TPL_FIELD(TPL_STR, view_update_choice, path),
	TPL_FIELD(TPL_STR, view_update_choice, topic),
	TPL_FIELD(TPL_STR, view_update_choice, mine),
	TPL_FIELD(TPL_STR, view_update_choice, catalogue),
	TPL_FIELD(TPL_BOOL, view_update_choice, taken),
	{ 0 },
};
static VIEW_DESC(view_update_choice);

static const struct tpl_field view_update_fields[] = {
	VIEW_PAGE(view_update),
	TPL_SUB(TPL_HERE, view_update, nav, &view_admin_nav_desc),
	TPL_SUB(TPL_STRUCT, view_update, notice, &view_notice_desc),
	TPL_SUB(TPL_STRUCT, view_update, found, &view_findings_desc),
	TPL_FIELD(TPL_STR, view_update, title),
	TPL_FIELD(TPL_STR, view_update, mine),
	TPL_FIELD(TPL_STR, view_update, came),
	TPL_FIELD(TPL_STR, view_update, action),
	TPL_FIELD(TPL_STR, view_update, mark),
	TPL_FIELD(TPL_STR, view_update, seen),
	TPL_FIELD(TPL_STR, view_update, back_href),
	TPL_FIELD(TPL_BOOL, view_update, known),
	TPL_FIELD(TPL_BOOL, view_update, has_news),
	TPL_FIELD(TPL_BOOL, view_update, has_choices),
	TPL_FIELD(TPL_BOOL, view_update, has_own),
	TPL_FIELD(TPL_BOOL, view_update, has_fixed),
	TPL_FIELD(TPL_BOOL, view_update, may_replace),
	TPL_FIELD(TPL_BOOL, view_update, drops_comments),
	TPL_SUB(TPL_LIST, view_update, news, &view_update_element_desc),
	TPL_SUB(TPL_LIST, view_update, own, &view_update_element_desc),
	TPL_FIELD(TPL_SIZE, view_update, more_news),
	TPL_FIELD(TPL_SIZE, view_update, more_own),
	TPL_FIELD(TPL_SIZE, view_update, versions),
	TPL_SUB(TPL_LIST, view_update, choices, &view_update_choice_desc),
	TPL_SUB(TPL_LIST, view_update, fixed, &view_update_element_desc),
	{ 0 },
};
VIEW_DESC(view_update);

static const struct tpl_field view_step_way_fields[] = {
	TPL_FIELD(TPL_STR, view_step_way, name),
	TPL_FIELD(TPL_STR, view_step_way, condition),
	TPL_FIELD(TPL_BOOL, view_step_way, otherwise),
	TPL_FIELD(TPL_STR, view_step_way, href),
	TPL_FIELD(TPL_STR, view_step_way, to),
	{ 0 },
};
static VIEW_DESC(view_step_way);

static const struct tpl_field view_step_fields[] = {
	TPL_FIELD(TPL_STR, view_step, html_id),
	TPL_FIELD(TPL_STR, view_step, number),
	TPL_FIELD(TPL_STR, view_step, title),
	TPL_FIELD(TPL_STR, view_step, kind),
	TPL_FIELD(TPL_STR, view_step, id),
	TPL_SUB(TPL_LIST, view_step, facts, &view_text_desc),
	TPL_SUB(TPL_LIST, view_step, ways, &view_step_way_desc),
	{ 0 },
};
static VIEW_DESC(view_step);

static const struct tpl_field view_collected_fields[] = {
	TPL_FIELD(TPL_STR, view_collected, label),
	TPL_FIELD(TPL_STR, view_collected, path),
	TPL_FIELD(TPL_STR, view_collected, data),
	TPL_FIELD(TPL_STR, view_collected, legal),
	TPL_FIELD(TPL_STR, view_collected, retention),
	{ 0 },
};
static VIEW_DESC(view_collected);

static const struct tpl_field view_preview_fields[] = {
	VIEW_PAGE(view_preview),
	TPL_FIELD(TPL_BOOL, view_preview, has_collected),
	TPL_SUB(TPL_LIST, view_preview, collected, &view_collected_desc),
	TPL_SUB(TPL_STRUCT, view_preview, notice, &view_notice_desc),
	TPL_SUB(TPL_STRUCT, view_preview, found, &view_findings_desc),
	TPL_FIELD(TPL_STR, view_preview, back_href),
	TPL_FIELD(TPL_STR, view_preview, preline),
	TPL_FIELD(TPL_STR, view_preview, title),
	TPL_FIELD(TPL_STR, view_preview, lead),
	TPL_FIELD(TPL_STR, view_preview, uploaded),
	TPL_FIELD(TPL_STR, view_preview, publish_action),
	TPL_FIELD(TPL_STR, view_preview, seen),
	TPL_FIELD(TPL_STR, view_preview, publish_text),
	TPL_FIELD(TPL_INT, view_preview, current),
	TPL_FIELD(TPL_STR, view_preview, edit_href),
	TPL_FIELD(TPL_STR, view_preview, try_href),
	TPL_SUB(TPL_LIST, view_preview, pages, &view_form_page_desc),
	TPL_SUB(TPL_LIST, view_preview, steps, &view_step_desc),
	TPL_SUB(TPL_STRUCT, view_preview, diagram, &view_diagram_desc),
	{ 0 },
};
VIEW_DESC(view_preview);

static const struct tpl_field view_try_section_fields[] = {
	TPL_FIELD(TPL_STR, view_try_section, title),
	TPL_FIELD(TPL_STR, view_try_section, page_id),
	TPL_FIELD(TPL_BOOL, view_try_section, first_of_page),
	TPL_SUB(TPL_LIST, view_try_section, answers, &view_answer_desc),
	{ 0 },
};
static VIEW_DESC(view_try_section);

static const struct tpl_field view_try_fields[] = {
	VIEW_PAGE(view_try),
	TPL_FIELD(TPL_STR, view_try, back_href),
	TPL_FIELD(TPL_STR, view_try, form_title),
	TPL_FIELD(TPL_STR, view_try, action),
	TPL_FIELD(TPL_STR, view_try, again_href),
	TPL_FIELD(TPL_STR, view_try, answers),
	TPL_FIELD(TPL_BOOL, view_try, may_go_back),
	TPL_SUB(TPL_STRUCT, view_try, why, &view_why_desc),
	TPL_SUB(TPL_STRUCT, view_try, form, &view_form_page_desc),
	TPL_SUB(TPL_LIST, view_try, sections, &view_try_section_desc),
	{ 0 },
};
VIEW_DESC(view_try);

static const struct tpl_field view_version_fields[] = {
	TPL_FIELD(TPL_STR, view_version, href),
	TPL_FIELD(TPL_STR, view_version, name),
	TPL_FIELD(TPL_STR, view_version, status),
	TPL_FIELD(TPL_STR, view_version, status_kind),
	TPL_FIELD(TPL_STR, view_version, at),
	TPL_FIELD(TPL_STR, view_version, by),
	TPL_FIELD(TPL_STR, view_version, origin),
	TPL_FIELD(TPL_STR, view_version, checksum),
	TPL_FIELD(TPL_INT, view_version, rollback),
	{ 0 },
};
static VIEW_DESC(view_version);

static const struct tpl_field view_versions_fields[] = {
	VIEW_PAGE(view_versions),
	TPL_SUB(TPL_STRUCT, view_versions, notice, &view_notice_desc),
	TPL_SUB(TPL_STRUCT, view_versions, found, &view_findings_desc),
	TPL_FIELD(TPL_STR, view_versions, back_href),
	TPL_FIELD(TPL_STR, view_versions, kind),
	TPL_FIELD(TPL_STR, view_versions, id),
	TPL_FIELD(TPL_STR, view_versions, title),
	TPL_FIELD(TPL_STR, view_versions, owner),
	TPL_FIELD(TPL_STR, view_versions, action),
	TPL_FIELD(TPL_STR, view_versions, edit_href),
	TPL_FIELD(TPL_STR, view_versions, migrate_href),
	TPL_SUB(TPL_STRUCT, view_versions, older, &view_notice_desc),
	TPL_FIELD(TPL_STR, view_versions, effect),
	TPL_FIELD(TPL_INT, view_versions, current),
	TPL_FIELD(TPL_BOOL, view_versions, has_origin),
	TPL_SUB(TPL_LIST, view_versions, versions, &view_version_desc),
	{ 0 },
};
VIEW_DESC(view_versions);

static const struct tpl_field view_figure_fields[] = {
	TPL_FIELD(TPL_STR, view_figure, title),
	TPL_FIELD(TPL_STR, view_figure, kind),
	TPL_FIELD(TPL_STR, view_figure, flow),
	TPL_FIELD(TPL_STR, view_figure, href),
	TPL_FIELD(TPL_STR, view_figure, median),
	TPL_FIELD(TPL_STR, view_figure, most),
	TPL_FIELD(TPL_STR, view_figure, longest),
	TPL_FIELD(TPL_INT, view_figure, n),
	{ 0 },
};
static VIEW_DESC(view_figure);

static const struct tpl_field view_figure_way_fields[] = {
	TPL_FIELD(TPL_STR, view_figure_way, from),
	TPL_FIELD(TPL_STR, view_figure_way, name),
	TPL_FIELD(TPL_STR, view_figure_way, to),
	TPL_FIELD(TPL_STR, view_figure_way, share),
	TPL_FIELD(TPL_INT, view_figure_way, n),
	{ 0 },
};
static VIEW_DESC(view_figure_way);

static const struct tpl_field view_figures_fields[] = {
	VIEW_PAGE(view_figures),
	TPL_SUB(TPL_HERE, view_figures, nav, &view_admin_nav_desc),
	TPL_FIELD(TPL_BOOL, view_figures, has_owners),
	TPL_FIELD(TPL_BOOL, view_figures, is_library),
	TPL_FIELD(TPL_BOOL, view_figures, has_waiting),
	TPL_FIELD(TPL_BOOL, view_figures, is_part),
	TPL_FIELD(TPL_BOOL, view_figures, has_flows),
	TPL_FIELD(TPL_BOOL, view_figures, has_done),
	TPL_FIELD(TPL_BOOL, view_figures, has_ways),
	TPL_SUB(TPL_LIST, view_figures, owners, &view_admin_owner_desc),
	TPL_FIELD(TPL_STR, view_figures, owner),
	TPL_FIELD(TPL_STR, view_figures, owner_name),
	TPL_FIELD(TPL_STR, view_figures, flow),
	TPL_FIELD(TPL_STR, view_figures, counted),
	TPL_SUB(TPL_LIST, view_figures, waiting, &view_figure_desc),
	TPL_SUB(TPL_LIST, view_figures, flows, &view_figure_desc),
	TPL_SUB(TPL_LIST, view_figures, done, &view_figure_desc),
	TPL_SUB(TPL_LIST, view_figures, ways, &view_figure_way_desc),
	TPL_SUB(TPL_STRUCT, view_figures, diagram, &view_diagram_desc),
	{ 0 },
};
VIEW_DESC(view_figures);

static const struct tpl_field view_move_option_fields[] = {
	TPL_FIELD(TPL_STR, view_move_option, value),
	TPL_FIELD(TPL_STR, view_move_option, label),
	TPL_FIELD(TPL_BOOL, view_move_option, selected),
	{ 0 },
};
static VIEW_DESC(view_move_option);

static const struct tpl_field view_move_row_fields[] = {
	TPL_FIELD(TPL_STR, view_move_row, html_id),
	TPL_FIELD(TPL_STR, view_move_row, name),
	TPL_FIELD(TPL_STR, view_move_row, title),
	TPL_FIELD(TPL_STR, view_move_row, kind),
	TPL_FIELD(TPL_STR, view_move_row, id),
	TPL_FIELD(TPL_STR, view_move_row, how),
	TPL_SUB(TPL_LIST, view_move_row, options, &view_move_option_desc),
	{ 0 },
};
static VIEW_DESC(view_move_row);

static const struct tpl_field view_move_stay_fields[] = {
	TPL_FIELD(TPL_STR, view_move_stay, reason),
	TPL_FIELD(TPL_STR, view_move_stay, n),
	TPL_SUB(TPL_LIST, view_move_stay, cases, &view_link_desc),
	TPL_FIELD(TPL_BOOL, view_move_stay, more),
	{ 0 },
};
static VIEW_DESC(view_move_stay);

static const struct tpl_field view_migrate_fields[] = {
	VIEW_PAGE(view_migrate),
	TPL_FIELD(TPL_STR, view_migrate, back_href),
	TPL_FIELD(TPL_STR, view_migrate, id),
	TPL_FIELD(TPL_STR, view_migrate, title),
	TPL_FIELD(TPL_STR, view_migrate, owner),
	TPL_FIELD(TPL_STR, view_migrate, action),
	TPL_FIELD(TPL_BOOL, view_migrate, is_library),
	TPL_SUB(TPL_LIST, view_migrate, places, &view_link_desc),
	TPL_SUB(TPL_STRUCT, view_migrate, notice, &view_notice_desc),
	TPL_FIELD(TPL_BOOL, view_migrate, has_errors),
	TPL_SUB(TPL_LIST, view_migrate, errors, &view_error_desc),
	TPL_SUB(TPL_STRUCT, view_migrate, order, &view_notice_desc),
	TPL_FIELD(TPL_BOOL, view_migrate, has_stays),
	TPL_SUB(TPL_LIST, view_migrate, stays, &view_move_stay_desc),
	TPL_FIELD(TPL_INT, view_migrate, rev),
	TPL_FIELD(TPL_STR, view_migrate, confirm),
	TPL_FIELD(TPL_BOOL, view_migrate, may_order),
	TPL_SUB(TPL_LIST, view_migrate, from, &view_move_option_desc),
	TPL_SUB(TPL_LIST, view_migrate, to, &view_move_option_desc),
	TPL_SUB(TPL_LIST, view_migrate, changed, &view_move_row_desc),
	TPL_SUB(TPL_LIST, view_migrate, same, &view_move_row_desc),
	TPL_FIELD(TPL_BOOL, view_migrate, has_plan),
	TPL_FIELD(TPL_BOOL, view_migrate, has_changed),
	TPL_FIELD(TPL_BOOL, view_migrate, has_same),
	TPL_FIELD(TPL_STR, view_migrate, from_name),
	TPL_FIELD(TPL_STR, view_migrate, to_name),
	TPL_FIELD(TPL_STR, view_migrate, same_count),
	TPL_FIELD(TPL_INT, view_migrate, from_version),
	TPL_FIELD(TPL_INT, view_migrate, to_version),
	TPL_SUB(TPL_STRUCT, view_migrate, old, &view_diagram_desc),
	TPL_SUB(TPL_STRUCT, view_migrate, new, &view_diagram_desc),
	{ 0 },
};
VIEW_DESC(view_migrate);
