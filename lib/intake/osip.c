/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/osip.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>

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

/* What it copies out of a message, keys too, is overwritten when it is done
 * with it: a core would have it. TS 33.127 cl. 8 */
static void free_wiped(void *p)
{
	if (p)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

static void *realloc_wiped(void *p, size_t size)
{
	size_t had = p ? malloc_usable_size(p) : 0;
	void *to = malloc(size);

	if (!to)
		return NULL;
	if (p)
		memcpy(to, p, had < size ? had : size);
	free_wiped(p);
	return to;
}

static void init_once(void)
{
	osip_set_allocators(malloc, realloc_wiped, free_wiped);
	osip_trace_initialize_func(TRACE_LEVEL0, discard);
	for (int level = TRACE_LEVEL0; level < END_TRACE_LEVEL; level++)
		osip_trace_disable_level((osip_trace_level_t)level);
	parser_init();
}

void li_osip_begin(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, init_once);
}
