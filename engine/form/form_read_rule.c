/* SPDX-License-Identifier: EUPL-1.2
 * The element rule, with require and when, forbid and when, or valid and message: what the FIM catalogue says about the
 * answers of a group, judged in each of its instances (form_rule.c). */
#include "form/form_read.h"

static const char *const rule_attrs[] = { "require", "forbid", "valid", "when", "message", NULL };

void form_read_rule(struct form_reader *r, const struct xml_node *x, struct form_node *bearer)
{
	form_xml_attrs(r, x, rule_attrs, NULL);
	form_xml_no_text(r, x);
	form_xml_no_children(r, x);
	struct form_source_rule *rule = ARENA_NEW(r->scratch, struct form_source_rule);
	*rule = (struct form_source_rule){ x, bearer, r->rules };
	r->rules = rule;
}

/* The member of the bearer at the end of the path; NULL with a finding. */
static const struct form_node *find_target(
    struct form_reader *r, const struct form_source_rule *s, const struct xml_attr *at)
{
	const struct form_node *n = s->bearer;
	struct str path = at->value, name;
	while (n != NULL && str_next(&path, '/', &name))
		n = n->what == NODE_FIELD ? NULL : form_member(n, name);
	if (n != NULL && n != s->bearer)
		return n;
	diag_error(r->d, at->pos, "unknown-name",
	    "„%.*s“ gibt es hier nicht. Gemeint ist der Weg von der Gruppe, in der die Regel steht, zum Element.",
	    STR_ARG(at->value));
	return NULL;
}

static void build_rule(struct form_reader *r, const struct form_source_rule *s)
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
}

/* The list is newest first, and so is built from behind. */
void form_build_rules(struct form_reader *r)
{
	for (const struct form_source_rule *s = r->rules; s != NULL; s = s->next)
		build_rule(r, s);
}
