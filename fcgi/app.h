/* SPDX-License-Identifier: EUPL-1.2
 * What a process has for its whole life (struct app) and what a handler gets (struct ctx). */
#ifndef OZG_FCGI_APP_H
#define OZG_FCGI_APP_H

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "cases/route.h"
#include "db/db.h"
#include "identity/identity.h"
#include "req.h"
#include "resp.h"

enum pool { POOL_CITIZEN = 1, POOL_OFFICE = 2, POOL_ADMIN = 4, POOL_ALL = 7 };

/* "citizen", "office", "admin". */
const char *pool_name(enum pool pool);

/* Made by main() before the children are forked: const for them but for the connection they open themselves. */
struct app {
	struct arena *arena; /* life of the process */
	struct conf conf;
	enum pool pool;
	const char *conninfo;    /* of the database role of this pool; "" only in tests without database */
	struct log log;          /* its request member changes with each request */
	struct metrics *metrics; /* shared by all children */
	const struct pages *pages;
	struct identity identity;      /* office and admin */
	struct db *db;                 /* each child's own, as is the cache; NULL in the parent */
	struct publish_cache *cache;   /* compiled forms and workflows */
	const struct xml_schema *bpmn; /* admin: what workflows are checked against */
};

#define ROUTER_ARGS_MAX 6

/* One request on its way through a handler. Everything in it lives until the response is sent. */
struct ctx {
	struct app *app;
	struct arena *arena;
	const struct req *req;
	struct resp *resp;
	const struct route *route;
	struct str arg[ROUTER_ARGS_MAX]; /* what the placeholders of the pattern matched, in their order */
	struct str tenant;               /* the municipality of the address (citizen), or of the session (staff) */
	struct str site;                 /* its name */
	const struct session *session;   /* who is signed in; NULL: nobody */
	enum form_lang lang;             /* of the page; staff pages are German */
	struct str csrf;                 /* token for the forms of this page; empty when the route has none */
	struct str about;                /* for the log of a failure: "case/OCH-2026-000123/Task_Pruefung", nothing typed */
	struct places places;            /* for the forms; whether their lookups failed is seen to in dispatch */
	struct str draft;                /* the draft cookie of a route with CSRF_DRAFT: 64 hex digits, a secret */
};

/* Makes the response, or returns false with err, which becomes the error page of that kind. */
typedef bool handler_fn(struct ctx *c, struct err *err);

#endif
