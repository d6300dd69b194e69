/* SPDX-License-Identifier: EUPL-1.2
 * XDatenfelder: a Datenfeld with its data type, Präzisierung, values and media types as a native field. */
#include "form/fim/read_xdf.h"

#include "base/utf8.h"

#include "form/field/fields.h"
#include "form/pattern.h"

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
	diag_error(d->r->d, form_xdf_child(x, "datentyp") == NULL ? x->pos : form_xdf_child(x, "datentyp")->pos, "fim-1028",
	    "„%.*s“ ist kein Datentyp von XDatenfelder 3.0.0.", STR_ARG(type));
	return "text";
}

static struct str detail(const struct xml_node *x, const char *name)
{
	const struct xml_node *p = form_xdf_child(x, "praezisierung");
	return p == NULL ? STR("") : str_trim(xml_attr_value(p, name));
}

/* A number as people and XML Schema write it: also +1, .5, 2. and 1.5E3. */
static bool read_number(struct xdf *d, struct str s, struct dec *out)
{
	enum { EXPONENT_MAX = 18 };
	static const struct dec ten = { 10, 0 };
	int64_t exponent = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != 'e' && s.p[i] != 'E')
			continue;
		size_t sign = i + 1 < s.n && s.p[i + 1] == '+';
		if (!str_to_i64(str_sub(s, i + 1 + sign, s.n), &exponent))
			return false;
		s.n = i;
	}
	bool minus = str_starts(s, STR("-"));
	s = str_sub(s, minus || str_starts(s, STR("+")), s.n);
	if (s.n > 1 && str_ends(s, STR(".")))
		s.n--;
	bool good =
	    exponent >= -EXPONENT_MAX && exponent <= EXPONENT_MAX && str_find(s, '-') < 0 &&
	    dec_parse(str_fmt(d->a, "%s%s%.*s", minus ? "-" : "", str_starts(s, STR(".")) ? "0" : "", STR_ARG(s)), out);
	for (; good && exponent > 0; exponent--)
		good = dec_mul(*out, ten, out);
	for (; good && exponent < 0; exponent++)
		good = dec_div(*out, ten, out);
	return good;
}

/* A detail that says nothing useful is left out: the form runs without it. */
static void drop(struct xdf *d, const struct xml_node *x, const char *name, const char *code, const char *why)
{
	diag_warning(d->r->d, form_xdf_child(x, "praezisierung")->pos, code, "%s=\"%.*s\" bei %.*s wird nicht geprüft: %s",
	    name, STR_ARG(detail(x, name)), STR_ARG(form_xdf_id(x)), why);
}

/* ---- text ---- */

/* The length in the detail; fallback when there is none that counts. */
static int64_t length(struct xdf *d, const struct xml_node *x, const char *name, int64_t least, int64_t fallback)
{
	struct str s = detail(x, name);
	struct dec number;
	int64_t v;
	if (s.n == 0)
		return fallback;
	if (!read_number(d, s, &number) || !dec_to_i64(number, &v) || v < least) {
		drop(d, x, name, least == 0 ? "fim-1059" : "fim-1060", "das ist keine Länge.");
		return fallback;
	}
	if (v <= LENGTH_MAX)
		return v;
	drop(d, x, name, "praezisierung", "länger als 100000 Zeichen kann eine Antwort nicht sein.");
	return LENGTH_MAX;
}

static void set_text(struct xdf *d, struct xml_node *n, const struct xml_node *x)
{
	int64_t least = length(d, x, "minLength", 0, 0), most = length(d, x, "maxLength", 1, LENGTH_MAX);
	if (least > most) {
		drop(d, x, "minLength", "fim-1061", "sie ist größer als maxLength.");
		least = 0;
	}
	if (most > LONG_TEXT && detail(x, "maxLength").n > 0)
		n->name = STR("longtext");
	if (least > 0)
		form_dom_attr(d->a, n, "min-length", str_fmt(d->a, "%lld", (long long)least), x);
	form_dom_attr(d->a, n, "max-length", str_fmt(d->a, "%lld", (long long)most), x);
	if (str_eq_c(form_xdf_code(x, "datentyp"), "text_latin"))
		form_dom_attr(d->a, n, "letters", STR("latin"), x);
}

/* ---- numbers, days and times ---- */

