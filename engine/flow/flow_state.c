/* SPDX-License-Identifier: EUPL-1.2
 * The state document: tokens in scopes, as JSON small enough to stay inside its database row.
 *
 *     {"n": next id, "s": [[scope, parent, node]], "t": [[token, node, scope, flow it came by, phase]]}
 *
 * Ids rise within each list. It comes back from a database that others can write to, so reading believes nothing: what
 * flow_state_write cannot have written for this model is refused. */
#include "flow/flow_model.h"

enum {
	TEXT_MAX = 1024 * 1024,
	ID_MAX = 1000000000,
};

static const struct {
	const char *name;
	enum token_phase phase;
} phases[] = {
	{ "wait", TOKEN_WAIT },
	{ "join", TOKEN_JOIN },
};

static const char *phase_name(enum token_phase phase)
{
	size_t i = 0;
	while (phases[i].phase != phase)
		i++;
	return phases[i].name;
}

static enum token_phase phase_of(struct str name)
{
	for (size_t i = 0; i < sizeof phases / sizeof *phases; i++)
		if (str_eq_c(name, phases[i].name))
			return phases[i].phase;
	return TOKEN_NEW;
}

/* ---- lists ---- */

struct scope *flow_state_scope(const struct flow_state *s, unsigned id)
{
	for (size_t i = 0; i < s->n_scopes; i++)
		if (s->scopes[i].id == id)
			return &s->scopes[i];
	return NULL;
}

struct token *flow_state_token(const struct flow_state *s, unsigned id)
{
	for (size_t i = 0; i < s->n_tokens; i++)
		if (s->tokens[i]->id == id)
			return s->tokens[i];
	return NULL;
}

void flow_state_add_scope(struct arena *a, struct flow_state *s, struct scope x)
{
	if (s->n_scopes == s->cap_scopes) {
		size_t cap = s->cap_scopes == 0 ? 4 : s->cap_scopes * 2;
		s->scopes = arena_grow(a, s->scopes, s->cap_scopes * sizeof x, cap * sizeof x);
		s->cap_scopes = cap;
	}
	s->scopes[s->n_scopes++] = x;
}

void flow_state_add_token(struct arena *a, struct flow_state *s, struct token x)
{
	if (s->n_tokens == s->cap_tokens) {
		size_t cap = s->cap_tokens == 0 ? 8 : s->cap_tokens * 2;
		s->tokens = arena_grow(a, s->tokens, s->cap_tokens * sizeof *s->tokens, cap * sizeof *s->tokens);
		s->cap_tokens = cap;
	}
	struct token *t = ARENA_NEW(a, struct token);
	*t = x;
	s->tokens[s->n_tokens++] = t;
}

/* ---- reading ---- */

static bool get_id(const json_t *row, size_t i, unsigned *out)
{
	const json_t *v = json_array_get(row, i);
	json_int_t n = json_integer_value(v);
	if (!json_is_integer(v) || n < 0 || n > ID_MAX)
		return false;
	*out = (unsigned)n;
	return true;
}

static bool get_text(const json_t *row, size_t i, struct str *out)
{
	const json_t *v = json_array_get(row, i);
	*out = (struct str){ json_string_value(v), json_string_length(v) };
	return json_is_string(v);
}

static bool read_scope(struct arena *a, const struct flow *f, const json_t *row, struct flow_state *s)
{
	struct scope x;
	struct str node;
	if (json_array_size(row) != 3 || !get_id(row, 0, &x.id) || !get_id(row, 1, &x.parent) || !get_text(row, 2, &node))
		return false;
	x.node = flow_node(f, node);
	/* One scope today: the process. */
	if (x.id == 0 || x.id >= s->next || s->n_scopes > 0 || x.parent != 0 || x.node != f->process)
		return false;
	flow_state_add_scope(a, s, x);
	return true;
}

