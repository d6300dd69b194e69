/* SPDX-License-Identifier: EUPL-1.2
 * XML from outside, read under limits into a small tree that knows line and column of everything.
 *
 * UTF-8 only, no DTD, no entities but the five of XML, no network, no files: what a definition may contain is decided
 * here once (OWASP ASVS 5.0 V1.5.1). A file declared as Latin-1, Windows-125x or ASCII passes if there is nothing but
 * ASCII in it: the bytes are the same. The tree is made by libxml2's SAX parser and lives in the caller's arena. */
#ifndef OZG_XML_XML_H
#define OZG_XML_XML_H

#include "base/diag.h"
#include "base/err.h"

struct xml_attr {
	struct str name; /* local name */
	struct str ns;   /* namespace URI, empty for none */
	struct str value;
	struct str raw; /* as it is written, with references; empty: made in memory */
	struct pos pos; /* of the first character of the value */
};

struct xml_node {
	struct str name; /* local name */
	struct str ns;   /* namespace URI */
	const struct xml_attr *attrs;
	size_t n_attrs;
	const struct xml_node *parent, *first, *next; /* elements only */
	struct str text;                              /* all character data directly in the element, joined, untrimmed */
	struct pos pos;                               /* of '<' */
	struct pos text_pos;                          /* of the first character data that is not white space */
	size_t begin, end;                            /* bytes in the source: from '<' to behind '>' of the end tag */
};

struct xml_limits {
	size_t bytes; /* of the source */
	size_t nodes; /* elements */
	size_t depth;
	size_t attrs; /* of one element */
	/* Local names, up to a NULL: such elements, with all in them, must be well-formed but are not built, not counted
	 * and not part of any text. NULL: all are built. */
	const char *const *skip;
};

/* 1 MiB, 20,000 elements, depth 64, 64 attributes: for definitions people write. */
extern const struct xml_limits xml_limits_default;

/* Parses source. Returns the root, or NULL with at least one finding in d (syntax error, limit, DTD …: all in German).
 * The source must outlive the tree; everything else is in a. */
const struct xml_node *xml_parse(struct arena *a, struct str source, const struct xml_limits *limits, struct diags *d);

/* A file of others that says it is UTF-16, ISO-8859-1, -2 or -15, windows-1250 or -1252, as UTF-8 in a, lines and
 * columns as they were; everything else as it is. For what we read and do not keep. */
struct str xml_decode(struct arena *a, struct str source);

/* The byte where the outermost element begins, behind declaration, comments and white space; the length when there is
 * none. */
size_t xml_root_begin(struct str source);

/* First child element with this name and namespace, or NULL; xml_next the following sibling of the same name. */
const struct xml_node *xml_child(const struct xml_node *n, const char *ns, const char *name);
const struct xml_node *xml_next(const struct xml_node *n);

/* The attribute without namespace (xml_attr) or with one (xml_attr_ns), or NULL. */
const struct xml_attr *xml_attr(const struct xml_node *n, const char *name);
const struct xml_attr *xml_attr_ns(const struct xml_node *n, const char *ns, const char *name);

/* Where byte number offset of the value stands in the file, whatever is written as a reference before it. */
struct pos xml_attr_place(const struct xml_attr *at, size_t offset);

/* Value of the attribute, or the empty text. */
struct str xml_attr_value(const struct xml_node *n, const char *name);

bool xml_is(const struct xml_node *n, const char *ns, const char *name);

/* Adds text with the five special characters replaced; characters that XML 1.0 does not allow become U+FFFD. */
void xml_escape(struct buf *out, struct str text);

/* An XSD 1.0, compiled once; it lives as long as a. Files that xs:import, xs:include or xs:redefine name are read from
 * the same folder only. NULL with err set. */
struct xml_schema;
struct xml_schema *xml_schema_load(struct arena *a, const char *path, struct err *err);

/* Validates source (already known to parse with xml_parse); adds an error with line for each violation.
 * German sentence, the schema's own words behind it. */
void xml_schema_check(const struct xml_schema *s, struct str source, struct diags *d);

#endif
