/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/wartend": where the cases of a municipality wait, how long, and which ways they take. */
#include "admin.h"
#include "cases/figures.h"
#include "diagram.h"

static struct str number(const struct ctx *c, int64_t n)
{
	return str_fmt(c->arena, "%lld", (long long)n);
}

/* ---- a workflow with its steps ---- */

struct subject {
	struct ctx *c;
	const struct flow *flow; /* its current version; NULL: there is none any more */
	const struct flow_view_step *steps;
	size_t n_steps;
};

static bool load(struct ctx *c, struct str owner, struct str id, struct subject *s, struct err *err)
{
	int64_t version;
	*s = (struct subject){ .c = c };
	if (!publish_current_flow(c->app->cache, c->app->db, owner, id, &version, &s->flow, err))
		return err->kind == ERR_NOTFOUND || err->kind == ERR_BUG;
	s->n_steps = flow_view(c->arena, s->flow, &s->steps);
	return true;
}

static const struct flow_view_step *step_of(const struct subject *s, struct str id)
{
	for (size_t i = 0; i < s->n_steps; i++)
		if (str_eq(s->steps[i].id, id))
			return &s->steps[i];
	return NULL;
}

/* An element of an older version has only its id. */
static struct str title_of(const struct subject *s, struct str id)
{
	const struct flow_view_step *step = step_of(s, id);
	if (step == NULL)
		return id;
	return step->name.n > 0 ? step->name : diagram_kind(s->c, step);
}

static struct view_figure row(const struct subject *s, const struct case_figure *f)
{
	const struct flow_view_step *step = step_of(s, f->element);
	return (struct view_figure){
		.title = title_of(s, f->element),
		.kind = step == NULL ? page_text(s->c, "figures.gone") : diagram_kind(s->c, step),
		.n = f->n,
		.median = diagram_span(s->c, f->median),
		.most = diagram_span(s->c, f->most),
		.longest = diagram_span(s->c, f->longest),
	};
}

/* Timers and messages beside a step are no place to wait at. */
static bool is_place(const struct subject *s, const struct case_figure *f)
{
	const struct flow_view_step *step = step_of(s, f->element);
	return step == NULL || (strcmp(step->element, "boundaryEvent") != 0 && strcmp(step->element, "startEvent") != 0);
}

/* ---- what waits, by workflow ---- */

static struct str address(struct ctx *c, struct str owner, struct str flow)
{
	return str_fmt(c->arena, "/admin/wartend?fuer=%.*s&ablauf=%.*s", STR_ARG(owner), STR_ARG(flow));
}

static bool waiting(
    struct ctx *c, struct str owner, const struct case_figure *list, size_t n, struct view_figures *v, struct err *err)
{
	struct view_figure *rows = ARENA_ARRAY(c->arena, struct view_figure, n);
	size_t n_rows = 0;
	struct subject s = { .c = c };
	for (size_t i = 0; i < n; i++) {
		bool same = i > 0 && str_eq(list[i].flow, list[i - 1].flow);
		if (!same && !load(c, owner, list[i].flow, &s, err))
			return false;
		if (!is_place(&s, &list[i]))
			continue;
		rows[n_rows] = row(&s, &list[i]);
		rows[n_rows].flow = s.flow == NULL ? list[i].flow : flow_name(s.flow);
		rows[n_rows++].href = address(c, owner, list[i].flow);
	}
	int64_t all = 0;
	for (size_t i = 0; i < n; i++)
		all += list[i].n;
	v->is_part = all >= CASE_FIGURES_MAX;
	v->waiting = (struct tpl_list){ rows, n_rows };
	v->has_waiting = n_rows > 0;
	return true;
}

/* All workflows that the municipality offers: also those whose cases are all done have ways to show. */
static bool offered(struct ctx *c, struct str owner, struct view_figures *v, struct err *err)
{
	const struct publish_entry *list;
	size_t n, n_rows = 0;
	if (!publish_list(c->app->db, c->arena, owner, false, &list, &n, err))
		return false;
	struct view_figure *rows = ARENA_ARRAY(c->arena, struct view_figure, n);
	for (size_t i = 0; i < n; i++) {
		struct subject s;
		if (list[i].kind != PUBLISH_FLOW)
			continue;
		if (!load(c, owner, list[i].id, &s, err))
			return false;
		if (s.flow == NULL)
			continue;
		rows[n_rows].flow = flow_name(s.flow).n > 0 ? flow_name(s.flow) : list[i].id;
		rows[n_rows++].href = address(c, owner, list[i].id);
	}
	v->flows = (struct tpl_list){ rows, n_rows };
	v->has_flows = n_rows > 0;
	return true;
}

/* ---- one workflow ---- */

static int64_t taken(const struct case_figures *f, struct str way)
{
	for (size_t i = 0; i < f->n_ways; i++)
		if (str_eq(f->ways[i].id, way))
			return f->ways[i].n;
	return 0;
}

/* One or some of the ways are taken, not all. */
static bool is_choice(const struct flow_view_step *step)
{
	bool asks = false;
	for (size_t i = 0; i < step->n_ways; i++)
		asks |= step->ways[i].condition.n > 0;
	return step->n_ways > 1 &&
	       (asks || strcmp(step->element, "exclusiveGateway") == 0 || strcmp(step->element, "eventBasedGateway") == 0);
}

