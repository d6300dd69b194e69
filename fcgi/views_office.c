/* SPDX-License-Identifier: EUPL-1.2
 * Views of the pages for staff, described to the templates. */
#include "views_office.h"

static const struct tpl_field view_login_fields[] = {
	VIEW_PAGE(view_login),
	TPL_FIELD(TPL_STR, view_login, action),
	TPL_FIELD(TPL_STR, view_login, next),
	TPL_FIELD(TPL_STR, view_login, login),
	TPL_FIELD(TPL_STR, view_login, error),
	TPL_FIELD(TPL_BOOL, view_login, expired),
	TPL_FIELD(TPL_BOOL, view_login, has_kept),
	TPL_SUB(TPL_LIST, view_login, fields, &view_pair_desc),
	{ 0 },
};
VIEW_DESC(view_login);
