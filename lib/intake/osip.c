/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/osip.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>

/* One allocation of libosip2; its own octets follow. */
struct block {
	struct block *next, **here; /* what points to this one */
	size_t n;
	_Alignas(max_align_t) uint8_t octets[];
};

/* What libosip2 has now, and whether it was refused some. */
static _Thread_local struct block *held;
static _Thread_local bool refused;

static struct block *block_of(void *p)
{
	return (struct block *)((uint8_t *)p - offsetof(struct block, octets));
}

static void *take(size_t n)
{
	struct block *b = NULL;

	if (n < SIZE_MAX - sizeof(*b))
		b = malloc(sizeof(*b) + n);
	if (!b) {
		refused = true;
		return NULL;
	}
	*b = (struct block){.next = held, .here = &held, .n = n};
	if (held)
		held->here = &b->next;
	held = b;
	return b->octets;
}

/* What it copies out of a message, keys too, is overwritten when it is done
 * with it: a core would have it. TS 33.127 cl. 8 */
static void wipe(struct block *b)
{
	explicit_bzero(b->octets, b->n);
	free(b);
}

static void give(void *p)
{
	struct block *b;

	if (!p)
		return;
	b = block_of(p);
	*b->here = b->next;
	if (b->next)
		b->next->here = b->here;
	wipe(b);
}

static void *retake(void *p, size_t n)
{
	uint8_t *to = take(n);

	if (to && p) {
		memcpy(to, p, block_of(p)->n < n ? block_of(p)->n : n);
		give(p);
	}
	return to;
}

/* libosip2 prints what it does not like, content and all: that must reach no
 * output. TS 33.127 cl. 8.7 */
static void discard(const char *file, int line, osip_trace_level_t level,
	const char *fmt, va_list ap)
{
	(void)file;
	(void)line;
	(void)level;
	(void)fmt;
	(void)ap;
}

static void init_once(void)
{
	osip_set_allocators(take, retake, give);
	osip_trace_initialize_func(TRACE_LEVEL0, discard);
	for (int level = TRACE_LEVEL0; level < END_TRACE_LEVEL; level++)
		osip_trace_disable_level((osip_trace_level_t)level);
	parser_init();
}

void li_osip_begin(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, init_once);
	refused = false;
}

li_err li_osip_end(void)
{
	struct block *next, *b = held;

	for (; b; b = next) {
		next = b->next;
		wipe(b);
	}
	held = NULL;
	return refused ? LI_ENOMEM : LI_OK;
}
