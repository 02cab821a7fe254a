/* SPDX-License-Identifier: BSD-3-Clause
 *
 * short_of_memory.h - the n-th allocation of what a test calls fails, as the C
 * library says it. malloc(3), calloc(3) and realloc(3) are wrapped by the linker.
 *
 * Floor    tests.
 * Threads  One.
 * Memory   None.
 * Spec     none
 */
#ifndef UNIT_SHORT_OF_MEMORY_H
#define UNIT_SHORT_OF_MEMORY_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static uint64_t asked, fail_at; /* since it was armed; 0: none fails */
static bool armed;

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t each);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t each);
void *__wrap_realloc(void *p, size_t n);

static bool fails(void)
{
	if (!armed || ++asked != fail_at)
		return false;
	errno = ENOMEM;
	return true;
}

void *__wrap_malloc(size_t n)
{
	return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t each)
{
	return fails() ? NULL : __real_calloc(n, each);
}

void *__wrap_realloc(void *p, size_t n)
{
	return fails() ? NULL : __real_realloc(p, n);
}

#endif
