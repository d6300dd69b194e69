/* SPDX-License-Identifier: EUPL-1.2
 * The message as it goes over the wire: headers of checked parts, text in quoted-printable. */
#include "notify/mail.h"

#include "base/email.h"
#include "base/utf8.h"

enum { WORD_BYTES_MAX = 39, QP_LINE_MAX = 75 };

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

struct str mail_address(struct str from)
{
	ptrdiff_t open = str_find(from, '<');
	if (open < 0 || !str_ends(from, STR(">")))
		return str_trim(from);
	return str_trim(str_sub(from, (size_t)open + 1, from.n - 1));
}

/* UTF-8 on one line without controls (also those of C1). */
static bool is_line(struct str s)
{
	if (!utf8_valid(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20 || c == 0x7F || (c == 0xC2 && (unsigned char)s.p[i + 1] < 0xA0))
			return false;
	}
	return true;
}

static bool is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '.')
			return false;
	return s.n > 0;
}

static void add_base64(struct buf *out, struct str s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t x = 0;
		for (size_t k = 0; k < 3; k++)
			x = x << 8 | (i + k < s.n ? (unsigned char)s.p[i + k] : 0U);
		for (size_t k = 0; k < 4; k++)
			buf_add_char(out, i + k > s.n ? '=' : digits[x >> (18 - 6 * k) & 63]);
	}
}

/* Encoded words of whole characters, one a line, each at most 75 bytes (RFC 2047 2). */
static void add_encoded(struct buf *out, struct str s)
{
	for (size_t from = 0; from < s.n;) {
		size_t to = from + WORD_BYTES_MAX < s.n ? from + WORD_BYTES_MAX : s.n;
		while (to < s.n && ((unsigned char)s.p[to] & 0xC0) == 0x80)
			to--;
		buf_add_c(out, from == 0 ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		add_base64(out, str_sub(s, from, to));
		buf_add_c(out, "?=");
		from = to;
	}
}

/* Text of a header: as it is when it is short, plain and cannot be taken for an encoded word. */
static void add_header_text(struct buf *out, struct str s)
{
	bool plain = s.n <= 60 && str_find_str(s, STR("=?")) < 0;
	for (size_t i = 0; i < s.n; i++)
		plain = plain && (unsigned char)s.p[i] < 0x80;
	if (plain)
		buf_add(out, s);
	else
		add_encoded(out, s);
}

/* Quoted-printable (RFC 2045 6.7): lines of at most 76 characters, white space at their ends encoded. */
static void add_body(struct buf *out, struct str body)
{
	size_t column = 0;
	for (size_t i = 0; i < body.n; i++) {
		unsigned char c = (unsigned char)body.p[i];
		if (c == '\n') {
			buf_add_c(out, "\r\n");
			column = 0;
			continue;
		}
		bool at_end = i + 1 == body.n || body.p[i + 1] == '\n';
		bool plain = (c > 0x20 && c < 0x7F && c != '=') || ((c == ' ' || c == '\t') && !at_end);
		if (column + (plain ? 1 : 3) > QP_LINE_MAX) {
			buf_add_c(out, "=\r\n");
			column = 0;
		}
		if (plain)
			buf_add_char(out, (char)c);
		else
			buf_add_fmt(out, "=%02X", c);
		column += plain ? 1 : 3;
	}
	if (column > 0)
		buf_add_c(out, "\r\n");
}

/* "Sun, 01 Mar 2026 08:15:00 +0000" (RFC 5322 3.3), in words of no locale. */
static void add_date(struct buf *out, int64_t seconds)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec" };
	time_t t = (time_t)seconds;
	struct tm tm;
	gmtime_r(&t, &tm);
	buf_add_fmt(out, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void add_from(struct buf *out, struct str from)
{
	struct str address = mail_address(from);
	ptrdiff_t open = str_find(from, '<');
	struct str name = open < 0 ? (struct str){ NULL, 0 } : str_trim(str_sub(from, 0, (size_t)open));
	buf_add_c(out, "From: ");
	if (name.n > 0) {
		/* A phrase with anything but letters, digits and spaces would need quotes: encoding is simpler. */
		bool atoms = true;
		for (size_t i = 0; i < name.n; i++)
			atoms = atoms && (is_alnum(name.p[i]) || name.p[i] == ' ');
		if (atoms)
			buf_add(out, name);
		else
			add_encoded(out, name);
		buf_add_fmt(out, " <%.*s>\r\n", STR_ARG(address));
	} else {
		buf_add_fmt(out, "%.*s\r\n", STR_ARG(address));
	}
}

bool mail_build(struct buf *out, const struct mail *m, struct err *err)
{
	struct str sender = mail_address(m->from);
	if (!email_valid(sender) || !is_line(m->from) || m->from.n > 120)
		return err_set(err, ERR_INPUT, "Die Absenderadresse (Einstellung „mail_from“) ist keine E-Mail-Adresse.");
	if (!email_valid(m->to))
		return err_set(err, ERR_INPUT, "Die Empfängeradresse ist keine zustellbare E-Mail-Adresse.");
	if (m->subject.n == 0 || m->subject.n > 500 || !is_line(m->subject))
		return err_set(err, ERR_INPUT, "Der Betreff ist leer, zu lang oder enthält unlesbare Zeichen.");
	if (!is_id(m->message_id))
		return err_set(err, ERR_BUG, "Die Kennung der E-Mail ist fehlerhaft.");
	if (!utf8_valid(m->body) || str_find(m->body, '\0') >= 0)
		return err_set(err, ERR_INPUT, "Der Text der E-Mail enthält unlesbare Zeichen.");
	struct str domain = str_sub(sender, (size_t)str_find(sender, '@') + 1, sender.n);
	add_date(out, m->date);
	add_from(out, m->from);
	buf_add_fmt(out, "To: %.*s\r\n", STR_ARG(m->to));
	buf_add_c(out, "Subject: ");
	add_header_text(out, m->subject);
	buf_add_fmt(out, "\r\nMessage-ID: <%.*s@%.*s>\r\n", STR_ARG(m->message_id), STR_ARG(domain));
	/* RFC 3834: nobody's holiday note shall answer a machine. */
	buf_add_c(out, "Auto-Submitted: auto-generated\r\n"
	               "MIME-Version: 1.0\r\n"
	               "Content-Type: text/plain; charset=UTF-8\r\n"
	               "Content-Transfer-Encoding: quoted-printable\r\n"
	               "Content-Language: de\r\n\r\n");
	add_body(out, m->body);
	return true;
}
