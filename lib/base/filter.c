/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/filter.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { KEYS_PER_WORD = 4, SMALLEST = 8 };

/* Filters made so far: the high half of their versions. */
static atomic_uint_fast32_t made;

li_err li_filter_make(size_t keys, struct li_filter *out)
{
	size_t words = SMALLEST;
	uint64_t *at;

	while (words < keys / KEYS_PER_WORD + 1)
		words *= 2;
	at = calloc(words, sizeof(*at));
	if (!at)
		return LI_ENOMEM;
	*out = (struct li_filter){
		.words = at,
		.mask = words - 1,
		.room = words * KEYS_PER_WORD,
		.version = (uint64_t)(atomic_fetch_add(&made, 1) + 1) << 32,
	};
	return LI_OK;
}

void li_filter_add(struct li_filter *f, struct li_key key)
{
	f->words[key.hi & f->mask] |= li_filter_bits(key);
	f->held++;
	f->version++;
}

void li_filter_fini(struct li_filter *f)
{
	free(f->words);
	*f = (struct li_filter){0};
}
