/* SPDX-License-Identifier: EUPL-1.2
 * The element rule, with require and when, forbid and when, or valid and message: what the FIM catalogue says about the
 * answers of a group, judged in each of its instances (form_rule.c). */
#include "form/form_read.h"

#include "base/suggest.h"

static const char *const rule_attrs[] = { "require", "forbid", "valid", "when", "message", "prose", "name", "for",
	"fim", NULL };

/* A rule that is only a sentence is kept for whoever writes it down as an expression. */
static void read_prose(struct form_reader *r, const struct xml_node *x, const struct form_node *bearer)
{
	static const char *const others[] = { "require", "forbid", "valid", "when", "message" };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (xml_attr(x, others[i]) != NULL)
			diag_error(r->d, xml_attr(x, others[i])->pos, "rule",
			    "Eine Regel mit prose ist nur ein Satz: streichen Sie prose oder %s.", others[i]);
	struct str about = xml_attr_value(x, "for"), fim = xml_attr_value(x, "fim"), name = xml_attr_value(x, "name");
	if (about.n == 0)
		about = bearer->id.n > 0 ? bearer->id : r->form->id;
	diag_note(r->d, x->pos, "prose-rule",
	    "Die Regel %.*s%s„%.*s“ bei „%.*s“ ist noch nicht ausführbar: sie steht hier nur als Satz.", STR_ARG(fim),
	    fim.n > 0 ? " " : "", STR_ARG(name.n > 0 ? name : xml_attr_value(x, "prose")), STR_ARG(about));
}

void form_read_rule(struct form_reader *r, const struct xml_node *x, struct form_node *bearer)
{
	form_xml_attrs(r, x, rule_attrs, NULL);
	form_xml_no_text(r, x);
	form_xml_no_children(r, x);
	if (xml_attr(x, "prose") != NULL) {
		read_prose(r, x, bearer);
		return;
	}
	struct form_source_rule *rule = ARENA_NEW(r->scratch, struct form_source_rule);
	*rule = (struct form_source_rule){ .x = x, .bearer = bearer, .next = r->rules };
	r->rules = rule;
}

/* The member of the bearer at the end of the path; NULL with a finding. */
static const struct form_node *find_target(
    struct form_reader *r, const struct form_source_rule *s, const struct xml_attr *at)
{
	const struct form_node *n = s->bearer, *in = n;
	struct str path = at->value, name = STR("");
	while (n != NULL && str_next(&path, '/', &name)) {
		in = n;
		n = n->what == NODE_FIELD ? NULL : form_member(n, name);
	}
	if (n != NULL && n != s->bearer)
		return n;
	struct str *names = ARENA_ARRAY(r->scratch, struct str, in->n_members);
	size_t n_names = 0;
	for (size_t i = 0; i < in->n_members; i++)
		if (in->members[i]->what != NODE_PAGE)
			names[n_names++] = in->members[i]->id;
	struct buf hint = buf_new(r->scratch);
	suggest_add(&hint, "", name, names, n_names);
	diag_error(r->d, at->pos, "unknown-name",
	    "„%.*s“ gibt es hier nicht.%.*s Gemeint ist der Weg von der Gruppe, in der die Regel steht, zum Element.",
	    STR_ARG(at->value), STR_ARG(buf_str(&hint)));
	return NULL;
}

static void build_rule(struct form_reader *r, struct form_source_rule *s)
{
	static const char *const effects[] = { "require", "forbid", "valid" };
	struct form_rule *rule = ARENA_NEW(r->a, struct form_rule);
	const struct xml_attr *found = NULL;
	size_t n = 0;
	for (size_t i = 0; i < 3; i++) {
		const struct xml_attr *at = xml_attr(s->x, effects[i]);
		if (at == NULL)
			continue;
		found = at;
		n++;
		rule->effect = (int)i == RULE_REQUIRE ? RULE_REQUIRE : (int)i == RULE_FORBID ? RULE_FORBID : RULE_VALID;
	}
	bool valid = n == 1 && rule->effect == RULE_VALID;
	if (n != 1 || valid != (xml_attr(s->x, "when") == NULL)) {
		diag_error(r->d, s->x->pos, "rule",
		    "Eine Regel hat entweder require und when, oder forbid und when, oder valid und message.");
		return;
	}
	form_xml_words(r, s->x, "message", &rule->message);
	if (valid && rule->message.n == 0)
		diag_error(r->d, s->x->pos, "message", "Zu valid gehört message: der Satz, der sagt, was zu tun ist.");
	if (!valid)
		rule->target = find_target(r, s, found);
	rule->when = form_compile(r, s->x, valid ? "valid" : "when", XPATH_BOOL, s->bearer, NULL);
	if (rule->when == NULL || (!valid && rule->target == NULL))
		return;
	rule->next = s->bearer->rules;
	s->bearer->rules = rule;
	s->rule = rule;
}

/* The list is newest first, and so is built from behind. */
void form_build_rules(struct form_reader *r)
{
	for (struct form_source_rule *s = r->rules; s != NULL; s = s->next)
		build_rule(r, s);
}
