/* SPDX-License-Identifier: EUPL-1.2
 * Reads the XML of a definition into the tree of nodes; what can be judged at one element is judged here. */
#include "form/form_model.h"

#include "base/suggest.h"
#include "base/utf8.h"

static const char *const form_attrs[] = { "id", "service", "flow", NULL };
static const char *const codelist_attrs[] = { "id", NULL };
static const char *const code_attrs[] = { "value", "hint", NULL };
static const char *const page_attrs[] = { "id", "title", "relevant", NULL };
static const char *const group_attrs[] = { "id", "label", "hint", "min", "max", "add-label", "relevant", NULL };
static const char *const note_attrs[] = { "label", "relevant", NULL };
static const char *const field_attrs[] = { "id", "label", "hint", "required", "missing", "relevant", "constraint",
	"message", "calculate", "hidden", "default", "autocomplete", NULL };
static const char *const no_attrs[] = { NULL };

static size_t list_length(const char *const *list)
{
	size_t n = 0;
	while (list != NULL && list[n] != NULL)
		n++;
	return n;
}

/* Refuses what is neither in common nor in own. Attributes of foreign namespaces are none of our business. */
static void check_attrs(
    struct form_reader *r, const struct xml_node *x, const char *const *common, const char *const *own)
{
	size_t n_common = list_length(common), n = n_common + list_length(own);
	struct str *names = ARENA_ARRAY(r->scratch, struct str, n);
	for (size_t i = 0; i < n; i++)
		names[i] = str_c(i < n_common ? common[i] : own[i - n_common]);
	for (size_t i = 0; i < x->n_attrs; i++) {
		const struct xml_attr *at = &x->attrs[i];
		bool known = at->ns.n > 0;
		for (size_t k = 0; k < n && !known; k++)
			known = str_eq(at->name, names[k]);
		if (known)
			continue;
		struct buf hint = buf_new(r->scratch);
		suggest_add(&hint, "", at->name, names, n);
		diag_error(r->d, at->pos, "unknown-attribute", "Das Attribut „%.*s“ gibt es bei „%.*s“ nicht.%.*s",
		    STR_ARG(at->name), STR_ARG(x->name), STR_ARG(buf_str(&hint)));
	}
}

static void unknown_element(struct form_reader *r, const struct xml_node *x, const char *const *allowed)
{
	const struct str *fields;
	size_t n_fields = 0, n = list_length(allowed);
	bool with_fields = n > 0 && strcmp(allowed[n - 1], "*") == 0;
	if (with_fields) {
		n--;
		n_fields = field_names(r->scratch, &fields);
	}
	struct str *names = ARENA_ARRAY(r->scratch, struct str, n + n_fields);
	for (size_t i = 0; i < n + n_fields; i++)
		names[i] = i < n ? str_c(allowed[i]) : fields[i - n];
	struct buf hint = buf_new(r->scratch);
	if (!str_eq_c(x->ns, FORM_NS))
		buf_add_c(&hint, " Es gehört nicht zum Namensraum " FORM_NS ".");
	else
		suggest_add(&hint, "", x->name, names, n + n_fields);
	if (x->parent == NULL)
		diag_error(r->d, x->pos, "unknown-element", "Das Element „%.*s“ ist hier unbekannt.%.*s", STR_ARG(x->name),
		    STR_ARG(buf_str(&hint)));
	else
		diag_error(r->d, x->pos, "unknown-element", "Das Element „%.*s“ ist in „%.*s“ unbekannt.%.*s", STR_ARG(x->name),
		    STR_ARG(x->parent->name), STR_ARG(buf_str(&hint)));
}

/* Text where only elements may stand was probably meant to be seen. */
static void no_text(struct form_reader *r, const struct xml_node *x)
{
	if (str_trim(x->text).n > 0)
		diag_error(r->d, x->text_pos, "text",
		    "Text kann nicht direkt in „%.*s“ stehen. Setzen Sie ihn in ein Element „note“.", STR_ARG(x->name));
}

static void no_children(struct form_reader *r, const struct xml_node *x)
{
	static const char *const none[] = { NULL };
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		unknown_element(r, c, none);
}

/* Words with single spaces; an empty line stays as the end of a paragraph. */
static struct str plain_text(struct arena *a, struct str text)
{
	struct buf out = buf_new(a);
	struct str rest = str_trim(text), line;
	bool paragraph = false;
	while (str_next(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0) {
			paragraph = true;
			continue;
		}
		if (out.n > 0)
			buf_add_c(&out, paragraph ? "\n\n" : " ");
		paragraph = false;
		buf_add(&out, line);
	}
	return str_dup(a, buf_str(&out));
}

