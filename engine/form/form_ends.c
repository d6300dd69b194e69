/* SPDX-License-Identifier: EUPL-1.2
 * What answers lead to besides errors of single fields: an early end, a page that may not be left yet, fees, consents.
 * Pure, and last in an evaluation: nothing in it changes what is relevant or what an answer is worth. */
#include "form/form_ends.h"

#include "base/buf.h"

static const struct form_node nowhere = { .page = SIZE_MAX };

/* An error of the form as a whole that people meet on page. */
static void add_error(struct form_state *s, size_t page, struct field_fault fault)
{
	struct form_node at = nowhere;
	at.page = page;
	form_add_error(s, s->root, &at, fault);
}

/* Words of the form as a fault. */
static struct field_fault fault_of(const struct form_state *s, const char *code, const struct str *words)
{
	struct field_fault fault = { .code = code };
	fault.message = form_words(&s->world, words, &fault.german);
	return fault;
}

/* A sentence of the engine in which {} stands for words of the form. */
static struct field_fault sentence(
    const struct form_state *s, const char *code, const char *german, const struct str *words)
{
	return (struct field_fault){ .code = code, .message = field_sentence(&s->world, s->arena, german, words) };
}

/* ---- stops ---- */

/* Behind the end nothing is missing any more. */
static void forget_errors_behind(struct form_state *s, size_t page)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_errors; i++)
		if (s->errors[i].page == SIZE_MAX || s->errors[i].page <= page)
			s->errors[n++] = s->errors[i];
	s->n_errors = n;
}

static void judge_stops(struct form_state *s)
{
	for (const struct form_stop *stop = s->form->stops; stop != NULL && s->stop == NULL; stop = stop->next) {
		struct field_fault fault = { 0 };
		if (!form_page_relevant(s, stop->page->page))
			continue;
		if (form_true(s, form_page_inst(s, stop->page), stop->when, &fault))
			s->stop = stop;
		else if (fault.code != NULL)
			add_error(s, stop->page->page, fault);
	}
	if (s->stop == NULL)
		return;
	forget_errors_behind(s, s->stop->page->page);
	add_error(s, s->stop->page->page, fault_of(s, "stop", &s->stop->title));
}

bool form_stopped(const struct form_state *s, struct form_view_stop *out)
{
	if (s->stop == NULL)
		return false;
	*out = (struct form_view_stop){ .title = form_words(&s->world, &s->stop->title, NULL),
		.text = form_words(&s->world, &s->stop->text, NULL),
		.href = s->stop->href,
		.link = form_words(&s->world, &s->stop->link, NULL),
		.page = s->stop->page->page,
		.change_page = s->stop->change_page };
	return true;
}

/* ---- pages ---- */

/* Only when everything else on the page is right: one thing after the other. */
static void judge_pages(struct form_state *s)
{
	for (size_t i = 0; i < s->form->n_pages; i++) {
		const struct form_node *page = s->form->pages[i];
		struct field_fault fault = { 0 };
		if (page->constraint == NULL || !form_page_relevant(s, i) || !form_page_valid(s, i) ||
		    (s->stop != NULL && i > s->stop->page->page))
			continue;
		if (form_true(s, form_page_inst(s, page), page->constraint, &fault))
			continue;
		add_error(s, i, fault.code != NULL ? fault : fault_of(s, "constraint", &page->message));
	}
}

/* ---- fees ---- */

struct str form_euros(struct arena *a, struct dec amount)
{
	struct str digits = dec_format(a, amount);
	struct buf out = buf_new(a);
	ptrdiff_t dot = str_find(digits, '.');
	size_t whole = dot < 0 ? digits.n : (size_t)dot;
	for (size_t i = 0; i < whole; i++) {
		bool first = i == 0 || (i == 1 && digits.p[0] == '-');
		if (!first && (whole - i) % 3 == 0)
			buf_add_char(&out, '.');
		buf_add_char(&out, digits.p[i]);
	}
	if (dot >= 0)
		buf_add_fmt(&out, ",%.*s", STR_ARG(str_sub(digits, whole + 1, digits.n)));
	buf_add_c(&out, " €");
	return buf_str(&out);
}

/* An amount in euros and cents; false when there is none, with fault set when that is a mistake of the form. */
static bool fee_amount(
    struct form_state *s, const struct form_fee_rule *fee, struct dec *out, struct field_fault *fault)
{
	struct xpath_value v;
	if (!form_evaluate(s, s->root, fee->amount, &v, fault) || v.type != XPATH_DEC)
		return false;
	if (dec_rescale(v.dec, 2, DEC_HALF_UP, out))
		return true;
	*fault = sentence(s, "fee", "Die Gebühr {} lässt sich nicht ausrechnen: die Zahl ist zu groß.", &fee->label);
	return false;
}

