/* SPDX-License-Identifier: BSD-3-Clause
 *
 * unmapped.h - what is left in memory that is given back to the kernel: it may
 * have it in a core, or in swap, before anybody else gets it. The linker wraps
 * munmap(2).
 *
 * Floor    tests.
 * Threads  One.
 * Memory   None.
 * Spec     none
 */
#ifndef UNIT_UNMAPPED_H
#define UNIT_UNMAPPED_H

#include <stddef.h>
#include <stdint.h>

static size_t unmapped_left; /* octets that were not zero */

int __real_munmap(void *p, size_t n);
int __wrap_munmap(void *p, size_t n);

int __wrap_munmap(void *p, size_t n)
{
	const uint8_t *at = p;

	for (size_t i = 0; i < n; i++)
		unmapped_left += at[i] != 0;
	return __real_munmap(p, n);
}

#endif
