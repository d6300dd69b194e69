/* SPDX-License-Identifier: EUPL-1.2
 * Inside of the form module: the compiled model, the run-time state and what a field type has to supply.
 *
 * The model is a tree of nodes: root, pages, groups, fields. It is drawn twice: "up" is where a node stands on paper
 * (field in group in page in root), "group" is whose answers hold it (pages hold none, so their fields belong to the
 * root, or to the group that the pages are part of). At run time every existing instance of a group has one cell per
 * member, at the position the builder gave it.
 */
#ifndef OZG_FORM_FORM_MODEL_H
#define OZG_FORM_FORM_MODEL_H

#include "form/form.h"

#include "base/din91379.h"
#include "xpath/xpath.h"

enum {
	FORM_MAX_NODES = 5000,
	FORM_MAX_ENTRIES = 100,    /* of one repeated group in one instance of its group */
	FORM_MAX_INSTANCES = 5000, /* of one group in all; of all groups together in one set of answers */
	FORM_MAX_DEPTH = 32,       /* groups in groups */
	FORM_NAME_MAX = 64,        /* characters of an id */
	FORM_CODE_MAX = 500,       /* bytes of a code: some are addresses */
};

/* ---- the model ---- */

struct form_code {
	struct str value, label, hint;
};

struct form_codelist {
	struct str id;
	struct str uri, version; /* where it comes from; empty: from here */
	struct pos pos;
	const struct form_code *codes;
	const unsigned *by_value; /* positions in codes, by value */
	size_t n;
	struct form_codelist *next;
};

enum node_what { NODE_ROOT, NODE_PAGE, NODE_GROUP, NODE_FIELD };

/* A bound of a date field: a day, or the day of evaluation. */
struct date_bound {
	enum { BOUND_NONE, BOUND_DAY, BOUND_TODAY } what;
	struct date day;
};

struct form_node {
	enum node_what what;
	const struct field_kind *kind; /* of a field */
	struct str id, label, hint;
	struct str fim;                 /* "F60000000227V1.1.0": the element of the FIM catalogue, with its version */
	struct str legal;               /* legal basis */
	struct str help;                /* why this is asked, and more than fits into a hint */
	enum form_data data;            /* FORM_DATA_UNSAID: as above it */
	struct str retention;           /* ISO 8601, "P3Y"; empty: as above it */
	struct form_node *up;           /* where it stands: NULL for the root */
	struct form_node *first, *next; /* children where they stand, in order */
	struct form_node *group;        /* whose answers hold it: root or a group */
	unsigned cell;                  /* position among the members of group */
	unsigned number;                /* position in form.nodes */
	size_t page;                    /* SIZE_MAX for the root */

	/* of the root and of groups */
	struct form_node **members; /* pages, groups and fields whose cells its instances hold */
	size_t n_members;
	unsigned depth; /* 0 for the root */
	bool repeat;
	bool section;            /* it holds pages instead of standing on one */
	bool list;               /* its entries are no objects, but the answers of its only member, which has no id */
	bool no_most;            /* max="unbounded": max is what we take at most */
	bool exists_if_filled;   /* a group that is there only when something in it is answered or a rule requires it */
	bool one_of;             /* exactly one child is answered */
	bool row;                /* its fields stand side by side where there is room */
	int64_t min, max;        /* entries of a repeated group */
	struct form_rule *rules; /* that are judged in each of its instances */
	struct str add_label;

	/* rules; NULL where there is none */
	const struct xpath *relevant, *required, *constraint, *calculate;
	bool optional;      /* required="no" */
	bool hidden;        /* calculated or locked, not shown; of a page: never shown */
	bool locked;        /* answered by others than the one who fills the form in; never demanded */
	struct str message; /* of the constraint */
	struct str missing; /* said when it is required and not answered; empty: the field type's own sentence */

