/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/ask.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/sock.h"

enum {
	CHUNK = 1 << 16,
	PARKED = 8,
	PAUSE_US = 10000,
};

struct li_x1_asker {
	char *socket;
	int64_t timeout_us, until_us;
	int fd; /* -1: not connected */
	/* Answers that are not waited for: closing could take back what lmisfd
	 * has not read yet. */
	int parked[PARKED];
	size_t parked_count;
};

li_err li_x1_asker_new(const char *socket, int64_t timeout_us,
	struct li_x1_asker **out)
{
	struct li_x1_asker *a = calloc(1, sizeof(*a));

	if (!a)
		return LI_ENOMEM;
	a->fd = -1;
	a->timeout_us = timeout_us;
	a->socket = strdup(socket);
	if (!a->socket) {
		free(a);
		return LI_ENOMEM;
	}
	*out = a;
	return LI_OK;
}

static void disconnect(struct li_x1_asker *a)
{
	if (a->fd >= 0)
		close(a->fd);
	a->fd = -1;
}

void li_x1_asker_free(struct li_x1_asker *a)
{
	if (!a)
		return;
	disconnect(a);
	while (a->parked_count)
		close(a->parked[--a->parked_count]);
	free(a->socket);
	free(a);
}

void li_x1_answer_fini(struct li_x1_answer *answer)
{
	li_buf_fini(&answer->items);
}

/* Wait until something can be done, or the time is over. */
static li_err wait_for(const struct li_x1_asker *a, short events)
{
	const int64_t left_us = a->until_us - li_clock_mono_us();
	struct pollfd p = {.fd = a->fd, .events = events};

	if (left_us <= 0)
		return LI_ETIMEOUT;
	return poll(&p, 1, (int)(left_us / 1000) + 1) < 0 ? LI_EIO : LI_OK;
}

static li_err send_all(struct li_x1_asker *a, struct li_slice octets)
{
	li_err err = LI_OK;
	size_t n;

	while (!err && octets.n) {
		err = li_sock_write(a->fd, octets, &n);
		if (err == LI_EAGAIN)
			err = wait_for(a, POLLOUT);
		else if (!err)
			octets = li_slice_sub(octets, n, octets.n);
	}
	return err;
}

static li_err read_more(struct li_x1_asker *a, struct li_buf *in)
{
	uint8_t *to = li_buf_reserve(in, CHUNK);
	li_err err;
	size_t n;

	if (!to)
		return LI_ENOMEM;
	err = li_sock_read(a->fd, to, CHUNK, &n);
	if (err == LI_EAGAIN)
		return wait_for(a, POLLIN);
	if (!err)
		li_buf_commit(in, n);
	return err;
}

/* Take what has come: items are kept, the reply ends it. */
static li_err take(struct li_buf *in, struct li_x1_answer *answer, bool *done)
{
	struct li_ipc_message m;
	size_t used = 0;
	li_err err = LI_OK;

	while (!err && !*done) {
		struct li_slice rest =
			li_slice_sub(li_buf_slice(in), used, in->n);

		err = li_ipc_next(rest, &m);
		if (err)
			break;
		if (m.type == LI_IPC_ADMIN_ITEM)
			li_buf_put(&answer->items, rest.p, m.octets);
		else if (m.type != LI_IPC_ADMIN_REPLY)
			return LI_EMALFORMED;
		else
			err = li_admin_reply_get(m.body, &answer->reply);
		*done = m.type == LI_IPC_ADMIN_REPLY;
		used += m.octets;
	}
	li_buf_consume(in, used);
	if (err && err != LI_EAGAIN)
		return err;
	return li_buf_check(&answer->items);
}

/* Close those that lmisfd is done with. */
static void unpark(struct li_x1_asker *a)
{
	size_t kept = 0;

	for (size_t i = 0; i < a->parked_count; i++) {
		struct pollfd p = {.fd = a->parked[i], .events = 0};

		if (poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR)))
			close(a->parked[i]);
		else
			a->parked[kept++] = a->parked[i];
	}
	a->parked_count = kept;
}

