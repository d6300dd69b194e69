/* SPDX-License-Identifier: EUPL-1.2
 * The parent: keeps a number of children alive. A crash costs one request, never the service. */
#ifndef OZG_FCGI_PREFORK_H
#define OZG_FCGI_PREFORK_H

#include "base/err.h"

struct prefork {
	unsigned processes;                  /* 1 to 256 */
	int (*child)(void *arg);             /* runs in each child; returns its exit status */
	bool (*reload)(void *arg);           /* SIGHUP, in the parent: false to keep everything as it is */
	void (*died)(void *arg, int status); /* a child ended with this wait status though nobody told it to */
	void *arg;
};

/* Runs until SIGTERM or SIGINT, then drains: children finish their request; after 35 seconds they are killed. SIGHUP
 * starts a new set of children on the same socket before the old ones drain. A dead child is replaced at once, but one
 * that did not live for a second only after a second. */
void prefork_run(const struct prefork *p);

#endif
