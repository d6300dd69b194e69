/* SPDX-License-Identifier: EUPL-1.2
 * Forms: a definition is read, checked, compiled to a const model; answers are evaluated against it by pure functions.
 *
 * Answers are one JSON object keyed by path segments (DESIGN: groups are objects, whatever repeats is an array, codes
 * and numbers are strings, dates YYYY-MM-DD, booleans JSON booleans, what is absent is missing). A draft may also hold,
 * as strings, what a citizen typed and what is not (yet) a valid value: it is kept, shown again and reported.
 * A path is written hund[2]/name, index from 1 after every element that may repeat. */
#ifndef OZG_FORM_FORM_H
#define OZG_FORM_FORM_H

#include "base/date.h"
#include "base/dec.h"
#include "base/diag.h"
#include "base/err.h"

#include <jansson.h>

struct form_state; /* result of one evaluation */

struct xpath; /* of xpath/xpath.h */

struct form; /* the compiled model: const, shared, lives in the arena it was built in */

/* ---- languages ---- */

/* German is what a form is written in; the others are translations, text by text. What is not translated is shown in
 * German. Answers, errors and what is relevant never depend on the language. */
enum form_lang { FORM_DE, FORM_EN, FORM_LEICHT, FORM_LANGS };

/* "de", "en", "de-x-leicht" (BCP 47; plain German, DIN SPEC 33429). */
const char *form_lang_tag(enum form_lang lang);
bool form_lang_find(struct str tag, enum form_lang *lang);

/* ---- what is collected ---- */

/* What kind of data an answer is (GDPR Art. 4, 9 and 10; § 67 SGB X; § 30 AO). */
enum form_data {
	FORM_DATA_UNSAID,
	FORM_DATA_NONE,
	FORM_DATA_PERSONAL,
	FORM_DATA_SPECIAL,
	FORM_DATA_HEALTH,
	FORM_DATA_CRIMINAL,
	FORM_DATA_SOCIAL,
	FORM_DATA_TAX,
};

/* One question, for the record of processing activities (GDPR Art. 30). What is not said at the question itself is that
 * of what it stands in. */
struct form_collected {
	struct str path, label, legal, help;
	struct str retention; /* ISO 8601: "P3Y"; empty: nobody said */
	enum form_data data;
	size_t page;
	bool required; /* always; false also when an expression decides */
};

const char *form_data_name(enum form_data data);   /* "personal"; empty: unsaid */
const char *form_data_german(enum form_data data); /* "personenbezogen" */

/* All questions in order, *list in a. Notes and calculated fields that nobody sees are none. */
size_t form_collected(struct arena *a, const struct form *f, const struct form_collected **list);

/* "3 Jahre" of "P3Y"; empty when it is no such duration of years, months, weeks and days. */
struct str form_retention_german(struct arena *a, struct str duration);

/* ---- reading ---- */

/* Reads a native definition (namespace urn:ozg:form:1), or XDatenfelder 2 and 3.0.0 as form_read_with does without
 * options. NULL when it has errors: all of them are in d. Warnings and notes may be there in either case. The model
 * lives in a and keeps no pointer into source. */
const struct form *form_read(struct arena *a, struct str source, struct diags *d);

/* What a definition from elsewhere needs besides its own text. */
struct form_options {
	struct str rules; /* translated rules of FITKO, the text of a JSON file; empty: none */
	/* Finds the genericode text of a code list by its canonical URI and version (empty: the newest). False when it is
	 * not there. NULL: no list is there. */
	bool (*codelist)(void *arg, struct str uri, struct str version, struct str *text);
	void *codelist_arg;
	/* Say also what compiles but cannot be meant or helps nobody (form/lint/): for those who write forms. */
	bool lint;
};

/* The same for XDatenfelder 2 and 3.0.0 too, told apart by the namespace of the outermost element. options may be NULL.
 */
const struct form *form_read_with(
    struct arena *a, struct str source, const struct form_options *options, struct diags *d);

/* The workflow that a form of the catalogue starts until the admin names another one: it only knows what an office does
 * with a citizen's question. The library brings it. */
#define FORM_CATALOGUE_FLOW "antrag"

/* Is the text a definition of the FIM catalogue (XDatenfelder of any version), so that it must be imported? */
bool form_is_catalogue(struct str source);

/* A definition in XDatenfelder 2 or 3.0.0 as native XML, added to out. False when it has errors: all of them are in d.
 */
bool form_import(struct str source, const struct form_options *options, struct buf *out, struct diags *d);

