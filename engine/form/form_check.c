/* SPDX-License-Identifier: EUPL-1.2
 * Judges what only the whole definition shows: double names, contradictions, references. */
#include "base/suggest.h"
#include "form/form_read.h"

/* Page addresses that the pages around the form use themselves. */
static const char *const reserved_pages[] = { "pruefen", "abgesendet", "zustaendig", "zustimmung", "warum", NULL };

static const struct xml_node *source(const struct form_reader *r, const struct form_node *n)
{
	return r->sources[n->number];
}

/* Place of an attribute, or of the element when it has none. */
static struct pos attr_pos(const struct form_reader *r, const struct form_node *n, const char *name)
{
	const struct xml_node *x = source(r, n);
	const struct xml_attr *at = xml_attr(x, name);
	return at == NULL ? x->pos : at->pos;
}

static bool has(const struct form_reader *r, const struct form_node *n, const char *name)
{
	return xml_attr(source(r, n), name) != NULL;
}

static void check_head(struct form_reader *r)
{
	const struct form *f = r->form;
	const struct xml_node *x = source(r, f->root);
	if (f->title.n == 0)
		diag_error(r->d, x->pos, "missing-title", "Dem Formular fehlt die Überschrift: das Element „title“.");
	bool key = f->service.n == 14 && str_starts(f->service, STR("99"));
	for (size_t i = 0; i < f->service.n && key; i++)
		key = f->service.p[i] >= '0' && f->service.p[i] <= '9';
	if (f->service.n > 0 && !key)
		diag_error(r->d, xml_attr(x, "service")->pos, "bad-service",
		    "„%.*s“ ist kein Leistungsschlüssel: er hat 14 Ziffern und beginnt mit 99.", STR_ARG(f->service));
	if (f->service.n > 0 && f->flow.n == 0)
		diag_error(r->d, x->pos, "missing-flow",
		    "Zu einer Leistung gehört ein Ablauf, den der Antrag startet: setzen Sie das Attribut flow.");
	if (f->n_pages == 0)
		diag_error(r->d, x->pos, "no-page", "Das Formular hat keine Seite. Setzen Sie ein Element „page“ hinein.");
}

static bool has_content(const struct form_node *n)
{
	for (const struct form_node *c = n->first; c != NULL; c = c->next)
		if (c->what == NODE_GROUP ? has_content(c) : !c->hidden)
			return true;
	return false;
}

static void check_constraint(struct form_reader *r, const struct form_node *n)
{
	if (has(r, n, "message") && !has(r, n, "constraint"))
		diag_error(r->d, attr_pos(r, n, "message"), "message", "message gehört zu constraint, das hier fehlt.");
	if (has(r, n, "constraint") && n->message.n == 0)
		diag_error(r->d, attr_pos(r, n, "constraint"), "message",
		    "Zu constraint gehört message: der Satz, der sagt, was zu tun ist.");
}

static void check_page(struct form_reader *r, const struct form_node *n)
{
	check_constraint(r, n);
	for (size_t i = 0; reserved_pages[i] != NULL; i++)
		if (str_eq_c(n->id, reserved_pages[i]))
			diag_error(r->d, attr_pos(r, n, "id"), "reserved-id",
			    "Die Seite kann nicht „%.*s“ heißen: diese Adresse benutzt das Programm selbst.", STR_ARG(n->id));
	for (size_t i = 0; i < n->page; i++)
		if (n->id.n > 0 && str_eq(r->form->pages[i]->id, n->id))
			diag_error(r->d, attr_pos(r, n, "id"), "duplicate-id", "Die Seite „%.*s“ gibt es schon in Zeile %u.",
			    STR_ARG(n->id), source(r, r->form->pages[i])->pos.line);
	if (!n->hidden && !has_content(n))
		diag_error(r->d, source(r, n)->pos, "empty-page",
		    "Auf der Seite „%.*s“ gibt es nichts zu sehen. Setzen Sie Felder hinein oder streichen Sie sie.",
		    STR_ARG(n->id));
}

static void check_group(struct form_reader *r, const struct form_node *n)
{
	struct pos pos = source(r, n)->pos;
	if (n->section && (n->repeat || n->one_of))
		diag_error(r->d, pos, "section",
		    "Die Gruppe „%.*s“ enthält Seiten: sie kann sich nicht wiederholen und keine Auswahl sein.",
		    STR_ARG(n->id));
	if (n->first == NULL && !n->list)
		diag_error(r->d, pos, "empty-group", "Die Gruppe „%.*s“ enthält kein Feld.", STR_ARG(n->id));
	if (n->repeat && n->min > n->max)
		diag_error(r->d, attr_pos(r, n, "min"), "min-max",
		    "Die Gruppe „%.*s“ kann nie richtig sein: min (%lld) ist größer als max (%lld).", STR_ARG(n->id),
		    (long long)n->min, (long long)n->max);
	int64_t most = 1;
	for (const struct form_node *g = n; g->group != NULL && most <= FORM_MAX_INSTANCES; g = g->group)
		most *= g->repeat && !g->no_most ? g->max : 1;
	if (n->repeat && most > FORM_MAX_INSTANCES && r->form->fim.n == 0)
		diag_error(r->d, attr_pos(r, n, "max"), "too-big",
		    "Mit den Gruppen außen herum wären das bis zu %lld Einträge, möglich sind %d. Setzen Sie max herab.",
		    (long long)most, FORM_MAX_INSTANCES);
	if (!n->repeat && has(r, n, "min"))
		diag_error(r->d, attr_pos(r, n, "min"), "min-max",
		    "min gilt nur für Gruppen, die sich wiederholen: setzen Sie auch max.");
	if (n->repeat && n->exists_if_filled)
		diag_error(r->d, attr_pos(r, n, "optional"), "min-max",
		    "optional gilt nur für Gruppen, die sich nicht wiederholen: setzen Sie min=\"0\".");
	if (!n->repeat && n->add_label.n > 0)
		diag_error(r->d, attr_pos(r, n, "add-label"), "min-max",
		    "add-label gilt nur für Gruppen, die sich wiederholen: setzen Sie auch max.");
}

