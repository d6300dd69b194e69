/* SPDX-License-Identifier: EUPL-1.2
 * The life of one child. The only file that knows libfcgi. */
#include "serve.h"
#include "dispatch.h"
#include "publish/publish.h"

#include <errno.h>
#include <fcgiapp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define REQUESTS_MAX 10000                     /* then a fresh child takes over, whatever may have leaked */
#define DEADLINE_SECONDS 30                    /* of one request */
#define MEMORY_MAX ((rlim_t)512 * 1024 * 1024) /* address space of a child at work */
#define BACKLOG 1024

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ADDRESS_SANITIZER
#endif
#endif

static volatile sig_atomic_t stopping;

static void on_stop(int sig)
{
	(void)sig;
	stopping = 1;
}

/* Nothing but the end is safe here: the request may be anywhere. */
static void on_deadline(int sig)
{
	static const char line[] = "{\"level\":\"error\",\"program\":\"ozg-fcgi\",\"event\":\"deadline\"}\n";
	(void)sig;
	ssize_t n = write(STDERR_FILENO, line, sizeof line - 1);
	(void)n;
	_exit(EXIT_FAILURE);
}

int serve_listen(const char *path, struct err *err)
{
	mode_t old = umask(0117);
	int fd = FCGX_OpenSocket(path, BACKLOG);
	umask(old);
	if (fd < 0)
		err_set(err, ERR_BROKEN, "%s: der Socket lässt sich nicht anlegen: %s", path, strerror(errno));
	return fd;
}

/* Only while a request is worked on: libfcgi reserves what a record claims to need and asserts that it gets it. */
static void limit_memory(rlim_t max)
{
#ifndef UNDER_ADDRESS_SANITIZER /* whose shadow memory is terabytes of address space */
	struct rlimit limit = { max, RLIM_INFINITY };
	setrlimit(RLIMIT_AS, &limit);
#else
	(void)max;
#endif
}

static void handle_signals(void)
{
	struct sigaction stop = { .sa_handler = on_stop }; /* no SA_RESTART: accept() must return */
	struct sigaction deadline = { .sa_handler = on_deadline };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGALRM, &deadline, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGHUP, &ignore, NULL);
	sigaction(SIGINT, &ignore, NULL); /* Ctrl-C goes to the whole group; the parent drains us */
}

static size_t read_body(void *arg, char *p, size_t n)
{
	size_t got = 0;
	while (got < n) {
		int chunk = n - got > 65536 ? 65536 : (int)(n - got);
		int r = FCGX_GetStr(p + got, chunk, arg);
		if (r <= 0)
			break;
		got += (size_t)r;
	}
	return got;
}

static void put(FCGX_Stream *out, struct str s)
{
	while (s.n > 0) {
		int chunk = s.n > 65536 ? 65536 : (int)s.n;
		if (FCGX_PutStr(s.p, chunk, out) != chunk)
			return; /* the browser went away */
		s = str_sub(s, (size_t)chunk, s.n);
	}
}

static void answer(struct app *app, struct arena *a, FCGX_Request *request)
{
	struct resp resp;
	dispatch(app, a, request->envp, read_body, request->in, &resp);
	struct buf headers = buf_new(a);
	resp.secure = app->conf.secure_cookies;
	resp_headers(&resp, &headers);
	put(request->out, buf_str(&headers));
	put(request->out, buf_str(&resp.body));
}

int serve(struct app *app, int fd)
{
	handle_signals();
	FCGX_Request request;
	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		return EXIT_FAILURE;
	struct arena *a = arena_new();
	for (unsigned n = 0; n < REQUESTS_MAX && !stopping; n++) {
		/* A signal between the test and accept() would be slept over: the parent repeats it every second. */
		if (FCGX_Accept_r(&request) < 0)
			continue;
		alarm(DEADLINE_SECONDS);
		limit_memory(MEMORY_MAX);
		answer(app, a, &request);
		limit_memory(RLIM_INFINITY);
		FCGX_Finish_r(&request);
		alarm(0);
		if (!db_idle(app->db)) { /* the next request could see another tenant's rows: never */
			log_error(&app->log, "transaction-left-open", log_number("pid", getpid()));
			return EXIT_FAILURE;
		}
		arena_reset(a);
		publish_cache_tidy(app->cache);
	}
	FCGX_Free(&request, 1);
	arena_free(&a);
	return EXIT_SUCCESS;
}
