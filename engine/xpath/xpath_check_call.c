/* SPDX-License-Identifier: EUPL-1.2
 * Names and types of function calls, by the letters of struct xpath_func. */
#include "xpath/xpath_int.h"

#include "base/suggest.h"

enum { FUNCS_MAX = 64 };

static const struct xpath_func *const tables[] = { xpath_funcs_core, xpath_funcs_date };
enum { TABLES = sizeof tables / sizeof *tables };

static const struct xpath_func *find_func(struct str name)
{
	for (size_t t = 0; t < TABLES; t++)
		for (const struct xpath_func *f = tables[t]; f->name != NULL; f++)
			if (str_eq_c(name, f->name))
				return f;
	return NULL;
}

static void unknown_func(struct compiler *c, const struct xpath_node *call)
{
	static const char *const tests[] = { "node", "text", "comment", "processing-instruction" };
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		if (str_eq_c(call->name, tests[i])) {
			xpath_fail(
			    c, call->at, "unsupported", "Knotentests wie %s() gibt es hier nicht. Schreiben Sie $name.", tests[i]);
			return;
		}
	struct str names[FUNCS_MAX];
	size_t count = 0;
	for (size_t t = 0; t < TABLES; t++)
		for (const struct xpath_func *f = tables[t]; f->name != NULL && count < FUNCS_MAX; f++)
			names[count++] = str_c(f->name);
	struct buf hint = buf_new(c->diags->arena);
	suggest_add(&hint, "", call->name, names, count);
	xpath_fail(c, call->at, "unknown-function", "Die Funktion „%.*s()“ gibt es nicht.%.*s", STR_ARG(call->name),
	    STR_ARG(buf_str(&hint)));
}

static size_t letters(const struct xpath_func *f)
{
	return strspn(f->params, "abcdefghijklmnopqrstuvwxyz");
}

char xpath_param(const struct xpath_func *f, size_t i)
{
	size_t n = letters(f);
	return f->params[i < n ? i : n - 1];
}

static bool check_count(struct compiler *c, const struct xpath_node *call)
{
	const char *name = call->func->name;
	size_t max = letters(call->func);
	char suffix = call->func->params[max];
	size_t min = suffix == '?' ? max - 1 : max;
	size_t given = 0;
	for (const struct xpath_node *arg = call->kids; arg != NULL; arg = arg->next)
		given++;
	if (given >= min && (given <= max || suffix == '*'))
		return true;
	if (suffix == '*')
		xpath_fail(c, call->at, "type",
		    "Zwischen die Klammern von %s() gehören mindestens %zu Werte, hier sind es %zu.", name, min, given);
	else if (suffix == '?')
		xpath_fail(c, call->at, "type", "Zwischen die Klammern von %s() gehören %zu oder %zu Werte, hier sind es %zu.",
		    name, min, max, given);
	else
		xpath_fail(c, call->at, "type", "Zwischen die Klammern von %s() gehören genau %zu Werte, hier sind es %zu.",
		    name, max, given);
	return false;
}

/* The type that arguments s and o share: that of the first one which is no text literal, for those give way. */
static enum xpath_type common_type(const struct xpath_node *call)
{
	enum xpath_type type = XPATH_EMPTY;
	bool has_text = false;
	size_t i = 0;
	for (const struct xpath_node *arg = call->kids; arg != NULL; arg = arg->next) {
		char param = xpath_param(call->func, i++);
		if (param != 's' && param != 'o')
			continue;
		has_text = has_text || arg->type == XPATH_TEXT;
		if (type == XPATH_EMPTY && !xpath_is_text_literal(arg))
			type = arg->type;
	}
	return has_text && (type == XPATH_CODE || type == XPATH_EMPTY) ? XPATH_TEXT : type;
}

static void check_reference(struct compiler *c, const struct xpath_node *call, const struct xpath_node *arg, char param)
{
	if (arg->op != OP_REF)
		xpath_fail(
		    c, arg->at, "type", "%s() braucht den Namen eines Felds oder einer Gruppe, etwa $name.", call->func->name);
	else if (param == 'l' && !arg->ref.list && !arg->ref.group)
		xpath_fail(c, arg->at, "type", "„$%.*s“ kommt nur einmal vor. Ob es beantwortet ist, sagt exists().",
		    STR_ARG(arg->path));
}

/* The one type that fits a parameter; XPATH_EMPTY: any. */
static enum xpath_type wanted(const struct xpath_node *call, char param)
{
	switch (param) {
	case 't':
		return XPATH_TEXT;
	case 'b':
		return XPATH_BOOL;
	case 'n':
	case 'm':
		return XPATH_DEC;
	case 'd':
		return XPATH_DATE;
	case 's':
	case 'o':
		return call->type;
	default:
		return XPATH_EMPTY;
	}
}

static void check_argument(struct compiler *c, const struct xpath_node *call, struct xpath_node *arg, char param)
{
	if (arg->type == XPATH_EMPTY)
		return;
	if (param == 'r' || param == 'l') {
		check_reference(c, call, arg, param);
		return;
	}
	bool is_list = arg->op == OP_REF && arg->ref.list && !arg->ref.group;
	bool list_fits = param == 'm' || param == 'o';
	if (!(is_list && list_fits) && !xpath_check_single(c, arg))
		return;
	enum xpath_type want = wanted(call, param);
	if (param == 'c' && arg->type == XPATH_DATE)
		xpath_fail(c, arg->at, "type", "Ein Datum ist keine Zahl. Verwenden Sie year(), age() oder days-between().");
	else if (param == 'o' && want != XPATH_DEC && want != XPATH_DATE)
		xpath_fail(c, arg->at, "type", "%s() braucht Zahlen oder Daten, hier steht %s.", call->func->name,
		    xpath_type_name(arg->type));
	else if (param == 's' && want != XPATH_TEXT && xpath_is_empty_literal(arg))
		arg->constant.type = XPATH_EMPTY;
	else if (want != XPATH_EMPTY)
		xpath_demand_type(c, arg, want);
}

void xpath_check_call(struct compiler *c, struct xpath_node *call)
{
	for (struct xpath_node *arg = call->kids; arg != NULL; arg = arg->next)
		xpath_check_node(c, arg);
	const struct xpath_func *f = find_func(call->name);
	if (f == NULL) {
		unknown_func(c, call);
		return;
	}
	call->func = f;
	if (!check_count(c, call))
		return;
	call->type = f->result != XPATH_EMPTY ? f->result : common_type(call);
	size_t i = 0;
	for (struct xpath_node *arg = call->kids; arg != NULL; arg = arg->next)
		check_argument(c, call, arg, xpath_param(f, i++));
}
