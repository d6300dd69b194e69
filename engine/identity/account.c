/* SPDX-License-Identifier: EUPL-1.2
 * Accounts: made, given another password, disabled. */
#include "identity/identity.h"

#include "base/utf8.h"

enum { LOGIN_MAX = 100, NAME_MAX_BYTES = 200 };

static bool check_login(struct str login, struct err *err)
{
	bool ok = login.n > 0 && login.n <= LOGIN_MAX && login.p[0] >= 'a' && login.p[0] <= 'z';
	for (size_t i = 0; ok && i < login.n; i++) {
		char c = login.p[i];
		ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
	}
	if (ok && account_tenant(login).n > 0)
		return true;
	return err_set(err, ERR_INPUT,
	    "„%.*s“ ist kein Anmeldename. Er hat die Form name.kommune aus kleinen Buchstaben, Ziffern und „-“.",
	    STR_ARG(str_sub(login, 0, LOGIN_MAX)));
}

static bool check_name(struct str name, struct err *err)
{
	if (str_trim(name).n == 0)
		return err_set(err, ERR_INPUT, "Es fehlt der Name der Person.");
	if (name.n > NAME_MAX_BYTES)
		return err_set(err, ERR_INPUT, "Der Name der Person ist zu lang.");
	return utf8_check(name, err);
}

struct adding {
	struct arena *arena;
	const struct account *acc;
	struct str tenant;
	const char *hash;
	int64_t id;
};

static bool adding_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct adding *x = arg;
	const struct account *acc = x->acc;
	struct db_rows r;
	if (!db_exec(tx, DB_ACCOUNT_INSERT,
	        DB_PARAMS(db_text(x->tenant), db_text(acc->login), db_text(str_trim(acc->name)), db_text(str_c(x->hash)),
	            db_bool(acc->is_admin)),
	        &r, err))
		return false;
	x->id = db_get_int(&r, 0, 0);
	struct db_param id = db_int(x->arena, x->id);
	for (size_t i = 0; i < acc->n_offices; i++)
		if (!db_exec(tx, DB_MEMBERSHIP_INSERT, DB_PARAMS(db_text(x->tenant), id, db_text(acc->offices[i])), NULL, err))
			return false;
	return true;
}

/* What the names of constraints mean to people. */
static void explain(const char *constraint, const struct account *acc, struct str tenant, struct err *err)
{
	if (strcmp(constraint, "account_tenant_login_key") == 0)
		err_set(err, ERR_CONFLICT, "Den Anmeldenamen „%.*s“ gibt es schon.", STR_ARG(acc->login));
	else if (strcmp(constraint, "account_tenant_fkey") == 0)
		err_set(err, ERR_INPUT, "Die Kommune „%.*s“ gibt es nicht.", STR_ARG(tenant));
	else if (strcmp(constraint, "membership_tenant_office_fkey") == 0)
		err_set(err, ERR_INPUT, "Eine der genannten Stellen gibt es in „%.*s“ nicht.", STR_ARG(tenant));
}

bool account_add(
    struct db *db, struct arena *a, const struct account *acc, struct str password, int64_t *id_r, struct err *err)
{
	char hash[128];
	if (!check_login(acc->login, err) || !check_name(acc->name, err) || !password_check(acc->login, password, err) ||
	    !password_hash(a, password, hash, err))
		return false;
	struct adding x = { .arena = a, .acc = acc, .tenant = account_tenant(acc->login), .hash = hash };
	if (!db_run(db, a, x.tenant, adding_tx, &x, err)) {
		explain(db_constraint(db), acc, x.tenant, err);
		return false;
	}
	if (id_r != NULL)
		*id_r = x.id;
	return true;
}

struct change {
	struct arena *arena;
	struct str login, tenant;
	enum db_query query;
	struct db_param value;
	bool ends_sessions;
};

static bool change_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct change *c = arg;
	struct db_rows r;
	if (!db_exec(tx, c->query, DB_PARAMS(db_text(c->tenant), db_text(c->login), c->value), &r, err))
		return false;
	if (r.n == 0)
		return err_set(err, ERR_NOTFOUND, "Den Anmeldenamen „%.*s“ gibt es nicht.", STR_ARG(c->login));
	return !c->ends_sessions || db_exec(tx, DB_SESSION_DELETE_ACCOUNT,
	                                DB_PARAMS(db_text(c->tenant), db_int(c->arena, db_get_int(&r, 0, 0))), NULL, err);
}

bool account_set_password(struct db *db, struct arena *a, struct str login, struct str password, struct err *err)
{
	char hash[128];
	if (!check_login(login, err) || !password_check(login, password, err) || !password_hash(a, password, hash, err))
		return false;
	struct change c = { a, login, account_tenant(login), DB_ACCOUNT_PASSWORD, db_text(str_c(hash)), true };
	return db_run(db, a, c.tenant, change_tx, &c, err);
}

bool account_set_disabled(struct db *db, struct arena *a, struct str login, bool disabled, struct err *err)
{
	if (!check_login(login, err))
		return false;
	struct change c = { a, login, account_tenant(login), DB_ACCOUNT_DISABLED, db_bool(disabled), disabled };
	return db_run(db, a, c.tenant, change_tx, &c, err);
}
