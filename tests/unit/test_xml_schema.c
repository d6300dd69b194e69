/* SPDX-License-Identifier: EUPL-1.2
 * A schema of two files, what it refuses, and what a schema may not refer to. */
#include "test.h"

#include "xml/xml.h"

#include <unistd.h>

static char folder[] = "/tmp/test_xml_schema.XXXXXX";

static struct str path_of(struct arena *a, const char *name)
{
	return str_fmt(a, "%s/%s", folder, name);
}

static void write_file(struct arena *a, const char *name, const char *text)
{
	FILE *f = fopen(path_of(a, name).p, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

#define SCHEMA(body)                                                                                                   \
	"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:a' xmlns:b='urn:b' targetNamespace='urn:a' "    \
	"elementFormDefault='qualified'>" body "</xs:schema>"

static const char *const files[][2] = {
	{ "a.xsd", SCHEMA("<xs:import namespace='urn:b' schemaLocation='b.xsd'/>"
	                  "<xs:element name='dog'><xs:complexType><xs:sequence>"
	                  "<xs:element name='name' type='b:short'/><xs:element name='age' type='xs:integer' minOccurs='0'/>"
	                  "</xs:sequence><xs:attribute name='tax' use='required'/></xs:complexType></xs:element>") },
	{ "b.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:b'>"
	           "<xs:simpleType name='short'><xs:restriction base='xs:string'><xs:maxLength value='5'/>"
	           "</xs:restriction></xs:simpleType></xs:schema>" },
	{ "up.xsd", SCHEMA("<xs:include schemaLocation='../a.xsd'/>") },
	{ "net.xsd", SCHEMA("<xs:import namespace='urn:b' schemaLocation='http://127.0.0.1:1/b.xsd'/>") },
	{ "deep.xsd", SCHEMA("<xs:include schemaLocation='up.xsd'/>") },
	{ "dtd.xsd", "<!DOCTYPE x [<!ENTITY y SYSTEM '/etc/passwd'>]>" SCHEMA("") },
	{ "bad.xsd", SCHEMA("<xs:element name='dog' type='unknown'/>") },
	{ "none.xsd", "<dog/>" },
};

static int make_files(void **state)
{
	struct arena *a = arena_new();
	*state = a;
	if (mkdtemp(folder) == NULL)
		return -1;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		write_file(a, files[i][0], files[i][1]);
	return 0;
}

static int remove_files(void **state)
{
	struct arena *a = *state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlink(path_of(a, files[i][0]).p);
	arena_free(&a);
	return rmdir(folder);
}

static void violations_have_line_and_sentence(void **state)
{
	struct arena *a = *state;
	struct err err = { .kind = ERR_NONE };
	const struct xml_schema *s = xml_schema_load(a, path_of(a, "a.xsd").p, &err);
	if (s == NULL)
		fail_msg("%s", err.text);
	static const struct {
		const char *source;
		unsigned line;
		const char *part; /* NULL: valid */
	} cases[] = {
		{ "<dog xmlns='urn:a' tax='1'><name>Bello</name><age>3</age></dog>", 0, NULL },
		{ "<cat xmlns='urn:a'/>", 1, "„cat“ ist dem Schema als äußerstes Element nicht bekannt" },
		{ "<dog xmlns='urn:a'>\n<name>Bello</name></dog>", 1, "„dog“ braucht ein weiteres Attribut" },
		{ "<dog xmlns='urn:a' tax='1' x='2'>\n<name>Bello</name></dog>", 1, "„dog“ darf dieses Attribut nicht" },
		{ "<dog xmlns='urn:a' tax='1'>\n\n</dog>", 1, "„dog“ ist unvollständig" },
		{ "<dog xmlns='urn:a' tax='1'>\n<tail/></dog>", 2,
		    "„tail“ darf an dieser Stelle nicht stehen (Schema: Element 'tail'" },
		{ "<dog xmlns='urn:a' tax='1'>\n<name>Bellissimo</name></dog>", 2, "„name“ hat einen Wert" },
		{ "<dog xmlns='urn:a' tax='1'>\n<name>B</name>\n<age>x</age></dog>", 3, "„age“ hat einen Wert" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct diags d = diags_new(a, STR("t.xml"));
		xml_schema_check(s, str_c(cases[i].source), &d);
		if (cases[i].part == NULL) {
			assert_int_equal(d.n, 0);
			continue;
		}
		assert_true(d.n > 0);
		assert_int_equal(d.list[0].pos.line, cases[i].line);
		if (str_find_str(d.list[0].text, str_c(cases[i].part)) < 0)
			fail_msg("%.*s", STR_ARG(d.list[0].text));
	}
}

static void schema_stays_in_its_folder(void **state)
{
	struct arena *a = *state;
	static const char *const bad[][2] = {
		{ "up.xsd", "desselben Ordners" },
		{ "net.xsd", "desselben Ordners" },
		{ "deep.xsd", "desselben Ordners" },
		{ "dtd.xsd", "DTD" },
		{ "bad.xsd", "fehlerhaft" },
		{ "none.xsd", "kein XML-Schema" },
		{ "nothing.xsd", "nothing.xsd" },
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err err = { .kind = ERR_NONE };
		assert_null(xml_schema_load(a, path_of(a, bad[i][0]).p, &err));
		assert_int_not_equal(err.kind, ERR_NONE);
		if (strstr(err.text, bad[i][1]) == NULL)
			fail_msg("%s: %s", bad[i][0], err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(violations_have_line_and_sentence),
		cmocka_unit_test(schema_stays_in_its_folder),
	};
	return cmocka_run_group_tests(tests, make_files, remove_files);
}
