/* SPDX-License-Identifier: EUPL-1.2
 * The parent: keeps a number of children alive. */
#include "prefork.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN_MAX 512 /* twice the processes, for a reload */
#define DRAIN_SECONDS 35 /* longer than the deadline of a request */

struct child {
	pid_t pid;
	time_t started;
	time_t told; /* when it was told to stop; 0: it serves */
};

struct children {
	struct child list[CHILDREN_MAX];
	unsigned n;
};

static time_t now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

static bool start(struct children *c, const struct prefork *p)
{
	if (c->n == CHILDREN_MAX)
		return false;
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid < 0)
		return false;
	if (pid == 0) {
		sigset_t none;
		sigemptyset(&none);
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			_exit(EXIT_SUCCESS);
		sigprocmask(SIG_SETMASK, &none, NULL);
		exit(p->child(p->arg));
	}
	c->list[c->n++] = (struct child){ .pid = pid, .started = now() };
	return true;
}

static unsigned serving(const struct children *c)
{
	unsigned n = 0;
	for (unsigned i = 0; i < c->n; i++)
		n += c->list[i].told == 0;
	return n;
}

static void tell(struct children *c, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (c->list[i].told == 0)
			c->list[i].told = now();
}

/* Repeats what was told: a child may have been about to sleep when it came first. */
static void remind(const struct children *c)
{
	for (unsigned i = 0; i < c->n; i++)
		if (c->list[i].told != 0)
			kill(c->list[i].pid, now() - c->list[i].told > DRAIN_SECONDS ? SIGKILL : SIGTERM);
}

/* Collects the dead; returns whether one of them lived for less than a second. */
static bool reap(struct children *c, const struct prefork *p)
{
	bool hot = false;
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (unsigned i = 0; i < c->n; i++) {
			if (c->list[i].pid != pid)
				continue;
			hot = hot || now() - c->list[i].started < 1;
			if (c->list[i].told == 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS))
				p->died(p->arg, status);
			c->list[i] = c->list[--c->n];
			break;
		}
	}
	return hot;
}

void prefork_run(const struct prefork *p)
{
	static const int wanted[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
		sigaddset(&set, wanted[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);

	struct children c = { .n = 0 };
	bool stopping = false, hot = false;
	while (!stopping || c.n > 0) {
		while (!stopping && !hot && serving(&c) < p->processes && start(&c, p))
			;
		struct timespec second = { .tv_sec = 1 };
		int sig = sigtimedwait(&set, NULL, &second);
		if (sig < 0)
			hot = false; /* a quiet second */
		if (sig == SIGTERM || sig == SIGINT) {
			stopping = true;
			tell(&c, c.n);
		}
		if (sig == SIGHUP && !stopping && p->reload(p->arg)) {
			unsigned old = c.n;
			for (unsigned i = 0; i < p->processes && start(&c, p); i++)
				;
			tell(&c, old);
		}
		if (reap(&c, p))
			hot = true;
		remind(&c);
	}
}
