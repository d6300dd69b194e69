/* SPDX-License-Identifier: EUPL-1.2
 * Compiles the expressions, resolves the names in them and derives the order of evaluation. */
#include "form/form_ends.h"
#include "form/form_read.h"

#include "base/suggest.h"

/* Behind so many errors nobody looks for names any more: it costs time and memory. */
enum { SUGGEST_MAX = 100, CHAIN_SHOWN = 12 };

/* ---- names ---- */

const struct form_node *form_member(const struct form_node *group, struct str id)
{
	for (size_t i = 0; i < group->n_members; i++) {
		const struct form_node *n = group->members[i];
		if (n->what != NODE_PAGE && n->id.n > 0 && str_eq(n->id, id))
			return n;
	}
	return NULL;
}

struct str form_model_path(struct arena *a, const struct form_node *n)
{
	if (n->group == NULL || n->group->group == NULL)
		return n->id;
	struct str up = form_model_path(a, n->group);
	return str_fmt(a, "%.*s/%.*s", STR_ARG(up), STR_ARG(n->id));
}

/* Where an expression stands. */
struct scope {
	struct form_reader *r;
	const struct form_node *group; /* whose instance it is evaluated in */
	const struct form_node *self;  /* "."; NULL where there is no own value */
	const struct xml_attr *at;
};

static bool inside(const struct form_node *n, const struct form_node *group)
{
	while (n != NULL && n != group)
		n = n->group;
	return n == group;
}

/* The name is not visible here; perhaps it exists elsewhere, or something like it. */
static bool unknown_name(const struct scope *sc, struct str name, struct buf *why)
{
	const struct form *f = sc->r->form;
	if (sc->r->d->n_errors > SUGGEST_MAX) {
		buf_add_fmt(why, "„$%.*s“ ist unbekannt.", STR_ARG(name));
		return false;
	}
	struct arena *a = sc->r->scratch;
	struct str *visible = ARENA_ARRAY(a, struct str, f->n_nodes);
	struct buf elsewhere = buf_new(a);
	size_t n = 0, n_elsewhere = 0;
	for (size_t i = 1; i < f->n_nodes; i++) {
		const struct form_node *x = f->nodes[i];
		if (x->what == NODE_PAGE || x->id.n == 0)
			continue;
		struct str path = form_model_path(a, x);
		visible[n++] = inside(sc->group, x->group) ? x->id : path;
		if (str_eq(x->id, name)) {
			n_elsewhere++;
			buf_add_fmt(&elsewhere, "%s„$%.*s“", elsewhere.n > 0 ? " oder " : "", STR_ARG(path));
		}
	}
	if (n_elsewhere > 1) {
		buf_add_fmt(why, "„$%.*s“ ist mehrdeutig: gemeint sein kann %.*s. Schreiben Sie den ganzen Weg.", STR_ARG(name),
		    STR_ARG(buf_str(&elsewhere)));
	} else if (n_elsewhere == 1) {
		buf_add_fmt(why, "„$%.*s“ ist hier unbekannt. Meinten Sie %.*s?", STR_ARG(name), STR_ARG(buf_str(&elsewhere)));
	} else {
		buf_add_fmt(why, "„$%.*s“ ist unbekannt.", STR_ARG(name));
		suggest_add(why, "$", name, visible, n);
	}
	return false;
}

static bool unknown_member(const struct scope *sc, const struct form_node *n, struct str name, struct buf *why)
{
	if (n->what != NODE_GROUP) {
		buf_add_fmt(
		    why, "„%.*s“ ist ein Feld und enthält nichts, also auch kein „%.*s“.", STR_ARG(n->id), STR_ARG(name));
		return false;
	}
	struct str *names = ARENA_ARRAY(sc->r->scratch, struct str, n->n_members);
	for (size_t i = 0; i < n->n_members; i++)
		names[i] = n->members[i]->id;
	buf_add_fmt(why, "In der Gruppe „%.*s“ gibt es kein „%.*s“.", STR_ARG(n->id), STR_ARG(name));
	suggest_add(why, "", name, names, n->n_members);
	return false;
}

