/* SPDX-License-Identifier: EUPL-1.2
 * Sends prepared HTTP requests over a number of kept connections, each connection its next as soon as it has its
 * answer, and reports how long that took. A fixed number of requests, each exactly as given, since a draft can be sent
 * only once: that is what wrk cannot do.
 *
 * usage: load PORT CONNECTIONS COUNT STATUS <REQUESTS
 * REQUESTS is a sequence of "LENGTH\n" and so many bytes; after the last one the first comes again. STATUS is what all
 * must be answered with. Prints one JSON object. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 256, HEAD_MAX = 16384, READ_MAX = 65536 };

struct request {
	char *p;
	size_t n;
};

struct connection {
	int fd;
	const struct request *request;
	size_t sent;
	char head[HEAD_MAX + 1];
	size_t head_n;
	size_t body_left;
	bool in_body, last; /* last: the server will hang up */
	double start;
};

struct run {
	struct request *requests;
	size_t n_requests, count, begun, done, wrong;
	unsigned status;
	uint16_t port;
	double *times; /* of each answer, in seconds */
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
	fprintf(stderr, "load: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
	exit(EXIT_FAILURE);
}

static void *room(void *p, size_t count, size_t size)
{
	p = reallocarray(p, count, size);
	if (p == NULL)
		die("memory");
	return p;
}

static void read_requests(struct run *r)
{
	size_t n, cap = 0;
	while (scanf("%zu", &n) == 1) {
		if (getchar() != '\n' || n == 0 || n > 10000000)
			die("a request has no length");
		if (r->n_requests == cap)
			r->requests = room(r->requests, cap = cap * 2 + 64, sizeof *r->requests);
		struct request q = { room(NULL, n, 1), n };
		if (fread(q.p, 1, n, stdin) != n)
			die("a request is too short");
		r->requests[r->n_requests++] = q;
	}
	if (r->n_requests == 0)
		die("no requests");
}

static void dial(const struct run *r, struct connection *c)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(r->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
	int yes = 1;
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (c->fd < 0 || connect(c->fd, (const struct sockaddr *)&to, sizeof to) != 0)
		die("connect");
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/* The next request, or fd = -1 when there is none left. Requests are small enough for the socket's buffer. */
static void begin(struct run *r, struct connection *c)
{
	if (c->last) {
		close(c->fd);
		c->fd = -1;
	}
	if (r->begun == r->count) {
		if (c->fd >= 0)
			close(c->fd);
		c->fd = -1;
		return;
	}
	if (c->fd < 0)
		dial(r, c);
	c->request = &r->requests[r->begun++ % r->n_requests];
	c->head_n = c->body_left = 0;
	c->in_body = c->last = false;
	c->start = now();
	if (write(c->fd, c->request->p, c->request->n) != (ssize_t)c->request->n)
		die("write");
}

static const char *header(const char *head, const char *name)
{
	const char *p = strcasestr(head, name);
	return p == NULL ? "" : p + strlen(name);
}

static void end(struct run *r, struct connection *c)
{
	r->times[r->done++] = now() - c->start;
	begin(r, c);
}

/* The head is complete: n is its length. */
static void judge(struct run *r, struct connection *c, size_t n)
{
	unsigned long status = strtoul(c->head + strlen("HTTP/1.1 "), NULL, 10);
	size_t body = c->head_n - n;
	c->head[n] = '\0';
	if (status != r->status && r->wrong++ == 0)
		fprintf(stderr, "load: the first wrong answer:\n%.*s%s", (int)c->request->n, c->request->p, c->head);
	c->last = strncasecmp(header(c->head, "\r\nConnection: "), "close", 5) == 0;
	c->body_left = strtoul(header(c->head, "\r\nContent-Length: "), NULL, 10);
	if (body > c->body_left)
		die("more than the answer");
	c->body_left -= body;
	c->in_body = true;
}

static void receive(struct run *r, struct connection *c)
{
	static char body[READ_MAX];
	char *to = c->in_body ? body : c->head + c->head_n;
	ssize_t got = read(c->fd, to, c->in_body ? sizeof body : HEAD_MAX - c->head_n);
	if (got <= 0)
		die("the server hung up");
	if (c->in_body) {
		c->body_left -= (size_t)got <= c->body_left ? (size_t)got : c->body_left;
	} else {
		c->head_n += (size_t)got;
		const char *stop = memmem(c->head, c->head_n, "\r\n\r\n", 4);
		if (stop == NULL && c->head_n == HEAD_MAX)
			die("an endless head");
		if (stop != NULL)
			judge(r, c, (size_t)(stop - c->head) + 4);
	}
	if (c->in_body && c->body_left == 0)
		end(r, c);
}

static void loop(struct run *r, struct connection *connections, size_t n)
{
	struct pollfd polls[CONNECTIONS_MAX];
	for (size_t i = 0; i < n; i++)
		begin(r, &connections[i]);
	while (r->done < r->count) {
		for (size_t i = 0; i < n; i++)
			polls[i] = (struct pollfd){ .fd = connections[i].fd, .events = POLLIN };
		if (poll(polls, n, 20000) <= 0)
			die("no answer");
		for (size_t i = 0; i < n; i++)
			if (polls[i].revents != 0)
				receive(r, &connections[i]);
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	struct run r = { 0 };
	size_t n = argc == 5 ? strtoul(argv[2], NULL, 10) : 0;
	if (n == 0 || n > CONNECTIONS_MAX || (r.count = strtoul(argv[3], NULL, 10)) == 0) {
		fprintf(stderr, "usage: load PORT CONNECTIONS COUNT STATUS <REQUESTS\n");
		return 2;
	}
	r.port = (uint16_t)strtoul(argv[1], NULL, 10);
	r.status = (unsigned)strtoul(argv[4], NULL, 10);
	read_requests(&r);
	r.times = room(NULL, r.count, sizeof *r.times);
	struct connection *connections = calloc(n, sizeof *connections);
	if (connections == NULL)
		die("memory");
	for (size_t i = 0; i < n; i++)
		connections[i].fd = -1;
	double start = now();
	loop(&r, connections, n);
	double seconds = now() - start;
	qsort(r.times, r.done, sizeof *r.times, by_size);
	printf("{\"seconds\":%.6f,\"count\":%zu,\"wrong\":%zu,\"p50_us\":%.0f,\"p99_us\":%.0f}\n", seconds, r.done, r.wrong,
	    r.times[r.done / 2] * 1e6, r.times[r.done * 99 / 100] * 1e6);
	return EXIT_SUCCESS;
}
