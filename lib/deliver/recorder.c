/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "deliver/amounts.h"
#include "net/backoff.h"
#include "ipc/admin.h"
#include "net/sock.h"

enum {
	RETRY_MIN_US = 20000,
	RETRY_MAX_US = 1000000,
	ANSWER_US = 30000000, /* a commit never takes so long */
	GATHER_US = 20000,    /* each request is a commit, which IRI wait for */
	READ_SIZE = 4096,
};

static const char name[] = "lmisf-deliver";

/* What is known of one destination. */
struct mark {
	struct li_uuid did;
	int64_t wanted, committed;
	int64_t rest_us; /* monotonic; not to be asked about before */
	struct li_amounts *amounts; /* NULL: nothing went over X2 */
};

struct li_recorder {
	struct li_loop *loop;
	char *socket;
	li_recorder_away_fn away;
	void *data;
	struct mark *marks;
	size_t count, room;
	size_t turn;     /* the mark that is asked about, or was last */
	size_t latest;   /* the mark that was looked for last */
	bool asked, cut; /* cut: more is confirmed than was asked about */
	int64_t asked_id, done_id; /* done: it is committed up to there */
	struct li_watch watch;
	struct li_timer timer; /* bounds an answer, ends a wait */
	struct li_backoff backoff;
	struct li_buf in, out;
	char why[200];
};

static void ask_next(struct li_recorder *r);

li_err li_recorder_new(struct li_loop *loop, const char *socket,
	li_recorder_away_fn away, void *data, struct li_recorder **out)
{
	struct li_recorder *r = calloc(1, sizeof(*r));

	if (!r)
		return LI_ENOMEM;
	r->socket = strdup(socket);
	if (!r->socket) {
		free(r);
		return LI_ENOMEM;
	}
	r->loop = loop;
	r->away = away;
	r->data = data;
	li_backoff_init(&r->backoff, RETRY_MIN_US, RETRY_MAX_US, 1);
	*out = r;
	return LI_OK;
}

static void disconnect(struct li_recorder *r)
{
	li_loop_disarm(r->loop, &r->timer);
	if (r->watch.added) {
		li_loop_remove(r->loop, &r->watch);
		close(r->watch.fd);
	}
	li_buf_reset(&r->in);
	li_buf_reset(&r->out);
	r->asked = false;
}

void li_recorder_free(struct li_recorder *recorder)
{
	if (!recorder)
		return;
	disconnect(recorder);
	li_buf_fini(&recorder->in);
	li_buf_fini(&recorder->out);
	for (size_t i = 0; i < recorder->count; i++)
		li_amounts_free(recorder->marks[i].amounts);
	free(recorder->marks);
	free(recorder->socket);
	free(recorder);
}

static void on_retry(void *data)
{
	ask_next(data);
}

/* Hold what is confirmed and ask again later; a new reason is logged. */
static void hold(struct li_recorder *r, enum li_log_level level,
	const char *why)
{
	if (strncmp(r->why, why, sizeof(r->why) - 1) != 0)
		li_log(level, "deliver", 0, "lmisfd: %s, holding confirmations",
			why);
	snprintf(r->why, sizeof(r->why), "%s", why);
	disconnect(r);
	li_loop_arm(r->loop, &r->timer, li_backoff_next(&r->backoff), on_retry,
		r);
}

/* What is left of it is asked about at once, after the others' turns. */
static void committed(struct li_recorder *r)
{
	struct mark *mark = &r->marks[r->turn];

	mark->committed = r->done_id;
	if (r->done_id < r->asked_id || r->cut)
		mark->rest_us = 0;
	li_amounts_done(mark->amounts, r->done_id);
	r->asked = false;
	r->why[0] = '\0';
	li_backoff_reset(&r->backoff);
	li_loop_disarm(r->loop, &r->timer);
}

/* How far it went: never back, nor beyond what was asked. */
static li_err take_item(struct li_recorder *r, struct li_slice body)
{
	struct li_admin_confirm item;
	li_err err = li_admin_confirm_get(body, &item);

	if (!err &&
		(item.id <= r->marks[r->turn].committed ||
			item.id > r->asked_id))
		err = LI_EMALFORMED;
	if (!err)
		r->done_id = item.id;
	return err;
}

