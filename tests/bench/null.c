/* SPDX-License-Identifier: EUPL-1.2
 * The null responder: FastCGI with libfcgi as ozg-fcgi does it, but every answer is the same page of BYTES bytes. What
 * it reaches is what nginx and libfcgi leave possible.
 *
 * usage: null SOCKET BYTES PROCESSES */
#include <fcgiapp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

static int serve(int fd, const char *page, int n)
{
	FCGX_Request r;
	char body[65536];
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (FCGX_Init() != 0 || FCGX_InitRequest(&r, fd, 0) != 0)
		return EXIT_FAILURE;
	while (FCGX_Accept_r(&r) >= 0) {
		while (FCGX_GetStr(body, sizeof body, r.in) > 0)
			;
		FCGX_FPrintF(
		    r.out, "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n", n);
		FCGX_PutStr(page, n, r.out);
		FCGX_Finish_r(&r);
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	unsigned long n = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
	unsigned long processes = argc == 4 ? strtoul(argv[3], NULL, 10) : 0;
	if (n == 0 || n > 10000000 || processes == 0 || processes > 256) {
		fprintf(stderr, "usage: null SOCKET BYTES PROCESSES\n");
		return 2;
	}
	char *page = malloc(n);
	umask(0117);
	int fd = FCGX_OpenSocket(argv[1], 1024);
	if (page == NULL || fd < 0)
		return EXIT_FAILURE;
	memset(page, 'x', n);
	for (unsigned long i = 0; i < processes; i++)
		if (fork() == 0)
			return serve(fd, page, (int)n);
	pause();
	return EXIT_SUCCESS;
}
