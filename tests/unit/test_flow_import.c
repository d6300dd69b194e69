/* SPDX-License-Identifier: EUPL-1.2
 * Workflows of other engines: expressions one by one, a whole file against tests/golden/flow-import (written anew with
 * OZG_WRITE_GOLDEN), every file of administrations in ../shared/corpora, hostile archives. */
#include "test.h"

#include "base/file.h"
#include "flow/flow.h"
#include "flow/import/import.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <sys/stat.h>

#define BPMN "http://www.omg.org/spec/BPMN/20100524/MODEL"

static const char *top(void)
{
	const char *dir = getenv("TOP_SRCDIR");
	return dir == NULL ? "." : dir;
}

/* The condition as the import writes it, with the types of variables behind; or the first error. */
static struct str condition(struct arena *a, const char *juel)
{
	struct diags d = diags_new(a, STR("t"));
	struct buf source = buf_new(a), out = buf_new(a), got = buf_new(a);
	buf_add_c(&source,
	    "<definitions xmlns='" BPMN "' xmlns:camunda='http://camunda.org/schema/1.0/bpmn'>"
	    "<process id='p' isExecutable='true'><startEvent id='S'/><exclusiveGateway id='X' default='h'/>"
	    "<endEvent id='A'/><endEvent id='B'/><sequenceFlow id='f' sourceRef='S' targetRef='X'/>"
	    "<sequenceFlow id='h' sourceRef='X' targetRef='B'/><sequenceFlow id='g' sourceRef='X' targetRef='A'>"
	    "<conditionExpression>\n<![CDATA[");
	buf_add_c(&source, juel);
	buf_add_c(&source, "]]></conditionExpression></sequenceFlow></process></definitions>");
	assert_true(flow_import(a, buf_str(&source), &out, &d));
	for (size_t i = 0; i < d.n; i++)
		if (d.list[i].level == DIAG_ERROR)
			return str_fmt(a, "%u:%u %.*s", d.list[i].pos.line, d.list[i].pos.col, STR_ARG(d.list[i].text));
	struct diags d2 = diags_new(a, STR("t"));
	const struct flow_options all = { .can = FLOW_CAN_ALL };
	const struct flow *f = flow_read_with(a, buf_str(&out), &all, &d2);
	if (f == NULL)
		fail_msg("%s: %.*s\n%.*s", juel, STR_ARG(d2.list[0].text), STR_ARG(buf_str(&out)));
	const struct flow_view_step *steps;
	const struct flow_var *vars;
	size_t n = flow_view(a, f, &steps), n_vars = flow_vars(f, &vars);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < steps[i].n_ways; k++)
			buf_add(&got, steps[i].ways[k].condition);
	for (size_t i = 0; i < n_vars; i++)
		buf_add_fmt(&got, "%s%.*s:%c", i == 0 ? " | " : " ", STR_ARG(vars[i].name), "?tbndc"[vars[i].type]);
	return buf_str(&got);
}

static void expressions(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "${x == 'a'}", "$x = 'a' | x:t" },
		{ "#{x != \"it's\"}", "$x != \"it's\" | x:t" },
		{ "${betrag > 1000.5 && eilig}", "($betrag > 1000.5) and $eilig | betrag:n eilig:b" },
		{ "${!eilig || a + b * 2 <= c}", "not($eilig) or (($a + ($b * 2)) <= $c) | eilig:b a:n b:n c:n" },
		{ "${isFormValid == true}", "$isFormValid = true() | isFormValid:b" },
		{ "${x == null}", "is-empty($x) | x:t" },
		{ "${null != x and not empty y}", "exists($x) and not(is-empty($y)) | x:t y:t" },
		{ "${order.amount ge 5}", "$order.amount >= 5 | order.amount:n" },
		{ "${daten['betrag'] lt 5}", "$daten.betrag < 5 | daten.betrag:n" },
		{ "${x.equals('a')}", "$x = 'a' | x:t" },
		{ "${x.startsWith('a') or x.contains('b')}", "starts-with($x, 'a') or contains($x, 'b') | x:t" },
		{ "${execution.getVariable('x') == 1}", "$x = 1 | x:n" },
		{ "${execution.hasVariable(\"x\") ? execution.getVariable(\"y\") : z}",
		    "if(exists($x), $y, $z) | x:t y:b z:b" },
		{ "${var:equals(x, 'ja')}", "$x = 'ja' | x:t" },
		{ "${variables:gt(x, 7)}", "$x > 7 | x:n" },
		{ "${x % 2 == 0}", "($x mod 2) = 0 | x:n" },
		{ "${-x < 3}", "-($x) < 3 | x:n" },
		{ "${name.length() > 3}", "string-length($name) > 3 | name:t" },
		/* refused, at the piece */
		{ "${user.ou(x) == 'a'}", "2:12 „user.ou(x)“ lässt sich nicht nach XPath übersetzen: diese Methode ruft "
		                          "Programmcode auf. Legen Sie das "
		                          "Ergebnis vorher in eine Variable." },
		{ "${x == 'a}", "2:17 „'a“ lässt sich nicht nach XPath übersetzen: dem Text fehlt das schließende "
		                "Anführungszeichen." },
		{ "${var:equals(x, 'ja'}",
		    "2:30 „var:equals(x, 'ja'“ lässt sich nicht nach XPath übersetzen: hier fehlt eine schließende Klammer." },
		{ "${x == }", "2:17 „x ==“ lässt sich nicht nach XPath übersetzen: hier fehlt noch etwas." },
		{ "${a b}", "2:14 „b“ lässt sich nicht nach XPath übersetzen: ab hier ist der Ausdruck nicht zu verstehen." },
		{ "${execution.processInstanceId == 'a'}", "2:12 „execution.processInstanceId“ lässt sich nicht nach XPath "
		                                           "übersetzen: Angaben über den Vorgang selbst "
		                                           "(execution) gibt es in Ausdrücken nicht." },
		{ "${a} und ${b}", "2:10 „${a} und ${b}“ lässt sich nicht nach XPath übersetzen: Erwartet wird ein einziger "
		                   "Ausdruck ${…}, der mit } endet." },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new();
		struct str got = condition(a, cases[i][0]);
		if (!str_eq_c(got, cases[i][1]))
			fail_msg("%s\n got %.*s\nwant %s", cases[i][0], STR_ARG(got), cases[i][1]);
		arena_free(&a);
	}
}

