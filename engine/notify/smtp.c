/* SPDX-License-Identifier: EUPL-1.2
 * Hands a message to a mail server. The only user of libcurl. */
#include "notify/mail.h"

#include <curl/curl.h>

enum { TIMEOUT_MS = 30000, CONNECT_TIMEOUT_MS = 10000 };

struct upload {
	struct str rest;
};

static size_t give(char *to, size_t size, size_t count, void *arg)
{
	struct upload *u = arg;
	size_t n = size * count < u->rest.n ? size * count : u->rest.n;
	if (n > 0)
		memcpy(to, u->rest.p, n);
	u->rest = str_sub(u->rest, n, u->rest.n);
	return n;
}

/* Is it this message that the server does not want, and not us? 530: it wants us to sign in first (RFC 4954 6). */
static bool is_final(CURLcode rc, long code, const struct upload *u)
{
	bool about_message = rc == CURLE_SEND_ERROR || u->rest.n == 0; /* at MAIL, RCPT or DATA, or behind the text */
	return code >= 500 && code != 530 && about_message;
}

static bool perform(CURL *curl, const struct upload *u, struct err *err)
{
	CURLcode rc = curl_easy_perform(curl);
	if (rc == CURLE_OK)
		return true;
	long code = 0;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
	/* The server's own words may repeat the address: the number says enough. */
	if (is_final(rc, code, u))
		return err_set(err, ERR_INPUT, "Der Mailserver lehnt die Nachricht ab (Antwort %ld).", code);
	if (code >= 400)
		return err_set(err, ERR_BROKEN, "Der Mailserver nimmt die Nachricht zurzeit nicht an (Antwort %ld).", code);
	return err_set(err, ERR_BROKEN, "Der Mailserver ist nicht erreichbar: %s.", curl_easy_strerror(rc));
}

bool mail_send(const char *url, struct str from, struct str to, struct str message, struct err *err)
{
	struct arena *a = arena_new();
	struct upload u = { message };
	CURL *curl = curl_easy_init();
	struct curl_slist *rcpt = curl_slist_append(NULL, str_fmt(a, "<%.*s>", STR_ARG(to)).p);
	bool ok = false;
	if (curl == NULL || rcpt == NULL) {
		err_set(err, ERR_BROKEN, "Zum Senden fehlt Arbeitsspeicher.");
	} else {
		curl_easy_setopt(curl, CURLOPT_URL, url);
		curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
		curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
		curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
		curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
		curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
		curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
		curl_easy_setopt(curl, CURLOPT_MAIL_FROM, str_fmt(a, "<%.*s>", STR_ARG(from)).p);
		curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, rcpt);
		curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
		curl_easy_setopt(curl, CURLOPT_READDATA, &u);
		ok = perform(curl, &u, err);
	}
	curl_slist_free_all(rcpt);
	curl_easy_cleanup(curl);
	arena_free(&a);
	return ok;
}
