/* SPDX-License-Identifier: EUPL-1.2
 * The handlers that routes.c names, one page_*.c file per page, and the error page. */
#ifndef OZG_FCGI_PAGES_H
#define OZG_FCGI_PAGES_H

#include "app.h"

handler_fn page_health, page_metrics;

/* Makes the page for a refusal or an error. err may be NULL (a refusal before the handler). A form that was posted
 * comes back with everything that was typed and a button that sends it again. */
void page_error(struct ctx *c, unsigned status, const struct err *err);

#endif
