/* SPDX-License-Identifier: EUPL-1.2
 * Tokens to a tree: recursive descent, one function per rank of XPath 1.0 section 3.5. */
#include "xpath/xpath_int.h"

static struct xpath_node *parse_or(struct compiler *c);

static struct xpath_node *node_new(struct compiler *c, enum xpath_op op, size_t at)
{
	struct xpath_node *n = ARENA_NEW(c->arena, struct xpath_node);
	n->op = op;
	n->at = at;
	return n;
}

static struct xpath_node *syntax(struct compiler *c, const char *expected)
{
	struct token t = c->token;
	if (t.kind == T_END)
		xpath_fail(c, t.at, "syntax", "Der Ausdruck ist unvollständig: %s", expected);
	else if (t.kind != T_ERROR)
		xpath_fail(c, t.at, "syntax", "„%.*s“ passt hier nicht: %s", STR_ARG(t.text), expected);
	c->token.kind = T_ERROR;
	return NULL;
}

static bool is_word(const struct compiler *c, const char *word)
{
	return c->token.kind == T_NAME && str_eq_c(c->token.text, word);
}

static bool enter(struct compiler *c)
{
	if (c->depth++ < XPATH_DEPTH_MAX)
		return true;
	xpath_fail(c, c->token.at, "limit",
	    "Der Ausdruck ist zu tief verschachtelt (mehr als %d Ebenen). Teilen Sie ihn auf mehrere Felder auf.",
	    XPATH_DEPTH_MAX);
	c->token.kind = T_ERROR;
	return false;
}

/* What parse reads, with the part of the source that it took; parentheses around it belong to it. */
static struct xpath_node *spanned(struct compiler *c, struct xpath_node *(*parse)(struct compiler *))
{
	size_t from = c->token.at;
	struct xpath_node *n = parse(c);
	if (n == NULL)
		return NULL;
	n->from = from;
	n->to = c->token.at;
	return n;
}

/* After "(": the arguments of call and ")". */
static bool parse_arguments(struct compiler *c, struct xpath_node *call)
{
	struct xpath_node **tail = &call->kids;
	if (c->token.kind == T_CLOSE)
		return true;
	for (;;) {
		struct xpath_node *arg = spanned(c, parse_or);
		if (arg == NULL)
			return false;
		*tail = arg;
		tail = &arg->next;
		if (c->token.kind != T_COMMA)
			break;
		xpath_lex(c);
	}
	return c->token.kind == T_CLOSE || syntax(c, "hier fehlt ein Komma oder eine schließende Klammer.") != NULL;
}

static struct xpath_node *parse_name(struct compiler *c)
{
	struct token name = c->token;
	xpath_lex(c);
	if (c->token.kind != T_OPEN) {
		if (c->token.kind == T_ERROR)
			return NULL;
		if (str_eq_c(name.text, "true") || str_eq_c(name.text, "false"))
			xpath_fail(c, name.at, "syntax", "„%.*s“ schreibt man mit Klammern: %.*s().", STR_ARG(name.text),
			    STR_ARG(name.text));
		else
			xpath_fail(c, name.at, "syntax",
			    "„%.*s“ passt hier nicht. Ein Feld schreiben Sie als $%.*s, einen Text als '%.*s'.", STR_ARG(name.text),
			    STR_ARG(name.text), STR_ARG(name.text));
		c->token.kind = T_ERROR;
		return NULL;
	}
	struct xpath_node *call = node_new(c, OP_CALL, name.at);
	call->name = name.text;
	if (!enter(c))
		return NULL;
	xpath_lex(c);
	if (!parse_arguments(c, call))
		return NULL;
	c->depth--;
	xpath_lex(c);
	return call;
}

static struct xpath_node *parse_parenthesis(struct compiler *c)
{
	if (!enter(c))
		return NULL;
	xpath_lex(c);
	struct xpath_node *n = parse_or(c);
	if (n == NULL)
		return NULL;
	if (c->token.kind != T_CLOSE)
		return syntax(c, "hier fehlt eine schließende Klammer.");
	c->depth--;
	xpath_lex(c);
	return n;
}

static struct xpath_node *parse_number(struct compiler *c)
{
	/* XPath also writes "5." and ".5". */
	struct token t = c->token;
	struct str digits = str_ends(t.text, STR(".")) ? str_sub(t.text, 0, t.text.n - 1) : t.text;
	if (str_starts(digits, STR(".")))
		digits = str_fmt(c->arena, "0%.*s", STR_ARG(digits));
	struct xpath_node *n = node_new(c, OP_CONST, t.at);
	n->type = n->constant.type = XPATH_DEC;
	if (!dec_parse(digits, &n->constant.dec)) {
		xpath_fail(c, t.at, "limit", "Diese Zahl ist zu lang (höchstens 34 Ziffern, 18 davon nach dem Punkt).");
		c->token.kind = T_ERROR;
		return NULL;
	}
	xpath_lex(c);
	return n;
}

