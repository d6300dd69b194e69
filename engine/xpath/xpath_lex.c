/* SPDX-License-Identifier: EUPL-1.2
 * Characters to tokens, after XPath 1.0 section 3.7; what we do not offer is refused here by its own name. */
#include "xpath/xpath_int.h"

#include "base/utf8.h"

#include <stdarg.h>

struct pos xpath_pos(const struct compiler *c, size_t at)
{
	if (c->scope->place != NULL)
		return c->scope->place(c->scope->arg, at);
	struct pos pos = { c->pos.line, c->pos.col == 0 ? 1 : c->pos.col };
	for (size_t i = 0; i < at; i++) {
		pos.col++;
		if (c->source.p[i] == '\n')
			pos = (struct pos){ pos.line + 1, 1 };
	}
	return pos;
}

void xpath_fail(struct compiler *c, size_t at, const char *code, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	diag_error(c->diags, xpath_pos(c, at), code, "%s", text);
	c->failed = true;
}

/* What people write although this is not their language, or not that part of XPath. Longer ones first. */
static const struct {
	struct str seen;
	const char *sentence;
} refused[] = {
	{ STR_INIT("//"), "Die Suche über alle Ebenen („//“) gibt es hier nicht. Nennen Sie den Pfad: $gruppe/feld." },
	{ STR_INIT("/"), "Ein Pfad beginnt mit einer Variablen und hat keine Leerzeichen: $gruppe/feld." },
	{ STR_INIT("::"), "Achsen („::“) gibt es hier nicht. Nennen Sie den Pfad: $gruppe/feld." },
	{ STR_INIT(":"), "Namensräume („:“) gibt es hier nicht. Schreiben Sie den Namen ohne Präfix." },
	{ STR_INIT("@"), "Attribute („@“) gibt es hier nicht. Schreiben Sie $name." },
	{ STR_INIT("["), "Prädikate („[…]“) gibt es hier nicht. Verwenden Sie Vergleiche mit „and“ oder if()." },
	{ STR_INIT("]"), "Prädikate („[…]“) gibt es hier nicht. Verwenden Sie Vergleiche mit „and“ oder if()." },
	{ STR_INIT("||"), "„||“ gibt es in XPath nicht. Schreiben Sie „or“, für Texte concat(…)." },
	{ STR_INIT("|"), "Vereinigungen („|“) gibt es hier nicht. Schreiben Sie „or“." },
	{ STR_INIT("&"), "„&“ gibt es in XPath nicht. Schreiben Sie „and“." },
	{ STR_INIT(".."), "Der Schritt nach oben („..“) gibt es hier nicht. Nennen Sie das Feld: $name." },
	{ STR_INIT("=="), "„==“ gibt es in XPath nicht. Schreiben Sie „=“." },
	{ STR_INIT("!"), "„!“ gibt es in XPath nicht. Schreiben Sie not(…) oder „!=“." },
	{ STR_INIT("<>"), "„<>“ gibt es in XPath nicht. Schreiben Sie „!=“." },
	{ STR_INIT("%"), "„%“ gibt es in XPath nicht. Schreiben Sie „mod“, für Prozente „* 0.19“." },
	{ STR_INIT("{"), "„{…}“ ist keine XPath-Schreibweise. Schreiben Sie $name." },
	{ STR_INIT("}"), "„{…}“ ist keine XPath-Schreibweise. Schreiben Sie $name." },
	{ STR_INIT("#"), "„#“ ist keine XPath-Schreibweise. Schreiben Sie $name." },
	{ STR_INIT("„"), "„ ist kein Anführungszeichen für Ausdrücke. Schreiben Sie ' oder \"." },
	{ STR_INIT("“"), "“ ist kein Anführungszeichen für Ausdrücke. Schreiben Sie ' oder \"." },
	{ STR_INIT("”"), "” ist kein Anführungszeichen für Ausdrücke. Schreiben Sie ' oder \"." },
	{ STR_INIT("‚"), "‚ ist kein Anführungszeichen für Ausdrücke. Schreiben Sie ' oder \"." },
	{ STR_INIT("‘"), "‘ ist kein Anführungszeichen für Ausdrücke. Schreiben Sie ' oder \"." },
	{ STR_INIT("’"), "’ ist kein Anführungszeichen für Ausdrücke. Schreiben Sie ' oder \"." },
	{ STR_INIT("–"), "Der Gedankenstrich ist kein Minuszeichen. Schreiben Sie „-“." },
};

static const struct {
	struct str text;
	enum token_kind kind;
} symbols[] = {
	{ STR_INIT("!="), T_NE },
	{ STR_INIT("<="), T_LE },
	{ STR_INIT(">="), T_GE },
	{ STR_INIT("="), T_EQ },
	{ STR_INIT("<"), T_LT },
	{ STR_INIT(">"), T_GT },
	{ STR_INIT("("), T_OPEN },
	{ STR_INIT(")"), T_CLOSE },
	{ STR_INIT(","), T_COMMA },
	{ STR_INIT("+"), T_PLUS },
	{ STR_INIT("-"), T_MINUS },
	{ STR_INIT("*"), T_STAR },
	{ STR_INIT("."), T_DOT },
};

static struct str rest_at(const struct compiler *c, size_t at)
{
	return str_sub(c->source, at, c->source.n);
}

static void lex_error(struct compiler *c, size_t at, const char *code, const char *sentence)
{
	xpath_fail(c, at, code, "%s", sentence);
	c->token = (struct token){ T_ERROR, { NULL, 0 }, at };
}

