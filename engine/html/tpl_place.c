/* SPDX-License-Identifier: EUPL-1.2
 * The automaton that reads the HTML of a template letter by letter. */
#include "html/tpl_place.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static struct tpl_word word(char first)
{
	return (struct tpl_word){ .p = { lower(first) }, .n = 1 };
}

static void word_add(struct tpl_word *w, char c)
{
	if (w->n < sizeof w->p)
		w->p[w->n] = lower(c);
	w->n++;
}

static struct str word_str(const struct tpl_word *w)
{
	return (struct str){ w->p, w->n < sizeof w->p ? w->n : sizeof w->p };
}

static bool listed(const struct tpl_word *w, const char *const *list)
{
	for (; *list != NULL; list++)
		if (w->n <= sizeof w->p && str_eq_c(word_str(w), *list))
			return true;
	return false;
}

static enum tpl_attr attr_kind(const struct tpl_word *name)
{
	static const char *const urls[] = { "href", "src", "action", "formaction", NULL };
	static const char *const plain[] = { "abbr", "accept", "accept-charset", "alt", "autocomplete", "class", "cols",
		"colspan", "d", "datetime", "dir", "download", "enctype", "for", "form", "headers", "height", "hreflang", "id",
		"inputmode", "label", "lang", "list", "max", "maxlength", "method", "min", "minlength", "name", "pattern",
		"placeholder", "role", "rows", "rowspan", "scope", "size", "span", "start", "step", "summary", "tabindex",
		"title", "transform", "type", "value", "viewbox", "width", "x", "y", NULL };
	struct str s = word_str(name);
	if (listed(name, urls))
		return ATTR_URL;
	if (listed(name, plain) || str_starts(s, STR("aria-")) || str_starts(s, STR("data-")))
		return ATTR_PLAIN;
	return ATTR_FORBIDDEN;
}

static void tag_ends(struct tpl_place *p)
{
	static const char *const raw[] = { "script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext", NULL };
	static const char *const rcdata[] = { "title", "textarea", NULL };
	p->where = IN_TEXT;
	p->matched = 0;
	if (!p->end_tag && listed(&p->element, raw))
		p->where = IN_RAW;
	if (!p->end_tag && listed(&p->element, rcdata))
		p->where = IN_RCDATA;
}

static void value_begins(struct tpl_place *p)
{
	p->attr = attr_kind(&p->name);
	p->url = URL_START;
	p->scheme.n = 0;
}

/* One letter of a URL that stands in the template. Browsers skip white space in a scheme. */
static void feed_url(struct tpl_place *p, char c)
{
	static const char *const known[] = { "https", "http", "mailto", "tel", NULL };
	if (p->url == URL_INSIDE || (unsigned char)c <= ' ')
		return;
	if (c == '/' || c == '?' || c == '#') {
		p->url = URL_INSIDE;
	} else if (p->url == URL_UNSURE) {
		return;
	} else if (c == ':' || c == '&') {
		if (c == '&' || !listed(&p->scheme, known))
			p->attr = ATTR_FORBIDDEN; /* javascript:, data:, or one of them in disguise */
		p->url = URL_INSIDE;
	} else {
		p->url = URL_SCHEME;
		word_add(&p->scheme, c);
	}
}

/* Content of an element that only its own end tag ends. */
static void feed_raw(struct tpl_place *p, char c)
{
	size_t m = p->matched;
	if (m == p->element.n + 2) {
		if (is_space(c) || c == '/' || c == '>') {
			p->end_tag = true;
			p->where = c == '>' ? IN_TEXT : IN_TAG;
		}
		p->matched = 0;
	} else {
		char want = m == 0 ? '<' : m == 1 ? '/' : p->element.p[m - 2];
		p->matched = lower(c) == want ? m + 1 : c == '<';
	}
}

static void feed_markup(struct tpl_place *p, char c)
{
	switch (p->where) {
	case IN_LT:
		p->end_tag = false;
		p->element = word(c);
		p->where = is_letter(c) ? IN_TAG_NAME
		           : c == '/'   ? IN_LT_SLASH
		           : c == '!'   ? IN_BANG
		           : c == '?'   ? IN_DECL
		           : c == '<'   ? IN_LT
		                        : IN_TEXT;
		break;
	case IN_LT_SLASH:
		p->end_tag = true;
		p->element = word(c);
		p->where = is_letter(c) ? IN_TAG_NAME : c == '>' ? IN_TEXT : IN_DECL;
		break;
	case IN_BANG:
		p->where = c == '-' ? IN_BANG_DASH : c == '>' ? IN_TEXT : IN_DECL;
		break;
	case IN_BANG_DASH:
		p->where = c == '-' ? IN_COMMENT : c == '>' ? IN_TEXT : IN_DECL;
		p->matched = 0;
		break;
	case IN_DECL:
		if (c == '>')
			p->where = IN_TEXT;
		break;
	default: /* IN_COMMENT */
		if (c == '>' && p->matched == 2)
			p->where = IN_TEXT;
		p->matched = c != '-' ? 0 : p->matched < 2 ? p->matched + 1 : 2;
		break;
	}
}

