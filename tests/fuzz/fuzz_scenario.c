/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as scenarios of a small form: refused with findings, or played; both are counted. */
#include "form/scenario/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char form[] =
    "<form xmlns='urn:ozg:form:1' id='f' service='99000000000000' flow='f'><title>T</title><page id='p' title='P'>"
    "<group id='g' label='G' max='3'><text id='t' label='T' relevant='$b or $n &gt; 1'/><boolean id='b' label='B'/>"
    "<integer id='n' label='N'/></group><postcode id='plz' label='PLZ'/><place id='ort' label='Ort' postcode='plz'/>"
    "</page></form>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("form.xml")), found = diags_new(a, STR("scenarios.json"));
	struct scenarios *s = form_scenarios_new(a, form_read(a, str_c(form), &d), NULL);
	form_scenarios_run(s, (struct str){ (const char *)data, size }, (struct pos){ 1, 1 }, &found);
	const struct scenario_report r = form_scenarios_report(s);
	if ((r.failed > 0) != (found.n_errors > 0) || r.branches_seen > r.branches || r.rules_tried > r.rules)
		abort();
	for (size_t i = 0; i < r.n_gaps; i++)
		form_scenario_gap_text(a, &r.gaps[i]);
	arena_free(&a);
	return 0;
}