/* How often step number n was left: where several ways may be taken at once, as often as it was reached. */
static int64_t choices(const struct subject *s, const struct case_figures *f, size_t n)
{
	const struct flow_view_step *step = &s->steps[n - 1];
	int64_t out = 0, in = 0;
	for (size_t k = 0; k < step->n_ways; k++)
		out += taken(f, step->ways[k].id);
	if (strcmp(step->element, "inclusiveGateway") != 0)
		return out;
	for (size_t i = 0; i < s->n_steps; i++)
		for (size_t k = 0; k < s->steps[i].n_ways; k++)
			in += s->steps[i].ways[k].to == n ? taken(f, s->steps[i].ways[k].id) : 0;
	return in;
}

/* Where ways part, each with its share. */
static struct tpl_list ways(const struct subject *s, const struct case_figures *f)
{
	size_t cap = 0, n = 0;
	for (size_t i = 0; i < s->n_steps; i++)
		cap += s->steps[i].n_ways;
	struct view_figure_way *rows = ARENA_ARRAY(s->c->arena, struct view_figure_way, cap);
	for (size_t i = 0; i < s->n_steps; i++) {
		const struct flow_view_step *step = &s->steps[i];
		int64_t all = choices(s, f, i + 1);
		for (size_t k = 0; is_choice(step) && k < step->n_ways; k++) {
			const struct flow_view_way *w = &step->ways[k];
			int64_t n_taken = taken(f, w->id);
			rows[n++] = (struct view_figure_way){
				.from = title_of(s, step->id),
				.name = w->name,
				.to = title_of(s, s->steps[w->to - 1].id),
				.n = n_taken,
				.share =
				    all == 0 ? STR("–") : str_fmt(s->c->arena, "%lld %%", (long long)((n_taken * 100 + all / 2) / all)),
			};
		}
	}
	return (struct tpl_list){ rows, n };
}

static const struct view_diagram *drawn(
    const struct subject *s, struct str id, const struct case_figures *f, const struct case_figure *list, size_t n)
{
	struct draw_mark *marks = ARENA_ARRAY(s->c->arena, struct draw_mark, n + f->n_ways);
	size_t n_marks = 0;
	for (size_t i = 0; i < n; i++) {
		struct str words = number(s->c, list[i].n);
		if (str_eq(list[i].flow, id) && is_place(s, &list[i]))
			marks[n_marks++] =
			    (struct draw_mark){ .id = list[i].element, .note = page_text_with(s->c, "figures.note", &words, 1) };
	}
	for (size_t i = 0; i < f->n_ways; i++)
		marks[n_marks++] = (struct draw_mark){ .id = f->ways[i].id, .passed = true };
	return diagram(s->c, s->flow, marks, n_marks);
}

static bool detail(struct ctx *c, struct str owner, struct str id, const struct case_figure *list, size_t n,
    struct view_figures *v, struct err *err)
{
	struct subject s;
	struct case_figures f;
	if (!load(c, owner, id, &s, err))
		return false;
	if (s.flow == NULL)
		return err_set(err, ERR_NOTFOUND, "Diesen Ablauf gibt es hier nicht.");
	if (!case_figures_of(c->app->db, c->arena, owner, id, &f, err))
		return false;
	struct view_figure *done = ARENA_ARRAY(c->arena, struct view_figure, f.n_done);
	for (size_t i = 0; i < f.n_done; i++)
		done[i] = row(&s, &f.done[i]);
	struct str cases = number(c, f.cases);
	v->flow = flow_name(s.flow).n > 0 ? flow_name(s.flow) : id;
	v->counted = page_text_with(c, "figures.counted", &cases, 1);
	v->done = (struct tpl_list){ done, f.n_done };
	v->has_done = f.n_done > 0;
	v->ways = ways(&s, &f);
	v->has_ways = v->ways.n > 0;
	v->diagram = drawn(&s, id, &f, list, n);
	return true;
}

/* The municipality that is asked for; from the library the first one where something waits. */
static bool begin_with(struct ctx *c, struct str wanted, struct str *owner_r, struct err *err)
{
	struct tpl_list owners;
	struct str name;
	if (!admin_owner(c, wanted, owner_r, err))
		return false;
	if (wanted.n > 0 || !str_eq_c(*owner_r, "_"))
		return true;
	if (!admin_owners(c, *owner_r, &owners, &name, err))
		return false;
	const struct view_admin_owner *list = owners.items;
	bool any = false;
	for (size_t i = 0; i < owners.n && !any; i++) {
		if (!case_figures_any(c->app->db, c->arena, list[i].id, &any, err))
			return false;
		if (any)
			*owner_r = list[i].id;
	}
	return true;
}

bool admin_figures(struct ctx *c, struct err *err)
{
	struct view_figures v = { .page = page_frame(c, page_text(c, "figures.title")) };
	struct str owner, id = req_query(c->req, "ablauf");
	const struct case_figure *list = NULL;
	size_t n = 0;
	if (!begin_with(c, req_query(c->req, "fuer"), &owner, err) ||
	    !admin_owners(c, owner, &v.owners, &v.owner_name, err))
		return false;
	v.nav = admin_nav(c, owner, false);
	v.nav.list = false;
	v.nav.figures = true;
	v.owner = owner;
	v.has_owners = v.owners.n > 1;
	v.is_library = str_eq_c(owner, "_");
	if (!v.is_library && (!case_figures_waiting(c->app->db, c->arena, owner, &list, &n, err) ||
	                         !waiting(c, owner, list, n, &v, err) || !offered(c, owner, &v, err)))
		return false;
	if (!v.is_library && id.n > 0 && !detail(c, owner, id, list, n, &v, err))
		return false;
	page_render(c, PAGE_ADMIN_FIGURES, &v);
	return true;
}
