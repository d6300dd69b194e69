/* SPDX-License-Identifier: EUPL-1.2
 * The elements stop, fee and consent, and the constraint of a page: reading and what can be wrong with them. */
#include "form/form_ends.h"
#include "form/form_read.h"

#include "base/suggest.h"
#include "base/utf8.h"

static const char *const stop_attrs[] = { "when", "title", "href", "link", NULL };
static const char *const fee_attrs[] = { "label", "amount", "relevant", "hint", "legal", NULL };
static const char *const consent_attrs[] = { "id", "label", "mail", "pages", "relevant", NULL };

/* What was read, until all members are known and expressions can be compiled. Newest first. */
static void keep_source(struct form_reader *r, const struct xml_node *x, void *end)
{
	struct form_source_end *e = ARENA_NEW(r->scratch, struct form_source_end);
	*e = (struct form_source_end){ x, end, r->ends };
	r->ends = e;
}

/* The attribute, which must be there. */
static void demand(struct form_reader *r, const struct xml_node *x, const char *attr)
{
	if (xml_attr(x, attr) == NULL)
		diag_error(r->d, x->pos, "missing-attribute", "Bei „%.*s“ fehlt das Attribut %s.", STR_ARG(x->name), attr);
}

static void read_paragraphs(struct form_reader *r, const struct xml_node *x, struct str *out)
{
	*out = form_xml_plain(r->a, utf8_nfc(r->scratch, x->text));
	form_xml_no_children(r, x);
	form_xml_translatable(r, x, NULL, out);
	if (out->n == 0)
		diag_error(r->d, x->pos, "empty-text",
		    "„%.*s“ enthält keinen Text. Schreiben Sie hinein, was die Leute wissen "
		    "müssen.",
		    STR_ARG(x->name));
}

void form_read_stop(struct form_reader *r, const struct xml_node *x, struct form_node *page)
{
	struct form_stop *stop = ARENA_NEW(r->a, struct form_stop), **end = &r->form->stops;
	form_xml_attrs(r, x, stop_attrs, NULL);
	demand(r, x, "when");
	stop->page = page;
	form_xml_label(r, x, "title", 100, &stop->title);
	read_paragraphs(r, x, &stop->text);
	stop->href = form_xml_text(r, x, "href");
	form_xml_words(r, x, "link", &stop->link);
	if (stop->href.n > 0 && !str_starts(stop->href, STR("https://")))
		diag_error(r->d, xml_attr(x, "href")->pos, "href", "href ist eine Adresse, die mit https:// beginnt.");
	if ((stop->href.n > 0) != (stop->link.n > 0))
		diag_error(r->d, x->pos, "href", "href und link gehören zusammen: wohin es geht, und wie der Verweis heißt.");
	while (*end != NULL)
		end = &(*end)->next;
	*end = stop;
	keep_source(r, x, stop);
}

void form_read_fee(struct form_reader *r, const struct xml_node *x)
{
	struct form_fee_rule *fee = ARENA_NEW(r->a, struct form_fee_rule), **end = &r->form->fees;
	form_xml_attrs(r, x, fee_attrs, NULL);
	form_xml_no_text(r, x);
	form_xml_no_children(r, x);
	demand(r, x, "amount");
	form_xml_label(r, x, "label", 100, &fee->label);
	form_xml_words(r, x, "hint", &fee->hint);
	fee->legal = form_xml_text(r, x, "legal");
	if (fee->legal.n == 0)
		diag_error(r->d, x->pos, "legal",
		    "Zu einer Gebühr gehört legal: die Rechtsgrundlage, zum Beispiel „§ 4 der "
		    "Gebührensatzung“.");
	while (*end != NULL)
		end = &(*end)->next;
	*end = fee;
	keep_source(r, x, fee);
}

void form_read_consent(struct form_reader *r, const struct xml_node *x)
{
	struct form_consent_rule *c = ARENA_NEW(r->a, struct form_consent_rule), **end = &r->form->consents;
	form_xml_attrs(r, x, consent_attrs, NULL);
	demand(r, x, "mail");
	demand(r, x, "pages");
	c->id = form_xml_id(r, x, true);
	form_xml_label(r, x, "label", 100, &c->label);
	read_paragraphs(r, x, &c->text);
	for (; *end != NULL; end = &(*end)->next)
		if (c->id.n > 0 && str_eq((*end)->id, c->id))
			diag_error(r->d, x->pos, "duplicate-id", "Die Zustimmung „%.*s“ gibt es schon.", STR_ARG(c->id));
	*end = c;
	keep_source(r, x, c);
}

/* ---- when all names are known ---- */

/* Somebody who reads this far has been on this page and those before it. */
static bool looks_ahead(const struct form_reader *r, const struct xpath *x, size_t page, const struct form_node **what)
{
	const unsigned *slots;
	size_t n = x == NULL ? 0 : xpath_slots(x, &slots);
	for (size_t i = 0; i < n; i++) {
		*what = r->form->refs[slots[i]].target;
		bool asked = (*what)->what != NODE_FIELD || ((*what)->calculate == NULL && !(*what)->locked);
		if (asked && (*what)->page != SIZE_MAX && (*what)->page > page)
			return true;
	}
	return false;
}