/* What a bound must be for the kind of field, with the numbers of FIM for the lower and the upper one. */
static const struct bound_kind {
	const char *element, *low, *high, *what;
} bound_kinds[] = {
	{ "decimal", "fim-1062", "fim-1063", "das ist keine Zahl, mit der hier gerechnet werden kann." },
	{ "integer", "fim-1065", "fim-1066", "das ist keine Zahl, mit der hier gerechnet werden kann." },
	{ "money", "fim-1062", "fim-1063", "das ist kein Betrag, mit dem hier gerechnet werden kann." },
	{ "date", "fim-1067", "fim-1068", "das ist kein Tag wie 2026-03-01." },
	{ "time", "fim-1081", "fim-1082", "das ist keine Uhrzeit wie 14:30:00." },
	{ "datetime", "fim-1079", "fim-1080", "das ist kein Zeitpunkt wie 2026-03-01T14:30:00." },
};

static const struct bound_kind *bounds_of(struct str element)
{
	for (size_t i = 0; i < sizeof bound_kinds / sizeof *bound_kinds; i++)
		if (str_eq_c(element, bound_kinds[i].element))
			return &bound_kinds[i];
	return NULL;
}

/* Whether s is a value of the kind; the order of two of them is that of *key. */
static bool read_bound(struct xdf *d, const struct bound_kind *k, struct str s, struct dec *key)
{
	struct date day;
	if (strcmp(k->element, "date") == 0) {
		bool good = date_parse(s, &day);
		*key = (struct dec){ good ? day.days : 0, 0 };
		return good;
	}
	if (*k->element == 't' || strcmp(k->element, "datetime") == 0) {
		int64_t at;
		bool good = field_time_parse(s, *k->element == 'd', &at);
		*key = (struct dec){ good ? at : 0, 0 };
		return good;
	}
	return read_number(d, s, key);
}

static void set_bounds(struct xdf *d, struct xml_node *n, const struct xml_node *x, const struct bound_kind *k)
{
	struct str low = detail(x, "minValue"), high = detail(x, "maxValue");
	struct dec least, most;
	if (low.n > 0 && !read_bound(d, k, low, &least)) {
		drop(d, x, "minValue", k->low, k->what);
		low.n = 0;
	}
	if (high.n > 0 && !read_bound(d, k, high, &most)) {
		drop(d, x, "maxValue", k->high, k->what);
		high.n = 0;
	}
	if (low.n > 0 && high.n > 0 && dec_cmp(least, most) > 0) {
		drop(d, x, "minValue", "fim-1064", "sie ist größer als maxValue.");
		low.n = 0;
	}
	bool number = field_find(n->name)->type == XPATH_DEC;
	form_dom_attr(d->a, n, "min", number && low.n > 0 ? dec_format(d->a, least) : low, x);
	form_dom_attr(d->a, n, "max", number && high.n > 0 ? dec_format(d->a, most) : high, x);
}

static void set_file(struct xdf *d, struct xml_node *n, const struct xml_node *x)
{
	struct buf list = buf_new(d->a);
	for (const struct xml_node *m = form_xdf_child(x, "mediaType"); m != NULL; m = xml_next(m)) {
		struct str type = str_trim(m->text);
		if (type.n > 0)
			buf_add_fmt(&list, "%s%.*s", list.n > 0 ? " " : "", STR_ARG(type));
	}
	struct str size = form_xdf_text(d, x, "maxSize");
	int64_t bytes;
	if (size.n > 0 && str_to_i64(size, &bytes) && bytes > 0)
		form_dom_attr(d->a, n, "max-size", size, x);
	else if (size.n > 0)
		diag_warning(d->r->d, form_xdf_child(x, "maxSize")->pos, "max-size",
		    "„%.*s“ ist keine Größe in Byte und wird nicht geprüft.", STR_ARG(size));
	form_dom_attr(d->a, n, "types", buf_str(&list), x);
}

