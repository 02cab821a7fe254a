/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

void li_buf_fini(struct li_buf *b)
{
	/* TS 33.107 cl. 8: most of what is put together on the way is content */
	if (b->p)
		explicit_bzero(b->p, b->cap);
	free(b->p);
	*b = (struct li_buf){.max = b->max};
}

void li_buf_reset(struct li_buf *b)
{
	b->n = 0;
	b->bad = false;
}

void li_buf_wipe(struct li_buf *b)
{
	if (b->p)
		explicit_bzero(b->p, b->cap);
	li_buf_reset(b);
}

uint8_t *li_buf_reserve(struct li_buf *b, size_t n)
{
	size_t max = b->max ? b->max : LI_BUF_MAX, cap;
	uint8_t *p;

	if (b->bad || n > max || b->n > max - n) {
		b->bad = true;
		return NULL;
	}
	if (b->n + n <= b->cap)
		return b->p + b->n;
	cap = b->cap ? b->cap : 256;
	while (cap < b->n + n)
		cap *= 2;
	p = malloc(cap);
	if (!p) {
		b->bad = true;
		return NULL;
	}
	if (b->p) {
		memcpy(p, b->p, b->n);
		explicit_bzero(b->p, b->cap);
		free(b->p);
	}
	b->p = p;
	b->cap = cap;
	return b->p + b->n;
}

void li_buf_commit(struct li_buf *b, size_t n)
{
	b->n += n;
}

void li_buf_consume(struct li_buf *b, size_t n)
{
	if (n >= b->n) {
		b->n = 0;
		return;
	}
	memmove(b->p, b->p + n, b->n - n);
	b->n -= n;
}

void li_buf_put(struct li_buf *b, const void *p, size_t n)
{
	uint8_t *to;

	if (n == 0)
		return;
	to = li_buf_reserve(b, n);
	if (!to)
		return;
	memcpy(to, p, n);
	b->n += n;
}

void li_buf_put_slice(struct li_buf *b, struct li_slice s)
{
	li_buf_put(b, s.p, s.n);
}

void li_buf_put_str(struct li_buf *b, const char *s)
{
	li_buf_put(b, s, strlen(s));
}

static void integer(struct li_buf *b, uint64_t v, size_t octets)
{
	uint8_t be[8];

	for (size_t i = 0; i < octets; i++)
		be[i] = (uint8_t)(v >> 8 * (octets - 1 - i));
	li_buf_put(b, be, octets);
}

void li_buf_put_u8(struct li_buf *b, uint8_t v)
{
	integer(b, v, 1);
}

void li_buf_put_u16(struct li_buf *b, uint16_t v)
{
	integer(b, v, 2);
}

void li_buf_put_u32(struct li_buf *b, uint32_t v)
{
	integer(b, v, 4);
}

void li_buf_put_u64(struct li_buf *b, uint64_t v)
{
	integer(b, v, 8);
}

void li_buf_printf(struct li_buf *b, const char *fmt, ...)
{
	va_list ap, again;
	uint8_t *to;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n >= 0) {
		to = li_buf_reserve(b, (size_t)n + 1);
		if (to) {
			vsnprintf((char *)to, (size_t)n + 1, fmt, again);
			b->n += (size_t)n;
		}
	}
	va_end(again);
}

void li_buf_set_u32(struct li_buf *b, size_t at, uint32_t v)
{
	if (at > b->n || b->n - at < 4)
		return;
	for (size_t i = 0; i < 4; i++)
		b->p[at + i] = (uint8_t)(v >> 8 * (3 - i));
}

li_err li_buf_check(const struct li_buf *b)
{
	return b->bad ? LI_ENOMEM : LI_OK;
}
