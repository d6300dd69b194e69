/* SPDX-License-Identifier: EUPL-1.2
 * Files that people send: good ones are taken, hostile ones (from the corpus, when it is there) are not. */
#include "test.h"

#include "base/file.h"
#include "base/media.h"
#include "upload/upload.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define PDF "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\0IEND\xae\x42\x60\x82"

static enum upload_verdict judge(struct str bytes, const char *types)
{
	struct arena *a = arena_new();
	struct upload_rules rules = { .types = str_c(types), .clamd = "" };
	struct str type;
	enum upload_verdict v = upload_judge(a, bytes, &rules, &type);
	arena_free(&a);
	return v;
}

static void assert_code(struct str bytes, const char *types, const char *code, const char *name)
{
	const char *got = upload_code(judge(bytes, types));
	if (strcmp(got, code) != 0)
		fail_msg("%s: „%s“, expected „%s“", name, got, code);
}

static void what_is_taken(void **state)
{
	(void)state;
	static const struct {
		struct str bytes;
		const char *types, *code;
	} rows[] = {
		{ STR_INIT(PDF), "", "" },
		{ STR_INIT(PNG), "", "" },
		{ STR_INIT(PNG), "application/pdf", "type" },
		{ STR_INIT(PNG "<script>"), "", "damaged" },
		{ STR_INIT(""), "", "empty" },
		{ STR_INIT(PDF "<html><script>alert(1)</script>"), "", "damaged" },
		{ STR_INIT("%PDF-1.4\n1 0 obj<</Encrypt 2 0 R>>endobj\n%%EOF"), "", "encrypted" },
		{ STR_INIT("%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(x)>>>>endobj\n%%EOF"), "", "active" },
		{ STR_INIT("%PDF-1.4\n1 0 obj<</JSON 1>>stream\n/JS \nendstream endobj\n%%EOF"), "", "" },
		{ STR_INIT("%PDF-1.4\nhalf of it"), "", "damaged" },
		{ STR_INIT("Ein Brief.\n"), "text/plain", "" },
		{ STR_INIT("a;b\n1;2\n"), "text/csv", "" },
		{ STR_INIT("<!DOCTYPE html><html><body>x</body></html>"), "text/html text/plain", "type" },
		{ STR_INIT("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml", "type" },
		{ STR_INIT("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/*", "type" },
		{ STR_INIT(PNG), "image/*", "" },
		{ STR_INIT(PNG), "application/* text/*", "type" },
		{ STR_INIT(PDF), "application/pdf image/*", "" },
		{ STR_INIT(PDF), "image/*", "type" },
		{ STR_INIT("a;b\n1;2\n"), "text/*", "" },
		{ STR_INIT("\x7f"
		           "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0"),
		    "application/pdf", "type" },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_code(rows[i].bytes, rows[i].types, rows[i].code, str_fmt(a, "row %zu", i).p);
	arena_free(&a);
}

static void size_has_limits(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct upload_rules rules = { .max_size = 10, .clamd = "" };
	struct str type;
	assert_int_equal(upload_judge(a, STR(PDF), &rules, &type), UPLOAD_SIZE);
	rules.max_size = (int64_t)1 << 40;
	char *big = arena_alloc(a, (size_t)UPLOAD_BYTES_MAX + 1);
	memset(big, ' ', (size_t)UPLOAD_BYTES_MAX + 1);
	assert_int_equal(upload_judge(a, (struct str){ big, (size_t)UPLOAD_BYTES_MAX + 1 }, &rules, &type), UPLOAD_SIZE);
	arena_free(&a);
}

/* What half a file gives is never more than a verdict. */
static void every_beginning_is_judged(void **state)
{
	(void)state;
	const struct str whole[] = { STR(PDF), STR(PNG) };
	for (size_t i = 0; i < 2; i++)
		for (size_t n = 1; n + 1 < whole[i].n; n++)
			assert_int_not_equal(judge(str_sub(whole[i], 0, n), ""), UPLOAD_OK);
}

static void hostile_files(void **state)
{
	(void)state;
	static const struct {
		const char *name, *types, *code;
	} rows[] = {
		{ "ok.png", "", "" },
		{ "empty.pdf", "", "empty" },
		{ "exe_as_pdf.pdf", "", "type" },
		{ "html_as_pdf.pdf", "", "type" },
		{ "html_in_png.png", "", "damaged" },
		{ "trunc.png", "", "damaged" },
		{ "pixel_bomb_50000x50000.png", "", "huge" },
		{ "pdf_js.pdf", "", "active" },
		{ "pdf_zip_polyglot.pdf", "", "damaged" },
		{ "polyglot_pdf_html.pdf", "", "damaged" },
		{ "polyglot_gif_js.gif", "", "type" },
		{ "script.svg", "image/svg+xml", "type" },
		{ "svg_xxe.svg", "image/svg+xml application/xml", "type" },
		{ "bomb.gz", "", "type" },
		{ "bomb_100MB.zip", "application/zip", "huge" },
		{ "bomb_nested.zip", "application/zip", "huge" },
		{ "zipslip.zip", "application/zip", "damaged" },
		{ "fake_docx_bomb.docx", "application/zip " WORD, "huge" },
	};
	struct arena *a = arena_new();
	const char *top = getenv("TOP_SRCDIR");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str bytes;
		struct err err;
		if (!file_read(
		        a, str_fmt(a, "%s/../shared/corpora/security/upload/%s", top, rows[i].name).p, 1 << 20, &bytes, &err)) {
			print_message("no corpus: %s\n", err.text);
			arena_free(&a);
			skip();
		}
		assert_code(bytes, rows[i].types, rows[i].code, rows[i].name);
	}
	arena_free(&a);
}

static void names(void **state)
{
	(void)state;
	static const struct {
		const char *sent, *kept;
	} rows[] = {
		{ "Lageplan.pdf", "Lageplan.pdf" },
		{ "../../etc/passwd", "passwd.pdf" },
		{ "C:\\Users\\x\\Brief.docx", "Brief.pdf" },
		{ "brief.pdf.exe", "brief.pdf.pdf" },
		{ "Ge\xE2\x80\xAE"
		  "fdp.exe",
		    "Gefdp.pdf" },
		{ "", "Datei.pdf" },
		{ "...", "Datei.pdf" },
		{ "CON.pdf", "Datei.pdf" },
		{ "com1.pdf", "Datei.pdf" },
		{ "a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf" },
		{ "-rf.pdf", "rf.pdf" },
		{ "Ausweis M\xC3\xBCller (R\xC3\xBC"
		  "ckseite).PDF",
		    "Ausweis M\xC3\xBCller (R\xC3\xBC"
		    "ckseite).pdf" },
		{ "Mu\xCC\x88ller.pdf", "M\xC3\xBCller.pdf" },
		{ "\xFF\xFE.pdf", "Datei.pdf" },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str got = upload_name(a, str_c(rows[i].sent), STR("application/pdf"));
		assert_string_equal(str_cdup(a, got), rows[i].kept);
	}
	char *big = arena_alloc(a, 5000);
	memset(big, 'x', 5000);
	assert_int_equal(upload_name(a, (struct str){ big, 5000 }, STR("image/png")).n, 104);
	arena_free(&a);
}

static void words_for_people(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_string_equal(str_cdup(a, media_labels(a, STR("application/pdf image/jpeg image/png"))), "PDF, JPEG, PNG");
	assert_string_equal(str_cdup(a, media_labels(a, STR(" application/pdf "))), "PDF");
	assert_string_equal(str_cdup(a, media_labels(a, STR("image/*"))), "JPEG, PNG, GIF, HEIC, WebP, TIFF");
	assert_string_equal(str_cdup(a, media_labels(a, STR("application/pdf text/*"))), "PDF, Text, CSV, XML");
	assert_string_equal(str_cdup(a, media_labels(a, STR("audio/*"))), "audio/*");
	assert_string_equal(str_cdup(a, media_accept(a, STR(" application/pdf image/* "))), "application/pdf,image/*");
	assert_int_equal(media_accept(a, STR("image/png text/*")).n, 0);
	static const struct {
		const char *types, *type;
		bool among;
	} rows[] = {
		{ "image/*", "image/png", true },
		{ "image/*", "image/x-new", true },
		{ "image/*", "image", false },
		{ "image/*", "imagex/png", false },
		{ "application/pdf image/*", "application/zip", false },
		{ "application/*", "application/pdf", true },
		{ "application/*", "application/x-msi", false },
		{ "text/*", "text/csv", true },
		{ "text/*", "text/x-python", false },
		{ "*/*", "application/pdf", true },
		{ "*/*", "video/mp4", true },
		{ "*/*", "application/java-archive", false },
		{ "image/png", "image/*", false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(media_among(str_c(rows[i].types), str_c(rows[i].type)), rows[i].among);
	assert_string_equal(str_cdup(a, media_size(a, 999)), "999 Byte");
	assert_string_equal(str_cdup(a, media_size(a, 340000)), "340 kB");
	assert_string_equal(str_cdup(a, media_size(a, 1240000)), "1,2 MB");
	assert_string_equal(str_cdup(a, media_size(a, 20000000)), "20 MB");
	arena_free(&a);
}

/* ---- a scanner ---- */

/* Reads a whole stream, then says its sentence. */
static void be_clamd(int listener, const char *sentence)
{
	int fd = accept(listener, NULL, NULL);
	char command[10];
	unsigned char head[4];
	assert_int_equal(recv(fd, command, sizeof command, MSG_WAITALL), sizeof command);
	while (recv(fd, head, sizeof head, MSG_WAITALL) == sizeof head) {
		size_t n = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
		char chunk[1 << 16];
		if (n == 0)
			break;
		recv(fd, chunk, n, MSG_WAITALL);
	}
	send(fd, sentence, strlen(sentence) + 1, MSG_NOSIGNAL);
	close(fd);
}

static enum upload_verdict scanned(const char *sentence)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	snprintf(at.sun_path, sizeof at.sun_path, "/tmp/ozg-clamd-%d", (int)getpid());
	unlink(at.sun_path);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(listener, (const struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(listener, 1), 0);
	pid_t child = fork();
	if (child == 0) {
		be_clamd(listener, sentence);
		_exit(0);
	}
	struct arena *a = arena_new();
	struct str type;
	struct upload_rules rules = { .clamd = at.sun_path };
	enum upload_verdict v = upload_judge(a, STR(PDF), &rules, &type);
	waitpid(child, NULL, 0);
	close(listener);
	unlink(at.sun_path);
	arena_free(&a);
	return v;
}

static void the_scanner_decides(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str type;
	struct upload_rules nobody = { .clamd = "/nirgends/clamd.ctl" };
	assert_int_equal(scanned("stream: OK"), UPLOAD_OK);
	assert_int_equal(scanned("stream: Eicar-Test-Signature FOUND"), UPLOAD_VIRUS);
	assert_int_equal(scanned("INSTREAM size limit exceeded. ERROR"), UPLOAD_UNSCANNED);
	assert_int_equal(scanned(""), UPLOAD_UNSCANNED);
	assert_int_equal(upload_judge(a, STR(PDF), &nobody, &type), UPLOAD_UNSCANNED);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken),
		cmocka_unit_test(size_has_limits),
		cmocka_unit_test(every_beginning_is_judged),
		cmocka_unit_test(hostile_files),
		cmocka_unit_test(names),
		cmocka_unit_test(words_for_people),
		cmocka_unit_test(the_scanner_decides),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
