/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/veil.h"

#include <string.h>
#include <sys/mman.h>

void *li_veil_new(size_t octets)
{
	void *p = mmap(NULL, octets, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	if (madvise(p, octets, MADV_DONTDUMP) != 0) {
		(void)munmap(p, octets);
		return NULL;
	}
	return p;
}

void *li_veil_lock(size_t octets)
{
	void *p = li_veil_new(octets);

	if (p && mlock(p, octets) != 0) {
		(void)munmap(p, octets);
		return NULL;
	}
	return p;
}

void li_veil_free(void *veil, size_t octets, size_t used)
{
	if (!veil)
		return;
	explicit_bzero(veil, used < octets ? used : octets);
	(void)munmap(veil, octets);
}
