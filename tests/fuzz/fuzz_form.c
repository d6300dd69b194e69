/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as a definition, as answers or as a post. The first line says which: D and a definition, a line "=" and
 * answers; A and answers; P and "name=value" lines. Nothing crashes, a model comes without errors only, valid answers
 * stay valid and the same when they are judged again, and a refused post changes nothing. */
#include "form/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARAMS_MAX = 64 };

static const char fixed[] =
    "<form xmlns='urn:ozg:form:1' id='f'><title>T</title><page id='p' title='P'><text id='t' label='T' max-length='5'/>"
    "<longtext id='l' label='L' required='no'/><integer id='i' label='I' min='0' max='99'/>"
    "<decimal id='d' label='D' places='2'/><money id='m' label='M'/><date id='n' label='N' max='today'/>"
    "<boolean id='b' label='B'/><confirm id='c' label='C' relevant='$b'/><choice id='o' label='O'><code "
    "value='A'>a</code>"
    "<code value='B'>b</code></choice><choices id='s' label='S'><code value='A'>a</code><code "
    "value='B'>b</code></choices>"
    "<email id='e' label='E'/><phone id='h' label='H'/><iban id='k' label='K' required='exists($e)'/>"
    "<postcode id='z' label='Z'/><place id='y' label='Y' postcode='z'/><group id='g' label='G' min='1' max='3'>"
    "<text id='t' label='T' constraint='. != $l' message='M'/><group id='q' label='Q' max='2'><date id='n' label='N'/>"
    "</group><integer id='x' label='X' calculate='count($q) * $i'/></group>"
    "<decimal id='w' label='W' calculate='sum($g/x) div $i'/></page></form>";

static size_t find_places(void *arg, struct arena *a, struct str postcode, const struct form_place **list)
{
	static const struct form_place places[] = { { STR_INIT("096755618147"), STR_INIT("Marktbreit") },
		{ STR_INIT("096755618166"), STR_INIT("Segnitz") } };
	(void)arg;
	(void)a;
	*list = places;
	return postcode.n > 0 ? (size_t)postcode.p[0] % 3 : 0;
}

static void look_at(struct arena *a, const struct form *f, const struct form_state *s)
{
	const struct form_view_section *sections;
	form_view_summary(a, s, &sections);
	for (size_t i = 0; i < form_n_pages(f); i++)
		form_view(a, s, i, i % 2 == 0);
	json_decref(form_state_json(s));
	form_ars(s);
	const struct form_error *errors;
	struct err err;
	size_t n = form_errors(s, &errors);
	for (size_t i = 0; i < n && i < 50; i++)
		form_why(a, s, errors[i].path, i % 2 == 0, &err);
	for (size_t i = 0; i < form_n_pages(f); i++)
		if (form_why(a, s, form_page_id(f, i), true, &err) == NULL)
			abort();
}

static void judge(struct arena *a, const struct form *f, const json_t *answers, const struct form_world *world)
{
	const struct form_error *errors;
	const struct form_state *s = form_eval(a, f, answers, world);
	look_at(a, f, s);
	if (form_errors(s, &errors) > 0)
		return;
	json_t *result = form_result(s);
	const struct form_state *again = form_eval(a, f, result, world);
	json_t *result_again = form_result(again);
	if (form_errors(again, &errors) > 0 || !json_equal(result, result_again))
		abort();
	json_decref(result);
	json_decref(result_again);
}

static void judge_text(struct arena *a, const struct form *f, struct str text, const struct form_world *world)
{
	json_t *answers = json_loadb(text.p == NULL ? "" : text.p, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	if (answers == NULL)
		return;
	judge(a, f, answers, world);
	json_decref(answers);
}

static void post(struct arena *a, const struct form *f, struct str text, const struct form_world *world)
{
	struct form_param params[PARAMS_MAX];
	struct str line;
	size_t n = 0;
	while (n < PARAMS_MAX && str_next(&text, '\n', &line)) {
		ptrdiff_t at = str_find(line, '=');
		if (at >= 0)
			params[n++] = (struct form_param){ .name = str_sub(line, 0, (size_t)at),
				.value = str_sub(line, (size_t)at + 1, line.n) };
	}
	json_t *answers = json_object();
	/* Twice: the second time there are answers already. */
	for (int i = 0; i < 2; i++) {
		json_t *before = json_deep_copy(answers);
		enum form_action action;
		struct err err;
		if (!form_post(a, f, 0, params, n, answers, world, &action, &err) &&
		    (err.kind != ERR_INPUT || !json_equal(before, answers)))
			abort();
		json_decref(before);
		judge(a, f, answers, world);
	}
	json_decref(answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	if (size < 2 || data[1] != '\n')
		return 0;
	text = str_sub(text, 2, size);
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("fuzz.xml"));
	struct form_world world = { .places = find_places };
	if (!date_from_ymd(2026, 3, 1, &world.today))
		abort();
	bool definition = data[0] == 'D';
	ptrdiff_t at = definition ? str_find_str(text, STR("\n=\n")) : -1;
	struct str source = definition ? str_sub(text, 0, at < 0 ? text.n : (size_t)at) : str_c(fixed);
	const struct form_options options = { .lint = definition };
	const struct form *f = form_read_with(a, source, &options, &d);
	if ((f == NULL) != (d.n_errors > 0))
		abort();
	if (f != NULL && definition)
		judge_text(a, f, at < 0 ? STR("{}") : str_sub(text, (size_t)at + 3, text.n), &world);
	else if (f != NULL && data[0] == 'P')
		post(a, f, text, &world);
	else if (f != NULL)
		judge_text(a, f, text, &world);
	arena_free(&a);
	return 0;
}