/* The values that stand in the field itself. */
static void add_codes(struct xdf *d, struct xml_node *n, const struct xml_node *werte)
{
	for (const struct xml_node *w = form_xdf_child(werte, "wert"); w != NULL; w = xml_next(w)) {
		struct str code = form_xdf_text(d, w, "code"), name = form_xdf_text(d, w, "name");
		bool twice = false;
		if (code.n == 0 || code.n > FORM_CODE_MAX) {
			diag_warning(
			    d->r->d, w->pos, "bad-code", "Dieser Wert hat keinen brauchbaren Schlüssel und fehlt in der Auswahl.");
			continue;
		}
		for (const struct xml_node *c = n->first; c != NULL && !twice; c = c->next)
			twice = str_eq(xml_attr_value(c, "value"), code);
		if (twice) {
			diag_warning(
			    d->r->d, w->pos, "fim-1045", "Der Schlüssel „%.*s“ steht schon in dieser Liste.", STR_ARG(code));
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
	if (werte != NULL) {
		struct xml_node *n = form_dom_element(d->a, NULL, "choice", x);
		add_codes(d, n, werte);
		if (n->first != NULL) {
			form_dom_append(up, n);
			return n;
		}
	}
	struct str list = reference == NULL ? STR("") : form_xdf_codelist(d, x, reference);
	if (reference == NULL)
		diag_warning(d->r->d, x->pos, "fim-1018",
		    "Die Auswahl %.*s hat keine Werte und keine Codeliste: angenommen wird jeder Text.",
		    STR_ARG(form_xdf_id(x)));
	struct xml_node *n = form_dom_element(d->a, up, list.n > 0 ? "choice" : "text", x);
	form_dom_attr(d->a, n, "codes", list, x);
	return n;
}

static struct xml_node *label_field(struct xdf *d, struct xml_node *up, const struct xml_node *x, struct str label)
{
	struct xml_node *n = form_dom_element(d->a, up, "note", x);
	for (const struct xml_node *i = form_xdf_child(x, "inhalt"); i != NULL && n->text.n == 0; i = xml_next(i))
		n->text = form_xml_plain(d->a, utf8_nfc(d->a, i->text));
	if (n->text.n == 0)
		n->text = form_xdf_text(d, x, "hilfetextEingabe");
	if (n->text.n == 0)
		n->text = label;
	else
		form_dom_attr(d->a, n, "label", label, x);
	return n;
}

/* A pattern of another language than that of XML Schema is left out; one that would be dangerous elsewhere is an error
 * of the native form. */
static void set_pattern(struct xdf *d, struct xml_node *n, const struct xml_node *x)
{
	struct str pattern = detail(x, "pattern");
	struct err err = { 0 };
	if (pattern.n == 0 || str_eq_c(n->name, "file") || str_eq_c(n->name, "choice"))
		return;
	if (str_eq_c(n->name, "boolean"))
		drop(d, x, "pattern", "fim-1120", "hier antwortet man mit Ja oder Nein.");
	else if (form_pattern_compile(d->a, pattern, &err) == NULL && err.kind == ERR_INPUT)
		drop(d, x, "pattern", "bad-pattern", err.text);
	else
		form_dom_attr(d->a, n, "pattern", pattern, x);
}

static bool is_kind(const struct xdf *d, const struct xml_node *x, struct str kind)
{
	static const char *const kinds[] = { "input", "select", "label", "locked", "hidden" };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq_c(kind, kinds[i]))
			return true;
	const struct xml_node *at = form_xdf_child(x, "feldart");
	diag_error(d->r->d, at == NULL ? x->pos : at->pos, "fim-1027",
	    "„%.*s“ ist keine Feldart: es gibt input, select, label, locked und hidden.", STR_ARG(kind));
	return false;
}

struct xml_node *form_xdf_field(struct xdf *d, struct xml_node *up, const struct xml_node *x, struct xdf_place *place)
{
	struct str kind = form_xdf_code(x, "feldart"), label = form_xdf_label(d, x);
	bool locked = str_eq_c(kind, "locked"), hidden = str_eq_c(kind, "hidden");
	struct xml_node *n;
	is_kind(d, x, kind);
	if (place->label)
		n = label_field(d, up, x, label);
	else if (str_eq_c(kind, "select"))
		n = select_field(d, up, x);
	else
		n = form_dom_element(d->a, up, element_for(d, x), x);
	if (!place->repeat)
		form_dom_attr(d->a, n, "id", place->key, x);
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
	place->type = field_find(n->name)->type;
	const struct bound_kind *bounds = bounds_of(n->name);
	if (bounds != NULL)
		set_bounds(d, n, x, bounds);
	else if (str_eq_c(n->name, "text"))
		set_text(d, n, x);
	else if (place->file)
		set_file(d, n, x);
	set_pattern(d, n, x);
	if (!place->repeat && !place->file)
		form_dom_attr(d->a, n, "default", form_xdf_text(d, x, "inhalt"), x);
	return n;
}
