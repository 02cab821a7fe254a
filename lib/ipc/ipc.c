/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/ipc.h"

size_t li_ipc_begin(struct li_buf *out, enum li_ipc_type type)
{
	const uint8_t head[LI_IPC_HEAD] = {
		[4] = LI_IPC_VERSION,
		[6] = (uint8_t)((unsigned int)type >> 8),
		[7] = (uint8_t)type,
	};
	size_t place = out->n;

	li_buf_put(out, head, sizeof(head));
	return place;
}

void li_ipc_end(struct li_buf *out, size_t place)
{
	size_t n = out->n - place;

	if (out->bad)
		return;
	if (n > LI_IPC_MAX) {
		out->bad = true;
		return;
	}
	li_buf_set_u32(out, place, (uint32_t)(n - 4));
}

li_err li_ipc_next(struct li_slice stream, struct li_ipc_message *out)
{
	struct li_cursor c = li_cursor(stream);
	uint32_t n = li_cursor_u32(&c);
	uint8_t version = li_cursor_u8(&c), zero = li_cursor_u8(&c);
	uint16_t type = li_cursor_u16(&c);

	if (c.bad)
		return LI_EAGAIN;
	if (version != LI_IPC_VERSION)
		return LI_EVERSION;
	if (zero != 0 || n < LI_IPC_HEAD - 4)
		return LI_EMALFORMED;
	if (n > LI_IPC_MAX - 4)
		return LI_ETOOBIG;
	if (stream.n - 4 < n)
		return LI_EAGAIN;
	out->type = type;
	out->body = li_slice_sub(stream, LI_IPC_HEAD, 4 + (size_t)n);
	out->octets = 4 + (size_t)n;
	return LI_OK;
}
