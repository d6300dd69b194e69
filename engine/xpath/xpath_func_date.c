/* SPDX-License-Identifier: EUPL-1.2
 * Functions of the calendar. The only clock is env->today. */
#include "base/holiday.h"
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

/* Day, month, year. Who does not know one of them (an old birth certificate) leaves it empty or writes 00, and cannot
 * be wrong as long as the others are a day and a month. A year is known or missing. */
FN(fn_is_valid_date)
{
	(void)r, (void)call;
	enum { DAY, MONTH, YEAR };
	int64_t part[3];
	struct date day;
	for (size_t i = 0; i < 3; i++)
		if (arg[i].type == XPATH_EMPTY)
			return xpath_give_bool(out, true);
	for (size_t i = 0; i < 3; i++)
		if (!date_part(&arg[i], &part[i]) || part[i] < 0 || part[i] > 9999)
			return xpath_give_bool(out, false);
	if (part[YEAR] == 0)
		return xpath_give_bool(out, false);
	if (part[DAY] == 0)
		return xpath_give_bool(out, part[MONTH] <= 12);
	if (part[MONTH] == 0)
		return xpath_give_bool(out, part[DAY] <= 31);
	return xpath_give_bool(out, date_from_ymd((int)part[YEAR], (int)part[MONTH], (int)part[DAY], &day));
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

/* ---- working days ---- */

/* The region in argument number i: a Land or an ARS; missing: what is a holiday everywhere. */
static bool region(struct run *r, const struct xpath_node *call, const struct xpath_value *arg, struct str *out)
{
	*out = arg->type == XPATH_TEXT || arg->type == XPATH_CODE ? str_trim(arg->text) : STR("");
	return holiday_region_valid(*out) ||
	       xpath_run_fail(r, call, "Hier wird ein Land gebraucht wie '09' für Bayern, oder ein Regionalschlüssel.");
}

FN(fn_is_holiday)
{
	struct str land;
	return region(r, call, &arg[1], &land) && xpath_give_bool(out, holiday_is(arg[0].date, land));
}

FN(fn_is_working_day)
{
	struct str land;
	return region(r, call, &arg[1], &land) && xpath_give_bool(out, holiday_working_day(arg[0].date, land));
}

FN(fn_next_working_day)
{
	struct str land;
	return region(r, call, &arg[1], &land) && xpath_give_date(out, holiday_next_working_day(arg[0].date, land));
}

/* So many working days are about eighty years; each costs the budget what looking at a few days costs. */
enum { WORKING_DAYS_MAX = 20000, DAYS_AN_OPERATION = 4, YEAR_DAYS = 365 };

FN(fn_add_working_days)
{
	struct str land;
	struct date day;
	int n;
	if (!region(r, call, &arg[2], &land))
		return false;
	if (!whole_number(arg[1].dec, &n) || n > WORKING_DAYS_MAX || n < -WORKING_DAYS_MAX)
		return wrong_step(r, call);
	if (!xpath_spend(r, (size_t)(n < 0 ? -n : n) / DAYS_AN_OPERATION))
		return false;
	return holiday_add_working_days(arg[0].date, n, land, &day) ? xpath_give_date(out, day) : wrong_step(r, call);
}

FN(fn_working_days_between)
{
	struct str land;
	int days = arg[1].date.days - arg[0].date.days;
	if (!region(r, call, &arg[2], &land) || !xpath_spend(r, (size_t)(days < 0 ? -days : days) / YEAR_DAYS * 4))
		return false;
	return xpath_give_dec(out, dec_from_i64(holiday_working_days_between(arg[0].date, arg[1].date, land)));
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
	/* Monday to Friday without public holidays. The last argument is a Land ('09') or a regional key; without it only
	 * what is a holiday everywhere counts. See base/holiday.h. */
	{ "is-holiday", "dt?", XPATH_BOOL, fn_is_holiday, NULL },
	{ "is-working-day", "dt?", XPATH_BOOL, fn_is_working_day, NULL },
	{ "next-working-day", "dt?", XPATH_DATE, fn_next_working_day, NULL },         /* the day itself when it is one */
	{ "add-working-days", "dnt?", XPATH_DATE, fn_add_working_days, NULL },        /* before it when n is negative */
	{ "working-days-between", "ddt?", XPATH_DEC, fn_working_days_between, NULL }, /* after a, up to and including b */
	{ NULL, NULL, XPATH_EMPTY, NULL, NULL },
};
