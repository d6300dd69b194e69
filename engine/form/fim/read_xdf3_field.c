/* SPDX-License-Identifier: EUPL-1.2
 * XDatenfelder 3.0.0: a Datenfeld with its data type, Präzisierung, values and media types as a native field. */
#include "form/fim/read_xdf3.h"

#include "base/utf8.h"

/* From this length on people get several lines. A text without a limit is as long as we take it. */
enum { LONG_TEXT = 500, LENGTH_MAX = 100000 };

static const struct {
	const char *datentyp, *element;
} types[] = {
	{ "text", "text" },
	{ "text_latin", "text" },
	{ "date", "date" },
	{ "time", "time" },
	{ "datetime", "datetime" },
	{ "bool", "boolean" },
	{ "num", "decimal" },
	{ "num_int", "integer" },
	{ "num_currency", "money" },
	{ "file", "file" },
	{ "obj", "text" },
};

static const char *element_for(struct xdf *d, const struct xml_node *x)
{
	struct str type = form_xdf_code(x, "datentyp");
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq_c(type, types[i].datentyp))
			return types[i].element;
	diag_error(d->r->d, form_xdf_child(x, "datentyp") == NULL ? x->pos : form_xdf_child(x, "datentyp")->pos, "datentyp",
	    "„%.*s“ ist kein Datentyp von XDatenfelder 3.0.0.", STR_ARG(type));
	return "text";
}

static struct str detail(const struct xml_node *x, const char *name)
{
	const struct xml_node *p = form_xdf_child(x, "praezisierung");
	return p == NULL ? STR("") : str_trim(xml_attr_value(p, name));
}

static void set_length(struct xdf *d, struct xml_node *n, const struct xml_node *x, const char *name, const char *from)
{
	int64_t v;
	struct str s = detail(x, from);
	if (s.n == 0 && strcmp(name, "max-length") == 0)
		s = str_fmt(d->a, "%d", LENGTH_MAX);
	if (str_to_i64(s, &v) && v > LENGTH_MAX) {
		diag_warning(d->r->d, form_xdf_child(x, "praezisierung")->pos, "praezisierung",
		    "Mehr als %d Zeichen werden in einem Feld nicht angenommen.", LENGTH_MAX);
		s = str_fmt(d->a, "%d", LENGTH_MAX);
	}
	form_dom_attr(d->a, n, name, s, x);
}

static void set_text(struct xdf *d, struct xml_node *n, const struct xml_node *x)
{
	int64_t most = 0;
	if (str_to_i64(detail(x, "maxLength"), &most) && most > LONG_TEXT)
		n->name = STR("longtext");
	set_length(d, n, x, "min-length", "minLength");
	set_length(d, n, x, "max-length", "maxLength");
	form_dom_attr(d->a, n, "pattern", detail(x, "pattern"), x);
}

static void set_bounds(struct xdf *d, struct xml_node *n, const struct xml_node *x)
{
	form_dom_attr(d->a, n, "min", detail(x, "minValue"), x);
	form_dom_attr(d->a, n, "max", detail(x, "maxValue"), x);
	if (detail(x, "pattern").n > 0)
		diag_warning(d->r->d, form_xdf_child(x, "praezisierung")->pos, "praezisierung",
		    "Ein Muster wird nur bei Text geprüft, hier steht eine Zahl oder ein Tag.");
}

static void set_file(struct xdf *d, struct xml_node *n, const struct xml_node *x)
{
	struct buf list = buf_new(d->a);
	for (const struct xml_node *m = form_xdf_child(x, "mediaType"); m != NULL; m = xml_next(m)) {
		struct str type = str_trim(m->text);
		if (type.n > 0)
			buf_add_fmt(&list, "%s%.*s", list.n > 0 ? " " : "", STR_ARG(type));
	}
	form_dom_attr(d->a, n, "max-size", form_xdf_text(d, x, "maxSize"), x);
	form_dom_attr(d->a, n, "types", buf_str(&list), x);
}

/* The values that stand in the field itself. */
static void add_codes(struct xdf *d, struct xml_node *n, const struct xml_node *werte)
{
	for (const struct xml_node *w = form_xdf_child(werte, "wert"); w != NULL; w = xml_next(w)) {
		struct str code = form_xdf_text(d, w, "code"), name = form_xdf_text(d, w, "name");
		bool twice = false;
		for (const struct xml_node *c = n->first; c != NULL && !twice; c = c->next)
			twice = str_eq(xml_attr_value(c, "value"), code);
		if (twice) {
			diag_warning(
			    d->r->d, w->pos, "duplicate-code", "Der Schlüssel „%.*s“ steht schon in dieser Liste.", STR_ARG(code));
			continue;
		}
		struct xml_node *last = form_dom_element(d->a, n, "code", w);
		form_dom_attr(d->a, last, "value", code, w);
		form_dom_attr(d->a, last, "hint", form_xdf_text(d, w, "hilfe"), w);
		last->text = name.n > 0 ? name : code;
	}
}