/* The XML instance (XFall) of a valid state of a form from the FIM catalogue, added to out. False with ERR_INPUT when
 * the state is not valid or the form does not name its elements in the catalogue (attribute fim). */
bool form_xfall(const struct form_state *s, struct buf *out, struct err *err) MUST_CHECK;

struct str form_id(const struct form *f); /* "hundesteuer-anmeldung": [a-z0-9-], the address of the form */
struct str form_title(const struct form *f);
struct str form_intro(const struct form *f); /* plain text, paragraphs separated by an empty line; may be empty */

/* The same in a language; *german says that it had to stay German. */
struct str form_title_in(const struct form *f, enum form_lang lang, bool *german);
struct str form_intro_in(const struct form *f, enum form_lang lang, bool *german);
struct str form_page_title_in(const struct form *f, size_t page, enum form_lang lang, bool *german);

/* How many texts the form has, and how many of them are translated. */
size_t form_texts(const struct form *f, enum form_lang lang, size_t *translated);

/* The texts of a native form as a gettext catalogue (PO file) to be translated, added to out: msgctxt is the place of
 * the text in the form (halter/vornamen@label), msgid the German words. False when the form has errors: they are in d.
 */
bool form_po_export(struct str source, enum form_lang lang, struct buf *out, struct diags *d);

/* The form with the translations of a catalogue, added to out; all else in it stays as it was written. What is
 * translated from other German words than those of the form, or marked as a guess (fuzzy), is left out, with a warning
 * in po_d. lang is what the catalogue says, FORM_DE: nothing else is said here. False with errors in d (form) or po_d
 * (catalogue). */
bool form_po_import(
    struct str source, struct str po, enum form_lang lang, struct buf *out, struct diags *d, struct diags *po_d);

struct str form_service(const struct form *f); /* Leistungsschlüssel, 14 digits, or empty */
struct str form_flow(const struct form *f);    /* id of the workflow a submission starts, or empty */
struct str form_fim(const struct form *f);     /* "S00000000371V1.0.0": the form in the catalogue, or empty */
struct str form_origin(const struct form *f);  /* mark of the import that the text grew out of, or empty */
bool form_is_task(const struct form *f);       /* of an office's task: no workflow of its own, never for citizens */
size_t form_n_pages(const struct form *f);
struct str form_page_id(const struct form *f, size_t page);
struct str form_page_title(const struct form *f, size_t page);
bool form_page_find(const struct form *f, struct str id, size_t *page);

/* What the workflow may ask of a form: the type of the answer at a path of names ("steuer", "halter/ort"), as
 * "text", "boolean", "decimal", "date" or "code"; NULL when there is no such single answer. */
const char *form_answer_type(const struct form *f, struct str path);

/* The same for answers that can be several: of the entries of a repeated group ("hund/rasse"), or a choice of several.
 */
const char *form_list_type(const struct form *f, struct str path);

/* Whether a single answer at that path can be this code. False only when there is such an answer, of a code list in
 * which it is not; then hint gets a German sentence after a space where one helps (" Meinten Sie „…“?"). */
bool form_answer_code(const struct form *f, struct str path, struct str code, struct buf *hint);

/* A calculated value that no page shows and no expression of the form reads. */
struct form_unread {
	struct str path; /* "hund/kategorie": as workflows name it in from */
	struct pos pos;  /* of its expression */
};

/* All of them, in order; what a workflow may still read is for its reader to say. *list in a. */
size_t form_unread(struct arena *a, const struct form *f, const struct form_unread **list);

/* ---- the world: everything evaluation may know besides the answers ---- */

struct form_place {
	struct str ars; /* 12 digits */
	struct str name;
};

struct form_world {
	struct date today;
	/* Municipalities of a German postcode; fills *list (borrowed from a) and returns their number, 0 when unknown.
	 * NULL: places are taken as given. */
	size_t (*places)(void *arg, struct arena *a, struct str postcode, const struct form_place **list);
	void *places_arg;
	/* Told how every decision in an expression of the form turns out (xpath.h); NULL: nobody asks. */
	void (*decided)(void *arg, const struct xpath *x, size_t point, bool outcome);
	void *decided_arg;
	/* The value of a source of prefilled answers ("account:given-name", "query:ort", "today") as answers write it.
	 * False: the caller does not know it. NULL: it knows none. */
	bool (*prefill)(void *arg, struct arena *a, struct str source, struct str *value);
	void *prefill_arg;
	/* Locked fields hold what the form says (default), as in an application. False: answers are judged as they are. */
	bool contents;
	enum form_lang lang;            /* of what is shown and said */
	const struct form_texts *texts; /* leave empty: form_eval sets it */
};

