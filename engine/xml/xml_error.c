/* SPDX-License-Identifier: EUPL-1.2
 * What is wrong with the XML, said in German, at the place where the author has to look. */
#include "xml/xml_error.h"

struct xml_places xml_places(struct str source)
{
	size_t start = str_starts(source, STR("\xEF\xBB\xBF")) ? 3 : 0;
	return (struct xml_places){ .source = source, .start = start, .at = start, .pos = { 1, 1 } };
}

struct pos xml_place(struct xml_places *p, size_t at)
{
	if (at < p->at)
		*p = xml_places(p->source);
	for (; p->at < at && p->at < p->source.n; p->at++) {
		if (p->source.p[p->at] == '\n')
			p->pos = (struct pos){ p->pos.line + 1, 1 };
		else
			p->pos.col++;
	}
	return p->pos;
}

size_t xml_back_to(struct str s, size_t at, struct str mark)
{
	for (size_t i = at; i-- > 0;)
		if (str_starts(str_sub(s, i, s.n), mark))
			return i;
	return at;
}

/* Sentences that need nothing from the situation. */
static const struct {
	int code;
	const char *text;
} sentences[] = {
	{ XML_ERR_ATTRIBUTE_NOT_STARTED, "Der Wert eines Attributs muss in Anführungszeichen stehen." },
	{ XML_ERR_ATTRIBUTE_NOT_FINISHED, "Hinter dem Wert eines Attributs fehlt das Anführungszeichen." },
	{ XML_ERR_STRING_NOT_CLOSED, "Hier fehlt das schließende Anführungszeichen." },
	{ XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "Ein Attribut hat keinen Wert. Bitte schreiben Sie name=\"wert\"." },
	{ XML_ERR_SPACE_REQUIRED, "Hier fehlt ein Leerzeichen, etwa zwischen zwei Attributen." },
	{ XML_ERR_LT_IN_ATTRIBUTE, "In einem Attributwert steht das Zeichen „<“. Bitte schreiben Sie &lt;." },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING,
	    "Hinter einem „&“ fehlt das Semikolon. Für das Zeichen „&“ selbst schreiben Sie bitte &amp;." },
	{ XML_ERR_INVALID_CHAR, "Hier steht ein Zeichen, das in XML nicht erlaubt ist. Bitte entfernen Sie es." },
	{ XML_ERR_INVALID_CHARREF, "Das umschriebene Zeichen (&#…;) ist in XML nicht erlaubt." },
	{ XML_ERR_INVALID_DEC_CHARREF, "Hinter „&#“ wird eine Zahl und ein Semikolon erwartet, zum Beispiel &#228;." },
	{ XML_ERR_INVALID_HEX_CHARREF, "Hinter „&#x“ wird eine Hexadezimalzahl und ein Semikolon erwartet." },
	{ XML_ERR_GT_REQUIRED, "Hier wird „>“ erwartet, das den Tag abschließt." },
	{ XML_ERR_COMMENT_NOT_FINISHED, "Ein Kommentar endet nicht. Bitte ergänzen Sie „-->“." },
	{ XML_ERR_HYPHEN_IN_COMMENT, "In einem Kommentar darf „--“ nicht vorkommen." },
	{ XML_ERR_CDATA_NOT_FINISHED, "Ein CDATA-Abschnitt endet nicht. Bitte ergänzen Sie „]]>“." },
	{ XML_ERR_MISPLACED_CDATA_END, "Im Text steht „]]>“. Bitte schreiben Sie ]]&gt;." },
	{ XML_ERR_PI_NOT_FINISHED, "Eine Verarbeitungsanweisung endet nicht. Bitte ergänzen Sie „?>“." },
	{ XML_ERR_XMLDECL_NOT_FINISHED, "Die erste Zeile muss <?xml version=\"1.0\" encoding=\"UTF-8\"?> lauten." },
	{ XML_ERR_VERSION_MISSING, "Die erste Zeile muss <?xml version=\"1.0\" encoding=\"UTF-8\"?> lauten." },
	{ XML_ERR_RESERVED_XML_NAME, "„<?xml …?>“ darf nur ganz am Anfang der Datei stehen." },
	{ XML_ERR_NAME_TOO_LONG, "Ein Name ist viel zu lang." },
	{ XML_ERR_DOCUMENT_EMPTY, "Die Datei beginnt nicht mit einem XML-Element." },
};

