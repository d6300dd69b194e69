/* SPDX-License-Identifier: EUPL-1.2
 * Diagrams: everything named is in the picture, nothing from outside becomes markup, no number runs away; and every
 * file of the corpus that has something to draw is drawn. */
#include "test.h"

#include "base/file.h"
#include "flow/draw/draw.h"

#include <ftw.h>
#include <string.h>

#define BPMN "http://www.omg.org/spec/BPMN/20100524/MODEL"
#define HEAD                                                                                                           \
	"<definitions xmlns='" BPMN "' xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI' "                           \
	"xmlns:dc='http://www.omg.org/spec/DD/20100524/DC' xmlns:di='http://www.omg.org/spec/DD/20100524/DI'>"

static char *below(const char *rest)
{
	static char path[512];
	const char *top = getenv("TOP_SRCDIR");
	snprintf(path, sizeof path, "%s/%s", top == NULL ? "." : top, rest);
	return path;
}

static struct str svg_of(struct arena *a, const struct drawing *g)
{
	struct buf b = buf_new(a);
	flow_drawing_svg(g, &b);
	return buf_str(&b);
}

static bool has(struct str text, const char *part)
{
	return str_find_str(text, str_c(part)) >= 0;
}

static const struct drawing *drawn(struct arena *a, struct str source)
{
	struct diags d = diags_new(a, STR("test"));
	const struct drawing *g = flow_drawing_read(a, source, &d);
	if (g == NULL) {
		struct buf b = buf_new(a);
		diags_print(&d, &b);
		fail_msg("%.*s", STR_ARG(buf_str(&b)));
	}
	return g;
}

/* What we write is XML, has no script and no style, and only numbers where numbers belong. */
static void must_be_svg(struct arena *a, const struct drawing *g)
{
	struct str svg = svg_of(a, g);
	struct diags d = diags_new(a, STR("svg"));
	static const struct xml_limits limits = { .bytes = 64 << 20, .nodes = 4000000, .depth = 8, .attrs = 16 };
	const struct xml_node *root = xml_parse(a, svg, &limits, &d);
	assert_non_null(root);
	assert_true(xml_is(root, "http://www.w3.org/2000/svg", "svg"));
	for (const struct xml_node *f = root->first; f != NULL; f = f->next)
		for (const struct xml_node *x = f->first; x != NULL; x = x->next) {
			assert_true(str_eq_c(x->name, "title") || str_eq_c(x->name, "path") || str_eq_c(x->name, "text"));
			struct str path = xml_attr_value(x, "d");
			for (size_t i = 0; i < path.n; i++)
				assert_non_null(strchr("MLCZacvh0123456789.- ", path.p[i]));
		}
	assert_false(has(svg, " style="));
	assert_false(has(svg, "<script"));
}

static const struct draw_figure *figure(const struct drawing *g, const char *id)
{
	for (size_t i = 0; i < g->n_figures; i++)
		if (str_eq_c(g->figures[i].id, id))
			return &g->figures[i];
	fail_msg("%s is not in the picture", id);
	return NULL;
}

static void own_workflow(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str source;
	struct err err;
	assert_true(file_read(a, below("workflows/hundesteuer.bpmn"), 1 << 20, &source, &err));
	const struct drawing *g = drawn(a, source);
	assert_false(g->arranged);
	assert_str(g->title, "Anmeldung zur Hundesteuer");
	assert_str(figure(g, "Task_Pruefung")->title, "Formale Prüfung (Aufgabe)");
	assert_str(figure(g, "Flow_Ablehnen")->title, "ablehnen: Weg von „Wie entschieden?“ zu „Ablehnung mitteilen“");
	const struct draw_mark marks[] = { { STR_INIT("Task_Entscheidung"), true, true, STR_INIT("") },
		{ STR_INIT("Task_Pruefung"), true, false, STR_INIT("2 Tage") },
		{ STR_INIT("gibt-es-nicht"), true, false, STR_INIT("") } };
	const struct drawing *m = flow_drawing_mark(a, g, marks, 3);
	assert_str(figure(m, "Task_Entscheidung")->title, "Entscheidung (Aufgabe) – hier steht der Vorgang");
	assert_str(figure(m, "Task_Pruefung")->title, "Formale Prüfung (Aufgabe) – erledigt, 2 Tage");
	assert_true(figure(m, "Task_Pruefung")->passed);
	assert_false(figure(g, "Task_Pruefung")->passed);
	assert_true(has(svg_of(a, m), ">2 Tage</text>"));
	must_be_svg(a, m);
	arena_free(&a);
}

