/* SPDX-License-Identifier: EUPL-1.2
 * Makes the tree from libxml2's SAX events, keeps the limits and finds the place of everything in the source.
 *
 * The whole source is checked for UTF-8 first, so libxml2 never converts it and its byte offset is ours. */
#include "xml/xml.h"

#include "xml/xml_error.h"

#include <limits.h>
#include <unistr.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

const struct xml_limits xml_limits_default = { .bytes = 1 << 20, .nodes = 20000, .depth = 64, .attrs = 64 };

/* An element whose end tag was not seen yet. */
struct open {
	struct xml_node *node;
	struct xml_node *last; /* child */
	struct buf text;
	bool has_words; /* text is more than white space */
};

struct parser {
	struct arena *arena;
	struct arena *scratch; /* texts that still grow */
	struct xml_limits limits;
	struct diags *diags;
	struct xml_places places;
	xmlParserCtxt *ctxt;
	struct open *open; /* limits.depth of them */
	size_t depth;
	size_t nodes;
	size_t skipped;    /* elements that are open and not built; 0: we build */
	size_t markup_end; /* behind the last tag */
	struct xml_node *root;
	bool failed; /* a finding was made that ends the reading */
};

static struct pos place(struct parser *p, size_t at)
{
	return xml_place(&p->places, at);
}

/* Where libxml2 is reading. */
static size_t here(struct parser *p)
{
	long at = xmlByteConsumed(p->ctxt);
	size_t n = p->places.source.n;
	return at < 0 || (size_t)at + p->places.start > n ? n : (size_t)at + p->places.start;
}

static void stop(struct parser *p)
{
	p->failed = true;
	xmlStopParser(p->ctxt);
}

/* The first byte c at or behind at, or the end of the source. */
static size_t seek(struct str s, size_t at, char c)
{
	ptrdiff_t found = str_find(str_sub(s, at, s.n), c);
	return found < 0 ? s.n : at + (size_t)found;
}

/* Behind the first mark at or behind at, or the end of the source. */
static size_t behind(struct str s, size_t at, struct str mark)
{
	ptrdiff_t found = str_find_str(str_sub(s, at, s.n), mark);
	return found < 0 ? s.n : at + (size_t)found + mark.n;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool all_space(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_space(s.p[i]))
			return false;
	return true;
}

/* Takes the next attribute off a well-formed start tag: name and raw value. */
static bool next_raw(struct str source, size_t *at, struct str *name, struct str *value)
{
	size_t i = *at;
	while (i < source.n && is_space(source.p[i]))
		i++;
	if (i >= source.n || source.p[i] == '/' || source.p[i] == '>')
		return false;
	size_t eq = seek(source, i, '=');
	*name = str_trim(str_sub(source, i, eq));
	i = eq + 1;
	while (i < source.n && is_space(source.p[i]))
		i++;
	if (i >= source.n)
		return false;
	size_t end = seek(source, i + 1, source.p[i]);
	*value = str_sub(source, i + 1, end);
	*at = end + 1;
	return true;
}

/* The value of an attribute. libxml2 keeps an ampersand, however it was written, as "&#38;" in it. */
static struct str attr_value(struct parser *p, struct str value, struct str raw)
{
	if (str_eq(value, raw) && str_find(raw, '&') < 0)
		return raw;
	struct buf out = buf_new(p->arena);
	for (size_t i = 0; i < value.n; i++) {
		buf_add_char(&out, value.p[i]);
		if (str_starts(str_sub(value, i, value.n), STR("&#38;")))
			i += strlen("#38;");
	}
	return buf_str(&out);
}