/* Whether a field takes its first value from this name of an address (prefill="query:NAME"). */
bool form_asks_query(const struct form *f, struct str name);

/* ---- evaluation ---- */

/* Judges the answers as they are: relevance, requiredness, calculated values, errors. Never fails; nonsense in answers
 * (unknown keys, wrong JSON types) becomes errors. answers stays yours and unchanged. */
const struct form_state *form_eval(
    struct arena *a, const struct form *f, const json_t *answers, const struct form_world *world);

struct form_error {
	struct str path;
	const char *code;   /* "required", "type", "pattern", "range", "code", "constraint", "unknown", "count", … */
	struct str message; /* says what to do: "Geben Sie Ihren Familiennamen ein." */
	bool german;        /* the message could not be said in the language asked for */
	size_t page;        /* SIZE_MAX when it is on no page (unknown answer) */
};

size_t form_errors(const struct form_state *s, const struct form_error **list); /* 0: the answers are valid */
bool form_page_relevant(const struct form_state *s, size_t page);
bool form_page_valid(const struct form_state *s, size_t page);

/* The next or previous relevant page; SIZE_MAX when there is none (behind the last: the check page). */
size_t form_page_next(const struct form_state *s, size_t page);
size_t form_page_prev(const struct form_state *s, size_t page);

/* First relevant page that has errors or is SIZE_MAX. */
size_t form_page_incomplete(const struct form_state *s);

/* What is submitted: relevant answers and calculated values only. You own the reference. Only for a valid state. */
json_t *form_result(const struct form_state *s);

/* Answers as a table in CSV (RFC 4180, UTF-8), added to out: a line of paths in the order of the form, then a line for
 * each of the n sets of answers, which are results of valid states. What repeats has a column per entry; the codes of a
 * multiple choice are separated by spaces. What a spreadsheet would run as a formula begins with an apostrophe. */
void form_csv(struct arena *a, const struct form *f, const json_t *const *answers, size_t n, struct buf *out);

/* ---- what else comes of the answers ---- */

/* An application that ends early: the service is not the right one for these answers. */
struct form_view_stop {
	struct str title, text; /* text: paragraphs separated by an empty line */
	struct str href, link;  /* where to go instead; empty: no address */
	size_t page;            /* where it ends; pages behind it are not asked and nothing on them is an error */
	size_t change_page;     /* where the answers stand that led here */
};

/* False: it does not. The state is not valid then: it has the error "stop". */
bool form_stopped(const struct form_state *s, struct form_view_stop *out);

struct form_fee_line {
	struct str label, hint, legal;
	struct str amount; /* "12.50" */
	bool german;       /* label or hint are not in the language asked for */
};

/* What it costs. Exact for a valid state; before, as far as the answers go. */
struct form_fee {
	const struct form_fee_line *lines;
	size_t n;
	struct str total; /* "12.50" */
};

/* What stands for the sum of the fees wherever the path of an answer is asked for, unless the form has a field of that
 * name: form_answer_type says "decimal", form_value the total. So a workflow declares it as any variable. */
#define FORM_FEES "gebuehr"

/* NULL: the form knows no fees. */
const struct form_fee *form_fee(const struct form_state *s);

/* {"total", "items": [{"label", "amount", "legal", "hint"}]}, in German, the hint only where there is one; NULL as
 * above. You own the reference. */
json_t *form_fee_json(const struct form_state *s);

/* "1.234,50 €" */
struct str form_euros(struct arena *a, struct dec amount);

/* Somebody else who has to agree before the application is sent. */
struct form_consent {
	struct str id, label, text; /* text: what they agree to, paragraphs */
	struct str mail;            /* their address, from the answers */
	const bool *shows;          /* by page: they may read it */
};

/* Those that the answers make necessary. */
size_t form_consents(const struct form_state *s, const struct form_consent **list);

/* Regional key of the municipality the application is about: the first place answered. Empty when there is none. */
struct str form_ars(const struct form_state *s);

/* The value at a path of names in the result, or of FORM_FEES, as answers write it ("" when absent or repeated). */
struct str form_value(struct arena *a, const struct form_state *s, struct str path);

/* All values at such a path, through whatever repeats, in the order of the entries; a JSON array, yours. */
json_t *form_values(const struct form_state *s, struct str path);

/* {"valid","errors","relevant","required","values"} and, where there is one, "fee", as ozgctl form eval prints it. You
 * own the reference. */
