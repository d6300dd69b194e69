/* SPDX-License-Identifier: EUPL-1.2
 * XML Schema (XSD 1.0) by libxml2: read from one folder, asked for violations. */
#include "xml/xml.h"

#include "base/file.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>

struct xml_schema {
	xmlSchema *schema;
};

enum { FILE_MAX = 4 << 20, FILES_MAX = 32 };

static const struct xml_limits schema_limits = { .bytes = FILE_MAX, .nodes = 100000, .depth = 64, .attrs = 64 };

static const char xsd[] = "http://www.w3.org/2001/XMLSchema";

/* The files of a schema while they are looked at. */
struct files {
	struct arena *arena;
	struct str folder; /* with the slash at its end, or empty */
	struct str names[FILES_MAX];
	size_t n;
};

static bool add_file(struct files *f, struct str name, struct err *err)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->names[i], name))
			return true;
	if (name.n == 0 || name.p[0] == '.' || str_find(name, '/') >= 0 || str_find(name, ':') >= 0)
		return err_set(err, ERR_INPUT,
		    "Das Schema verweist auf „%.*s“. Erlaubt sind nur Dateien desselben Ordners, ohne Pfad.", STR_ARG(name));
	if (f->n == FILES_MAX)
		return err_set(err, ERR_INPUT, "Das Schema besteht aus mehr als %d Dateien.", FILES_MAX);
	f->names[f->n++] = name;
	return true;
}

/* Reads one file as strictly as any XML from outside, and adds those it refers to. */
static bool look_at(struct files *f, struct str name, struct err *err)
{
	struct str path = str_fmt(f->arena, "%.*s%.*s", STR_ARG(f->folder), STR_ARG(name)), source;
	if (!file_read(f->arena, path.p, FILE_MAX, &source, err))
		return false;
	struct diags d = diags_new(f->arena, path);
	const struct xml_node *root = xml_parse(f->arena, source, &schema_limits, &d);
	if (root == NULL)
		return err_set(err, ERR_INPUT, "%.*s:%u: %.*s", STR_ARG(path), d.list[0].pos.line, STR_ARG(d.list[0].text));
	if (!xml_is(root, xsd, "schema"))
		return err_set(err, ERR_INPUT, "%.*s: Das ist kein XML-Schema (xs:schema).", STR_ARG(path));
	for (const struct xml_node *n = root->first; n != NULL; n = n->next) {
		const struct xml_attr *location = xml_attr(n, "schemaLocation");
		bool refers = xml_is(n, xsd, "import") || xml_is(n, xsd, "include") || xml_is(n, xsd, "redefine");
		if (refers && location != NULL && !add_file(f, location->value, err))
			return false;
	}
	return true;
}

/* Opens a file that look_at has approved. */
static xmlParserInput *open_local(const char *path, const char *id, xmlParserCtxt *ctxt)
{
	(void)id;
	return strstr(path, "://") != NULL ? NULL : xmlNewInputFromFile(ctxt, path);
}

static void on_schema_error(void *arg, xmlErrorPtr e)
{
	struct err *err = arg;
	if (err->kind != ERR_NONE || e->level < XML_ERR_ERROR)
		return;
	struct str words = str_trim(str_c(e->message));
	err_set(err, ERR_INPUT, "%s:%d: Das Schema ist fehlerhaft (%.*s).", e->file == NULL ? "" : e->file, e->line,
	    STR_ARG(words));
}

static void free_schema(void *schema)
{
	xmlSchemaFree(schema);
}

static xmlSchema *compile(const char *path, struct err *err)
{
	*err = (struct err){ .kind = ERR_NONE };
	xmlSchemaParserCtxt *ctxt = xmlSchemaNewParserCtxt(path);
	if (ctxt == NULL)
		abort(); /* out of memory */
	xmlSchemaSetParserStructuredErrors(ctxt, on_schema_error, err);
	/* The loader belongs to the whole process, which has one thread. */
	xmlExternalEntityLoader deny = xmlGetExternalEntityLoader();
	xmlSetExternalEntityLoader(open_local);
	xmlSchema *schema = xmlSchemaParse(ctxt);
	xmlSetExternalEntityLoader(deny);
	xmlSchemaFreeParserCtxt(ctxt);
	if (schema == NULL && err->kind == ERR_NONE)
		err_set(err, ERR_INPUT, "%s: Das Schema ist fehlerhaft.", path);
	return schema;
}

