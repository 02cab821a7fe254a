/* SPDX-License-Identifier: BSD-3-Clause */
#include "stream.h"

enum { SEQUENCE = 0x30, INDEFINITE = 0x80 };

static li_err next_x2(struct li_slice rest, struct stream_pdu *out)
{
	const li_err err = li_x2_decode(rest, &out->x2);

	if (err != LI_OK)
		return err;
	out->octets = li_slice_sub(rest, 0, out->x2.size);
	out->err = LI_OK;
	return LI_OK;
}

/* Where it ends. We send none of indefinite length, but take one. X.690
 * cl. 8.1.3.6 */
static li_err frame(struct li_slice rest, size_t *size)
{
	struct walk walk;
	li_err err;

	if (rest.n < 2 || rest.p[0] != SEQUENCE || rest.p[1] != INDEFINITE)
		return li_psp_frame(rest, size);
	err = walk_first(rest, &walk, size);
	if (err == LI_EAGAIN && rest.n > LI_PSP_PDU_MAX)
		return LI_ETOOBIG;
	return err == LI_OK && *size > LI_PSP_PDU_MAX ? LI_ETOOBIG : err;
}

static li_err next_hi2(struct li_slice rest, struct li_arena *arena,
	struct stream_pdu *out)
{
	size_t size = 0;
	const li_err err = frame(rest, &size);

	if (err != LI_OK)
		return err;
	if (size > rest.n)
		return LI_EAGAIN;
	out->octets = li_slice_sub(rest, 0, size);
	out->psp = (struct li_psp){0};
	out->err = walk_ber(out->octets, &out->walk);
	if (out->err == LI_OK)
		out->err = li_psp_decode(out->octets, arena, &out->psp);
	return LI_OK;
}

li_err stream_next(enum stream_format *format, struct li_slice rest,
	struct li_arena *arena, struct stream_pdu *out)
{
	if (rest.n == 0)
		return LI_EAGAIN;
	li_arena_reset(arena);
	if (*format == STREAM_AUTO)
		*format = rest.p[0] == SEQUENCE ? STREAM_HI2 : STREAM_X2;
	return *format == STREAM_X2 ? next_x2(rest, out)
				    : next_hi2(rest, arena, out);
}