/* libxml2 gives five pointers per attribute, in the order of the source: name, prefix, URI, value, end of value. */
static void read_attrs(struct parser *p, struct xml_node *n, int count, const xmlChar **v)
{
	struct str source = p->places.source;
	struct xml_attr *attrs = ARENA_ARRAY(p->arena, struct xml_attr, (size_t)count);
	size_t at = n->begin + 1;
	while (at < source.n && !is_space(source.p[at]) && source.p[at] != '/' && source.p[at] != '>')
		at++;
	struct str name, raw;
	for (int i = 0; i < count && next_raw(source, &at, &name, &raw);) {
		if (str_eq_c(name, "xmlns") || str_starts(name, STR("xmlns:")))
			continue;
		struct str value = { (const char *)v[3], (size_t)(v[4] - v[3]) };
		attrs[i] = (struct xml_attr){ .name = str_c((const char *)v[0]),
			.ns = str_c((const char *)v[2]),
			.value = attr_value(p, value, raw),
			.raw = raw,
			.pos = place(p, (size_t)(raw.p - source.p)) };
		v += 5;
		n->n_attrs = (size_t)++i;
	}
	n->attrs = attrs;
}

static bool is_skipped(const struct parser *p, const char *name)
{
	const char *const *skip = p->limits.skip;
	for (size_t i = 0; p->depth > 0 && skip != NULL && skip[i] != NULL; i++)
		if (strcmp(name, skip[i]) == 0)
			return true;
	return false;
}

static void on_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns,
    const xmlChar **ns, int n_attrs, int n_defaulted, const xmlChar **attrs)
{
	(void)prefix, (void)n_ns, (void)ns, (void)n_defaulted;
	struct parser *p = arg;
	if (p->failed)
		return;
	if (p->skipped > 0 || is_skipped(p, (const char *)name)) {
		p->skipped++;
		return;
	}
	struct str source = p->places.source;
	size_t at = here(p);
	size_t begin = xml_back_to(source, at, STR("<")); /* no attribute value may hold one */
	struct pos pos = place(p, begin);
	if (++p->nodes > p->limits.nodes) {
		diag_error(p->diags, pos, "xml-limit", "Die Datei hat mehr als %zu Elemente. Bitte teilen Sie sie auf.",
		    p->limits.nodes);
		stop(p);
		return;
	}
	if (p->depth == p->limits.depth) {
		diag_error(p->diags, pos, "xml-limit",
		    "Die Elemente sind tiefer als %zu Ebenen ineinander verschachtelt. Bitte vereinfachen Sie den Aufbau.",
		    p->limits.depth);
		stop(p);
		return;
	}
	struct xml_node *n = ARENA_NEW(p->arena, struct xml_node);
	n->name = str_c((const char *)name);
	n->ns = str_c((const char *)uri);
	n->pos = n->text_pos = pos;
	n->begin = begin;
	read_attrs(p, n, n_attrs, attrs);
	if (p->depth == 0) {
		p->root = n;
	} else {
		struct open *up = &p->open[p->depth - 1];
		n->parent = up->node;
		if (up->last == NULL)
			up->node->first = n;
		else
			up->last->next = n;
		up->last = n;
	}
	struct open *o = &p->open[p->depth++];
	o->node = n;
	o->last = NULL;
	o->text.n = 0;
	o->has_words = false;
	p->markup_end = seek(source, at, '>') + 1;
}

static void on_end(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void)name, (void)prefix, (void)uri;
	struct parser *p = arg;
	if (p->failed || p->depth == 0)
		return;
	if (p->skipped > 0) {
		if (--p->skipped == 0)
			p->markup_end = here(p);
		return;
	}
	struct open *o = &p->open[--p->depth];
	o->node->end = p->markup_end = here(p);
	o->node->text = str_dup(p->arena, buf_str(&o->text));
}

/* Behind the comment or processing instruction at at, if there is one. */
static size_t behind_aside(struct str s, size_t at)
{
	struct str rest = str_sub(s, at, s.n);
	if (str_starts(rest, STR("<!--")))
		return behind(s, at + 4, STR("-->"));
	if (str_starts(rest, STR("<?")))
		return behind(s, at + 2, STR("?>"));
	return at;
}

