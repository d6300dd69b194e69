/* SPDX-License-Identifier: EUPL-1.2
 * The field types by name, and what several of them share. */
#ifndef OZG_FORM_FIELDS_H
#define OZG_FORM_FIELDS_H

#include "form/form_read.h"

extern const struct field_kind field_text, field_longtext, field_integer, field_decimal, field_money, field_date,
    field_boolean, field_confirm, field_choice, field_choices, field_email, field_phone, field_iban, field_postcode,
    field_place, field_note, field_time, field_datetime, field_file;

/* Without spaces of any kind, invisible characters and the bytes in drop: for numbers, IBAN, postcodes. */
struct str field_squeeze(struct arena *a, struct str s, const char *drop);

/* Without spaces and invisible characters at both ends. s must be valid UTF-8. */
struct str field_trim(struct str s);

/* An <input> with the text as it stands. */
void field_input_view(const struct field_show *in, struct form_view_item *item);

/* ---- documents (field_file.c) ---- */

/* "PDF, PNG, höchstens 5 MB"; empty when the form does not say. */
struct str field_file_rule(const struct form_world *w, struct arena *a, const struct form_node *n);

/* ---- text (field_text.c) ---- */

/* max-length (fallback when it is absent) and min-length; field_read_text also letters. */
void field_read_length(struct form_reader *r, struct form_node *n, const struct xml_node *x, int64_t fallback);
void field_read_text(struct form_reader *r, struct form_node *n, const struct xml_node *x, int64_t fallback);

/* Dashes, spaces and quotation marks of word processors as DIN 91379 has them. */
struct str field_text_tidy(const struct field_in *in);
bool field_text_value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault);

/* ---- times (field_time.c) ---- */

/* "14:30:00", or with day "2026-03-01T14:30:00", both with an optional fraction and zone (xs:time, xs:dateTime), as
 * milliseconds that order them; without a zone as if in UTC. */
bool field_time_parse(struct str s, bool with_day, int64_t *at);

/* ---- codes (field_choice.c) ---- */

void field_read_codes(struct form_reader *r, struct form_node *n, const struct xml_node *x);
bool field_code_value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault);

/* All codes of the list; selected is what the answer, text or JSON list, names. */
void field_code_options(const struct field_show *in, struct form_view_item *item);

/* A list that is searched (code_search.h): the input for a word, and the codes that fit what was typed. */
void field_search_view(const struct field_show *in, struct str typed, struct form_view_item *item);

/* One option, with the HTML id that belongs to its position. */
struct form_view_option field_option(
    struct arena *a, struct str item_id, size_t index, struct str value, struct str label, bool selected);

/* ---- numbers (field_decimal.c) ---- */

void field_read_bounds(struct form_reader *r, struct form_node *n, const struct xml_node *x);

/* "1.234,56", "1 234,5", "12.50" as "1234.56", "1234.5", "12.50"; unchanged when it is no number. */
struct str field_number_tidy(const struct field_in *in);
bool field_number_value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault);

/* "1234.5" as "1234,5" for the input, and as "1.234,5" for reading. Other text is unchanged. */
struct str field_number_comma(struct arena *a, struct str number);
struct str field_number_show(const struct field_show *in);
void field_number_view(const struct field_show *in, struct form_view_item *item);

#endif
