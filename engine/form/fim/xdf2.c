/* SPDX-License-Identifier: EUPL-1.2
 * XDatenfelder 2 said in the words of XDatenfelder 3.0.0, element by element: the same tree in other names, so that one
 * reader is enough. Places stay those of the file. Details of a field (Präzisierung) are JSON in a text; where they are
 * a sentence instead, that becomes a rule in prose. */
#include "form/fim/read_xdf.h"

#define HEAD                                                                                                           \
	"identifikation", "name", "bezeichnungEingabe", "bezeichnungAusgabe", "beschreibung", "definition", "bezug",       \
	    "status", "gueltigAb", "gueltigBis", "fachlicherErsteller", "versionshinweis", "freigabedatum",                \
	    "veroeffentlichungsdatum"

static const char *const schema_children[] = { HEAD, "hilfetext", "ableitungsmodifikationenStruktur",
	"ableitungsmodifikationenRepraesentation", "*dokumentensteckbrief", "*regel", "*struktur", NULL };
static const char *const group_children[] = { HEAD, "schemaelementart", "hilfetextEingabe", "hilfetextAusgabe",
	"*regel", "*struktur", NULL };
static const char *const field_children[] = { HEAD, "schemaelementart", "hilfetextEingabe", "hilfetextAusgabe",
	"feldart", "datentyp", "praezisierung", "inhalt", "codelisteReferenz", "*regel", NULL };

static const char *const struktur_children[] = { "anzahl", "bezug", "enthaelt", NULL };
static const char *const id_children[] = { "id", "version", NULL };

static bool is(const struct xml_node *x, const char *name)
{
	return xml_is(x, XDF2_NS, name);
}

static void check(struct form_reader *r, const struct xml_node *x)
{
	if (is(x, "stammdatenschema"))
		form_xdf_check_children(r, x, XDF2_NS, schema_children, "2.0");
	else if (is(x, "datenfeldgruppe"))
		form_xdf_check_children(r, x, XDF2_NS, group_children, "2.0");
	else if (is(x, "datenfeld"))
		form_xdf_check_children(r, x, XDF2_NS, field_children, "2.0");
	else if (is(x, "struktur"))
		form_xdf_check_children(r, x, XDF2_NS, struktur_children, "2.0");
	else if (is(x, "identifikation"))
		form_xdf_check_children(r, x, XDF2_NS, id_children, "2.0");
}

/* What is called differently; NULL: XDatenfelder 3 has no place for it. */
static const char *new_name(const struct xml_node *x)
{
	static const struct {
		const char *old, *now;
	} names[] = {
		{ "status", "freigabestatus" },
		{ "fachlicherErsteller", "statusGesetztDurch" },
		{ "freigabedatum", "statusGesetztAm" },
		{ "dokumentensteckbrief", "dokumentsteckbrief" },
		{ "script", "skript" },
	};
	bool schema = x->parent != NULL && is(x->parent, "stammdatenschema");
	if (schema && is(x, "bezeichnungEingabe"))
		return "bezeichnung";
	if (schema && is(x, "bezeichnungAusgabe"))
		return NULL;
	if (x->parent != NULL && is(x->parent, "regel") && is(x, "definition"))
		return "freitextRegel";
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (is(x, names[i].old))
			return names[i].now;
	return "";
}

static struct str status_code(struct str old)
{
	static const struct {
		const char *old, *now;
	} codes[] = { { "inVorbereitung", "2" }, { "aktiv", "6" }, { "inaktiv", "7" } };
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_eq_c(old, codes[i].old))
			return str_c(codes[i].now);
	return old;
}

/* ---- details of a field ---- */

/* JSON in which somebody wrote a pattern as it is: \d instead of \\d. */
static struct str double_backslashes(struct arena *a, struct str s)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < s.n; i++) {
		buf_add_char(&out, s.p[i]);
		if (s.p[i] != '\\')
			continue;
		bool escape = i + 1 < s.n && strchr("\"\\/bfnrtu", s.p[i + 1]) != NULL;
		buf_add_char(&out, escape ? s.p[++i] : '\\');
	}
	return buf_str(&out);
}