size_t xml_root_begin(struct str source)
{
	size_t at = xml_places(source).start;
	for (size_t from = source.n + 1; at != from;) {
		from = at;
		while (at < source.n && is_space(source.p[at]))
			at++;
		at = behind_aside(source, at);
	}
	return at;
}

/* The first character data that is not white space, behind the last tag. */
static size_t text_begin(struct str s, size_t at)
{
	for (size_t from = s.n + 1; at != from;) {
		from = at;
		while (at < s.n && is_space(s.p[at]))
			at++;
		if (str_starts(str_sub(s, at, s.n), STR("<![CDATA[")))
			at += 9;
		at = behind_aside(s, at);
	}
	return at;
}

static void on_text(void *arg, const xmlChar *text, int len)
{
	struct parser *p = arg;
	if (p->failed || p->depth == 0 || p->skipped > 0)
		return;
	struct open *o = &p->open[p->depth - 1];
	struct str s = { (const char *)text, (size_t)len };
	if (!o->has_words && !all_space(s)) {
		o->has_words = true;
		o->node->text_pos = place(p, text_begin(p->places.source, p->markup_end));
	}
	buf_add(&o->text, s);
}

static void on_dtd(void *arg, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)name, (void)public_id, (void)system_id;
	struct parser *p = arg;
	if (p->failed)
		return;
	size_t at = xml_back_to(p->places.source, here(p), STR("<!DOCTYPE"));
	diag_error(p->diags, place(p, at), "xml-dtd",
	    "Die Datei enthält eine DTD (<!DOCTYPE …>). Aus Sicherheitsgründen wird sie nicht angenommen. Bitte entfernen "
	    "Sie sie.");
	stop(p);
}

static void on_error(void *arg, xmlErrorPtr e)
{
	struct parser *p = arg;
	if (p->failed || e->level < XML_ERR_ERROR)
		return;
	const struct xml_node *open = p->depth == 0 ? NULL : p->open[p->depth - 1].node;
	xml_error_explain(p->diags, &p->places, e, here(p), open, p->root);
	p->failed = e->level == XML_ERR_FATAL;
}

/* Nothing is ever loaded on behalf of a document. */
static xmlParserInput *deny(const char *url, const char *id, xmlParserCtxt *ctxt)
{
	(void)url, (void)id, (void)ctxt;
	return NULL;
}

static bool starts_nocase(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);
	return s.n >= n && strncasecmp(s.p, prefix, n) == 0;
}

/* UTF-8, or one whose lower half is ASCII when there is nothing but ASCII: then the bytes are the same. */
static bool encoding_is_ours(struct str name, struct str source)
{
	static const char *const halves[] = { "US-ASCII", "ASCII", "ISO-8859-", "WINDOWS-125" };
	if (name.n == 5 && starts_nocase(name, "UTF-8"))
		return true;
	for (size_t i = 0; i < source.n; i++)
		if ((unsigned char)source.p[i] > 0x7F)
			return false;
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
		if (starts_nocase(name, halves[i]))
			return true;
	return false;
}

/* A declared encoding must fit; none means UTF-8 (XML 1.0, 4.3.3). */
static bool encoding_fits(struct parser *p)
{
	struct str source = p->places.source;
	struct str rest = str_sub(source, p->places.start, source.n);
	if (!str_starts(rest, STR("<?xml")) || rest.n < 6 || !is_space(rest.p[5]))
		return true;
	ptrdiff_t end = str_find_str(rest, STR("?>"));
	size_t at = p->places.start + 5;
	struct str decl = str_sub(source, 0, end < 0 ? source.n : p->places.start + (size_t)end), name, value;
	while (next_raw(decl, &at, &name, &value)) {
		if (!str_eq_c(name, "encoding") || encoding_is_ours(value, source))
			continue;
		diag_error(p->diags, place(p, (size_t)(value.p - source.p)), "xml-encoding",
		    "Die Datei ist als „%.*s“ gekennzeichnet. Bitte speichern Sie sie als UTF-8 und schreiben "
		    "encoding=\"UTF-8\".",
		    STR_ARG(value));
		return false;
	}
	return true;
}

