/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as the translations of a form: findings, or a form that is good, and whose catalogue says it again. */
#include "form/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char form[] = "<form xmlns=\"urn:ozg:form:1\" id=\"f\"><title>Titel</title><page id=\"p\" title=\"Seite\">"
                           "<text id=\"a\" label=\"Name\" hint=\"Name\"/><choice id=\"c\" label=\"Art\">"
                           "<code value=\"1\">eins</code></choice></page></form>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("form.xml")), po_d = diags_new(a, STR("fuzz.po"));
	struct buf out = buf_new(a), first = buf_new(a), second = buf_new(a), again = buf_new(a);
	struct str po = { (const char *)data, size };
	if (form_po_import(str_c(form), po, FORM_EN, &out, &d, &po_d)) {
		if (!form_po_export(buf_str(&out), FORM_EN, &first, &d) ||
		    !form_po_import(buf_str(&out), buf_str(&first), FORM_DE, &again, &d, &po_d) ||
		    !form_po_export(buf_str(&again), FORM_EN, &second, &d) || !str_eq(buf_str(&first), buf_str(&second)))
			abort();
	} else if (po_d.n_errors + d.n_errors == 0) {
		abort();
	}
	arena_free(&a);
	return 0;
}
