/* SPDX-License-Identifier: EUPL-1.2
 * ozg-fcgi --config FILE --pool citizen|office|admin: the web program behind the web server; --routes prints its
 * addresses. */
#include "metrics.h"
#include "pages.h"
#include "prefork.h"
#include "publish/publish.h"
#include "router.h"
#include "serve.h"
#include "xml/xml.h"

#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_ENVIRONMENT = 3 };

struct program {
	const char *config;
	bool only_routes;
	enum pool pool;
	struct app *app; /* replaced as a whole on reload */
	struct metrics *metrics;
	int fd;
};

static int usage(void)
{
	fprintf(stderr, "Aufruf: ozg-fcgi --config DATEI --pool citizen|office|admin\n");
	return EXIT_USAGE;
}

static bool parse_pool(const char *s, enum pool *pool)
{
	for (enum pool p = POOL_CITIZEN; p <= POOL_ADMIN; p <<= 1) {
		if (strcmp(s, pool_name(p)) == 0) {
			*pool = p;
			return true;
		}
	}
	return false;
}

static bool parse_options(int argc, char **argv, struct program *p)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "pool", required_argument, NULL, 'p' },
		{ "routes", no_argument, NULL, 'r' },
		{ 0 },
	};
	int o;
	while ((o = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		if (o == 'c')
			p->config = optarg;
		else if (o == 'r')
			p->only_routes = true;
		else if (o != 'p' || !parse_pool(optarg, &p->pool))
			return false;
	}
	if (p->only_routes)
		return optind == argc;
	return p->config != NULL && p->pool != 0 && optind == argc;
}

/* For people and for the test that asks every address: one line each. */
static void print_routes(void)
{
	static const char *const roles[] = { "none", "local", "staff", "admin" };
	static const char *const guards[] = { "none", "visit", "draft", "session" };
	const struct route *list;
	size_t n = routes(&list);
	for (const struct route *r = list; r < list + n; r++)
		printf("%s\t%s\t%u\t%s\t%s\t%zu\n", r->method == REQ_GET ? "GET" : "POST", r->pattern, r->pools, roles[r->role],
		    guards[r->csrf], r->body_limit);
}

static void print_diags(struct arena *a, const struct diags *d)
{
	struct buf text = buf_new(a);
	diags_print(d, &text);
	fwrite(text.p, 1, text.n, stderr);
}

static const char *conninfo(const struct conf *c, enum pool pool)
{
	return pool == POOL_OFFICE ? c->db_office : pool == POOL_ADMIN ? c->db_admin : c->db_citizen;
}

static const struct xml_schema *bpmn_schema(const struct app *app, struct err *err)
{
	return xml_schema_load(app->arena, str_fmt(app->arena, "%s/schema/bpmn/BPMN20.xsd", app->conf.share).p, err);
}

/* Everything a child needs but its connection. NULL after the reasons were printed. */
static struct app *app_new(const struct program *p)
{
	struct arena *a = arena_new();
	struct app *app = ARENA_NEW(a, struct app);
	*app = (struct app){
		.arena = a,
		.pool = p->pool,
		.log = { .fd = STDERR_FILENO, .program = "ozg-fcgi" },
		.metrics = p->metrics,
	};
	struct diags d = diags_new(a, str_c(p->config));
	struct err err;
	if (!conf_read(a, p->config, &app->conf, &d)) {
		print_diags(a, &d);
	} else if (!conf_need(app->conf.socket_dir, "socket_dir", &err) || !conf_need(app->conf.share, "share", &err)) {
		fprintf(stderr, "%s: %s\n", p->config, err.text);
	} else if ((app->pages = pages_load(a, app->conf.share, &d)) == NULL) {
		print_diags(a, &d);
	} else if (p->pool != POOL_CITIZEN && !identity_init(&app->identity, &err)) {
		fprintf(stderr, "%s\n", err.text);
	} else if (p->pool == POOL_ADMIN && (app->bpmn = bpmn_schema(app, &err)) == NULL) {
		fprintf(stderr, "%s\n", err.text);
	} else {
		app->conninfo = conninfo(&app->conf, p->pool);
		return app;
	}
	arena_free(&a);
	return NULL;
}

static void app_free(struct app **app)
{
	struct arena *a = (*app)->arena; /* in which *app itself lives */
	*app = NULL;
	arena_free(&a);
}

static int child(void *arg)
{
	struct program *p = arg;
	p->app->db = db_open(p->app->conninfo);
	p->app->cache = publish_cache_new();
	int status = serve(p->app, p->fd);
	publish_cache_free(&p->app->cache);
	db_close(&p->app->db);
	return status;
}

static bool reload(void *arg)
{
	struct program *p = arg;
	struct app *fresh = app_new(p);
	if (fresh == NULL) {
		log_error(&p->app->log, "reload-refused", log_text("config", str_c(p->config)));
		return false;
	}
	app_free(&p->app);
	p->app = fresh;
	log_info(&p->app->log, "reloaded", log_text("pool", str_c(pool_name(p->pool))));
	return true;
}

static void died(void *arg, int status)
{
	struct program *p = arg;
	metrics_death(p->metrics);
	log_error(&p->app->log, "child-died", log_number("exit", WIFEXITED(status) ? WEXITSTATUS(status) : -1),
	    log_number("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0));
}

int main(int argc, char **argv)
{
	struct program p = { 0 };
	struct err err;
	if (!parse_options(argc, argv, &p))
		return usage();
	if (p.only_routes) {
		print_routes();
		return EXIT_SUCCESS;
	}
	setenv("TZ", "Europe/Berlin", 1); /* the day on which something is sent is a German one */
	tzset();
	if (sodium_init() < 0 || (p.metrics = metrics_new()) == NULL)
		return EXIT_ENVIRONMENT;
	p.app = app_new(&p);
	if (p.app == NULL)
		return EXIT_ENVIRONMENT;
	struct str path = str_fmt(p.app->arena, "%s/ozg-%s.sock", p.app->conf.socket_dir, pool_name(p.pool));
	char *socket_path = strdup(path.p); /* outlives a reload */
	p.fd = serve_listen(socket_path, &err);
	if (p.fd < 0) {
		fprintf(stderr, "%s\n", err.text);
		return EXIT_ENVIRONMENT;
	}
	log_info(&p.app->log, "started", log_text("pool", str_c(pool_name(p.pool))));
	prefork_run(&(struct prefork){
	    .processes = p.app->conf.processes, .child = child, .reload = reload, .died = died, .arg = &p });
	log_info(&p.app->log, "stopped", log_text("pool", str_c(pool_name(p.pool))));
	unlink(socket_path);
	free(socket_path);
	app_free(&p.app);
	return EXIT_SUCCESS;
}