static unsigned add_ref(struct form_reader *r, struct form_ref ref)
{
	struct form *f = r->form;
	for (size_t i = 0; i < f->n_refs; i++)
		if (f->refs[i].target == ref.target && f->refs[i].up == ref.up && f->refs[i].list == ref.list)
			return (unsigned)i;
	if (f->n_refs == r->cap_refs) {
		size_t cap = r->cap_refs == 0 ? 64 : r->cap_refs * 2;
		f->refs = arena_grow(r->a, f->refs, r->cap_refs * sizeof(*f->refs), cap * sizeof(*f->refs));
		r->cap_refs = cap;
	}
	f->refs[f->n_refs] = ref;
	return (unsigned)f->n_refs++;
}

/* Says also which code was meant when somebody compares with its label. */
bool form_is_code(const void *arg, struct str text, struct buf *hint)
{
	const struct form_codelist *l = arg;
	struct str *values = ARENA_ARRAY(hint->arena, struct str, l->n);
	struct str meant = { NULL, 0 };
	for (size_t i = 0; i < l->n; i++) {
		if (str_eq(l->codes[i].value, text))
			return true;
		if (str_eq(l->codes[i].label, text))
			meant = l->codes[i].value;
		values[i] = l->codes[i].value;
	}
	if (meant.n > 0)
		buf_add_fmt(hint, " Der Schlüssel dazu ist „%.*s“.", STR_ARG(meant));
	else
		suggest_add(hint, "", text, values, l->n);
	return false;
}

static bool resolve(void *arg, const struct str *names, size_t n, struct xpath_ref *out, struct buf *why)
{
	const struct scope *sc = arg;
	struct form_ref ref = { .target = sc->self };
	if (n == 0 && sc->self == NULL) {
		buf_add_c(why, "„.“ hat hier keine Bedeutung: nur constraint kann so nach dem eigenen Wert fragen.");
		return false;
	}
	if (n > 0) {
		const struct form_node *g = sc->group;
		while ((ref.target = form_member(g, names[0])) == NULL && g->group != NULL) {
			g = g->group;
			ref.up++;
		}
		if (ref.target == NULL)
			return unknown_name(sc, names[0], why);
	}
	for (size_t i = 1; i < n; i++) {
		const struct form_node *t = ref.target->what == NODE_GROUP ? form_member(ref.target, names[i]) : NULL;
		if (t == NULL)
			return unknown_member(sc, ref.target, names[i], why);
		ref.list |= ref.target->repeat;
		ref.target = t;
	}
	if (ref.target->what == NODE_GROUP && ref.target->list && ref.target->first != NULL) {
		ref.list = true; /* the answers of a list are those of its field */
		ref.target = ref.target->first;
	}
	const struct form_node *t = ref.target;
	bool group = t->what == NODE_GROUP;
	ref.list |= group ? t->repeat : t->kind->json == FIELD_CODES;
	*out = (struct xpath_ref){ .slot = add_ref(sc->r, ref), .list = ref.list, .group = group };
	if (!group)
		out->type = t->kind->type;
	if (t->codes != NULL) {
		out->is_code = form_is_code;
		out->is_code_arg = t->codes;
	}
	return true;
}

/* ---- expressions ---- */

static struct pos place(void *arg, size_t at)
{
	const struct scope *sc = arg;
	return xml_attr_place(sc->at, at);
}

const struct xpath *form_compile(struct form_reader *r, const struct xml_node *x, const char *attr,
    enum xpath_type want, const struct form_node *group, const struct form_node *self)
{
	const struct xml_attr *at = xml_attr(x, attr);
	if (at == NULL)
		return NULL;
	if (str_trim(at->value).n == 0) {
		diag_error(r->d, at->pos, "empty-expression", "%s ist leer. Streichen Sie das Attribut.", attr);
		return NULL;
	}
	struct scope sc = { r, group, self, at };
	struct xpath_scope scope = { .arg = &sc, .resolve = resolve, .place = place };
	return xpath_compile(r->a, str_dup(r->a, at->value), at->pos, want, &scope, r->d);
}

static const struct xpath *compile(struct form_reader *r, const struct form_node *n, const char *attr,
    enum xpath_type want, const struct form_node *self)
{
	return form_compile(r, r->sources[n->number], attr, want, n->group, self);
}

