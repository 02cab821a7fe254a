/* SPDX-License-Identifier: BSD-3-Clause
 *
 * descriptors.h - the main() of a unit test that opens much: in the end nothing is
 * open that was not at first, or it has failed. What leaks one each time has none
 * left after hours.
 *
 * Floor    tests.
 * Threads  One.
 * Memory   None.
 * Spec     none
 */
#ifndef LI_UNIT_DESCRIPTORS_H
#define LI_UNIT_DESCRIPTORS_H

#include <fcntl.h>

#include "unit.h"

enum { DESCRIPTORS_MAX = 4096 };

static inline int descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < DESCRIPTORS_MAX; fd++)
		n += fcntl(fd, F_GETFD) != -1;
	return n;
}

static inline int unit_main_closed(const char *suite,
	const struct unit_test *tests, size_t count)
{
	const int before = descriptors();
	const int failed = unit_main(suite, tests, count);
	const int left = descriptors() - before;

	if (left > 0)
		printf("%d descriptors are left open\n", left);
	return failed || left > 0;
}

#define UNIT_MAIN_CLOSED(suite, ...)                                           \
	int main(void)                                                         \
	{                                                                      \
		static const struct unit_test tests[] = {__VA_ARGS__};         \
		return unit_main_closed(suite, tests,                          \
			sizeof(tests) / sizeof(tests[0]));                     \
	}

#endif
