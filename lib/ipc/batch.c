/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/batch.h"

#include "model/pack.h"

bool li_batch_takes(enum li_admin_op op)
{
	return op == LI_ADMIN_TASK_ADD || op == LI_ADMIN_TASK_MODIFY ||
		op == LI_ADMIN_TASK_END || op == LI_ADMIN_TASK_SHOW ||
		op == LI_ADMIN_DESTINATION_ADD ||
		op == LI_ADMIN_DESTINATION_MODIFY ||
		op == LI_ADMIN_DESTINATION_REMOVE || op == LI_ADMIN_NOTE;
}

void li_batch_put(struct li_buf *out, const struct li_batch_part *part)
{
	li_buf_put_u16(out, (uint16_t)part->op);
	li_pack_slice(out, part->body);
}

bool li_batch_next(struct li_slice *rest, struct li_batch_part *out)
{
	struct li_cursor c = li_cursor(*rest);
	const uint16_t op = li_cursor_u16(&c);
	const struct li_slice body = li_unpack_slice(&c);

	if (c.bad || op > LI_ADMIN_OP_LAST)
		return false;
	*out = (struct li_batch_part){(enum li_admin_op)op, body};
	*rest = c.rest;
	return true;
}

li_err li_batch_check(struct li_slice body)
{
	struct li_batch_part part;
	size_t count = 0;

	while (li_batch_next(&body, &part))
		if (!li_batch_takes(part.op) || ++count > LI_BATCH_MAX)
			return LI_EMALFORMED;
	return count && !body.n ? LI_OK : LI_EMALFORMED;
}

void li_batch_answer_put(struct li_buf *out, const struct li_admin_reply *reply,
	struct li_slice items)
{
	li_buf_put_u16(out, (uint16_t)reply->err);
	li_pack_slice(out, li_slice_str(reply->text));
	li_buf_put_slice(out, items);
}

li_err li_batch_answer_get(struct li_slice item, struct li_admin_reply *reply,
	struct li_slice *items)
{
	struct li_cursor c = li_cursor(item);
	struct li_admin_reply r = {0};
	const uint16_t err = li_cursor_u16(&c);

	li_unpack_text(&c, r.text, sizeof(r.text));
	if (c.bad || err > LI_EBUG)
		return LI_EMALFORMED;
	r.err = (li_err)err;
	*reply = r;
	*items = c.rest;
	return LI_OK;
}