static void check_gate(
    struct form_reader *r, const struct xml_node *x, const char *attr, const struct xpath *e, size_t page)
{
	const struct form_node *what;
	const unsigned *slots;
	if (e == NULL)
		return;
	struct pos pos = xml_attr(x, attr)->pos;
	if (xpath_slots(e, &slots) == 0)
		diag_error(r->d, pos, "constant", "%s hängt von keiner Antwort ab und gilt immer oder nie.", attr);
	else if (looks_ahead(r, e, page, &what))
		diag_error(r->d, pos, "later",
		    "%s fragt nach „%.*s“, das erst auf einer späteren Seite kommt. Setzen Sie es auf jene Seite.", attr,
		    STR_ARG(form_model_path(r->scratch, what)));
}

/* The last page, up to that of the stop, that asks for something the stop looks at. */
static size_t change_page(const struct form_reader *r, const struct form_stop *stop)
{
	const unsigned *slots;
	size_t n = stop->when == NULL ? 0 : xpath_slots(stop->when, &slots), last = 0;
	for (size_t i = 0; i < n; i++) {
		size_t page = r->form->refs[slots[i]].target->page;
		if (page != SIZE_MAX && page <= stop->page->page && page > last)
			last = page;
	}
	return last;
}

/* The field at the end of a path of names from the root; NULL when there is none that occurs once. */
static const struct form_node *find_field(const struct form_reader *r, struct str path)
{
	const struct form_node *n = r->form->root;
	struct str name;
	while (n != NULL && str_next(&path, '/', &name))
		n = n->what == NODE_FIELD || n->repeat ? NULL : form_member(n, name);
	return n == NULL || n->what != NODE_FIELD ? NULL : n;
}

/* " Meinten Sie …?" with the nearest page, or field for an address of mail. */
static struct str suggestion(struct form_reader *r, struct str wanted, bool page)
{
	struct str *names = ARENA_ARRAY(r->scratch, struct str, r->form->n_nodes);
	struct buf hint = buf_new(r->scratch);
	size_t n = 0;
	for (size_t i = 0; i < r->form->n_nodes; i++) {
		const struct form_node *f = r->form->nodes[i];
		if (page ? f->what == NODE_PAGE : f->kind == field_find(STR("email")))
			names[n++] = f->id;
	}
	suggest_add(&hint, "", wanted, names, n);
	return buf_str(&hint);
}

static void build_consent(struct form_reader *r, const struct xml_node *x, struct form_consent_rule *c)
{
	const struct xml_attr *mail = xml_attr(x, "mail"), *pages = xml_attr(x, "pages");
	c->relevant = form_compile(r, x, "relevant", XPATH_BOOL, r->form->root, NULL);
	c->shows = ARENA_ARRAY(r->a, bool, r->form->n_pages);
	if (mail != NULL)
		c->mail = find_field(r, mail->value);
	if (mail != NULL && (c->mail == NULL || c->mail->kind != field_find(STR("email")))) {
		struct str hint = suggestion(r, mail->value, false);
		diag_error(r->d, mail->pos, "unknown-name",
		    "„%.*s“ ist kein Feld „email“, das einmal vorkommt. Gemeint ist der Weg dorthin, zum Beispiel "
		    "partner/mail.%.*s",
		    STR_ARG(mail->value), STR_ARG(hint));
	}
	struct str rest = pages == NULL ? STR("") : pages->value, name;
	while (str_next(&rest, ' ', &name)) {
		size_t page;
		if (name.n == 0)
			continue;
		if (form_page_find(r->form, name, &page)) {
			c->shows[page] = true;
			continue;
		}
		struct str hint = suggestion(r, name, true);
		diag_error(r->d, xml_attr_place(pages, (size_t)(name.p - pages->value.p)), "unknown-name",
		    "Die Seite „%.*s“ gibt es nicht.%.*s", STR_ARG(name), STR_ARG(hint));
	}
}

static void build_one(struct form_reader *r, const struct form_source_end *e)
{
	if (xml_is(e->x, FORM_NS, "stop")) {
		struct form_stop *stop = e->end;
		stop->when = form_compile(r, e->x, "when", XPATH_BOOL, stop->page->group, NULL);
		check_gate(r, e->x, "when", stop->when, stop->page->page);
		stop->change_page = change_page(r, stop);
	} else if (xml_is(e->x, FORM_NS, "fee")) {
		struct form_fee_rule *fee = e->end;
		fee->amount = form_compile(r, e->x, "amount", XPATH_DEC, r->form->root, NULL);
		fee->relevant = form_compile(r, e->x, "relevant", XPATH_BOOL, r->form->root, NULL);
	} else {
		build_consent(r, e->x, e->end);
	}
}

void form_build_ends(struct form_reader *r)
{
	for (const struct form_source_end *e = r->ends; e != NULL; e = e->next)
		build_one(r, e);
	for (size_t i = 0; i < r->form->n_pages; i++) {
		const struct form_node *page = r->form->pages[i];
		check_gate(r, r->sources[page->number], "constraint", page->constraint, i);
	}
}
