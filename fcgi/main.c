/* SPDX-License-Identifier: EUPL-1.2
 * ozg-fcgi --config FILE --pool citizen|office|admin: the web program behind the web server. */
#include "metrics.h"
#include "pages.h"
#include "prefork.h"
#include "serve.h"

#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_ENVIRONMENT = 3 };

struct program {
	const char *config;
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
		{ 0 },
	};
	int o;
	while ((o = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		if (o == 'c')
			p->config = optarg;
		else if (o != 'p' || !parse_pool(optarg, &p->pool))
			return false;
	}
	return p->config != NULL && p->pool != 0 && optind == argc;
}

static void print_diags(struct arena *a, const struct diags *d)
{
	struct buf text = buf_new(a);
	diags_print(d, &text);
	fwrite(text.p, 1, text.n, stderr);
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
	} else {
		return app;
	}
	arena_free(&a);
	return NULL;
}

static const char *conninfo(const struct app *app)
{
	return app->pool == POOL_OFFICE  ? app->conf.db_office
	       : app->pool == POOL_ADMIN ? app->conf.db_admin
	                                 : app->conf.db_citizen;
}

static int child(void *arg)
{
	struct program *p = arg;
	p->app->db = db_open(conninfo(p->app));
	int status = serve(p->app, p->fd);
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
	struct arena *old = p->app->arena;
	p->app = fresh;
	arena_free(&old);
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
	arena_free(&p.app->arena);
	return EXIT_SUCCESS;
}
