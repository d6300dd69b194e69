/* SPDX-License-Identifier: EUPL-1.2
 * A whole file as text. */
#include "base/file.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_AT_ONCE = 16384 };

static bool too_big(struct err *err, const char *path, size_t max)
{
	return err_set(err, ERR_INPUT, "„%s“ ist zu groß: höchstens %zu Bytes sind erlaubt.", path, max);
}

static bool read_all(struct arena *a, int fd, const char *path, size_t max, struct str *out, struct err *err)
{
	struct buf b = buf_new(a);
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		if ((uintmax_t)st.st_size > max)
			return too_big(err, path, max);
		buf_reserve(&b, (size_t)st.st_size + READ_AT_ONCE); /* room to see the end without growing */
	}
	for (;;) {
		char *to = buf_reserve(&b, READ_AT_ONCE);
		ssize_t got = read(fd, to, READ_AT_ONCE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EISDIR)
			return err_set(err, ERR_INPUT, "„%s“ ist ein Ordner. Geben Sie eine Datei an.", path);
		if (got < 0)
			return err_set(err, ERR_BROKEN, "„%s“ lässt sich nicht lesen: %s.", path, strerror(errno));
		if (got == 0)
			break;
		b.n += (size_t)got;
		if (b.n > max)
			return too_big(err, path, max);
	}
	*out = buf_str(&b);
	return true;
}

bool file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *err)
{
	if (strcmp(path, "-") == 0)
		return read_all(a, STDIN_FILENO, "Standardeingabe", max, out, err);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, errno == ENOENT ? ERR_NOTFOUND : ERR_BROKEN, "„%s“ lässt sich nicht öffnen: %s.", path,
		    errno == ENOENT ? "Es gibt diese Datei nicht" : strerror(errno));
	bool ok = read_all(a, fd, path, max, out, err);
	close(fd);
	return ok;
}
