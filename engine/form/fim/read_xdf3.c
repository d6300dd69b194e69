/* SPDX-License-Identifier: EUPL-1.2
 * XDatenfelder 3.0.0 (FIM): the structure of a Stammdatenschema as pages, groups and fields of the native language.
 *
 * Pages: the catalogue knows none. Every group directly in the form becomes one, fields between groups share one. */
#include "form/fim/read_xdf3.h"

#include "base/utf8.h"

enum { SLUG_MAX = 40 };

/* ---- helpers ---- */

const struct xml_node *form_xdf_child(const struct xml_node *x, const char *name)
{
	return xml_child(x, XDF3_NS, name);
}

struct str form_xdf_text(struct xdf *d, const struct xml_node *x, const char *name)
{
	const struct xml_node *c = form_xdf_child(x, name);
	if (c == NULL)
		return STR("");
	struct str s = form_xml_plain(d->a, utf8_nfc(d->a, c->text));
	struct buf out = buf_new(d->a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\n' && s.p[i] != '\t' && s.p[i] != '\r')
			buf_add_char(&out, s.p[i]);
		else if (out.n > 0 && out.p[out.n - 1] != ' ')
			buf_add_char(&out, ' ');
	return buf_str(&out);
}

struct str form_xdf_code(const struct xml_node *x, const char *name)
{
	const struct xml_node *c = form_xdf_child(x, name);
	for (const struct xml_node *code = c == NULL ? NULL : c->first; code != NULL; code = code->next)
		if (str_eq_c(code->name, "code"))
			return str_trim(code->text);
	return STR("");
}

static struct str element_id(const struct xml_node *x)
{
	const struct xml_node *i = form_xdf_child(x, "identifikation");
	const struct xml_node *id = i == NULL ? NULL : form_xdf_child(i, "id");
	return id == NULL ? STR("") : str_trim(id->text);
}

struct str form_xdf_origin(struct xdf *d, const struct xml_node *x)
{
	const struct xml_node *i = form_xdf_child(x, "identifikation");
	struct str version = i == NULL ? STR("") : form_xdf_text(d, i, "version");
	struct str id = element_id(x);
	return version.n == 0 ? id : str_fmt(d->a, "%.*sV%.*s", STR_ARG(id), STR_ARG(version));
}

/* ---- what may stand where ---- */

static const char *const header_children[] = { "header", "stammdatenschema", NULL };
static const char *const schema_children[] = { "identifikation", "name", "beschreibung", "definition", "bezug",
	"freigabestatus", "statusGesetztAm", "statusGesetztDurch", "versionshinweis", "gueltigAb", "gueltigBis",
	"veroeffentlichungsdatum", "letzteAenderung", "relation", "stichwort", "bezeichnung", "hilfetext",
	"ableitungsmodifikationenStruktur", "ableitungsmodifikationenRepraesentation", "dokumentsteckbrief", "regel",
	"struktur", NULL };
static const char *const element_children[] = { "identifikation", "name", "beschreibung", "definition", "bezug",
	"freigabestatus", "statusGesetztAm", "statusGesetztDurch", "versionshinweis", "gueltigAb", "gueltigBis",
	"veroeffentlichungsdatum", "letzteAenderung", "relation", "stichwort", "bezeichnungEingabe", "bezeichnungAusgabe",
	"schemaelementart", "art", "hilfetextEingabe", "hilfetextAusgabe", "feldart", "datentyp", "praezisierung", "inhalt",
	"vorbefuellung", "werte", "codelisteReferenz", "codeKey", "nameKey", "helpKey", "maxSize", "mediaType", "regel",
	"struktur", NULL };
static const char *const id_children[] = { "id", "version", NULL };
static const char *const struktur_children[] = { "anzahl", "bezug", "enthaelt", NULL };

static void check_children(struct xdf *d, const struct xml_node *x, const char *const *allowed)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		bool known = false;
		for (size_t i = 0; allowed[i] != NULL && !known; i++)
			known = xml_is(c, XDF3_NS, allowed[i]);
		if (!known)
			diag_error(d->r->d, c->pos, "unknown-element",
			    "Das Element „%.*s“ gibt es in „%.*s“ nach XDatenfelder 3.0.0 nicht.", STR_ARG(c->name),
			    STR_ARG(x->name));
	}
}

