/* SPDX-License-Identifier: EUPL-1.2
 * The problem page: what happened, what became of the answers, what to do, an incident number. */
#include "pages.h"

static const struct {
	unsigned status;
	const char *text;
} texts[] = {
	{ 400, "Diese Anfrage ist unvollständig oder beschädigt. Gehen Sie einen Schritt zurück und versuchen Sie es noch "
	       "einmal." },
	{ 403, "Diese Seite ist abgelaufen oder Sie dürfen das nicht. Laden Sie die Seite neu und versuchen Sie es noch "
	       "einmal." },
	{ 404, "Diese Seite gibt es nicht. Prüfen Sie die Adresse oder beginnen Sie auf der Startseite." },
	{ 405, "Diese Adresse kann so nicht aufgerufen werden. Beginnen Sie auf der Startseite." },
	{ 409, "Jemand hat das gerade geändert. Laden Sie die Seite neu." },
	{ 413, "Was Sie gesendet haben, ist zu groß. Kürzen Sie Ihre Angaben oder wählen Sie eine kleinere Datei." },
	{ 414, "Diese Adresse ist zu lang. Beginnen Sie auf der Startseite." },
	{ 415, "Diese Art von Daten nehmen wir hier nicht an. Benutzen Sie das Formular auf der Seite." },
	{ 503, "Wir haben gerade ein technisches Problem. Versuchen Sie es in einigen Minuten noch einmal." },
	{ 500, "Wir haben gerade ein technisches Problem. Versuchen Sie es noch einmal." },
};

static const char *text_of(unsigned status)
{
	size_t n = sizeof texts / sizeof texts[0];
	for (size_t i = 0; i < n; i++)
		if (texts[i].status == status)
			return texts[i].text;
	return texts[n - 1].text;
}

void page_error(struct ctx *c, unsigned status, const struct err *err)
{
	c->resp->status = status;
	c->resp->body.n = 0;
	c->resp->location = (struct str){ 0 };
	c->resp->download = (struct str){ 0 };
	if (status == 503)
		c->resp->retry_after = 30;
	bool ours = err != NULL && status < 500 && err->text[0] != '\0';
	c->resp->type = STR("text/plain; charset=utf-8");
	buf_add_fmt(
	    &c->resp->body, "%s\n\nVorfallsnummer: %.*s\n", ours ? err->text : text_of(status), STR_ARG(c->req->id));
}
