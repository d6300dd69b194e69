/* SPDX-License-Identifier: EUPL-1.2
 * XProzess 2: the BPMN file is a base64 text with a ZIP archive in it. All of it comes from outside, so all has limits.
 */
#include "flow/import/import.h"
#include "xml/xml.h"

#include <archive.h>
#include <archive_entry.h>

enum { MESSAGE_MAX = 64 << 20, BPMN_MAX = 8 << 20, ENTRIES_MAX = 100 };

/* One bit pattern for each character of base64; 64: none. */
static unsigned sextet(char c)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c == '\0' ? NULL : strchr(alphabet, c);
	return at == NULL ? 64 : (unsigned)(at - alphabet);
}

/* White space is passed over; everything else that does not belong ends the text. */
static struct str decode(struct arena *a, struct str text)
{
	char *out = arena_alloc(a, text.n / 4 * 3 + 4);
	size_t n = 0;
	unsigned bits = 0, have = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned v = sextet(text.p[i]);
		if (v == 64 && strchr(" \t\r\n", text.p[i]) != NULL)
			continue;
		if (v == 64)
			break;
		bits = bits << 6 | v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (char)(bits >> have & 0xFF);
		}
	}
	return (struct str){ out, n };
}

/* The one entry that is BPMN, up to the limit. Its size is counted as it unfolds: what the archive says is no matter.
 */
static bool read_entry(struct arena *a, struct archive *zip, struct str *out)
{
	struct buf b = buf_new(a);
	for (;;) {
		char *room = buf_reserve(&b, 65536);
		la_ssize_t n = archive_read_data(zip, room, 65536);
		if (n <= 0) {
			*out = buf_str(&b);
			return n == 0;
		}
		b.n += (size_t)n;
		if (b.n > BPMN_MAX)
			return false;
	}
}

static bool unzip(struct arena *a, struct str bytes, struct str *out)
{
	struct archive *zip = archive_read_new();
	struct archive_entry *entry;
	bool found = false;
	if (zip == NULL)
		abort();
	archive_read_support_format_zip(zip);
	if (archive_read_open_memory(zip, bytes.p, bytes.n) == ARCHIVE_OK)
		for (int i = 0; !found && i < ENTRIES_MAX && archive_read_next_header(zip, &entry) == ARCHIVE_OK; i++) {
			const char *name = archive_entry_pathname_utf8(entry);
			if (name == NULL)
				name = "";
			if (str_ends(str_c(name), STR("/")))
				continue;
			found =
			    read_entry(a, zip, out) && str_find_str(*out, STR("http://www.omg.org/spec/BPMN/20100524/MODEL")) >= 0;
		}
	archive_read_free(zip);
	return found;
}

/* Every prozessmodelldatei below x, until one gives BPMN. */
static bool search(struct arena *a, const struct xml_node *x, unsigned *files, struct str *out)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (str_eq_c(c->name, "inhalt") && str_eq_c(x->name, "prozessmodelldatei") && ++*files <= ENTRIES_MAX) {
			struct str bytes = decode(a, c->text);
			bool plain = str_find_str(bytes, STR("http://www.omg.org/spec/BPMN/20100524/MODEL")) >= 0;
			if (plain)
				*out = bytes;
			if (plain || unzip(a, bytes, out))
				return true;
		}
		if (search(a, c, files, out))
			return true;
	}
	return false;
}

bool flow_import_unpack(struct arena *a, struct str source, struct str *bpmn_r, struct diags *d)
{
	static const char *const skip[] = { "visualisierungsdatei", "beschreibungsdatei", NULL };
	static const struct xml_limits limits = {
		.bytes = MESSAGE_MAX, .nodes = 100000, .depth = 64, .attrs = 64, .skip = skip
	};
	const struct xml_node *root = xml_parse(a, source, &limits, d);
	unsigned files = 0;
	if (root == NULL)
		return false;
	if (search(a, root, &files, bpmn_r))
		return true;
	if (files == 0)
		diag_error(d, root->pos, "xprozess",
		    "In dieser XProzess-Nachricht steht kein Prozessmodell (prozessmodelldatei). Lassen Sie sich den Prozess "
		    "mit "
		    "seinem BPMN-Modell geben.");
	else
		diag_error(d, root->pos, "xprozess",
		    "Die Modelldatei dieser XProzess-Nachricht enthält kein lesbares BPMN. Erwartet wird ein ZIP-Archiv mit "
		    "einer "
		    "BPMN-Datei bis 8 MB.");
	return false;
}