/* Id, version and release state of a schema, group or field. */
static void check_head(struct xdf *d, const struct xml_node *x)
{
	const struct xml_node *i = form_xdf_child(x, "identifikation");
	const struct xml_node *id = i == NULL ? NULL : form_xdf_child(i, "id");
	if (id == NULL || str_trim(id->text).n == 0)
		diag_error(d->r->d, i == NULL ? x->pos : i->pos, "missing-id", "Bei „%.*s“ fehlt die id.", STR_ARG(x->name));
	else if (xml_next(id) != NULL)
		diag_error(d->r->d, xml_next(id)->pos, "duplicate", "„id“ kann hier nur einmal vorkommen.");
	if (i != NULL)
		check_children(d, i, id_children);
	struct str state = form_xdf_code(x, "freigabestatus");
	if (state.n > 0 && (state.n != 1 || state.p[0] < '1' || state.p[0] > '8'))
		diag_error(d->r->d, form_xdf_child(x, "freigabestatus")->pos, "bad-code",
		    "„%.*s“ ist kein Freigabestatus: es gibt 1 bis 8.", STR_ARG(state));
	else if (str_eq_c(state, "7"))
		diag_warning(d->r->d, form_xdf_child(x, "freigabestatus")->pos, "inactive",
		    "„%.*s“ ist im Katalog als inaktiv gekennzeichnet.", STR_ARG(element_id(x)));
}

/* Rules in prose: somebody has to translate them. */
static void list_prose(struct xdf *d, const struct xml_node *x)
{
	if (d->options != NULL && d->options->rules.n > 0)
		return;
	for (const struct xml_node *r = form_xdf_child(x, "regel"); r != NULL; r = xml_next(r)) {
		struct str name = form_xdf_text(d, r, "name");
		diag_note(d->r->d, r->pos, "prose-rule",
		    "Die Regel %.*s „%.*s“ bei %.*s ist noch nicht ausführbar: sie steht hier nur als Satz.",
		    STR_ARG(element_id(r)), STR_ARG(name), STR_ARG(element_id(x)));
	}
}

/* ---- names of pages ---- */

static struct str slug(struct xdf *d, struct str title)
{
	static const struct {
		const char *from, *to;
	} umlauts[] = { { "ä", "ae" }, { "ö", "oe" }, { "ü", "ue" }, { "Ä", "ae" }, { "Ö", "oe" }, { "Ü", "ue" },
		{ "ß", "ss" } };
	struct buf out = buf_new(d->a);
	for (size_t i = 0; i < title.n && out.n < SLUG_MAX;) {
		char c = title.p[i];
		size_t k = 0, n = sizeof umlauts / sizeof *umlauts;
		while (k < n && !str_starts(str_sub(title, i, title.n), str_c(umlauts[k].from)))
			k++;
		i += k < n ? strlen(umlauts[k].from) : 1;
		if (k < n)
			buf_add_c(&out, umlauts[k].to);
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && out.n > 0))
			buf_add_char(&out, c);
		else if (c >= 'A' && c <= 'Z')
			buf_add_char(&out, (char)(c - 'A' + 'a'));
		else if (out.n > 0 && out.p[out.n - 1] != '-')
			buf_add_char(&out, '-');
	}
	while (out.n > 0 && out.p[out.n - 1] == '-')
		out.n--;
	return out.n == 0 ? STR("seite") : buf_str(&out);
}

static bool page_taken(const struct xdf *d, struct str id)
{
	static const char *const reserved[] = { "pruefen", "abgesendet", "zustaendig" };
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (str_eq_c(id, reserved[i]))
			return true;
	for (const struct xml_node *p = d->form->first; p != NULL; p = p->next)
		if (xml_is(p, FORM_NS, "page") && str_eq(xml_attr_value(p, "id"), id))
			return true;
	return false;
}

static void open_page(struct xdf *d, struct str title, const struct xml_node *from)
{
	struct str base = slug(d, title), id = base;
	for (unsigned i = 2; page_taken(d, id); i++)
		id = str_fmt(d->a, "%.*s-%u", STR_ARG(base), i);
	d->page = form_dom_element(d->a, d->form, "page", from);
	form_dom_attr(d->a, d->page, "id", id, from);
	form_dom_attr(d->a, d->page, "title", title, from);
}

/* ---- structure ---- */

/* "0:1", "1:*". Max SIZE_MAX stands for any number. */
static bool read_times(struct str s, int64_t *min, int64_t *max)
{
	ptrdiff_t colon = str_find(s, ':');
	if (colon < 1)
		return false;
	struct str low = str_sub(s, 0, (size_t)colon), high = str_sub(s, (size_t)colon + 1, s.n);
	*max = INT64_MAX;
	return str_to_i64(low, min) && *min >= 0 && (str_eq_c(high, "*") || (str_to_i64(high, max) && *max >= *min));
}

