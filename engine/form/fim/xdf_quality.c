/* SPDX-License-Identifier: EUPL-1.2
 * What the quality check of the FIM catalogue would say of a schema. Nothing here keeps a form from running. An element
 * is judged once, however often it is used; of each message a few places are named and the others counted. */
#include "form/fim/read_xdf.h"
#include "form/fim/xdf_messages.h"

enum { NAMED_MAX = 3, SEEN_SIZE = 1 << 13, FIRST = 1001, LAST = 1144, WARNING = DIAG_WARNING, NOTE = DIAG_NOTE };

static const struct message {
	enum diag_level level;
	const char *code, *text;
} messages[LAST - FIRST + 1] = {
#define ROW(number, weight, words) [number - FIRST] = { (enum diag_level)(weight), "fim-" #number, words },
	XDF_MESSAGES(ROW)
#undef ROW
};

struct seen {
	struct str key, version;
};

struct check {
	struct xdf *d;
	size_t counts[LAST - FIRST + 1];
	struct seen *seen;
	size_t n_seen;
};

static void say(struct check *c, int number, const struct xml_node *x, const struct xml_node *at)
{
	const struct message *m = &messages[number - FIRST];
	struct diags *d = c->d->r->d;
	struct str id = form_xdf_id(x);
	if (c->counts[number - FIRST]++ >= NAMED_MAX)
		return;
	if (m->level == DIAG_WARNING)
		diag_warning(d, at->pos, m->code, "%.*s: %s", STR_ARG(id), m->text);
	else
		diag_note(d, at->pos, m->code, "%.*s: %s", STR_ARG(id), m->text);
}

static void say_rest(struct check *c, const struct xml_node *x)
{
	for (size_t i = 0; i <= LAST - FIRST; i++)
		if (c->counts[i] > NAMED_MAX)
			diag_note(c->d->r->d, x->pos, messages[i].code, "An weiteren %zu Elementen: %s", c->counts[i] - NAMED_MAX,
			    messages[i].text);
}

/* ---- what was seen ---- */

/* The slot of key, empty or not. */
static struct seen *slot(struct check *c, struct str key)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 16777619u;
	struct seen *s = &c->seen[h % SEEN_SIZE];
	while (s->key.n > 0 && !str_eq(s->key, key))
		s = s == &c->seen[SEEN_SIZE - 1] ? c->seen : s + 1;
	return s;
}

/* Remembers key; *other is a different version seen before. False when this very one was seen, or nothing more fits. */
static bool is_new(struct check *c, struct str key, struct str version, bool *other)
{
	struct seen *s = slot(c, key);
	*other = s->key.n > 0 && !str_eq(s->version, version);
	if (key.n == 0 || c->n_seen > SEEN_SIZE / 2)
		return false;
	if (*other)
		s = slot(c, str_fmt(c->d->a, "%.*s %.*s", STR_ARG(key), STR_ARG(version)));
	if (s->key.n > 0)
		return false;
	*s = (struct seen){ *other ? str_fmt(c->d->a, "%.*s %.*s", STR_ARG(key), STR_ARG(version)) : key, version };
	c->n_seen++;
	return true;
}

/* ---- questions ---- */

static bool is_one_of(struct str s, const char *list)
{
	struct str rest = str_c(list), one;
	while (str_next(&rest, ' ', &one))
		if (str_eq(s, one))
			return true;
	return false;
}

static bool empty(const struct xml_node *x, const char *child)
{
	const struct xml_node *c = form_xdf_child(x, child);
	return c == NULL || str_trim(c->text).n == 0;
}

