/* SPDX-License-Identifier: EUPL-1.2
 * Views of the citizen's pages. */
#ifndef OZG_FCGI_VIEWS_CITIZEN_H
#define OZG_FCGI_VIEWS_CITIZEN_H

#include "form/form.h"
#include "views.h"

/* home: the municipalities of this installation. */
struct view_home {
	struct view_page page;
	struct tpl_list tenants; /* view_link */
};

/* services: what a municipality offers. */
struct view_service {
	struct str href, title, summary;
	bool title_german, summary_german;
};
struct view_services {
	struct view_page page;
	struct tpl_list services;
};

/* info: imprint, privacy, accessibility. */
struct view_info_section {
	struct str heading;
	struct tpl_list paragraphs; /* view_text */
};
struct view_info {
	struct view_page page;
	struct tpl_list sections;
};

/* start: what a form is for. */
struct view_start_page {
	struct str title;
	bool german;
};
struct view_start {
	struct view_page page;
	struct str back_href, form_title;
	struct tpl_list intro; /* view_text: paragraphs */
	bool intro_german;
	struct tpl_list pages; /* view_start_page */
	struct str begin_href;
	bool has_draft; /* begun and not sent */
	struct str resume_href;
	bool has_sent; /* sent already: the receipt is at sent_href, another one begins with a post */
	struct str sent_href;
	struct str action; /* takes _action "discard" and "new" */
	const struct view_contact *office;
};

/* form: one page of questions. */
struct view_form {
	struct view_page page;
	struct str back_href, form_title, action;
	struct str seen; /* fingerprint of the stored answers of this page */
	int64_t version; /* of the form */
	const struct form_view_page *form;
};

/* why: why a question is asked. */
struct view_why_page {
	struct view_page page;
	struct str back_href, form_title;
	const struct view_why *why;
};

/* stale: the page was changed in another window meanwhile. */
struct view_stale_answer {
	struct str label, stored, typed;
};
struct view_stale {
	struct view_page page;
	struct str form_title, action, seen;
	struct tpl_list answers; /* view_stale_answer: where the two differ */
	struct tpl_list fields;  /* view_pair: what was posted, to send it again */
	struct str stored_href;  /* keeps what is stored */
};

/* check: everything before it is sent. */
struct view_check_section {
	struct str title, href;
	bool title_german, first_of_page;
	struct tpl_list answers; /* form_view_answer */
};
struct view_check {
	struct view_page page;
	struct str back_href, form_title, action, token;
	bool has_errors;
	struct tpl_list errors; /* form_view_error */
	struct tpl_list sections;
	bool has_dropped;
	struct tpl_list dropped;    /* form_dropped */
	const struct view_fee *fee; /* NULL: the form knows none */
	bool has_consents, can_send;
	struct tpl_list consents; /* view_consent */
	const struct view_contact *office;
};
struct view_consent {
	struct str id, label, mail, status, status_kind;
	struct tpl_list text; /* view_text: paragraphs */
	struct str number, code, name, at, until;
	bool is_missing, is_open, is_agreed, is_refused;
	struct str action, csrf, token; /* to ask for it */
};

/* consent: what somebody else is asked to agree to. */
struct view_letter {
	struct view_page page;
	struct str number, code, form_title, site, label;
	struct tpl_list text;     /* view_text: paragraphs */
	struct tpl_list sections; /* view_check_section */
	struct str until, name, name_error;
	bool has_errors;
	struct tpl_list errors;                          /* form_view_error */
	bool is_open, is_agreed, is_refused, is_expired; /* exactly one */
};

/* stop: the service is not the right one for these answers. */
struct view_stop {
	struct view_page page;
	struct str back_href, form_title, heading;
	struct tpl_list text; /* view_text: paragraphs */
	struct str href, link, change_href, action;
	const struct view_contact *office;
};

/* not_responsible: no office, several, or another municipality's. */
struct view_place {
	struct view_page page;
	struct str back_href, form_title, place, other_name, carry_action, change_href;
	bool is_none, is_several, is_other;
};

/* sent: the receipt. */
struct view_sent {
	struct view_page page;
	struct str number, secret, form_title, sent_at, office_name;
	const struct view_fee *fee; /* NULL: the form knows none */
	const struct view_contact *office;
};

/* status_lookup: number and secret. */
struct view_status_lookup {
	struct view_page page;
	bool has_errors;
	struct tpl_list errors; /* form_view_error */
	struct str number, secret, number_error, secret_error;
};

/* status: where an application is. */
struct view_status_step {
	struct str title, at, text;
	bool is_open, is_current;
};
struct view_status {
	struct view_page page;
	struct str number, form_title, status, status_kind, note;
	struct tpl_list steps;
	const struct view_contact *office;
};

/* problem: this did not work. */
struct view_problem {
	struct view_page page;
	struct str heading, text, remedy;
	bool text_german;
	bool kept;               /* the answers up to the last page are safe */
	struct tpl_list rescued; /* form_view_answer: what was typed */
	struct tpl_list fields;  /* view_pair: all that is sent again */
	struct str resend;       /* address to post them to; empty: no button */
	struct str next_href, next_label, incident;
};

extern const struct tpl_struct view_home_desc, view_services_desc, view_info_desc, view_start_desc, view_form_desc,
    view_why_page_desc, view_stale_desc, view_check_desc, view_stop_desc, view_letter_desc, view_place_desc,
    view_sent_desc, view_status_lookup_desc, view_status_desc, view_problem_desc;

#endif
