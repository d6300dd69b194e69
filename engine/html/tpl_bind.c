/* SPDX-License-Identifier: EUPL-1.2
 * Looks names up in descriptors, once, when a template is compiled. */
#include "html/tpl_bind.h"

#include "base/suggest.h"

struct tpl_scope tpl_scope_push(struct arena *a, struct tpl_scope s, const struct tpl_struct *inner)
{
	const struct tpl_struct **list = ARENA_ARRAY(a, const struct tpl_struct *, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.list[i] != inner)
			list[n++] = s.list[i];
	list[n++] = inner;
	return (struct tpl_scope){ list, n };
}

bool tpl_scope_eq(struct tpl_scope a, struct tpl_scope b)
{
	return a.n == b.n && memcmp(a.list, b.list, a.n * sizeof *a.list) == 0;
}

static bool is_name(struct str name)
{
	bool first = true;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		if (!letter && (first || !((c >= '0' && c <= '9') || c == '.')))
			return false;
		first = c == '.';
	}
	return !first;
}

static const struct tpl_field *field_of(const struct tpl_struct *s, struct str name)
{
	for (const struct tpl_field *f = s->fields; f->name != NULL; f++)
		if (str_eq_c(name, f->name))
			return f;
	return NULL;
}

static struct str unknown(struct arena *a, struct str name, struct tpl_scope scope)
{
	size_t n = 0;
	for (size_t i = 0; i < scope.n; i++)
		for (const struct tpl_field *f = scope.list[i]->fields; f->name != NULL; f++)
			n++;
	struct str *names = ARENA_ARRAY(a, struct str, n);
	n = 0;
	for (size_t i = scope.n; i-- > 0;)
		for (const struct tpl_field *f = scope.list[i]->fields; f->name != NULL; f++)
			names[n++] = str_c(f->name);
	struct buf b = buf_new(a);
	buf_add_fmt(&b, "Den Namen „%.*s“ gibt es in „%s“ nicht.", STR_ARG(name), scope.list[scope.n - 1]->name);
	suggest_add(&b, "", name, names, n);
	return buf_str(&b);
}

bool tpl_bind(struct arena *a, struct tpl_scope scope, struct str name, struct tpl_ref *ref, const char **code,
    struct str *reason)
{
	if (!is_name(name)) {
		*code = "bad-name";
		*reason = str_fmt(a,
		    "„%.*s“ ist kein Name. Ein Name besteht aus Buchstaben, Ziffern und „_“, Teile sind durch Punkte getrennt.",
		    STR_ARG(name));
		return false;
	}
	struct str rest = name, piece;
	const struct tpl_field *f = NULL;
	str_next(&rest, '.', &piece);
	for (size_t i = scope.n; i-- > 0 && f == NULL;) {
		f = field_of(scope.list[i], piece);
		ref->in = scope.list[i];
	}
	size_t *path = ARENA_ARRAY(a, size_t, name.n);
	size_t n = 0;
	*code = "unknown-name";
	if (f == NULL) {
		*reason = unknown(a, piece, scope);
		return false;
	}
	path[n++] = f->offset;
	while (str_next(&rest, '.', &piece)) {
		const struct tpl_field *outer = f;
		if (outer->type != TPL_STRUCT && outer->type != TPL_HERE) {
			*code = "wrong-type";
			*reason = str_fmt(a, "„%s“ hat keine Teile; „.%.*s“ ist hier nicht möglich.", outer->name, STR_ARG(piece));
			return false;
		}
		f = field_of(outer->sub, piece);
		if (f == NULL) {
			*reason = unknown(a, piece, (struct tpl_scope){ &outer->sub, 1 });
			return false;
		}
		if (outer->type == TPL_STRUCT)
			path[n++] = f->offset;
		else
			path[n - 1] += f->offset;
	}
	ref->path = path;
	ref->n_path = n;
	ref->type = f->type;
	ref->sub = f->sub;
	return true;
}