static struct str attr_text(struct form_reader *r, const struct xml_node *x, const char *name)
{
	return str_dup(r->a, utf8_nfc(r->scratch, str_trim(xml_attr_value(x, name))));
}

/* A text people must see: present and not too long for its place. */
static struct str needed_text(struct form_reader *r, const struct xml_node *x, const char *name, size_t max)
{
	struct str s = attr_text(r, x, name);
	const struct xml_attr *at = xml_attr(x, name);
	if (s.n == 0)
		diag_error(r->d, at == NULL ? x->pos : at->pos, "missing-label",
		    "Bei „%.*s“ fehlt das Attribut %s: der Text, den die Leute lesen.", STR_ARG(x->name), name);
	else if (utf8_count(s) > max)
		diag_warning(r->d, at->pos, "long-label",
		    "Dieser Text hat %zu Zeichen, gut lesbar sind bis zu %zu. Setzen Sie Erklärungen in hint oder „note“.",
		    utf8_count(s), max);
	return s;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool id_valid(struct str id)
{
	if (id.n == 0 || id.n > FORM_NAME_MAX || !is_letter(id.p[0]))
		return false;
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return true;
}

/* Ids of forms and pages are addresses and therefore in small letters. */
static bool address_valid(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] >= 'A' && id.p[i] <= 'Z')
			return false;
	return id_valid(id);
}

static struct str needed_id(struct form_reader *r, const struct xml_node *x, bool address)
{
	struct str id = xml_attr_value(x, "id");
	const struct xml_attr *at = xml_attr(x, "id");
	if (id.n == 0) {
		diag_error(
		    r->d, at == NULL ? x->pos : at->pos, "missing-id", "Bei „%.*s“ fehlt das Attribut id.", STR_ARG(x->name));
	} else if (!(address ? address_valid(id) : id_valid(id))) {
		diag_error(r->d, at->pos, "bad-id",
		    "„%.*s“ kann keine id sein: erlaubt sind bis zu 64 %sBuchstaben ohne Umlaute, Ziffern und Bindestriche, "
		    "vorn ein Buchstabe.",
		    STR_ARG(id), address ? "kleine " : "");
	}
	return str_dup(r->a, id);
}

int64_t form_attr_int(
    struct form_reader *r, const struct xml_node *x, const char *name, int64_t lo, int64_t hi, int64_t fallback)
{
	const struct xml_attr *at = xml_attr(x, name);
	if (at == NULL)
		return fallback;
	int64_t v;
	if (str_to_i64(str_trim(at->value), &v) && v >= lo && v <= hi)
		return v;
	diag_error(r->d, at->pos, "bad-number", "%s muss eine ganze Zahl von %lld bis %lld sein.", name, (long long)lo,
	    (long long)hi);
	return fallback;
}

bool form_attr_yes(struct form_reader *r, const struct xml_node *x, const char *name)
{
	const struct xml_attr *at = xml_attr(x, name);
	if (at == NULL || str_eq_c(at->value, "no"))
		return false;
	if (!str_eq_c(at->value, "yes"))
		diag_error(r->d, at->pos, "yes-no", "%s kann nur „yes“ oder „no“ sein.", name);
	return true;
}

/* Takes a node into the list of all nodes and hangs it behind the last child of up. */
static struct form_node *new_node(
    struct form_reader *r, const struct xml_node *x, enum node_what what, struct form_node *up)
{
	struct form *f = r->form;
	if (f->n_nodes == r->cap_nodes) {
		size_t cap = r->cap_nodes == 0 ? 64 : r->cap_nodes * 2;
		f->nodes = arena_grow(r->a, f->nodes, r->cap_nodes * sizeof(*f->nodes), cap * sizeof(*f->nodes));
		r->sources = arena_grow(r->scratch, r->sources, r->cap_nodes * sizeof(*r->sources), cap * sizeof(*r->sources));
		r->cap_nodes = cap;
	}
	struct form_node *n = ARENA_NEW(r->a, struct form_node);
	n->what = what;
	n->up = up;
	n->page = up == NULL ? SIZE_MAX : up->page;
	n->number = (unsigned)f->n_nodes;
	r->sources[f->n_nodes] = x;
	f->nodes[f->n_nodes++] = n;
	if (up == NULL)
		return n;
	n->group = up->what == NODE_PAGE ? up->group : up;
	struct form_node **end = &up->first;
	while (*end != NULL)
		end = &(*end)->next;
	*end = n;
	return n;
}

