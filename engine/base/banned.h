/* SPDX-License-Identifier: EUPL-1.2
 * Functions that nobody here may call: using one is a compile error. Included by the compiler before every file. */
#ifndef OZG_BASE_BANNED_H
#define OZG_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison gets strcpy strcat strncpy strncat sprintf vsprintf strtok
#pragma GCC poison atoi atol atoll atof localtime gmtime ctime asctime system popen tmpnam mktemp
#pragma GCC poison rand srand regcomp setlocale

#endif