/* What was asked has been sent: ask behind it that the ADMF be told what comes
 * of it. TS 103 221-1 cl. 5.2.2 */
static bool hand_over(struct li_x1_asker *a,
	const struct li_admin_request *request, struct li_slice late)
{
	struct li_admin_request more = *request;
	struct li_buf out = {0};
	size_t n = 0;
	bool good;

	if (!late.n || a->parked_count == PARKED)
		return false;
	more.op = LI_ADMIN_LATE;
	more.body = late;
	li_admin_request_put(&out, &more);
	good = !out.bad &&
		li_sock_write(a->fd, li_buf_slice(&out), &n) == LI_OK &&
		n == out.n && shutdown(a->fd, SHUT_WR) == 0;
	if (good) {
		a->parked[a->parked_count++] = a->fd;
		a->fd = -1;
	}
	li_buf_fini(&out);
	return good;
}

static li_err exchange(struct li_x1_asker *a, struct li_slice question,
	struct li_x1_answer *answer, bool *sent)
{
	struct li_buf in = {0};
	bool done = false;
	li_err err = send_all(a, question);

	*sent = !err;
	while (!err && !done) {
		err = read_more(a, &in);
		if (!err)
			err = take(&in, answer, &done);
	}
	/* An answer without a question would be taken for the next one's. */
	if (!err && in.n)
		err = LI_EMALFORMED;
	li_buf_fini(&in);
	return err;
}

/* An lmisfd that was started again has closed what we had: see before asking,
 * because a question that was sent is not sent twice. */
static bool hung_up(const struct li_x1_asker *a)
{
	struct pollfd p = {.fd = a->fd, .events = POLLIN};

	return a->fd < 0 || poll(&p, 1, 0) != 0;
}

static li_err reach(struct li_x1_asker *a)
{
	if (!hung_up(a))
		return LI_OK;
	disconnect(a);
	return li_sock_unix_connect(a->socket, &a->fd, NULL);
}

static li_err ask_once(struct li_x1_asker *a,
	const struct li_admin_request *request, struct li_slice question,
	struct li_x1_answer *answer)
{
	bool sent = false;
	li_err err;

	li_buf_wipe(&answer->items);
	err = reach(a);
	if (err)
		return err;
	err = exchange(a, question, answer, &sent);
	if (err == LI_ETIMEOUT && sent)
		answer->later = hand_over(a, request, answer->late);
	answer->lost = err && err != LI_ETIMEOUT && sent;
	if (err)
		disconnect(a);
	return err;
}

/* Wait a little; false: there is no time left. */
static bool pause_for(const struct li_x1_asker *a)
{
	if (li_clock_mono_us() + PAUSE_US >= a->until_us)
		return false;
	(void)poll(NULL, 0, PAUSE_US / 1000);
	return true;
}

li_err li_x1_asker_ask(void *data, const struct li_admin_request *request,
	struct li_x1_answer *answer)
{
	struct li_x1_asker *a = data;
	struct li_buf question = {0};
	li_err err;

	unpark(a);
	answer->later = answer->lost = false;
	li_admin_request_put(&question, request);
	err = li_buf_check(&question);
	if (!answer->looks)
		a->until_us = li_clock_mono_us() + a->timeout_us;
	if (!err)
		do
			err = ask_once(a, request, li_buf_slice(&question),
				answer);
		while (err && answer->looks && pause_for(a));
	li_buf_fini(&question);
	return err;
}

bool li_x1_answer_next(struct li_slice *rest, struct li_slice *item)
{
	struct li_ipc_message m;

	if (li_ipc_next(*rest, &m) != LI_OK)
		return false;
	*item = m.body;
	*rest = li_slice_sub(*rest, m.octets, rest->n);
	return true;
}
