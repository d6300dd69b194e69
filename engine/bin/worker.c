/* SPDX-License-Identifier: EUPL-1.2
 * ozg-worker: delivers what the outbox holds, does the steps of cases that nobody clicks (timers, messages, signals)
 * and removes what has expired, once a second. SIGTERM ends it after the work at hand. Several may run at once.
 *
 *   ozg-worker --config DATEI [--once]     --once: what is due now, then the end */
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "cases/due.h"
#include "notify/notify.h"
#include "publish/publish.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

enum { EXPIRE_EVERY_SECONDS = 60 };

struct worker {
	struct log log;
	struct arena *arena; /* of one message */
	struct db *db;
	struct db *definitions; /* a second connection: models are looked up while a step's transaction is open */
	struct publish_cache *cache;
	struct due due;
	struct notify notify;
	sigset_t stop_signals; /* blocked: they are asked for, so that none interrupts a delivery */
	bool stopping;         /* one has come */
	time_t expired;        /* when expire was last called, by the clock of the machine since its start; 0: never */
	bool down;             /* the database did not answer; said once */
};

/* Waits, or only asks when seconds is 0. True: it is time to end. */
static bool stop_asked(struct worker *w, time_t seconds)
{
	const struct timespec t = { .tv_sec = seconds };
	w->stopping = w->stopping || sigtimedwait(&w->stop_signals, NULL, &t) > 0;
	return w->stopping;
}

static bool database_failed(struct worker *w, const char *event, const struct err *err)
{
	if (!w->down)
		log_error(
		    &w->log, event, log_text("kind", str_c(err_kind_name(err->kind))), log_text("reason", str_c(err->text)));
	w->down = true;
	return false;
}

/* The title of the form as the municipality offers it now; its id when it offers it no more. */
static bool title_of(struct worker *w, const struct outbox_message *m, struct str *title, struct err *err)
{
	struct str name = json_str(json_object_get(m->payload, "form"));
	const struct form *form;
	int64_t version;
	if (publish_current_form(w->cache, w->db, m->tenant, name, &version, &form, err))
		*title = form_title(form);
	else if (err->kind == ERR_RETRY || err->kind == ERR_UNKNOWN || err->kind == ERR_BROKEN || err->kind == ERR_SLOW)
		return false; /* the database does not answer: later it will */
	else
		*title = name;
	return true;
}

static bool deliver(struct worker *w, const struct outbox_message *m, struct err *err)
{
	bool sent = false;
	struct str title;
	if (m->attempts > OUTBOX_ATTEMPTS)
		return err_set(err, ERR_INPUT, "Der letzte Versuch ist abgebrochen, ohne dass feststeht, was aus ihm wurde.");
	if (!str_eq(m->kind, STR("notify")))
		return err_set(
		    err, ERR_BROKEN, "Nachrichten der Art „%.*s“ kann diese Version nicht zustellen.", STR_ARG(m->kind));
	if (!title_of(w, m, &title, err) || !notify_deliver(&w->notify, w->arena, m, title, &sent, err))
		return false;
	log_info(&w->log, sent ? "mail-sent" : "mail-not-wanted", log_text("tenant", m->tenant),
	    log_number("outbox", m->id), log_number("attempt", m->attempts));
	return true;
}

static bool give_back(struct worker *w, const struct outbox_message *m, const struct err *why, struct err *err)
{
	bool dead = false;
	if (!outbox_failed(w->db, w->arena, m, why, &dead, err))
		return false;
	log_write(&w->log, dead ? LOG_LEVEL_ERROR : LOG_LEVEL_WARNING, dead ? "outbox-dead" : "outbox-failed",
	    LOG_FIELDS(log_text("tenant", m->tenant), log_number("outbox", m->id), log_number("attempt", m->attempts),
	        log_text("reason", str_c(why->text))));
	return true;
}

/* One message. False: there is none, or the database does not answer. */
static bool work(struct worker *w)
{
	struct outbox_message m;
	struct err err, why;
	bool found;
	if (!outbox_claim(w->db, w->arena, &m, &found, &err))
		return database_failed(w, "outbox-unreadable", &err);
	w->down = false;
	if (!found)
		return false;
	if (deliver(w, &m, &why) ? outbox_done(w->db, w->arena, &m, &err) : give_back(w, &m, &why, &err))
		return true;
	return database_failed(w, "outbox-unwritable", &err);
}

/* ---- cases ---- */

enum { BATCH = 32 }; /* steps in one transaction: a second person waits for its ledger entries for so long */

static bool flow_of(
    void *arg, struct str tenant, struct str id, int64_t version, const struct flow **out, struct err *err)
{
	struct worker *w = arg;
	return publish_flow_version(w->cache, w->definitions, tenant, id, version, out, err);
}

