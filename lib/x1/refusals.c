/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/refusals.h"

#include <inttypes.h>
#include <stdio.h>

enum { EACH_US = 60000000 };

static bool is_news(const struct li_x1_refusals *a,
	const struct li_x1_refusals *b)
{
	return a->peers != b->peers || a->strangers != b->strangers ||
		a->documents != b->documents || a->heads != b->heads;
}

static void describe(const struct li_x1_refusals *was,
	const struct li_x1_refusals *now, struct li_buf *out)
{
	li_buf_printf(out,
		"peers without a certificate that holds: %" PRIu64
		", with another's: %" PRIu64 ", documents: %" PRIu64
		", requests: %" PRIu64,
		now->peers - was->peers, now->strangers - was->strangers,
		now->documents - was->documents, now->heads - was->heads);
	if (now->strangers != was->strangers)
		li_buf_printf(out, ", the last of them: %s", now->uid);
}

li_err li_x1_refusals_tell(struct li_x1_refusals_told *told,
	const struct li_x1_refusals *now, int64_t mono_us, li_x1_ask_fn fn,
	void *data)
{
	struct li_admin_note note = {.action = "x1.refused",
		.result = "refused"};
	struct li_admin_request request = {.op = LI_ADMIN_NOTE,
		.actor = "lmisf-x1d",
		.via = "lmisf-x1d"};
	struct li_x1_answer answer = {.items = {0}};
	struct li_buf detail = {0}, body = {0};
	li_err err;

	if (!is_news(now, &told->refusals) || mono_us < told->next_us)
		return LI_OK;
	describe(&told->refusals, now, &detail);
	note.detail = li_buf_slice(&detail);
	li_admin_note_put(&body, &note);
	request.body = li_buf_slice(&body);
	err = li_buf_check(&detail);
	if (!err)
		err = li_buf_check(&body);
	if (!err)
		err = fn(data, &request, &answer);
	if (!err)
		err = answer.reply.err;
	if (!err)
		*told = (struct li_x1_refusals_told){*now, mono_us + EACH_US};
	li_x1_answer_fini(&answer);
	li_buf_fini(&detail);
	li_buf_fini(&body);
	return err;
}
