/* SPDX-License-Identifier: EUPL-1.2
 * Imprint, privacy, accessibility: of a municipality, and of the installation as a whole. */
#include "pages.h"
#include "views_citizen.h"

/* The words are those of the catalogue: info.NAME.title and info.NAME.text. */
static bool page_of(struct ctx *c, const char *name)
{
	struct str title = page_text(c, str_fmt(c->arena, "info.%s.title", name).p);
	struct str text = page_text(c, str_fmt(c->arena, "info.%s.text", name).p);
	struct view_info_section section = { .heading = c->site, .paragraphs = page_paragraphs(c->arena, text) };
	struct view_info v = { .page = page_frame(c, title), .sections = { &section, 1 } };
	page_render(c, PAGE_INFO, &v);
	return true;
}

bool page_imprint(struct ctx *c, struct err *err)
{
	(void)err;
	return page_of(c, "imprint");
}

bool page_privacy(struct ctx *c, struct err *err)
{
	(void)err;
	return page_of(c, "privacy");
}

bool page_accessibility(struct ctx *c, struct err *err)
{
	(void)err;
	return page_of(c, "accessibility");
}
