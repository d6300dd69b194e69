/* SPDX-License-Identifier: EUPL-1.2
 * Makes the schema and the manual of the form language of its description. */
#include "language.h"

/* ---- the description ---- */

const struct xml_node *language_find(const struct language *l, const char *kind, struct str name)
{
	const struct xml_node *x = xml_child(l->root, LANGUAGE_NS, kind);
	while (x != NULL && !str_eq(xml_attr_value(x, "name"), name))
		x = xml_next(x);
	return x;
}

void language_attributes(const struct language *l, const struct xml_node *element,
    void (*each)(void *arg, const struct xml_node *attribute), void *arg)
{
	const struct xml_node *x = xml_child(element, LANGUAGE_NS, "attribute");
	for (; x != NULL; x = xml_next(x))
		each(arg, x);
	struct str also = xml_attr_value(element, "also"), name;
	while (str_next(&also, ' ', &name)) {
		const struct xml_node *set = language_find(l, "attributes", name);
		if (set != NULL)
			language_attributes(l, set, each, arg);
	}
}

struct str language_inside(const struct language *l, const struct xml_node *x)
{
	struct str all = str_sub(l->source, x->begin, x->end), line;
	size_t begin = (size_t)str_find(all, '>') + 1, end = all.n;
	while (all.p[end - 1] != '<')
		end--;
	struct str text = str_sub(all, begin, end - 1);
	struct buf out = buf_new(l->arena);
	size_t tabs = 0;
	for (size_t i = 0; i < text.n && (text.p[i] == '\n' || text.p[i] == '\t'); i++)
		tabs = text.p[i] == '\t' ? tabs + 1 : 0;
	text = str_trim(text);
	while (str_next(&text, '\n', &line)) {
		size_t cut = 0;
		while (out.n > 0 && cut < tabs && cut < line.n && line.p[cut] == '\t')
			cut++;
		buf_add(&out, str_sub(line, cut, line.n));
		buf_add_char(&out, '\n');
	}
	return buf_str(&out);
}

/* ---- the schema ---- */

struct writer {
	const struct language *l;
	struct buf *out;
};

static void add_documentation(struct buf *out, struct str text, const char *indent)
{
	struct str word;
	bool first = true;
	buf_add_fmt(out, "%s<xs:annotation><xs:documentation xml:lang=\"de\">", indent);
	while (str_next(&text, '\n', &word)) {
		buf_add_c(out, first ? "" : " ");
		xml_escape(out, str_trim(word));
		first = false;
	}
	buf_add_c(out, "</xs:documentation></xs:annotation>\n");
}

/* Types of values are called of-NAME: an element may have the same name. */
static void schema_type(struct buf *out, const struct xml_node *x)
{
	struct str base = xml_attr_value(x, "base"), values = xml_attr_value(x, "values"), value;
	buf_add_fmt(out, "\t<xs:simpleType name=\"of-%.*s\">\n", STR_ARG(xml_attr_value(x, "name")));
	add_documentation(out, x->text, "\t\t");
	buf_add_fmt(out, "\t\t<xs:restriction base=\"xs:%.*s\">", STR_ARG(base.n > 0 ? base : STR("string")));
	if (xml_attr(x, "max-length") != NULL)
		buf_add_fmt(out, "<xs:maxLength value=\"%.*s\"/>", STR_ARG(xml_attr_value(x, "max-length")));
	if (xml_attr(x, "pattern") != NULL) {
		buf_add_c(out, "<xs:pattern value=\"");
		xml_escape(out, xml_attr_value(x, "pattern"));
		buf_add_c(out, "\"/>");
	}
	while (values.n > 0 && str_next(&values, ' ', &value))
		buf_add_fmt(out, "<xs:enumeration value=\"%.*s\"/>", STR_ARG(value));
	buf_add_c(out, "</xs:restriction>\n\t</xs:simpleType>\n");
}