struct xml_schema *xml_schema_load(struct arena *a, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct files f = { .arena = arena_new() };
	f.folder = slash == NULL ? STR("") : (struct str){ path, (size_t)(slash + 1 - path) };
	bool ok = add_file(&f, str_c(slash == NULL ? path : slash + 1), err);
	for (size_t i = 0; ok && i < f.n; i++)
		ok = look_at(&f, f.names[i], err);
	xmlSchema *schema = ok ? compile(path, err) : NULL;
	arena_free(&f.arena);
	if (schema == NULL)
		return NULL;
	arena_defer(a, free_schema, schema);
	struct xml_schema *s = ARENA_NEW(a, struct xml_schema);
	s->schema = schema;
	return s;
}

static const char *sentence(const xmlError *e)
{
	switch (e->code) {
	case XML_SCHEMAV_CVC_ELT_1:
		return "ist dem Schema als äußerstes Element nicht bekannt";
	case XML_SCHEMAV_ELEMENT_CONTENT:
		if (strstr(e->message, "Missing child") != NULL)
			return "ist unvollständig, es fehlt etwas darin";
		return "darf an dieser Stelle nicht stehen";
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2:
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
		return "darf diesen Inhalt nicht haben";
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
		return "darf dieses Attribut nicht haben";
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
		return "braucht ein weiteres Attribut";
	case XML_SCHEMAV_CVC_ENUMERATION_VALID:
		return "hat einen Wert, der nicht zu den erlaubten gehört";
	case XML_SCHEMAV_CVC_PATTERN_VALID:
	case XML_SCHEMAV_CVC_LENGTH_VALID:
	case XML_SCHEMAV_CVC_MINLENGTH_VALID:
	case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1:
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2:
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
		return "hat einen Wert, der nicht die verlangte Form hat";
	case XML_SCHEMAV_CVC_IDC:
		return "verletzt eine Regel über eindeutige Schlüssel oder Verweise";
	default:
		return "entspricht nicht dem Schema";
	}
}

/* libxml2's words, without the namespaces in braces. */
static struct str shortened(struct arena *a, const char *message)
{
	struct buf b = buf_new(a);
	for (const char *p = message; *p != '\0'; p++) {
		const char *end = *p == '{' ? strchr(p, '}') : NULL;
		if (end != NULL)
			p = end;
		else
			buf_add_char(&b, *p);
	}
	return str_trim(buf_str(&b));
}

static void on_violation(void *arg, xmlErrorPtr e)
{
	struct diags *d = arg;
	xmlNode *node = e->node;
	long line = node == NULL ? e->line : xmlGetLineNo(node);
	if (node != NULL && node->type == XML_ATTRIBUTE_NODE)
		node = node->parent;
	struct str words = shortened(d->arena, e->message);
	diag_error(d, (struct pos){ line < 0 ? 0 : (unsigned)line, 0 }, "xml-schema", "Das Element „%s“ %s (Schema: %.*s)",
	    node == NULL ? "?" : (const char *)node->name, sentence(e), STR_ARG(words));
}

void xml_schema_check(const struct xml_schema *s, struct str source, struct diags *d)
{
	xmlDoc *doc = source.n > FILE_MAX ? NULL
	                                  : xmlReadMemory(source.p, (int)source.n, NULL, NULL,
	                                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
	                                            XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES);
	if (doc == NULL) {
		diag_error(d, (struct pos){ 0, 0 }, "xml-syntax", "Die Datei ist zu groß oder kein wohlgeformtes XML.");
		return;
	}
	xmlSchemaValidCtxt *ctxt = xmlSchemaNewValidCtxt(s->schema);
	if (ctxt == NULL)
		abort(); /* out of memory */
	xmlSchemaSetValidStructuredErrors(ctxt, on_violation, d);
	if (xmlSchemaValidateDoc(ctxt, doc) < 0)
		diag_error(d, (struct pos){ 0, 0 }, "xml-schema", "Die Prüfung gegen das Schema ist abgebrochen.");
	xmlSchemaFreeValidCtxt(ctxt);
	xmlFreeDoc(doc);
}
