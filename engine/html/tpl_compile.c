/* SPDX-License-Identifier: EUPL-1.2
 * Compiles templates: goes through text and tags in order, follows the HTML and writes down operations. */
#include "html/tpl_bind.h"
#include "html/tpl_source.h"

#include "base/utf8.h"

enum { SECTIONS_MAX = 32, NESTING_MAX = 50 };

/* A file compiled for one place and one scope. Parts are compiled once for each pair, and called. */
struct part {
	struct tpl_code code;
	struct str name;
	struct tpl_scope scope;
	struct tpl_place begin, end;
	struct part *next;
	struct link *direct; /* parts it calls without going into a list or struct first */
};

struct link {
	const struct part *to;
	const struct link *next;
};

struct compiler {
	struct arena *arena;
	const struct tpl_source *src; /* NULL: parts cannot be had */
	const struct tpl_texts *texts;
	struct diags *diags;
	struct part *parts;
	size_t nesting;
	bool failed;
};

struct section {
	struct str name;
	size_t at; /* of its tag */
	size_t op;
	struct tpl_place place;
	struct tpl_scope outside;
	bool bound;    /* its name was found */
	bool progress; /* goes into a list or struct */
};

/* One source on its way to becoming a part. */
struct unit {
	struct compiler *c;
	struct part *part;
	struct str source;
	size_t done; /* text up to here was taken */
	struct buf text;
	struct tpl_op *ops;
	size_t n_ops, cap_ops;
	struct tpl_place place;
	struct tpl_scope scope;
	struct section sections[SECTIONS_MAX];
	size_t n_sections;
};

static struct pos pos_of(struct str source, size_t at)
{
	struct pos pos = { 1, 1 };
	for (size_t i = 0; i < at && i < source.n; i++) {
		if (source.p[i] == '\n')
			pos = (struct pos){ pos.line + 1, 1 };
		else
			pos.col++;
	}
	return pos;
}

/* A part that is compiled several times says each thing once. */
static void complain(struct unit *u, size_t at, const char *code, struct str text)
{
	struct diags *d = u->c->diags;
	struct pos pos = pos_of(u->source, at);
	u->c->failed = true;
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].pos.line == pos.line && d->list[i].pos.col == pos.col && str_eq(d->list[i].file, d->file) &&
		    str_eq(d->list[i].text, text))
			return;
	diag_error(d, pos, code, "%.*s", STR_ARG(text));
}

#define COMPLAIN(u, at, code, ...) complain((u), (at), (code), str_fmt((u)->c->arena, __VA_ARGS__))

/* --- operations */

static void add_op(struct unit *u, struct tpl_op op)
{
	if (u->n_ops == u->cap_ops) {
		size_t cap = u->cap_ops == 0 ? 16 : u->cap_ops * 2;
		u->ops = arena_grow(u->c->arena, u->ops, u->cap_ops * sizeof *u->ops, cap * sizeof *u->ops);
		u->cap_ops = cap;
	}
	u->ops[u->n_ops++] = op;
}

static void flush_text(struct unit *u)
{
	if (u->text.n == 0)
		return;
	add_op(u, (struct tpl_op){ .kind = OP_TEXT, .text = str_dup(u->c->arena, buf_str(&u->text)) });
	u->text.n = 0;
}

static void take_text(struct unit *u, size_t end)
{
	struct str html = str_sub(u->source, u->done, end);
	tpl_place_feed(&u->place, html);
	buf_add(&u->text, html);
}

/* --- names */

/* Inside a section with an unknown name nothing is known, and nothing is said about it. */
static bool is_blind(const struct unit *u)
{
	for (size_t i = 0; i < u->n_sections; i++)
		if (!u->sections[i].bound)
			return true;
	return false;
}

/* Finds a or a.b.c; false with a finding. */
static bool bind(struct unit *u, const struct tpl_tag *t, struct str name, struct tpl_ref *ref)
{
	struct str reason;
	const char *code;
	if (is_blind(u))
		return false;
	if (tpl_bind(u->c->arena, u->scope, name, ref, &code, &reason))
		return true;
	complain(u, t->begin, code, reason);
	return false;
}

/* --- the tags */

static bool place_value(struct unit *u, const struct tpl_tag *t, enum tpl_escape *how)
{
	struct str reason;
	if (tpl_place_value(&u->place, how, u->c->arena, &reason))
		return true;
	complain(u, t->begin, "bad-place", reason);
	return false;
}