	/* of a field, as far as its type uses it */
	struct str prefill; /* where a first value comes from: "account:given-name"; empty: nowhere */
	enum { PREFILL_FREE, PREFILL_LOCKED, PREFILL_LOCKED_UNLESS_EMPTY } prefill_mode;
	enum { WIDTH_UNSAID, WIDTH_SMALL, WIDTH_MEDIUM, WIDTH_LARGE } width;
	struct str dflt, autocomplete, unit, text; /* text: of a note */
	int64_t min_length, max_length;            /* characters */
	const struct pattern *pattern;
	enum din91379_set letters;
	int64_t max_size;       /* of a file in bytes; 0: any */
	struct str media_types; /* of a file, separated by spaces; empty: any */
	struct str document;    /* of a file: what kind of document it is to the office */
	int64_t rows, places;
	bool has_least, has_most;
	struct dec least, most;
	struct date_bound from, to;
	struct str earliest, latest; /* of a time: as answers write it; empty: none */
	const struct form_codelist *codes;
	const struct form_node *postcode;
};

/* What the catalogue calls a rule: judged on the answers as they are, in each existing instance of its group. */
struct form_rule {
	enum { RULE_REQUIRE, RULE_FORBID, RULE_VALID } effect;
	const struct form_node *target; /* below the group; NULL for RULE_VALID */
	const struct xpath *when;       /* of RULE_VALID: what must hold */
	struct str message;
	struct form_rule *next;
};

/* What a name in an expression stands for: go up so many groups from the instance the expression is evaluated in, then
 * down to the target. */
struct form_ref {
	const struct form_node *target;
	unsigned up;
	bool list;
};

/* An element scenarios: JSON, see scenario/scenario.h. */
struct form_scenarios {
	struct str text;
	struct pos pos;
	struct form_scenarios *next;
};

struct form {
	struct str id, title, intro, service, flow, fim, origin;
	struct form_node *root;
	struct form_node **nodes; /* all, in the order of the text */
	size_t n_nodes;
	bool has_contents;        /* of locked fields */
	struct form_node **pages;
	size_t n_pages;
	struct form_node **order; /* all but the root: what a node's relevance and value depend on stands before it */
	struct form_ref *refs;    /* by slot number */
	size_t n_refs;
	struct form_codelist *codelists;
	struct form_scenarios *scenarios;     /* in the order of the text */
	struct form_texts *texts[FORM_LANGS]; /* NULL: none */
	size_t n_texts;                       /* to be translated */
	struct form_stop *stops;              /* form_ends.h; all in the order of the text */
	struct form_fee_rule *fees;
	struct form_consent_rule *consents;
};

/* ---- languages ---- */

/* A text of the model in another language: german is where the German words stand, as &node->label. */
struct form_translation {
	const struct str *german;
	struct str text;
};

struct form_texts {
	const struct form_translation *list; /* sorted by address */
	size_t n;
};

/* The words at that place of the model in the language of the world (NULL: German). What is not translated stays
 * German, and *german (may be NULL) becomes true. */
struct str form_words(const struct form_world *w, const struct str *german_words, bool *german);

/* A sentence of the engine in the language of the world; german must be a literal that texts/NAME.po know. Its
 * placeholders stay the same. */
const char *form_say(const struct form_world *w, const char *german) __attribute__((format_arg(2)));

/* ---- what is collected: said at the node itself, else at what it stands in ---- */

enum form_data form_node_data(const struct form_node *n);
struct str form_node_retention(const struct form_node *n);
struct str form_node_legal(const struct form_node *n);

/* ---- what the form answers itself ---- */

/* Puts the contents of locked fields into the answers that s judged, and takes out those that a rule forbids. True when
 * something changed. */
bool form_fix(const struct form_state *s, json_t *answers);

/* ---- prefilled answers ---- */

/* What the world knows of the source of n, as the field type writes it; empty when it knows nothing. */
struct str form_prefill(struct arena *a, const struct form_node *n, const struct form_world *world);

/* ---- names ---- */

/* The group or field called id whose answers the root or a group holds; NULL when there is none. */
const struct form_node *form_member(const struct form_node *group, struct str id);

/* Whether the path stands for the sum of the fees (FORM_FEES). */
bool form_is_fees(const struct form *f, struct str path);

