/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_build.h - Diameter messages for tests, octet by octet.
 */
#ifndef LI_TEST_CX_BUILD_H
#define LI_TEST_CX_BUILD_H

#include "base/buf.h"
#include "intake/cx_avp.h"

/* Open a message; flags 0x80 is a request. */
static inline void cx_begin(struct li_buf *b, uint8_t flags, uint32_t command,
	uint32_t application)
{
	li_buf_reset(b);
	li_buf_put_u32(b, 1U << 24);
	li_buf_put_u32(b, (uint32_t)flags << 24 | command);
	li_buf_put_u32(b, application);
	li_buf_put_u32(b, 0x11111111);
	li_buf_put_u32(b, 0x22222222);
}

/* Fill in the length. */
static inline struct li_slice cx_end(struct li_buf *b)
{
	li_buf_set_u32(b, 0, 1U << 24 | (uint32_t)b->n);
	return li_buf_slice(b);
}

/* Open an AVP; vendor 0 leaves the vendor bit out. Returns its place. */
static inline size_t cx_avp_begin(struct li_buf *b, uint32_t code,
	uint32_t vendor)
{
	size_t at = b->n;

	li_buf_put_u32(b, code);
	li_buf_put_u32(b, vendor ? 0xc0000000 : 0x40000000);
	if (vendor)
		li_buf_put_u32(b, vendor);
	return at;
}

static inline void cx_avp_end(struct li_buf *b, size_t at)
{
	uint32_t flags = (uint32_t)b->p[at + 4] << 24;

	li_buf_set_u32(b, at + 4, flags | (uint32_t)(b->n - at));
	while (b->n % 4)
		li_buf_put_u8(b, 0);
}

static inline void cx_avp_text(struct li_buf *b, uint32_t code, uint32_t vendor,
	const char *text)
{
	size_t at = cx_avp_begin(b, code, vendor);

	li_buf_put_str(b, text);
	cx_avp_end(b, at);
}

static inline void cx_avp_u32(struct li_buf *b, uint32_t code, uint32_t vendor,
	uint32_t v)
{
	size_t at = cx_avp_begin(b, code, vendor);

	li_buf_put_u32(b, v);
	cx_avp_end(b, at);
}

#endif
