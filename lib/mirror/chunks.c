/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <sys/mman.h>

#include "mirror/chunks.h"

/* What was taken from the system. */
struct li_chunks_block {
	struct li_chunks_block *next;
	void *at;
	size_t n;
};

void li_chunks_fini(struct li_chunks *c)
{
	struct li_chunks_block *b = c->blocks;

	while (b) {
		struct li_chunks_block *next = b->next;

		explicit_bzero(b->at, b->n);
		free(b->at);
		free(b);
		b = next;
	}
	*c = (struct li_chunks){0};
}

/* n zeroed octets, aligned to n when they are a region. */
static void *add(struct li_chunks *c, size_t n)
{
	struct li_chunks_block *b = malloc(sizeof(*b));
	bool region = n == LI_CHUNKS_REGION;

	if (!b)
		return NULL;
	b->n = n;
	b->at = region ? aligned_alloc(n, n) : calloc(1, n);
	if (!b->at) {
		free(b);
		return NULL;
	}
	if (region) {
		/* Small pages do too, where there are no huge ones. */
		(void)madvise(b->at, n, MADV_HUGEPAGE);
		memset(b->at, 0, n);
	}
	b->next = c->blocks;
	c->blocks = b;
	c->bytes += n + sizeof(*b);
	return b->at;
}

void *li_chunks_take(struct li_chunks *c)
{
	uint8_t *chunk;

	if (c->small < LI_CHUNKS_SMALL) {
		c->small++;
		return add(c, LI_CHUNK);
	}
	if (c->next == c->end) {
		c->next = add(c, LI_CHUNKS_REGION);
		c->end = c->next ? c->next + LI_CHUNKS_REGION : NULL;
	}
	chunk = c->next;
	if (chunk)
		c->next += LI_CHUNK;
	return chunk;
}