/* A choice, or a text when nobody knows the list: then every code is taken. */
static struct xml_node *select_field(struct xdf *d, struct xml_node *up, const struct xml_node *x)
{
	const struct xml_node *werte = form_xdf_child(x, "werte"), *reference = form_xdf_child(x, "codelisteReferenz");
	if (werte != NULL && form_xdf_child(werte, "wert") != NULL) {
		struct xml_node *n = form_dom_element(d->a, up, "choice", x);
		add_codes(d, n, werte);
		return n;
	}
	struct str list = reference == NULL ? STR("") : form_xdf_codelist(d, x, reference);
	if (reference == NULL)
		diag_warning(d->r->d, x->pos, "no-codes",
		    "Die Auswahl hat keine Werte und keine Codeliste: angenommen wird jeder Text.");
	struct xml_node *n = form_dom_element(d->a, up, list.n > 0 ? "choice" : "text", x);
	form_dom_attr(d->a, n, "codes", list, x);
	return n;
}

static struct xml_node *label_field(struct xdf *d, struct xml_node *up, const struct xml_node *x, struct str label)
{
	struct xml_node *n = form_dom_element(d->a, up, "note", x);
	const struct xml_node *inhalt = form_xdf_child(x, "inhalt");
	n->text = inhalt == NULL ? STR("") : form_xml_plain(d->a, utf8_nfc(d->a, inhalt->text));
	if (n->text.n == 0)
		n->text = form_xdf_text(d, x, "hilfetextEingabe");
	if (n->text.n == 0)
		n->text = label;
	else
		form_dom_attr(d->a, n, "label", label, x);
	return n;
}

/* The content of a field somebody may change is what stands in it at first. */
static void set_content(struct xdf *d, struct xml_node *n, const struct xml_node *x)
{
	struct str s = form_xdf_text(d, x, "inhalt");
	if (str_eq_c(n->name, "text") || str_eq_c(n->name, "choice"))
		form_dom_attr(d->a, n, "default", s, x);
}

struct xml_node *form_xdf_field(struct xdf *d, struct xml_node *up, const struct xml_node *x, struct xdf_place *place)
{
	struct str kind = form_xdf_code(x, "feldart"), label = form_xdf_label(d, x);
	bool locked = str_eq_c(kind, "locked"), hidden = str_eq_c(kind, "hidden"), select = str_eq_c(kind, "select");
	if (!locked && !hidden && !select && !place->label && !str_eq_c(kind, "input"))
		diag_error(d->r->d, form_xdf_child(x, "feldart") == NULL ? x->pos : form_xdf_child(x, "feldart")->pos,
		    "feldart", "„%.*s“ ist keine Feldart: es gibt input, select, label, locked und hidden.", STR_ARG(kind));
	struct xml_node *n;
	if (place->label)
		n = label_field(d, up, x, label);
	else if (select)
		n = select_field(d, up, x);
	else
		n = form_dom_element(d->a, up, element_for(d, x), x);
	if (!place->repeat)
		form_dom_attr(d->a, n, "id", place->id, x);
	if (place->label)
		return n;
	form_dom_attr(d->a, n, "label", label, x);
	form_dom_attr(d->a, n, "hint", form_xdf_text(d, x, "hilfetextEingabe"), x);
	if (locked || hidden)
		form_dom_attr(d->a, n, "locked", STR("yes"), x);
	if (hidden)
		form_dom_attr(d->a, n, "hidden", STR("yes"), x);
	place->boolean = str_eq_c(n->name, "boolean");
	place->file = str_eq_c(n->name, "file");
	if (str_eq_c(n->name, "text"))
		set_text(d, n, x);
	else if (str_eq_c(n->name, "integer") || str_eq_c(n->name, "decimal") || str_eq_c(n->name, "money") ||
	         str_eq_c(n->name, "date"))
		set_bounds(d, n, x);
	else if (place->file)
		set_file(d, n, x);
	if (!locked && !hidden && !place->repeat)
		set_content(d, n, x);
	return n;
}
