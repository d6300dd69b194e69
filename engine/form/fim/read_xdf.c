/* SPDX-License-Identifier: EUPL-1.2
 * XDatenfelder 3.0.0 (FIM): the structure of a Stammdatenschema as groups and fields of the native language. A message
 * with a single Datenfeldgruppe or Datenfeld becomes a form that asks for just that. */
#include "form/fim/read_xdf.h"

/* ---- how often ---- */

/* "0:1", "1:*". Max INT64_MAX stands for any number. */
static bool read_times(struct str s, int64_t *min, int64_t *max)
{
	ptrdiff_t colon = str_find(s, ':');
	if (colon < 1)
		return false;
	struct str low = str_trim(str_sub(s, 0, (size_t)colon)), high = str_trim(str_sub(s, (size_t)colon + 1, s.n));
	*max = INT64_MAX;
	return str_to_i64(low, min) && *min >= 0 && *min <= FORM_MAX_INSTANCES &&
	       (str_eq_c(high, "*") || (str_to_i64(high, max) && *max >= *min));
}

static void set_number(struct xdf *d, struct xml_node *n, const char *name, int64_t v, const struct xml_node *from)
{
	form_dom_attr(d->a, n, name, str_fmt(d->a, "%lld", (long long)v), from);
}

static void set_times(struct xdf *d, struct xml_node *n, int64_t min, int64_t max, const struct xml_node *from)
{
	set_number(d, n, "min", min, from);
	if (max > FORM_MAX_INSTANCES)
		form_dom_attr(d->a, n, "max", STR("unbounded"), from);
	else
		set_number(d, n, "max", max, from);
}

/* ---- places ---- */

/* An element that stands twice in one group gets a name of its own there: answers need one key for each. */
static struct str free_key(struct xdf *d, const struct xdf_place *up, const struct xml_node *x)
{
	struct str id = form_xdf_id(x);
	unsigned n = 1;
	for (const struct xdf_place *p = d->places; p != NULL; p = p->next)
		n += p->up == up && str_eq(p->id, id) && !p->gone;
	if (n == 1 || id.n == 0)
		return id;
	diag_warning(d->r->d, x->pos, up == NULL ? "fim-1025" : "fim-1004",
	    "„%.*s“ steht mehrmals nebeneinander; hier heißt es in den Antworten „%.*s-%u“.", STR_ARG(id), STR_ARG(id), n);
	return str_fmt(d->a, "%.*s-%u", STR_ARG(id), n);
}

static struct xdf_place *new_place(struct xdf *d, struct xdf_place *up, const struct xml_node *x)
{
	struct xdf_place *p = ARENA_NEW(d->a, struct xdf_place);
	p->id = form_xdf_id(x);
	p->key = free_key(d, up, x);
	p->up = up;
	p->from = x;
	*d->end = p;
	d->end = &p->next;
	d->n_places++;
	return p;
}

/* ---- groups and fields ---- */

static void read_children(struct xdf *d, const struct xml_node *x, struct xdf_place *place, struct xml_node *up);

static void read_group(struct xdf *d, const struct xml_node *s, const struct xml_node *x, struct xdf_place *up,
    struct xml_node *native_up, int64_t min, int64_t max)
{
	struct xdf_place *place = new_place(d, up, x);
	place->group = true;
	place->repeat = max > 1;
	place->choice = str_eq_c(form_xdf_code(x, "art"), "X");
	struct xml_node *n = place->native = form_dom_element(d->a, NULL, "group", x);
	form_dom_attr(d->a, n, "id", place->key, x);
	form_dom_attr(d->a, n, "label", form_xdf_label(d, x), x);
	form_dom_attr(d->a, n, "hint", form_xdf_text(d, x, "hilfetextEingabe"), x);
	if (max > 1)
		set_times(d, n, min, max, s);
	else if (min == 0)
		form_dom_attr(d->a, n, "optional", STR("yes"), s);
	if (place->choice)
		form_dom_attr(d->a, n, "one-of", STR("yes"), x);
	form_xdf_set_head(d, n, s, x);
	read_children(d, x, place, n);
	const struct xml_node *children = n->first;
	form_xdf_prose(d, x, n, NULL);
	place->gone = children == NULL; /* the quality check says so: fim-1023 */
	if (!place->gone)
		form_dom_append(native_up, n);
}

static void read_field(struct xdf *d, const struct xml_node *s, const struct xml_node *x, struct xdf_place *up,
    struct xml_node *native_up, int64_t min, int64_t max)
{
	struct xdf_place *place = new_place(d, up, x);
	struct xml_node *outer = native_up;
	place->label = str_eq_c(form_xdf_code(x, "feldart"), "label");
	place->repeat = max > 1 && !place->label;
	if (place->repeat) {
		outer = form_dom_element(d->a, native_up, "list", x);
		form_dom_attr(d->a, outer, "id", place->key, x);
		form_dom_attr(d->a, outer, "label", form_xdf_label(d, x), x);
		set_times(d, outer, min, max, s);
		form_xdf_set_head(d, outer, s, x);
	}
	struct xml_node *n = form_xdf_field(d, outer, x, place);
	place->native = place->repeat ? outer : n;
	form_xdf_prose(d, x, up == NULL ? d->form : native_up, place);
	if (place->repeat)
		return;
	if (min == 0 && !place->label)
		form_dom_attr(d->a, n, "required", STR("no"), s);
	form_xdf_set_head(d, n, s, x);
}

