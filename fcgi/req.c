/* SPDX-License-Identifier: EUPL-1.2
 * One request, read and checked before anybody acts on it. */
#include "req.h"

#include <fcntl.h>
#include <sodium.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

/* What we read, and where it goes. */
enum env_name {
	ENV_METHOD,
	ENV_URI,
	ENV_TYPE,
	ENV_LENGTH,
	ENV_REMOTE,
	ENV_ID,
	ENV_COOKIE,
	ENV_FETCH,
	ENV_LANGUAGE,
	ENV_N
};

static const struct {
	const char *name;
	bool may_repeat; /* the web server hands on two Cookie lines as two parameters */
} env_names[ENV_N] = {
	[ENV_METHOD] = { "REQUEST_METHOD", false },
	[ENV_URI] = { "REQUEST_URI", false },
	[ENV_TYPE] = { "CONTENT_TYPE", false },
	[ENV_LENGTH] = { "CONTENT_LENGTH", false },
	[ENV_REMOTE] = { "REMOTE_ADDR", false },
	[ENV_ID] = { "OZG_REQUEST_ID", false },
	[ENV_COOKIE] = { "HTTP_COOKIE", true },
	[ENV_FETCH] = { "HTTP_SEC_FETCH_SITE", false },
	[ENV_LANGUAGE] = { "HTTP_ACCEPT_LANGUAGE", true },
};

static bool read_env(struct arena *a, char *const *env, struct str value[ENV_N], struct params *cookies)
{
	bool ok = true;
	for (; *env != NULL; env++) {
		struct str line = str_c(*env);
		ptrdiff_t eq = str_find(line, '=');
		for (int i = 0; eq > 0 && i < ENV_N; i++) {
			if (!str_eq_c(str_sub(line, 0, (size_t)eq), env_names[i].name))
				continue;
			if (value[i].p != NULL && !env_names[i].may_repeat)
				ok = false;
			value[i] = str_sub(line, (size_t)eq + 1, line.n);
			if (i == ENV_COOKIE && !params_cookies(a, value[i], cookies))
				ok = false;
		}
	}
	return ok;
}

static bool is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return true;
}

static struct str request_id(struct arena *a, struct str given)
{
	if (given.n == 32 && is_hex(given))
		return given;
	unsigned char random[16];
	randombytes_buf(random, sizeof random);
	char *hex = arena_alloc(a, 2 * sizeof random + 1);
	sodium_bin2hex(hex, 2 * sizeof random + 1, random, sizeof random);
	return str_c(hex);
}

/* Two cookies of one of our names: somebody planted one (for a parent domain or another path). */
static bool cookies_unique(const struct params *cookies)
{
	struct str value;
	for (size_t i = 0; i < cookies->n; i++) {
		struct str name = cookies->list[i].name;
		if (str_find_str(name, STR("ozg_")) >= 0 && params_find(cookies, name, &value) > 1)
			return false;
	}
	return true;
}

static bool read_path(struct arena *a, struct req *req)
{
	struct str rest = req->path, piece;
	if (rest.n == 0 || rest.p[0] != '/')
		return false;
	rest = str_sub(rest, 1, rest.n);
	if (rest.n == 0) { /* "/" is one empty segment */
		req->n_segments = 1;
		return true;
	}
	/* str_next does not give the empty piece behind a last separator. */
	bool slash = rest.p[rest.n - 1] == '/';
	if (slash && --rest.n == 0)
		return false;
	while (str_next(&rest, '/', &piece)) {
		struct str *s = &req->segment[req->n_segments];
		if (req->n_segments + 1 >= REQ_SEGMENTS_MAX || !params_decode(a, piece, s) || !params_text_ok(*s))
			return false;
		if (str_eq_c(*s, ".") || str_eq_c(*s, "..") || s->n == 0)
			return false;
		req->n_segments++;
	}
	req->n_segments += slash;
	return true;
}

