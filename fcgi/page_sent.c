/* SPDX-License-Identifier: EUPL-1.2
 * "/{tenant}/{form}/abgesendet": the receipt. It can be loaded again as long as the browser keeps the cookie. */
#include "apply.h"
#include "cases/case.h"
#include "csrf.h"
#include "fee.h"
#include "views_citizen.h"

bool page_sent(struct ctx *c, struct err *err)
{
	struct apply ap;
	struct case_status status;
	if (!apply_load(c, &ap, err))
		return false;
	if (!ap.sent) {
		resp_redirect(c->resp, ap.base);
		return true;
	}
	if (!case_status(c->app->db, c->arena, ap.receipt.number, ap.receipt.status_secret, &status, err))
		return false;
	csrf_begin_visit(c); /* for the button to the status page */
	struct view_contact contact = { status.office, status.address, status.phone, status.email };
	struct view_sent v = {
		.page = page_frame(c, page_text(c, "sent.title")),
		.number = ap.receipt.number,
		.secret = ap.receipt.status_secret,
		.sent_at = status.sent_at,
		.office_name = status.office,
		.office = &contact,
		.fee = fee_stored(c, status.fee),
	};
	page_form_title(c, ap.form, &v.page, &v.form_title);
	page_render(c, PAGE_SENT, &v);
	return true;
}
