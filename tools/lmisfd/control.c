/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "counts.h"
#include "ipc/batch.h"
#include "ipc/door.h"
#include "model/pack.h"
#include "local.h"

/* What only the running program knows goes beside what the store says. */
static void put_counts(const struct lmisfd *d, struct li_buf *out)
{
	struct li_buf json = {0};

	intake_json(d, &json);
	li_admin_item_put(out, li_buf_slice(&json));
	li_buf_reset(&json);
	li_flow_watch_json(d->flow, &json);
	li_admin_item_put(out, li_buf_slice(&json));
	out->bad |= json.bad;
	li_buf_fini(&json);
}

/* In a stream's state. */
enum {
	FOLLOWS, /* it is told of commits */
	LISTENS, /* it is told of reports */
	AUDITED, /* that it reads counts of LI */
};

static void tell(struct stream *s, void (*put)(struct li_buf *out))
{
	/* What it has not read yet says this too. */
	if (s->out.n)
		return;
	put(&s->out);
	stream_flush(s);
}

void control_tell(struct lmisfd *d)
{
	const uint64_t iris = li_flow_counts(d->flow)->iris;
	const uint64_t reports = li_flow_reports(d->flow);

	if (iris == d->told_iris && reports == d->told_reports)
		return;
	for (struct stream *s = d->control_streams; s; s = s->next) {
		if (s->state[FOLLOWS] && iris != d->told_iris)
			tell(s, li_admin_committed_put);
		if (s->state[LISTENS] && reports != d->told_reports)
			tell(s, li_admin_reported_put);
	}
	d->told_iris = iris;
	d->told_reports = reports;
}

static enum li_door door_of(const struct stream *s)
{
	const struct listener *l = s->owner;

	return l->local->door;
}

/* What was committed before it asked is there for it to see. */
static li_err follow(struct stream *s, const struct li_ipc_message *m)
{
	if (m->body.n)
		return LI_EMALFORMED;
	if (!li_door_hears(door_of(s), m->type))
		return LI_EDENIED;
	if (m->type == LI_IPC_ADMIN_FOLLOW) {
		s->state[FOLLOWS] = 1;
		tell(s, li_admin_committed_put);
	} else {
		s->state[LISTENS] = 1;
		tell(s, li_admin_reported_put);
	}
	return LI_OK;
}

/* Keep what became of a request, or of each part of one, from `place` on in what
 * the stream is answered: an enum li_err for each. */
static void keep_results(struct stream *s, enum li_admin_op op, size_t place,
	const struct li_admin_reply *reply)
{
	struct li_slice rest =
		li_slice_sub(li_buf_slice(&s->out), place, s->out.n);
	struct li_ipc_message m;
	struct li_admin_reply part;
	struct li_slice items;

	li_buf_reset(&s->kept);
	if (op != LI_ADMIN_BATCH || reply->err) {
		li_buf_put_u16(&s->kept, (uint16_t)reply->err);
		return;
	}
	while (li_ipc_next(rest, &m) == LI_OK &&
		li_batch_answer_get(m.body, &part, &items) == LI_OK) {
		li_buf_put_u16(&s->kept, (uint16_t)part.err);
		rest = li_slice_sub(rest, m.octets, rest.n);
	}
}

/* One that was not waited for: what came of it. */
static li_err tell_late(struct lmisfd *d, struct li_slice packed,
	uint16_t result, struct li_admin_reply *reply)
{
	struct li_issue issue;

	reply->err = li_unpack_issue(packed, &issue);
	if (!reply->err && li_issue_weight(issue.cause) != LI_ISSUE_ACTIONED)
		reply->err = LI_EDENIED;
	if (reply->err)
		return LI_OK;
	issue.state = LI_ISSUE_NEWS;
	issue.number = result;
	issue.at_us = li_clock_now_us();
	return li_flow_issue(d->flow, &issue);
}

