/* SPDX-License-Identifier: EUPL-1.2
 * Compiles templates: finds the tags, follows the HTML between them, binds names to the members of the view. */
#include "html/tpl_code.h"

#include "base/file.h"
#include "base/suggest.h"
#include "base/utf8.h"

enum { SOURCE_MAX = 1 << 20, SECTIONS_MAX = 32, NESTING_MAX = 50 };

/* The structs whose names are visible, innermost last, each kind once: an outer one of the same kind is hidden. */
struct scope {
	const struct tpl_struct *const *list;
	size_t n;
};

/* A file compiled for one place and one scope. Parts are compiled once for each pair, and called. */
struct part {
	struct tpl_code code;
	struct str name;
	struct scope scope;
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
	struct scope outside;
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
	struct scope scope;
	struct section sections[SECTIONS_MAX];
	size_t n_sections;
};

/* A tag of the template language. */
struct tag {
	char kind; /* one of #^/>!_ or 'v' for a value */
	size_t begin, end;
	struct str content; /* trimmed, without kind */
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
		    str_eq(d->list[i].text, text)) {
			d->n_errors++;
			return;
		}
	diag_error(d, pos, code, "%.*s", STR_ARG(text));
}

#define COMPLAIN(u, at, code, ...) complain((u), (at), (code), str_fmt((u)->c->arena, __VA_ARGS__))

/* --- operations */

static struct tpl_op *add_op(struct unit *u, struct tpl_op op)
{
	if (u->n_ops == u->cap_ops) {
		size_t cap = u->cap_ops == 0 ? 16 : u->cap_ops * 2;
		u->ops = arena_grow(u->c->arena, u->ops, u->cap_ops * sizeof *u->ops, cap * sizeof *u->ops);
		u->cap_ops = cap;
	}
	u->ops[u->n_ops] = op;
	return &u->ops[u->n_ops++];
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

static struct scope scope_push(struct arena *a, struct scope s, const struct tpl_struct *inner)
{
	const struct tpl_struct **list = ARENA_ARRAY(a, const struct tpl_struct *, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.list[i] != inner)
			list[n++] = s.list[i];
	list[n++] = inner;
	return (struct scope){ list, n };
}

static bool scope_eq(struct scope a, struct scope b)
{
	return a.n == b.n && memcmp(a.list, b.list, a.n * sizeof *a.list) == 0;
}

static const struct tpl_field *field_of(const struct tpl_struct *s, struct str name)
{
	for (const struct tpl_field *f = s->fields; f->name != NULL; f++)
		if (str_eq_c(name, f->name))
			return f;
	return NULL;
}

static void unknown_name(struct unit *u, size_t at, struct str name, struct scope scope)
{
	size_t n = 0;
	for (size_t i = 0; i < scope.n; i++)
		for (const struct tpl_field *f = scope.list[i]->fields; f->name != NULL; f++)
			n++;
	struct str *names = ARENA_ARRAY(u->c->arena, struct str, n);
	n = 0;
	for (size_t i = scope.n; i-- > 0;)
		for (const struct tpl_field *f = scope.list[i]->fields; f->name != NULL; f++)
			names[n++] = str_c(f->name);
	struct buf b = buf_new(u->c->arena);
	buf_add_fmt(&b, "Den Namen „%.*s“ gibt es in „%s“ nicht.", STR_ARG(name), scope.list[scope.n - 1]->name);
	suggest_add(&b, "", name, names, n);
	complain(u, at, "unknown-name", buf_str(&b));
}

/* Inside a section with an unknown name nothing is known, and nothing is said about it. */
static bool is_blind(const struct unit *u)
{
	for (size_t i = 0; i < u->n_sections; i++)
		if (!u->sections[i].bound)
			return true;
	return false;
}

/* Finds a or a.b.c; false with a finding. */
static bool bind(struct unit *u, size_t at, struct str name, struct tpl_ref *ref)
{
	struct arena *a = u->c->arena;
	struct str rest = name, piece;
	if (is_blind(u))
		return false;
	const struct tpl_field *f = NULL;
	str_next(&rest, '.', &piece);
	for (size_t i = u->scope.n; i-- > 0 && f == NULL;) {
		f = field_of(u->scope.list[i], piece);
		ref->in = u->scope.list[i];
	}
	if (f == NULL) {
		unknown_name(u, at, piece, u->scope);
		return false;
	}
	size_t *path = ARENA_ARRAY(a, size_t, name.n + 1);
	size_t n = 0;
	path[n] = f->offset;
	while (str_next(&rest, '.', &piece)) {
		if (f->type != TPL_STRUCT && f->type != TPL_HERE) {
			COMPLAIN(
			    u, at, "wrong-type", "„%s“ hat keine Teile; „.%.*s“ ist hier nicht möglich.", f->name, STR_ARG(piece));
			return false;
		}
		const struct tpl_struct *sub = f->sub;
		bool pointer = f->type == TPL_STRUCT;
		f = field_of(sub, piece);
		if (f == NULL) {
			unknown_name(u, at, piece, (struct scope){ &sub, 1 });
			return false;
		}
		if (pointer)
			path[++n] = f->offset;
		else
			path[n] += f->offset;
	}
	ref->path = path;
	ref->n_path = n + 1;
	ref->type = f->type;
	ref->sub = f->sub;
	return true;
}

/* --- the tags */

static bool check_name(struct unit *u, const struct tag *t, struct str name)
{
	bool start = true, ok = name.n > 0;
	for (size_t i = 0; i < name.n && ok; i++) {
		char c = name.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		ok = letter || (!start && ((c >= '0' && c <= '9') || c == '.'));
		start = c == '.';
	}
	if (!ok || start)
		COMPLAIN(u, t->begin, "bad-name",
		    "„%.*s“ ist kein Name. Ein Name besteht aus Buchstaben, Ziffern und „_“, Teile sind durch Punkte getrennt.",
		    STR_ARG(name));
	return ok && !start;
}

static bool place_value(struct unit *u, const struct tag *t, enum tpl_escape *how)
{
	struct str reason;
	if (tpl_place_value(&u->place, how, u->c->arena, &reason))
		return true;
	complain(u, t->begin, "bad-place", reason);
	return false;
}

static void value_op(struct unit *u, const struct tag *t, struct str name, enum tpl_escape how)
{
	struct tpl_op op = { .kind = OP_VALUE, .escape = how };
	if (!check_name(u, t, name) || !bind(u, t->begin, name, &op.ref))
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

static void do_value(struct unit *u, const struct tag *t)
{
	enum tpl_escape how;
	if (place_value(u, t, &how))
		value_op(u, t, t->content, how);
}

/* {{_ key a b}}: the catalogue's words, with {1} and {2} replaced by values. */
static void do_text(struct unit *u, const struct tag *t)
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
	const char *words = u->c->texts == NULL ? NULL : u->c->texts->find(u->c->texts->arg, key);
	if (words == NULL) {
		COMPLAIN(u, t->begin, "unknown-text", "Den Text „%.*s“ gibt es im Katalog nicht.", STR_ARG(key));
		return;
	}
	struct str s = str_c(words);
	size_t done = 0;
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
}

/* Sections and parts stand in text, in a quoted value or between attributes. */
static bool settle(struct unit *u, const struct tag *t)
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

static void do_open(struct unit *u, const struct tag *t)
{
	if (u->n_sections == SECTIONS_MAX) {
		COMPLAIN(u, t->begin, "too-deep", "Mehr als %d Abschnitte stehen ineinander.", SECTIONS_MAX);
		return;
	}
	settle(u, t);
	struct section s = { .name = t->content, .at = t->begin, .place = u->place, .outside = u->scope };
	struct tpl_op op = { .kind = t->kind == '#' ? OP_SECTION : OP_INVERTED };
	s.bound = check_name(u, t, t->content) && bind(u, t->begin, t->content, &op.ref);
	if (s.bound && t->kind == '#' && op.ref.sub != NULL) {
		u->scope = scope_push(u->c->arena, u->scope, op.ref.sub);
		s.progress = op.ref.type != TPL_HERE; /* a struct cannot lie within itself */
	}
	flush_text(u);
	s.op = u->n_ops;
	add_op(u, op);
	u->sections[u->n_sections++] = s;
}

static void do_close(struct unit *u, const struct tag *t)
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
    struct compiler *c, struct str name, struct str source, struct scope scope, struct tpl_place begin);

