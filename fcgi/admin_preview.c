/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/OWNER/KIND/ID/VERSION/": a version, or the draft, as it will be seen: the pages of a form, the steps of a
 * workflow. From here a draft is published. */
#include "admin.h"
#include "admin_subject.h"

/* ---- the steps of a workflow ---- */

static struct str step_title(const struct ctx *c, const struct flow_view_step *s)
{
	return s->name.n > 0 ? s->name : diagram_kind(c, s);
}

static struct str title_of(const struct ctx *c, const struct flow_view_step *list, size_t n, struct str id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].id, id))
			return step_title(c, &list[i]);
	return id;
}

struct facts {
	struct ctx *c;
	struct view_text *list;
	size_t n;
};

static void fact(struct facts *f, const char *key, struct str value)
{
	if (value.n > 0)
		f->list[f->n++].text = page_text_with(f->c, key, &value, 1);
}

static struct tpl_list facts_of(
    struct ctx *c, const struct flow *flow, const struct flow_view_step *list, size_t n, const struct flow_view_step *s)
{
	struct flow_effect task = { 0 };
	bool is_task = flow_task(flow, s->id, &task);
	struct facts f = { c, ARENA_ARRAY(c->arena, struct view_text, task.n_not_by + 6), 0 };
	if (is_task && task.office.n == 0)
		f.list[f.n++].text = page_text(c, "step.responsible");
	fact(&f, "step.office", task.office);
	fact(&f, "step.form", task.form);
	for (size_t i = 0; i < task.n_not_by; i++)
		fact(&f, "step.not_by", title_of(c, list, n, task.not_by[i]));
	ptrdiff_t colon = str_find(s->operation, ':');
	fact(&f, "step.notify", colon < 0 ? s->operation : str_sub(s->operation, (size_t)colon + 1, s->operation.n));
	fact(&f, "step.decision", s->decision);
	fact(&f, "step.status", s->status);
	return (struct tpl_list){ f.list, f.n };
}

static struct str step_id(struct ctx *c, size_t number)
{
	return str_fmt(c->arena, "schritt-%zu", number);
}

static struct tpl_list ways_of(struct ctx *c, const struct flow_view_step *list, const struct flow_view_step *s)
{
	struct view_step_way *ways = ARENA_ARRAY(c->arena, struct view_step_way, s->n_ways);
	for (size_t i = 0; i < s->n_ways; i++) {
		const struct flow_view_way *w = &s->ways[i];
		ways[i] = (struct view_step_way){
			.name = w->name,
			.condition = w->condition,
			.otherwise = w->otherwise,
			.href = str_fmt(c->arena, "#schritt-%zu", w->to),
			.to = str_fmt(c->arena, "%zu. %.*s", w->to, STR_ARG(step_title(c, &list[w->to - 1]))),
		};
	}
	return (struct tpl_list){ ways, s->n_ways };
}

static struct tpl_list steps(struct ctx *c, const struct flow *flow)
{
	const struct flow_view_step *from;
	size_t n = flow_view(c->arena, flow, &from);
	struct view_step *list = ARENA_ARRAY(c->arena, struct view_step, n);
	for (size_t i = 0; i < n; i++) {
		const struct flow_view_step *s = &from[i];
		list[i] = (struct view_step){
			.html_id = step_id(c, i + 1),
			.number = admin_number(c, (int64_t)i + 1),
			.title = step_title(c, s),
			.kind = diagram_kind(c, s),
			.id = s->id,
			.facts = facts_of(c, flow, from, n, s),
			.ways = ways_of(c, from, s),
		};
	}
	return (struct tpl_list){ list, n };
}

/* ---- what a decision asks and gives ---- */

static struct str field_text(struct ctx *c, const struct dmn_field *f)
{
	static const char *const kinds[] = {
		[DMN_BOOL] = "kind.boolean", [DMN_NUMBER] = "kind.number", [DMN_TEXT] = "kind.text", [DMN_DATE] = "kind.date"
	};
	if (f->kind < DMN_BOOL || f->kind > DMN_DATE)
		return f->name;
	return str_fmt(c->arena, "%.*s (%.*s)", STR_ARG(f->name), STR_ARG(page_text(c, kinds[f->kind])));
}