static void value_op(struct unit *u, const struct tpl_tag *t, struct str name, enum tpl_escape how)
{
	struct tpl_op op = { .kind = OP_VALUE, .escape = how };
	if (!bind(u, t, name, &op.ref))
		return;
	switch (op.ref.type) {
	case TPL_BOOL:
		COMPLAIN(u, t->begin, "wrong-type",
		    "„%.*s“ ist ja oder nein und hat keinen Text. Bitte schreiben Sie {{#%.*s}}…{{/%.*s}}.", STR_ARG(name),
		    STR_ARG(name), STR_ARG(name));
		break;
	case TPL_LIST:
	case TPL_STRUCT:
	case TPL_HERE:
		COMPLAIN(u, t->begin, "wrong-type",
		    "„%.*s“ hat mehrere Teile und ist kein einzelner Wert. Bitte schreiben Sie {{#%.*s}}…{{/%.*s}}.",
		    STR_ARG(name), STR_ARG(name), STR_ARG(name));
		break;
	default:
		flush_text(u);
		add_op(u, op);
	}
}

static void do_value(struct unit *u, const struct tpl_tag *t)
{
	enum tpl_escape how;
	if (place_value(u, t, &how))
		value_op(u, t, t->content, how);
}

static const char foreign_element[] = "span";

/* {{_ key a b}}: the catalogue's words, with {1} and {2} replaced by values. */
static void do_text(struct unit *u, const struct tpl_tag *t)
{
	struct str rest = t->content, key, piece, args[9];
	size_t n = 0;
	enum tpl_escape how;
	if (!place_value(u, t, &how))
		return;
	if (how != ESCAPE_HTML) {
		COMPLAIN(u, t->begin, "bad-place", "Adressen gehören nicht in den Textkatalog.");
		return;
	}
	str_next(&rest, ' ', &key);
	while (str_next(&rest, ' ', &piece))
		if (piece.n > 0 && n < sizeof args / sizeof *args)
			args[n++] = piece;
	const struct tpl_texts *texts = u->c->texts;
	const char *words = texts == NULL ? NULL : texts->find(texts->arg, key), *mark = NULL;
	if (words == NULL && texts != NULL && texts->other != NULL) {
		words = texts->other->find(texts->other->arg, key);
		if (u->place.where == IN_TEXT && strncmp(u->place.element.p, "option", u->place.element.n + 1) != 0)
			mark = texts->other_lang;
	}
	if (words == NULL) {
		COMPLAIN(u, t->begin, "unknown-text", "Den Text „%.*s“ gibt es im Katalog nicht.", STR_ARG(key));
		return;
	}
	struct str s = str_c(words);
	size_t done = 0;
	if (mark != NULL)
		buf_add_fmt(&u->text, "<%s lang=\"%s\">", foreign_element, mark);
	for (size_t i = 0; i + 2 < s.n; i++) {
		if (s.p[i] != '{' || s.p[i + 1] < '1' || s.p[i + 1] > '9' || s.p[i + 2] != '}')
			continue;
		size_t arg = (size_t)(s.p[i + 1] - '1');
		html_escape(&u->text, str_sub(s, done, i));
		done = i + 3;
		if (arg < n)
			value_op(u, t, args[arg], ESCAPE_HTML);
		else
			COMPLAIN(u, t->begin, "missing-value", "Der Text „%.*s“ braucht einen Wert für {%zu}: „%s“.", STR_ARG(key),
			    arg + 1, words);
	}
	html_escape(&u->text, str_sub(s, done, s.n));
	if (mark != NULL)
		buf_add_fmt(&u->text, "</%s>", foreign_element);
}

/* Sections and parts stand in text, in a quoted value or between attributes. */
static bool settle(struct unit *u, const struct tpl_tag *t)
{
	bool space;
	if (!tpl_place_settle(&u->place, &space)) {
		COMPLAIN(u, t->begin, "bad-place",
		    "Hier darf kein Abschnitt und kein Teil stehen, nur im Text, zwischen Attributen oder in "
		    "Anführungszeichen.");
		return false;
	}
	if (space)
		buf_add_char(&u->text, ' ');
	return true;
}

