/* SPDX-License-Identifier: EUPL-1.2
 * Why an application ends early, a page cannot be left yet, or costs what it costs. */
#include "form/form_ends.h"
#include "form/form_why.h"

#include "xpath/xpath_tree.h"

void form_why_stop(struct why *w, const struct form_node *page)
{
	const struct form_stop *stop = w->e.s->stop;
	if (stop == NULL || (page != NULL && stop->page != page))
		return;
	const struct form_inst *in = form_page_inst(w->e.s, stop->page);
	struct str clause = form_why_because(w, explain_condition(&w->e, in, stop->when, true));
	form_why_add(w, "stop", 0, stop->when, "Hier endet der Antrag%.*s: %.*s", STR_ARG(clause), STR_ARG(stop->title));
}

void form_why_page(struct why *w, const struct form_node *page)
{
	const struct form_inst *in = form_page_inst(w->e.s, page);
	struct field_fault fault = { 0 };
	if (page->constraint == NULL || form_true(w->e.s, in, page->constraint, &fault) || fault.code != NULL)
		return;
	struct str clause = form_why_because(w, explain_condition(&w->e, in, page->constraint, false));
	form_why_add(
	    w, "error", 0, page->constraint, "%.*s Das wird beanstandet%.*s.", STR_ARG(page->message), STR_ARG(clause));
}

static struct str amount_of(const struct why *w, const struct form_fee_rule *fee)
{
	for (size_t i = 0; i < w->e.s->fee.n; i++)
		if (w->e.s->fee_rules[i] == fee)
			return w->e.s->fee.lines[i].amount;
	return STR("");
}

static void tell_fee(struct why *w, const struct form_fee_rule *fee)
{
	const struct form_inst *root = w->e.s->root;
	struct str amount = amount_of(w, fee), clause = STR(""), reasons;
	struct dec d;
	struct field_fault fault = { 0 };
	bool due = fee->relevant == NULL || form_true(w->e.s, root, fee->relevant, &fault);
	if (fee->relevant != NULL)
		clause = form_why_because(w, explain_condition(&w->e, root, fee->relevant, due));
	if (!due) {
		form_why_add(w, "fee", 0, fee->relevant, "„%.*s“ fällt nicht an%.*s.", STR_ARG(fee->label), STR_ARG(clause));
		return;
	}
	if (clause.n > 0)
		form_why_add(w, "fee", 0, fee->relevant, "„%.*s“ fällt an%.*s.", STR_ARG(fee->label), STR_ARG(clause));
	struct str formula = explain_value(&w->e, root, fee->amount, &reasons), why = form_why_because(w, reasons);
	if (!dec_parse(amount, &d)) {
		form_why_add(w, "fee", 0, fee->amount, "„%.*s“ lässt sich noch nicht ausrechnen: %.*s.", STR_ARG(fee->label),
		    STR_ARG(formula));
		return;
	}
	struct str euros = form_euros(w->e.a, d);
	bool fixed = xpath_root(fee->amount)->op == OP_CONST;
	form_why_add(w, "fee", 0, fee->amount, "„%.*s“ ist %.*s%s%.*s%.*s.", STR_ARG(fee->label), STR_ARG(euros),
	    fixed ? "" : " = ", STR_ARG(fixed ? STR("") : formula), STR_ARG(why));
	form_why_add(w, "fee", 1, NULL, "Rechtsgrundlage: %.*s", STR_ARG(fee->legal));
}

void form_why_fees(struct why *w)
{
	for (const struct form_fee_rule *fee = w->e.s->form->fees; fee != NULL; fee = fee->next)
		tell_fee(w, fee);
}