static void check_calculated(struct form_reader *r, const struct form_node *n)
{
	static const char *const useless[] = { "required", "missing", "default", "constraint", "autocomplete", NULL };
	if (!n->kind->calculates)
		diag_error(r->d, attr_pos(r, n, "calculate"), "calculate", "Ein Feld „%s“ kann nicht berechnet werden.",
		    n->kind->name);
	for (size_t i = 0; useless[i] != NULL; i++)
		if (has(r, n, useless[i]))
			diag_error(r->d, attr_pos(r, n, useless[i]), "calculated",
			    "„%.*s“ wird berechnet, da gibt niemand etwas ein: streichen Sie %s oder calculate.", STR_ARG(n->id),
			    useless[i]);
}

/* The number of the FIM quality check for a content that does not fit. */
static const char *fim_code(const struct form_node *n, const struct field_fault *fault)
{
	static const struct {
		const char *kind, *code;
	} codes[] = { { "decimal", "fim-1069" }, { "money", "fim-1069" }, { "integer", "fim-1070" }, { "date", "fim-1071" },
		{ "boolean", "fim-1077" }, { "datetime", "fim-1083" }, { "time", "fim-1084" }, { "choice", "fim-1085" } };
	if (fault->code != NULL && strcmp(fault->code, "range") == 0)
		return str_find_str(fault->message, STR("größer")) < 0 && str_find_str(fault->message, STR("nach")) < 0
		           ? "fim-1072"
		           : "fim-1073";
	if (fault->code != NULL && strcmp(fault->code, "length") == 0)
		return str_find_str(fault->message, STR("mindestens")) >= 0 ? "fim-1074" : "fim-1075";
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(n->kind->name, codes[i].kind) == 0)
			return codes[i].code;
	return "content";
}

/* The catalogue's contents are proposals, and some do not fit: they are left out. */
static void check_content(struct form_reader *r, struct form_node *n, struct pos pos)
{
	static const struct form_world no_world;
	static const struct form_cell no_cell;
	struct field_in in = { r->scratch, n, n->dflt, &no_world, &no_cell };
	struct xpath_value v;
	struct field_fault fault = { 0 };
	bool good = n->kind->json == FIELD_BOOL ? str_eq_c(n->dflt, "true") || str_eq_c(n->dflt, "false")
	                                        : n->kind->json == FIELD_TEXT && field_judge(&in, &v, &fault);
	if (good || n->dflt.n == 0)
		return;
	diag_warning(r->d, pos, fim_code(n, &fault),
	    "Der Inhalt „%.*s“ passt nicht zu „%.*s“ und wird nicht vorgeschlagen. %.*s", STR_ARG(n->dflt), STR_ARG(n->id),
	    STR_ARG(fault.message));
	n->dflt = STR("");
}

static void check_default(struct form_reader *r, struct form_node *n)
{
	struct pos pos = attr_pos(r, n, "default");
	if (r->form->fim.n > 0) {
		check_content(r, n, pos);
		return;
	}
	if (n->kind->json == FIELD_BOOL && !n->kind->ticked) {
		if (!str_eq_c(n->dflt, "true") && !str_eq_c(n->dflt, "false"))
			diag_error(r->d, pos, "bad-default", "default kann hier nur „true“ oder „false“ sein.");
		return;
	}
	if (n->kind->json != FIELD_TEXT || n->kind->place) {
		diag_error(r->d, pos, "bad-default", "Ein Feld „%s“ kann nicht vorbelegt werden.", n->kind->name);
		return;
	}
	static const struct form_world no_world;
	static const struct form_cell no_cell;
	struct field_in in = { r->scratch, n, n->dflt, &no_world, &no_cell };
	struct xpath_value v;
	struct field_fault fault = { 0 };
	if (!field_judge(&in, &v, &fault))
		diag_error(r->d, pos, "bad-default",
		    "Die Vorbelegung „%.*s“ wäre eine falsche Angabe. %.*s Zahlen und Tage stehen hier wie 12.50 und "
		    "2026-03-01.",
		    STR_ARG(n->dflt), STR_ARG(fault.message));
}

