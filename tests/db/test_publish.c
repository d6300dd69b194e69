/* SPDX-License-Identifier: EUPL-1.2
 * Definitions from upload to rollback, and the store of compiled models, against the real database. */
#include "cluster.h"

#include "publish/publish.h"

#define FORM(id, attrs, title, fields)                                                                                 \
	"<form xmlns=\"urn:ozg:form:1\" id=\"" id "\" " attrs "><title>" title "</title>\n"                                \
	"<page id=\"p\" title=\"Seite\">" fields "</page></form>"
#define TEXT(id) "<text id=\"" id "\" label=\"Feld " id "\" missing=\"Bitte ausfüllen.\"/>"
#define MONEY(id) "<money id=\"" id "\" label=\"Betrag " id "\" missing=\"Bitte ausfüllen.\"/>"
#define DOCUMENT(id) "<file id=\"" id "\" label=\"Datei " id "\" missing=\"Bitte hochladen.\"/>"
#define APPLICATION "service=\"99102013000000\" flow=\"pubablauf\" retention=\"P1Y\""

/* Start, one user task, end; reads the variable betrag from the answer at from. */
#define FLOW(from, task_form, name)                                                                                    \
	"<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:ozg=\"urn:ozg:flow:1\" "                 \
	"id=\"d\" targetNamespace=\"urn:test\">\n"                                                                         \
	"<process id=\"pubablauf\" name=\"" name "\" isExecutable=\"true\">\n"                                             \
	"<extensionElements><ozg:variable name=\"betrag\" type=\"decimal\" from=\"" from "\"/></extensionElements>\n"      \
	"<startEvent id=\"s\"><outgoing>f1</outgoing></startEvent>\n"                                                      \
	"<sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"t\"/>\n"                                                      \
	"<userTask id=\"t\" name=\"Aufgabe\" ozg:form=\"" task_form "\">"                                                  \
	"<incoming>f1</incoming><outgoing>f2</outgoing></userTask>\n"                                                      \
	"<sequenceFlow id=\"f2\" sourceRef=\"t\" targetRef=\"e\"/>\n"                                                      \
	"<endEvent id=\"e\"><incoming>f2</incoming></endEvent>\n"                                                          \
	"</process></definitions>"

#define TASK_FORM FORM("pub-aufgabe", "", "Aufgabe", TEXT("notiz"))
#define GOOD_FLOW FLOW("betrag", "pub-aufgabe", "Ablauf")
#define FEE_FORM                                                                                                       \
	FORM("pub-antrag", APPLICATION, "Antrag",                                                                          \
	    MONEY("betrag") "</page><fee label=\"Marke\" amount=\"5\" legal=\"§ 1\"/>"                                    \
	                    "<page id=\"q\" title=\"Zwei\">" TEXT("x"))
#define GOOD_FORM FORM("pub-antrag", APPLICATION, "Antrag", MONEY("betrag"))

struct world {
	struct arena *a;
	struct db *admin, *citizen;
	struct publish_cache *cache, *citizen_cache;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	*state = w;
	w->a = arena_new();
	cluster_schema();
	cluster_sql(w->a, "INSERT INTO tenant (tenant, name, case_prefix) VALUES ('_', 'Bibliothek', 'OZG'), "
	                  "('pubone', 'Eins', 'PUA'), ('pubtwo', 'Zwei', 'PUB') ON CONFLICT DO NOTHING");
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	arena_free(&w->a);
	free(w);
	return 0;
}

/* Every test begins with nothing published and nothing remembered. */
static int begin(void **state)
{
	struct world *w = *state;
	cluster_sql(w->a, "DELETE FROM definition; DELETE FROM definition_draft");
	w->admin = cluster_open("admin");
	w->citizen = cluster_open("citizen");
	w->cache = publish_cache_new();
	w->citizen_cache = publish_cache_new();
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;
	db_close(&w->admin);
	db_close(&w->citizen);
	publish_cache_free(&w->cache);
	publish_cache_free(&w->citizen_cache);
	return 0;
}

static struct publish_desk desk(struct world *w, const char *tenant)
{
	return (struct publish_desk){ .cache = w->cache, .db = w->admin, .tenant = str_c(tenant), .actor = STR("admin") };
}

/* Uploads and publishes; returns the version, or 0 with *d_r. */
static int64_t publish(struct world *w, const char *tenant, struct str source, struct diags *d_r)
{
	struct publish_desk k = desk(w, tenant);
	struct publish_checked it;
	struct err err = { 0 };
	int64_t version = 0;
	*d_r = diags_new(w->a, STR("x"));
	if (publish_upload(&k, w->a, source, true, &it, d_r, &err) &&
	    !publish_release(&k, w->a, it.kind, it.id, NULL, &version, d_r, &err))
		fail_msg("%s", err.text);
	if (version == 0)
		assert_int_equal(err.kind, ERR_INPUT);
	return version;
}

static int64_t must_publish(struct world *w, const char *tenant, struct str source)
{
	struct diags d;
	int64_t version = publish(w, tenant, source, &d);
	if (version == 0)
		fail_msg("%.*s", STR_ARG(d.list[0].text));
	return version;
}

static struct str current_title(struct world *w, const char *tenant, const char *id, int64_t *version_r)
{
	const struct form *form;
	struct err err = { 0 };
	/* A fresh store: what another process would see. */
	publish_cache_free(&w->citizen_cache);
	w->citizen_cache = publish_cache_new();
	if (!publish_current_form(w->citizen_cache, w->citizen, str_c(tenant), str_c(id), version_r, &form, &err)) {
		assert_int_equal(err.kind, ERR_NOTFOUND);
		*version_r = 0;
		return STR("");
	}
	return str_dup(w->a, form_title(form));
}

