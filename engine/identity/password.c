/* SPDX-License-Identifier: EUPL-1.2
 * Passwords: what may be one, and its Argon2id hash. */
#include "identity/identity.h"

#include "base/utf8.h"

#include <sodium.h>

enum { PASSWORD_MIN = 12, PASSWORD_MAX = 128, PASSWORD_MAX_BYTES = 4 * PASSWORD_MAX, DISTINCT_MIN = 5 };

_Static_assert(crypto_pwhash_STRBYTES == 128, "the size promised in identity.h");

/* Beginnings that lists of leaked passwords share, in lower case. A password is refused when nothing but digits and
 * punctuation follows such a word, and when it repeats it. */
static const char *const common[] = {
	"passwort",
	"password",
	"passw0rt",
	"passw0rd",
	"p@ssw0rd",
	"kennwort",
	"geheim",
	"hallo",
	"willkommen",
	"welcome",
	"qwertz",
	"qwertzuiop",
	"qwerty",
	"qwertyuiop",
	"asdfghjkl",
	"yxcvbnm",
	"zxcvbnm",
	"1q2w3e4r5t6z",
	"1q2w3e4r5t6y",
	"1qaz2wsx3edc",
	"iloveyou",
	"ichliebedich",
	"schatz",
	"fussball",
	"sommer",
	"winter",
	"herbst",
	"fruehling",
	"frühling",
	"montag",
	"freitag",
	"januar",
	"rathaus",
	"gemeinde",
	"verwaltung",
	"deutschland",
	"bayern",
	"hessen",
	"sachsen",
	"administrator",
	"admin",
	"test",
	"testtest",
	"changeme",
	"letmein",
	"sachbearbeiter",
	"buergerservice",
};

struct folded {
	int32_t c[PASSWORD_MAX];
	size_t n;
};

/* Code points in lower case; false when it is not UTF-8 or too long. */
static bool fold(struct str s, struct folded *out)
{
	int32_t c;
	for (out->n = 0; (c = utf8_next(&s)) != UTF8_END; out->n++) {
		if (c == UTF8_BAD || out->n == PASSWORD_MAX)
			return false;
		out->c[out->n] = c >= 'A' && c <= 'Z' ? c + 32 : c;
	}
	return true;
}

static bool is_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || c >= 0x80;
}

/* Few different characters, or each one the neighbour of the one before: "aaaabbbbcccc", "234567890123". */
static bool is_pattern(const struct folded *p)
{
	size_t distinct = 0, steps = 0;
	for (size_t i = 0; i < p->n; i++) {
		size_t j = 0;
		while (p->c[j] != p->c[i])
			j++;
		distinct += j == i;
		if (i > 0) {
			int32_t a = p->c[i - 1], b = p->c[i];
			steps += b == a || b == a + 1 || a == b + 1 || (a == '9' && b == '0') || (a == '0' && b == '9');
		}
	}
	return distinct < DISTINCT_MIN || steps * 4 >= (p->n - 1) * 3;
}

/* Is p the word again and again, with nothing else but digits and punctuation? */
static bool is_around(const struct folded *p, struct str word)
{
	struct folded w;
	if (!fold(word, &w) || w.n == 0)
		return false;
	bool found = false;
	for (size_t i = 0; i < p->n;) {
		if (p->n - i >= w.n && memcmp(p->c + i, w.c, w.n * sizeof w.c[0]) == 0) {
			found = true;
			i += w.n;
		} else if (!is_letter(p->c[i])) {
			i++;
		} else {
			return false;
		}
	}
	return found;
}

static bool is_common(const struct folded *p)
{
	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
		if (is_around(p, str_c(common[i])))
			return true;
	return false;
}

/* The login name, its first part or its tenant. */
static bool is_login(const struct folded *p, struct str login)
{
	ptrdiff_t dot = str_find(login, '.');
	return is_around(p, login) || (dot >= 0 && is_around(p, str_sub(login, 0, (size_t)dot))) ||
	       is_around(p, account_tenant(login));
}

bool password_check(struct str login, struct str password, struct err *err)
{
	struct folded p;
	if (!utf8_valid(password) || str_find(password, '\0') >= 0)
		return err_set(err, ERR_INPUT, "Das Passwort enthält Zeichen, die nicht gelesen werden können.");
	if (!fold(password, &p))
		return err_set(err, ERR_INPUT, "Das Passwort ist zu lang: höchstens %d Zeichen sind möglich.", PASSWORD_MAX);
	if (p.n < PASSWORD_MIN)
		return err_set(err, ERR_INPUT,
		    "Das Passwort ist zu kurz: wählen Sie mindestens %d Zeichen, zum Beispiel vier Wörter.", PASSWORD_MIN);
	if (is_pattern(&p))
		return err_set(err, ERR_INPUT,
		    "Das Passwort ist leicht zu erraten: es wiederholt oder zählt nur. Wählen Sie vier Wörter.");
	if (is_common(&p))
		return err_set(
		    err, ERR_INPUT, "Das Passwort steht auf den Listen der häufigsten. Wählen Sie zum Beispiel vier Wörter.");
	if (is_login(&p, login))
		return err_set(
		    err, ERR_INPUT, "Das Passwort besteht aus dem Anmeldenamen. Wählen Sie zum Beispiel vier Wörter.");
	return true;
}

/* NFC, so that an "ü" typed on another keyboard is the same. Broken UTF-8 stays and fits nothing. */
static struct str normalised(struct arena *a, struct str password)
{
	return utf8_valid(password) ? utf8_nfc(a, password) : password;
}

bool password_hash(struct arena *a, struct str password, char out[128], struct err *err)
{
	struct str p = normalised(a, password);
	if (sodium_init() >= 0 &&
	    crypto_pwhash_str(out, p.p, p.n, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0)
		return true;
	return err_set(err, ERR_BROKEN, "Zum Prüfen des Passworts fehlt Arbeitsspeicher.");
}

bool password_matches(struct arena *a, const char *hash, struct str password)
{
	/* What is too long to be a password costs the same work and never matches. */
	bool fits = password.n <= PASSWORD_MAX_BYTES;
	struct str p = normalised(a, fits ? password : str_sub(password, 0, PASSWORD_MAX_BYTES));
	return crypto_pwhash_str_verify(hash, p.p, p.n) == 0 && fits;
}
