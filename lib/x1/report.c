/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/backoff.h"
#include "x1/report_bell.h"
#include "x1/report_text.h"

enum {
	REFUSALS = 3,
	ASK_US = 2000000, /* lmisfd answers in milliseconds */
};

static const char name[] = "lmisf-x1d";

struct li_x1_reporter {
	struct li_loop *loop;
	const char *admf, *ne;
	struct li_x1_asker *asker;
	struct li_x1_answer answer;
	struct li_x1_bell *bell;
	struct li_poster *sender;
	struct li_backoff backoff;
	struct li_timer timer;
	struct li_admin_report list[LI_ADMIN_REPORTS_MAX];
	size_t at, count;           /* of the list: told, there */
	struct li_uuid transaction; /* of the one on its way */
	unsigned int refusals;      /* of the one at hand */
	bool sending;
	bool answered; /* the one at hand; lmisfd does not know yet */
	bool more;     /* there may be, behind the list */
	bool away;     /* and that was logged */
	uint32_t code; /* that it was answered with */
};

static void go_on(struct li_x1_reporter *r);

static void on_timer(void *data)
{
	go_on(data);
}

static void later(struct li_x1_reporter *r)
{
	li_loop_arm(r->loop, &r->timer, li_backoff_next(&r->backoff), on_timer,
		r);
}

/* ---- lmisfd ---- */

static li_err ask(struct li_x1_reporter *r, enum li_admin_op op,
	struct li_slice body)
{
	struct li_admin_request request = {.op = op, .body = body};
	li_err err;

	snprintf(request.actor, sizeof(request.actor), "%s", name);
	snprintf(request.via, sizeof(request.via), "%s", name);
	r->answer.reply = (struct li_admin_reply){0};
	err = li_x1_asker_ask(r->asker, &request, &r->answer);
	return err ? err : r->answer.reply.err;
}

static li_err fetch(struct li_x1_reporter *r)
{
	struct li_slice rest, item;
	li_err err = ask(r, LI_ADMIN_REPORT_LIST, (struct li_slice){0});

	r->at = r->count = 0;
	rest = li_buf_slice(&r->answer.items);
	while (!err && r->count < LI_ADMIN_REPORTS_MAX &&
		li_x1_answer_next(&rest, &item)) {
		err = li_admin_report_get(item, &r->list[r->count]);
		r->count += !err;
	}
	if (!err)
		r->more = r->count > 0;
	li_buf_wipe(&r->answer.items);
	return err;
}

/* The ADMF has answered: lmisfd may forget it. */
static li_err settle(struct li_x1_reporter *r)
{
	const struct li_admin_done done = {.id = r->list[r->at].id,
		.code = r->code};
	struct li_buf body = {0};
	li_err err;

	li_admin_done_put(&body, &done);
	err = li_buf_check(&body);
	if (!err)
		err = ask(r, LI_ADMIN_REPORT_DONE, li_buf_slice(&body));
	li_buf_fini(&body);
	if (err)
		return err;
	explicit_bzero(&r->list[r->at], sizeof(r->list[r->at]));
	r->answered = false;
	r->refusals = 0;
	r->at++;
	return LI_OK;
}

li_err li_x1_reporter_issue(struct li_x1_reporter *r,
	const struct li_issue *issue)
{
	struct li_buf body = {0};
	li_err err;

	li_pack_issue(&body, issue);
	err = li_buf_check(&body);
	if (!err)
		err = ask(r, LI_ADMIN_ISSUE, li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

/* ---- the ADMF ---- */

static void not_reached(struct li_x1_reporter *r, const char *why)
{
	if (!r->away)
		li_log(LI_LOG_WARNING, "report", 0,
			"the ADMF is not told: %s; reports wait", why);
	r->away = true;
	later(r);
}

static void took_it(struct li_x1_reporter *r, uint32_t code)
{
	if (r->away)
		li_log(LI_LOG_NOTICE, "report", 0, "the ADMF is told again");
	r->away = false;
	li_backoff_reset(&r->backoff);
	if (code && ++r->refusals < REFUSALS) {
		later(r);
		return;
	}
	if (code)
		li_log(LI_LOG_ERROR, "report", 0,
			"the ADMF refuses a report: error %u",
			(unsigned int)code);
	r->answered = true;
	r->code = code;
	go_on(r);
}

static void on_sent(void *data, const struct li_posted *sent)
{
	struct li_x1_reporter *r = data;
	const struct li_x1_ends ends = {.admf = r->admf, .ne = r->ne};
	uint32_t code = 0;

	r->sending = false;
	if (sent->err)
		not_reached(r, sent->why);
	else if (li_x1_report_answer(sent->body, &ends, &r->transaction, &code))
		not_reached(r, "its answer is none to what was sent");
	else
		took_it(r, code);
}

static li_err post(struct li_x1_reporter *r)
{
	const struct li_x1_ends ends = {.admf = r->admf,
		.ne = r->ne,
		.at_us = li_clock_now_us()};
	struct li_buf document = {0};
	/* TS 103 221-1 cl. 5.2.3: each time another */
	li_err err = li_uuid_draw(&r->transaction);

	if (!err) {
		li_x1_report_put(&document, &ends, &r->transaction,
			&r->list[r->at]);
		err = li_buf_check(&document);
	}
	if (!err)
		err = li_post(r->sender, li_buf_slice(&document), on_sent, r);
	li_buf_fini(&document);
	r->sending = !err;
	return err;
}

/* Do the next thing that there is to do. */
static void go_on(struct li_x1_reporter *r)
{
	li_err err = LI_OK;

	if (r->sending || r->timer.armed)
		return;
	if (r->answered)
		err = settle(r);
	if (!err && r->at == r->count && r->more)
		err = fetch(r);
	if (!err && r->at < r->count)
		err = post(r);
	/* lmisfd away, or no memory: nothing is lost by waiting. */
	if (err)
		later(r);
}

static void on_ring(void *data)
{
	struct li_x1_reporter *r = data;

	r->more = true;
	go_on(r);
}

/* ---- life ---- */

li_err li_x1_reporter_new(struct li_loop *loop,
	const struct li_x1_reporter_options *o, struct li_x1_reporter **out)
{
	struct li_x1_reporter *r = calloc(1, sizeof(*r));
	li_err err;

	if (!r)
		return LI_ENOMEM;
	r->loop = loop;
	r->admf = o->admf;
	r->ne = o->ne;
	li_backoff_init(&r->backoff, o->retry_min_us, o->retry_max_us,
		(uint64_t)li_clock_now_us());
	err = li_x1_asker_new(o->control, ASK_US, &r->asker);
	if (!err)
		err = li_poster_new(loop, &o->send, &r->sender);
	if (!err)
		err = li_x1_bell_new(loop, o->control, on_ring, r, &r->bell);
	if (err)
		li_x1_reporter_free(r);
	else
		*out = r;
	return err;
}

void li_x1_reporter_free(struct li_x1_reporter *r)
{
	if (!r)
		return;
	li_loop_disarm(r->loop, &r->timer);
	li_x1_bell_free(r->bell);
	li_poster_free(r->sender);
	li_x1_asker_free(r->asker);
	li_x1_answer_fini(&r->answer);
	explicit_bzero(r->list, sizeof(r->list));
	free(r);
}

void li_x1_reporter_renew(struct li_x1_reporter *r)
{
	if (r)
		li_poster_renew(r->sender);
}