static li_err take_reply(struct li_recorder *r, const struct li_ipc_message *m)
{
	struct li_admin_reply reply;
	li_err err;

	if (!r->asked)
		return LI_EMALFORMED;
	if (m->type == LI_IPC_ADMIN_ITEM)
		return take_item(r, m->body);
	if (m->type != LI_IPC_ADMIN_REPLY)
		return LI_EMALFORMED;
	err = li_admin_reply_get(m->body, &reply);
	if (err != LI_OK)
		return err;
	/* A destination that is gone has nothing left to confirm. */
	if (reply.err == LI_ENOTFOUND)
		r->done_id = r->asked_id;
	else if (reply.err == LI_OK &&
		r->done_id == r->marks[r->turn].committed)
		return LI_EMALFORMED; /* how far? */
	if (reply.err == LI_OK || reply.err == LI_ENOTFOUND)
		committed(r);
	return reply.err == LI_ENOTFOUND ? LI_OK : reply.err;
}

static li_err take_all(struct li_recorder *r)
{
	struct li_ipc_message m;
	li_err err;

	for (;;) {
		err = li_ipc_next(li_buf_slice(&r->in), &m);
		if (err == LI_OK)
			err = take_reply(r, &m);
		if (err != LI_OK)
			return err == LI_EAGAIN ? LI_OK : err;
		li_buf_consume(&r->in, m.octets);
	}
}

static li_err read_some(struct li_recorder *r)
{
	uint8_t *to = li_buf_reserve(&r->in, READ_SIZE);
	size_t n = 0;
	li_err err;

	if (!to)
		return LI_ENOMEM;
	err = li_sock_read(r->watch.fd, to, READ_SIZE, &n);
	if (err != LI_OK)
		return err;
	li_buf_commit(&r->in, n);
	return take_all(r);
}

static li_err write_some(struct li_recorder *r)
{
	size_t n = 0;
	li_err err = LI_OK;

	while (r->out.n > 0 && err == LI_OK) {
		err = li_sock_write(r->watch.fd, li_buf_slice(&r->out), &n);
		if (err == LI_OK)
			li_buf_consume(&r->out, n);
	}
	li_loop_want(r->loop, &r->watch,
		r->out.n > 0 ? LI_LOOP_IN | LI_LOOP_OUT : LI_LOOP_IN);
	return err == LI_EAGAIN ? LI_OK : err;
}

static void on_ready(void *data, uint32_t ready)
{
	struct li_recorder *r = data;
	li_err err = LI_OK;

	if (ready & LI_LOOP_OUT)
		err = write_some(r);
	if (err == LI_OK && (ready & (LI_LOOP_IN | LI_LOOP_END)))
		err = read_some(r);
	if (err != LI_OK && err != LI_EAGAIN) {
		if (li_recorder_idle(r))
			disconnect(r); /* nothing to tell: let it go */
		else
			hold(r, LI_LOG_WARNING, li_err_name(err));
	} else if (!r->asked) {
		ask_next(r);
	}
}

static void on_no_answer(void *data)
{
	hold(data, LI_LOG_WARNING, "no answer");
}

static bool connected(struct li_recorder *r)
{
	enum li_log_level level = LI_LOG_WARNING;
	struct li_fault why = {0};
	int fd;
	li_err err;

	if (r->watch.added)
		return true;
	err = li_sock_unix_connect(r->socket, &fd, &why);
	if (err == LI_OK) {
		err = li_loop_add(r->loop, &r->watch, fd, LI_LOOP_IN, on_ready,
			r);
		if (err == LI_OK)
			return true;
		close(fd);
	}
	if (err == LI_ENOTFOUND && r->away) {
		level = LI_LOG_INFO; /* somebody sees to it */
		r->away(r->data);
	}
	hold(r, level, why.text[0] ? why.text : li_err_name(err));
	return false;
}

/* The next destination with something to tell, each in its turn; when all rest
 * *wait_us is how long. */
