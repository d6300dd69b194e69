/* SPDX-License-Identifier: EUPL-1.2
 * Reads of each file only what identifies the list; the rows are skipped without being built. */
#include "form/fim/code_folder.h"

#include "base/file.h"
#include "xml/xml.h"

#include <dirent.h>

enum { FILE_BYTES_MAX = 16 << 20, FILES_MAX = 10000 };

static const char *const skip[] = { "SimpleCodeList", "ColumnSet", "Annotation", NULL };
static const struct xml_limits head_limits = {
	.bytes = FILE_BYTES_MAX, .nodes = 1000, .depth = 16, .attrs = 64, .skip = skip
};

struct list {
	struct str path, text; /* of a file its path, else the text */
	struct str uri, version;
	struct list *next;
};

struct code_folder {
	struct arena *arena;
	struct list *lists;
	size_t n;
};

static struct str value(const struct xml_node *x, const char *name)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (str_eq_c(c->name, name))
			return str_trim(c->text);
	return STR("");
}

static void add_file(struct code_folder *f, const char *path)
{
	struct arena *scratch = arena_new();
	struct diags d = diags_new(scratch, str_c(path));
	struct str source;
	struct err err;
	const struct xml_node *x = NULL;
	if (file_read(scratch, path, FILE_BYTES_MAX, &source, &err))
		x = xml_parse(scratch, xml_decode(scratch, source), &head_limits, &d);
	for (const struct xml_node *c = x == NULL ? NULL : x->first; c != NULL && str_eq_c(x->name, "CodeList");
	     c = c->next) {
		if (!str_eq_c(c->name, "Identification"))
			continue;
		struct list *l = ARENA_NEW(f->arena, struct list);
		*l = (struct list){
			.path = str_dup(f->arena, str_c(path)),
			.uri = str_dup(f->arena, value(c, "CanonicalUri")),
			.version = str_dup(f->arena, value(c, "Version")),
			.next = f->lists,
		};
		f->lists = l;
		f->n++;
	}
	arena_free(&scratch);
}

static bool scan(struct code_folder *f, const char *path, bool deeper)
{
	DIR *dir = opendir(path);
	if (dir == NULL)
		return false;
	for (struct dirent *e = readdir(dir); e != NULL && f->n < FILES_MAX; e = readdir(dir)) {
		struct str name = str_c(e->d_name);
		if (str_starts(name, STR(".")))
			continue;
		struct str full = str_fmt(f->arena, "%s/%s", path, e->d_name);
		if (str_ends(name, STR(".xml")) || str_ends(name, STR(".gc")))
			add_file(f, full.p);
		else if (deeper)
			scan(f, full.p, false);
	}
	closedir(dir);
	return true;
}

struct code_folder *form_code_folder_new(struct arena *a)
{
	struct code_folder *f = ARENA_NEW(a, struct code_folder);
	f->arena = a;
	return f;
}

bool form_code_folder_add(
    struct code_folder *f, struct str text, struct str *uri_r, struct str *version_r, struct diags *d)
{
	const struct xml_node *x = xml_parse(f->arena, xml_decode(f->arena, text), &head_limits, d);
	if (x == NULL)
		return false;
	for (const struct xml_node *c = x->first; c != NULL && str_eq_c(x->name, "CodeList"); c = c->next) {
		*uri_r = str_eq_c(c->name, "Identification") ? value(c, "CanonicalUri") : STR("");
		if (uri_r->n == 0)
			continue;
		*version_r = value(c, "Version");
		struct list *l = ARENA_NEW(f->arena, struct list);
		*l = (struct list){ .text = text, .uri = *uri_r, .version = *version_r, .next = f->lists };
		f->lists = l;
		f->n++;
		return true;
	}
	diag_error(d, x->pos, "codelist", "Das ist keine Codeliste im Format genericode mit einer „CanonicalUri“.");
	return false;
}

struct code_folder *form_code_folder_open(struct arena *a, const char *path, struct err *err)
{
	struct code_folder *f = form_code_folder_new(a);
	if (scan(f, path, true))
		return f;
	err_set(err, ERR_NOTFOUND, "Der Ordner %s mit den Codelisten ist nicht zu lesen.", path);
	return NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Order of versions: numbers in them by value, everything else by bytes. */
static int compare(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	while (i < a.n && k < b.n) {
		int64_t x = a.p[i], y = b.p[k];
		if (is_digit(a.p[i]) && is_digit(b.p[k])) {
			for (x = 0; i < a.n && is_digit(a.p[i]) && x < INT32_MAX; i++)
				x = x * 10 + a.p[i] - '0';
			for (y = 0; k < b.n && is_digit(b.p[k]) && y < INT32_MAX; k++)
				y = y * 10 + b.p[k] - '0';
		} else {
			i++;
			k++;
		}
		if (x != y)
			return x < y ? -1 : 1;
	}
	return (i < a.n) - (k < b.n);
}

bool form_code_folder_find(void *arg, struct str uri, struct str version, struct str *text)
{
	struct code_folder *f = arg;
	const struct list *best = NULL;
	for (const struct list *l = f->lists; l != NULL; l = l->next) {
		if (!str_eq(l->uri, uri) || (version.n > 0 && !str_eq(l->version, version)))
			continue;
		if (best == NULL || compare(best->version, l->version) < 0)
			best = l;
	}
	struct err err;
	if (best != NULL && best->path.n == 0) {
		*text = best->text;
		return true;
	}
	return best != NULL && file_read(f->arena, best->path.p, FILE_BYTES_MAX, text, &err);
}
