/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as a template: findings, or a page in which hostile values add no markup. */
#include "html/tpl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct item {
	struct str t;
};

struct view {
	struct str t;
	const char *c;
	int64_t i;
	bool b;
	struct tpl_list l;
	const struct item *s;
};

static const struct tpl_field item_fields[] = { TPL_FIELD(TPL_STR, item, t), { NULL, 0, 0, NULL } };
static const struct tpl_struct item_struct = { "item", sizeof(struct item), item_fields };
static const struct tpl_field fields[] = {
	TPL_FIELD(TPL_STR, view, t),
	TPL_FIELD(TPL_CSTR, view, c),
	TPL_FIELD(TPL_INT, view, i),
	TPL_FIELD(TPL_BOOL, view, b),
	TPL_SUB(TPL_LIST, view, l, &item_struct),
	TPL_SUB(TPL_STRUCT, view, s, &item_struct),
	{ NULL, 0, 0, NULL },
};
static const struct tpl_struct view_struct = { "view", sizeof(struct view), fields };

static const char *find(const void *arg, struct str key)
{
	(void)arg;
	return str_eq(key, STR("k")) ? "<{1}>" : NULL;
}

/* How often the letters occur that make markup. */
static size_t markup(struct arena *a, const struct tpl *t, const char *value)
{
	const struct item items[] = { { str_c(value) }, { str_c(value) } };
	const struct view v = { str_c(value), value, 7, true, { items, 2 }, items };
	struct buf out = buf_new(a);
	tpl_render(t, &v, &out);
	size_t n = 0;
	for (size_t i = 0; i < out.n; i++)
		n += strchr("<>\"'", out.p[i]) != NULL && out.p[i] != '\0';
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const hostile[] = { "<script>", "'\"><img src=x onerror=1>", "javascript:'\"",
		"-->]]></a b=\"'>", "/x'\"<>", "\xFF\xC0\"" };
	static const struct tpl_texts texts = { .find = find };
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("fuzz.html"));
	const struct tpl *t = tpl_compile(a, (struct str){ (const char *)data, size }, &view_struct, &texts, &d);
	if ((t == NULL) != (d.n_errors > 0))
		abort();
	size_t harmless = t == NULL ? 0 : markup(a, t, "x");
	for (size_t i = 0; t != NULL && i < sizeof hostile / sizeof *hostile; i++)
		if (markup(a, t, hostile[i]) != harmless)
			abort();
	arena_free(&a);
	return 0;
}
