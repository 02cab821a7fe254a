/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Has one allocation of a program fail, by LD_PRELOAD: that which $FAIL_MEMORY_AT
 * numbers from 1. How many there were is written to $FAIL_MEMORY at the end.
 *
 * Those of the program itself, of SQLite and of GnuTLS count. Other libraries of
 * Debian 12 do not look at what they get: libtasn1 and libseccomp.
 */
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN __attribute__((visibility("default")))

/* Those of glibc, below the ones that we stand before. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t each);
void *__libc_realloc(void *p, size_t n);

enum { PLACES_MAX = 16 };

/* Where code is that counts. */
static struct {
	uintptr_t from, to;
} places[PLACES_MAX];
static size_t place_count;

static atomic_ulong asked;
static unsigned long fail_at;

static int note_place(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	(void)data;
	if (info->dlpi_name[0] && !strstr(info->dlpi_name, "libsqlite3") &&
		!strstr(info->dlpi_name, "libgnutls"))
		return 0;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type != PT_LOAD || !(p->p_flags & PF_X) ||
			place_count == PLACES_MAX)
			continue;
		places[place_count].from = info->dlpi_addr + p->p_vaddr;
		places[place_count].to =
			info->dlpi_addr + p->p_vaddr + p->p_memsz;
		place_count++;
	}
	return 0;
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAIL_MEMORY_AT");

	fail_at = at ? strtoul(at, NULL, 10) : 0;
	dl_iterate_phdr(note_place, NULL);
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAIL_MEMORY");
	const unsigned long n = asked;
	FILE *f = path ? fopen(path, "we") : NULL;

	if (!f)
		return;
	fprintf(f, "%lu\n", n);
	fclose(f);
}

static bool fails(const void *caller)
{
	bool counts = false;

	for (size_t i = 0; i < place_count; i++)
		counts |= (uintptr_t)caller >= places[i].from &&
			(uintptr_t)caller < places[i].to;
	if (!counts || ++asked != fail_at)
		return false;
	errno = ENOMEM;
	return true;
}

SHOWN void *malloc(size_t n)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(n);
}

SHOWN void *calloc(size_t n, size_t each)
{
	return fails(__builtin_return_address(0)) ? NULL
						  : __libc_calloc(n, each);
}

SHOWN void *realloc(void *p, size_t n)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(p, n);
}