/* Whether text is a code of the list (arg); if not, hint gets the one that may have been meant. */
bool form_is_code(const void *arg, struct str text, struct buf *hint);

/* "hund/name": path of names in the model. */
struct str form_model_path(struct arena *a, const struct form_node *n);

/* ---- the state ---- */

struct field_fault {
	const char *code; /* NULL: none */
	struct str message;
	bool german; /* the message could not be said in the language asked for */
};

struct form_cell {
	const json_t *json;       /* the answer as given; NULL: none */
	struct xpath_value value; /* XPATH_EMPTY: not answered, wrong, or not relevant */
	struct field_fault fault;
	bool relevant, required;
	bool forbidden, demanded;  /* by a rule */
	const struct str *because; /* its message; NULL: it has none */
	bool called;               /* a rule demands something inside */
	bool given;                /* the world gave the answer (prefill), and nobody may change it */

	struct form_inst *insts; /* of a group */
	size_t n_insts;          /* that exist */
	size_t n_shown;          /* more than exist when the page has to show empty ones to reach the minimum */
	struct str *codes;       /* of a multiple choice */
	size_t n_codes;
	const struct form_place *places; /* of a place: what its postcode allows */
	size_t n_places;
};

struct form_inst {
	const struct form_node *group;
	struct form_inst *parent; /* NULL for the root */
	size_t index;             /* from 1 when the group repeats */
	bool exists;              /* the answers or a rule made it be there */
	struct field_fault fault; /* of the instance as a whole */
	struct form_cell *cells;
};

struct form_insts {
	struct form_inst **list;
	size_t n, cap;
};

/* The values that expressions go through one by one: of one evaluation, at one slot. */
struct form_list {
	uint64_t evaluation; /* 0: of none */
	unsigned slot;
	struct xpath_value *values;
	size_t n, cap;
};

struct form_lists {
	uint64_t evaluations; /* counted up */
	struct form_list list[2];
	size_t oldest;
};

struct form_state {
	struct arena *arena;
	const struct form *form;
	struct form_world world;
	struct form_inst *root;
	struct form_insts *insts; /* all instances of a group, by number of its node */
	struct form_error *errors;
	size_t n_errors, cap_errors;
	size_t n_insts;
	const struct form_stop *stop; /* where the application ends early; NULL: it does not */
	struct form_fee_line *fee_lines;
	const struct form_fee_rule **fee_rules; /* that the lines come from */
	struct form_fee fee;
	const struct form_consent *consents; /* that are needed */
	size_t n_consents;
	const json_t *dropped; /* paths of what was taken out of the answers; NULL: nothing was */
	bool raw;              /* rules are being judged: wrong and hidden answers count as answers */
	struct form_lists *lists;
};

/* The key beside the answers that keeps the paths of what was taken out; no element can have this id. */
#define FORM_DROPPED "/dropped"

/* Stores in answers those of paths that are still forbidden and not answered anew. */
void form_dropped_keep(const struct form_state *s, const json_t *paths, json_t *answers);

/* Lays the instance tree over answers; nonsense becomes errors. */
void form_tree(struct form_state *s, const json_t *answers);

/* Judges the rules, from the outermost group inwards: what exists, is demanded and is forbidden. */
void form_rules(struct form_state *s);

/* Whether anything is answered in the cell of n, rightly or wrongly, hidden answers not counted. */
bool form_answered(const struct form_inst *in, const struct form_node *n);

/* Whether the cell of a field holds a right answer. */
bool form_filled(const struct form_cell *c);

/* The value of an expression in an instance; false when it fails, then with the fault set. */
bool form_evaluate(struct form_state *s, const struct form_inst *in, const struct xpath *x, struct xpath_value *out,
    struct field_fault *fault);

/* Where an expression is evaluated, and what it is evaluated with there. The spot must outlive the environment. */
struct form_spot {
	const struct form_state *s;
	const struct form_inst *in;
	uint64_t evaluation; /* given by form_env */
};

struct xpath_env form_env(struct form_spot *spot);

