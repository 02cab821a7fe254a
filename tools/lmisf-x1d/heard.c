/* SPDX-License-Identifier: BSD-3-Clause */
#include "heard.h"

#include "base/clock.h"
#include "base/log.h"

enum { AGAIN_US = 1000000 };

static li_err tell(struct heard *h)
{
	const struct li_x1_service *s = h->service;
	struct li_admin_request request = {.op = LI_ADMIN_HEARD,
		.via = "lmisf-x1d"};
	struct li_x1_answer answer = {.items = {0}};
	struct li_buf body = {0};
	li_err err;

	li_slice_copy(li_slice_str(s->admf), request.actor,
		sizeof(request.actor));
	li_buf_put_u64(&body, (uint64_t)(li_clock_boot_us() - h->at_us));
	request.body = li_buf_slice(&body);
	err = li_buf_check(&body);
	if (!err)
		err = s->ask(s->ask_data, &request, &answer);
	if (!err)
		err = answer.reply.err;
	li_x1_answer_fini(&answer);
	li_buf_fini(&body);
	return err;
}

static void again(void *data)
{
	struct heard *h = data;

	if (tell(h) == LI_OK)
		li_log(LI_LOG_NOTICE, "x1", 0,
			"lmisfd knows again when the ADMF was heard");
	else
		li_loop_arm(h->loop, &h->again, AGAIN_US, again, h);
}

void heard_now(void *data)
{
	struct heard *h = data;
	li_err err;

	h->at_us = li_clock_boot_us();
	err = tell(h);
	if (!err) {
		li_loop_disarm(h->loop, &h->again);
		return;
	}
	li_log(LI_LOG_WARNING, "x1", 0,
		"lmisfd cannot be told that the ADMF was heard: %s",
		li_err_name(err));
	li_loop_arm(h->loop, &h->again, AGAIN_US, again, h);
}

void heard_stop(struct heard *h)
{
	if (h->loop)
		li_loop_disarm(h->loop, &h->again);
}