/* Who asked has told the ADMF that it is acknowledged, and no more: what came
 * of it is known here. TS 103 221-1 cl. 5.2.2, table 46 (9040) */
static li_err late(struct lmisfd *d, const struct stream *s,
	const struct li_admin_request *request, struct li_admin_reply *reply)
{
	struct li_cursor c = li_cursor(request->body);
	struct li_cursor kept = li_cursor(li_buf_slice(&s->kept));
	uint16_t result = LI_OK;
	li_err err = LI_OK;

	*reply = (struct li_admin_reply){0};
	while (!err && !reply->err && c.rest.n) {
		const struct li_slice one = li_unpack_slice(&c);

		/* A batch that failed has one for all of its parts. */
		if (kept.rest.n)
			result = li_cursor_u16(&kept);
		if (c.bad)
			reply->err = LI_EMALFORMED;
		else if (one.n)
			err = tell_late(d, one, result, reply);
	}
	return err;
}

/* A person is who the kernel says, whatever name he gives. TS 101 331 cl. 4.7 */
static void sign(const struct stream *s, struct li_admin_request *request)
{
	const uid_t uid = (uid_t)s->state[LOCAL_UID];
	char name[LI_ADMIN_ACTOR_MAX + 1];

	request->door = door_of(s);
	if (!request->actor[0] || uid == 0 || uid == geteuid() ||
		!li_door_of_persons(request->door))
		return;
	memcpy(name, request->actor, sizeof(name));
	snprintf(request->actor, sizeof(request->actor), "%.*s (uid %u)",
		LI_ADMIN_ACTOR_MAX - 17, name, (unsigned int)uid);
}

static li_err answer(struct lmisfd *d, struct stream *s,
	const struct li_ipc_message *m)
{
	const size_t place = s->out.n;
	struct li_admin_request request;
	struct li_admin_reply reply;
	li_err err;

	if (m->type == LI_IPC_ADMIN_FOLLOW || m->type == LI_IPC_ADMIN_LISTEN)
		return follow(s, m);
	if (m->type != LI_IPC_ADMIN_REQUEST)
		return LI_EMALFORMED;
	err = li_admin_request_get(m->body, &request);
	if (err)
		return err;
	sign(s, &request);
	if (request.op == LI_ADMIN_LATE &&
		li_door_allows(request.door, request.op))
		err = late(d, s, &request, &reply);
	else if (counts_asked(&request))
		err = counts_answer(d, &request, &s->state[AUDITED], &s->out,
			&reply);
	else if (counts_told(&request))
		counts_hear(d, &request, &reply);
	else
		err = li_flow_admin(d->flow, &request, li_clock_now_us(),
			&s->out, &reply);
	if (err) {
		lmisfd_break(d, err);
		return err;
	}
	if (request.op == LI_ADMIN_STATUS && !reply.err)
		put_counts(d, &s->out);
	keep_results(s, request.op, place, &reply);
	li_admin_reply_put(&s->out, &reply);
	stream_flush(s);
	return LI_OK;
}

static const struct local_kind kinds[] = {
	[LI_DOOR_ADMIN] = {LI_DOOR_ADMIN, "control", "a request", answer},
	[LI_DOOR_X1] = {LI_DOOR_X1, "x1", "a request of X1", answer},
	[LI_DOOR_DELIVERY] = {LI_DOOR_DELIVERY, "deliver",
		"a request of delivery", answer},
	[LI_DOOR_AUDITOR] = {LI_DOOR_AUDITOR, "audit", "an auditor's request",
		answer},
	[LI_DOOR_OPERATOR] = {LI_DOOR_OPERATOR, "operate",
		"an operator's request", answer},
	[LI_DOOR_METRICS] = {LI_DOOR_METRICS, "metrics",
		"a question of lmisf-metrics", answer},
};

li_err control_open(struct lmisfd *d, struct li_fault *fault)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (local_is_named(d->config, i))
			err = local_open(d, i, &kinds[i], &d->control_streams,
				fault);
	return err;
}
