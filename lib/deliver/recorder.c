/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/recorder_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "net/sock.h"

enum {
	RETRY_MIN_US = 20000,
	RETRY_MAX_US = 1000000,
	ANSWER_US = 30000000, /* a commit never takes so long */
	READ_SIZE = 4096,
};

static const char name[] = "lmisf-deliver";

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

/* Whom it is asked about. */
static struct li_mark *asked(const struct li_recorder *r)
{
	return &r->marks.list[r->marks.turn];
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
	if (r->asked && r->what == LI_RECORDER_UPTO)
		li_mark_undone(asked(r));
	if (r->asked && r->what == LI_RECORDER_CHECKED)
		li_numbers_undone(&asked(r)->numbers);
	if (r->asked && r->what == LI_RECORDER_CHECKING)
		li_checkings_undone(&asked(r)->checkings);
	r->asked = false;
}

void li_recorder_free(struct li_recorder *recorder)
{
	if (!recorder)
		return;
	disconnect(recorder);
	li_loop_disarm(recorder->loop, &recorder->news);
	li_buf_fini(&recorder->in);
	li_buf_fini(&recorder->out);
	li_marks_fini(&recorder->marks);
	free(recorder->socket);
	free(recorder);
}

static void on_retry(void *data)
{
	li_recorder_ask(data);
}

/* Hold what is confirmed and ask again later; a new reason is logged. */
static void hold(struct li_recorder *r, enum li_log_level level,
	const char *why)
{
	if (strncmp(r->why, why, sizeof(r->why) - 1) != 0)
		li_log(level, "deliver", 0, "lmisfd: %s, holding confirmations",
			why);
	snprintf(r->why, sizeof(r->why), "%.*s", (int)sizeof(r->why) - 1, why);
	disconnect(r);
	li_loop_arm(r->loop, &r->timer, li_backoff_next(&r->backoff), on_retry,
		r);
}

/* Who is told may ask for more. */
static void on_kept(void *data)
{
	struct li_recorder *r = data;

	for (size_t i = 0; i < r->marks.count; i++) {
		struct li_checkings *c = &r->marks.list[i].checkings;
		const struct li_uuid did = r->marks.list[i].did;
		const uint64_t kept = c->kept;

		if (c->told == kept)
			continue;
		c->told = kept;
		r->kept(r->kept_data, &did, kept);
	}
}

static void committed(struct li_recorder *r)
{
	if (r->what == LI_RECORDER_ASIDE)
		li_asides_drop(&asked(r)->asides);
	else if (r->what == LI_RECORDER_CHECKED)
		li_numbers_done(&asked(r)->numbers);
	else if (r->what == LI_RECORDER_CHECKING)
		li_checkings_done(&asked(r)->checkings);
	else
		li_mark_done(asked(r), r->asked_id, r->done_id);
	if (r->what == LI_RECORDER_CHECKING && r->kept)
		li_loop_arm(r->loop, &r->news, 0, on_kept, r);
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

	if (err)
		return err;
	if (item.id > r->asked_id ||
		(item.id <= asked(r)->committed && item.id != r->asked_id))
		return LI_EMALFORMED;
	r->done_id = item.id;
	r->told = true;
	return LI_OK;
}

static li_err take_reply(struct li_recorder *r, const struct li_ipc_message *m)
{
	struct li_admin_reply reply;
	li_err err;

	if (!r->asked)
		return LI_EMALFORMED;
	if (m->type == LI_IPC_ADMIN_ITEM && r->what == LI_RECORDER_UPTO)
		return take_item(r, m->body);
	if (m->type != LI_IPC_ADMIN_REPLY)
		return LI_EMALFORMED;
	err = li_admin_reply_get(m->body, &reply);
	if (err != LI_OK)
		return err;
	/* A destination that is gone has nothing left to confirm. */
	if (reply.err == LI_ENOTFOUND)
		r->done_id = r->asked_id;
	else if (reply.err == LI_OK && !r->told && r->what == LI_RECORDER_UPTO)
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
		li_recorder_ask(r);
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

static enum li_admin_op put_checked(struct li_mark *mark, struct li_buf *body)
{
	struct li_admin_checked checked = {.did = mark->did};

	li_numbers_ask(&mark->numbers, &checked);
	li_admin_checked_put(body, &checked);
	return LI_ADMIN_CHECKED;
}

static enum li_admin_op put_checking(struct li_mark *mark, struct li_buf *body)
{
	struct li_admin_checking checking = {.did = mark->did};

	li_checkings_ask(&mark->checkings, &checking);
	li_admin_checking_put(body, &checking);
	return LI_ADMIN_CHECKING;
}

/* What cannot be sent comes before what is confirmed. Checks that wait to go take
 * turns with all that, so that neither waits for ever. */
static enum li_recorder_what what_is_next(struct li_mark *mark)
{
	const enum li_recorder_what next = li_asides_first(&mark->asides)
		? LI_RECORDER_ASIDE
		: li_mark_counts(mark) ? LI_RECORDER_CHECKED
				       : LI_RECORDER_UPTO;
	const bool other =
		next != LI_RECORDER_UPTO || mark->wanted > mark->committed;

	mark->turned = mark->checkings.first && !(mark->turned && other);
	return mark->turned ? LI_RECORDER_CHECKING : next;
}

static enum li_admin_op put_body(struct li_recorder *r, struct li_buf *body)
{
	struct li_mark *mark = asked(r);
	const struct li_aside *first = li_asides_first(&mark->asides);
	struct li_admin_confirm confirm;

	r->what = what_is_next(mark);
	if (r->what == LI_RECORDER_CHECKING)
		return put_checking(mark, body);
	if (r->what == LI_RECORDER_CHECKED)
		return put_checked(mark, body);
	if (r->what == LI_RECORDER_ASIDE) {
		li_admin_aside_put(body,
			&(struct li_admin_aside){mark->did, first->id,
				first->why});
		return LI_ADMIN_ASIDE;
	}
	li_mark_ask(mark, li_clock_mono_us(), &confirm);
	li_admin_confirm_put(body, &confirm);
	r->asked_id = confirm.id;
	return LI_ADMIN_CONFIRM;
}

static void put_request(struct li_recorder *r)
{
	struct li_admin_request request = {.actor = ""};
	struct li_buf body = {0};

	snprintf(request.actor, sizeof(request.actor), "%s", name);
	snprintf(request.via, sizeof(request.via), "%s", name);
	request.op = put_body(r, &body);
	request.body = li_buf_slice(&body);
	li_admin_request_put(&r->out, &request);
	r->out.bad |= body.bad;
	li_buf_fini(&body);
	r->asked = true;
	r->told = false;
}

void li_recorder_ask(struct li_recorder *r)
{
	int64_t wait_us;
	li_err err;

	if (r->asked)
		return;
	if (!li_marks_choose(&r->marks, li_clock_mono_us(), &wait_us)) {
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
