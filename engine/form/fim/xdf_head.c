/* SPDX-License-Identifier: EUPL-1.2
 * XDatenfelder: what schemas, groups and fields have in common, their heads and texts, and what may stand in them. */
#include "form/fim/read_xdf.h"

#include "base/utf8.h"

/* ---- texts ---- */

const struct xml_node *form_xdf_child(const struct xml_node *x, const char *name)
{
	return xml_child(x, XDF3_NS, name);
}

struct str form_xdf_line(struct arena *a, struct str text)
{
	struct str s = form_xml_plain(a, utf8_nfc(a, text));
	struct buf out = buf_new(a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\n' && s.p[i] != '\t' && s.p[i] != '\r')
			buf_add_char(&out, s.p[i]);
		else if (out.n > 0 && out.p[out.n - 1] != ' ')
			buf_add_char(&out, ' ');
	return buf_str(&out);
}

struct str form_xdf_text(struct xdf *d, const struct xml_node *x, const char *name)
{
	const struct xml_node *c = form_xdf_child(x, name), *next = c;
	while (next != NULL && str_trim(next->text).n == 0)
		next = xml_next(next);
	return c == NULL ? STR("") : form_xdf_line(d->a, next == NULL ? c->text : next->text);
}

struct str form_xdf_code(const struct xml_node *x, const char *name)
{
	const struct xml_node *c = form_xdf_child(x, name);
	for (const struct xml_node *code = c == NULL ? NULL : c->first; code != NULL; code = code->next)
		if (str_eq_c(code->name, "code"))
			return str_trim(code->text);
	return STR("");
}

struct str form_xdf_id(const struct xml_node *x)
{
	const struct xml_node *i = form_xdf_child(x, "identifikation");
	const struct xml_node *id = i == NULL ? NULL : form_xdf_child(i, "id");
	return id == NULL ? STR("") : str_trim(id->text);
}

struct str form_xdf_origin(struct xdf *d, const struct xml_node *x)
{
	const struct xml_node *i = form_xdf_child(x, "identifikation");
	struct str version = i == NULL ? STR("") : form_xdf_text(d, i, "version");
	struct str id = form_xdf_id(x);
	return version.n == 0 ? id : str_fmt(d->a, "%.*sV%.*s", STR_ARG(id), STR_ARG(version));
}

struct str form_xdf_label(struct xdf *d, const struct xml_node *x)
{
	struct str label = form_xdf_text(d, x, "bezeichnungEingabe");
	if (label.n == 0)
		label = form_xdf_text(d, x, "name");
	return label.n > 0 ? label : form_xdf_id(x);
}

static void set_legal(struct xdf *d, struct xml_node *n, const struct xml_node *s, const struct xml_node *x)
{
	struct buf out = buf_new(d->a);
	const struct xml_node *const from[] = { s, x };
	for (size_t i = 0; i < 2; i++)
		for (const struct xml_node *b = from[i] == NULL ? NULL : form_xdf_child(from[i], "bezug"); b != NULL;
		     b = xml_next(b)) {
			struct str t = form_xdf_line(d->a, b->text);
			if (t.n > 0 && str_find_str(buf_str(&out), t) < 0)
				buf_add_fmt(&out, "%s%.*s", out.n > 0 ? "; " : "", STR_ARG(t));
		}
	form_dom_attr(d->a, n, "legal", buf_str(&out), x);
}

void form_xdf_set_head(struct xdf *d, struct xml_node *n, const struct xml_node *s, const struct xml_node *x)
{
	form_dom_attr(d->a, n, "fim", form_xdf_origin(d, x), x);
	set_legal(d, n, s, x);
}

/* ---- what may stand where ---- */

static const char *const schema_children[] = { "identifikation", "name", "beschreibung", "definition", "*bezug",
	"freigabestatus", "statusGesetztAm", "statusGesetztDurch", "versionshinweis", "gueltigAb", "gueltigBis",
	"veroeffentlichungsdatum", "letzteAenderung", "*relation", "*stichwort", "bezeichnung", "hilfetext", "art",
	"ableitungsmodifikationenStruktur", "ableitungsmodifikationenRepraesentation", "*dokumentsteckbrief", "*regel",
	"*struktur", NULL };
static const char *const element_children[] = { "identifikation", "name", "beschreibung", "definition", "*bezug",
	"freigabestatus", "statusGesetztAm", "statusGesetztDurch", "versionshinweis", "gueltigAb", "gueltigBis",
	"veroeffentlichungsdatum", "letzteAenderung", "*relation", "*stichwort", "bezeichnungEingabe", "bezeichnungAusgabe",
	"schemaelementart", "art", "hilfetextEingabe", "hilfetextAusgabe", "feldart", "datentyp", "praezisierung",
	"*inhalt", "vorbefuellung", "werte", "codelisteReferenz", "codeKey", "nameKey", "helpKey", "maxSize", "*mediaType",
	"*regel", "*struktur", NULL };
static const char *const id_children[] = { "id", "version", NULL };
static const char *const struktur_children[] = { "anzahl", "*bezug", "enthaelt", NULL };

void form_xdf_check_children(
    struct form_reader *r, const struct xml_node *x, const char *ns, const char *const *allowed, const char *version)
{
	enum { NAMES_MAX = 64 };
	bool seen[NAMES_MAX] = { 0 };
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		size_t i = 0;
		while (i < NAMES_MAX && allowed[i] != NULL && !xml_is(c, ns, allowed[i] + (*allowed[i] == '*')))
			i++;
		if (allowed[i] == NULL)
			diag_error(r->d, c->pos, "unknown-element",
			    "Das Element „%.*s“ gibt es in „%.*s“ nach XDatenfelder %s nicht.", STR_ARG(c->name), STR_ARG(x->name),
			    version);
		else if (seen[i] && *allowed[i] != '*')
			diag_error(r->d, c->pos, "duplicate", "„%.*s“ kann hier nur einmal vorkommen.", STR_ARG(c->name));
		else
			seen[i] = true;
	}
}

void form_xdf_check_struktur(struct xdf *d, const struct xml_node *s)
{
	if (!d->old)
		form_xdf_check_children(d->r, s, XDF3_NS, struktur_children, "3.0.0");
}

void form_xdf_check_head(struct xdf *d, const struct xml_node *x)
{
	bool schema = str_eq_c(x->name, "stammdatenschema");
	if (!d->old)
		form_xdf_check_children(d->r, x, XDF3_NS, schema ? schema_children : element_children, "3.0.0");
	const struct xml_node *i = form_xdf_child(x, "identifikation");
	if (i != NULL && !d->old)
		form_xdf_check_children(d->r, i, XDF3_NS, id_children, "3.0.0");
	if (form_xdf_id(x).n == 0)
		diag_error(d->r->d, i == NULL ? x->pos : i->pos, "missing-id", "Bei „%.*s“ fehlt die id.", STR_ARG(x->name));
	struct str state = form_xdf_code(x, "freigabestatus");
	if (state.n > 0 && (state.n != 1 || state.p[0] < '1' || state.p[0] > '8'))
		diag_error(d->r->d, form_xdf_child(x, "freigabestatus")->pos, "fim-1032",
		    "„%.*s“ ist kein Freigabestatus: es gibt 1 bis 8.", STR_ARG(state));
}
