/* SPDX-License-Identifier: BSD-3-Clause
 *
 * buf.h - a growing run of octets that we write.
 *
 * Floor    0.
 * Threads  A buffer belongs to one thread at a time.
 * Memory   The buffer owns its octets until li_buf_fini(). A failed append
 *          sets `bad`, keeps what was there, and every later append is
 *          refused, so a writer checks once at its end. What it outgrows and
 *          what it releases is overwritten, so that no copy is left.
 * Spec     TS 33.107 cl. 8 (nothing stays that was delivered)
 */
#ifndef LI_BASE_BUF_H
#define LI_BASE_BUF_H

#include "base/err.h"
#include "base/slice.h"

struct li_buf {
	uint8_t *p;
	size_t n, cap;
	size_t max; /* refuse to grow beyond; 0 is LI_BUF_MAX */
	bool bad;   /* an append was refused */
};

enum { LI_BUF_MAX = 64 << 20 }; /* a bound for what no caller bounded */

/* Overwrite and release the octets; the buffer may be used again. A zeroed one
 * is fine. */
void li_buf_fini(struct li_buf *b);

/* Forget the content, keep the memory. */
void li_buf_reset(struct li_buf *b);

/* Overwrite the content with zeroes, then forget it. */
void li_buf_wipe(struct li_buf *b);

/* Make room for n more octets and return where they go, NULL when refused
 * (`bad` is set). They count only after li_buf_commit(). */
uint8_t *li_buf_reserve(struct li_buf *b, size_t n);

/* Count n octets written at the place li_buf_reserve() gave. */
void li_buf_commit(struct li_buf *b, size_t n);

/* Drop the first n octets. */
void li_buf_consume(struct li_buf *b, size_t n);

/* Append octets, a slice, a C string, an integer in network order. */
void li_buf_put(struct li_buf *b, const void *p, size_t n);
void li_buf_put_slice(struct li_buf *b, struct li_slice s);
void li_buf_put_str(struct li_buf *b, const char *s);
void li_buf_put_u8(struct li_buf *b, uint8_t v);
void li_buf_put_u16(struct li_buf *b, uint16_t v);
void li_buf_put_u32(struct li_buf *b, uint32_t v);
void li_buf_put_u64(struct li_buf *b, uint64_t v);

/* Append text made by printf rules. */
LI_PRINTF(2, 3) void li_buf_printf(struct li_buf *b, const char *fmt, ...);

/* Overwrite four octets at offset `at`, which must lie inside the content. */
void li_buf_set_u32(struct li_buf *b, size_t at, uint32_t v);

/* LI_OK, or LI_ENOMEM when an append was refused. */
LI_MUST_USE li_err li_buf_check(const struct li_buf *b);

/* The content, borrowed until the next append. */
static inline struct li_slice li_buf_slice(const struct li_buf *b)
{
	return li_slice(b->p, b->n);
}

#endif