static void do_open(struct unit *u, const struct tpl_tag *t)
{
	if (u->n_sections == SECTIONS_MAX) {
		COMPLAIN(u, t->begin, "too-deep", "Mehr als %d Abschnitte stehen ineinander.", SECTIONS_MAX);
		return;
	}
	settle(u, t); /* if it may not begin here, that was said: its end is looked for all the same */
	struct section s = { .name = t->content, .at = t->begin, .place = u->place, .outside = u->scope };
	struct tpl_op op = { .kind = t->kind == '#' ? OP_IF : OP_UNLESS };
	s.bound = bind(u, t, t->content, &op.ref);
	if (s.bound && t->kind == '#' && op.ref.sub != NULL) {
		op.kind = OP_ITEMS;
		u->scope = tpl_scope_push(u->c->arena, u->scope, op.ref.sub);
		s.progress = op.ref.type != TPL_HERE; /* a struct cannot lie within itself */
	}
	flush_text(u);
	s.op = u->n_ops;
	add_op(u, op);
	u->sections[u->n_sections++] = s;
}

static void do_close(struct unit *u, const struct tpl_tag *t)
{
	if (u->n_sections == 0) {
		COMPLAIN(
		    u, t->begin, "unbalanced", "Hier endet „%.*s“, aber es ist kein Abschnitt offen.", STR_ARG(t->content));
		return;
	}
	struct section *s = &u->sections[--u->n_sections];
	if (!str_eq(s->name, t->content))
		COMPLAIN(u, t->begin, "unbalanced", "Hier endet „%.*s“, offen ist aber „%.*s“ aus Zeile %u.",
		    STR_ARG(t->content), STR_ARG(s->name), pos_of(u->source, s->at).line);
	bool settled = settle(u, t);
	if (settled && !tpl_place_same(&u->place, &s->place))
		COMPLAIN(u, t->begin, "bad-place",
		    "Der Abschnitt „%.*s“ endet an einer anderen Stelle des HTML, als er in Zeile %u beginnt (Text, Attribut).",
		    STR_ARG(s->name), pos_of(u->source, s->at).line);
	flush_text(u);
	u->ops[s->op].end = u->n_ops;
	u->scope = s->outside;
	tpl_place_join(&u->place, &s->place);
}

/* --- parts */

static struct part *compile(
    struct compiler *c, struct str name, struct str source, struct tpl_scope scope, struct tpl_place begin);

/* Without going into a list or struct. Never runs in circles: do_part lets none come about. */
static bool reaches(const struct part *from, const struct part *to)
{
	if (from == to)
		return true;
	for (const struct link *l = from->direct; l != NULL; l = l->next)
		if (reaches(l->to, to))
			return true;
	return false;
}

static void add_link(struct unit *u, const struct part *to)
{
	for (const struct link *l = u->part->direct; l != NULL; l = l->next)
		if (l->to == to)
			return;
	struct link *l = ARENA_NEW(u->c->arena, struct link);
	*l = (struct link){ to, u->part->direct };
	u->part->direct = l;
}

static struct part *known_part(
    struct compiler *c, struct str name, struct tpl_scope scope, const struct tpl_place *begin)
{
	for (struct part *p = c->parts; p != NULL; p = p->next)
		if (str_eq(p->name, name) && tpl_scope_eq(p->scope, scope) && tpl_place_equal(&p->begin, begin))
			return p;
	return NULL;
}

static struct part *load_part(struct unit *u, const struct tpl_tag *t)
{
	struct compiler *c = u->c;
	struct str path, source;
	struct err err;
	struct part *p = known_part(c, t->content, u->scope, &u->place);
	if (p != NULL)
		return p;
	if (c->src == NULL || c->nesting == NESTING_MAX) {
		COMPLAIN(u, t->begin, "no-part", "Der Teil „%.*s“ kann hier nicht eingefügt werden.", STR_ARG(t->content));
		return NULL;
	}
	if (!tpl_source_read(c->arena, c->src, t->content, &path, &source, &err)) {
		COMPLAIN(u, t->begin, "no-part", "%s", err.text);
		return NULL;
	}
	struct str outer = c->diags->file;
	c->diags->file = path;
	p = compile(c, t->content, source, u->scope, u->place);
	c->diags->file = outer;
	return p;
}

static void do_part(struct unit *u, const struct tpl_tag *t)
{
	if (!settle(u, t) || is_blind(u))
		return;
	struct part *p = load_part(u, t);
	if (p == NULL)
		return;
	bool progress = false;
	for (size_t i = 0; i < u->n_sections; i++)
		progress |= u->sections[i].progress;
	if (!progress) {
		if (reaches(p, u->part)) {
			COMPLAIN(u, t->begin, "endless",
			    "Der Teil „%.*s“ fügt sich endlos selbst ein. Er darf es nur im Abschnitt einer Liste.",
			    STR_ARG(t->content));
			return;
		}
		add_link(u, p);
	}
	flush_text(u);
	add_op(u, (struct tpl_op){ .kind = OP_PART, .code = &p->code });
	struct tpl_place before = u->place;
	u->place = p->end;
	tpl_place_join(&u->place, &before);
}

