/* SPDX-License-Identifier: EUPL-1.2
 * Arbitrary bytes as a diagram: a finding, or a picture that is XML. */
#include "flow/draw/draw.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("fuzz"));
	const struct drawing *g = flow_drawing_read(a, (struct str){ (const char *)data, size }, &d);
	if (g != NULL) {
		const struct draw_mark mark = { g->figures[0].id, true, true, STR_INIT("2 Tage") };
		static const struct xml_limits limits = { .bytes = 64 << 20, .nodes = 4000000, .depth = 8, .attrs = 16 };
		struct buf b = buf_new(a);
		flow_drawing_svg(flow_drawing_mark(a, g, &mark, 1), &b);
		if (xml_parse(a, buf_str(&b), &limits, &d) == NULL)
			abort();
	} else if (d.n_errors == 0) {
		abort();
	}
	arena_free(&a);
	return 0;
}