/* libxml2 compares each attribute of an element with all others before it tells us: so they are counted beforehand. */
static bool attrs_fit(struct parser *p)
{
	struct str s = p->places.source;
	for (size_t at = seek(s, 0, '<'); at < s.n; at = seek(s, at, '<')) {
		size_t begin = at;
		at = behind_aside(s, at);
		if (str_starts(str_sub(s, begin, s.n), STR("<![CDATA[")))
			at = behind(s, begin, STR("]]>"));
		if (at != begin)
			continue;
		size_t quoted = 0;
		for (; at < s.n && s.p[at] != '>'; at++) {
			if (s.p[at] != '"' && s.p[at] != '\'')
				continue;
			at = seek(s, at + 1, s.p[at]);
			if (++quoted > p->limits.attrs) {
				diag_error(
				    p->diags, place(p, begin), "xml-limit", "Das Element hat mehr als %zu Attribute.", p->limits.attrs);
				return false;
			}
		}
	}
	return true;
}

static bool source_fits(struct parser *p)
{
	struct str s = p->places.source;
	if (s.n > p->limits.bytes || s.n > INT_MAX) {
		diag_error(p->diags, (struct pos){ 1, 1 }, "xml-limit",
		    "Die Datei ist zu groß (%zu Byte); erlaubt sind höchstens %zu Byte.", s.n, p->limits.bytes);
		return false;
	}
	if (s.n == 0) {
		diag_error(p->diags, (struct pos){ 1, 1 }, "xml-syntax", "Die Datei ist leer.");
		return false;
	}
	const char *bad = (const char *)u8_check((const uint8_t *)s.p, s.n);
	size_t nul = seek(s, 0, '\0');
	if (bad != NULL || nul < s.n) {
		size_t at = bad != NULL && (size_t)(bad - s.p) < nul ? (size_t)(bad - s.p) : nul;
		diag_error(p->diags, place(p, at), "xml-encoding",
		    "Hier steht ein Byte (%02X), das in UTF-8 nicht vorkommt. Bitte speichern Sie die Datei als UTF-8.",
		    (unsigned char)s.p[at]);
		return false;
	}
	return encoding_fits(p) && attrs_fit(p);
}

static void free_dict(void *dict)
{
	xmlDictFree(dict);
}

static void run(struct parser *p)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
		.internalSubset = on_dtd,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error };
	xmlSetExternalEntityLoader(deny);
	p->ctxt = xmlCreatePushParserCtxt(&sax, p, NULL, 0, NULL);
	if (p->ctxt == NULL)
		abort(); /* out of memory */
	/* Names and namespaces stay in libxml2's dictionary, which therefore lives as long as the tree. */
	xmlDictReference(p->ctxt->dict);
	arena_defer(p->arena, free_dict, p->ctxt->dict);
	xmlCtxtUseOptions(p->ctxt, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	struct str s = str_sub(p->places.source, p->places.start, p->places.source.n);
	xmlParseChunk(p->ctxt, s.p, (int)s.n, 1);
	xmlFreeParserCtxt(p->ctxt);
}

const struct xml_node *xml_parse(struct arena *a, struct str source, const struct xml_limits *limits, struct diags *d)
{
	struct parser p = {
		.arena = a, .scratch = arena_new(), .limits = *limits, .diags = d, .places = xml_places(source)
	};
	size_t errors_before = d->n_errors;
	if (source_fits(&p)) {
		p.open = ARENA_ARRAY(p.scratch, struct open, limits->depth);
		for (size_t i = 0; i < limits->depth; i++)
			p.open[i].text = buf_new(p.scratch);
		run(&p);
		if (p.root == NULL && d->n_errors == errors_before)
			diag_error(d, p.places.pos, "xml-syntax", "Die Datei ist kein wohlgeformtes XML.");
	}
	arena_free(&p.scratch);
	return d->n_errors == errors_before ? p.root : NULL;
}