static void set_number(struct xdf *d, struct xml_node *n, const char *name, int64_t v, const struct xml_node *from)
{
	form_dom_attr(d->a, n, name, str_fmt(d->a, "%lld", (long long)v), from);
}

static void set_times(struct xdf *d, struct xml_node *n, int64_t min, int64_t max, const struct xml_node *from)
{
	set_number(d, n, "min", min, from);
	if (max == INT64_MAX)
		form_dom_attr(d->a, n, "max", STR("unbounded"), from);
	else
		set_number(d, n, "max", max, from);
}

static void set_legal(struct xdf *d, struct xml_node *n, const struct xml_node *s, const struct xml_node *x)
{
	struct buf out = buf_new(d->a);
	const struct xml_node *const from[] = { s, x };
	for (size_t i = 0; i < 2; i++)
		for (const struct xml_node *b = from[i] == NULL ? NULL : form_xdf_child(from[i], "bezug"); b != NULL;
		     b = xml_next(b)) {
			struct str t = str_trim(form_xml_plain(d->a, b->text));
			if (t.n > 0 && str_find_str(buf_str(&out), t) < 0)
				buf_add_fmt(&out, "%s%.*s", out.n > 0 ? "; " : "", STR_ARG(t));
		}
	for (size_t i = 0; i < out.n; i++)
		if (out.p[i] == '\n')
			out.p[i] = ' ';
	form_dom_attr(d->a, n, "legal", buf_str(&out), x);
}

static void set_head(struct xdf *d, struct xml_node *n, const struct xml_node *s, const struct xml_node *x)
{
	form_dom_attr(d->a, n, "fim", form_xdf_origin(d, x), x);
	set_legal(d, n, s, x);
}

struct str form_xdf_label(struct xdf *d, const struct xml_node *x)
{
	struct str label = form_xdf_text(d, x, "bezeichnungEingabe");
	if (label.n == 0)
		label = form_xdf_text(d, x, "name");
	return label.n > 0 ? label : element_id(x);
}

static struct xdf_place *new_place(struct xdf *d, struct xdf_place *up, const struct xml_node *x)
{
	struct xdf_place *p = ARENA_NEW(d->a, struct xdf_place);
	p->id = element_id(x);
	p->up = up;
	*d->end = p;
	d->end = &p->next;
	return p;
}

static void read_children(struct xdf *d, const struct xml_node *x, struct xdf_place *place, struct xml_node *up);

static void read_group(struct xdf *d, const struct xml_node *s, const struct xml_node *x, struct xdf_place *up,
    struct xml_node *native_up, int64_t min, int64_t max)
{
	struct xdf_place *place = new_place(d, up, x);
	place->group = true;
	place->repeat = max > 1;
	struct xml_node *n = place->native = form_dom_element(d->a, native_up, "group", x);
	form_dom_attr(d->a, n, "id", place->id, x);
	form_dom_attr(d->a, n, "label", form_xdf_label(d, x), x);
	form_dom_attr(d->a, n, "hint", form_xdf_text(d, x, "hilfetextEingabe"), x);
	if (max > 1)
		set_times(d, n, min, max, form_xdf_child(s, "anzahl"));
	else if (min == 0)
		form_dom_attr(d->a, n, "optional", STR("yes"), s);
	if (str_eq_c(form_xdf_code(x, "art"), "X"))
		form_dom_attr(d->a, n, "one-of", STR("yes"), x);
	set_head(d, n, s, x);
	read_children(d, x, place, n);
	if (n->first == NULL)
		diag_error(d->r->d, x->pos, "empty-group", "Die Gruppe „%.*s“ enthält nichts.", STR_ARG(place->id));
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
		form_dom_attr(d->a, outer, "id", place->id, x);
		form_dom_attr(d->a, outer, "label", form_xdf_label(d, x), x);
		set_times(d, outer, min, max, form_xdf_child(s, "anzahl"));
		set_head(d, outer, s, x);
	}
	struct xml_node *n = form_xdf_field(d, outer, x, place);
	place->native = place->repeat ? outer : n;
	if (place->repeat)
		return;
	if (min == 0 && !place->label)
		form_dom_attr(d->a, n, "required", STR("no"), s);
	set_head(d, n, s, x);
}