static void compile_node(struct form_reader *r, struct form_node *n)
{
	n->relevant = compile(r, n, "relevant", XPATH_BOOL, NULL);
	if (n->what == NODE_PAGE)
		n->constraint = compile(r, n, "constraint", XPATH_BOOL, NULL);
	if (n->what != NODE_FIELD || n->kind->json == FIELD_NONE)
		return;
	struct str required = xml_attr_value(r->sources[n->number], "required");
	if (!str_eq_c(required, "yes") && !str_eq_c(required, "no"))
		n->required = compile(r, n, "required", XPATH_BOOL, NULL);
	n->constraint = compile(r, n, "constraint", XPATH_BOOL, n);
	if (n->kind->calculates)
		n->calculate = compile(r, n, "calculate", n->kind->type, NULL);
}

/* ---- order ---- */

enum mark { UNSEEN, OPEN, DONE };

struct order {
	struct form_reader *r;
	enum mark *marks;              /* by number */
	const struct form_node **path; /* the nodes that are open, outermost first */
	size_t n_path, n;
};

static void visit(struct order *o, struct form_node *n);

static void visit_refs(struct order *o, const struct xpath *x)
{
	const unsigned *slots;
	size_t n = x == NULL ? 0 : xpath_slots(x, &slots);
	for (size_t i = 0; i < n; i++) {
		struct form_ref ref = o->r->form->refs[slots[i]];
		visit(o, o->r->form->nodes[ref.target->number]);
		/* Whether a single group is filled depends on everything in it. */
		if (ref.target->what != NODE_GROUP || ref.target->repeat)
			continue;
		for (size_t k = ref.target->number + 1; k < o->r->form->n_nodes; k++)
			if (inside(o->r->form->nodes[k], ref.target))
				visit(o, o->r->form->nodes[k]);
	}
}

/* The expression that closes the circle: the last one of the chain. */
static struct pos cycle_pos(const struct order *o, size_t from)
{
	for (size_t i = o->n_path; i > from; i--) {
		const struct form_node *n = o->path[i - 1];
		const char *attr = n->calculate != NULL ? "calculate" : "relevant";
		const struct xml_attr *at = xml_attr(o->r->sources[n->number], attr);
		if (at != NULL)
			return at->pos;
	}
	return (struct pos){ 0, 0 };
}

static void report_cycle(struct order *o, const struct form_node *n)
{
	struct arena *a = o->r->scratch;
	size_t from = o->n_path - 1;
	while (o->path[from] != n)
		from--;
	struct buf chain = buf_new(a);
	for (size_t i = from; i < o->n_path && i < from + CHAIN_SHOWN; i++)
		buf_add_fmt(&chain, "%.*s → ", STR_ARG(form_model_path(a, o->path[i])));
	if (o->n_path - from > CHAIN_SHOWN)
		buf_add_c(&chain, "… → ");
	diag_error(o->r->d, cycle_pos(o, from), "cycle",
	    "Hier hängt etwas im Kreis von sich selbst ab: %.*s%.*s. Lösen Sie den Kreis an einer Stelle auf.",
	    STR_ARG(buf_str(&chain)), STR_ARG(form_model_path(a, n)));
}

/* Depth first: what a node needs is put into the order before it. The depth is bounded by the number of nodes. */
static void visit(struct order *o, struct form_node *n)
{
	if (o->marks[n->number] == DONE || n->what == NODE_ROOT)
		return;
	if (o->marks[n->number] == OPEN) {
		report_cycle(o, n);
		return;
	}
	o->marks[n->number] = OPEN;
	o->path[o->n_path++] = n;
	visit(o, n->up);
	if (n->postcode != NULL)
		visit(o, o->r->form->nodes[n->postcode->number]);
	visit_refs(o, n->relevant);
	visit_refs(o, n->calculate);
	o->n_path--;
	o->marks[n->number] = DONE;
	o->r->form->order[o->n++] = n;
}

void form_build(struct form_reader *r)
{
	struct form *f = r->form;
	for (size_t i = 1; i < f->n_nodes; i++)
		compile_node(r, f->nodes[i]);
	form_build_rules(r);
	form_build_ends(r);
	struct order o = { .r = r,
		.marks = ARENA_ARRAY(r->scratch, enum mark, f->n_nodes),
		.path = ARENA_ARRAY(r->scratch, const struct form_node *, f->n_nodes) };
	f->order = ARENA_ARRAY(r->a, struct form_node *, f->n_nodes);
	for (size_t i = 1; i < f->n_nodes; i++)
		visit(&o, f->nodes[i]);
	for (size_t i = 0; i < f->n_nodes; i++)
		f->has_contents |= f->nodes[i]->locked && f->nodes[i]->dflt.n > 0;
}