/* The name in an end tag that begins at at. */
static struct str end_name(struct str s, size_t at)
{
	size_t end = at + 2;
	while (end < s.n && strchr(" \t\r\n<>", s.p[end]) == NULL)
		end++;
	return str_sub(s, at + 2, end);
}

static void unfinished(struct diags *d, struct pos pos, const struct xml_node *open)
{
	diag_error(d, pos, "xml-syntax", "Die Datei endet, bevor das Element <%.*s> aus Zeile %u geschlossen ist.",
	    STR_ARG(open->name), open->pos.line);
}

/* An error whose sentence depends on where it happened; false: it is not one of these. */
static bool explain_here(struct diags *d, struct xml_places *p, const xmlError *e, size_t at,
    const struct xml_node *open, const struct xml_node *root)
{
	struct str s = p->source;
	const char *word = e->str1 == NULL ? "" : e->str1;
	switch (e->code) {
	case XML_ERR_TAG_NAME_MISMATCH: {
		size_t tag = xml_back_to(s, at, STR("</"));
		struct str name = end_name(s, tag);
		if (open == NULL)
			return false;
		diag_error(d, xml_place(p, tag), "xml-syntax",
		    "Hier endet <%.*s>, offen ist aber noch <%.*s> aus Zeile %u. Bitte ergänzen Sie vorher </%.*s>.",
		    STR_ARG(name), STR_ARG(open->name), open->pos.line, STR_ARG(open->name));
		return true;
	}
	case XML_ERR_TAG_NOT_FINISHED:
	case XML_ERR_DOCUMENT_END:
		if (open != NULL)
			unfinished(d, xml_place(p, at), open);
		else if (root != NULL)
			diag_error(d, xml_place(p, at), "xml-syntax",
			    "Hinter dem Ende von <%.*s> steht noch etwas. Eine XML-Datei hat genau ein äußerstes Element.",
			    STR_ARG(root->name));
		else
			diag_error(d, xml_place(p, at), "xml-syntax", "Die Datei enthält kein vollständiges XML-Element.");
		return true;
	case XML_ERR_NAME_REQUIRED:
		if (at == 0 || s.p[at - 1] != '&')
			return false;
		diag_error(d, xml_place(p, at - 1), "xml-syntax", "Das Zeichen „&“ steht allein. Bitte schreiben Sie &amp;.");
		return true;
	case XML_ERR_UNDECLARED_ENTITY:
		diag_error(d, xml_place(p, xml_back_to(s, at, STR("&"))), "xml-syntax",
		    "Die Abkürzung &%s; gibt es in XML nicht. Bitte schreiben Sie das Zeichen selbst; erlaubt sind nur &amp; "
		    "&lt; &gt; &quot; und &apos;.",
		    word);
		return true;
	case XML_ERR_INTERNAL_ERROR: /* the only one left: more text at a time than the parser takes */
		diag_error(d, xml_place(p, at), "xml-limit",
		    "Ein Text in der Datei ist viel zu lang: mehr als 10 MB an einem Stück. Bitte kürzen Sie ihn.");
		return true;
	case XML_ERR_ATTRIBUTE_REDEFINED:
	case XML_NS_ERR_ATTRIBUTE_REDEFINED:
		diag_error(d, xml_place(p, at), "xml-syntax", "Das Attribut „%s“ steht zweimal in demselben Element.", word);
		return true;
	case XML_NS_ERR_UNDEFINED_NAMESPACE:
		diag_error(d, xml_place(p, xml_back_to(s, at, STR("<"))), "xml-namespace",
		    "Das Präfix „%s:“ ist nicht vereinbart. Bitte ergänzen Sie xmlns:%s=\"…\" am äußersten Element.", word,
		    word);
		return true;
	default:
		return false;
	}
}

void xml_error_explain(struct diags *d, struct xml_places *p, const xmlError *e, size_t at, const struct xml_node *open,
    const struct xml_node *root)
{
	if (explain_here(d, p, e, at, open, root))
		return;
	struct pos pos = xml_place(p, at);
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
		if (sentences[i].code == e->code) {
			diag_error(d, pos, "xml-syntax", "%s", sentences[i].text);
			return;
		}
	}
	struct str words = str_trim(str_c(e->message));
	diag_error(d, pos, "xml-syntax", "Das ist kein wohlgeformtes XML (%.*s).", STR_ARG(words));
}
