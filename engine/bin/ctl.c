/* SPDX-License-Identifier: EUPL-1.2
 * What the commands of ozgctl share. */
#include "bin/ctl.h"

#include "base/file.h"
#include "base/json.h"

#include <unistd.h>

enum { PATH_BYTES = 4096, JSON_BYTES_MAX = 16 << 20, LINE_BYTES_MAX = 1002 };

const char *ctl_option(const struct ctl *c, const char *name)
{
	for (size_t i = c->n_options; i > 0; i--)
		if (strcmp(c->options[i - 1].name, name) == 0)
			return c->options[i - 1].value;
	return NULL;
}

enum ctl_exit ctl_fail(const struct err *err)
{
	fprintf(stderr, "ozgctl: %s\n", err->text);
	switch (err->kind) {
	case ERR_INPUT:
	case ERR_DENIED:
	case ERR_NOTFOUND:
	case ERR_CONFLICT:
		return CTL_INPUT;
	default:
		return CTL_ENVIRONMENT;
	}
}

enum ctl_exit ctl_print_diags(const struct ctl *c, const struct diags *d, size_t n)
{
	bool json = ctl_option(c, "json") != NULL;
	json_t *all = json_array();
	struct buf text = buf_new(c->arena);
	size_t n_errors = 0;
	for (size_t i = 0; i < n; i++) {
		json_t *list = diags_json(&d[i]);
		json_array_extend(all, list);
		json_decref(list);
		diags_print(&d[i], &text);
		n_errors += d[i].n_errors;
	}
	if (json) {
		json_dumpf(all, stdout, JSON_INDENT(2));
		putchar('\n');
	} else {
		fprintf(stderr, "%.*s", STR_ARG(buf_str(&text)));
	}
	json_decref(all);
	return n_errors > 0 ? CTL_INPUT : CTL_OK;
}

struct conf ctl_conf(const struct ctl *c)
{
	const char *path = ctl_option(c, "config");
	if (path == NULL)
		path = "/etc/ozg/ozg.conf";
	struct diags d = diags_new(c->arena, str_c(path));
	struct conf conf;
	if (conf_read(c->arena, path, &conf, &d))
		return conf;
	struct buf text = buf_new(c->arena);
	diags_print(&d, &text);
	fprintf(stderr, "%.*s", STR_ARG(buf_str(&text)));
	exit(CTL_ENVIRONMENT);
}

static void close_db(void *arg)
{
	struct db *db = arg;
	db_close(&db);
}

struct db *ctl_db(const struct ctl *c, const char *conninfo, const char *key)
{
	struct err err;
	if (!conf_need(conninfo, key, &err)) {
		ctl_fail(&err);
		exit(CTL_ENVIRONMENT);
	}
	struct db *db = db_open(conninfo);
	arena_defer(c->arena, close_db, db);
	return db;
}

const char *ctl_share(const struct ctl *c)
{
	struct err err;
	if (ctl_option(c, "config") != NULL) {
		struct conf conf = ctl_conf(c);
		if (conf_need(conf.share, "share", &err))
			return conf.share;
		ctl_fail(&err);
		exit(CTL_ENVIRONMENT);
	}
	char self[PATH_BYTES];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	if (n < 0)
		n = 0;
	self[n] = '\0';
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(self, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	return str_fmt(c->arena, "%s/share", self).p;
}

const struct xml_schema *ctl_bpmn_schema(const struct ctl *c)
{
	struct err err;
	const char *path = str_fmt(c->arena, "%s/schema/bpmn/BPMN20.xsd", ctl_share(c)).p;
	const struct xml_schema *s = xml_schema_load(c->arena, path, &err);
	if (s != NULL)
		return s;
	ctl_fail(&err);
	exit(CTL_ENVIRONMENT);
}

const json_t *ctl_json(const struct ctl *c, const char *path, struct diags *d)
{
	struct str text;
	struct err err;
	json_error_t at;
	if (!file_read(c->arena, path, JSON_BYTES_MAX, &text, &err)) {
		diag_error(d, (struct pos){ 0, 0 }, "unreadable", "%s", err.text);
		return NULL;
	}
	json_t *j = json_loadb(text.n > 0 ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &at);
	if (j == NULL) {
		struct pos pos = { at.line > 0 ? (unsigned)at.line : 0, at.column > 0 ? (unsigned)at.column : 0 };
		diag_error(d, pos, "json", "Das ist kein gültiges JSON: %s.", at.text);
		return NULL;
	}
	return json_keep(c->arena, j);
}

bool ctl_write(const struct ctl *c, struct str text)
{
	const char *path = ctl_option(c, "o");
	FILE *f = path == NULL ? stdout : fopen(path, "w");
	bool good = f != NULL && fwrite(text.p, 1, text.n, f) == text.n;
	if (f != NULL && f != stdout)
		good = fclose(f) == 0 && good;
	if (!good)
		fprintf(stderr, "ozgctl: %s lässt sich nicht schreiben.\n", path == NULL ? "Die Ausgabe" : path);
	return good;
}

bool ctl_stdin_line(const struct ctl *c, struct str *out, struct err *err)
{
	char line[LINE_BYTES_MAX];
	if (fgets(line, sizeof line, stdin) == NULL)
		return err_set(err, ERR_INPUT, "Auf der Standardeingabe fehlt das Passwort.");
	size_t n = strcspn(line, "\r\n");
	if (n + 1 == sizeof line)
		return err_set(err, ERR_INPUT, "Die Zeile auf der Standardeingabe ist zu lang.");
	*out = str_dup(c->arena, (struct str){ line, n });
	return true;
}
