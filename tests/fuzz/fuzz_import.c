/* SPDX-License-Identifier: EUPL-1.2
 * Arbitrary bytes as a workflow of another engine, as a JUEL condition, as an XProzess archive: what comes out is XML
 * again, and what is refused has a finding. Text that begins with "<" is a file, with "PK" an archive, else a
 * condition. */
#include "flow/flow.h"
#include "flow/import/import.h"
#include "xml/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char before[] =
    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:c='http://camunda.org/schema/1.0/bpmn'>"
    "<process id='p' isExecutable='true'><startEvent id='S'/><exclusiveGateway id='X' default='h'/><endEvent id='A'/>"
    "<endEvent id='B'/><sequenceFlow id='f' sourceRef='S' targetRef='X'/><sequenceFlow id='h' sourceRef='X' "
    "targetRef='B'/><sequenceFlow id='g' sourceRef='X' targetRef='A'><conditionExpression><![CDATA[";
static const char after[] = "]]></conditionExpression></sequenceFlow></process></definitions>";

/* A condition that was translated is one of ours: only what is in the text of a literal may still be refused. */
static void try_file(struct arena *a, struct str source)
{
	struct diags d = diags_new(a, STR("fuzz")), after_it = diags_new(a, STR("fuzz"));
	struct buf out = buf_new(a);
	const struct flow_options all = { .can = FLOW_CAN_ALL };
	if (!flow_import(a, source, &out, &d)) {
		if (d.n_errors == 0)
			abort();
		return;
	}
	static const struct xml_limits limits = { .bytes = 32 << 20, .nodes = 400000, .depth = 70, .attrs = 200 };
	if (xml_parse(a, buf_str(&out), &limits, &after_it) == NULL)
		abort();
	flow_read_with(a, buf_str(&out), &all, &after_it);
}

static void base64(struct buf *b, struct str s)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < s.n; i += 3) {
		unsigned v = 0;
		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (i + k < s.n ? (unsigned char)s.p[i + k] : 0U);
		for (size_t k = 0; k < 4; k++)
			buf_add_char(b, i + k > s.n ? '=' : alphabet[v >> (18 - 6 * k) & 63]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str input = { (const char *)data, size };
	struct buf b = buf_new(a);
	if (str_starts(input, STR("PK"))) {
		buf_add_c(&b, "<x:e xmlns:x='http://www.regierung-mv.de/xprozess/2'><x:prozessmodelldatei><x:inhalt>");
		base64(&b, input);
		buf_add_c(&b, "</x:inhalt></x:prozessmodelldatei></x:e>");
		try_file(a, buf_str(&b));
	} else if (str_starts(input, STR("<"))) {
		try_file(a, input);
	} else if (str_find_str(input, STR("]]>")) < 0) {
		buf_add_c(&b, before);
		buf_add(&b, input);
		buf_add_c(&b, after);
		try_file(a, buf_str(&b));
	}
	arena_free(&a);
	return 0;
}
