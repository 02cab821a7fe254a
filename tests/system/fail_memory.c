/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Has one allocation of a program fail, by LD_PRELOAD: that which $FAIL_MEMORY_AT
 * numbers from 1. How many there were is written to $FAIL_MEMORY at the end.
 *
 * Those of the program itself, of SQLite and of GnuTLS count. Other libraries of
 * Debian 12 do not look at what they get: libtasn1 and libseccomp. Nor do two parts
 * of GnuTLS 3.7, whose allocations do not count: what it hands to GMP, which has no
 * word for a failure, ends the program with abort(3); and gnutls_x509_dn_init()
 * goes on without memory.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
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

struct place {
	uintptr_t from, to;
};

/* Where code is that counts, and where no failure can be told. */
static struct place places[PLACES_MAX], numbers[PLACES_MAX];
static size_t place_count, number_count;
static struct place dn_init;

static atomic_ulong asked;
static unsigned long fail_at;

static bool is_of(const char *path, const char *const *names)
{
	for (; *names; names++)
		if (strstr(path, *names))
			return true;
	return false;
}

static void note(const struct dl_phdr_info *info, struct place *list, size_t *n)
{
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type != PT_LOAD || !(p->p_flags & PF_X) ||
			*n == PLACES_MAX)
			continue;
		list[*n].from = info->dlpi_addr + p->p_vaddr;
		list[*n].to = info->dlpi_addr + p->p_vaddr + p->p_memsz;
		(*n)++;
	}
}

static int note_place(struct dl_phdr_info *info, size_t size, void *data)
{
	static const char *const ours[] = {"libsqlite3", "libgnutls", NULL};
	static const char *const no_word[] = {"libgmp", "libhogweed",
		"libnettle", NULL};

	(void)size;
	(void)data;
	if (!info->dlpi_name[0] || is_of(info->dlpi_name, ours))
		note(info, places, &place_count);
	else if (is_of(info->dlpi_name, no_word))
		note(info, numbers, &number_count);
	return 0;
}

static void note_dn_init(void)
{
	void *const at = dlsym(RTLD_DEFAULT, "gnutls_x509_dn_init");
	const ElfW(Sym) *symbol = NULL;
	Dl_info info;

	if (!at || !dladdr1(at, &info, (void **)&symbol, RTLD_DL_SYMENT) ||
		!symbol)
		return;
	dn_init.from = (uintptr_t)at;
	dn_init.to = dn_init.from + symbol->st_size;
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAIL_MEMORY_AT");

	fail_at = at ? strtoul(at, NULL, 10) : 0;
	dl_iterate_phdr(note_place, NULL);
	note_dn_init();
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

static bool within(const void *at, const struct place *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((uintptr_t)at >= list[i].from && (uintptr_t)at < list[i].to)
			return true;
	return false;
}

/* Whom does who asks ask for: what computes with large numbers? */
static bool for_numbers(const void *caller)
{
	void *frames[6];
	const int n = backtrace(frames, 6);

	for (int i = 0; i + 1 < n; i++)
		if (frames[i] == caller)
			return within(frames[i + 1], numbers, number_count);
	return false;
}

static bool fails(const void *caller)
{
	static _Thread_local bool looking; /* backtrace(3) may ask, too */
	bool counts = !looking && within(caller, places, place_count) &&
		!within(caller, &dn_init, 1);

	if (counts) {
		looking = true;
		counts = !for_numbers(caller);
		looking = false;
	}
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
