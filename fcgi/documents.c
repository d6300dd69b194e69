/* SPDX-License-Identifier: EUPL-1.2
 * Documents on their way from the browser into the draft. */
#include "documents.h"

#include "base/json.h"
#include "cases/attachment.h"
#include "lang.h"
#include "upload/upload.h"

static const json_t *refused(struct ctx *c, struct str name, const char *code)
{
	log_info(&c->app->log, "upload-refused", log_text("why", str_c(code)), log_text("tenant", c->tenant));
	return json_keep(c->arena, json_pack("{s:s%,s:s}", "name", name.p, name.n, "refused", code));
}

static const json_t *judged_only(struct ctx *c, struct str name, struct str type, size_t size)
{
	return json_keep(c->arena,
	    json_pack("{s:s%,s:s%,s:I}", "name", name.p, name.n, "type", type.p, type.n, "size", (json_int_t)size));
}

static bool document(struct ctx *c, const struct param *p, const struct upload_rules *rules, enum documents what,
    const json_t **out, struct err *err)
{
	struct str type;
	enum upload_verdict v = upload_judge(c->arena, p->value, rules, &type);
	struct str name = upload_name(c->arena, p->filename, v == UPLOAD_OK ? type : STR(""));
	json_t *answer;
	if (v != UPLOAD_OK)
		*out = refused(c, name, upload_code(v));
	else if (what == DOCUMENTS_ONLY_JUDGE)
		*out = judged_only(c, name, type, p->value.n);
	else if (attachment_put(c->app->db, c->arena, c->tenant, c->draft, name, type, p->value, &answer, err))
		*out = answer;
	else if (err->kind == ERR_INPUT)
		*out = refused(c, name, "total");
	else
		return false;
	return true;
}

bool documents_params(struct ctx *c, const struct form *f, size_t page, enum documents what,
    const struct form_param **list_r, size_t *n_r, struct err *err)
{
	const struct params *body = &c->req->body;
	struct form_param *list = ARENA_ARRAY(c->arena, struct form_param, body->n);
	size_t n = 0;
	for (size_t i = 0; i < body->n; i++) {
		const struct param *p = &body->list[i];
		struct upload_rules rules = { .clamd = c->app->conf.clamd };
		if (p->is_file && p->filename.n == 0 && p->value.n == 0)
			continue;
		list[n] = (struct form_param){ .name = p->name, .value = p->is_file ? STR("") : p->value };
		/* A file where the form asks for none is refused there, as any other unknown field. */
		if (p->is_file && form_file_rules(f, page, p->name, &rules.types, &rules.max_size) &&
		    !document(c, p, &rules, what, &list[n].file, err))
			return false;
		n++;
	}
	lang_as_next(c, list, n);
	*list_r = list;
	*n_r = n;
	return true;
}