static bool has_detail(const struct xml_node *x, const char *a, const char *b)
{
	const struct xml_node *p = form_xdf_child(x, "praezisierung");
	return p != NULL && (str_trim(xml_attr_value(p, a)).n > 0 || (b != NULL && str_trim(xml_attr_value(p, b)).n > 0));
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* A code that must be one of the list. */
static void check_code(struct check *c, const struct xml_node *x, const char *child, const char *list, int number)
{
	if (!is_one_of(form_xdf_code(x, child), list))
		say(c, number, x, form_xdf_child(x, child) == NULL ? x : form_xdf_child(x, child));
}

/* ---- all elements ---- */

static void check_help(struct check *c, const struct xml_node *x, const char *label, const char *help)
{
	struct str h = form_xdf_text(c->d, x, help);
	if (h.n > 0 && str_eq(h, form_xdf_text(c->d, x, label)))
		say(c, 1098, x, form_xdf_child(x, help));
	else if (h.n > 0 && str_eq(h, form_xdf_text(c->d, x, "name")))
		say(c, 1099, x, form_xdf_child(x, help));
}

static void check_links(struct check *c, const struct xml_node *x)
{
	for (const struct xml_node *b = form_xdf_child(x, "bezug"); b != NULL; b = xml_next(b)) {
		struct str link = str_trim(xml_attr_value(b, "link"));
		if (link.n > 0 && !str_starts(link, STR("https://")) && !str_starts(link, STR("http://")))
			say(c, 1133, x, b);
	}
}

/* "F" and digits at the beginning of s: how long; 0: none. */
static size_t id_length(struct str s)
{
	size_t n = 1;
	if (s.n == 0 || (s.p[0] != 'F' && s.p[0] != 'G'))
		return 0;
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n == 9 || n == 12 ? n : 0;
}

/* Whether an element with this id is used in the form at all. */
static bool is_known(struct check *c, struct str id)
{
	for (const struct xdf_place *p = c->d->places; p != NULL; p = p->next)
		if (str_eq(p->id, id))
			return true;
	return false;
}

static void check_rule_text(struct check *c, const struct xml_node *x, const struct xml_node *rule, struct str text)
{
	enum { IDS_MAX = 40 };
	size_t ids = 0;
	for (size_t i = 0; i < text.n && ids < IDS_MAX; i++) {
		size_t n = id_length(str_sub(text, i, text.n));
		if (n == 0)
			continue;
		ids++;
		struct str id = str_sub(text, i, i + n);
		if (i + n + 1 < text.n && text.p[i + n] == 'V' && text.p[i + n + 1] >= '0' && text.p[i + n + 1] <= '9')
			say(c, 1019, x, rule);
		if (n == 9 && !c->d->old)
			say(c, 1041, x, rule);
		else if (!is_known(c, id))
			say(c, 1001, x, rule);
		i += n - 1;
	}
}

static void check_rules(struct check *c, const struct xml_node *x)
{
	for (const struct xml_node *r = form_xdf_child(x, "regel"); r != NULL; r = xml_next(r)) {
		if (empty(r, "freitextRegel"))
			say(c, 1024, x, r);
		else
			check_rule_text(c, x, r, form_xdf_child(r, "freitextRegel")->text);
	}
}

static void check_head(struct check *c, const struct xml_node *x, int dated)
{
	struct str id = form_xdf_id(x), status = form_xdf_code(x, "freigabestatus");
	size_t digits = c->d->old ? 8 : 11;
	if (id.n != digits + 1 || id.p[0] < 'A' || id.p[0] > 'Z' || !all_digits(str_sub(id, 1, id.n)))
		say(c, 1039, x, x);
	if (empty(x, "name"))
		say(c, 1002, x, x);
	if (str_eq_c(status, "7"))
		say(c, 1116, x, form_xdf_child(x, "freigabestatus"));
	if (!c->d->old && is_one_of(status, "3 4 5 6 7") && empty(x, "statusGesetztAm"))
		say(c, dated, x, x);
	check_links(c, x);
	check_rules(c, x);
}

static void check_element(struct check *c, const struct xml_node *s, const struct xml_node *x)
{
	struct str kind = form_xdf_code(x, "schemaelementart");
	check_head(c, x, 1142);
	check_code(c, x, "schemaelementart", "ABS HAR RNG", 1031);
	if (empty(x, "bezeichnungEingabe"))
		say(c, 1009, x, x);
	if (!c->d->old && empty(x, "bezeichnungAusgabe"))
		say(c, 1010, x, x);
	if (empty(x, "bezug") && (s == NULL || empty(s, "bezug")) && !c->d->old) {
		if (str_eq_c(kind, "RNG"))
			say(c, 1006, x, x);
		else if (str_eq_c(kind, "HAR"))
			say(c, 1101, x, x);
	}
	check_help(c, x, "bezeichnungEingabe", "hilfetextEingabe");
}

/* ---- fields ---- */

static void check_reference(struct check *c, const struct xml_node *x, const struct xml_node *reference)
{
	struct str uri = form_xdf_text(c->d, reference, "canonicalIdentification");
	struct str version = form_xdf_text(c->d, reference, "version");
	struct date day;
	bool plain = true, other;
	for (size_t i = 0; i < uri.n; i++)
		plain &= (unsigned char)uri.p[i] < 0x80 && uri.p[i] != ' ';
	if (uri.n == 0)
		say(c, 1040, x, reference);
	else if (!str_starts(uri, STR("urn:")))
		say(c, 1005, x, reference);
	else if (!plain)
		say(c, 1048, x, reference);
	if (version.n > 0 && !date_parse(version, &day))
		say(c, 1105, x, reference);
	is_new(c, uri, version, &other);
	if (other)
		say(c, 1037, x, reference);
}

static void check_values(struct check *c, const struct xml_node *x, const struct xml_node *werte)
{
	enum { COMPARED_MAX = 200 };
	size_t n = 0;
	bool twice = false;
	for (const struct xml_node *w = form_xdf_child(werte, "wert"); w != NULL; w = xml_next(w), n++)
		for (const struct xml_node *v = form_xdf_child(werte, "wert"); v != w && n < COMPARED_MAX && !twice;
		     v = xml_next(v))
			twice = !empty(w, "name") && str_eq(form_xdf_text(c->d, w, "name"), form_xdf_text(c->d, v, "name"));
	if (n < 2)
		say(c, 1044, x, werte);
	if (twice)
		say(c, 1093, x, werte);
}

static void check_details(struct check *c, const struct xml_node *x, struct str kind, struct str type)
{
	bool text = is_one_of(type, "text text_latin"), select = str_eq_c(kind, "select");
	bool lengths = has_detail(x, "minLength", "maxLength"), bounds = has_detail(x, "minValue", "maxValue");
	if (lengths && (select || str_eq_c(kind, "label")))
		say(c, 1012, x, form_xdf_child(x, "praezisierung"));
	else if (lengths && !text)
		say(c, 1015, x, form_xdf_child(x, "praezisierung"));
	if (bounds && !is_one_of(type, "num num_int num_currency date time datetime"))
		say(c, 1016, x, form_xdf_child(x, "praezisierung"));
	if (has_detail(x, "pattern", NULL) && is_one_of(type, "file obj"))
		say(c, 1120, x, form_xdf_child(x, "praezisierung"));
	if (str_eq_c(kind, "input") && text && !(has_detail(x, "minLength", NULL) && has_detail(x, "maxLength", NULL)))
		say(c, 1102, x, x);
	if (str_eq_c(kind, "input") && is_one_of(type, "num num_int num_currency date") && !bounds)
		say(c, 1103, x, x);
}

static void check_field(struct check *c, const struct xml_node *x)
{
	struct str kind = form_xdf_code(x, "feldart"), type = form_xdf_code(x, "datentyp");
	const struct xml_node *werte = form_xdf_child(x, "werte"), *reference = form_xdf_child(x, "codelisteReferenz");
	bool select = str_eq_c(kind, "select"), label = str_eq_c(kind, "label"), file = is_one_of(type, "file obj");
	if (!c->d->old && str_eq_c(form_xdf_code(x, "schemaelementart"), "ABS"))
		say(c, 1014, x, x);
	if (!c->d->old)
		check_code(c, x, "vorbefuellung", "keine optional verpflichtend", 1030);
	if (select && !is_one_of(type, "text text_latin"))
		say(c, 1011, x, form_xdf_child(x, "datentyp"));
	if (!select && (werte != NULL || reference != NULL))
		say(c, 1017, x, werte != NULL ? werte : reference);
	if (select && werte != NULL)
		check_values(c, x, werte);
	if (reference != NULL)
		check_reference(c, x, reference);
	else if (!empty(x, "codeKey") || !empty(x, "nameKey") || !empty(x, "helpKey"))
		say(c, 1058, x, x);
	if (!file && !empty(x, "maxSize"))
		say(c, 1056, x, form_xdf_child(x, "maxSize"));
	if (!file && form_xdf_child(x, "mediaType") != NULL)
		say(c, 1057, x, form_xdf_child(x, "mediaType"));
	if (label && !is_one_of(type, "obj text text_latin"))
		say(c, 1090, x, x);
	if (label && empty(x, "inhalt"))
		say(c, 1109, x, x);
	if (file && !label && !empty(x, "inhalt"))
		say(c, 1100, x, form_xdf_child(x, "inhalt"));
	if (str_eq_c(form_xdf_id(x), "F60000000001"))
		say(c, 1095, x, x);
	check_details(c, x, kind, type);
}

/* ---- structure ---- */

static void check_structure(struct check *c, const struct xml_node *up, unsigned depth);

static void check_child(struct check *c, const struct xml_node *up, const struct xml_node *s, unsigned depth)
{
	const struct xml_node *holder = form_xdf_child(s, "enthaelt"), *x = holder == NULL ? NULL : holder->first;
	struct str times = form_xdf_text(c->d, s, "anzahl");
	bool other;
	if (x == NULL)
		return;
	bool field = xml_is(x, XDF3_NS, "datenfeld");
	if (str_eq_c(form_xdf_code(up, "art"), "X") && !str_eq_c(times, "0:1"))
		say(c, 1118, x, s);
	if (field && str_eq_c(form_xdf_code(x, "datentyp"), "file") && !str_ends(times, STR(":*")))
		say(c, 1139, x, s);
	if (str_eq_c(form_xdf_code(up, "schemaelementart"), "RNG") && empty(s, "bezug") &&
	    is_one_of(form_xdf_code(x, "schemaelementart"), "ABS HAR"))
		say(c, 1022, x, s);
	const struct xml_node *i = form_xdf_child(x, "identifikation");
	bool fresh = is_new(c, form_xdf_id(x), i == NULL ? STR("") : form_xdf_text(c->d, i, "version"), &other);
	if (other && fresh)
		say(c, 1003, x, x);
	if (!fresh)
		return;
	check_element(c, s, x);
	if (field)
		check_field(c, x);
	else
		check_structure(c, x, depth + 1);
}

static void check_structure(struct check *c, const struct xml_node *up, unsigned depth)
{
	size_t n = 0;
	bool group = str_eq_c(up->name, "datenfeldgruppe");
	struct str art = form_xdf_code(up, "art");
	for (const struct xml_node *s = form_xdf_child(up, "struktur"); s != NULL && depth <= FORM_MAX_DEPTH;
	     s = xml_next(s), n++)
		check_child(c, up, s, depth);
	if (n == 0)
		say(c, group ? 1023 : 1078, up, up);
	else if (n == 1 && group)
		say(c, str_eq_c(art, "X") ? 1043 : 1106, up, up);
	if (art.n > 0 && !str_eq_c(art, "X"))
		say(c, 1042, up, form_xdf_child(up, "art"));
	if (group && !c->d->old && str_eq_c(form_xdf_code(up, "schemaelementart"), "ABS"))
		say(c, 1013, up, up);
}

static void check_schema(struct check *c, const struct xml_node *x)
{
	const struct xml_node *profile = form_xdf_child(x, "dokumentsteckbrief");
	const struct xml_node *profile_id = profile == NULL ? NULL : form_xdf_child(profile, "id");
	check_head(c, x, 1143);
	check_help(c, x, "bezeichnung", "hilfetext");
	check_code(c, x, "ableitungsmodifikationenStruktur", "0 1 2 3", 1033);
	check_code(c, x, "ableitungsmodifikationenRepraesentation", "0 1", 1034);
	if (empty(x, "bezeichnung"))
		say(c, 1050, x, x);
	if (empty(x, "bezug"))
		say(c, 1051, x, x);
	if (!c->d->old && profile == NULL)
		say(c, 1007, x, x);
	if (profile_id != NULL && str_eq_c(str_trim(profile_id->text), "D99000000001"))
		say(c, 1096, x, profile);
}

void form_xdf_quality(struct xdf *d, const struct xml_node *x)
{
	struct check c = { .d = d, .seen = ARENA_ARRAY(d->a, struct seen, SEEN_SIZE) };
	if (d->r->d->n_errors > 0)
		return; /* first things first */
	if (str_eq_c(x->name, "stammdatenschema"))
		check_schema(&c, x);
	else
		check_element(&c, NULL, x);
	if (str_eq_c(x->name, "datenfeld"))
		check_field(&c, x);
	else
		check_structure(&c, x, 0);
	say_rest(&c, x);
}
