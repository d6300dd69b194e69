/* SPDX-License-Identifier: EUPL-1.2
 * The life of one child: take requests from the socket, one at a time, until told to stop. */
#ifndef OZG_FCGI_SERVE_H
#define OZG_FCGI_SERVE_H

#include "app.h"

/* A listening unix socket at path, mode 0660, which replaces an old one. -1 with err. */
int serve_listen(const char *path, struct err *err);

/* Serves requests from fd until SIGTERM came or the child is old; returns its exit status. A request that takes longer
 * than its deadline ends the process, and with it only that request. */
int serve(struct app *app, int fd);

#endif
