/* SPDX-License-Identifier: EUPL-1.2
 * What the checker found, beside the source: each finding in a sentence with its place, each line it speaks of marked.
 * Of a long source only the lines around findings are shown. */
#include "admin.h"
#include "base/utf8.h"

enum {
	LINES_WHOLE = 40, /* a source up to this length is shown whole */
	LINES_AROUND = 3,
};

static const struct {
	const char *kind, *text;
} levels[] = {
	[DIAG_ERROR] = { "danger", "upload.error" },
	[DIAG_WARNING] = { "warning", "upload.warning" },
	[DIAG_NOTE] = { "info", "upload.note" },
};

/* The source, cut into lines. */
struct source {
	struct str *line; /* line[0] is line 1 */
	size_t n;
};

static struct source cut(struct arena *a, struct str text)
{
	size_t n = 1;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	struct source s = { ARENA_ARRAY(a, struct str, n), 0 };
	struct str line;
	while (str_next(&text, '\n', &line))
		s.line[s.n++] = line;
	return s;
}

/* Columns of findings count bytes, those of people characters. */
static int64_t column(const struct source *s, struct pos pos)
{
	if (pos.line == 0 || pos.line > s->n || pos.col == 0)
		return pos.col;
	return (int64_t)utf8_count(str_sub(s->line[pos.line - 1], 0, pos.col - 1)) + 1;
}

static struct str line_id(struct arena *a, size_t line)
{
	return str_fmt(a, "zeile-%zu", line);
}

static struct view_finding *describe(struct ctx *c, const struct diags *d, const struct source *s)
{
	struct view_finding *list = ARENA_ARRAY(c->arena, struct view_finding, d->n);
	for (size_t i = 0; i < d->n; i++) {
		const struct diag *x = &d->list[i];
		bool placed = x->pos.line > 0 && x->pos.line <= s->n;
		list[i] = (struct view_finding){
			.kind = str_c(levels[x->level].kind),
			.severity = page_text(c, levels[x->level].text),
			.line = placed ? x->pos.line : 0,
			.column = placed ? column(s, x->pos) : 0,
			.line_id = placed ? line_id(c->arena, x->pos.line) : (struct str){ 0 },
			.message = x->text,
		};
	}
	return list;
}

/* Which lines are shown. */
static bool *choose(struct arena *a, const struct diags *d, const struct source *s)
{
	bool *shown = ARENA_ARRAY(a, bool, s->n);
	for (size_t i = 0; s->n <= LINES_WHOLE && i < s->n; i++)
		shown[i] = true;
	for (size_t i = 0; i < d->n; i++) {
		size_t line = d->list[i].pos.line;
		size_t from = line > LINES_AROUND ? line - LINES_AROUND : 1;
		for (size_t k = from; line > 0 && k <= line + LINES_AROUND && k <= s->n; k++)
			shown[k - 1] = true;
	}
	return shown;
}

/* The findings on a line; they are sorted, so they stand side by side. *at goes on behind them. */
static struct tpl_list findings_of(const struct view_finding *list, size_t n, int64_t line, size_t *at)
{
	while (*at < n && list[*at].line < line)
		++*at;
	size_t from = *at;
	while (*at < n && list[*at].line == line)
		++*at;
	return (struct tpl_list){ list + from, *at - from };
}

static struct str worst_kind(const struct diags *d, size_t from, size_t n)
{
	enum diag_level worst = DIAG_NOTE;
	for (size_t i = from; i < from + n; i++)
		if (d->list[i].level < worst)
			worst = d->list[i].level;
	return n == 0 ? (struct str){ 0 } : str_c(levels[worst].kind);
}

static struct tpl_list lines(
    struct ctx *c, const struct diags *d, const struct source *s, const struct view_finding *findings)
{
	const bool *shown = choose(c->arena, d, s);
	struct view_source_line *list = ARENA_ARRAY(c->arena, struct view_source_line, s->n);
	size_t n = 0, at = 0;
	for (size_t i = 0; i < s->n; i++) {
		if (!shown[i]) {
			if (n == 0 || list[n - 1].number > 0)
				list[n++] = (struct view_source_line){ .text = STR("…") };
			continue;
		}
		struct tpl_list here = findings_of(findings, d->n, (int64_t)i + 1, &at);
		list[n++] = (struct view_source_line){
			.id = line_id(c->arena, i + 1),
			.text = s->line[i],
			.number = (int64_t)i + 1,
			.kind = worst_kind(d, at - here.n, here.n),
			.findings = here,
		};
	}
	return (struct tpl_list){ list, n };
}

const struct view_findings *admin_findings(struct ctx *c, const struct diags *d, struct str source)
{
	if (d->n == 0)
		return NULL;
	struct source s = cut(c->arena, source);
	struct view_findings *v = ARENA_NEW(c->arena, struct view_findings);
	struct view_finding *findings = describe(c, d, &s);
	size_t errors = 0;
	for (size_t i = 0; i < d->n; i++)
		errors += d->list[i].level == DIAG_ERROR;
	*v = (struct view_findings){
		.findings = { findings, d->n },
		.more = d->n_errors - errors,
		.lines = lines(c, d, &s, findings),
	};
	return v;
}