static void feed_tag(struct tpl_place *p, char c)
{
	bool space = is_space(c);
	if (c == '>') {
		tag_ends(p);
	} else if (p->where == IN_BEFORE_VALUE) {
		if (c == '"' || c == '\'') {
			p->where = IN_VALUE;
			p->quote = c;
			value_begins(p);
		} else if (!space) {
			p->where = IN_UNQUOTED;
		}
	} else if (p->where == IN_UNQUOTED) {
		if (space)
			p->where = IN_TAG;
	} else if (c == '/') {
		p->where = IN_TAG;
	} else if (p->where == IN_TAG_NAME) {
		if (space)
			p->where = IN_TAG;
		else
			word_add(&p->element, c);
	} else if (c == '=' && p->where != IN_TAG) {
		p->where = IN_BEFORE_VALUE;
	} else if (p->where == IN_ATTR_NAME) {
		if (space)
			p->where = IN_AFTER_NAME;
		else
			word_add(&p->name, c);
	} else if (!space) {
		p->where = IN_ATTR_NAME;
		p->name = word(c);
	}
}

void tpl_place_feed(struct tpl_place *p, struct str html)
{
	for (size_t i = 0; i < html.n; i++) {
		char c = html.p[i];
		switch (p->where) {
		case IN_TEXT:
			if (c == '<')
				p->where = IN_LT;
			break;
		case IN_RAW:
		case IN_RCDATA:
			feed_raw(p, c);
			break;
		case IN_VALUE:
			if (c == p->quote)
				p->where = IN_TAG;
			else if (p->attr == ATTR_URL)
				feed_url(p, c);
			break;
		case IN_LT:
		case IN_LT_SLASH:
		case IN_BANG:
		case IN_BANG_DASH:
		case IN_DECL:
		case IN_COMMENT:
			feed_markup(p, c);
			break;
		default:
			feed_tag(p, c);
			break;
		}
	}
}

static bool url_value(struct tpl_place *p, enum tpl_escape *how, struct str *reason)
{
	static const char *const active[] = { "script", "iframe", "frame", "object", "embed", "base", NULL };
	if (p->url == URL_UNSURE) {
		*reason = STR("Ob hier die Adresse beginnt, hängt von einem Abschnitt davor ab. Bitte nehmen Sie das ganze "
		              "Attribut in den Abschnitt.");
		return false;
	}
	if (p->url == URL_START && listed(&p->element, active)) {
		*reason = STR("Was dieses Element lädt, darf nicht ein Wert bestimmen. Bitte beginnen Sie die Adresse fest.");
		return false;
	}
	*how = p->url == URL_START ? ESCAPE_URL_START : ESCAPE_URL_INSIDE;
	if (p->url != URL_INSIDE) {
		p->url = URL_SCHEME;
		word_add(&p->scheme, '?'); /* an unknown one, should a ":" follow */
	}
	return true;
}

bool tpl_place_value(struct tpl_place *p, enum tpl_escape *how, struct arena *a, struct str *reason)
{
	*how = ESCAPE_HTML;
	switch (p->where) {
	case IN_TEXT:
	case IN_RCDATA:
		p->matched = 0;
		return true;
	case IN_VALUE:
		if (p->attr == ATTR_URL)
			return url_value(p, how, reason);
		if (p->attr == ATTR_FORBIDDEN)
			*reason = str_fmt(a, "Im Attribut „%.*s“ sind hier keine Werte erlaubt.", STR_ARG(word_str(&p->name)));
		return p->attr == ATTR_PLAIN;
	case IN_BEFORE_VALUE:
	case IN_UNQUOTED:
		*reason = STR("Ein Attribut mit einem Wert braucht Anführungszeichen, zum Beispiel class=\"{{name}}\".");
		return false;
	case IN_RAW:
		*reason = str_fmt(a, "Im Inhalt von „%.*s“ sind keine Werte erlaubt. Bitte nutzen Sie ein data-Attribut.",
		    STR_ARG(word_str(&p->element)));
		return false;
	case IN_COMMENT:
	case IN_DECL:
		*reason = STR("In einem HTML-Kommentar sind keine Werte erlaubt. Bitte schreiben Sie {{! Kommentar }}.");
		return false;
	default:
		*reason = STR("Ein Wert darf nicht der Name eines Elements oder Attributs sein.");
		return false;
	}
}

bool tpl_place_settle(struct tpl_place *p, bool *space)
{
	*space = false;
	switch (p->where) {
	case IN_TAG_NAME:
	case IN_ATTR_NAME:
	case IN_UNQUOTED:
		*space = true;
		p->where = IN_TAG;
		return true;
	case IN_AFTER_NAME:
		p->where = IN_TAG;
		return true;
	case IN_TEXT:
	case IN_RCDATA:
		return p->matched == 0;
	case IN_TAG:
	case IN_VALUE:
		return true;
	default:
		return false;
	}
}

static bool word_eq(const struct tpl_word *a, const struct tpl_word *b)
{
	return a->n == b->n && str_eq(word_str(a), word_str(b));
}

bool tpl_place_same(const struct tpl_place *a, const struct tpl_place *b)
{
	if (a->where != b->where)
		return false;
	if (a->where == IN_TEXT)
		return true;
	if (!word_eq(&a->element, &b->element) || a->end_tag != b->end_tag)
		return false;
	return a->where != IN_VALUE || (a->quote == b->quote && a->attr == b->attr && word_eq(&a->name, &b->name));
}

static bool same_url(const struct tpl_place *a, const struct tpl_place *b)
{
	return a->url == b->url && (a->url != URL_SCHEME || word_eq(&a->scheme, &b->scheme));
}

bool tpl_place_equal(const struct tpl_place *a, const struct tpl_place *b)
{
	return tpl_place_same(a, b) && (a->where != IN_VALUE || a->attr != ATTR_URL || same_url(a, b));
}

void tpl_place_join(struct tpl_place *p, const struct tpl_place *before)
{
	if (p->where == IN_VALUE && p->attr == ATTR_URL && !same_url(p, before))
		p->url = URL_UNSURE;
}
