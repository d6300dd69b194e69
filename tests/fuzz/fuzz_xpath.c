/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as an expression: compiling and evaluating never crash, an expression is refused with a finding or gives a
 * value of its static type, and the budget holds. The first letters of a name say what it stands for. */
#include "xpath/xpath.h"

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool resolve(void *arg, const struct str *names, size_t n, struct xpath_ref *ref, struct buf *why)
{
	static const char kinds[] = "?tbdzc";
	(void)arg;
	*ref = (struct xpath_ref){ .type = XPATH_TEXT };
	if (n == 0)
		return true;
	struct str s = names[0];
	ref->list = str_starts(s, STR("l"));
	s = str_sub(s, ref->list, s.n);
	ref->group = str_starts(s, STR("g"));
	const char *kind = s.n > 0 && s.p[0] != '?' ? strchr(kinds, s.p[0]) : NULL;
	if (!ref->group && (kind == NULL || *kind == '\0')) {
		buf_add_c(why, "Diesen Namen gibt es nicht.");
		return false;
	}
	ref->type = ref->group ? XPATH_BOOL : (enum xpath_type)(kind - kinds);
	ref->slot = (unsigned)ref->type | (ref->list ? 8U : 0U) | (s.n % 2 == 0 ? 16U : 0U);
	return true;
}

static bool get(void *arg, unsigned slot, size_t index, struct xpath_value *v)
{
	(void)arg;
	if (index == ((slot & 8U) != 0 ? 3 : 1))
		return false;
	v->type = (slot & 16U) != 0 ? XPATH_EMPTY : (enum xpath_type)(slot & 7U);
	if (v->type == XPATH_TEXT || v->type == XPATH_CODE)
		v->text = STR("Größe 32");
	else if (v->type == XPATH_BOOL)
		v->boolean = true;
	else if (v->type == XPATH_DEC)
		v->dec = (struct dec){ -1250, 2 };
	else if (v->type == XPATH_DATE)
		v->date = (struct date){ 20000 };
	return true;
}

static bool text_or_code(enum xpath_type type)
{
	return type == XPATH_TEXT || type == XPATH_CODE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct xpath_scope scope = { .resolve = resolve };
	struct arena *a = arena_new();
	struct str source = { (const char *)data, size };
	struct diags d = diags_new(a, STR("fuzz"));
	const struct xpath *x = xpath_compile(a, source, (struct pos){ 1, 1 }, XPATH_EMPTY, &scope, &d);
	if ((x == NULL) != (d.n_errors > 0) || (x != NULL && !utf8_valid(source)))
		abort();
	if (x != NULL) {
		struct xpath_env env = { .get = get, .scratch = a, .budget = 10000 };
		struct xpath_value v;
		struct err err = { ERR_NONE, "" };
		enum xpath_type type = xpath_result_type(x);
		if (!xpath_eval(x, &env, &v, &err) ? err.kind != ERR_INPUT : !utf8_valid(xpath_text(a, &v)))
			abort();
		if (err.kind == ERR_NONE && v.type != XPATH_EMPTY && v.type != type &&
		    !(text_or_code(v.type) && text_or_code(type)))
			abort();
	}
	arena_free(&a);
	return 0;
}
