/* SPDX-License-Identifier: EUPL-1.2
 * What a SQLSTATE means to us: one table (PostgreSQL 15, appendix A). */
#include "db/conn.h"

struct meaning {
	const char *state; /* five characters, or the two of a class */
	enum err_kind kind;
	const char *text;
};

/* The first row that fits. */
static const struct meaning meanings[] = {
	{ "40001", ERR_RETRY, "Ein gleichzeitiger Vorgang kam dazwischen. Bitte versuchen Sie es noch einmal." },
	{ "40P01", ERR_RETRY, "Ein gleichzeitiger Vorgang kam dazwischen. Bitte versuchen Sie es noch einmal." },
	{ "55P03", ERR_RETRY, "Ein gleichzeitiger Vorgang kam dazwischen. Bitte versuchen Sie es noch einmal." },
	{ "25006", ERR_RETRY, "Die Datenbank wird gerade umgeschaltet. Bitte versuchen Sie es noch einmal." },
	{ "26000", ERR_RETRY, "Die Datenbank wurde umgestellt. Bitte versuchen Sie es noch einmal." },
	{ "0A000", ERR_RETRY, "Die Datenbank wurde umgestellt. Bitte versuchen Sie es noch einmal." },
	{ "08", ERR_RETRY, "Die Verbindung zur Datenbank ist abgebrochen. Bitte versuchen Sie es noch einmal." },
	{ "57P", ERR_RETRY, "Die Datenbank wird neu gestartet. Bitte versuchen Sie es gleich noch einmal." },
	{ "57014", ERR_SLOW, "Die Datenbank hat zu lange gebraucht. Bitte versuchen Sie es später noch einmal." },
	{ "53", ERR_BROKEN, "Die Datenbank hat keinen Platz mehr. Bitte versuchen Sie es später noch einmal." },
	{ "58", ERR_BROKEN, "Die Datenbank ist gestört. Bitte versuchen Sie es später noch einmal." },
	{ "23505", ERR_CONFLICT, "Das gibt es schon." },
	{ "23503", ERR_CONFLICT, "Etwas, worauf sich die Angabe bezieht, gibt es nicht." },
	{ "23", ERR_INPUT, "Die Angabe ist so nicht erlaubt." },
	{ "22", ERR_INPUT, "Die Angabe kann so nicht gespeichert werden." },
	{ "42501", ERR_DENIED, "Das ist hier nicht erlaubt." },
};

static const struct meaning *find(const char *state)
{
	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
		if (strncmp(meanings[i].state, state, strlen(meanings[i].state)) == 0)
			return &meanings[i];
	return NULL;
}

void db_error_set(struct err *err, const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const struct meaning *m = find(state != NULL ? state : "08000");
	if (m != NULL) {
		err_set(err, m->kind, "%s", m->text);
		return;
	}
	/* A mistake of ours: the server's words help whoever reads the log, and hold no values in class 42. */
	const char *text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	err_set(err, ERR_BUG, "Interner Fehler der Datenbankschicht (%s: %s)", state, text != NULL ? text : "");
}
