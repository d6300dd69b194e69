/* SPDX-License-Identifier: EUPL-1.2
 * Times that an expression over the variables says: of timers, and of tasks that are due some day. */
#include "flow/flow_raw.h"

bool flow_when_is_expr(struct str text)
{
	return str_find(text, '$') >= 0 || str_find(text, '(') >= 0;
}

bool flow_when_fits(enum flow_timer_kind kind, enum xpath_type type)
{
	return type == XPATH_TEXT || type == XPATH_CODE ||
	       (kind != TIMER_SPAN && kind != TIMER_CYCLE && type == XPATH_DATE) ||
	       (kind != TIMER_DATE && kind != TIMER_CYCLE && type == XPATH_DEC);
}

void flow_check_when(const struct raw_flow *f, const struct raw_node *n)
{
	static const char *const wanted[] = {
		[TIMER_DATE] = "ein Datum oder ein Text wie '2026-12-31T10:00'",
		[TIMER_SPAN] = "eine Zahl von Tagen oder ein Text wie 'P14D'",
		[TIMER_CYCLE] = "ein Text wie 'R3/P1D'",
	};
	const struct xpath *x = n->when.code;
	if (n->when.xml != NULL && n->kind == &node_start && n->parent->parent == NULL)
		diag_error(f->diags, n->when.xml->text_pos, "start-when",
		    "%.*s beginnt einen Ablauf: davor gibt es keine Variablen. Schreiben Sie einen festen Zeitpunkt.",
		    STR_ARG(flow_raw_label(f, n)));
	else if (x != NULL && !flow_when_fits(n->timer.kind, xpath_result_type(x)))
		diag_error(f->diags, n->when.xml->text_pos, "when-type",
		    "Der Zeitpunkt von %.*s hat den falschen Typ: verlangt ist %s.", STR_ARG(flow_raw_label(f, n)),
		    wanted[n->timer.kind]);
}

/* A number of whole days, up to a century. */
static bool days(struct dec value, struct flow_timer *out)
{
	int64_t n;
	if (!dec_to_i64(value, &n) || n < 0 || n > 36525)
		return false;
	out->span.days = (int)n;
	return true;
}

bool flow_when(struct run *r, const struct token *t, const struct xpath *x, enum flow_timer_kind kind,
    struct flow_timer *out, bool *empty)
{
	struct xpath_value v;
	*out = (struct flow_timer){ .kind = kind };
	if (!flow_eval(r, t, x, "Der Zeitpunkt", &v))
		return false;
	struct str text = str_trim(xpath_text(r->arena, &v));
	*empty = text.n == 0;
	if (*empty)
		return true;
	bool good;
	if (v.type == XPATH_DATE) { /* its type was checked against kind */
		out->kind = TIMER_DATE;
		out->dated = out->whole = good = true;
		out->at = zone_to_utc(v.date, 0);
	} else if (v.type == XPATH_DEC) {
		out->kind = TIMER_SPAN;
		good = days(v.dec, out);
	} else {
		good = flow_timer_parse(kind, text, out);
	}
	return good || flow_incident(r, t->node, "„%.*s“ ist hier keine Zeitangabe.", STR_ARG(text));
}
