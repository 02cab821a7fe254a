/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/checked.h"

#include <string.h>

#include "model/pack.h"

void li_pack_checking(struct li_buf *b, const struct li_checking *c)
{
	li_buf_put_u64(b, (uint64_t)c->stream);
	li_buf_put_u64(b, (uint64_t)c->task);
	li_buf_put_u64(b, (uint64_t)c->place);
	li_buf_put_u64(b, (uint64_t)c->at_us);
	li_pack_slice(b, li_slice_str(c->liid));
	li_buf_put_u8(b, c->signature);
	li_buf_put_u32(b, c->cin);
	li_buf_put_u32(b, c->number);
	li_buf_put_u32(b, c->first);
	li_buf_put_u32(b, c->last);
	li_buf_put(b, c->value, sizeof(c->value));
	li_pack_slice(b, c->pdu);
}

void li_unpack_checking(struct li_cursor *at, struct li_checking *out)
{
	struct li_slice value;
	uint8_t signature;

	out->stream = (int64_t)li_cursor_u64(at);
	out->task = (int64_t)li_cursor_u64(at);
	out->place = (int64_t)li_cursor_u64(at);
	out->at_us = (int64_t)li_cursor_u64(at);
	li_unpack_text(at, out->liid, sizeof(out->liid));
	signature = li_cursor_u8(at);
	out->signature = signature == 1;
	out->cin = li_cursor_u32(at);
	out->number = li_cursor_u32(at);
	out->first = li_cursor_u32(at);
	out->last = li_cursor_u32(at);
	value = li_cursor_take(at, sizeof(out->value));
	if (!at->bad)
		memcpy(out->value, value.p, sizeof(out->value));
	out->pdu = li_unpack_slice(at);
	if (signature > 1 || out->pdu.n == 0 ||
		out->pdu.n > LI_CHECKING_PDU_MAX)
		at->bad = true;
}