/* Whether an expression is true in an instance; false also when it fails, then with the fault set. */
bool form_true(struct form_state *s, const struct form_inst *in, const struct xpath *x, struct field_fault *fault);

void form_add_error(
    struct form_state *s, const struct form_inst *in, const struct form_node *n, struct field_fault fault);

/* The same at the path of an instance. */
void form_add_entry_error(struct form_state *s, const struct form_inst *in, struct field_fault fault);

/* HTML id of the input at a path: hund[2]/name becomes f_hund_2_name. */
struct str form_html_id(struct arena *a, struct str path);

/* Path of a node's cell in an instance: "hund[2]/name". With entry > 0 that entry of the repeated group n. */
struct str form_path(struct arena *a, const struct form_inst *in, const struct form_node *n, size_t entry);

/* The instance that holds the answers of a page: the root, or the group around the page. */
struct form_inst *form_page_inst(const struct form_state *s, const struct form_node *page);

/* null, "", {}, [] and containers of only such. */
bool form_json_empty(const json_t *j);

/* The text of a text, code or number; "true" and "false" of a boolean; the name of a file; else empty. */
struct str form_json_text(const json_t *j);

/* Whether one of a list, which may be NULL or none, has this text. */
bool form_json_lists(const json_t *list, struct str text);

/* ---- field types: one file each, listed in fields.c ---- */

struct form_reader;
struct xml_node;

enum field_json { FIELD_NONE, FIELD_TEXT, FIELD_BOOL, FIELD_CODES, FIELD_FILE };

/* One answer to be judged. */
struct field_in {
	struct arena *arena;
	const struct form_node *node;
	struct str text; /* never empty */
	const struct form_world *world;
	const struct form_cell *cell;
};

/* One answer to be shown. text is as answers write it, or as typed. */
struct field_show {
	struct arena *arena;
	const struct form_node *node;
	struct str text;
	const struct form_cell *cell;
	const struct form_world *world;
};

struct field_kind {
	const char *name;         /* of the element */
	const char *const *attrs; /* its own attributes besides the common ones, up to a NULL; or NULL */
	enum xpath_type type;     /* of its value in expressions */
	enum field_json json;     /* of its answer */
	bool calculates;          /* may have calculate */
	bool sentence;            /* its label may be a whole sentence */
	bool codes;               /* its element may hold <code> */
	bool ticked;              /* required means: must be true */
	bool place;               /* belongs to a postcode */
	const char *const *parts; /* asked for in several inputs NAME.PART, joined with dots; up to a NULL; or NULL */
	const char *demand;       /* what to do when it is missing; {} is the label */

	/* Reads and checks its own attributes. NULL: has none. */
	void (*read)(struct form_reader *r, struct form_node *n, const struct xml_node *x);
	/* What somebody typed as answers write it; unchanged when that is not possible. NULL: nothing to tidy. */
	struct str (*tidy)(const struct field_in *in);
	/* Judges an answer strictly. False with fault set. For FIELD_CODES called for each code, for FIELD_BOOL never. */
	bool (*value)(const struct field_in *in, struct xpath_value *out, struct field_fault *fault);
	/* How people read a valid answer. NULL: as it is. */
	struct str (*show)(const struct field_show *in);
	/* Fills the widget and what stands in it. */
	void (*view)(const struct field_show *in, struct form_view_item *item);
};

/* Judges an answer: value of its kind, then the pattern. */
bool field_judge(const struct field_in *in, struct xpath_value *out, struct field_fault *fault);

const struct field_kind *field_find(struct str element);

/* The names of all elements that are fields, for suggestions. */
size_t field_names(struct arena *a, const struct str **names);

/* false, with *f filled. message is a sentence as for form_say; {} in it stands for the label. */
bool field_fail(const struct field_in *in, struct field_fault *f, const char *code, const char *message);

/* The sentence in the language of the world, {} replaced by the label of the model in quotation marks. */
struct str field_sentence(const struct form_world *w, struct arena *a, const char *message, const struct str *label);

#endif
