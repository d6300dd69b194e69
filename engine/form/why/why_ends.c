/* SPDX-License-Identifier: EUPL-1.2
 * Why an application ends early, a page cannot be left yet, or costs what it costs. */
#include "form/form_ends.h"
#include "form/why/why.h"

void why_stop(struct why *w, const struct form_node *page)
{
	const struct form_stop *stop = w->s->stop;
	if (stop == NULL || (page != NULL && stop->page != page))
		return;
	const struct form_inst *in = form_page_inst(w->s, stop->page);
	struct str title = form_words(&w->s->world, &stop->title, NULL);
	why_tell(w, "stop", stop->when, WHY_SAY(w, "Hier endet der Antrag: {}.", why_quoted(w, title)),
	    why_reasons(w, in, stop->when, true));
}

void why_page(struct why *w, const struct form_node *page)
{
	const struct form_inst *in = form_page_inst(w->s, page);
	struct field_fault fault = { 0 };
	if (page->constraint == NULL || form_true(w->s, in, page->constraint, &fault) || fault.code != NULL)
		return;
	why_tell(w, "error", page->constraint, form_words(&w->s->world, &page->message, NULL),
	    why_reasons(w, in, page->constraint, false));
}

static struct str amount_of(const struct why *w, const struct form_fee_rule *fee)
{
	for (size_t i = 0; i < w->s->fee.n; i++)
		if (w->s->fee_rules[i] == fee)
			return w->s->fee.lines[i].amount;
	return STR("");
}

static void tell_fee(struct why *w, const struct form_fee_rule *fee)
{
	const struct form_inst *root = w->s->root;
	struct str name = why_quoted(w, form_words(&w->s->world, &fee->label, NULL)), amount = amount_of(w, fee);
	struct dec d;
	struct field_fault fault = { 0 };
	bool due = fee->relevant == NULL || form_true(w->s, root, fee->relevant, &fault);
	if (!due) {
		why_tell(w, "fee", fee->relevant, WHY_SAY(w, "Für {} zahlen Sie nichts.", name),
		    why_reasons(w, root, fee->relevant, false));
		return;
	}
	if (fee->relevant != NULL)
		why_tell(w, "fee", fee->relevant, WHY_SAY(w, "Für {} müssen Sie etwas zahlen.", name),
		    why_reasons(w, root, fee->relevant, true));
	if (dec_parse(amount, &d)) {
		static const struct str unit = STR_INIT("€");
		struct str euros = form_euros(w->a, d);
		euros = WHY_SAY(w, "{} Euro", str_sub(euros, 0, euros.n - unit.n - 1));
		why_tell_value(w, "fee", root, fee->amount, WHY_SAY(w, "Für {} zahlen Sie {}.", name, euros), euros);
	} else {
		why_tell_value(
		    w, "fee", root, fee->amount, WHY_SAY(w, "Was Sie für {} zahlen, steht noch nicht fest.", name), STR(""));
	}
	why_line(
	    w, "fee", 1, NULL, WHY_SAY(w, "Das ist so geregelt: {}.", form_words(&w->s->world, &fee->legal, NULL)), false);
}

void why_fees(struct why *w)
{
	for (const struct form_fee_rule *fee = w->s->form->fees; fee != NULL; fee = fee->next)
		tell_fee(w, fee);
}
