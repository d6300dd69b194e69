/* SPDX-License-Identifier: EUPL-1.2
 * The configuration file, read by one table of known keys. */
#include "base/conf.h"

#include "base/file.h"

enum kind { TEXT, YES_NO, COUNT };

enum { CONF_BYTES_MAX = 65536, COUNT_MAX = 256 };

static const struct key {
	const char *name;
	enum kind kind;
	size_t offset;
} keys[] = {
	{ "db_owner", TEXT, offsetof(struct conf, db_owner) },
	{ "db_citizen", TEXT, offsetof(struct conf, db_citizen) },
	{ "db_office", TEXT, offsetof(struct conf, db_office) },
	{ "db_admin", TEXT, offsetof(struct conf, db_admin) },
	{ "db_worker", TEXT, offsetof(struct conf, db_worker) },
	{ "socket_dir", TEXT, offsetof(struct conf, socket_dir) },
	{ "share", TEXT, offsetof(struct conf, share) },
	{ "smtp_url", TEXT, offsetof(struct conf, smtp_url) },
	{ "mail_from", TEXT, offsetof(struct conf, mail_from) },
	{ "base_url", TEXT, offsetof(struct conf, base_url) },
	{ "clamd", TEXT, offsetof(struct conf, clamd) },
	{ "secure_cookies", YES_NO, offsetof(struct conf, secure_cookies) },
	{ "processes", COUNT, offsetof(struct conf, processes) },
};

enum { N_KEYS = sizeof keys / sizeof keys[0] };

static void *member(struct conf *c, const struct key *k)
{
	return (char *)c + k->offset;
}

static void set(struct arena *a, struct conf *c, const struct key *k, struct str value, struct pos pos, struct diags *d)
{
	int64_t n;
	switch (k->kind) {
	case TEXT:
		if (value.n == 0)
			diag_error(d, pos, "empty-value", "Für „%s“ fehlt der Wert hinter dem Gleichheitszeichen.", k->name);
		else
			*(const char **)member(c, k) = str_cdup(a, value);
		break;
	case YES_NO:
		if (!str_eq(value, STR("yes")) && !str_eq(value, STR("no")))
			diag_error(d, pos, "bad-value", "„%s“ kennt nur die Werte yes und no.", k->name);
		else
			*(bool *)member(c, k) = str_eq(value, STR("yes"));
		break;
	case COUNT:
		if (!str_to_i64(value, &n) || n < 1 || n > COUNT_MAX)
			diag_error(d, pos, "bad-value", "„%s“ braucht eine ganze Zahl von 1 bis %d.", k->name, COUNT_MAX);
		else
			*(unsigned *)member(c, k) = (unsigned)n;
		break;
	}
}

static const struct key *find(struct str name)
{
	for (size_t i = 0; i < N_KEYS; i++)
		if (str_eq_c(name, keys[i].name))
			return &keys[i];
	return NULL;
}

static void read_line(struct arena *a, struct str line, unsigned number, bool *seen, struct conf *c, struct diags *d)
{
	struct str text = str_trim(line);
	if (text.n == 0 || text.p[0] == '#')
		return;
	struct pos pos = { number, (unsigned)(text.p - line.p) + 1 };
	ptrdiff_t eq = str_find(text, '=');
	if (eq < 0) {
		diag_error(d, pos, "syntax", "Hier fehlt ein Gleichheitszeichen. Schreiben Sie „Name = Wert“.");
		return;
	}
	struct str name = str_trim(str_sub(text, 0, (size_t)eq));
	const struct key *k = find(name);
	if (k == NULL) {
		diag_error(
		    d, pos, "unknown-key", "Die Einstellung „%.*s“ gibt es nicht. Prüfen Sie die Schreibweise.", STR_ARG(name));
		return;
	}
	if (seen[k - keys]) {
		diag_error(d, pos, "double-key", "„%s“ steht schon weiter oben. Löschen Sie eine der beiden Zeilen.", k->name);
		return;
	}
	seen[k - keys] = true;
	set(a, c, k, str_trim(str_sub(text, (size_t)eq + 1, text.n)), pos, d);
}

bool conf_parse(struct arena *a, struct str source, struct conf *out, struct diags *d)
{
	struct conf c = { .secure_cookies = true, .processes = 4 };
	for (size_t i = 0; i < N_KEYS; i++)
		if (keys[i].kind == TEXT)
			*(const char **)member(&c, &keys[i]) = "";
	size_t before = d->n_errors;
	bool seen[N_KEYS] = { false };
	struct str rest = source, line;
	if (str_find(source, '\0') >= 0)
		diag_error(d, (struct pos){ 0, 0 }, "syntax", "Die Datei enthält ein NUL-Zeichen; sie ist keine Textdatei.");
	else
		for (unsigned number = 1; str_next(&rest, '\n', &line); number++)
			read_line(a, line, number, seen, &c, d);
	if (d->n_errors > before)
		return false;
	*out = c;
	return true;
}

bool conf_read(struct arena *a, const char *path, struct conf *out, struct diags *d)
{
	struct str source;
	struct err err;
	if (!file_read(a, path, CONF_BYTES_MAX, &source, &err)) {
		diag_error(d, (struct pos){ 0, 0 }, "unreadable", "%s", err.text);
		return false;
	}
	return conf_parse(a, source, out, d);
}

bool conf_need(const char *value, const char *key, struct err *err)
{
	if (value[0] != '\0')
		return true;
	return err_set(err, ERR_INPUT, "In der Konfigurationsdatei fehlt die Einstellung „%s“.", key);
}
