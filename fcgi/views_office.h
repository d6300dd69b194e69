/* SPDX-License-Identifier: EUPL-1.2
 * Views of the pages for staff: signing in, the queue, a case. */
#ifndef OZG_FCGI_VIEWS_OFFICE_H
#define OZG_FCGI_VIEWS_OFFICE_H

#include "diagram.h"

/* office/login: name and password, for the office and the admin pages. */
struct view_login {
	struct view_page page;
	struct str action, next; /* next: where to go afterwards */
	struct str login;        /* as typed before */
	struct str error;        /* empty: none */
	bool expired;            /* was signed in until lately */
	bool has_kept;
	struct tpl_list fields; /* view_pair: what was posted without a session, to be sent after signing in */
};

/* office/queue: the open tasks of one's offices. */
struct view_queue_view {
	struct str href, label, count;
	bool current;
};
struct view_queue_case {
	struct str href, number, subject, task, status, status_kind, received, due, office, assignee;
	int64_t token;
	bool overdue, urgent, can_wait; /* two of them: its priority is not the usual one */
	bool mine, barred, can_claim;
};
struct view_queue {
	struct view_page page;
	const struct view_notice *notice;
	struct str offices;      /* names of one's offices */
	struct tpl_list views;   /* view_queue_view */
	bool has_cases, several; /* several: the actor works for more than one office */
	struct tpl_list cases;   /* view_queue_case */
	struct str more_href, first_href;
};

/* office/case: everything about a case. */
struct view_case_section {
	struct str title;
	struct tpl_list answers; /* form_view_answer */
};
struct view_case_event {
	struct str title, at, actor;
	struct tpl_list answers; /* form_view_answer: what was entered */
};
struct view_case_document {
	struct str href, document, name, about; /* about: "PDF, 1,2 MB" */
};
struct view_failure {
	struct str event, name; /* id of the boundary event; what went wrong */
};
struct view_case_task {
	struct str id, title, assignee, since, office, blocked_by, due;
	bool overdue;
	struct str holder, error, error_id; /* is_taken only: login of the assignee; the box was not ticked */
	bool error_german;                  /* never: the part that shows errors asks */
	bool is_mine, is_free, is_taken, is_blocked, is_elsewhere; /* exactly one */
	int64_t token;
	/* is_mine only: */
	struct str cmd, form_id, page_id, answers; /* hidden fields, see office_task.c */
	bool is_last;                              /* no page of the form behind this one */
	const struct form_view_page *form;
	bool has_failures;
	struct tpl_list failures; /* view_failure: what can be reported instead */
};
struct view_case {
	struct view_page page;
	const struct view_notice *notice;
	const struct form_view_page *failed; /* the form whose errors stand on top; NULL: none */
	struct str action;                   /* takes all posts of this page */
	struct str number, subject, status, status_kind, received, office, assignee;
	bool has_tasks, has_waits;
	struct tpl_list waits; /* view_text: what it waits for besides people */
	bool has_documents;
	struct tpl_list documents; /* view_case_document */
	struct tpl_list tasks, sections, history;
	bool has_way;
	struct tpl_list way; /* view_way_step */
	const struct view_diagram *diagram;
	const struct view_fee *fee;      /* NULL: the form knows none */
	const struct view_fee *consents; /* who else agreed; NULL: nobody had to */
};

/* office/incidents: steps that could not be done. */
struct view_incident_value {
	struct str label, name, id, hint, value;
};
struct view_incident {
	struct str number, href; /* of the case; empty: there is none */
	struct str what, reason, since, times, office, message, error;
	int64_t token;
	bool is_open;           /* with the values, to be changed */
	struct tpl_list values; /* view_incident_value */
};
struct view_incidents {
	struct view_page page;
	struct str action;
	bool has_incidents, tried;
	struct tpl_list incidents; /* view_incident */
};

/* office/conflict: it could not be done. */
struct view_conflict {
	struct view_page page;
	struct str back_href, number, heading, text, remedy;
	bool has_rescued;
	struct tpl_list rescued; /* form_view_answer */
};

extern const struct tpl_struct view_login_desc, view_queue_desc, view_case_desc, view_incidents_desc,
    view_conflict_desc;

#endif