static void schema_attribute(void *arg, const struct xml_node *x)
{
	struct buf *out = ((struct writer *)arg)->out;
	buf_add_fmt(out, "\t\t<xs:attribute name=\"%.*s\" type=\"of-%.*s\"%s>\n", STR_ARG(xml_attr_value(x, "name")),
	    STR_ARG(xml_attr_value(x, "type")), xml_attr(x, "must") != NULL ? " use=\"required\"" : "");
	add_documentation(out, x->text, "\t\t\t");
	buf_add_c(out, "\t\t</xs:attribute>\n");
}

static void add_particle(struct buf *out, struct str name)
{
	buf_add_fmt(out, "\t\t\t<xs:element name=\"%.*s\" type=\"%.*s\"/>\n", STR_ARG(name), STR_ARG(name));
}

static void schema_content(const struct language *l, const struct xml_node *e, struct buf *out)
{
	struct str content = xml_attr_value(e, "content"), name;
	struct str least = xml_attr_value(e, "least"), most = xml_attr_value(e, "most");
	if (content.n == 0)
		return;
	buf_add_fmt(out, "\t\t<xs:choice minOccurs=\"%.*s\" maxOccurs=\"%.*s\">\n", STR_ARG(least.n > 0 ? least : STR("0")),
	    STR_ARG(most.n > 0 ? most : STR("unbounded")));
	while (str_next(&content, ' ', &name)) {
		if (!str_eq_c(name, "*")) {
			add_particle(out, name);
			continue;
		}
		const struct xml_node *x = xml_child(l->root, LANGUAGE_NS, "element");
		for (; x != NULL; x = xml_next(x))
			if (xml_attr(x, "field") != NULL)
				add_particle(out, xml_attr_value(x, "name"));
	}
	buf_add_c(out, "\t\t</xs:choice>\n");
}

static void schema_element(const struct language *l, const struct xml_node *e, struct buf *out)
{
	struct str name = xml_attr_value(e, "name");
	struct writer w = { l, out };
	struct str content = xml_attr_value(e, "content");
	bool text = str_eq_c(content, "text") || str_eq_c(content, "words");
	buf_add_fmt(out, "\t<xs:complexType name=\"%.*s\">\n", STR_ARG(name));
	add_documentation(out, xml_child(e, LANGUAGE_NS, "about")->text, "\t\t");
	if (text)
		buf_add_fmt(out, "\t\t<xs:simpleContent><xs:extension base=\"of-%.*s\">\n", STR_ARG(content));
	else
		schema_content(l, e, out);
	language_attributes(l, e, schema_attribute, &w);
	if (text)
		buf_add_c(out, "\t\t</xs:extension></xs:simpleContent>\n");
	buf_add_c(out, "\t</xs:complexType>\n");
	if (xml_attr(e, "root") != NULL)
		buf_add_fmt(out, "\t<xs:element name=\"%.*s\" type=\"%.*s\"/>\n", STR_ARG(name), STR_ARG(name));
}

void language_schema(const struct language *l, struct buf *out)
{
	buf_add_c(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<!-- SPDX-License-Identifier: EUPL-1.2\n"
	    "     Made of language.xml: make golden-update-form. The language of form definitions, for editors: "
	    "completion,\n"
	    "     explanations, first mistakes. The checker (ozgctl form check) knows more: names, types, cycles. -->\n"
	    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"urn:ozg:form:1\"\n"
	    "\ttargetNamespace=\"urn:ozg:form:1\" elementFormDefault=\"qualified\">\n");
	for (const struct xml_node *x = xml_child(l->root, LANGUAGE_NS, "type"); x != NULL; x = xml_next(x))
		schema_type(out, x);
	for (const struct xml_node *x = xml_child(l->root, LANGUAGE_NS, "element"); x != NULL; x = xml_next(x))
		schema_element(l, x, out);
	buf_add_c(out, "</xs:schema>\n");
}

/* ---- the manual ---- */

static void manual_attribute(void *arg, const struct xml_node *x)
{
	struct writer *w = arg;
	const struct xml_node *type = language_find(w->l, "type", xml_attr_value(x, "type"));
	buf_add_fmt(w->out, "| `%.*s`%s | %.*s | %.*s |\n", STR_ARG(xml_attr_value(x, "name")),
	    xml_attr(x, "must") != NULL ? " (nötig)" : "", STR_ARG(type->text), STR_ARG(x->text));
}