static void unexpected_character(struct compiler *c, size_t at)
{
	struct str rest = rest_at(c, at);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (str_starts(rest, refused[i].seen)) {
			lex_error(c, at, "unsupported", refused[i].sentence);
			return;
		}
	int32_t cp = utf8_next(&rest);
	c->token = (struct token){ T_ERROR, { NULL, 0 }, at };
	if (cp == 0xa0)
		xpath_fail(c, at, "syntax", "Hier steht ein geschütztes Leerzeichen. Ersetzen Sie es durch ein gewöhnliches.");
	else
		xpath_fail(
		    c, at, "syntax", "Das Zeichen U+%04X gehört nicht in einen Ausdruck. Entfernen Sie es.", (unsigned)cp);
}

static bool is_digit(int32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* Nearly NameStartChar of XML 1.0: a name that the owner does not know is refused anyway. */
static bool starts_name(int32_t cp)
{
	bool ascii = (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || cp == '_';
	return ascii || (cp >= 0xc0 && cp != 0xd7 && cp != 0xf7 && (cp < 0x2000 || cp > 0x2fff));
}

/* Length of the NCName at offset at; 0 when there is none. */
static size_t name_length(const struct compiler *c, size_t at)
{
	struct str rest = rest_at(c, at);
	size_t n = 0;
	for (;;) {
		int32_t cp = utf8_next(&rest);
		bool part = n > 0 && (is_digit(cp) || cp == '-' || cp == '.' || cp == 0xb7);
		if (!part && !starts_name(cp))
			return n;
		n = c->source.n - at - rest.n;
	}
}

static char byte_at(const struct compiler *c, size_t at)
{
	return at < c->source.n ? c->source.p[at] : '\0';
}

/* $name/name/name */
static void lex_variable(struct compiler *c, size_t at)
{
	size_t end = at + 1;
	size_t n = name_length(c, end);
	if (n == 0) {
		const char *sentence = byte_at(c, end) == '{' ? "„${…}“ ist keine XPath-Schreibweise. Schreiben Sie $name."
		                                              : "Nach „$“ fehlt der Name.";
		lex_error(c, at, "syntax", sentence);
		return;
	}
	for (;;) {
		end += n;
		if (byte_at(c, end) != '/')
			break;
		n = name_length(c, end + 1);
		if (n == 0) {
			lex_error(c, end, "unsupported",
			    "Nach „/“ darf nur ein Name stehen, kein „//“, „..“, „@“ oder „*“: $gruppe/feld.");
			return;
		}
		end++;
	}
	if (end > at + 1 + n && byte_at(c, end) == '(') {
		lex_error(
		    c, end - n, "unsupported", "Knotentests wie text() gibt es hier nicht. Der Pfad allein ist der Wert.");
		return;
	}
	c->token = (struct token){ T_VAR, str_sub(c->source, at + 1, end), at };
	c->next = end;
}

/* Digits ('.' Digits?)? | '.' Digits */
static void lex_number(struct compiler *c, size_t at)
{
	size_t end = at;
	while (is_digit(byte_at(c, end)))
		end++;
	if (byte_at(c, end) == '.')
		end++;
	while (is_digit(byte_at(c, end)))
		end++;
	c->token = (struct token){ T_NUMBER, str_sub(c->source, at, end), at };
	c->next = end;
	if (byte_at(c, end) == ',' && is_digit(byte_at(c, end + 1)) && c->depth == 0)
		lex_error(c, end, "syntax", "Dezimalzahlen haben einen Punkt, kein Komma: schreiben Sie 12.50.");
}

static void lex_literal(struct compiler *c, size_t at)
{
	struct str rest = rest_at(c, at + 1);
	ptrdiff_t n = str_find(rest, c->source.p[at]);
	if (n < 0) {
		lex_error(c, at, "syntax", "Das schließende Anführungszeichen dieses Textes fehlt.");
		return;
	}
	c->token = (struct token){ T_LITERAL, str_sub(rest, 0, (size_t)n), at };
	c->next = at + (size_t)n + 2;
}

static void lex_symbol(struct compiler *c, size_t at)
{
	struct str rest = rest_at(c, at);
	bool other_language = str_starts(rest, STR("==")) || str_starts(rest, STR("<>")) || str_starts(rest, STR(".."));
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols && !other_language; i++)
		if (str_starts(rest, symbols[i].text)) {
			c->token = (struct token){ symbols[i].kind, str_sub(rest, 0, symbols[i].text.n), at };
			c->next = at + symbols[i].text.n;
			return;
		}
	unexpected_character(c, at);
}

void xpath_lex(struct compiler *c)
{
	if (c->token.kind == T_ERROR)
		return;
	size_t at = c->next;
	while (at < c->source.n && strchr(" \t\r\n", c->source.p[at]) != NULL && c->source.p[at] != '\0')
		at++;
	if (at == c->source.n) {
		c->token = (struct token){ T_END, { NULL, 0 }, at };
		return;
	}
	if (++c->n_tokens > XPATH_TOKENS_MAX) {
		lex_error(c, at, "limit",
		    "Der Ausdruck ist zu lang (mehr als 10.000 Bausteine). Teilen Sie ihn auf mehrere Felder auf.");
		return;
	}
	char ch = c->source.p[at];
	size_t n = name_length(c, at);
	if (n > 0) {
		c->token = (struct token){ T_NAME, str_sub(c->source, at, at + n), at };
		c->next = at + n;
	} else if (ch == '$') {
		lex_variable(c, at);
	} else if (is_digit(ch) || (ch == '.' && is_digit(byte_at(c, at + 1)))) {
		lex_number(c, at);
	} else if (ch == '\'' || ch == '"') {
		lex_literal(c, at);
	} else {
		lex_symbol(c, at);
	}
}
