/* SPDX-License-Identifier: EUPL-1.2
 * Functions of the calendar. The only clock is env->today. */
#include "xpath/xpath_int.h"

FN(fn_today)
{
	(void)call, (void)arg;
	return xpath_give_date(out, r->env->today);
}

FN(fn_date)
{
	(void)r, (void)call;
	return xpath_give_date(out, arg[0].date);
}

FN(fn_age)
{
	struct date day = call->kids->next == NULL ? r->env->today : arg[1].date;
	return xpath_give_dec(out, dec_from_i64(date_age(arg[0].date, day)));
}

FN(fn_days_between)
{
	(void)r, (void)call;
	return xpath_give_dec(out, dec_from_i64((int64_t)arg[1].date.days - arg[0].date.days));
}

/* The number in a decimal, text or code; false when there is none in it. */
static bool date_part(const struct xpath_value *v, int64_t *out)
{
	struct dec d;
	if (v->type == XPATH_DEC)
		return dec_to_i64(v->dec, out);
	return (v->type == XPATH_TEXT || v->type == XPATH_CODE) && dec_parse(str_trim(v->text), &d) && dec_to_i64(d, out);
}

/* Day, month, year. Who does not know one of them (an old birth certificate) cannot be wrong. */
FN(fn_is_valid_date)
{
	(void)r, (void)call;
	int64_t part[3];
	struct date day;
	bool good = true;
	for (size_t i = 0; i < 3; i++)
		if (arg[i].type == XPATH_EMPTY)
			return xpath_give_bool(out, true);
	for (size_t i = 0; i < 3; i++)
		good = good && date_part(&arg[i], &part[i]) && part[i] >= 0 && part[i] <= 9999;
	return xpath_give_bool(out, good && date_from_ymd((int)part[2], (int)part[1], (int)part[0], &day));
}

/* Room for any step inside the calendar, in days or months, and none for an overflow. */
enum { STEP_MAX = 4000000 };

static bool whole_number(struct dec d, int *out)
{
	int64_t v;
	if (!dec_to_i64(d, &v) || v < -STEP_MAX || v > STEP_MAX)
		return false;
	*out = (int)v;
	return true;
}

static bool wrong_step(struct run *r, const struct xpath_node *call)
{
	return xpath_run_fail(
	    r, call, "Hier wird eine ganze Zahl gebraucht, mit der das Datum in den Jahren 1 bis 9999 bleibt.");
}

FN(fn_add_days)
{
	struct date first, last;
	int days;
	date_from_ymd(1, 1, 1, &first);
	date_from_ymd(9999, 12, 31, &last);
	if (!whole_number(arg[1].dec, &days))
		return wrong_step(r, call);
	struct date day = { arg[0].date.days + days };
	return day.days >= first.days && day.days <= last.days ? xpath_give_date(out, day) : wrong_step(r, call);
}

FN(fn_add_months)
{
	int months, y, m, d;
	if (!whole_number(arg[1].dec, &months))
		return wrong_step(r, call);
	date_to_ymd(arg[0].date, &y, &m, &d);
	int total = y * 12 + m - 1 + months;
	if (total < 1 * 12 || total >= 10000 * 12)
		return wrong_step(r, call);
	return xpath_give_date(out, date_add_months(arg[0].date, months));
}

FN(fn_year)
{
	int y, m, d;
	(void)r, (void)call;
	date_to_ymd(arg[0].date, &y, &m, &d);
	return xpath_give_dec(out, dec_from_i64(y));
}

FN(fn_month)
{
	int y, m, d;
	(void)r, (void)call;
	date_to_ymd(arg[0].date, &y, &m, &d);
	return xpath_give_dec(out, dec_from_i64(m));
}

FN(fn_day)
{
	int y, m, d;
	(void)r, (void)call;
	date_to_ymd(arg[0].date, &y, &m, &d);
	return xpath_give_dec(out, dec_from_i64(d));
}

const struct xpath_func xpath_funcs_date[] = {
	{ "today", "", XPATH_DATE, fn_today, NULL },
	{ "date", "d", XPATH_DATE, fn_date, NULL },                     /* a literal is checked when it is compiled */
	{ "age", "dd?", XPATH_DEC, fn_age, NULL },                      /* completed years, today or on a day */
	{ "is-valid-date", "aaa", XPATH_BOOL, fn_is_valid_date, NULL }, /* day, month, year; true when one is missing */
	{ "days-between", "dd", XPATH_DEC, fn_days_between, NULL },     /* negative when the second is the earlier one */
	{ "add-days", "dn", XPATH_DATE, fn_add_days, NULL },
	{ "add-months", "dn", XPATH_DATE, fn_add_months, NULL },
	{ "year", "d", XPATH_DEC, fn_year, NULL },
	{ "month", "d", XPATH_DEC, fn_month, NULL },
	{ "day", "d", XPATH_DEC, fn_day, NULL },
	{ NULL, NULL, XPATH_EMPTY, NULL, NULL },
};