static void read_element(struct xdf *d, const struct xml_node *s, const struct xml_node *x, struct xdf_place *up,
    struct xml_node *native_up, int64_t min, int64_t max)
{
	bool field = xml_is(x, XDF3_NS, "datenfeld");
	form_xdf_check_head(d, x);
	if (d->n_places == FORM_MAX_NODES)
		diag_error(d->r->d, x->pos, "too-big", "Ein Formular kann höchstens %d Felder haben.", FORM_MAX_NODES);
	if (d->n_places >= FORM_MAX_NODES)
		return;
	if (max == 0)
		new_place(d, up, x)->gone = true;
	if (max == 0)
		diag_warning(d->r->d, s->pos, "anzahl", "„%.*s“ kommt nie vor (Anzahl 0) und fehlt im Formular.",
		    STR_ARG(form_xdf_id(x)));
	else
		(field ? read_field : read_group)(d, s, x, up, native_up, min, max);
}

static void read_structure(struct xdf *d, const struct xml_node *s, struct xdf_place *up, struct xml_node *native_up)
{
	form_xdf_check_struktur(d, s);
	const struct xml_node *times = form_xdf_child(s, "anzahl"), *holder = form_xdf_child(s, "enthaelt");
	const struct xml_node *x = holder == NULL ? NULL : holder->first;
	bool field = x != NULL && xml_is(x, XDF3_NS, "datenfeld");
	if (times == NULL || x == NULL || x->next != NULL || !(field || xml_is(x, XDF3_NS, "datenfeldgruppe"))) {
		diag_error(d->r->d, s->pos, times == NULL ? "fim-1021" : "struktur",
		    "„struktur“ braucht „anzahl“ und in „enthaelt“ genau ein „datenfeld“ oder eine „datenfeldgruppe“.");
		return;
	}
	int64_t min, max;
	if (!read_times(str_trim(times->text), &min, &max))
		diag_error(
		    d->r->d, times->pos, "fim-1046", "„anzahl“ schreibt man 0:1, 1:1, 2:5 oder 1:*; die kleinere Zahl zuerst.");
	else if (up != NULL && up->choice)
		read_element(d, s, x, up, native_up, 0, max); /* of a choice one child is there, whatever they say */
	else
		read_element(d, s, x, up, native_up, min, max);
}

static void read_children(struct xdf *d, const struct xml_node *x, struct xdf_place *place, struct xml_node *up)
{
	for (const struct xml_node *s = form_xdf_child(x, "struktur"); s != NULL; s = xml_next(s))
		read_structure(d, s, place, up);
}

/* ---- the form ---- */

static void add_text(struct xdf *d, const char *name, struct str text, const struct xml_node *from)
{
	if (text.n == 0)
		return;
	struct xml_node *n = form_dom_element(d->a, d->form, name, from);
	n->text = text;
}

static struct str small_letters(struct arena *a, struct str s)
{
	char *p = arena_memdup(a, s.p, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
	return (struct str){ p, s.n };
}

/* What the message is about; NULL with a finding when no form can be made of it. */
static const struct xml_node *find_subject(struct xdf *d, const struct xml_node *x)
{
	static const char *const subjects[] = { "stammdatenschema", "datenfeldgruppe", "datenfeld" };
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
		const char *const allowed[] = { "header", subjects[i], NULL };
		const struct xml_node *s = form_xdf_child(x, subjects[i]);
		if (s == NULL)
			continue;
		form_xdf_check_children(d->r, x, XDF3_NS, allowed, "3.0.0");
		return s;
	}
	diag_error(d->r->d, x->pos, "not-a-form",
	    "Diese Datei enthält kein Stammdatenschema, sondern „%.*s“. Ein Formular entsteht nur aus einem "
	    "Stammdatenschema, einer Datenfeldgruppe oder einem Datenfeld.",
	    STR_ARG(x->name));
	return NULL;
}

static void read_schema(struct xdf *d, const struct xml_node *s)
{
	form_xdf_check_head(d, s);
	read_children(d, s, NULL, d->top);
	form_xdf_prose(d, s, d->form, NULL);
}

bool form_is_xdf(const struct xml_node *x)
{
	return str_eq_c(x->ns, XDF3_NS) || str_eq_c(x->ns, XDF2_NS);
}

const struct xml_node *form_from_xdf(
    struct form_reader *r, const struct xml_node *x, const struct form_options *options)
{
	struct xdf d = { .r = r, .a = r->scratch, .options = options, .old = str_eq_c(x->ns, XDF2_NS) };
	d.end = &d.places;
	if (d.old)
		x = form_xdf2_as_3(r, x);
	const struct xml_node *s = find_subject(&d, x);
	if (s == NULL)
		return NULL;
	d.form = form_dom_element(d.a, NULL, "form", s);
	d.top = form_dom_element(d.a, NULL, "top", s);
	form_dom_attr(d.a, d.form, "id", small_letters(d.a, form_xdf_id(s)), s);
	form_dom_attr(d.a, d.form, "flow", STR(FORM_CATALOGUE_FLOW), s);
	form_xdf_set_head(&d, d.form, NULL, s);
	struct str title = form_xdf_text(&d, s, "bezeichnung");
	add_text(&d, "title", title.n > 0 ? title : form_xdf_label(&d, s), s);
	add_text(&d, "intro", form_xdf_text(&d, s, "hilfetext"), s);
	form_xdf_load_rules(&d, s);
	if (str_eq_c(s->name, "stammdatenschema"))
		read_schema(&d, s);
	else
		read_element(&d, s, s, NULL, d.top, 1, 1);
	form_xdf_rules(&d, s);
	form_xdf_prefill(&d);
	form_xdf_pages(&d);
	form_xdf_quality(&d, s);
	return d.form;
}
