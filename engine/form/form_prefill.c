/* SPDX-License-Identifier: EUPL-1.2
 * prefill="SOURCE" prefill-mode="free|locked|locked-unless-empty": an answer that somebody else knows already.
 *
 * Where it comes from the form says, what it is the caller (form_world.prefill): an account, an application of before,
 * the address of the page. Free, it stands in the field and counts as soon as the page is sent. Locked, it is the
 * answer, whatever is posted or stored, for as long as the caller supplies it. */
#include "form/form_read.h"

#include "base/suggest.h"
#include "base/utf8.h"

enum { VALUE_MAX = 1000 };

/* Attributes of a citizen's account, as the BundID has them. */
static const char *const account[] = { "account:given-name", "account:family-name", "account:birth-name",
	"account:birth-date", "account:birth-place", "account:street", "account:postal-code", "account:place",
	"account:country", "account:email", "account:phone", NULL };

static const char *const simple[] = { "today", "municipality:name", "municipality:key", NULL };

static bool listed(struct str source, const char *const *list)
{
	while (*list != NULL && !str_eq_c(source, *list))
		list++;
	return *list != NULL;
}

/* "query:NAME" and "previous:PATH" have names of their own. */
static bool has_name(struct str source, struct str prefix)
{
	if (!str_starts(source, prefix) || source.n == prefix.n)
		return false;
	for (size_t i = prefix.n; i < source.n; i++) {
		char c = source.p[i];
		bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
		            (c == '/' && i > prefix.n && i + 1 < source.n);
		if (!good)
			return false;
	}
	return true;
}

static void check_source(struct form_reader *r, const struct form_node *n, const struct xml_attr *at)
{
	if (listed(n->prefill, account) || listed(n->prefill, simple) || has_name(n->prefill, STR("previous:")))
		return;
	if (has_name(n->prefill, STR("query:"))) {
		if (n->prefill_mode != PREFILL_FREE)
			diag_error(r->d, at->pos, "prefill",
			    "Was aus der Adresse der Seite kommt, kann jeder ändern: mit query: geht nur prefill-mode=\"free\".");
		return;
	}
	struct str names[sizeof account / sizeof *account + sizeof simple / sizeof *simple];
	size_t count = 0;
	for (size_t i = 0; account[i] != NULL; i++)
		names[count++] = str_c(account[i]);
	for (size_t i = 0; simple[i] != NULL; i++)
		names[count++] = str_c(simple[i]);
	struct buf hint = buf_new(r->scratch);
	suggest_add(&hint, "", n->prefill, names, count);
	diag_error(r->d, at->pos, "prefill",
	    "„%.*s“ ist keine Quelle: es gibt account:…, previous:…, query:…, municipality:name, municipality:key und "
	    "today.%.*s",
	    STR_ARG(n->prefill), STR_ARG(buf_str(&hint)));
}

void form_read_prefill(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	static const char *const modes[] = { "free", "locked", "locked-unless-empty", NULL };
	const struct xml_attr *at = xml_attr(x, "prefill"), *mode = xml_attr(x, "prefill-mode");
	n->prefill = form_xml_text(r, x, "prefill");
	n->prefill_mode = form_attr_one_of(r, x, "prefill-mode", modes);
	if (at == NULL && mode != NULL)
		diag_error(r->d, mode->pos, "prefill", "prefill-mode gehört zu prefill, das hier fehlt.");
	if (at == NULL)
		return;
	if (xml_attr(x, "calculate") != NULL || xml_attr(x, "default") != NULL)
		diag_error(r->d, at->pos, "prefill",
		    "Die Antwort kann nur aus einer Quelle kommen: streichen Sie prefill, oder calculate und default.");
	if (n->kind->json != FIELD_TEXT || n->kind->place)
		diag_error(r->d, at->pos, "prefill", "Ein Feld „%s“ kann nicht aus einer Quelle kommen.", n->kind->name);
	check_source(r, n, at);
}

bool form_asks_query(const struct form *f, struct str name)
{
	for (size_t i = 1; i < f->n_nodes; i++) {
		struct str source = f->nodes[i]->prefill;
		if (str_starts(source, STR("query:")) && str_eq(str_sub(source, 6, source.n), name))
			return true;
	}
	return false;
}

struct str form_prefill(struct arena *a, const struct form_node *n, const struct form_world *world)
{
	struct str value;
	if (n->prefill.n == 0 || world->prefill == NULL || !world->prefill(world->prefill_arg, a, n->prefill, &value))
		return STR("");
	if (value.n > VALUE_MAX || !utf8_valid(value) || str_find(value, '\0') >= 0)
		return STR("");
	struct field_in in = { .arena = a, .node = n, .text = str_trim(utf8_nfc(a, value)), .world = world };
	return in.text.n > 0 && n->kind->tidy != NULL ? n->kind->tidy(&in) : in.text;
}