json_t *form_state_json(const struct form_state *s);

/* ---- why? ---- */

struct form_why_line {
	const char *about;    /* "shown", "hidden", "required", "optional", "forbidden", "error", "calculated",
	                      "stop", "fee" */
	unsigned depth;       /* 0: said of the element itself, 1 and more: how that came about */
	struct str text;      /* sentences in the language of the world, with the values that decided */
	struct str condition; /* the expression it tells, as the form has it; may be empty */
	unsigned line;        /* where that stands in the definition; 0: there is none */
	bool german;          /* text could not be said in the language asked for */
};

struct form_why {
	struct str path, label, value; /* value as people read it; may be empty */
	size_t page;                   /* SIZE_MAX: the form itself */
	struct str id;                 /* HTML id of its input on that page */
	bool relevant, required;
	const struct form_why_line *lines;
	size_t n_lines;
};

/* Why the element at path ("hund[2]/name", a page, "gebuehr" for the fees, "" for the form itself) is asked for or not,
 * demanded, wrong, or has its value. all: for those who may see everything; else what the form does not show is neither
 * named nor told. NULL with ERR_INPUT when there is no such element. Lives in a. */
const struct form_why *form_why(
    struct arena *a, const struct form_state *s, struct str path, bool all, struct err *err);

/* {"path","label","relevant","required","value","lines":[{"about","depth","text","condition","line"}]}. You own the reference.
 */
json_t *form_why_json(const struct form_why *why);

/* ---- what a browser sends ---- */

struct form_param {
	struct str name, value;
	const json_t *file; /* a document that was stored, or refused: see struct form_file; NULL: a text */
};

enum form_action {
	FORM_NEXT,   /* "Weiter" */
	FORM_CHANGED /* an entry or a document came or went, or the page asks more: show it again, without errors */
};

/* A document among the answers of a draft is {"name", "type", "size"} and what storage adds: "id" (32 hex digits),
 * "sha256" (64), "key" (64; never part of a result). One that was not taken is {"name", "refused"}: the answer is wrong
 * and says why; when it was to replace another one, that stays and "refused_name" is the name of the new one. The codes
 * of "refused" stand in field_file.c. */
struct form_file {
	struct str path;
	struct str document; /* what kind of document it is to the office: attribute document, else the label */
	const json_t *json;
};

/* The documents among the relevant answers, in order. */
size_t form_files(struct arena *a, const struct form_state *s, const struct form_file **list);

/* The ids of all documents in answers, relevant or not: what a draft needs. */
size_t form_file_ids(struct arena *a, const json_t *answers, const struct str **list);

/* What a document that is posted to this page under name must be: types separated by spaces (empty: the form does not
 * say) and bytes (0: any). False when the page has no such field for documents. */
bool form_file_rules(const struct form *f, size_t page, struct str name, struct str *types, int64_t *max_size);

/* Has it fields for documents? */
bool form_has_files(const struct form *f);

/* Puts the posted fields of one page into answers (changed in place; untouched on error). Names are paths; composite
 * inputs append ".tag", ".monat", ".jahr", a search ".suche", ".treffer"; _action is "next", "add:PATH",
 * "remove:PATH[i]" (of a group, or of what was picked of a long list), "search:PATH", "upload:PATH" (show the page
 * again) or "drop:PATH" (take the document away). Values are trimmed, NFC, normalised
 * where they are valid ("23 6 1987" -> "1987-06-23", IBAN without spaces) and kept as typed where not. A field that the
 * page showed and that is not posted is removed (unticked box); one that was hidden keeps its answer, but what a rule
 * forbids now is removed, on whatever page it was given, and noted in answers under a key that is no answer: see
 * form_dropped. False with ERR_INPUT for a name that is not on this page, posted twice where one value is allowed,
 * calculated, not UTF-8, with NUL, or far longer than its limit; a little too long is kept and judged. Names that begin
 * with "_" belong to the caller and are passed over. */
bool form_post(struct arena *a, const struct form *f, size_t page, const struct form_param *params, size_t n,
    json_t *answers, const struct form_world *world, enum form_action *action, struct err *err) MUST_CHECK;

/* An answer that form_post took out because a rule forbids it, and that is still forbidden and not given anew. */
struct form_dropped {
	struct str path, label;
	struct str message; /* of the rule, a sentence; empty: it has none */
	bool label_german, message_german;
};

/* In the order of the form. A note for people: it is no error and never part of the result. Lives in a. */
size_t form_dropped(struct arena *a, const struct form_state *s, const struct form_dropped **list);

