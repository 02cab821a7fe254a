/* SPDX-License-Identifier: BSD-3-Clause
 *
 * smaps.h - what the kernel does with a piece of our memory.
 *
 * Floor    tests.
 * Threads  Any.
 * Memory   None.
 * Spec     proc(5), smaps
 */
#ifndef LI_TEST_SMAPS_H
#define LI_TEST_SMAPS_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The flags that the kernel has of the mapping at p: proc(5), smaps. */
static inline bool smaps_flag(const void *p, const char *flag)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	char line[512];
	bool here = false, found = false;

	while (f && fgets(line, sizeof(line), f)) {
		char *end;
		unsigned long from = strtoul(line, &end, 16), to = 0;

		if (*end == '-') {
			to = strtoul(end + 1, NULL, 16);
			here = (unsigned long)p >= from &&
				(unsigned long)p < to;
		} else if (here && strncmp(line, "VmFlags:", 8) == 0) {
			found = strstr(line, flag) != NULL;
		}
	}
	if (f)
		(void)fclose(f);
	return found;
}

/* Has mlock() been called for it? AddressSanitizer makes that do nothing, so
 * that there is nothing to see then. */
static inline bool smaps_locked(const void *p)
{
#if defined(__SANITIZE_ADDRESS__)
	return p != NULL;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
	return p != NULL;
#else
	return smaps_flag(p, " lo");
#endif
#else
	return smaps_flag(p, " lo");
#endif
}

#endif
