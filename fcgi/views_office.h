/* SPDX-License-Identifier: EUPL-1.2
 * Views of the pages for staff: signing in, the queue, a case. */
#ifndef OZG_FCGI_VIEWS_OFFICE_H
#define OZG_FCGI_VIEWS_OFFICE_H

#include "views.h"

/* office/login: name and password, for the office and the admin pages. */
struct view_login {
	struct view_page page;
	struct str action, next; /* next: where to go afterwards */
	struct str login;        /* as typed before */
	struct str error;        /* empty: none */
	bool expired;            /* was signed in until lately */
	bool has_kept;
	struct tpl_list fields; /* view_pair: what was posted without a session, to be sent after signing in */
};

extern const struct tpl_struct view_login_desc;

#endif