static bool reaches(const struct part *from, const struct part *to)
{
	if (from == to)
		return true;
	for (const struct link *l = from->direct; l != NULL; l = l->next)
		if (reaches(l->to, to))
			return true;
	return false;
}

static bool part_name_ok(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || (c == '/' && i > 0)))
			return false;
	}
	return name.n > 0;
}

/* Reads NAME.html from the first folder that has it; *path is what findings call it. */
static bool read_source(struct compiler *c, struct str name, struct str *path, struct str *source, struct err *err)
{
	*path = str_fmt(c->arena, "%.*s.html", STR_ARG(name));
	if (!part_name_ok(name))
		return err_set(err, ERR_INPUT, "„%.*s“ ist kein Name einer Vorlage.", STR_ARG(name));
	for (size_t i = 0; i < c->src->n_dirs; i++) {
		struct str full = str_fmt(c->arena, "%s/%.*s.html", c->src->dirs[i], STR_ARG(name));
		if (file_read(c->arena, full.p, SOURCE_MAX, source, err)) {
			*path = full;
			return true;
		}
		if (err->kind != ERR_NOTFOUND)
			return false;
	}
	return err_set(err, ERR_NOTFOUND, "Die Vorlage „%.*s.html“ gibt es in keinem Ordner der Vorlagen.", STR_ARG(name));
}

static struct part *known_part(struct compiler *c, struct str name, struct scope scope, const struct tpl_place *begin)
{
	for (struct part *p = c->parts; p != NULL; p = p->next)
		if (str_eq(p->name, name) && scope_eq(p->scope, scope) && tpl_place_equal(&p->begin, begin))
			return p;
	return NULL;
}