static struct form_code read_code(struct form_reader *r, const struct xml_node *x)
{
	check_attrs(r, x, code_attrs, NULL);
	no_children(r, x);
	struct form_code code = { attr_text(r, x, "value"), plain_text(r->a, x->text), attr_text(r, x, "hint") };
	if (code.value.n == 0 || code.value.n > FORM_NAME_MAX)
		diag_error(r->d, x->pos, "bad-code", "Bei „code“ fehlt das Attribut value: ein Schlüssel bis 64 Zeichen.");
	if (code.label.n == 0)
		diag_error(r->d, x->pos, "missing-label", "„code“ enthält keinen Text: was die Leute auswählen.");
	return code;
}

struct form_codelist *form_read_codes(struct form_reader *r, const struct xml_node *x)
{
	static const char *const allowed[] = { "code", NULL };
	struct form_codelist *list = ARENA_NEW(r->a, struct form_codelist);
	size_t room = 0;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		room++;
	struct form_code *codes = ARENA_ARRAY(r->a, struct form_code, room);
	no_text(r, x);
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (!xml_is(c, FORM_NS, "code")) {
			unknown_element(r, c, allowed);
			continue;
		}
		struct form_code code = read_code(r, c);
		for (size_t i = 0; i < list->n; i++)
			if (code.value.n > 0 && str_eq(codes[i].value, code.value))
				diag_error(r->d, c->pos, "duplicate-code", "Der Schlüssel „%.*s“ steht schon in dieser Liste.",
				    STR_ARG(code.value));
		codes[list->n++] = code;
	}
	list->pos = x->pos;
	list->codes = codes;
	if (list->n == 0)
		diag_error(r->d, x->pos, "empty-codelist", "Hier fehlt die Auswahl: setzen Sie Elemente „code“ hinein.");
	return list;
}

static void read_codelist(struct form_reader *r, const struct xml_node *x)
{
	check_attrs(r, x, codelist_attrs, NULL);
	struct form_codelist *list = form_read_codes(r, x);
	list->id = needed_id(r, x, false);
	struct form_codelist **end = &r->form->codelists;
	for (; *end != NULL; end = &(*end)->next)
		if (list->id.n > 0 && str_eq((*end)->id, list->id))
			diag_error(r->d, x->pos, "duplicate-id", "Die Codeliste „%.*s“ gibt es schon in Zeile %u.",
			    STR_ARG(list->id), (*end)->pos.line);
	*end = list;
}

static void read_field(
    struct form_reader *r, const struct xml_node *x, const struct field_kind *k, struct form_node *up)
{
	struct form_node *n = new_node(r, x, NODE_FIELD, up);
	n->kind = k;
	if (!k->codes)
		no_children(r, x);
	if (k->json == FIELD_NONE) {
		check_attrs(r, x, note_attrs, k->attrs);
		n->label = attr_text(r, x, "label");
		n->text = plain_text(r->a, x->text);
		if (n->text.n == 0)
			diag_error(r->d, x->pos, "empty-text", "„%s“ enthält keinen Text.", k->name);
		return;
	}
	no_text(r, x);
	check_attrs(r, x, field_attrs, k->attrs);
	n->id = needed_id(r, x, false);
	n->hidden = form_attr_yes(r, x, "hidden");
	n->label = n->hidden ? attr_text(r, x, "label") : needed_text(r, x, "label", k->sentence ? 300 : 100);
	n->hint = attr_text(r, x, "hint");
	n->message = attr_text(r, x, "message");
	n->missing = attr_text(r, x, "missing");
	n->dflt = attr_text(r, x, "default");
	n->autocomplete = attr_text(r, x, "autocomplete");
	n->optional = str_eq_c(xml_attr_value(x, "required"), "no");
	if (k->read != NULL)
		k->read(r, n, x);
}

static void read_items(struct form_reader *r, const struct xml_node *x, struct form_node *up);

