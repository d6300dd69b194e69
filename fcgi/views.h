/* SPDX-License-Identifier: EUPL-1.2
 * What templates are given: plain structs, each with the table that describes it to the template compiler.
 *
 * A page's view begins with struct view_page, which everything around the content needs. Views that several pages share
 * are here and in views_common.c and views_form.c; the view of one page stands in that page's views_*.c. */
#ifndef OZG_FCGI_VIEWS_H
#define OZG_FCGI_VIEWS_H

#include "html/tpl.h"

struct view_user {
	struct str name;
	struct str logout; /* address the sign-out button posts to */
};

/* One of the languages of the citizen's pages: a link, or where answers could be lost the value of a button. */
struct view_language {
	struct str tag, name, href, action;
	bool is_current;
};

struct view_page {
	struct str lang;  /* BCP 47 */
	bool foreign;     /* not German: what is German in it must say so */
	bool form_german; /* so is the title of the form */
	bool has_languages;
	struct tpl_list languages; /* view_language */
	struct str answers;        /* id of the form to send when the language changes; empty: none */
	struct str title;
	struct str site; /* who runs this page: name of the municipality or of the installation */
	struct str area; /* under it: "Online-Dienste", "Sachbearbeitung" */
	struct str home; /* where the name leads */
	struct str imprint, privacy, accessibility;
	struct str csrf;
	const struct view_user *user; /* who is signed in; NULL: nobody */
	bool has_errors;              /* the title begins with "Fehler:" */
	bool wide;
	bool explains; /* questions may have a button "Warum?" (_why) */
};

/* Who to ask. */
struct view_contact {
	struct str name, address, phone, email;
};

/* A label and a value: rescued answers, paragraphs with heading. */
struct view_pair {
	struct str label, value;
};

struct view_text {
	struct str text;
};

struct view_link {
	struct str href, name;
};

/* parts/fee: what it costs. */
struct view_fee {
	struct tpl_list answers; /* form_view_answer: items and the total */
};

/* parts/alert: kind is info, success, warning or danger. */
struct view_notice {
	struct str kind, heading, text;
	struct str href, link; /* leads on; empty: nowhere */
};

/* parts/why_lines: why a question is asked, demanded, wrong or calculated so. */
struct view_why_line {
	struct str text, condition;
	struct tpl_list reasons; /* view_why_line: how that came about, or what it is made of */
	bool has_reasons;
	bool german; /* though the page is not */
};
struct view_why {
	struct str label;
	struct tpl_list lines; /* view_why_line */
};

extern const struct tpl_struct view_why_desc;
extern const struct tpl_struct view_page_desc, view_contact_desc, view_pair_desc, view_text_desc, view_link_desc,
    view_notice_desc, view_fee_desc;

/* Of the form engine: struct form_view_page, _item, _option, _error, _answer. */
extern const struct tpl_struct view_form_page_desc, view_item_desc, view_option_desc, view_error_desc, view_answer_desc;

/* A member that is a pointer followed by its count, as the form engine writes lists, is a list to the templates. */
#define VIEW_LIST(struct_, member, count, sub_)                                                                        \
	{                                                                                                                  \
#member, TPL_LIST,                                                                                             \
		    offsetof(struct struct_, member) +                                                                         \
		        0 * sizeof(char[offsetof(struct struct_, count) == offsetof(struct struct_, member) + sizeof(void *)   \
		                            ? 1                                                                                \
		                            : -1]),                                                                            \
		    sub_                                                                                                       \
	}
#define VIEW_PAGE(struct_) TPL_SUB(TPL_HERE, struct_, page, &view_page_desc)
#define VIEW_DESC(struct_)                                                                                             \
	const struct tpl_struct struct_##_desc = { #struct_, sizeof(struct struct_), struct_##_fields }

#endif