static struct part *load_part(struct unit *u, const struct tag *t)
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
	if (!read_source(c, t->content, &path, &source, &err)) {
		COMPLAIN(u, t->begin, "no-part", "%s", err.text);
		return NULL;
	}
	struct str outer = c->diags->file;
	c->diags->file = path;
	p = compile(c, t->content, source, u->scope, u->place);
	c->diags->file = outer;
	return p;
}

static void do_part(struct unit *u, const struct tag *t)
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
		struct link *l = ARENA_NEW(u->c->arena, struct link);
		*l = (struct link){ p, u->part->direct };
		u->part->direct = l;
	}
	flush_text(u);
	add_op(u, (struct tpl_op){ .kind = OP_PART, .code = &p->code });
	struct tpl_place before = u->place;
	u->place = p->end;
	tpl_place_join(&u->place, &before);
}

/* --- the language */

/* A section's or comment's tag alone on its line takes the line with it, as the Mustache specification says. */
static bool is_standalone(struct str s, const struct tag *t, size_t *line, size_t *behind)
{
	size_t b = t->begin, e = t->end;
	while (b > 0 && (s.p[b - 1] == ' ' || s.p[b - 1] == '\t'))
		b--;
	while (e < s.n && (s.p[e] == ' ' || s.p[e] == '\t'))
		e++;
	if (e < s.n && s.p[e] == '\r' && e + 1 < s.n && s.p[e + 1] == '\n')
		e++;
	*line = b;
	*behind = e < s.n ? e + 1 : e;
	return (b == 0 || s.p[b - 1] == '\n') && (e == s.n || s.p[e] == '\n');
}

/* Finds the next tag; false at the end of the source, or when it does not end. */
static bool next_tag(struct unit *u, struct tag *t)
{
	struct str rest = str_sub(u->source, u->done, u->source.n);
	ptrdiff_t begin = str_find_str(rest, STR("{{"));
	if (begin < 0)
		return false;
	t->begin = u->done + (size_t)begin;
	ptrdiff_t n = str_find_str(str_sub(u->source, t->begin + 2, u->source.n), STR("}}"));
	if (n < 0) {
		COMPLAIN(u, t->begin, "syntax", "Zu „{{“ fehlt das schließende „}}“.");
		return false;
	}
	struct str inside = str_sub(u->source, t->begin + 2, t->begin + 2 + (size_t)n);
	t->end = t->begin + (size_t)n + 4;
	t->kind = inside.n > 0 && strchr("#^/>!{&=", inside.p[0]) != NULL ? inside.p[0] : 'v';
	if (inside.n > 1 && inside.p[0] == '_' && inside.p[1] == ' ')
		t->kind = '_';
	t->content = str_trim(str_sub(inside, t->kind != 'v', inside.n));
	return true;
}

static void do_tag(struct unit *u, const struct tag *t)
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
	case '_':
		do_text(u, t);
		break;
	case 'v':
		do_value(u, t);
		break;
	case '!':
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
	struct tag t;
	if (!utf8_valid(u->source)) {
		COMPLAIN(u, 0, "encoding", "Die Vorlage ist kein gültiges UTF-8.");
		return;
	}
	while (next_tag(u, &t)) {
		size_t line = t.begin, behind = t.end;
		if (t.kind == 'v' || t.kind == '_' || !is_standalone(u->source, &t, &line, &behind)) {
			line = t.begin;
			behind = t.end;
		}
		take_text(u, line);
		u->done = behind;
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
	if (!tpl_place_same(&u->place, &u->part->begin))
		COMPLAIN(u, u->source.n, "bad-place", "Die Vorlage endet mitten in einem Element, Attribut oder Kommentar.");
	flush_text(u);
}

static struct part *compile(
    struct compiler *c, struct str name, struct str source, struct scope scope, struct tpl_place begin)
{
	struct part *p = ARENA_NEW(c->arena, struct part);
	*p = (struct part){ .name = name, .scope = scope, .begin = begin, .end = begin, .next = c->parts };
	c->parts = p;
	struct unit u = { .c = c, .part = p, .source = source, .text = buf_new(c->arena), .place = begin, .scope = scope };
	c->nesting++;
	compile_source(&u);
	c->nesting--;
	p->end = u.place;
	p->code = (struct tpl_code){ u.ops, u.n_ops };
	return p;
}

static const struct tpl *compile_root(
    struct compiler *c, struct str name, struct str source, const struct tpl_struct *view)
{
	struct scope scope = scope_push(c->arena, (struct scope){ NULL, 0 }, view);
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
	if (!read_source(&c, str_c(name), &path, &source, &err)) {
		diag_error(d, (struct pos){ 0, 0 }, "no-template", "%s", err.text);
		return NULL;
	}
	struct str outer = d->file;
	d->file = path;
	const struct tpl *t = compile_root(&c, str_c(name), source, view);
	d->file = outer;
	return t;
}
