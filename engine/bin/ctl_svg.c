/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl flow svg */
#include "base/file.h"
#include "bin/ctl.h"
#include "flow/draw/draw.h"

enum { SOURCE_BYTES_MAX = 8 << 20 };

struct marks {
	struct draw_mark *list;
	size_t n, cap;
};

static void add(const struct ctl *c, struct marks *m, struct str ids, bool here)
{
	struct str id;
	while (str_next(&ids, ',', &id)) {
		if (m->n == m->cap) {
			size_t cap = m->cap == 0 ? 16 : m->cap * 2;
			m->list = arena_grow(c->arena, m->list, m->cap * sizeof *m->list, cap * sizeof *m->list);
			m->cap = cap;
		}
		m->list[m->n++] = (struct draw_mark){ .id = str_trim(id), .here = here, .passed = !here };
	}
}

/* A mark that marks nothing is a mistake of the caller. */
static bool known(const struct drawing *g, struct str id)
{
	for (size_t i = 0; i < g->n_figures; i++)
		if (str_eq(g->figures[i].id, id))
			return true;
	return false;
}

/* "--mark A B", "--mark A,B" and "--mark A --mark B" are the same; --passed takes a list with commas. */
enum ctl_exit ctl_flow_svg(const struct ctl *c)
{
	struct str source;
	struct err err;
	if (c->n_args > 1 && ctl_option(c, "mark") == NULL) {
		fputs("ozgctl: Mehr als eine Datei. Was zu markieren ist, steht hinter --mark.\n", stderr);
		return CTL_USAGE;
	}
	if (!file_read(c->arena, c->args[0], SOURCE_BYTES_MAX, &source, &err))
		return ctl_fail(&err);
	struct diags d = diags_new(c->arena, str_c(c->args[0]));
	const struct drawing *g = flow_drawing_read(c->arena, source, &d);
	struct marks m = { 0 };
	for (size_t i = 0; i < c->n_options; i++)
		add(c, &m, str_c(c->options[i].value), strcmp(c->options[i].name, "mark") == 0);
	for (size_t i = 1; i < c->n_args; i++)
		add(c, &m, str_c(c->args[i]), true);
	for (size_t i = 0; g != NULL && i < m.n; i++)
		if (!known(g, m.list[i].id))
			diag_warning(&d, (struct pos){ 0, 0 }, "unknown-mark",
			    "Markiert werden soll „%.*s“: das ist nicht im Bild.", STR_ARG(m.list[i].id));
	if (g != NULL && g->arranged)
		diag_note(&d, (struct pos){ 0, 0 }, "no-diagram",
		    "Die Datei sagt nicht, wo etwas steht (BPMN DI). Das Bild ist einfach von links nach rechts angeordnet.");
	if (g != NULL) {
		struct buf out = buf_new(c->arena);
		flow_drawing_svg(flow_drawing_mark(c->arena, g, m.list, m.n), &out);
		fwrite(out.p, 1, out.n, stdout);
	}
	return ctl_print_diags(c, &d, 1);
}