static void against_file(struct arena *a, const char *path, struct str got)
{
	struct str want = STR("");
	struct err err;
	if (getenv("OZG_WRITE_GOLDEN") != NULL) {
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(got.p, 1, got.n, f), got.n);
		assert_int_equal(fclose(f), 0);
	}
	if (!file_read(a, path, 1 << 20, &want, &err) || !str_eq(got, want))
		fail_msg("%s: got\n%.*s", path, STR_ARG(got));
}

static void a_file_of_camunda(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *dir = str_fmt(a, "%s/tests/golden/flow-import", top()).p;
	struct str source;
	struct err err;
	struct diags d = diags_new(a, STR("camunda.bpmn"));
	struct buf out = buf_new(a), found = buf_new(a);
	assert_true(file_read(a, str_fmt(a, "%s/camunda.bpmn", dir).p, 1 << 20, &source, &err));
	assert_true(flow_import_needed(source));
	assert_true(flow_import(a, source, &out, &d));
	diags_print(&d, &found);
	against_file(a, str_fmt(a, "%s/camunda.txt", dir).p, buf_str(&found));
	against_file(a, str_fmt(a, "%s/camunda.out.bpmn", dir).p, buf_str(&out));
	arena_free(&a);
}

/* What there is nothing to do about is written as it was. */
static void nothing_else_changes(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str source =
	    STR("<?xml version='1.0'?>\n<!-- a --><definitions\txmlns='" BPMN "' xmlns:ozg='urn:ozg:flow:1' "
	        "xmlns:x='urn:x'>\r\n  <process id='p' isExecutable = 'true'><extensionElements ><x:y  z='&#228;'/>"
	        "<ozg:variable name='v' type='text'/></extensionElements><startEvent id='S' x:attr=\"'\"/>"
	        "<sequenceFlow id='f' sourceRef='S' targetRef='E'/><endEvent id='E'></endEvent   ></process>"
	        "<?pi x?></definitions>\n\n");
	struct diags d = diags_new(a, STR("t"));
	struct buf out = buf_new(a);
	assert_true(flow_import(a, source, &out, &d));
	assert_int_equal(d.n, 0);
	assert_true(str_eq(buf_str(&out), source));
	arena_free(&a);
}

/* ---- files of administrations ---- */

struct tally {
	unsigned files, clean, refused, todo;
};