static struct xpath_node *parse_primary(struct compiler *c)
{
	struct token t = c->token;
	struct xpath_node *n;
	switch (t.kind) {
	case T_NUMBER:
		return parse_number(c);
	case T_LITERAL:
		n = node_new(c, OP_CONST, t.at);
		n->type = n->constant.type = XPATH_TEXT;
		n->constant.text = t.text;
		break;
	case T_VAR:
	case T_DOT:
		n = node_new(c, OP_REF, t.at);
		n->path = t.kind == T_VAR ? t.text : (struct str){ NULL, 0 };
		break;
	case T_NAME:
		return parse_name(c);
	case T_OPEN:
		return parse_parenthesis(c);
	case T_STAR:
		return syntax(c, "den Platzhalter „*“ gibt es nicht, und vor dem Malzeichen fehlt eine Zahl.");
	default:
		return syntax(c, "hier fehlt ein Wert, etwa $name, 12.50 oder 'Text'.");
	}
	xpath_lex(c);
	/* "$a-$b" is the name "a-" followed by "$b". */
	if (t.kind == T_VAR && str_ends(t.text, STR("-")) && c->token.kind != T_ERROR)
		return syntax(c, "vor das Minuszeichen gehört ein Leerzeichen, sonst ist es Teil des Namens.");
	return n;
}

static struct xpath_node *parse_unary(struct compiler *c)
{
	/* Any number of signs is at most two: what matters is whether it is odd, and that a number follows. */
	size_t at = c->token.at;
	unsigned signs = 0;
	for (; c->token.kind == T_MINUS; signs = signs == 2 ? 1 : signs + 1)
		xpath_lex(c);
	struct xpath_node *n = parse_primary(c);
	for (; n != NULL && signs > 0; signs--) {
		struct xpath_node *neg = node_new(c, OP_NEG, at);
		neg->kids = n;
		n = neg;
	}
	return n;
}

/* The operator of arithmetic that stands here, of the lower rank (+ -) or the higher; 0 = OP_CONST for none. */
static enum xpath_op additive(const struct compiler *c)
{
	return c->token.kind == T_PLUS ? OP_ADD : c->token.kind == T_MINUS ? OP_SUB : OP_CONST;
}

static enum xpath_op multiplicative(const struct compiler *c)
{
	return c->token.kind == T_STAR ? OP_MUL : is_word(c, "div") ? OP_DIV : is_word(c, "mod") ? OP_MOD : OP_CONST;
}

static enum xpath_op logical_and(const struct compiler *c)
{
	return is_word(c, "and") ? OP_AND : OP_CONST;
}

static enum xpath_op logical_or(const struct compiler *c)
{
	return is_word(c, "or") ? OP_OR : OP_CONST;
}

/* operand (operator operand)*: one node with all operands, or the only operand itself. */
static struct xpath_node *parse_chain(struct compiler *c, enum xpath_op op,
    enum xpath_op (*link_here)(const struct compiler *), struct xpath_node *(*operand)(struct compiler *))
{
	struct xpath_node *first = spanned(c, operand);
	if (first == NULL || link_here(c) == OP_CONST)
		return first;
	struct xpath_node *chain = node_new(c, op, first->at);
	chain->kids = first;
	for (struct xpath_node *last = first; link_here(c) != OP_CONST; last = last->next) {
		enum xpath_op link = link_here(c);
		xpath_lex(c);
		last->next = spanned(c, operand);
		if (last->next == NULL)
			return NULL;
		last->next->link = link;
	}
	return chain;
}

static struct xpath_node *parse_product(struct compiler *c)
{
	return parse_chain(c, OP_CHAIN, multiplicative, parse_unary);
}

static struct xpath_node *parse_sum(struct compiler *c)
{
	return parse_chain(c, OP_CHAIN, additive, parse_product);
}

static bool is_comparison(enum token_kind kind)
{
	return kind >= T_EQ && kind <= T_GE;
}

static struct xpath_node *parse_comparison(struct compiler *c)
{
	struct xpath_node *left = parse_sum(c);
	if (left == NULL || !is_comparison(c->token.kind))
		return left;
	struct xpath_node *n = node_new(c, (enum xpath_op)(OP_EQ + (c->token.kind - T_EQ)), c->token.at);
	n->kids = left;
	xpath_lex(c);
	left->next = parse_sum(c);
	if (left->next == NULL)
		return NULL;
	if (is_comparison(c->token.kind))
		return syntax(
		    c, "Vergleiche lassen sich nicht aneinanderreihen. Schreiben Sie „and“ dazwischen oder Klammern.");
	return n;
}

static struct xpath_node *parse_and(struct compiler *c)
{
	return parse_chain(c, OP_AND, logical_and, parse_comparison);
}

static struct xpath_node *parse_or(struct compiler *c)
{
	return parse_chain(c, OP_OR, logical_or, parse_and);
}

struct xpath_node *xpath_parse(struct compiler *c)
{
	xpath_lex(c);
	if (c->token.kind == T_END) {
		xpath_fail(c, 0, "syntax", "Der Ausdruck ist leer.");
		return NULL;
	}
	struct xpath_node *n = spanned(c, parse_or);
	if (n != NULL && c->token.kind == T_CLOSE)
		return syntax(c, "zu dieser schließenden Klammer fehlt die öffnende.");
	if (n != NULL && c->token.kind != T_END)
		return syntax(c, "hier fehlt ein Operator wie „and“, „or“, „=“ oder „+“.");
	return n;
}