static struct tpl_list decision_facts(struct ctx *c, const struct dmn_decision *k)
{
	const struct dmn_field *inputs, *parts;
	size_t n = dmn_inputs(k, &inputs), n_parts, rules = dmn_decision_rules(k);
	struct dmn_field whole = dmn_output(k, &parts, &n_parts);
	struct facts f = { c, ARENA_ARRAY(c->arena, struct view_text, n + n_parts + rules + 2), 0 };
	for (size_t i = 0; i < n; i++)
		fact(&f, "step.input", field_text(c, &inputs[i]));
	for (size_t i = 0; i < n_parts; i++)
		fact(&f, "step.output", field_text(c, &parts[i]));
	if (n_parts == 0)
		fact(&f, "step.output", field_text(c, &whole));
	if (rules > 0)
		fact(&f, "step.rules", admin_number(c, (int64_t)rules));
	for (size_t i = 0; i < rules; i++) {
		struct str words[] = { admin_number(c, (int64_t)i + 1), dmn_decision_rule(c->arena, k, i) };
		f.list[f.n++].text = page_text_with(c, "step.rule", words, 2);
	}
	return (struct tpl_list){ f.list, f.n };
}

static struct tpl_list decisions(struct ctx *c, const struct dmn *m)
{
	const struct dmn_decision *const *from;
	size_t n = dmn_decisions(m, &from);
	struct view_step *list = ARENA_ARRAY(c->arena, struct view_step, n);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct view_step){
			.html_id = step_id(c, i + 1),
			.number = admin_number(c, (int64_t)i + 1),
			.title = dmn_decision_name(from[i]),
			.kind = page_text(c, dmn_decision_rules(from[i]) > 0 ? "step.table" : "step.expression"),
			.id = dmn_decision_id(from[i]),
			.facts = decision_facts(c, from[i]),
		};
	return (struct tpl_list){ list, n };
}

/* ---- the pages of a form ---- */

/* As on the first visit. Pages and questions that need an answer elsewhere to appear are seen in the trial. */
static struct tpl_list pages(struct ctx *c, const struct form *form)
{
	struct form_world world = places_world(&c->places, page_today());
	world.contents = true;
	json_t *none = json_object();
	const struct form_state *s = form_eval(c->arena, form, none, &world);
	struct form_view_page *list = ARENA_ARRAY(c->arena, struct form_view_page, form_n_pages(form));
	size_t n = 0;
	for (size_t i = 0; i < form_n_pages(form); i++)
		if (form_page_relevant(s, i))
			list[n++] = *form_view(c->arena, s, i, false);
	json_decref(none);
	return (struct tpl_list){ list, n };
}

static struct tpl_list collected(struct ctx *c, const struct form *form)
{
	const struct form_collected *from;
	size_t n = form_collected(c->arena, form, &from);
	struct view_collected *list = ARENA_ARRAY(c->arena, struct view_collected, n);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct view_collected){
			.label = from[i].label,
			.path = from[i].path,
			.data = str_c(form_data_german(from[i].data)),
			.legal = from[i].legal,
			.retention = form_retention_german(c->arena, from[i].retention),
		};
	return (struct tpl_list){ list, n };
}

/* ---- the page ---- */

static const char *lead(const struct admin_subject *s)
{
	if (s->flow != NULL)
		return "preview.lead_flow";
	if (s->decision != NULL)
		return "preview.lead_decision";
	return form_is_task(s->form) ? "preview.lead_task" : "preview.lead";
}

static const struct view_notice *draft_notice(struct ctx *c, const struct admin_subject *s)
{
	if (s->findings.n_errors > 0)
		return admin_notice(c, "danger", page_text(c, "preview.bad_heading"), page_text(c, "preview.bad_text"));
	if (req_query(c->req, "neu").n == 0)
		return NULL;
	return admin_notice(c, s->findings.n > 0 ? "warning" : "success", page_text(c, "upload.ok_heading"),
	    page_text(c, s->findings.n > 0 ? "upload.warn_text" : "upload.ok_text"));
}

