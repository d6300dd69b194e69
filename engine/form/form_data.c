/* SPDX-License-Identifier: EUPL-1.2
 * What a form collects: kind of data, legal basis, how long it is kept, said once for the whole form, a group or a
 * single question; and the list of all questions, the raw material of the record of processing activities (GDPR Art.
 * 30). */
#include "form/form_read.h"

static const struct {
	const char *name, *german;
} kinds[] = {
	[FORM_DATA_UNSAID] = { "", "nicht angegeben" },
	[FORM_DATA_NONE] = { "none", "nicht personenbezogen" },
	[FORM_DATA_PERSONAL] = { "personal", "personenbezogen" },
	[FORM_DATA_SPECIAL] = { "special", "besondere Kategorie (Art. 9 DSGVO)" },
	[FORM_DATA_HEALTH] = { "health", "Gesundheit (Art. 9 DSGVO)" },
	[FORM_DATA_CRIMINAL] = { "criminal", "Straftaten (Art. 10 DSGVO)" },
	[FORM_DATA_SOCIAL] = { "social", "Sozialdaten (§ 67 SGB X)" },
	[FORM_DATA_TAX] = { "tax", "Steuergeheimnis (§ 30 AO)" },
};

enum { N_KINDS = sizeof kinds / sizeof kinds[0] };

const char *form_data_name(enum form_data data)
{
	return kinds[data].name;
}

const char *form_data_german(enum form_data data)
{
	return kinds[data].german;
}

/* ---- reading ---- */

struct str form_retention_german(struct arena *a, struct str duration)
{
	static const struct {
		char letter;
		const char *one, *many;
	} units[] = {
		{ 'Y', "Jahr", "Jahre" },
		{ 'M', "Monat", "Monate" },
		{ 'W', "Woche", "Wochen" },
		{ 'D', "Tag", "Tage" },
	};
	struct buf out = buf_new(a);
	size_t unit = 0;
	if (duration.n < 3 || duration.p[0] != 'P')
		return STR("");
	for (size_t i = 1; i < duration.n; unit++) {
		int64_t number;
		size_t begin = i;
		while (i < duration.n && duration.p[i] >= '0' && duration.p[i] <= '9')
			i++;
		if (i == begin || i - begin > 4 || i == duration.n || !str_to_i64(str_sub(duration, begin, i), &number))
			return STR("");
		while (unit < 4 && units[unit].letter != duration.p[i])
			unit++;
		if (unit == 4)
			return STR("");
		buf_add_fmt(&out, "%s%lld %s", out.n > 0 ? " und " : "", (long long)number,
		    number == 1 ? units[unit].one : units[unit].many);
		i++;
	}
	return buf_str(&out);
}

static enum form_data read_kind(struct form_reader *r, const struct xml_attr *at)
{
	struct buf names = buf_new(r->scratch);
	for (int i = 1; i < N_KINDS; i++) {
		if (str_eq_c(at->value, kinds[i].name))
			return (enum form_data)i;
		buf_add_fmt(&names, "%s„%s“", i == 1 ? "" : i == N_KINDS - 1 ? " oder " : ", ", kinds[i].name);
	}
	diag_error(r->d, at->pos, "bad-data", "data nennt die Art der Daten: %.*s.", STR_ARG(buf_str(&names)));
	return FORM_DATA_UNSAID;
}

void form_read_purpose(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	n->legal = form_xml_text(r, x, "legal");
	const struct xml_attr *data = xml_attr(x, "data"), *retention = xml_attr(x, "retention");
	if (data != NULL)
		n->data = read_kind(r, data);
	n->retention = form_xml_text(r, x, "retention");
	if (retention != NULL && form_retention_german(r->scratch, n->retention).n == 0)
		diag_error(r->d, retention->pos, "bad-retention",
		    "retention nennt, wie lange die Angabe aufbewahrt wird: „P3Y“ sind drei Jahre, „P6M“ sechs Monate, „P30D“ "
		    "dreißig Tage.");
}

/* ---- asking ---- */

enum form_data form_node_data(const struct form_node *n)
{
	while (n->data == FORM_DATA_UNSAID && n->up != NULL)
		n = n->up;
	return n->data;
}

struct str form_node_retention(const struct form_node *n)
{
	while (n->retention.n == 0 && n->up != NULL)
		n = n->up;
	return n->retention;
}

struct str form_node_legal(const struct form_node *n)
{
	while (n->legal.n == 0 && n->up != NULL)
		n = n->up;
	return n->legal;
}

size_t form_collected(struct arena *a, const struct form *f, const struct form_collected **list)
{
	struct form_collected *out = ARENA_ARRAY(a, struct form_collected, f->n_nodes);
	size_t n = 0;
	for (size_t i = 1; i < f->n_nodes; i++) {
		const struct form_node *x = f->nodes[i];
		bool entry = x->group->list;
		if (x->what != NODE_FIELD || x->kind->json == FIELD_NONE || (x->calculate != NULL && x->hidden))
			continue;
		const struct form_node *named = entry ? x->group : x;
		out[n++] = (struct form_collected){
			.path = form_model_path(a, named),
			.label = named->label,
			.legal = form_node_legal(x),
			.help = named->help,
			.retention = form_node_retention(x),
			.data = form_node_data(x),
			.page = x->page,
			.required =
			    !x->optional && x->required == NULL && x->relevant == NULL && x->calculate == NULL && !x->locked,
		};
	}
	*list = out;
	return n;
}
