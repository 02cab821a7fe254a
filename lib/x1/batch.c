/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/batch.h"

#include "model/pack.h"

void li_x1_batch_reset(struct li_x1_batch *batch)
{
	li_buf_wipe(&batch->parts);
	li_buf_wipe(&batch->lates);
	li_buf_wipe(&batch->answer.items);
	batch->answer.reply = (struct li_admin_reply){0};
	batch->answer.later = batch->answer.lost = false;
	li_buf_wipe(&batch->faults.items);
	batch->count = 0;
	batch->asked = batch->has_faults = batch->has_contexts = false;
}

void li_x1_batch_fini(struct li_x1_batch *batch)
{
	li_x1_batch_reset(batch);
	li_buf_fini(&batch->parts);
	li_buf_fini(&batch->lates);
	li_x1_answer_fini(&batch->answer);
	li_x1_answer_fini(&batch->faults);
	explicit_bzero(batch, sizeof(*batch));
}

void li_x1_put_late(struct li_buf *out, const struct li_issue *late)
{
	struct li_buf one = {0};

	if (late)
		li_pack_issue(&one, late);
	li_pack_slice(out, li_buf_slice(&one));
	out->bad |= one.bad;
	li_buf_fini(&one);
}

bool li_x1_batch_add(struct li_x1_batch *batch,
	const struct li_batch_part *part, const struct li_issue *late)
{
	if (!li_batch_takes(part->op) || batch->count == LI_BATCH_MAX ||
		batch->parts.n + part->body.n > LI_BATCH_OCTETS_MAX)
		return false;
	li_batch_put(&batch->parts, part);
	li_x1_put_late(&batch->lates, late);
	batch->count++;
	return true;
}

void li_x1_batch_ask(struct li_x1_batch *batch, li_x1_ask_fn ask, void *data,
	const struct li_admin_request *request)
{
	struct li_admin_request all = *request;

	all.op = LI_ADMIN_BATCH;
	all.body = li_buf_slice(&batch->parts);
	batch->answer.late = li_buf_slice(&batch->lates);
	batch->err = li_buf_check(&batch->parts);
	if (!batch->err)
		batch->err = li_buf_check(&batch->lates);
	if (!batch->err)
		batch->err = ask(data, &all, &batch->answer);
	batch->asked = true;
	batch->part = all.body;
	batch->late = batch->answer.late;
	batch->item = li_buf_slice(&batch->answer.items);
}

/* Is there something to tell of the next one later? */
static bool next_late(struct li_x1_batch *batch)
{
	struct li_cursor c = li_cursor(batch->late);
	const struct li_slice one = li_unpack_slice(&c);

	batch->late = c.rest;
	return one.n > 0;
}

li_err li_x1_batch_next(struct li_x1_batch *batch,
	const struct li_batch_part *asked, struct li_x1_answer *out)
{
	struct li_slice item, items;
	struct li_batch_part part;
	const bool late = next_late(batch);

	li_buf_wipe(&out->items);
	out->reply = batch->answer.reply;
	out->later = batch->answer.later && late;
	out->lost = batch->answer.lost;
	if (!li_batch_next(&batch->part, &part) || part.op != asked->op ||
		!li_slice_eq(part.body, asked->body))
		return LI_EBUG;
	if (batch->err || out->reply.err)
		return batch->err;
	if (!li_x1_answer_next(&batch->item, &item) ||
		li_batch_answer_get(item, &out->reply, &items))
		return LI_EMALFORMED;
	li_buf_put_slice(&out->items, items);
	return li_buf_check(&out->items);
}
