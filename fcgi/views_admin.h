/* SPDX-License-Identifier: EUPL-1.2
 * Views of the admin pages: definitions, upload, preview, trial, versions. */
#ifndef OZG_FCGI_VIEWS_ADMIN_H
#define OZG_FCGI_VIEWS_ADMIN_H

#include "diagram.h"

/* parts/admin_nav: where we are. */
struct view_admin_nav {
	bool list, upload, figures;
	struct str list_href, upload_href, figures_href; /* for the owner that is being looked at */
};

/* A municipality, or the library, to choose from. */
struct view_admin_owner {
	struct str id, name;
	bool selected;
};

/* parts/diagnostics: what the checker found, and the source around it. */
struct view_finding {
	struct str kind;      /* danger, warning, info: names of icons and colours */
	struct str severity;  /* "Fehler" */
	int64_t line, column; /* 0: no place; column counts characters */
	struct str line_id;
	struct str message;
};
struct view_source_line {
	struct str id, text;
	int64_t number;           /* 0: lines were left out here */
	struct str kind;          /* of the worst finding, or empty */
	struct tpl_list findings; /* view_finding */
};
struct view_findings {
	struct tpl_list findings;
	size_t more; /* found, but too many to show */
	struct tpl_list lines;
};

/* admin/definitions */
struct view_definition {
	struct str href, title, id, kind, origin;
	int64_t live; /* version; 0: none */
	struct str live_at, live_by;
	struct str draft_href, draft_at, draft_by; /* empty: no draft */
};
struct view_definitions {
	struct view_page page;
	struct view_admin_nav nav;
	bool has_owners, is_library;
	struct tpl_list owners; /* view_admin_owner */
	struct str owner_name;
	bool has_definitions;
	struct tpl_list definitions;
};

/* admin/upload */
struct view_upload {
	struct view_page page;
	struct view_admin_nav nav;
	const struct view_notice *notice;
	const struct view_findings *found;
	bool has_owners;
	struct tpl_list owners;
	struct str owner; /* when there is nothing to choose */
	bool has_errors;
	struct tpl_list errors; /* form_view_error */
	struct str error;       /* of the file, or empty */
	struct str source;      /* what was uploaded or pasted, to be corrected here */
	bool may_replace;       /* somebody else's draft is in the way */
	struct str changes;     /* id of what is being edited, or empty */
};

/* admin/update: a newer version of the catalogue beside what somebody made of the older one */
struct view_update_element {
	struct str label, where, path;
	struct tpl_list what; /* view_text: "ist neu", "Pflicht: bisher ja, jetzt nein" */
};
struct view_update_choice {
	struct str id, label, where, path, topic;
	struct str mine, catalogue; /* what stands on the two sides */
	bool taken;                 /* that of the catalogue is chosen */
};
struct view_update {
	struct view_page page;
	struct view_admin_nav nav;
	const struct view_notice *notice;
	const struct view_findings *found;
	struct str title, mine, came; /* what is there, what was uploaded */
	struct str action, mark, seen, back_href;
	bool known; /* what mine grew out of was kept, so that both sides can come together */
	bool has_news, has_choices, has_own, has_fixed, may_replace, drops_comments;
	struct tpl_list news, own;  /* view_update_element */
	size_t more_news, more_own; /* too many to show */
	size_t versions;            /* elements with nothing new but their number in the catalogue */
	struct tpl_list choices;    /* view_update_choice */
	struct tpl_list fixed;      /* view_update_element: kept as it is, to be looked at */
};

/* admin/preview */
struct view_step_way {
	struct str name, condition;
	bool otherwise;
	struct str href, to;
};
struct view_step {
	struct str html_id, number, title, kind, id;
	struct tpl_list facts; /* view_text */
	struct tpl_list ways;  /* view_step_way */
};
struct view_collected {
	struct str label, path, data, legal, retention;
};
struct view_preview {
	struct view_page page;
	bool has_collected;
	struct tpl_list collected; /* view_collected: what a form asks for, and why */
	const struct view_notice *notice;
	const struct view_findings *found;
	struct str back_href, preline, title, lead, uploaded;
	struct str publish_action, seen, publish_text;
	int64_t current;
	struct str edit_href, try_href;
	struct tpl_list pages; /* form_view_page */
	struct tpl_list steps;
	const struct view_diagram *diagram;
};

/* admin/try */
struct view_try_section {
	struct str title, page_id;
	bool first_of_page;
	struct tpl_list answers; /* form_view_answer */
};
struct view_try {
	struct view_page page;
	struct str back_href, form_title, action, again_href;
	struct str answers; /* all that was answered so far, as JSON */
	bool may_go_back;
	const struct view_why *why;        /* what was asked by "Warum?", or NULL */
	const struct form_view_page *form; /* NULL: everything is answered */
	struct tpl_list sections;
};

/* admin/versions */
struct view_version {
	struct str href, name, status, status_kind, at, by, origin, checksum;
	int64_t rollback; /* version to publish again; 0: none */
};
struct view_versions {
	struct view_page page;
	const struct view_notice *notice;
	const struct view_findings *found;
	const struct view_notice *older; /* cases run what is not current any more, or NULL */
	struct str back_href, kind, id, title, owner, action, edit_href, migrate_href, effect;
	int64_t current;
	bool has_origin;
	struct tpl_list versions;
};

/* admin/figures */
struct view_figure {
	struct str title, kind, flow, href;
	int64_t n;
	struct str median, most, longest;
};
struct view_figure_way {
	struct str from, name, to, share;
	int64_t n;
};
struct view_figures {
	struct view_page page;
	struct view_admin_nav nav;
	bool has_owners, is_library, has_waiting, is_part, has_flows, has_done, has_ways;
	struct tpl_list owners; /* view_admin_owner */
	struct str owner, owner_name;
	struct tpl_list waiting; /* view_figure */
	struct tpl_list flows;   /* view_figure, with flow and href only */
	struct str flow;         /* the one that was asked for, or empty */
	struct str counted;
	struct tpl_list done, ways; /* view_figure, view_figure_way */
	const struct view_diagram *diagram;
};

/* admin/migrate */
struct view_move_option {
	struct str value, label;
	bool selected;
};
struct view_move_row {
	struct str html_id, name, title, kind, id, how;
	struct tpl_list options; /* view_move_option */
};
struct view_move_stay {
	struct str reason, n;
	struct tpl_list cases; /* view_link */
	bool more;             /* cases than are named */
};
struct view_migrate {
	struct view_page page;
	struct str back_href, id, title, owner, action;
	bool is_library;
	struct tpl_list places; /* view_link: the municipalities, for a workflow of the library */
	const struct view_notice *notice;
	bool has_errors;
	struct tpl_list errors;          /* form_view_error */
	const struct view_notice *order; /* what came of the latest order, or NULL */
	bool has_stays;
	struct tpl_list stays; /* view_move_stay */
	int64_t rev;
	struct str confirm;            /* label of the button, empty: there is nothing to confirm */
	bool may_order;                /* nothing moves now */
	struct tpl_list from, to;      /* view_move_option: versions */
	struct tpl_list changed, same; /* view_move_row */
	bool has_plan, has_changed, has_same;
	struct str from_name, to_name, same_count;
	int64_t from_version, to_version;
	const struct view_diagram *old, *new;
};

extern const struct tpl_struct view_migrate_desc, view_definitions_desc, view_upload_desc, view_preview_desc,
    view_try_desc, view_versions_desc, view_figures_desc, view_update_desc;

#endif