static bool choose(struct li_recorder *r, int64_t *wait_us)
{
	const int64_t now_us = li_clock_mono_us();

	*wait_us = INT64_MAX;
	for (size_t i = 1; i <= r->count; i++) {
		const size_t at = (r->turn + i) % r->count;
		const struct mark *mark = &r->marks[at];

		if (mark->wanted <= mark->committed)
			continue;
		if (mark->rest_us <= now_us) {
			r->turn = at;
			return true;
		}
		if (mark->rest_us - now_us < *wait_us)
			*wait_us = mark->rest_us - now_us;
	}
	return false;
}

static void put_request(struct li_recorder *r)
{
	struct mark *mark = &r->marks[r->turn];
	struct li_admin_confirm confirm = {.did = mark->did};
	struct li_admin_request request = {.op = LI_ADMIN_CONFIRM};
	struct li_buf body = {0}, sent = {0};

	snprintf(request.actor, sizeof(request.actor), "%s", name);
	snprintf(request.via, sizeof(request.via), "%s", name);
	/* TS 103 221-1 table 24: what is confirmed and counted is one commit */
	confirm.id = li_amounts_put(mark->amounts, mark->wanted, &sent);
	confirm.sent = li_buf_slice(&sent);
	li_admin_confirm_put(&body, &confirm);
	body.bad |= sent.bad;
	request.body = li_buf_slice(&body);
	li_admin_request_put(&r->out, &request);
	r->out.bad |= body.bad;
	li_buf_fini(&body);
	li_buf_fini(&sent);
	r->asked = true;
	r->asked_id = confirm.id;
	r->cut = confirm.id < mark->wanted;
	r->done_id = mark->committed;
	mark->rest_us = li_clock_mono_us() + GATHER_US;
}

static void ask_next(struct li_recorder *r)
{
	int64_t wait_us;
	li_err err;

	if (r->asked)
		return;
	if (!choose(r, &wait_us)) {
		if (wait_us != INT64_MAX)
			li_loop_arm(r->loop, &r->timer, wait_us, on_retry, r);
		return;
	}
	if (!connected(r))
		return;
	put_request(r);
	li_loop_arm(r->loop, &r->timer, ANSWER_US, on_no_answer, r);
	err = li_buf_check(&r->out);
	if (err == LI_OK)
		err = write_some(r);
	if (err != LI_OK)
		hold(r, LI_LOG_WARNING, li_err_name(err));
}

static struct mark *mark_of(struct li_recorder *r, const struct li_uuid *did)
{
	/* Records of one destination come one behind the other. */
	if (r->latest < r->count && li_uuid_eq(&r->marks[r->latest].did, did))
		return &r->marks[r->latest];
	for (r->latest = 0; r->latest < r->count; r->latest++)
		if (li_uuid_eq(&r->marks[r->latest].did, did))
			return &r->marks[r->latest];
	if (r->count == r->room) {
		const size_t room = r->room ? 2 * r->room : 8;
		struct mark *more = realloc(r->marks, room * sizeof(*more));

		if (!more)
			return NULL;
		r->marks = more;
		r->room = room;
	}
	r->marks[r->count] = (struct mark){.did = *did};
	return &r->marks[r->count++];
}

li_err li_recorder_sent(struct li_recorder *recorder, const struct li_uuid *did,
	const struct li_sent *sent)
{
	struct mark *mark = mark_of(recorder, did);

	if (mark && !mark->amounts)
		mark->amounts = calloc(1, sizeof(*mark->amounts));
	return mark && mark->amounts ? li_amounts_add(mark->amounts, sent)
				     : LI_ENOMEM;
}

li_err li_recorder_confirm(struct li_recorder *recorder,
	const struct li_uuid *did, int64_t id)
{
	struct mark *mark = mark_of(recorder, did);

	if (!mark)
		return LI_ENOMEM;
	if (id > mark->wanted)
		mark->wanted = id;
	/* While a wait runs out its timer asks. */
	if (!recorder->timer.armed)
		ask_next(recorder);
	return LI_OK;
}

bool li_recorder_idle(const struct li_recorder *recorder)
{
	for (size_t i = 0; i < recorder->count; i++)
		if (recorder->marks[i].wanted > recorder->marks[i].committed)
			return false;
	return true;
}

const char *li_recorder_why(const struct li_recorder *recorder)
{
	return recorder->why;
}