static void set_details(struct form_reader *r, struct xml_node *n, const json_t *j)
{
	static const char *const names[] = { "minLength", "maxLength", "minValue", "maxValue", "pattern" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const json_t *v = json_object_get(j, names[i]);
		char *number = json_is_number(v) ? json_dumps(v, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) : NULL;
		if (json_is_string(v))
			form_dom_attr(r->scratch, n, names[i],
			    str_dup(r->scratch, (struct str){ json_string_value(v), json_string_length(v) }), n);
		else if (number != NULL)
			form_dom_attr(r->scratch, n, names[i], str_dup(r->scratch, str_c(number)), n);
		free(number);
	}
}

/* A sentence in the place of details, kept as a rule of the field behind it. */
static void add_sentence(struct form_reader *r, struct xml_node *field, const struct xml_node *x)
{
	struct xml_node *rule = form_dom_element(r->scratch, field, "regel", x);
	struct xml_node *name = form_dom_element(r->scratch, rule, "name", x);
	struct xml_node *text = form_dom_element(r->scratch, rule, "freitextRegel", x);
	rule->ns = name->ns = text->ns = STR(XDF3_NS);
	name->text = STR("Präzisierung");
	text->text = x->text;
}

static void convert_details(struct form_reader *r, struct xml_node *n, struct xml_node *field, const struct xml_node *x)
{
	struct str s = str_trim(x->text);
	n->text = STR("");
	if (s.n == 0)
		return;
	json_t *j = json_loadb(s.p, s.n, 0, NULL);
	if (j == NULL) {
		struct str again = double_backslashes(r->scratch, s);
		j = json_loadb(again.p, again.n, 0, NULL);
	}
	if (json_is_object(j))
		set_details(r, n, j);
	else
		add_sentence(r, field, x);
	json_decref(j);
}

/* ---- the tree ---- */

/* Where the next child goes: there may be thousands. */
struct tail {
	struct xml_node *up, *last;
};

static void append(struct tail *t, struct xml_node *n)
{
	while (t->last != NULL && t->last->next != NULL)
		t->last = (struct xml_node *)(uintptr_t)t->last->next;
	n->parent = t->up;
	if (t->last == NULL)
		t->up->first = n;
	else
		t->last->next = n;
	t->last = n;
}

static void convert_children(struct form_reader *r, struct tail t, const struct xml_node *x);

/* A copy of x under its new name. */
static void convert(struct form_reader *r, struct tail *t, const struct xml_node *x)
{
	const char *name = str_eq_c(x->ns, XDF2_NS) ? new_name(x) : "";
	if (name == NULL || (is(x, "identifikation") && is(x->parent, "codelisteReferenz")))
		return;
	check(r, x);
	struct xml_node *n = form_dom_element(r->scratch, NULL, "", x);
	n->name = *name == '\0' ? x->name : str_c(name);
	n->ns = str_eq_c(x->ns, XDF2_NS) ? STR(XDF3_NS) : x->ns;
	n->text = x->text;
	if (str_eq_c(x->name, "code") && is(x->parent, "status"))
		n->text = status_code(str_trim(x->text));
	append(t, n);
	if (is(x, "praezisierung"))
		convert_details(r, n, t->up, x);
	else
		convert_children(r, (struct tail){ n, NULL }, x);
}

static void convert_children(struct form_reader *r, struct tail t, const struct xml_node *x)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (is(c, "genericodeIdentification"))
			for (const struct xml_node *inner = c->first; inner != NULL; inner = inner->next)
				convert(r, &t, inner);
		else
			convert(r, &t, c);
}

const struct xml_node *form_xdf2_as_3(struct form_reader *r, const struct xml_node *x)
{
	struct xml_node *root = form_dom_element(r->scratch, NULL, "", x);
	root->name = x->name;
	root->ns = STR(XDF3_NS);
	convert_children(r, (struct tail){ root, NULL }, x);
	return root;
}
