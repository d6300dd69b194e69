/* SPDX-License-Identifier: EUPL-1.2
 * The state document: tokens in scopes, as JSON small enough to stay inside its database row.
 *
 *     {"n": next id,
 *      "s": [[scope, token that is busy with it, node]],        of a repeated activity also total, begun, completed;
 *                                                               or the values that are its own, as an object
 *      "t": [[token, node, scope, flow it came by, phase]]}     also {"o": owner, "i": index, "d": due, "l": left, "k":
 * key}
 *
 * Ids rise within each list. It comes back from a database that others can write to, so reading believes nothing: what
 * flow_state_write cannot have written for this model is refused. */
#include "base/json.h"
#include "flow/flow_model.h"

enum { ID_MAX = 1000000000 };

static const struct {
	const char *name;
	enum token_phase phase;
} phases[] = {
	{ "wait", TOKEN_WAIT },
	{ "join", TOKEN_JOIN },
	{ "busy", TOKEN_BUSY },
	{ "armed", TOKEN_ARMED },
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

/* The place of the id in a list whose ids rise, or n. */
#define FIND(list, n, key)                                                                                             \
	size_t lo = 0, hi = (n);                                                                                           \
	while (lo < hi) {                                                                                                  \
		size_t mid = (lo + hi) / 2;                                                                                    \
		if ((list)[mid]->id < (key))                                                                                   \
			lo = mid + 1;                                                                                              \
		else                                                                                                           \
			hi = mid;                                                                                                  \
	}

struct token *flow_state_token(const struct flow_state *s, unsigned id)
{
	FIND(s->tokens, s->n_tokens, id)
	return lo < s->n_tokens && s->tokens[lo]->id == id ? s->tokens[lo] : NULL;
}

static struct scope *find_scope(const struct flow_state *s, unsigned id)
{
	FIND(s->scopes, s->n_scopes, id)
	return lo < s->n_scopes && s->scopes[lo]->id == id ? s->scopes[lo] : NULL;
}

struct scope *flow_state_add_scope(struct arena *a, struct flow_state *s, struct scope x)
{
	if (s->n_scopes == s->cap_scopes) {
		size_t cap = s->cap_scopes == 0 ? 4 : s->cap_scopes * 2;
		s->scopes = arena_grow(a, s->scopes, s->cap_scopes * sizeof *s->scopes, cap * sizeof *s->scopes);
		s->cap_scopes = cap;
	}
	struct scope *p = ARENA_NEW(a, struct scope);
	*p = x;
	s->scopes[s->n_scopes++] = p;
	return p;
}

struct token *flow_state_add_token(struct arena *a, struct flow_state *s, struct token x)
{
	if (s->n_tokens == s->cap_tokens) {
		size_t cap = s->cap_tokens == 0 ? 8 : s->cap_tokens * 2;
		s->tokens = arena_grow(a, s->tokens, s->cap_tokens * sizeof *s->tokens, cap * sizeof *s->tokens);
		s->cap_tokens = cap;
	}
	struct token *t = s->n_spare > 0 ? s->spare[--s->n_spare] : ARENA_NEW(a, struct token);
	*t = x;
	s->tokens[s->n_tokens++] = t;
	return t;
}

void flow_state_compact(struct arena *a, struct flow_state *s)
{
	if (s->cap_spare < s->n_tokens + s->n_spare) {
		size_t cap = s->n_tokens + s->n_spare;
		s->spare = arena_grow(a, s->spare, s->cap_spare * sizeof *s->spare, cap * sizeof *s->spare);
		s->cap_spare = cap;
	}
	size_t n = 0;
	for (size_t i = 0; i < s->n_tokens; i++) {
		struct token *t = s->tokens[i];
		if (t->phase == TOKEN_DEAD)
			s->spare[s->n_spare++] = t;
		else
			s->tokens[n++] = t;
	}
	s->n_tokens = n;
	n = 0;
	for (size_t i = 0; i < s->n_scopes; i++)
		if (!s->scopes[i]->over)
			s->scopes[n++] = s->scopes[i];
	s->n_scopes = n;
}

/* ---- reading ---- */

static bool get_number(const json_t *v, unsigned *out)
{
	json_int_t n = json_integer_value(v);
	if (!json_is_integer(v) || n < 0 || n > ID_MAX)
		return false;
	*out = (unsigned)n;
	return true;
}

static bool get_id(const json_t *row, size_t i, unsigned *out)
{
	return get_number(json_array_get(row, i), out);
}

static bool get_text(const json_t *v, struct str *out)
{
	*out = (struct str){ json_string_value(v), json_string_length(v) };
	return json_is_string(v);
}

/* Values that belong to the scope alone: of variables that may. */
static bool read_own(const struct flow *f, const struct scope *x, const json_t *own)
{
	const char *name;
	json_t *v;
	if (!json_is_object(own))
		return false;
	json_object_foreach((json_t *)own, name, v)
	{
		bool process = x->node->kind == &node_process;
		size_t slot =
		    process ? x->node->first_var + flow_var_index(f->vars + x->node->first_var, x->node->n_vars, str_c(name))
		            : x->node->loop->give;
		bool known = process ? slot < x->node->first_var + x->node->n_vars : str_eq_c(f->vars[slot].name, name);
		if (!known || !flow_var_fits(&f->vars[slot], v))
			return false;
	}
	return true;
}

/* Owners are found when the tokens are there: until then owners[i] is the id. */
static bool read_scope(struct arena *a, const struct flow *f, const json_t *row, struct flow_state *s, unsigned *owner)
{
	struct scope x = { .id = 0 };
	struct str node;
	size_t n = json_array_size(row);
	if ((n != 3 && n != 4 && n != 6) || !get_id(row, 0, &x.id) || !get_id(row, 1, owner) ||
	    !get_text(json_array_get(row, 2), &node))
		return false;
	if (n == 6 && (!get_id(row, 3, &x.total) || !get_id(row, 4, &x.next) || !get_id(row, 5, &x.done)))
		return false;
	x.many = n == 6;
	x.node = flow_node(f, node);
	unsigned last = s->n_scopes == 0 ? 0 : s->scopes[s->n_scopes - 1]->id;
	if (x.id <= last || x.id >= s->next || *owner >= x.id || x.node == NULL)
		return false;
	if ((s->n_scopes == 0) != (*owner == 0))
		return false; /* the first one, and only that, is the process */
	if (*owner == 0 ? x.many || x.node != f->process : x.many ? x.node->loop == NULL : !x.node->kind->holds)
		return false;
	if (x.many && (x.done >= x.next || x.next > x.total))
		return false;
	struct token busy = { .id = *owner };
	x.owner = *owner == 0 ? NULL : &busy;
	bool has = flow_scope_has_vars(&x);
	x.owner = NULL;
	if (n == 4 && (!has || !read_own(f, &x, json_array_get(row, 3))))
		return false;
	if (has)
		x.vars = json_keep(a, n == 4 ? json_deep_copy(json_array_get(row, 3)) : json_object());
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

/* What is only said when it is not nothing. */
static bool read_more(struct arena *a, const json_t *more, const struct flow_state *s, struct token *t)
{
	const char *name;
	json_t *v;
	if (!json_is_object(more) || json_object_size(more) == 0)
		return false;
	json_object_foreach((json_t *)more, name, v)
	{
		bool good = false;
		struct str key;
		unsigned owner;
		if (strcmp(name, "o") == 0 && get_number(v, &owner)) {
			t->owner = flow_state_token(s, owner);
			good = t->owner != NULL;
		} else if (strcmp(name, "i") == 0) {
			good = get_number(v, &t->index) && t->index > 0;
		} else if (strcmp(name, "l") == 0) {
			good = get_number(v, &t->left) && t->left > 0;
		} else if (strcmp(name, "d") == 0) {
			good = json_is_integer(v) && json_integer_value(v) != 0;
			t->due = json_integer_value(v);
		} else if (strcmp(name, "k") == 0) {
			good = get_text(v, &key) && key.n > 0;
			t->key = str_dup(a, key);
		}
		if (!good)
			return false;
	}
	return true;
}

/* Does the token belong where it says it listens? */
static bool armed_well(const struct token *t)
{
	const struct flow_node *n = t->node;
	if (n->host != NULL) /* a boundary event */
		return t->in == NULL && t->owner != NULL && t->owner->node == n->host && t->owner->scope == t->scope &&
		       n->parent == t->scope->node && !t->scope->many;
	if (n->kind->role == NODE_START) /* of an event sub-process */
		return t->in == NULL && t->owner == NULL && n->parent->by_event && n->parent->parent == t->scope->node &&
		       !t->scope->many;
	return t->in != NULL && t->owner != NULL && t->in->from == t->owner->node && t->owner->scope == t->scope &&
	       t->owner->node->kind == &node_event_gateway;
}

static bool stands_well(const struct token *t)
{
	const struct flow_node *n = t->node;
	if (t->owner != NULL)
		return false;
	if (token_is_instance(t))
		return n == t->scope->node && t->in == NULL && t->index < t->scope->next && t->phase == n->kind->rests;
	return n->parent == t->scope->node && (t->in == NULL) == (n->n_in == 0) && t->index == 0 &&
	       t->phase == (n->loop != NULL ? TOKEN_BUSY : n->kind->rests);
}

static bool read_token(struct arena *a, const struct flow *f, const json_t *row, struct flow_state *s)
{
	struct token x = { .id = 0 };
	struct str node, in, phase;
	unsigned scope;
	size_t n = json_array_size(row);
	if ((n != 5 && n != 6) || !get_id(row, 0, &x.id) || !get_text(json_array_get(row, 1), &node) ||
	    !get_id(row, 2, &scope) || !get_text(json_array_get(row, 3), &in) || !get_text(json_array_get(row, 4), &phase))
		return false;
	unsigned last = s->n_tokens == 0 ? 0 : s->tokens[s->n_tokens - 1]->id;
	x.scope = find_scope(s, scope);
	x.node = flow_node(f, node);
	x.phase = phase_of(phase);
	if (x.id <= last || x.id >= s->next || x.scope == NULL || x.id <= scope || x.node == NULL || x.phase == TOKEN_NEW)
		return false;
	x.in = find_in(x.node, in);
	if ((x.in == NULL && in.n > 0) || (n == 6 && !read_more(a, json_array_get(row, 5), s, &x)))
		return false;
	if (x.phase == TOKEN_ARMED ? x.node->kind->fire == NULL || !armed_well(&x) : !stands_well(&x))
		return false;
	if (x.owner != NULL)
		x.owner->arms = true;
	x.scope->live += x.phase != TOKEN_ARMED;
	flow_state_add_token(a, s, x);
	return true;
}

/* Every scope but the process has a token that is busy with it and with nothing else, and tokens in it. */
static bool link_scopes(const struct flow_state *s, const unsigned *owners)
{
	size_t busy = 0;
	for (size_t i = 0; i < s->n_tokens; i++)
		busy += s->tokens[i]->phase == TOKEN_BUSY && s->tokens[i]->node->kind != &node_event_gateway;
	for (size_t i = 0; i < s->n_scopes; i++) {
		struct scope *x = s->scopes[i];
		if (x->live == 0)
			return false;
		if (owners[i] == 0)
			continue;
		x->owner = flow_state_token(s, owners[i]);
		if (x->owner == NULL || x->owner->phase != TOKEN_BUSY || x->owner->node->kind == &node_event_gateway)
			return false;
		const struct flow_node *n = x->owner->node;
		bool outer = n->loop != NULL && !token_is_instance(x->owner);
		if (outer != x->many || x->node != (outer || n->kind != &node_call ? n : n->start))
			return false;
		for (size_t k = 0; k < i; k++)
			if (s->scopes[k]->owner == x->owner)
				return false;
		busy--;
	}
	return busy == 0;
}

static bool read_lists(struct arena *a, const struct flow *f, const json_t *doc, struct flow_state *s)
{
	const json_t *next = json_object_get(doc, "n");
	const json_t *scopes = json_object_get(doc, "s");
	const json_t *tokens = json_object_get(doc, "t");
	if (json_object_size(doc) != 3 || !get_number(next, &s->next) || s->next == 0 || !json_is_array(scopes) ||
	    !json_is_array(tokens))
		return false;
	unsigned *owners = ARENA_ARRAY(a, unsigned, json_array_size(scopes));
	for (size_t i = 0; i < json_array_size(scopes); i++)
		if (!read_scope(a, f, json_array_get(scopes, i), s, &owners[i]))
			return false;
	for (size_t i = 0; i < json_array_size(tokens); i++)
		if (!read_token(a, f, json_array_get(tokens, i), s))
			return false;
	return link_scopes(s, owners);
}

bool flow_state_read(struct arena *a, const struct flow *f, struct str text, struct flow_state *out, struct err *err)
{
	struct flow_state s = { .next = 1 };
	if (text.n > 0) {
		json_t *doc = text.n > FLOW_STATE_MAX ? NULL : json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
		bool good = doc != NULL && read_lists(a, f, doc, &s);
		json_decref(doc);
		if (!good)
			return err_set(err, ERR_BUG, "Der Stand des Vorgangs passt nicht zum Ablauf „%.*s“.", STR_ARG(flow_id(f)));
	}
	*out = s;
	return true;
}

/* ---- writing ---- */

/* A text in quotes. */
static void add_text(struct buf *b, struct str s)
{
	buf_add_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20)
			buf_add_fmt(b, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buf_add_fmt(b, "\\%c", c);
		else
			buf_add_char(b, (char)c);
	}
	buf_add_char(b, '"');
}

static void add_number(struct buf *b, const char *before, int64_t n)
{
	char digits[24];
	char *p = digits + sizeof digits;
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	*--p = '\0';
	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	if (n < 0)
		*--p = '-';
	buf_add_c(b, before);
	buf_add_c(b, p);
}

static void add_scope(struct arena *a, struct buf *b, const struct scope *x)
{
	add_number(b, "[", x->id);
	add_number(b, ",", x->owner == NULL ? 0 : x->owner->id);
	buf_add_char(b, ',');
	add_text(b, x->node->id);
	if (x->many) {
		add_number(b, ",", x->total);
		add_number(b, ",", x->next);
		add_number(b, ",", x->done);
	}
	if (json_object_size(x->vars) > 0) {
		buf_add_char(b, ',');
		buf_add(b, json_text(a, x->vars, JSON_COMPACT | JSON_SORT_KEYS));
	}
	buf_add_char(b, ']');
}

/* "name":n unless it is 0; the first one opens the object. */
static void add_more(struct buf *b, char *mark, char name, int64_t n)
{
	if (n == 0)
		return;
	buf_add_c(b, *mark == '{' ? ",{\"" : ",\"");
	*mark = ',';
	buf_add_char(b, name);
	add_number(b, "\":", n);
}

static void add_token(struct buf *b, const struct token *t)
{
	add_number(b, "[", t->id);
	buf_add_char(b, ',');
	add_text(b, t->node->id);
	add_number(b, ",", t->scope->id);
	buf_add_char(b, ',');
	add_text(b, t->in == NULL ? STR("") : t->in->id);
	buf_add_c(b, ",\"");
	buf_add_c(b, phase_name(t->phase));
	buf_add_char(b, '"');
	char mark = '{';
	add_more(b, &mark, 'o', t->owner == NULL ? 0 : t->owner->id);
	add_more(b, &mark, 'i', t->index);
	add_more(b, &mark, 'd', t->due);
	add_more(b, &mark, 'l', t->left);
	if (t->key.n > 0) {
		buf_add_c(b, mark == '{' ? ",{\"k\":" : ",\"k\":");
		add_text(b, t->key);
		mark = ',';
	}
	buf_add_c(b, mark == '{' ? "]" : "}]");
}

struct str flow_state_write(struct arena *a, const struct flow_state *s)
{
	struct buf b = buf_new(a);
	add_number(&b, "{\"n\":", s->next);
	buf_add_c(&b, ",\"s\":[");
	for (size_t i = 0; i < s->n_scopes; i++) {
		buf_add_c(&b, i == 0 ? "" : ",");
		add_scope(a, &b, s->scopes[i]);
	}
	buf_add_c(&b, "],\"t\":[");
	for (size_t i = 0; i < s->n_tokens; i++) {
		buf_add_c(&b, i == 0 ? "" : ",");
		add_token(&b, s->tokens[i]);
	}
	buf_add_c(&b, "]}");
	return buf_str(&b);
}