static void read_group(struct form_reader *r, const struct xml_node *x, struct form_node *up)
{
	check_attrs(r, x, group_attrs, NULL);
	no_text(r, x);
	struct form_node *n = new_node(r, x, NODE_GROUP, up);
	n->id = needed_id(r, x, false);
	n->label = needed_text(r, x, "label", 100);
	n->hint = attr_text(r, x, "hint");
	n->add_label = attr_text(r, x, "add-label");
	n->depth = n->group->depth + 1;
	n->repeat = xml_attr(x, "max") != NULL;
	n->min = form_attr_int(r, x, "min", 0, FORM_MAX_ENTRIES, 1);
	n->max = form_attr_int(r, x, "max", 2, FORM_MAX_ENTRIES, FORM_MAX_ENTRIES);
	if (n->depth > FORM_MAX_DEPTH) {
		diag_error(r->d, x->pos, "depth", "Gruppen können höchstens %d-mal ineinander stehen.", FORM_MAX_DEPTH);
		return;
	}
	read_items(r, x, n);
}

static void read_items(struct form_reader *r, const struct xml_node *x, struct form_node *up)
{
	static const char *const allowed[] = { "group", "*", NULL };
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		const struct field_kind *k = str_eq_c(c->ns, FORM_NS) ? field_find(c->name) : NULL;
		if (r->form->n_nodes >= FORM_MAX_NODES) {
			diag_error(r->d, c->pos, "too-big", "Ein Formular kann höchstens %d Felder haben.", FORM_MAX_NODES);
			return;
		}
		if (k != NULL)
			read_field(r, c, k, up);
		else if (xml_is(c, FORM_NS, "group"))
			read_group(r, c, up);
		else
			unknown_element(r, c, allowed);
	}
}

static void read_page(struct form_reader *r, const struct xml_node *x)
{
	struct form *f = r->form;
	check_attrs(r, x, page_attrs, NULL);
	no_text(r, x);
	struct form_node *n = new_node(r, x, NODE_PAGE, f->root);
	n->id = needed_id(r, x, true);
	n->label = needed_text(r, x, "title", 100);
	n->page = f->n_pages;
	f->pages = arena_grow(r->a, f->pages, f->n_pages * sizeof(*f->pages), (f->n_pages + 1) * sizeof(*f->pages));
	f->pages[f->n_pages++] = n;
	read_items(r, x, n);
}

static struct str read_text(struct form_reader *r, const struct xml_node *x, struct str before)
{
	check_attrs(r, x, no_attrs, NULL);
	no_children(r, x);
	if (before.n > 0)
		diag_error(r->d, x->pos, "duplicate", "„%.*s“ kann nur einmal vorkommen.", STR_ARG(x->name));
	return plain_text(r->a, utf8_nfc(r->scratch, x->text));
}

/* Gives every member of root and groups its cell. */
static void number_members(struct form_reader *r)
{
	struct form *f = r->form;
	for (size_t i = 1; i < f->n_nodes; i++)
		f->nodes[i]->group->n_members++;
	for (size_t i = 0; i < f->n_nodes; i++)
		if (f->nodes[i]->n_members > 0)
			f->nodes[i]->members = ARENA_ARRAY(r->a, struct form_node *, f->nodes[i]->n_members);
	unsigned *used = ARENA_ARRAY(r->scratch, unsigned, f->n_nodes);
	for (size_t i = 1; i < f->n_nodes; i++) {
		struct form_node *n = f->nodes[i];
		n->cell = used[n->group->number]++;
		n->group->members[n->cell] = n;
	}
}

bool form_load(struct form_reader *r, const struct xml_node *x)
{
	static const char *const allowed[] = { "title", "intro", "codelist", "page", NULL };
	struct form *f = r->form;
	if (!xml_is(x, FORM_NS, "form")) {
		diag_error(r->d, x->pos, "not-a-form",
		    "Das ist kein Formular: das äußerste Element muss „form“ im Namensraum " FORM_NS " sein.");
		return false;
	}
	check_attrs(r, x, form_attrs, NULL);
	no_text(r, x);
	f->id = needed_id(r, x, true);
	f->service = attr_text(r, x, "service");
	f->flow = attr_text(r, x, "flow");
	f->root = new_node(r, x, NODE_ROOT, NULL);
	/* Code lists may stand behind the pages that use them. */
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (xml_is(c, FORM_NS, "codelist"))
			read_codelist(r, c);
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (xml_is(c, FORM_NS, "title"))
			f->title = read_text(r, c, f->title);
		else if (xml_is(c, FORM_NS, "intro"))
			f->intro = read_text(r, c, f->intro);
		else if (xml_is(c, FORM_NS, "page"))
			read_page(r, c);
		else if (!xml_is(c, FORM_NS, "codelist"))
			unknown_element(r, c, allowed);
	}
	number_members(r);
	return true;
}