static void manual_attributes(const struct language *l, const struct xml_node *e, struct buf *out)
{
	struct writer w = { l, out };
	struct str also = xml_attr_value(e, "also"), name;
	const struct xml_node *x = xml_child(e, LANGUAGE_NS, "attribute");
	if (x != NULL)
		buf_add_c(out, "\n| Attribut | Inhalt | Bedeutung |\n|---|---|---|\n");
	for (; x != NULL; x = xml_next(x))
		manual_attribute(&w, x);
	for (size_t i = 0; also.n > 0 && str_next(&also, ' ', &name); i++)
		buf_add_fmt(out, "%s[%.*s](#attribute-%.*s)", i == 0 ? "\nDazu: " : ", ",
		    STR_ARG(xml_attr_value(language_find(l, "attributes", name), "title")), STR_ARG(name));
	if (xml_attr(e, "also") != NULL)
		buf_add_c(out, ".\n");
}

static void manual_content(const struct xml_node *e, struct buf *out)
{
	struct str content = xml_attr_value(e, "content"), name;
	if (str_eq_c(content, "text")) {
		buf_add_c(out, "\nEnthält Text für die Leute; übersetzbar.\n");
		return;
	}
	if (str_eq_c(content, "words")) {
		buf_add_c(out, "\nEnthält Text.\n");
		return;
	}
	for (size_t i = 0; content.n > 0 && str_next(&content, ' ', &name); i++) {
		buf_add_c(out, i == 0 ? "\nEnthält " : ", ");
		if (str_eq_c(name, "*"))
			buf_add_c(out, "[Felder](#felder)");
		else
			buf_add_fmt(out, "[`%.*s`](#%.*s)", STR_ARG(name), STR_ARG(name));
	}
	if (xml_attr_value(e, "content").n > 0)
		buf_add_c(out, ".\n");
}

static void manual_element(const struct language *l, const struct xml_node *e, struct buf *out)
{
	struct str name = xml_attr_value(e, "name");
	buf_add_fmt(out, "\n### <a id=\"%.*s\"></a>`%.*s`: %.*s\n\n%.*s", STR_ARG(name), STR_ARG(name),
	    STR_ARG(xml_attr_value(e, "title")), STR_ARG(language_inside(l, xml_child(e, LANGUAGE_NS, "about"))));
	manual_content(e, out);
	manual_attributes(l, e, out);
	for (const struct xml_node *x = xml_child(e, LANGUAGE_NS, "example"); x != NULL; x = xml_next(x))
		buf_add_fmt(out, "\n```xml\n%.*s```\n", STR_ARG(language_inside(l, x)));
}

static void manual_elements(const struct language *l, bool fields, struct buf *out)
{
	for (const struct xml_node *x = xml_child(l->root, LANGUAGE_NS, "element"); x != NULL; x = xml_next(x))
		if ((xml_attr(x, "field") != NULL) == fields)
			manual_element(l, x, out);
}

void language_manual(const struct language *l, struct buf *out)
{
	buf_add_c(out, "<!-- SPDX-License-Identifier: EUPL-1.2\n     Made of language.xml: make golden-update-form. -->\n"
	               "# Die Formularsprache von A bis Z\n\n"
	               "Jedes Element und jedes Attribut mit einem Beispiel. Zum Lernen ist [README.md](README.md) da. "
	               "Alle Beispiele werden\n"
	               "bei jedem Bau der Software geprüft; `form.xsd` sagt dasselbe Ihrem Editor.\n\n"
	               "## Aufbau\n");
	manual_elements(l, false, out);
	buf_add_c(out, "\n## Felder\n");
	manual_elements(l, true, out);
	buf_add_c(out, "\n## Gemeinsame Attribute\n");
	for (const struct xml_node *x = xml_child(l->root, LANGUAGE_NS, "attributes"); x != NULL; x = xml_next(x)) {
		buf_add_fmt(out, "\n### <a id=\"attribute-%.*s\"></a>%.*s\n", STR_ARG(xml_attr_value(x, "name")),
		    STR_ARG(xml_attr_value(x, "title")));
		manual_attributes(l, x, out);
	}
}