/* One batch for every tenant; one whose work fails does not hold up the others. False: there was nothing to do. */
static bool work_cases(struct worker *w)
{
	const struct str *tenants;
	size_t n, done, all = 0, incidents = w->due.incidents;
	struct err err;
	bool good = true;
	if (!due_tenants(w->db, w->arena, &tenants, &n, &err))
		return database_failed(w, "cases-unreadable", &err);
	for (size_t i = 0; i < n && db_connected(w->db) && !stop_asked(w, 0); i++) {
		if (!due_work(&w->due, w->arena, tenants[i], BATCH, &done, &err))
			good = database_failed(w, "cases-unwritable", &err);
		all += done;
	}
	w->down = !good;
	if (w->due.incidents > incidents)
		log_warning(&w->log, "incidents", log_number("new", (int64_t)(w->due.incidents - incidents)));
	return all > 0;
}

enum { EXPIRE_MOST = 1000 }; /* rows of one statement, where there may be many */

/* At most EXPIRE_MOST rows; those that it was are in *r. */
static bool expire_some(struct worker *w, enum db_query q, struct db_rows *r)
{
	struct err err;
	bool ok = db_once(w->db, w->arena, STR(""), q, DB_PARAMS(db_int(w->arena, EXPIRE_MOST)), r, &err);
	return ok || database_failed(w, "expire-failed", &err);
}

static void expire(struct worker *w)
{
	static const enum db_query many[] = { DB_DRAFT_EXPIRE, DB_ATTACHMENT_EXPIRE, DB_INBOX_EXPIRE };
	static const enum db_query few[] = { DB_SESSION_EXPIRE, DB_LOGIN_EXPIRE };
	struct db_rows r;
	struct err err;
	do {
		if (!expire_some(w, DB_INBOX_UNHEARD, &r))
			break;
		for (size_t i = 0; i < r.n; i++)
			log_warning(&w->log, "message-unheard", log_text("tenant", db_get(&r, i, 0)),
			    log_text("message", db_get(&r, i, 1)));
	} while (r.n == EXPIRE_MOST);
	for (size_t i = 0; i < sizeof many / sizeof many[0]; i++)
		while (expire_some(w, many[i], &r) && r.n == EXPIRE_MOST)
			;
	for (size_t i = 0; i < sizeof few / sizeof few[0]; i++)
		if (!db_once(w->db, w->arena, STR(""), few[i], NULL, 0, NULL, &err))
			database_failed(w, "expire-failed", &err);
}

/* Once a minute, however much there is to do. */
static void expire_by_clock(struct worker *w)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (w->expired != 0 && now.tv_sec - w->expired < EXPIRE_EVERY_SECONDS)
		return;
	expire(w);
	w->expired = now.tv_sec;
}

static void run(struct worker *w, bool once)
{
	for (;;) {
		for (bool busy = true; busy;) {
			busy = work(w);
			busy = work_cases(w) || busy;
			expire_by_clock(w);
			arena_reset(w->arena);
			publish_cache_tidy(w->cache);
			if (stop_asked(w, 0))
				return;
		}
		if (once || stop_asked(w, 1))
			return;
	}
}

static bool configure(struct worker *w, struct arena *a, const char *path)
{
	struct diags d = diags_new(a, str_c(path));
	struct conf conf;
	struct err err;
	if (!conf_read(a, path, &conf, &d)) {
		struct buf text = buf_new(a);
		diags_print(&d, &text);
		fprintf(stderr, "%.*s", STR_ARG(buf_str(&text)));
		return false;
	}
	if (!conf_need(conf.db_worker, "db_worker", &err) || !conf_need(conf.share, "share", &err) ||
	    !conf_need(conf.smtp_url, "smtp_url", &err) || !conf_need(conf.mail_from, "mail_from", &err) ||
	    !conf_need(conf.base_url, "base_url", &err)) {
		fprintf(stderr, "ozg-worker: %s\n", err.text);
		return false;
	}
	w->notify = (struct notify){ conf.smtp_url, conf.mail_from, str_fmt(a, "%s/mail", conf.share).p, conf.base_url };
	w->db = db_open(conf.db_worker);
	w->definitions = db_open(conf.db_worker);
	w->due = (struct due){ .db = w->db, .flow = flow_of, .flow_arg = w };
	return true;
}

int main(int argc, char **argv)
{
	bool once = argc == 4 && strcmp(argv[3], "--once") == 0;
	if ((argc != 3 && !once) || strcmp(argv[1], "--config") != 0) {
		fputs("Aufruf: ozg-worker --config DATEI [--once]\n", stderr);
		return 2;
	}
	struct arena *process = arena_new();
	struct worker w = { .log = { .fd = STDERR_FILENO, .program = "ozg-worker" }, .arena = arena_new() };
	if (!configure(&w, process, argv[2]))
		return 3;
	sigemptyset(&w.stop_signals);
	sigaddset(&w.stop_signals, SIGTERM);
	sigaddset(&w.stop_signals, SIGINT);
	sigprocmask(SIG_BLOCK, &w.stop_signals, NULL);
	w.cache = publish_cache_new();
	log_info(&w.log, "started");
	run(&w, once);
	log_info(&w.log, "stopped");
	publish_cache_free(&w.cache);
	db_close(&w.db);
	db_close(&w.definitions);
	arena_free(&w.arena);
	arena_free(&process);
	return w.down ? 3 : 0;
}