static void from_upload_to_rollback(void **state)
{
	struct world *w = *state;
	struct publish_desk k = desk(w, "pubone");
	struct publish_checked it;
	struct diags d = diags_new(w->a, STR("x"));
	struct err err = { 0 };
	int64_t version;

	/* A draft is seen by nobody. */
	assert_true(publish_upload(&k, w->a, STR(FORM("pub-brief", "", "Eins", TEXT("a"))), true, &it, &d, &err));
	assert_str(it.id, "pub-brief");
	assert_str(it.title, "Eins");
	current_title(w, "pubone", "pub-brief", &version);
	assert_int_equal(version, 0);
	struct str source;
	assert_true(publish_source(w->admin, w->a, STR("pubone"), PUBLISH_FORM, STR("pub-brief"), 0, &source, &err));
	assert_true(str_find_str(source, STR("Eins")) > 0);

	assert_true(publish_release(&k, w->a, PUBLISH_FORM, STR("pub-brief"), NULL, &version, &d, &err));
	assert_int_equal(version, 1);
	assert_false(publish_release(&k, w->a, PUBLISH_FORM, STR("pub-brief"), NULL, &version, &d, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND); /* the draft is used up */
	assert_int_equal(must_publish(w, "pubone", STR(FORM("pub-brief", "", "Zwei", TEXT("a")))), 2);
	/* The same text again is no new version. */
	assert_int_equal(must_publish(w, "pubone", STR(FORM("pub-brief", "", "Zwei", TEXT("a")))), 2);
	assert_str(current_title(w, "pubone", "pub-brief", &version), "Zwei");

	assert_true(publish_rollback(&k, w->a, PUBLISH_FORM, STR("pub-brief"), 1, NULL, &version, &d, &err));
	assert_int_equal(version, 3);
	assert_str(current_title(w, "pubone", "pub-brief", &version), "Eins");
	assert_false(publish_rollback(&k, w->a, PUBLISH_FORM, STR("pub-brief"), 9, NULL, &version, &d, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	assert_false(publish_rollback(&k, w->a, PUBLISH_FORM, STR("pub-brief"), 0, NULL, &version, &d, &err));

	const struct publish_version *list;
	size_t n;
	assert_true(publish_versions(w->admin, w->a, STR("pubone"), PUBLISH_FORM, STR("pub-brief"), &list, &n, &err));
	assert_int_equal(n, 3);
	assert_int_equal(list[0].version, 3);
	assert_str(list[0].published_by, "admin");
	assert_true(str_eq(list[0].sha256, list[2].sha256));
	assert_int_equal(list[0].sha256.n, 64);

	/* Each publication is in the ledger, and nothing else. */
	assert_str(cluster_sql(w->a, "SELECT string_agg(actor || ' ' || action || ' ' || object || ' ' || revision, ',' "
	                             "ORDER BY seq) FROM ledger WHERE tenant = 'pubone' AND object = 'form/pub-brief'"),
	    "admin definition.publish form/pub-brief 1,admin definition.publish form/pub-brief 2,"
	    "admin definition.publish form/pub-brief 3");
	assert_str(cluster_sql(w->a, "SELECT count(*) FROM ledger l JOIN definition d ON l.tenant = d.tenant AND "
	                             "l.revision = d.version AND l.commitment = d.sha256 AND l.object = 'form/' || d.id "
	                             "WHERE d.tenant = 'pubone' AND d.sha256 = sha256(convert_to(d.source, 'UTF8'))"),
	    "3");
}

static void own_wins_over_library_and_numbers_never_meet(void **state)
{
	struct world *w = *state;
	int64_t version;
	assert_int_equal(must_publish(w, "_", STR(FORM("pub-brief", "", "Bibliothek 1", TEXT("a")))), 1);
	assert_int_equal(must_publish(w, "_", STR(FORM("pub-brief", "", "Bibliothek 2", TEXT("a")))), 2);
	assert_str(current_title(w, "pubone", "pub-brief", &version), "Bibliothek 2");
	assert_int_equal(version, 2);

	/* Number 3 is the tenant's own; the library's next, also 3, is not seen by this tenant. */
	assert_int_equal(must_publish(w, "pubone", STR(FORM("pub-brief", "", "Eigenes", TEXT("a")))), 3);
	assert_int_equal(must_publish(w, "_", STR(FORM("pub-brief", "", "Bibliothek 3", TEXT("a")))), 3);
	assert_str(current_title(w, "pubone", "pub-brief", &version), "Eigenes");
	assert_int_equal(version, 3);
	assert_str(current_title(w, "pubtwo", "pub-brief", &version), "Bibliothek 3");

	/* What a draft of before keeps is still the library's. */
	static const struct {
		const char *tenant;
		int64_t version;
		const char *title;
	} kept[] = {
		{ "pubone", 1, "Bibliothek 1" },
		{ "pubone", 2, "Bibliothek 2" },
		{ "pubone", 3, "Eigenes" },
		{ "pubtwo", 3, "Bibliothek 3" },
	};
	for (int round = 0; round < 2; round++) /* from the database, then from the store */
		for (size_t i = 0; i < 4; i++) {
			const struct form *form;
			struct err err = { 0 };
			assert_true(publish_form_version(
			    w->citizen_cache, w->citizen, str_c(kept[i].tenant), STR("pub-brief"), kept[i].version, &form, &err));
			assert_str(form_title(form), kept[i].title);
		}
	const struct form *form;
	struct err err = { 0 };
	assert_false(publish_form_version(w->citizen_cache, w->citizen, STR("pubtwo"), STR("pub-brief"), 4, &form, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);

	/* Each number once, as it can be had. */
	const struct publish_version *versions;
	size_t n;
	assert_true(publish_versions(w->admin, w->a, STR("pubone"), PUBLISH_FORM, STR("pub-brief"), &versions, &n, &err));
	assert_int_equal(n, 3);
	assert_true(versions[0].own && !versions[1].own);

	const struct publish_entry *list;
	assert_true(publish_list(w->citizen, w->a, STR("pubone"), false, &list, &n, &err));
	assert_int_equal(n, 1);
	assert_true(list[0].own);
	assert_int_equal(list[0].version, 3);
	assert_true(publish_list(w->citizen, w->a, STR("pubtwo"), false, &list, &n, &err));
	assert_false(list[0].own);
}

/* A case that was sent before a task form was renewed keeps the old one. */
static void a_case_keeps_its_task_forms(void **state)
{
	struct world *w = *state;
	const struct form *form;
	struct err err = { 0 };
	must_publish(w, "_", STR(FORM("pub-brief", "", "Bibliothek", TEXT("a"))));
	must_publish(w, "pubone", STR(FORM("pub-brief", "", "Eins", TEXT("a"))));
	must_publish(w, "pubone", STR(FORM("pub-brief", "", "Zwei", TEXT("a"))));
	cluster_sql(
	    w->a, "UPDATE definition SET published_at = '2026-03-01 10:00+00'::timestamptz + version * '1h'::interval");
	static const struct {
		const char *at, *title;
	} rows[] = { { "2026-03-01 11:30+00", "Bibliothek" }, { "2026-03-01 12:00+00", "Eins" },
		{ "2026-03-01 12:59:59.999999+00", "Eins" }, { "2026-03-02 00:00+00", "Zwei" },
		{ "2026-01-01 00:00+00", "Zwei" } };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (!publish_form_at(w->cache, w->admin, STR("pubone"), STR("pub-brief"), str_c(rows[i].at), &form, &err))
			fail_msg("%s", err.text);
		assert_str(form_title(form), rows[i].title);
	}
	assert_false(publish_form_at(w->cache, w->admin, STR("pubone"), STR("pub-ohne"), str_c(rows[0].at), &form, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
}

static void tenants_share_the_library_model(void **state)
{
	struct world *w = *state;
	const struct form *one, *two;
	struct err err = { 0 };
	int64_t version;
	must_publish(w, "_", STR(FORM("pub-brief", "", "Gemeinsam", TEXT("a"))));
	assert_true(
	    publish_current_form(w->citizen_cache, w->citizen, STR("pubone"), STR("pub-brief"), &version, &one, &err));
	assert_true(
	    publish_current_form(w->citizen_cache, w->citizen, STR("pubtwo"), STR("pub-brief"), &version, &two, &err));
	assert_ptr_equal(one, two);
}

static void the_store_asks_seldom_and_learns_of_news(void **state)
{
	struct world *w = *state;
	const struct form *form, *again;
	struct err err = { 0 };
	int64_t version;
	must_publish(w, "pubone", STR(FORM("pub-brief", "", "Eins", TEXT("a"))));
	assert_true(
	    publish_current_form(w->citizen_cache, w->citizen, STR("pubone"), STR("pub-brief"), &version, &form, &err));
	struct db *broken = db_open("host=/nonexistent");
	assert_true(
	    publish_current_form(w->citizen_cache, broken, STR("pubone"), STR("pub-brief"), &version, &again, &err));
	assert_ptr_equal(form, again); /* believed for two seconds, without the database */
	assert_true(publish_form_version(w->citizen_cache, broken, STR("pubone"), STR("pub-brief"), 1, &again, &err));
	db_close(&broken);
	must_publish(w, "pubone", STR(FORM("pub-brief", "", "Zwei", TEXT("a"))));
	/* The process that published sees it at once, the others after two seconds. */
	assert_true(publish_current_form(w->cache, w->admin, STR("pubone"), STR("pub-brief"), &version, &again, &err));
	assert_int_equal(version, 2);
	nanosleep(&(struct timespec){ .tv_sec = 2, .tv_nsec = 50000000 }, NULL);
	assert_true(
	    publish_current_form(w->citizen_cache, w->citizen, STR("pubone"), STR("pub-brief"), &version, &again, &err));
	assert_int_equal(version, 2);
	assert_str(form_title(again), "Zwei");
}

static void the_store_is_bounded(void **state)
{
	struct world *w = *state;
	const struct form *form;
	struct err err = { 0 };
	int64_t version;
	publish_cache_limit(w->citizen_cache, 100 * 1024);
	must_publish(w, "pubone", STR(FORM("pub-brief", "", "Eins", TEXT("a"))));
	cluster_sql(w->a, "INSERT INTO definition SELECT tenant, kind, id, n, sha256, source, now(), '' "
	                  "FROM definition, generate_series(2, 100) n WHERE id = 'pub-brief'");
	for (int64_t v = 1; v <= 100; v++)
		assert_true(
		    publish_form_version(w->citizen_cache, w->citizen, STR("pubone"), STR("pub-brief"), v, &form, &err));
	publish_cache_tidy(w->citizen_cache);
	/* The newest are still there, the oldest come again from the database. */
	struct db *broken = db_open("host=/nonexistent");
	assert_true(publish_form_version(w->citizen_cache, broken, STR("pubone"), STR("pub-brief"), 100, &form, &err));
	assert_false(publish_form_version(w->citizen_cache, broken, STR("pubone"), STR("pub-brief"), 1, &form, &err));
	db_close(&broken);
	assert_true(publish_form_version(w->citizen_cache, w->citizen, STR("pubone"), STR("pub-brief"), 1, &form, &err));
	assert_true(
	    publish_current_form(w->citizen_cache, w->citizen, STR("pubone"), STR("pub-brief"), &version, &form, &err));
	assert_int_equal(version, 100);
}

static void forms_and_workflows_must_fit(void **state)
{
	struct world *w = *state;
	struct diags d;
	static const struct {
		struct str source; /* published in this order */
		const char *code;  /* of the one finding; NULL: fine */
		unsigned line;
	} steps[] = {
		{ STR_INIT(GOOD_FORM), "unknown-flow", 1 },
		{ STR_INIT(GOOD_FLOW), "unknown-form", 6 },
		{ STR_INIT(TASK_FORM), NULL, 0 },
		{ STR_INIT(GOOD_FLOW), NULL, 0 },
		{ STR_INIT(FORM("pub-antrag", APPLICATION, "Antrag", MONEY("summe"))), "variable-without-answer", 1 },
		{ STR_INIT(FORM("pub-antrag", APPLICATION, "Antrag", TEXT("betrag"))), "variable-type", 1 },
		{ STR_INIT(GOOD_FORM), NULL, 0 },
		/* The workflow may no longer ask for what the form does not give … */
		{ STR_INIT(FLOW("summe", "pub-aufgabe", "Ablauf")), "variable-without-answer", 1 },
		/* … nor take an application's form for a task. */
		{ STR_INIT(FLOW("betrag", "pub-antrag", "Ablauf")), "not-a-task-form", 6 },
		{ STR_INIT(FORM("pub-falsch", "", "Aufgabe", TEXT("betrag"))), NULL, 0 },
		{ STR_INIT(FLOW("betrag", "pub-falsch", "Ablauf")), "variable-type", 6 },
		/* A task form stays one that fits the workflows which use it. */
		{ STR_INIT(FORM("pub-aufgabe", "", "Aufgabe", TEXT("betrag"))), "variable-type", 1 },
		{ STR_INIT(FORM("pub-aufgabe", APPLICATION, "Aufgabe", MONEY("betrag"))), "not-a-task-form", 1 },
		{ STR_INIT(FORM("pub-aufgabe", "", "Aufgabe", MONEY("betrag"))), NULL, 0 },
		/* Nobody can upload a document in a task. */
		{ STR_INIT(FORM("pub-aufgabe", "", "Aufgabe", DOCUMENT("bild"))), "task-form-files", 1 },
		{ STR_INIT(FORM("pub-bilder", "", "Aufgabe", DOCUMENT("bild"))), NULL, 0 },
		{ STR_INIT(FLOW("betrag", "pub-bilder", "Ablauf")), "task-form-files", 6 },
		/* The sum of the fees is a decimal, and there only when the form has fees. */
		{ STR_INIT(FLOW("gebuehr", "pub-aufgabe", "Ablauf")), "variable-without-answer", 1 },
		{ STR_INIT(FEE_FORM), NULL, 0 },
		{ STR_INIT(FLOW("gebuehr", "pub-aufgabe", "Ablauf")), NULL, 0 },
		{ STR_INIT(GOOD_FORM), "variable-without-answer", 1 },
		{ STR_INIT("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"), "unknown-kind", 1 },
	};
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		int64_t version = publish(w, "pubone", steps[i].source, &d);
		if (steps[i].code == NULL) {
			if (version == 0)
				fail_msg("step %zu: %.*s", i, STR_ARG(d.list[0].text));
			continue;
		}
		if (version != 0 || d.n_errors != 1 || strcmp(d.list[0].code, steps[i].code) != 0 ||
		    d.list[0].pos.line != steps[i].line)
			fail_msg("step %zu: version %lld, %zu errors, first %s in line %u", i, (long long)version, d.n_errors,
			    d.n > 0 ? d.list[0].code : "-", d.n > 0 ? d.list[0].pos.line : 0);
	}
	/* A refused text leaves no draft. */
	assert_str(cluster_sql(w->a, "SELECT count(*) FROM definition_draft"), "0");
}

/* betrag of the form is asked, halb and viertel are only calculated. */
#define UNREAD_FORM                                                                                                    \
	FORM("pub-antrag", APPLICATION, "Antrag",                                                                          \
	    MONEY("betrag") "\n<decimal id=\"halb\" label=\"Halb\" hidden=\"yes\" calculate=\"$betrag div 2\"/>"           \
	                    "\n<decimal id=\"viertel\" label=\"Viertel\" hidden=\"yes\" calculate=\"$halb div 2\"/>")

/* The line in which it is noted that nobody reads something; 0: it is not. */
static unsigned unread(const struct diags *d)
{
	unsigned line = 0;
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->list[i].code, "never-read") == 0) {
			assert_int_equal(d->list[i].level, DIAG_NOTE);
			assert_true(line == 0 || line == d->list[i].pos.line); /* of one value, at upload and publication */
			line = d->list[i].pos.line;
		}
	return line;
}

/* What a form calculates unseen is for the workflow, or for nobody. */
static void unread_values_are_judged_with_the_workflow(void **state)
{
	struct world *w = *state;
	struct diags d;
	assert_true(publish(w, "pubone", STR(TASK_FORM), &d) > 0);
	assert_true(publish(w, "pubone", STR(GOOD_FLOW), &d) > 0);
	assert_true(publish(w, "pubone", STR(UNREAD_FORM), &d) > 0);
	assert_int_equal(unread(&d), 4); /* viertel; it reads halb */
	assert_true(publish(w, "pubone", STR(FLOW("viertel", "pub-aufgabe", "Ablauf")), &d) > 0);
	assert_int_equal(unread(&d), 0);
	/* Told of the form when the workflow no longer reads it. */
	assert_true(publish(w, "pubone", STR(GOOD_FLOW), &d) > 0);
	assert_int_equal(unread(&d), 1);
}

/* A gateway behind the task, and what is asked there. */
#define ASKING(condition)                                                                                              \
	"<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:ozg=\"urn:ozg:flow:1\" "                 \
	"id=\"d\" targetNamespace=\"urn:test\">\n"                                                                         \
	"<process id=\"pubablauf\" name=\"Ablauf\" isExecutable=\"true\">\n"                                               \
	"<extensionElements><ozg:variable name=\"urteil\" type=\"text\"/>"                                                 \
	"<ozg:variable name=\"rasse\" type=\"text\" from=\"rasse\"/></extensionElements>\n"                                \
	"<startEvent id=\"s\"><outgoing>f1</outgoing></startEvent>\n"                                                      \
	"<sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"t\"/>\n"                                                      \
	"<userTask id=\"t\" ozg:form=\"pub-urteil\"><incoming>f1</incoming><outgoing>f2</outgoing></userTask>\n"           \
	"<sequenceFlow id=\"f2\" sourceRef=\"t\" targetRef=\"g\"/>\n"                                                      \
	"<exclusiveGateway id=\"g\" default=\"f4\"><incoming>f2</incoming><outgoing>f3</outgoing><outgoing>f4</outgoing>"  \
	"</exclusiveGateway>\n"                                                                                            \
	"<sequenceFlow id=\"f3\" sourceRef=\"g\" targetRef=\"e\"><conditionExpression>" condition                          \
	"</conditionExpression></sequenceFlow>\n"                                                                          \
	"<sequenceFlow id=\"f4\" sourceRef=\"g\" targetRef=\"e\"/>\n"                                                      \
	"<endEvent id=\"e\"><incoming>f3</incoming><incoming>f4</incoming></endEvent>\n"                                   \
	"</process></definitions>"

static void workflows_ask_what_forms_answer(void **state)
{
	struct world *w = *state;
	static const struct {
		struct str flow;
		const char *code, *words;
	} cases[] = {
		{ STR_INIT(ASKING("$urteil = 'JA' and $rasse != 'R1'")), NULL, NULL },
		{ STR_INIT(ASKING("$urteil = 'NEI'")), "unknown-code", "Meinten Sie „NEIN“?" },
		{ STR_INIT(ASKING("$urteil = 'Wird genehmigt'")), "unknown-code", "Der Schlüssel dazu ist „JA“." },
		{ STR_INIT(ASKING("$rasse = 'R9'")), "unknown-code", "im Formular „pub-antrag“" },
	};
	must_publish(w, "pubone",
	    STR(FORM("pub-urteil", "", "Aufgabe",
	        "<choice id=\"urteil\" label=\"Urteil\"><code value=\"JA\">Wird genehmigt</code>"
	        "<code value=\"NEIN\">Wird abgelehnt</code></choice>")));
	must_publish(w, "pubone", cases[0].flow);
	must_publish(w, "pubone",
	    STR(FORM("pub-antrag", APPLICATION, "Antrag",
	        "<choice id=\"rasse\" label=\"Rasse\"><code value=\"R1\">Dackel</code><code value=\"R2\">Pudel</code>"
	        "</choice>")));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct diags d;
		assert_true(publish(w, "pubone", cases[i].flow, &d) > 0); /* a warning does not stop anybody */
		size_t found = 0;
		for (size_t k = 0; k < d.n; k++)
			if (cases[i].code != NULL && strcmp(d.list[k].code, cases[i].code) == 0 && d.list[k].pos.line == 9 &&
			    str_find_str(d.list[k].text, str_c(cases[i].words)) >= 0)
				found++;
		if (found != (cases[i].code != NULL) || d.n != found)
			fail_msg(
			    "case %zu: %zu findings, first %.*s", i, d.n, d.n > 0 ? (int)d.list[0].text.n : 0, d.list[0].text.p);
	}
	/* The field has another name now: nobody gives the verdict. */
	struct diags d;
	must_publish(w, "pubone", STR(FORM("pub-urteil", "", "Aufgabe", TEXT("meinung"))));
	assert_true(publish(w, "pubone", STR(ASKING("$urteil != 'JA'")), &d) > 0);
	assert_int_equal(d.n, 1);
	assert_string_equal(d.list[0].code, "variable-never-set");
}

static void mails_of_a_workflow_must_exist(void **state)
{
	struct world *w = *state;
	struct publish_desk k = desk(w, "pubone");
	struct publish_checked it;
	struct err err = { 0 };
	k.mail_dir = str_fmt(w->a, "%s/engine/notify/mail", getenv("TOP_SRCDIR")).p;
	static const struct {
		const char *operation;
		bool ok;
	} cases[] = { { "notify:eingang", true }, { "notify:gibtesnicht", false } };
	must_publish(w, "pubone", STR(TASK_FORM));
	for (size_t i = 0; i < 2; i++) {
		struct str source = STR(GOOD_FLOW);
		ptrdiff_t at = str_find_str(source, STR("<endEvent"));
		struct buf b = buf_new(w->a);
		buf_add(&b, str_sub(source, 0, (size_t)str_find_str(source, STR("<sequenceFlow id=\"f2\""))));
		buf_add_fmt(&b,
		    "<sequenceFlow id=\"f2\" sourceRef=\"t\" targetRef=\"n\"/><serviceTask id=\"n\" name=\"Nachricht\" "
		    "ozg:operation=\"%s\"><incoming>f2</incoming><outgoing>f3</outgoing></serviceTask>"
		    "<sequenceFlow id=\"f3\" sourceRef=\"n\" targetRef=\"e\"/>"
		    "<endEvent id=\"e\"><incoming>f3</incoming></endEvent></process></definitions>",
		    cases[i].operation);
		assert_true(at > 0);
		struct diags d = diags_new(w->a, STR("x"));
		bool ok = publish_check(&k, w->a, buf_str(&b), &it, &d, &err);
		if (ok != cases[i].ok)
			fail_msg("%s: %.*s", cases[i].operation, STR_ARG(d.n > 0 ? d.list[0].text : STR("-")));
		if (!ok)
			assert_string_equal(d.list[0].code, "unknown-mail");
	}
}

#define STARTS(office, more) TIMED(office, "<timeCycle>R/P1D</timeCycle>", more)
#define TIMED(office, timer, more)                                                                                     \
	"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"                     \
	"<message id='m' name='rechnung'/><process id='anfang' isExecutable='true'>"                                       \
	"<startEvent id='M' " office "><messageEventDefinition messageRef='m'/></startEvent>"                              \
	"<startEvent id='T' " office "><timerEventDefinition>" timer "</timerEventDefinition></startEvent>" more           \
	"<endEvent id='E'/><sequenceFlow id='a' sourceRef='M' targetRef='E'/>"                                             \
	"<sequenceFlow id='b' sourceRef='T' targetRef='E'/></process></definitions>"

/* What begins cases by itself is kept beside the version, for the worker. */
static void starts_are_kept(void **state)
{
	static const char rows[] = "SELECT string_agg(concat_ws(' ', element, version, kind, "
	                           "CASE kind WHEN 'message' THEN name END, office, run_at > now() + interval '22 hours'), "
	                           "', ' ORDER BY element) FROM start";
	struct world *w = *state;
	struct diags d;
	cluster_sql(w->a, "INSERT INTO office (tenant, office, name) VALUES ('pubone', 'amt', 'Amt')");
	assert_int_equal(publish(w, "pubone", STR(STARTS("", "")), &d), 0);
	assert_string_equal(d.list[0].code, "start-without-office");
	assert_int_equal(publish(w, "pubone", STR(STARTS("ozg:office='bmt'", "")), &d), 0);
	assert_string_equal(d.list[0].code, "unknown-office");
	assert_int_equal(publish(w, "_", STR(STARTS("ozg:office='amt'", "")), &d), 0);
	assert_string_equal(d.list[0].code, "start-in-library");
	must_publish(w, "pubone", STR(STARTS("ozg:office='amt'", "")));
	assert_str(cluster_sql(w->a, rows), "M 1 message rechnung amt f, T 1 timer amt t");
	cluster_sql(w->a, "UPDATE start SET fired = 3, run_at = '2100-01-01'");
	must_publish(w, "pubone", STR(STARTS("ozg:office='amt'", ""))); /* the same text: nothing has changed */
	assert_str(cluster_sql(w->a, "SELECT string_agg(fired::text, ' ') FROM start"), "3 3");
	must_publish(w, "pubone",
	    STR(STARTS("ozg:office='amt'", "<task id='X'/><sequenceFlow id='c' sourceRef='X' "
	                                   "targetRef='E'/><sequenceFlow id='d' sourceRef='T' targetRef='X'/>")));
	assert_str(cluster_sql(w->a, rows), "M 2 message rechnung amt f, T 2 timer amt t");
	/* The same timer goes on, another one begins anew, with the first time that is not over. */
	static const char timer[] =
	    "SELECT concat_ws(' ', version, fired, CASE WHEN run_at > now() AND run_at < now() + "
	    "interval '367 days' THEN 'soon' ELSE run_at::date::text END) FROM start WHERE element = 'T'";
	assert_str(cluster_sql(w->a, timer), "2 3 2100-01-01");
	must_publish(w, "pubone", STR(TIMED("ozg:office='amt'", "<timeCycle>R/2020-01-01/P1Y</timeCycle>", "")));
	assert_str(cluster_sql(w->a, timer), "3 0 soon");
	must_publish(w, "pubone", STR(TIMED("ozg:office='amt'", "<timeDate>2020-01-01</timeDate>", "")));
	assert_str(cluster_sql(w->a, timer), "4 0 infinity");
	must_publish(w, "pubone", STR(TIMED("ozg:office='amt'", "<timeDate> 2020-01-01</timeDate>", "")));
	assert_str(cluster_sql(w->a, timer), "5 0 infinity");
	assert_int_equal(publish(w, "pubone",
	                     STR("<form xmlns='urn:ozg:form:1' id='fragt' service='99102013000000' flow='anfang' "
	                         "retention='P1Y'><title>T</title>"
	                         "<page id='p' title='P'><text id='x' label='X'/></page></form>"),
	                     &d),
	    0);
	assert_string_equal(d.list[0].code, "flow-without-start");
}

static void published_is_for_ever(void **state)
{
	struct world *w = *state;
	must_publish(w, "_", STR(FORM("pub-brief", "", "Eins", TEXT("a"))));
	must_publish(w, "pubtwo", STR(FORM("pub-zwei", "", "Zwei", TEXT("a"))));
	char e[6];
	static const struct {
		const char *role, *tenant, *sql, *state;
		long rows;
	} cases[] = {
		{ "admin", "_", "UPDATE definition SET source = 'x'", "42501", 0 },
		{ "admin", "_", "DELETE FROM definition", "42501", 0 },
		{ "admin", "pubone",
		    "INSERT INTO definition SELECT '_', kind, id, 99, sha256, source, now(), '' FROM definition LIMIT 1",
		    "42501", 0 },
		{ "citizen", "pubone", "INSERT INTO definition SELECT * FROM definition", "42501", 0 },
		{ "citizen", "pubone", "SELECT * FROM definition_draft", "42501", 0 },
		{ "citizen", "pubone", "SELECT * FROM definition", "00000", 1 }, /* the library's, not pubtwo's */
		{ "citizen", "", "SELECT * FROM definition WHERE tenant <> '_'", "00000", 0 },
		{ "office", "pubtwo", "SELECT * FROM definition", "00000", 2 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		long n = cluster_try(cases[i].role, cases[i].tenant, cases[i].sql, e);
		if (strcmp(e, cases[i].state) != 0 || n != cases[i].rows)
			fail_msg("%s: %s gives %s, %ld rows", cases[i].role, cases[i].sql, e, n);
	}
}

static void a_replaced_draft_is_not_published(void **state)
{
	struct world *w = *state;
	struct publish_desk k = desk(w, "pubone");
	struct publish_checked it;
	struct diags d = diags_new(w->a, STR("x"));
	struct err err = { 0 };
	int64_t version;
	assert_true(publish_upload(&k, w->a, STR(FORM("pub-brief", "", "Eins", TEXT("a"))), true, &it, &d, &err));
	/* Somebody uploads between the check and the write: the trigger plays him. */
	cluster_sql(w->a,
	    "CREATE FUNCTION pub_race() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; "
	    "CREATE TRIGGER pub_race BEFORE DELETE ON definition_draft FOR EACH ROW EXECUTE FUNCTION pub_race()");
	bool ok = publish_release(&k, w->a, PUBLISH_FORM, STR("pub-brief"), NULL, &version, &d, &err);
	cluster_sql(w->a, "DROP TRIGGER pub_race ON definition_draft; DROP FUNCTION pub_race()");
	assert_false(ok);
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_str(cluster_sql(w->a, "SELECT count(*) FROM definition"), "0");
}

static void nothing_is_replaced_or_published_unseen(void **state)
{
	struct world *w = *state;
	struct publish_desk one = desk(w, "pubone"), two = one;
	two.actor = STR("zweite");
	struct publish_checked it;
	struct diags d = diags_new(w->a, STR("x"));
	struct err err = { 0 };
	struct str a = STR(FORM("pub-brief", "", "Eins", TEXT("a"))), b = STR(FORM("pub-brief", "", "Zwei", TEXT("a")));
	int64_t version;

	assert_true(publish_upload(&one, w->a, a, false, &it, &d, &err));
	assert_true(publish_upload(&one, w->a, b, false, &it, &d, &err)); /* one's own is replaced */
	assert_false(publish_upload(&two, w->a, a, false, &it, &d, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	struct publish_seen seen = { publish_fingerprint(w->a, b), 0 };
	assert_true(publish_upload(&two, w->a, a, true, &it, &d, &err));
	const struct publish_entry *list;
	size_t n;
	assert_true(publish_list(w->admin, w->a, STR("pubone"), true, &list, &n, &err));
	assert_int_equal(n, 1);
	assert_str(list[0].draft_by, "zweite");
	assert_true(list[0].draft_at.n > 0);

	assert_false(publish_release(&one, w->a, PUBLISH_FORM, it.id, &seen, &version, &d, &err)); /* it is another text */
	assert_int_equal(err.kind, ERR_CONFLICT);
	seen.draft = publish_fingerprint(w->a, a);
	seen.current = 4; /* another current version */
	assert_false(publish_release(&one, w->a, PUBLISH_FORM, it.id, &seen, &version, &d, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_str(cluster_sql(w->a, "SELECT count(*) FROM definition_draft"), "1");
	seen.current = 0;
	assert_true(publish_release(&one, w->a, PUBLISH_FORM, it.id, &seen, &version, &d, &err));
	assert_int_equal(version, 1);
	assert_false(publish_release(&two, w->a, PUBLISH_FORM, it.id, &seen, &version, &d, &err)); /* gone meanwhile */
	assert_int_equal(err.kind, ERR_CONFLICT);

	assert_int_equal(must_publish(w, "pubone", b), 2);
	seen.current = 1;
	assert_false(publish_rollback(&one, w->a, PUBLISH_FORM, it.id, 1, &seen, &version, &d, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	seen.current = 2;
	assert_true(publish_rollback(&one, w->a, PUBLISH_FORM, it.id, 1, &seen, &version, &d, &err));
	assert_int_equal(version, 3);
}

/* Who signs, by amount: the limit is what versions of the decision differ in. */
#define DECISION(limit)                                                                                                \
	"<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"d\" name=\"d\">"                         \
	"<decision id=\"pub-wer\" name=\"Wer zeichnet\"><variable name=\"stufe\" typeRef=\"string\"/>"                     \
	"<decisionTable><input><inputExpression typeRef=\"number\"><text>betrag</text></inputExpression></input>"          \
	"<output typeRef=\"string\"/>"                                                                                     \
	"<rule><inputEntry><text>&lt; " limit "</text></inputEntry><outputEntry><text>\"amt\"</text></outputEntry></rule>" \
	"<rule><inputEntry><text>&gt;= " limit                                                                             \
	"</text></inputEntry><outputEntry><text>\"rat\"</text></outputEntry></rule>"                                       \
	"</decisionTable></decision></definitions>"
#define DECIDING                                                                                                       \
	"<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:ozg=\"urn:ozg:flow:1\" "                 \
	"id=\"d\" targetNamespace=\"urn:test\"><process id=\"pubwer\" isExecutable=\"true\">\n"                            \
	"<extensionElements><ozg:variable name=\"betrag\" type=\"decimal\"/><ozg:variable name=\"stufe\" type=\"text\"/>"  \
	"</extensionElements><startEvent id=\"s\"/><sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"t\"/>\n"            \
	"<businessRuleTask id=\"t\" ozg:decision=\"pub-wer\"/>"                                                            \
	"<sequenceFlow id=\"f2\" sourceRef=\"t\" targetRef=\"e\"/><endEvent id=\"e\"/></process></definitions>"

/* What this version of the workflow makes of 700, in a process that has just started. */
static void assert_decides(struct world *w, int64_t version, const char *stufe)
{
	const struct flow *flow;
	struct err err;
	publish_cache_free(&w->citizen_cache);
	w->citizen_cache = publish_cache_new();
	if (!publish_flow_version(w->citizen_cache, w->citizen, STR("pubone"), STR("pubwer"), version, &flow, &err))
		fail_msg("%s", err.text);
	json_t *vars = json_pack("{s:s}", "betrag", "700"), *none = json_object();
	const struct flow_input in = { .kind = FLOW_START, .vars = vars };
	struct flow_result r;
	if (!flow_step(w->a, flow, STR(""), none, &in, (struct date){ 20000 }, &r, &err))
		fail_msg("%s", err.text);
	assert_str(str_c(json_string_value(json_object_get(r.vars, "stufe"))), stufe);
	json_decref(r.vars);
	json_decref(vars);
	json_decref(none);
}

/* A workflow keeps the decisions of the moment it was published in, also when it comes from the library. */
static void decisions_are_bound(void **state)
{
	struct world *w = *state;
	struct diags d;
	assert_int_equal(publish(w, "pubone", STR(DECIDING), &d), 0);
	assert_str(str_c(d.list[0].code), "unknown-decision");
	assert_int_equal(must_publish(w, "_", STR(DECISION("500"))), 1);
	assert_int_equal(must_publish(w, "pubone", STR(DECIDING)), 1);
	assert_int_equal(must_publish(w, "pubone", STR(DECIDING)), 1); /* nothing has changed */
	assert_decides(w, 1, "rat");

	assert_int_equal(publish(w, "pubone", STR(DECISION("1000")), &d), 2); /* above what the tenant has seen */
	assert_int_equal(d.n, 2);                                             /* at the upload and at the release */
	assert_str(str_c(d.list[0].code), "used-by");
	assert_decides(w, 1, "rat");
	assert_int_equal(must_publish(w, "pubone", STR(DECIDING)), 2); /* the same text, but another decision */
	assert_decides(w, 1, "rat");
	assert_decides(w, 2, "amt");
	assert_int_equal(must_publish(w, "pubone", STR(DECIDING)), 2);

	/* Mistakes of decisions hinder their publication. */
	assert_int_equal(publish(w, "pubone", STR(DECISION("\"viel\"")), &d), 0);
}

#define CALLED(status)                                                                                                 \
	"<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:ozg=\"urn:ozg:flow:1\" "                 \
	"id=\"d\" targetNamespace=\"urn:test\"><process id=\"pubteil\" isExecutable=\"true\"><startEvent id=\"ts\"/>"      \
	"<sequenceFlow id=\"t1\" sourceRef=\"ts\" targetRef=\"te\"/><endEvent id=\"te\" ozg:status=\"" status              \
	"\"/></process></definitions>"
#define CALLER                                                                                                         \
	"<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\" targetNamespace=\"urn:test\">"        \
	"<process id=\"pubruf\" isExecutable=\"true\"><startEvent id=\"s\"/><sequenceFlow id=\"f1\" sourceRef=\"s\" "      \
	"targetRef=\"t\"/><callActivity id=\"t\" calledElement=\"pubteil\"/><sequenceFlow id=\"f2\" sourceRef=\"t\" "      \
	"targetRef=\"e\"/><endEvent id=\"e\"/></process></definitions>"

/* A called process is bound like a decision: to the one of the same publication. */
static void calls_are_bound(void **state)
{
	struct world *w = *state;
	struct diags d;
	assert_int_equal(publish(w, "pubone", STR(CALLER), &d), 0);
	assert_str(str_c(d.list[0].code), "dangling-call");
	assert_int_equal(must_publish(w, "pubone", STR(CALLED("Alt"))), 1);
	assert_int_equal(must_publish(w, "pubone", STR(CALLER)), 1);
	assert_int_equal(publish(w, "pubone", STR(CALLED("Neu")), &d), 2);
	assert_str(str_c(d.list[0].code), "used-by");
	assert_int_equal(must_publish(w, "pubone", STR(CALLER)), 2);
	for (int64_t version = 1; version <= 2; version++) {
		const struct flow *flow;
		struct err err;
		publish_cache_free(&w->citizen_cache);
		w->citizen_cache = publish_cache_new();
		if (!publish_flow_version(w->citizen_cache, w->citizen, STR("pubone"), STR("pubruf"), version, &flow, &err))
			fail_msg("%s", err.text);
		const struct flow_input in = { .kind = FLOW_START };
		struct flow_result r;
		json_t *none = json_object();
		if (!flow_step(w->a, flow, STR(""), none, &in, (struct date){ 20000 }, &r, &err))
			fail_msg("%s", err.text);
		bool said = false;
		for (size_t i = 0; i < r.n_effects; i++)
			said |= r.effects[i].kind == FLOW_STATUS && str_eq_c(r.effects[i].text, version == 1 ? "Alt" : "Neu");
		assert_true(said);
		json_decref(r.vars);
		json_decref(none);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(from_upload_to_rollback),
		TEST(workflows_ask_what_forms_answer),
		TEST(own_wins_over_library_and_numbers_never_meet),
		TEST(a_case_keeps_its_task_forms),
		TEST(tenants_share_the_library_model),
		TEST(the_store_asks_seldom_and_learns_of_news),
		TEST(the_store_is_bounded),
		TEST(forms_and_workflows_must_fit),
		TEST(unread_values_are_judged_with_the_workflow),
		TEST(mails_of_a_workflow_must_exist),
		TEST(starts_are_kept),
		TEST(published_is_for_ever),
		TEST(a_replaced_draft_is_not_published),
		TEST(decisions_are_bound),
		TEST(calls_are_bound),
		TEST(nothing_is_replaced_or_published_unseen),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