static void check_place(struct form_reader *r, struct form_node *n)
{
	const struct xml_attr *at = xml_attr(source(r, n), "postcode");
	if (at == NULL) {
		diag_error(r->d, source(r, n)->pos, "place",
		    "„place“ braucht das Attribut postcode: die id des Feldes mit der Postleitzahl.");
		return;
	}
	const struct form_node *p = form_member(n->group, at->value);
	if (p == NULL || p->kind != field_find(STR("postcode")) || p->page != n->page) {
		struct buf hint = buf_new(r->scratch);
		struct str *names = ARENA_ARRAY(r->scratch, struct str, n->group->n_members);
		size_t n_names = 0;
		for (size_t i = 0; i < n->group->n_members; i++)
			if (n->group->members[i]->kind == field_find(STR("postcode")) && n->group->members[i]->page == n->page)
				names[n_names++] = n->group->members[i]->id;
		suggest_add(&hint, "", at->value, names, n_names);
		diag_error(r->d, at->pos, "place",
		    "„%.*s“ ist kein Feld „postcode“ auf derselben Seite und in derselben Gruppe.%.*s", STR_ARG(at->value),
		    STR_ARG(buf_str(&hint)));
		return;
	}
	n->postcode = p;
}

static void check_field(struct form_reader *r, struct form_node *n)
{
	if (n->kind->json == FIELD_NONE)
		return;
	if (has(r, n, "calculate"))
		check_calculated(r, n);
	else if (has(r, n, "default"))
		check_default(r, n);
	if (n->hidden && !n->locked && !has(r, n, "calculate"))
		diag_error(r->d, attr_pos(r, n, "hidden"), "hidden",
		    "Nur ein berechnetes oder gesperrtes Feld kann hidden sein: sonst könnte es niemand ausfüllen.");
	if (n->locked && has(r, n, "calculate"))
		diag_error(r->d, attr_pos(r, n, "locked"), "locked",
		    "Ein berechnetes Feld füllt ohnehin niemand aus: streichen Sie locked oder calculate.");
	check_constraint(r, n);
	if (n->has_least && n->has_most && dec_cmp(n->least, n->most) > 0)
		diag_error(r->d, attr_pos(r, n, "min"), "min-max", "min ist größer als max: keine Zahl kann richtig sein.");
	if (n->from.what == BOUND_DAY && n->to.what == BOUND_DAY && n->from.day.days > n->to.day.days)
		diag_error(r->d, attr_pos(r, n, "min"), "min-max", "min liegt nach max: kein Tag kann richtig sein.");
	if (n->kind->place)
		check_place(r, n);
}

/* Inside a group a name means the innermost field: say so when that hides another. */
static void check_hidden_names(struct form_reader *r, const struct form_node *n)
{
	if (r->form->fim.n > 0)
		return; /* in forms of the catalogue that is the rule, and their expressions name the way */
	for (const struct form_node *g = n->group->group; g != NULL && n->id.n > 0; g = g->group) {
		const struct form_node *outer = form_member(g, n->id);
		if (outer == NULL)
			continue;
		diag_note(r->d, attr_pos(r, n, "id"), "hides",
		    "„%.*s“ gibt es auch außerhalb der Gruppe, in Zeile %u. In der Gruppe meint „$%.*s“ dieses hier.",
		    STR_ARG(n->id), source(r, outer)->pos.line, STR_ARG(n->id));
		return;
	}
}

/* Names must be unique among what one group holds: they are the keys of its answers. */
static void check_names(struct form_reader *r, const struct form_node *n)
{
	if (n->id.n == 0)
		return;
	for (size_t i = 0; i < n->number; i++) {
		const struct form_node *other = r->form->nodes[i];
		if (other->group != n->group || other->what == NODE_PAGE || !str_eq(other->id, n->id))
			continue;
		diag_error(r->d, attr_pos(r, n, "id"), "duplicate-id", "„%.*s“ gibt es schon in Zeile %u.", STR_ARG(n->id),
		    source(r, other)->pos.line);
		return;
	}
}

static void check_codelists(struct form_reader *r)
{
	for (const struct form_codelist *l = r->form->codelists; l != NULL; l = l->next) {
		bool used = false;
		for (size_t i = 0; i < r->form->n_nodes && !used; i++)
			used = r->form->nodes[i]->codes == l;
		if (!used)
			diag_warning(r->d, l->pos, "unused", "Die Codeliste „%.*s“ wird nirgends benutzt.", STR_ARG(l->id));
	}
}

void form_check(struct form_reader *r)
{
	check_head(r);
	check_codelists(r);
	for (size_t i = 1; i < r->form->n_nodes; i++) {
		struct form_node *n = r->form->nodes[i];
		if (n->what == NODE_PAGE)
			check_page(r, n);
		else
			check_names(r, n);
		check_hidden_names(r, n);
		if (n->what == NODE_GROUP)
			check_group(r, n);
		else if (n->what == NODE_FIELD)
			check_field(r, n);
	}
}
