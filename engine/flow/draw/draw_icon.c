/* SPDX-License-Identifier: EUPL-1.2
 * The signs of BPMN: what kind of task, event or gateway something is. */
#include "flow/draw/draw_plan.h"

#include <stdio.h>

/* Each in a square of 100: M, L and C with absolute numbers, Z. */
static const struct {
	const char *name, *d;
} icons[] = {
	{ "message", "M10 22L90 22L90 78L10 78Z M10 22L50 54L90 22" },
	{ "message-filled", "M10 20L90 20L50 50Z M10 28L50 58L90 28L90 80L10 80Z" },
	{ "timer",
	    "M50 5C75 5 95 25 95 50C95 75 75 95 50 95C25 95 5 75 5 50C5 25 25 5 50 5Z M50 5L50 16M50 95L50 84M5 50L16 "
	    "50M95 50L84 50M58 20L50 50L75 56" },
	{ "error", "M12 88L36 18L60 62L86 12L64 84L40 44Z" },
	{ "escalation", "M50 8L84 88L50 56L16 88Z" },
	{ "signal", "M50 10L92 84L8 84Z" },
	{ "conditional", "M20 8L80 8L80 92L20 92Z M30 26L70 26M30 42L70 42M30 58L70 58M30 74L70 74" },
	{ "link", "M8 36L56 36L56 18L92 50L56 82L56 64L8 64Z" },
	{ "compensate", "M50 22L50 78L12 50Z M90 22L90 78L52 50Z" },
	{ "cancel", "M22 10L50 38L78 10L90 22L62 50L90 78L78 90L50 62L22 90L10 78L38 50L10 22Z" },
	{ "terminate", "M50 8C73 8 92 27 92 50C92 73 73 92 50 92C27 92 8 73 8 50C8 27 27 8 50 8Z" },
	{ "multiple", "M50 8L92 40L76 90L24 90L8 40Z" },
	{ "parallel-multiple", "M38 10L62 10L62 38L90 38L90 62L62 62L62 90L38 90L38 62L10 62L10 38L38 38Z" },
	{ "exclusive", "M20 10L50 42L80 10L90 20L58 50L90 80L80 90L50 58L20 90L10 80L42 50L10 20Z" },
	{ "parallel", "M43 8L57 8L57 43L92 43L92 57L57 57L57 92L43 92L43 57L8 57L8 43L43 43Z" },
	{ "inclusive", "M50 8C73 8 92 27 92 50C92 73 73 92 50 92C27 92 8 73 8 50C8 27 27 8 50 8Z" },
	{ "complex",
	    "M44 6L56 6L56 38L76 16L84 24L62 44L94 44L94 56L62 56L84 76L76 84L56 62L56 94L44 94L44 62L24 84L16 76L38 "
	    "56L6 56L6 44L38 44L16 24L24 16L44 38Z" },
	{ "user",
	    "M50 6C64 6 72 18 72 32C72 46 64 56 50 56C36 56 28 46 28 32C28 18 36 6 50 6Z M8 94C8 70 24 58 36 54L50 64L64 "
	    "54C76 58 92 70 92 94Z" },
	{ "service",
	    "M42 6L58 6L60 20L70 25L82 16L92 28L82 38L84 46L96 50L94 64L82 64L76 72L82 84L70 92L60 82L52 84L48 96L34 "
	    "94L34 82L26 76L14 82L6 70L16 60L14 52L4 46L8 32L20 34L27 26L22 14L34 8L40 18Z M50 34C60 34 66 42 66 50C66 58 "
	    "60 66 50 66C40 66 34 58 34 50C34 42 40 34 50 34Z" },
	{ "manual",
	    "M6 34L40 18L62 18C70 18 70 30 62 30L44 30M48 30L90 30C97 30 97 42 90 42L54 42M90 42C97 42 97 54 88 54L54 "
	    "54M86 54C93 54 93 66 84 66L54 66M80 66C87 66 87 78 78 78L30 78C18 78 6 70 6 58Z" },
	{ "script",
	    "M26 6L92 6C76 24 70 34 82 50C94 66 90 80 74 94L8 94C24 80 28 66 16 50C4 34 10 24 26 6Z M28 26L66 26M24 "
	    "42L68 42M32 58L76 58M34 74L74 74" },
	{ "rule", "M6 14L94 14L94 86L6 86Z M6 36L94 36M6 61L94 61M34 36L34 86M6 20L94 20M6 27L94 27" },
	{ "loop", "M36 88C10 78 6 44 28 24C48 6 84 16 90 44C94 64 84 82 64 90M36 62L36 90L8 90" },
	{ "many", "M22 10L22 90M50 10L50 90M78 10L78 90" },
	{ "one-by-one", "M10 22L90 22M10 50L90 50M10 78L90 78" },
	{ "adhoc", "M8 62C14 30 36 26 50 46C64 66 78 60 92 38C88 72 64 80 50 62C36 44 20 46 8 62Z" },
	{ "plus", "M4 4L96 4L96 96L4 96Z M50 20L50 80M20 50L80 50" },
	{ "arrow", "M8 38L56 38L56 20L92 50L56 80L56 62L8 62Z" },
};

/* The numbers of d, put where they belong. */
static void add(struct buf *out, const char *d, double x, double y, double scale)
{
	bool is_y = false;
	while (*d != '\0') {
		if (*d >= '0' && *d <= '9') {
			char *end;
			double v = strtod(d, &end);
			buf_add_fmt(out, "%.1f", v * scale + (is_y ? y : x));
			is_y = !is_y;
			d = end;
		} else {
			buf_add_char(out, *d++);
		}
	}
}

void pen_icon(struct pen *p, const char *name, const char *look, double x, double y, double size)
{
	for (size_t i = 0; i < sizeof icons / sizeof *icons; i++)
		if (strcmp(icons[i].name, name) == 0) {
			add(&p->d, icons[i].d, x, y, size / 100);
			pen_done(p, look);
			return;
		}
}
