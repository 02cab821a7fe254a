/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/wipe.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

void li_wipe_free(void *p)
{
	if (p)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

void *li_wipe_realloc(void *p, size_t n)
{
	const size_t had = p ? malloc_usable_size(p) : 0;
	void *now = malloc(n ? n : 1);

	if (!now)
		return NULL;
	if (p)
		memcpy(now, p, had < n ? had : n);
	li_wipe_free(p);
	return now;
}
