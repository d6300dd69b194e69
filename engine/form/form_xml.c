/* SPDX-License-Identifier: EUPL-1.2
 * What every element of a definition needs: attributes known, texts there, ids well-formed. */
#include "form/form_read.h"

#include "base/suggest.h"
#include "base/utf8.h"

static size_t list_length(const char *const *list)
{
	size_t n = 0;
	while (list != NULL && list[n] != NULL)
		n++;
	return n;
}

void form_xml_attrs(struct form_reader *r, const struct xml_node *x, const char *const *common, const char *const *own)
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

void form_xml_unknown(struct form_reader *r, const struct xml_node *x, const char *const *allowed)
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
	diag_error(r->d, x->pos, "unknown-element", "Das Element „%.*s“ ist in „%.*s“ unbekannt.%.*s", STR_ARG(x->name),
	    STR_ARG(x->parent->name), STR_ARG(buf_str(&hint)));
}

void form_xml_no_text(struct form_reader *r, const struct xml_node *x)
{
	if (str_trim(x->text).n > 0)
		diag_error(r->d, x->text_pos, "text",
		    "Text kann nicht direkt in „%.*s“ stehen. Setzen Sie ihn in ein Element „note“.", STR_ARG(x->name));
}

void form_xml_no_children(struct form_reader *r, const struct xml_node *x)
{
	static const char *const none[] = { NULL };
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		form_xml_unknown(r, c, none);
}

struct str form_xml_plain(struct arena *a, struct str text)
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

struct str form_xml_text(struct form_reader *r, const struct xml_node *x, const char *name)
{
	return str_dup(r->a, utf8_nfc(r->scratch, str_trim(xml_attr_value(x, name))));
}

void form_xml_translatable(struct form_reader *r, const struct xml_node *x, const char *attr, const struct str *german)
{
	if (german->n == 0)
		return;
	struct form_source_text *t = ARENA_NEW(r->scratch, struct form_source_text);
	*t = (struct form_source_text){ german, x, attr, NULL };
	if (r->texts_end == NULL)
		r->texts_end = &r->texts;
	*r->texts_end = t;
	r->texts_end = &t->next;
	r->form->n_texts++;
}

void form_xml_words(struct form_reader *r, const struct xml_node *x, const char *attr, struct str *out)
{
	*out = form_xml_text(r, x, attr);
	form_xml_translatable(r, x, attr, out);
}

/* A text people must see: present and not too long for its place. */
void form_xml_label(struct form_reader *r, const struct xml_node *x, const char *name, size_t max, struct str *out)
{
	form_xml_words(r, x, name, out);
	const struct xml_attr *at = xml_attr(x, name);
	if (out->n == 0)
		diag_error(r->d, at == NULL ? x->pos : at->pos, "missing-label",
		    "Bei „%.*s“ fehlt das Attribut %s: der Text, den die Leute lesen.", STR_ARG(x->name), name);
	else if (utf8_count(*out) > max)
		diag_warning(r->d, at->pos, "long-label",
		    "Dieser Text hat %zu Zeichen, gut lesbar sind bis zu %zu. Setzen Sie Erklärungen in hint oder „note“.",
		    utf8_count(*out), max);
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

struct str form_xml_id(struct form_reader *r, const struct xml_node *x, bool address)
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

unsigned form_attr_one_of(struct form_reader *r, const struct xml_node *x, const char *name, const char *const *values)
{
	const struct xml_attr *at = xml_attr(x, name);
	struct buf known = buf_new(r->scratch);
	for (unsigned i = 0; at != NULL && values[i] != NULL; i++) {
		if (str_eq_c(at->value, values[i]))
			return i;
		buf_add_fmt(&known, "%s„%s“", i == 0 ? "" : values[i + 1] == NULL ? " oder " : ", ", values[i]);
	}
	if (at != NULL)
		diag_error(r->d, at->pos, "bad-value", "%s kann nur %.*s sein.", name, STR_ARG(buf_str(&known)));
	return 0;
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
