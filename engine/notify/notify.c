/* SPDX-License-Identifier: EUPL-1.2
 * From a message of the outbox to an e-mail. */
#include "notify/notify.h"

#include "base/file.h"
#include "base/json.h"
#include "form/form.h"
#include "notify/mail.h"

enum { TEMPLATE_BYTES_MAX = 65536 };

static struct str text_at(const json_t *object, const char *key)
{
	return json_str(json_object_get(object, key));
}

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
			return false;
	return s.n > 0 && s.n <= 60;
}

static bool load_template(
    const struct notify *n, struct arena *a, struct str name, struct mail_template *t, struct err *err)
{
	struct str source;
	if (!is_name(name))
		return err_set(err, ERR_INPUT, "Der Ablauf nennt keine gültige Vorlage für die E-Mail.");
	const char *path = str_fmt(a, "%s/%.*s.txt", n->mail_dir, STR_ARG(name)).p;
	struct diags d = diags_new(a, str_c(path));
	if (!file_read(a, path, TEMPLATE_BYTES_MAX, &source, err))
		return false;
	if (mail_template_read(source, t, &d))
		return true;
	return err_set(err, ERR_BROKEN, "%s:%u: %.*s", path, d.list[0].pos.line, STR_ARG(d.list[0].text));
}

/* "ochsenfurt.OCH-2026-000123-3-1" from tenant and key: what an atom may not hold becomes '-'. */
static struct str message_id(struct arena *a, const struct outbox_message *m)
{
	struct str key = str_dup(a, m->key);
	char *p = (char *)(uintptr_t)key.p;
	for (size_t i = 0; i < key.n; i++)
		if (!((p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z') || (p[i] >= '0' && p[i] <= '9')))
			p[i] = '-';
	return str_fmt(a, "%.*s.%.*s", STR_ARG(m->tenant), STR_ARG(key));
}

/* "12,50 €" of the workflow variable; empty when there is none. */
static struct str euros(struct arena *a, const json_t *amount)
{
	struct dec d;
	return dec_parse(json_str(amount), &d) && dec_rescale(d, 2, DEC_HALF_UP, &d) ? form_euros(a, d) : STR("");
}

bool notify_deliver(const struct notify *n, struct arena *a, const struct outbox_message *m, struct str title,
    bool *sent_r, struct err *err)
{
	struct mail_template t;
	const json_t *vars = json_object_get(m->payload, "vars");
	struct str to = text_at(vars, "email");
	*sent_r = to.n > 0;
	if (to.n == 0)
		return true;
	if (!load_template(n, a, text_at(m->payload, "template"), &t, err))
		return false;
	const struct mail_values values = {
		.nummer = m->number,
		.leistung = title,
		.kommune = m->municipality,
		.gebuehr = euros(a, json_object_get(vars, FORM_FEES)),
		.status = text_at(m->payload, "status"),
		.status_url = str_fmt(a, "%s/status/", n->base_url),
		.zustimmung_url = str_fmt(a, "%s/zustimmung/", n->base_url),
	};
	const struct mail mail = {
		.from = str_c(n->mail_from),
		.to = to,
		.subject = mail_fill(a, t.subject, &values),
		.body = mail_fill(a, t.body, &values),
		.message_id = message_id(a, m),
		.date = m->created_at,
	};
	struct buf message = buf_new(a);
	return mail_build(&message, &mail, err) &&
	       mail_send(n->smtp_url, mail_address(mail.from), to, buf_str(&message), err);
}