/* Nothing is free by accident: an amount that cannot be had from valid answers is an error. */
static void add_fee(struct form_state *s, const struct form_fee_rule *fee, bool answers_good, struct dec *total)
{
	struct field_fault fault = { 0 };
	struct dec amount;
	if (fee->relevant != NULL && !form_true(s, s->root, fee->relevant, &fault)) {
		if (fault.code != NULL)
			add_error(s, SIZE_MAX, fault);
		return;
	}
	if (!fee_amount(s, fee, &amount, &fault) || !dec_add(*total, amount, total)) {
		if (fault.code == NULL)
			fault = sentence(s, "fee", "Die Gebühr {} lässt sich aus Ihren Angaben nicht ausrechnen.", &fee->label);
		if (answers_good)
			add_error(s, SIZE_MAX, fault);
		return;
	}
	s->fee_rules[s->fee.n] = fee;
	struct form_fee_line *line = &s->fee_lines[s->fee.n++];
	line->label = form_words(&s->world, &fee->label, &line->german);
	line->hint = form_words(&s->world, &fee->hint, &line->german);
	line->legal = fee->legal;
	line->amount = dec_format(s->arena, amount);
}

static void judge_fees(struct form_state *s)
{
	bool answers_good = s->n_errors == 0;
	struct dec total = { 0, 2 };
	size_t room = 0;
	for (const struct form_fee_rule *fee = s->form->fees; fee != NULL; fee = fee->next)
		room++;
	s->fee_lines = ARENA_ARRAY(s->arena, struct form_fee_line, room);
	s->fee_rules = ARENA_ARRAY(s->arena, const struct form_fee_rule *, room);
	for (const struct form_fee_rule *fee = s->form->fees; fee != NULL; fee = fee->next)
		add_fee(s, fee, answers_good, &total);
	if (total.units < 0)
		add_error(s, SIZE_MAX,
		    (struct field_fault){ .code = "fee",
		        .message = str_c(form_say(
		            &s->world, "Die Gebühr wäre kleiner als null. Bitte wenden Sie sich an die Verwaltung.")) });
	s->fee.lines = s->fee_lines;
	s->fee.total = dec_format(s->arena, total);
}

const struct form_fee *form_fee(const struct form_state *s)
{
	return s->form->fees == NULL ? NULL : &s->fee;
}

json_t *form_fee_json(const struct form_state *s)
{
	if (s->form->fees == NULL)
		return NULL;
	json_t *lines = json_array();
	for (size_t i = 0; i < s->fee.n; i++) {
		const struct form_fee_rule *rule = s->fee_rules[i];
		const struct form_fee_line *l = &s->fee.lines[i];
		json_t *line = json_pack("{s:s%,s:s%,s:s%}", "label", rule->label.p, rule->label.n, "amount", l->amount.p,
		    l->amount.n, "legal", l->legal.p, l->legal.n);
		if (rule->hint.n > 0)
			json_object_set_new(line, "hint", json_stringn(rule->hint.p, rule->hint.n));
		json_array_append_new(lines, line);
	}
	return json_pack("{s:s%,s:o}", "total", s->fee.total.p, s->fee.total.n, "items", lines);
}

/* ---- consents ---- */

static void judge_consents(struct form_state *s)
{
	size_t room = 0;
	for (const struct form_consent_rule *c = s->form->consents; c != NULL; c = c->next)
		room++;
	struct form_consent *list = ARENA_ARRAY(s->arena, struct form_consent, room);
	for (const struct form_consent_rule *c = s->form->consents; c != NULL; c = c->next) {
		struct field_fault fault = { 0 };
		bool needed = c->relevant == NULL || form_true(s, s->root, c->relevant, &fault);
		if (fault.code != NULL)
			add_error(s, SIZE_MAX, fault);
		if (!needed)
			continue;
		struct str mail = form_value(s->arena, s, form_model_path(s->arena, c->mail));
		if (mail.n == 0 && s->n_errors == 0)
			form_add_error(s, s->insts[c->mail->group->number].list[0], c->mail,
			    sentence(s, "consent", "Geben Sie die E-Mail-Adresse an. Zustimmen muss: {}.", &c->label));
		list[s->n_consents++] = (struct form_consent){ c->id, form_words(&s->world, &c->label, NULL),
			form_words(&s->world, &c->text, NULL), mail, c->shows };
	}
	s->consents = list;
}

size_t form_consents(const struct form_state *s, const struct form_consent **list)
{
	*list = s->consents;
	return s->n_consents;
}

void form_judge_ends(struct form_state *s)
{
	judge_stops(s);
	judge_pages(s);
	judge_fees(s);
	judge_consents(s);
}
