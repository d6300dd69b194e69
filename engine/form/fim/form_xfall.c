/* SPDX-License-Identifier: EUPL-1.2
 * Valid answers as an XFall instance: one element per answer, named by id and version in the FIM catalogue. */
#include "form/form_model.h"

#include "xml/xml.h"

#define XFALL_NS "urn:fim-de:xfall:datenschema:xdf3"

struct writer {
	struct arena *arena;
	struct buf *out;
	const struct form_node *nameless; /* without an element in the catalogue */
};

static void write_inst(struct writer *w, const struct form_inst *in, unsigned depth);

static void indent(struct writer *w, unsigned depth)
{
	buf_add_char(w->out, '\n');
	for (unsigned i = 0; i < depth; i++)
		buf_add_char(w->out, '\t');
}

static void write_value(struct writer *w, const struct form_cell *c, struct str tag, unsigned depth)
{
	indent(w, depth);
	buf_add_fmt(w->out, "<%.*s>", STR_ARG(tag));
	xml_escape(w->out, xpath_text(w->arena, &c->value));
	buf_add_fmt(w->out, "</%.*s>", STR_ARG(tag));
}

static void write_entry(struct writer *w, const struct form_inst *in, struct str tag, unsigned depth)
{
	write_value(w, in->cells, tag, depth);
}

/* What nobody can fill in stays empty, and is there. */
static void write_empty(struct writer *w, struct str tag, unsigned depth)
{
	indent(w, depth);
	buf_add_fmt(w->out, "<%.*s></%.*s>", STR_ARG(tag), STR_ARG(tag));
}

static void write_group(struct writer *w, const struct form_inst *in, struct str tag, unsigned depth)
{
	indent(w, depth);
	buf_add_fmt(w->out, "<%.*s>", STR_ARG(tag));
	size_t before = w->out->n;
	write_inst(w, in, depth + 1);
	if (w->out->n > before)
		indent(w, depth);
	buf_add_fmt(w->out, "</%.*s>", STR_ARG(tag));
}

static void write_inst(struct writer *w, const struct form_inst *in, unsigned depth)
{
	for (size_t i = 0; i < in->group->n_members; i++) {
		const struct form_node *n = in->group->members[i];
		const struct form_cell *c = &in->cells[i];
		if (!c->relevant || n->what == NODE_PAGE || (n->what == NODE_FIELD && n->kind->json == FIELD_NONE))
			continue;
		if (in->group->one_of && !form_answered(in, n))
			continue; /* a rule may call for it, and a choice has room for one */
		bool must = n->what == NODE_FIELD && n->locked && !n->optional;
		if (n->what == NODE_FIELD && c->value.type == XPATH_EMPTY && !must)
			continue;
		if (n->fim.n == 0 && w->nameless == NULL)
			w->nameless = n;
		if (n->what == NODE_FIELD)
			write_value(w, c, n->fim, depth);
		int64_t missing = n->list && n->first->locked ? n->min : 0;
		for (size_t k = 0; k < c->n_insts; k++) {
			const struct form_inst *entry = &c->insts[k];
			if (!entry->exists || (n->list && entry->cells->value.type == XPATH_EMPTY))
				continue;
			missing--;
			(n->list ? write_entry : write_group)(w, entry, n->fim, depth);
		}
		for (; missing > 0; missing--)
			write_empty(w, n->fim, depth);
	}
}

bool form_xfall(const struct form_state *s, struct buf *out, struct err *err)
{
	const struct form *f = s->form;
	if (s->n_errors > 0)
		return err_set(err, ERR_INPUT, "Die Angaben sind nicht gültig: %.*s", STR_ARG(s->errors[0].message));
	struct writer w = { .arena = s->arena, .out = out };
	buf_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	buf_add_fmt(out, "<%.*s xmlns=\"" XFALL_NS "\">", STR_ARG(f->fim));
	write_inst(&w, s->root, 1);
	buf_add_fmt(out, "\n</%.*s>\n", STR_ARG(f->fim));
	if (f->fim.n == 0 || w.nameless != NULL)
		return err_set(err, ERR_INPUT,
		    "XFall gibt es nur zu Formularen aus dem FIM-Katalog: bei „%.*s“ fehlt das Attribut fim.",
		    STR_ARG(f->fim.n == 0 ? f->id : w.nameless->id));
	return true;
}