/* The flow by which a token came to node; NULL when there is none of that id. */
static const struct flow_seq *find_in(const struct flow_node *n, struct str id)
{
	for (size_t i = 0; i < n->n_in; i++)
		if (str_eq(n->in[i]->id, id))
			return n->in[i];
	return NULL;
}

static bool read_token(struct arena *a, const struct flow *f, const json_t *row, struct flow_state *s)
{
	struct token x;
	struct str node, in, phase;
	if (json_array_size(row) != 5 || !get_id(row, 0, &x.id) || !get_text(row, 1, &node) || !get_id(row, 2, &x.scope) ||
	    !get_text(row, 3, &in) || !get_text(row, 4, &phase))
		return false;
	unsigned last = s->n_tokens == 0 ? 0 : s->tokens[s->n_tokens - 1]->id;
	const struct scope *scope = flow_state_scope(s, x.scope);
	x.node = flow_node(f, node);
	if (x.id <= last || x.id >= s->next || scope == NULL || x.node == NULL || x.node->parent != scope->node)
		return false;
	x.in = find_in(x.node, in);
	x.phase = phase_of(phase);
	if (x.in == NULL || x.phase == TOKEN_NEW || x.phase != x.node->kind->rests)
		return false;
	flow_state_add_token(a, s, x);
	return true;
}

static bool read_lists(struct arena *a, const struct flow *f, const json_t *doc, struct flow_state *s)
{
	const json_t *next = json_object_get(doc, "n");
	const json_t *scopes = json_object_get(doc, "s");
	const json_t *tokens = json_object_get(doc, "t");
	if (json_object_size(doc) != 3 || !json_is_integer(next) || !json_is_array(scopes) || !json_is_array(tokens))
		return false;
	json_int_t n = json_integer_value(next);
	if (n < 1 || n > ID_MAX)
		return false;
	s->next = (unsigned)n;
	for (size_t i = 0; i < json_array_size(scopes); i++)
		if (!read_scope(a, f, json_array_get(scopes, i), s))
			return false;
	for (size_t i = 0; i < json_array_size(tokens); i++)
		if (!read_token(a, f, json_array_get(tokens, i), s))
			return false;
	/* A scope lives as long as a token is in it. */
	return (s->n_scopes > 0) == (s->n_tokens > 0);
}

bool flow_state_read(struct arena *a, const struct flow *f, struct str text, struct flow_state *out, struct err *err)
{
	struct flow_state s = { .next = 1 };
	if (text.n > 0) {
		json_t *doc = text.n > TEXT_MAX ? NULL : json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
		bool good = doc != NULL && read_lists(a, f, doc, &s);
		json_decref(doc);
		if (!good)
			return err_set(err, ERR_BUG, "Der Stand des Vorgangs passt nicht zum Ablauf „%.*s“.", STR_ARG(flow_id(f)));
	}
	*out = s;
	return true;
}

/* ---- writing ---- */

struct str flow_state_write(struct arena *a, const struct flow_state *s)
{
	json_t *scopes = json_array();
	for (size_t i = 0; i < s->n_scopes; i++) {
		const struct scope *x = &s->scopes[i];
		json_array_append_new(scopes, json_pack("[iis%]", (int)x->id, (int)x->parent, x->node->id.p, x->node->id.n));
	}
	json_t *tokens = json_array();
	for (size_t i = 0; i < s->n_tokens; i++) {
		const struct token *t = s->tokens[i];
		if (t->phase != TOKEN_DEAD)
			json_array_append_new(tokens, json_pack("[is%is%s]", (int)t->id, t->node->id.p, t->node->id.n,
			                                  (int)t->scope, t->in->id.p, t->in->id.n, phase_name(t->phase)));
	}
	json_t *doc = json_pack("{s:i,s:o,s:o}", "n", (int)s->next, "s", scopes, "t", tokens);
	char *text = json_dumps(doc, JSON_COMPACT);
	struct str out = str_dup(a, str_c(text));
	free(text);
	json_decref(doc);
	return out;
}