/* ---- views: plain structs for the templates (fcgi/views.c describes them to the compiler) ---- */

struct form_view_option {
	struct str value, label, hint;
	struct str id; /* HTML id of its input */
	bool label_german, hint_german;
	bool selected;
};

struct form_view_options {
	const struct form_view_option *items;
	size_t n;
};

struct form_view_items {
	const struct form_view_item *items;
	size_t n;
};

/* One field, note or group instance of a page. Exactly one of the is_ members is true. The members that end in _german
 * say of a text that it is German although the page is not. */
struct form_view_item {
	struct str path, name; /* name of the HTML input = path */
	struct str id; /* HTML id, made from the path: letters, digits, '-' and '_'; of a date: of the first input */
	struct str label, hint, error; /* error empty: none */
	struct str error_id, hint_id;  /* ids for aria-describedby, empty when there is no such text */
	struct str described_by;       /* both, separated by a space */
	struct str value;              /* as shown in the input; of a box: not empty when it is ticked */
	struct str day, month, year;   /* of a date */
	struct str help, legal;        /* why this is asked; either may be empty */
	struct str unit;               /* "€" */
	struct str accept, rule;       /* of a document: media types for the browser, and words: "PDF, höchstens 5 MB" */
	struct str inputmode, autocomplete;   /* empty: no attribute */
	struct str add_label, remove_label;   /* of a repeated group: "Weiteren Hund hinzufügen" */
	struct str remove_action, add_action; /* values for the _action button; empty: not possible now. Of a document:
	                                         take it away, upload it */
	struct str pick_action;
	struct form_view_options options;
	struct form_view_items children; /* of a group: its items; of a repeated group: its instances (is_group) */
	int64_t max_length, rows, index; /* index: of an instance of a repeated group, from 1 */
	bool label_german, hint_german, error_german, value_german, add_german, help_german;
	bool why; /* there is help or a legal basis */
	bool row; /* of a group: its items stand side by side where there is room */
	bool required, invalid, readonly;
	bool alternative; /* one of several of which exactly one is answered: neither required nor optional by itself */
	bool is_search; /* add_action searches; options, when has_options, are what was found, named NAME.treffer */
	bool is_pick;   /* the same for several of a long list, the word named NAME.suche: pick_action takes over what is
	                   ticked; children, when has_children, are what was picked before, each with its remove_action */
	bool has_children;
	bool has_options;
	bool is_file, is_input, is_textarea, is_date, is_radio, is_checkbox, is_checkboxes, is_select, is_note, is_output,
	    is_group, is_repeat;
	bool explained;   /* something decides whether it is asked or demanded, or it is calculated: see form_why */
	bool width_small; /* postcode, year, short number */
	bool width_medium;
};

/* An entry of the error summary. */
struct form_view_error {
	struct str href; /* "#id" of the input to go to */
	struct str message;
	bool german;
};

struct form_view_page {
	struct str id, title, intro;
	bool title_german;
	size_t step, steps; /* "Schritt 2 von 5": position among the relevant pages */
	struct form_view_items items;
	const struct form_view_error *errors;
	size_t n_errors;
	bool has_errors;
	bool has_files; /* the browser must send it as multipart/form-data */
};

/* show_errors: false on the first visit, true after a post. */
const struct form_view_page *form_view(struct arena *a, const struct form_state *s, size_t page, bool show_errors);

/* One line of the check page, the case page and the mail. */
struct form_view_answer {
	struct str label, value; /* value as people read it: "23.06.1987", "12,50 €", label of the code */
	bool missing;            /* "Keine Angabe" */
	struct str path;         /* of what form_why can tell more about; empty: there is nothing to tell */
	struct str why;          /* for the pages: the address that tells it */
	bool label_german, value_german;
};

struct form_view_section {
	struct str page_id, title; /* title of the page, or of the group instance ("Hund 2") */
	const struct form_view_answer *answers;
	size_t n_answers;
	bool first_of_page; /* the change link stands here */
	bool title_german;
};

/* What was posted to a page of f, whether it can be taken or not: labels and values in the reader's language (only
 * label, value and the two german are set), in the order of the post. What belongs together (the parts of a date, several
 * codes) is one answer. Nothing is judged; places are asked for their names. */
size_t form_posted(struct arena *a, const struct form *f, const struct form_param *params, size_t n,
    const struct form_world *world, const struct form_view_answer **list);

/* All relevant sections in order. */
size_t form_view_summary(struct arena *a, const struct form_state *s, const struct form_view_section **list);

#endif
