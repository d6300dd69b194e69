/* SPDX-License-Identifier: EUPL-1.2
 * Text from outside: UTF-8 (RFC 3629), checked once at the door, normalised to NFC. Behind it all text is valid. */
#ifndef OZG_BASE_UTF8_H
#define OZG_BASE_UTF8_H

#include "base/err.h"

/* What utf8_next returns besides a code point. */
enum { UTF8_END = -1, UTF8_BAD = -2 };

/* Takes the first code point off *rest. UTF8_END when nothing is left; UTF8_BAD for a malformed sequence (also overlong
 * forms and surrogates), then one byte is taken. */
int32_t utf8_next(struct str *rest);

/* Writes code point cp (which must be one) to out, returns how many bytes: 1 to 4. */
size_t utf8_put(char out[4], int32_t cp);

/* Well-formed? U+0000 counts as well-formed here; utf8_check refuses it. */
bool utf8_valid(struct str s);

/* Number of code points of valid text: what lengths in forms and substring() count. */
size_t utf8_count(struct str s);

/* Byte offset of code point number n (from 0) of valid text; its length in bytes when there are fewer. */
size_t utf8_offset(struct str s, size_t n);

/* Valid text that people may send us: no control characters but tab and line feed, no bidirectional embeddings,
 * overrides or isolates (they make text look like another), no noncharacters. Otherwise ERR_INPUT with a German
 * sentence that names the character ("U+202E") and its place. */
bool utf8_check(struct str s, struct err *err) MUST_CHECK;

/* Text as people look for it: small letters without marks ("Łódź" is "lodz"), ß is ss, what is neither letter nor digit is
 * a space. Umlauts lose their dots, or become ae, oe, ue. s must be valid. */
enum utf8_umlauts { UTF8_UMLAUT_PLAIN, UTF8_UMLAUT_E };
struct str utf8_fold(struct arena *a, struct str s, enum utf8_umlauts how);

/* The same text in Unicode normalization form C (UAX 15); s itself when it is already. s must be valid. */
struct str utf8_nfc(struct arena *a, struct str s);

#endif