/* Whether anybody gets to see something of it. */
static bool is_visible(const struct xml_node *x, unsigned depth)
{
	if (xml_is(x, XDF3_NS, "datenfeld"))
		return !str_eq_c(form_xdf_code(x, "feldart"), "hidden");
	for (const struct xml_node *s = form_xdf_child(x, "struktur"); s != NULL && depth < FORM_MAX_DEPTH;
	     s = xml_next(s)) {
		const struct xml_node *c = form_xdf_child(s, "enthaelt");
		if (c != NULL && c->first != NULL && is_visible(c->first, depth + 1))
			return true;
	}
	return false;
}

/* The page that an element directly in the form goes to. Nobody is sent to a page without anything to see. */
static void choose_page(struct xdf *d, const struct xml_node *x)
{
	bool field = xml_is(x, XDF3_NS, "datenfeld");
	if (d->page != NULL && ((field && d->page_of_fields) || !is_visible(x, 0)))
		return;
	open_page(d, form_xdf_label(d, x), x);
	d->page_of_fields = field;
}

static void read_structure(struct xdf *d, const struct xml_node *s, struct xdf_place *up, struct xml_node *native_up)
{
	check_children(d, s, struktur_children);
	const struct xml_node *times = form_xdf_child(s, "anzahl"), *holder = form_xdf_child(s, "enthaelt");
	const struct xml_node *x = holder == NULL ? NULL : holder->first;
	bool field = x != NULL && xml_is(x, XDF3_NS, "datenfeld");
	if (times == NULL || x == NULL || x->next != NULL || !(field || xml_is(x, XDF3_NS, "datenfeldgruppe"))) {
		diag_error(d->r->d, s->pos, "struktur",
		    "„struktur“ braucht „anzahl“ und in „enthaelt“ genau ein „datenfeld“ oder eine „datenfeldgruppe“.");
		return;
	}
	int64_t min, max;
	if (!read_times(str_trim(times->text), &min, &max)) {
		diag_error(d->r->d, times->pos, "anzahl", "„anzahl“ schreibt man 0:1, 1:1, 2:5 oder 1:*.");
		return;
	}
	check_children(d, x, element_children);
	check_head(d, x);
	list_prose(d, x);
	if (max == 0) {
		diag_warning(d->r->d, times->pos, "anzahl", "„%.*s“ kommt nie vor (Anzahl 0) und fehlt im Formular.",
		    STR_ARG(element_id(x)));
		return;
	}
	if (native_up == NULL) {
		choose_page(d, x);
		native_up = d->page;
	}
	(field ? read_field : read_group)(d, s, x, up, native_up, min, max);
}

static void read_children(struct xdf *d, const struct xml_node *x, struct xdf_place *place, struct xml_node *up)
{
	for (const struct xml_node *s = form_xdf_child(x, "struktur"); s != NULL; s = xml_next(s))
		read_structure(d, s, place, up);
}

/* ---- the form ---- */

bool form_is_xdf3(const struct xml_node *x)
{
	return str_eq_c(x->ns, XDF3_NS);
}

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

const struct xml_node *form_from_xdf3(
    struct form_reader *r, const struct xml_node *x, const struct form_options *options)
{
	struct xdf d = { .r = r, .a = r->scratch, .options = options };
	d.end = &d.places;
	const struct xml_node *s = form_xdf_child(x, "stammdatenschema");
	if (s == NULL) {
		diag_error(r->d, x->pos, "not-a-form",
		    "Diese Datei enthält kein Stammdatenschema, sondern „%.*s“. Ein Formular entsteht nur aus einem "
		    "Stammdatenschema.",
		    STR_ARG(x->name));
		return NULL;
	}
	check_children(&d, x, header_children);
	check_children(&d, s, schema_children);
	check_head(&d, s);
	list_prose(&d, s);
	d.form = form_dom_element(d.a, NULL, "form", s);
	form_dom_attr(d.a, d.form, "id", small_letters(d.a, element_id(s)), s);
	form_dom_attr(d.a, d.form, "flow", STR(FORM_CATALOGUE_FLOW), s);
	set_head(&d, d.form, NULL, s);
	struct str title = form_xdf_text(&d, s, "bezeichnung");
	add_text(&d, "title", title.n > 0 ? title : form_xdf_text(&d, s, "name"), s);
	add_text(&d, "intro", form_xdf_text(&d, s, "hilfetext"), s);
	read_children(&d, s, NULL, NULL);
	form_xdf_rules(&d, s);
	return d.form;
}