static bool add_draft(struct ctx *c, const struct admin_subject *s, struct view_preview *v, struct err *err)
{
	struct publish_entry e;
	struct tpl_list owners;
	struct str name = { 0 };
	if (!admin_entry(c, &s->ad, &e, err) || !admin_owners(c, s->ad.owner, &owners, &name, err))
		return false;
	struct str who[] = { admin_who(c, e.draft_by), admin_when(c, e.draft_at) };
	v->uploaded = page_text_with(c, "preview.uploaded", who, 2);
	v->notice = draft_notice(c, s);
	v->found = admin_findings(c, &s->findings, s->source);
	if (s->findings.n_errors > 0)
		return true;
	bool library = str_eq_c(s->ad.owner, "_");
	v->publish_action = s->base;
	static const char *const words[][2] = { { "preview.publish_form", "preview.publish_form_all" },
		{ "preview.publish_flow", "preview.publish_flow_all" },
		{ "preview.publish_decision", "preview.publish_decision_all" } };
	v->publish_text = page_text_with(c, words[s->ad.kind][library], &name, 1);
	v->seen = publish_fingerprint(c->arena, s->source);
	v->current = e.version;
	return true;
}

bool admin_preview(struct ctx *c, struct err *err)
{
	struct admin_subject s;
	struct view_preview v = { .page = page_frame(c, page_text(c, "preview.title")) };
	if (!admin_subject_load(c, &s, err) || (s.version == 0 && !add_draft(c, &s, &v, err)))
		return false;
	struct str number = admin_number(c, s.version), title = admin_title(c, s.form, s.flow, s.decision);
	v.back_href = s.ad.base;
	v.preline =
	    s.version == 0 ? page_text(c, "preview.preline_draft") : page_text_with(c, "preview.preline", &number, 1);
	v.title = title.n > 0 ? title : s.ad.id;
	v.edit_href = admin_upload_address(c, s.ad.owner, s.ad.kind, s.ad.id, s.version);
	if (s.form != NULL || s.flow != NULL || s.decision != NULL)
		v.lead = page_text(c, lead(&s));
	if (s.form != NULL) {
		v.try_href = str_fmt(c->arena, "%.*sausprobieren", STR_ARG(s.base));
		v.pages = pages(c, s.form);
		v.collected = collected(c, s.form);
		v.has_collected = v.collected.n > 0;
	}
	if (s.flow != NULL) {
		v.steps = steps(c, s.flow);
		v.diagram = diagram(c, s.flow, NULL, 0);
	}
	if (s.decision != NULL)
		v.steps = decisions(c, s.decision);
	v.page.has_errors = s.findings.n_errors > 0;
	page_render(c, PAGE_ADMIN_PREVIEW, &v);
	return true;
}

/* The draft was good when it was uploaded, but what it refers to has changed since. */
static bool show_findings(struct ctx *c, const struct admin *ad, const struct diags *d, struct err *err)
{
	struct str source;
	if (!publish_source(c->app->db, c->arena, ad->owner, ad->kind, ad->id, 0, &source, err))
		return false;
	return admin_versions_show(c, ad, 422,
	    admin_notice(c, "danger", page_text(c, "preview.bad_heading"), page_text(c, "preview.bad_text")),
	    admin_findings(c, d, source), err);
}

bool admin_preview_post(struct ctx *c, struct err *err)
{
	struct admin ad;
	struct publish_seen seen = { .draft = req_value(c->req, "_draft") };
	int64_t version;
	if (!admin_find(c, &ad, err))
		return false;
	if (!str_eq_c(router_arg(c, ":version"), "entwurf"))
		return err_set(err, ERR_NOTFOUND, "%s", "");
	if (!str_to_i64(req_value(c->req, "_current"), &seen.current))
		return err_set(err, ERR_INPUT, "%s", "");
	struct diags d = diags_new(c->arena, ad.id);
	if (publish_release(&ad.desk, c->arena, ad.kind, ad.id, &seen, &version, &d, err)) {
		admin_versions_done(c, &ad, version);
		return true;
	}
	if (err->kind == ERR_INPUT)
		return show_findings(c, &ad, &d, err);
	return err->kind == ERR_CONFLICT && admin_versions_conflict(c, &ad, seen.draft, err);
}
