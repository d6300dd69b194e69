/* SPDX-License-Identifier: EUPL-1.2
 * The virus scanner: clamd's INSTREAM on its local socket (clamd(8)). Only a plain OK is one. */
#include "upload/upload.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { CHUNK = 1 << 16, ANSWER_MAX = 1024, SECONDS = 15 };

static int dial(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = SECONDS };
	if (strlen(path) >= sizeof to.sun_path)
		return -1;
	memcpy(to.sun_path, path, strlen(path));
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool put(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool put_chunk(int fd, const char *p, size_t n)
{
	unsigned char head[4] = { (unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8),
		(unsigned char)n };
	return put(fd, (const char *)head, sizeof head) && put(fd, p, n);
}

/* A scanner that has had enough answers and hangs up: what it said counts, not that it did not listen to the end. */
static void stream(int fd, struct str bytes)
{
	static const char command[] = "zINSTREAM";
	bool good = put(fd, command, sizeof command);
	while (good && bytes.n > 0) {
		struct str chunk = str_sub(bytes, 0, CHUNK);
		good = put_chunk(fd, chunk.p, chunk.n);
		bytes = str_sub(bytes, chunk.n, bytes.n);
	}
	if (good)
		put_chunk(fd, "", 0);
}

enum upload_verdict upload_scan(const char *socket_path, struct str bytes)
{
	char answer[ANSWER_MAX];
	size_t n = 0;
	int fd = dial(socket_path);
	if (fd < 0)
		return UPLOAD_UNSCANNED;
	stream(fd, bytes);
	while (n < sizeof answer) {
		ssize_t k = recv(fd, answer + n, sizeof answer - n, 0);
		if (k <= 0)
			break;
		n += (size_t)k;
	}
	close(fd);
	struct str said = { answer, n };
	while (said.n > 0 && (said.p[said.n - 1] == '\0' || said.p[said.n - 1] == '\n'))
		said.n--;
	if (str_eq_c(said, "stream: OK"))
		return UPLOAD_OK;
	return str_starts(said, STR("stream: ")) && str_ends(said, STR(" FOUND")) ? UPLOAD_VIRUS : UPLOAD_UNSCANNED;
}