unsigned req_read_head(struct arena *a, char *const *env, struct req *req)
{
	struct str v[ENV_N] = { { 0 } };
	*req = (struct req){ .method = REQ_OTHER };
	bool ok = read_env(a, env, v, &req->cookies);
	req->id = request_id(a, v[ENV_ID]);
	req->remote = v[ENV_REMOTE];
	req->content_type = v[ENV_TYPE];
	req->sec_fetch_site = v[ENV_FETCH];
	req->accept_language = v[ENV_LANGUAGE];
	if (str_eq_c(v[ENV_METHOD], "GET") || str_eq_c(v[ENV_METHOD], "HEAD"))
		req->method = REQ_GET;
	else if (str_eq_c(v[ENV_METHOD], "POST"))
		req->method = REQ_POST;
	if (!ok || !cookies_unique(&req->cookies))
		return 400;
	if (v[ENV_URI].n > REQ_URI_MAX)
		return 414;
	req->target = v[ENV_URI];
	ptrdiff_t mark = str_find(v[ENV_URI], '?');
	req->path = str_sub(v[ENV_URI], 0, mark < 0 ? v[ENV_URI].n : (size_t)mark);
	if (!read_path(a, req))
		return 400;
	if (mark >= 0 && !params_urlencoded(a, str_sub(v[ENV_URI], (size_t)mark + 1, v[ENV_URI].n), &req->query))
		return 400;
	int64_t length = 0;
	if (v[ENV_LENGTH].n > 0 && (!str_to_i64(v[ENV_LENGTH], &length) || length < 0))
		return 400;
	req->content_length = (size_t)length;
	return 0;
}

bool req_is_foreign(const struct req *req)
{
	return str_eq_c(req->sec_fetch_site, "cross-site") || str_eq_c(req->sec_fetch_site, "same-site");
}

static bool is_type(struct str type, struct str want)
{
	ptrdiff_t end = str_find(type, ';');
	struct str media = str_trim(str_sub(type, 0, end < 0 ? type.n : (size_t)end));
	return media.n == want.n && strncasecmp(media.p, want.p, want.n) == 0;
}

static bool control_names_unique(const struct params *body)
{
	struct str value;
	for (size_t i = 0; i < body->n; i++) {
		struct str name = body->list[i].name;
		if (name.n > 0 && name.p[0] == '_' && params_find(body, name, &value) > 1)
			return false;
	}
	return true;
}

struct map {
	void *p;
	size_t n;
};

static void unmap(void *arg)
{
	const struct map *m = arg;
	munmap(m->p, m->n);
}

/* Room for n bytes: in memory, or, when it is much, in a file without a name that is gone with the request. NULL: there
 * is no room on the disk. */
static char *body_room(struct arena *a, size_t n)
{
	if (n <= REQ_TEXT_MAX)
		return arena_alloc(a, n);
	const char *dir = getenv("TMPDIR");
	int fd = open(dir == NULL ? P_tmpdir : dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return NULL;
	void *p = MAP_FAILED;
	if (posix_fallocate(fd, 0, (off_t)n) == 0) /* else a full disk would be a signal, later */
		p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return NULL;
	struct map *m = ARENA_NEW(a, struct map);
	*m = (struct map){ p, n };
	arena_defer(a, unmap, m);
	return p;
}

static size_t text_bytes(const struct params *body)
{
	size_t n = 0;
	for (size_t i = 0; i < body->n; i++)
		n += body->list[i].is_file ? 0 : body->list[i].value.n;
	return n;
}

unsigned req_read_body(struct arena *a, struct req *req, size_t limit, req_source_fn *source, void *arg)
{
	if (req->content_length > limit)
		return 413;
	if (req->content_length == 0)
		return 0;
	bool multipart = is_type(req->content_type, STR("multipart/form-data"));
	if (!multipart && req->content_length > REQ_TEXT_MAX)
		return 413;
	char *p = body_room(a, req->content_length);
	if (p == NULL)
		return 507;
	struct str body = { p, source(arg, p, req->content_length) };
	if (body.n < req->content_length)
		return 400;
	bool ok;
	if (is_type(req->content_type, STR("application/x-www-form-urlencoded")))
		ok = params_urlencoded(a, body, &req->body);
	else if (multipart)
		ok = params_multipart(a, req->content_type, body, &req->body);
	else
		return 415;
	if (!ok || !control_names_unique(&req->body))
		return 400;
	return text_bytes(&req->body) > REQ_TEXT_MAX ? 413 : 0;
}

static struct str first(const struct params *p, const char *name)
{
	struct str value = { 0 };
	params_find(p, str_c(name), &value);
	return value;
}

struct str req_value(const struct req *req, const char *name)
{
	return first(&req->body, name);
}

struct str req_query(const struct req *req, const char *name)
{
	return first(&req->query, name);
}

struct str req_cookie(const struct req *req, const char *name)
{
	return first(&req->cookies, name);
}

bool req_file(const struct req *req, const char *name, struct param *file)
{
	for (size_t i = 0; i < req->body.n; i++) {
		if (req->body.list[i].is_file && str_eq_c(req->body.list[i].name, name)) {
			*file = req->body.list[i];
			return true;
		}
	}
	return false;
}