static void import_file(const char *path, struct tally *t)
{
	struct arena *a = arena_new();
	struct str source;
	struct err err;
	struct diags d = diags_new(a, str_c(path));
	struct buf out = buf_new(a);
	if (!file_read(a, path, 64 << 20, &source, &err))
		fail_msg("%s", err.text);
	t->files++;
	bool read = flow_import(a, source, &out, &d);
	unsigned todo = 0;
	for (size_t i = 0; i < d.n; i++)
		todo += d.list[i].level == DIAG_WARNING;
	const struct flow_options all = { .can = FLOW_CAN_ALL };
	const struct flow *f = read ? flow_read_with(a, buf_str(&out), &all, &d) : NULL;
	if (read) { /* what was imported stays as it is */
		struct diags again = diags_new(a, STR("again"));
		struct buf twice = buf_new(a);
		assert_true(flow_import(a, buf_str(&out), &twice, &again));
		if (!str_eq(buf_str(&twice), buf_str(&out)))
			fail_msg("%s", path);
	}
	t->todo += todo;
	t->clean += f != NULL;
	t->refused += f == NULL;
	for (size_t i = 0; i < d.n; i++) { /* each with its place and a sentence */
		assert_true(d.list[i].pos.line > 0 && d.list[i].text.n > 20);
		if (f == NULL && d.list[i].level == DIAG_ERROR)
			printf("# %s:%u: %.*s\n", strrchr(path, '/') + 1, d.list[i].pos.line, STR_ARG(d.list[i].text));
	}
	assert_true(f != NULL || d.n_errors > 0);
	arena_free(&a);
}