/* --- the language */

static void do_tag(struct unit *u, const struct tpl_tag *t)
{
	switch (t->kind) {
	case '#':
	case '^':
		do_open(u, t);
		break;
	case '/':
		do_close(u, t);
		break;
	case '>':
		do_part(u, t);
		break;
	case TPL_TAG_TEXT:
		do_text(u, t);
		break;
	case TPL_TAG_VALUE:
		do_value(u, t);
		break;
	case '!':
		break;
	case TPL_TAG_OPEN:
		COMPLAIN(u, t->begin, "syntax", "Zu „{{“ fehlt das schließende „}}“.");
		break;
	case '=':
		COMPLAIN(u, t->begin, "syntax", "Andere Klammern als {{ und }} sind nicht möglich.");
		break;
	default:
		COMPLAIN(u, t->begin, "syntax", "Werte werden immer geschützt ausgegeben. Bitte schreiben Sie {{name}}.");
	}
}

static void compile_source(struct unit *u)
{
	struct tpl_tag t;
	if (!utf8_valid(u->source) || str_find(u->source, '\0') >= 0) {
		COMPLAIN(u, 0, "encoding", "Die Vorlage ist kein gültiges UTF-8.");
		return;
	}
	while (tpl_tag_next(u->source, u->done, &t)) {
		take_text(u, t.line_begin);
		u->done = t.line_end;
		do_tag(u, &t);
	}
	take_text(u, u->source.n);
	while (u->n_sections > 0) {
		struct section *s = &u->sections[--u->n_sections];
		COMPLAIN(u, s->at, "unbalanced", "Der Abschnitt „%.*s“ wird nicht geschlossen. Bitte ergänzen Sie {{/%.*s}}.",
		    STR_ARG(s->name), STR_ARG(s->name));
		u->place = s->place;
	}
	bool space;
	if (u->part->begin.where == IN_TAG && tpl_place_settle(&u->place, &space) && space)
		buf_add_char(&u->text, ' ');
	if (tpl_place_same(&u->place, &u->part->begin))
		u->part->end = u->place;
	else
		COMPLAIN(u, u->source.n, "bad-place", "Die Vorlage endet mitten in einem Element, Attribut oder Kommentar.");
	flush_text(u);
}

static struct part *compile(
    struct compiler *c, struct str name, struct str source, struct tpl_scope scope, struct tpl_place begin)
{
	struct part *p = ARENA_NEW(c->arena, struct part);
	*p = (struct part){ .name = name, .scope = scope, .begin = begin, .end = begin, .next = c->parts };
	c->parts = p;
	struct unit u = { .c = c, .part = p, .source = source, .text = buf_new(c->arena), .place = begin, .scope = scope };
	c->nesting++;
	compile_source(&u);
	c->nesting--;
	p->code = (struct tpl_code){ u.ops, u.n_ops };
	return p;
}

static const struct tpl *compile_root(
    struct compiler *c, struct str name, struct str source, const struct tpl_struct *view)
{
	struct tpl_scope scope = tpl_scope_push(c->arena, (struct tpl_scope){ NULL, 0 }, view);
	const struct part *p = compile(c, name, source, scope, (struct tpl_place){ .where = IN_TEXT });
	struct tpl *t = ARENA_NEW(c->arena, struct tpl);
	*t = (struct tpl){ p->code, view };
	return c->failed ? NULL : t;
}

const struct tpl *tpl_compile(
    struct arena *a, struct str source, const struct tpl_struct *view, const struct tpl_texts *texts, struct diags *d)
{
	struct compiler c = { .arena = a, .texts = texts, .diags = d };
	return compile_root(&c, STR(""), source, view);
}

const struct tpl *tpl_load(
    struct arena *a, const struct tpl_source *src, const char *name, const struct tpl_struct *view, struct diags *d)
{
	struct compiler c = { .arena = a, .src = src, .texts = src->texts, .diags = d };
	struct str path, source;
	struct err err;
	if (!tpl_source_read(a, src, str_c(name), &path, &source, &err)) {
		diag_error(d, (struct pos){ 0, 0 }, "no-template", "%s", err.text);
		return NULL;
	}
	struct str outer = d->file;
	d->file = path;
	const struct tpl *t = compile_root(&c, str_c(name), source, view);
	d->file = outer;
	return t;
}