static void hostile(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	static const char source[] = HEAD
	    "<process id='p' name='&lt;/title>&lt;script>alert(1)&lt;/script>'>"
	    "<task id='t' name='\"/>&lt;script>x&lt;/script>&amp;#x202e;'/><task id='u'/><endEvent id='e' name='ende'/>"
	    "<sequenceFlow id='f' sourceRef='t' targetRef='nobody'/></process>"
	    "<bpmndi:BPMNDiagram><bpmndi:BPMNPlane>"
	    "<bpmndi:BPMNShape bpmnElement='t'><dc:Bounds x='1e300' y='-1e300' width='1e300' "
	    "height='nan'/></bpmndi:BPMNShape>"
	    "<bpmndi:BPMNShape bpmnElement='t'><dc:Bounds x='1e300' y='-inf' width='1e300' "
	    "height='99999999999'/></bpmndi:BPMNShape>"
	    "<bpmndi:BPMNShape bpmnElement='u'><dc:Bounds x='x' y='' width='1' height='0.001'/></bpmndi:BPMNShape>"
	    "<bpmndi:BPMNShape bpmnElement='e'><dc:Bounds x='0' y='0' width='-5' height='5'/></bpmndi:BPMNShape>"
	    "<bpmndi:BPMNShape bpmnElement='gone'><dc:Bounds x='0' y='0' width='5' height='5'/></bpmndi:BPMNShape>"
	    "<bpmndi:BPMNEdge bpmnElement='f'><di:waypoint x='0' y='0'/><di:waypoint x='0' y='0'/></bpmndi:BPMNEdge>"
	    "<bpmndi:BPMNEdge bpmnElement='t'><di:waypoint x='0' y='0'/></bpmndi:BPMNEdge>"
	    "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>";
	const struct drawing *g = drawn(a, str_c(source));
	must_be_svg(a, g);
	assert_int_equal(g->n_figures, 3);
	assert_true(g->width < 400000 && g->height < 400000);
	arena_free(&a);
}

static void nothing_to_draw(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("test"));
	assert_null(flow_drawing_read(a, STR("<definitions xmlns='" BPMN "'><process id='p'/></definitions>"), &d));
	assert_string_equal(d.list[0].code, "nothing-to-draw");
	assert_null(flow_drawing_read(a, STR("<html/>"), &d));
	assert_string_equal(d.list[1].code, "not-bpmn");
	arena_free(&a);
}

/* Without DI, and of any size: columns follow the longest way, and time does not explode. */
static void arranged(void **state)
{
	(void)state;
	enum { NODES = 50000 };
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	buf_add_c(&b, HEAD "<process id='p'>");
	for (int i = 0; i < NODES; i++)
		buf_add_fmt(&b, "<task id='t%d'/>", i);
	for (int i = 0; i + 1 < NODES; i++)
		buf_add_fmt(&b, "<sequenceFlow id='f%d' sourceRef='t%d' targetRef='t%d'/>", i, i, i % 3 == 0 ? i / 2 : i + 1);
	buf_add_c(&b, "</process></definitions>");
	const struct drawing *g = drawn(a, buf_str(&b));
	assert_true(g->arranged);
	assert_true(figure(g, "t1")->x < figure(g, "t2")->x);
	assert_int_equal(g->n_figures, NODES + NODES - 1 - 1); /* t0 leads to itself: that has no room */
	arena_free(&a);
}

/* ---- the corpus ---- */

static size_t n_files, n_drawn;

static int one_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)ftw;
	size_t n = strlen(path);
	if (type != FTW_F || n < 5 || strcmp(path + n - 5, ".bpmn") != 0)
		return 0;
	struct arena *a = arena_new();
	struct str source;
	struct err err;
	struct diags d = diags_new(a, str_c(path));
	assert_true(file_read(a, path, 8 << 20, &source, &err));
	const struct drawing *g = flow_drawing_read(a, source, &d);
	bool real = strstr(path, "/miwg/") != NULL || strstr(path, "/gov-") != NULL;
	n_files++;
	if (g != NULL) {
		n_drawn++;
		must_be_svg(a, g);
	}
	if (real && (g == NULL || g->arranged))
		fail_msg("not drawn: %s", path);
	arena_free(&a);
	return 0;
}

static void corpus(void **state)
{
	(void)state;
	enum { FILES = 16, UNDRAWN = 6 }; /* constraint models with nothing but a note or a message */
	if (nftw(below("../shared/corpora/bpmn/data"), one_file, FILES, FTW_PHYS) != 0 || n_files == 0)
		skip();
	assert_true(n_files - n_drawn <= UNDRAWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_workflow),
		cmocka_unit_test(hostile),
		cmocka_unit_test(nothing_to_draw),
		cmocka_unit_test(arranged),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