static void import_folder(const char *dir, struct tally *t)
{
	struct dirent **list;
	int n = scandir(dir, &list, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		struct arena *a = arena_new();
		struct stat st;
		struct str name = str_c(list[i]->d_name);
		const char *path = str_fmt(a, "%s/%s", dir, list[i]->d_name).p;
		if (name.p[0] != '.' && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
			import_folder(path, t);
		else if (str_ends(name, STR(".bpmn")) || str_ends(name, STR(".bpmn20.xml")) ||
		         str_ends(name, STR(".xprozess.xml")))
			import_file(path, t);
		arena_free(&a);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

static void files_of_administrations(void **state)
{
	(void)state;
	static const char *const folders[] = { "bpmn/data/gov-munich-digiwf-2024", "bpmn/data/gov-munich-digiwf-core",
		"bpmn/data/gov-munich-digiwf-cocreation", "bpmn/data/gov-ozghub", "bpmn/data/operaton", "xprozess" };
	struct tally sum = { 0, 0, 0, 0 };
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		struct tally t = { 0, 0, 0, 0 };
		import_folder(str_fmt(a, "%s/../shared/corpora/%s", top(), folders[i]).p, &t);
		printf("# %s: %u files, %u import clean, %u refused with reason and place, %u things to do\n", folders[i],
		    t.files, t.clean, t.refused, t.todo);
		sum.files += t.files;
		sum.clean += t.clean;
	}
	arena_free(&a);
	if (sum.files == 0)
		skip();
	assert_true(sum.clean * 10 >= sum.files * 9);
}

/* ---- XProzess: archives ---- */

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void base64(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i += 3) {
		unsigned v = 0;
		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (i + k < s.n ? (unsigned char)s.p[i + k] : 0U);
		for (size_t k = 0; k < 4; k++)
			buf_add_char(b, i + k > s.n ? '=' : alphabet[v >> (18 - 6 * k) & 63]);
		if (i % 57 == 54)
			buf_add_char(b, '\n');
	}
}

/* A message with one archive, whose one entry holds the text size / text.n times. */
static struct str message(struct arena *a, struct str text, size_t size)
{
	size_t used = 0, room = 1 << 20;
	char *bytes = arena_alloc(a, room);
	struct archive *zip = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	archive_write_set_format_zip(zip);
	assert_int_equal(archive_write_open_memory(zip, bytes, room, &used), ARCHIVE_OK);
	archive_entry_set_pathname(e, "modell.bpmn");
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	assert_int_equal(archive_write_header(zip, e), ARCHIVE_OK);
	for (size_t n = 0; n < size; n += text.n)
		assert_true(archive_write_data(zip, text.p, text.n) > 0);
	archive_entry_free(e);
	archive_write_close(zip);
	archive_write_free(zip);
	struct buf b = buf_new(a);
	buf_add_c(&b,
	    "<x:export xmlns:x='http://www.regierung-mv.de/xprozess/2'><x:prozessmodell><x:prozessmodelldatei><x:inhalt>");
	base64(&b, (struct str){ bytes, used });
	buf_add_c(&b, "</x:inhalt></x:prozessmodelldatei></x:prozessmodell></x:export>");
	return buf_str(&b);
}

static void archives(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str bpmn = STR("<definitions xmlns='" BPMN "'><process id='p'><startEvent id='S'/><task id='T'/>"
	                      "<endEvent id='E'/><sequenceFlow id='f' sourceRef='S' targetRef='T'/>"
	                      "<sequenceFlow id='g' sourceRef='T' targetRef='E'/></process></definitions>");
	struct str good = message(a, bpmn, 1), got;
	struct diags d = diags_new(a, STR("t"));
	assert_true(flow_import_unpack(a, good, &got, &d));
	assert_true(str_eq(got, bpmn));
	struct buf out = buf_new(a);
	assert_true(flow_import(a, good, &out, &d));
	assert_true(str_find_str(buf_str(&out), STR("<userTask id='T'")) > 0);
	assert_int_equal(d.n_errors, 0);

	/* 100 MB of blanks in 100 kB: refused when the limit is reached, not when memory is full. */
	struct buf blanks = buf_new(a);
	for (int i = 0; i < 65536; i++)
		buf_add_char(&blanks, ' ');
	assert_false(flow_import_unpack(a, message(a, buf_str(&blanks), 100 << 20), &got, &d));
	assert_true(arena_used(a) < (size_t)64 << 20);
	/* Cut at every tenth byte of the archive. */
	size_t begin = (size_t)str_find_str(good, STR("inhalt>")) + 7;
	for (size_t cut = begin; cut + 40 < good.n - 60; cut += 10)
		if (flow_import_unpack(a,
		        str_fmt(a, "%.*s</x:inhalt></x:prozessmodelldatei></x:prozessmodell></x:export>",
		            STR_ARG(str_sub(good, 0, cut))),
		        &got, &d))
			assert_true(str_find_str(got, STR(BPMN)) >= 0);
	struct diags none = diags_new(a, STR("t"));
	assert_false(
	    flow_import_unpack(a, STR("<x:export xmlns:x='http://www.regierung-mv.de/xprozess/2'/>"), &got, &none));
	assert_str(str_c(none.list[0].code), "xprozess");
	arena_free(&a);
}

/* Each process declares what it uses; the types of what is handed over follow each other. */
static void calls(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("t")), d2 = diags_new(a, STR("t"));
	struct buf out = buf_new(a);
	assert_true(flow_import(a,
	    STR("<definitions xmlns='" BPMN "' xmlns:camunda='http://camunda.org/schema/1.0/bpmn'>"
	        "<process id='p' isExecutable='true'><startEvent id='S'/><callActivity id='C' calledElement='q'>"
	        "<extensionElements><camunda:in source='steuer' target='betrag'/><camunda:in businessKey='x'/>"
	        "<camunda:in sourceExpression='${2 * faktor}' target='n'/><camunda:out source='gut' target='gut'/>"
	        "</extensionElements></callActivity><endEvent id='E'/><sequenceFlow id='f' sourceRef='S' targetRef='C'/>"
	        "<sequenceFlow id='g' sourceRef='C' targetRef='E'/></process>"
	        "<process id='q' isExecutable='true'><startEvent id='S2'/><exclusiveGateway id='X' default='h'/>"
	        "<userTask id='A' camunda:dueDate='${bis}' camunda:followUpDate='morgen' camunda:priority='80'/>"
	        "<endEvent id='E2'/><sequenceFlow id='f2' sourceRef='S2' targetRef='X'/>"
	        "<sequenceFlow id='h' sourceRef='X' targetRef='A'/><sequenceFlow id='j' sourceRef='A' targetRef='E2'/>"
	        "<sequenceFlow id='i' sourceRef='X' targetRef='E2'><conditionExpression>${betrag &gt; 5 &amp;&amp; n &gt; "
	        "1 &amp;&amp; gut}"
	        "</conditionExpression></sequenceFlow></process></definitions>"),
	    &out, &d));
	assert_int_equal(d.n_errors, 0);
	static const char *const parts[] = {
		("<ozg:in variable=\"betrag\" value=\"$steuer\"/><ozg:in variable=\"n\" value=\"2 * $faktor\"/>"
		 "<ozg:out variable=\"gut\" value=\"$gut\"/>"),
		"ozg:due=\"$bis\" ozg:priority=\"3\"",
		"<ozg:variable name=\"steuer\" type=\"decimal\"/>",
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_find_str(buf_str(&out), str_c(parts[i])) < 0)
			fail_msg("%s\n%.*s", parts[i], STR_ARG(buf_str(&out)));
	const struct flow_options all = { .can = FLOW_CAN_ALL };
	const struct flow *f = flow_read_with(a, buf_str(&out), &all, &d2);
	if (f == NULL)
		fail_msg("%.*s\n%.*s", STR_ARG(d2.list[0].text), STR_ARG(buf_str(&out)));
	const struct flow_var *vars;
	assert_int_equal(flow_vars(f, &vars), 3); /* steuer, faktor, gut */
	assert_int_equal(flow_vars_at(f, STR("A"), &vars), 4);
	bool todo = false;
	for (size_t i = 0; i < d.n; i++)
		todo |= strcmp(d.list[i].code, "todo-date") == 0;
	assert_true(todo); /* the second date */
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions),
		cmocka_unit_test(a_file_of_camunda),
		cmocka_unit_test(calls),
		cmocka_unit_test(nothing_else_changes),
		cmocka_unit_test(files_of_administrations),
		cmocka_unit_test(archives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
