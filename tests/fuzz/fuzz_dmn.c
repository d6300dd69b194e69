/* SPDX-License-Identifier: EUPL-1.2
 * Arbitrary bytes as a DMN file and as inputs: every answer is a finding, an error or a value. An input is the file,
 * then a NUL byte and JSON; text that does not begin with "<" is a cell of a small good table instead, and an
 * expression. */
#include "dmn/dmn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char head[] =
    "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' name='t'><inputData id='n' name='n'><variable "
    "name='n' typeRef='number'/></inputData><inputData id='t' name='ein Text'><variable name='ein Text' "
    "typeRef='string'/>"
    "</inputData><decision id='k' name='k'><informationRequirement><requiredInput href='#n'/></informationRequirement>"
    "<informationRequirement><requiredInput href='#t'/></informationRequirement>";
static const char table[] =
    "<decisionTable hitPolicy='COLLECT'><input><inputExpression><text>n</text></inputExpression>"
    "</input><output/><rule><inputEntry><text><![CDATA[";

static void try_file(struct arena *a, struct str source, const json_t *inputs)
{
	struct diags d = diags_new(a, STR("fuzz"));
	const struct dmn *m = dmn_read(a, source, &d);
	const struct dmn_decision *const *list;
	size_t n = m == NULL ? 0 : dmn_decisions(m, &list);
	if ((m == NULL) != (d.n_errors > 0))
		abort();
	for (size_t i = 0; i < n && i < 20; i++) {
		json_t *out;
		struct err err = { ERR_NONE, "" };
		if (dmn_eval(a, list[i], inputs, (struct date){ 20000 }, &out, &err))
			json_decref(out);
		else if (err.kind != ERR_INPUT)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str rest = { (const char *)data, size }, source = STR(""), text = STR("");
	str_next(&rest, '\0', &source);
	str_next(&rest, '\0', &text);
	json_t *given = json_loadb(text.n == 0 ? "" : text.p, text.n, 0, NULL);
	json_t *inputs = json_is_object(given) ? json_incref(given) : json_pack("{s:i, s:s}", "n", 5, "ein Text", "Dogge");
	if (source.n > 0 && source.p[0] == '<') {
		try_file(a, source, inputs);
	} else if (str_find_str(source, STR("]]>")) < 0) {
		try_file(a,
		    str_fmt(a,
		        "%s%s%.*s]]></text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>"
		        "</decision></definitions>",
		        head, table, STR_ARG(source)),
		    inputs);
		try_file(a,
		    str_fmt(a,
		        "%s<literalExpression><text><![CDATA[%.*s]]></text></literalExpression></decision></definitions>", head,
		        STR_ARG(source)),
		    inputs);
	}
	json_decref(inputs);
	json_decref(given);
	arena_free(&a);
	return 0;
}
