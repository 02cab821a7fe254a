/* SPDX-License-Identifier: BSD-3-Clause
 *
 * recorder_world.h - a recorder and an lmisfd that does as it is told, for tests.
 *
 * Floor    tests: deliver.
 * Threads  One.
 * Memory   setup() and teardown() of each test.
 * Spec     none
 */
#ifndef LI_TEST_RECORDER_WORLD_H
#define LI_TEST_RECORDER_WORLD_H

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver/recorder.h"
#include "ipc/admin.h"
#include "ipc/checked.h"
#include "net/sock.h"
#include "unit.h"

struct world {
	char dir[64], path[96];
	struct li_loop *loop;
	struct li_recorder *recorder;
	int listener, fd;
	struct li_buf in;
	unsigned int aways, requests;
	enum li_admin_op op; /* what was asked last */
	bool aside;
	struct li_admin_confirm last;
	size_t sent,
		more; /* records that it tells of, up to its id and behind */
	struct li_admin_aside last_aside;
	struct li_admin_checked last_checked;
	struct li_admin_checking last_checking;
	char pdus[128]; /* of that, one behind the other */
};

static const struct li_uuid one = {{1}}, two = {{2}};

static inline void on_away(void *data)
{
	((struct world *)data)->aways++;
}

static inline void setup(struct world *w)
{
	*w = (struct world){.listener = -1, .fd = -1};
	strcpy(w->dir, "/tmp/lmisf-rec-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(w->dir));
	snprintf(w->path, sizeof(w->path), "%s/s", w->dir);
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&w->loop), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_recorder_new(w->loop, w->path, on_away, w,
				      &w->recorder),
		LI_OK);
}

static inline void listen_now(struct world *w)
{
	struct li_fault fault = {0};

	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(w->path, &w->listener,
				      &fault),
		LI_OK);
}

static inline void hang_up(struct world *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	li_buf_reset(&w->in);
}

static inline void teardown(struct world *w)
{
	li_recorder_free(w->recorder);
	li_loop_free(w->loop);
	hang_up(w);
	if (w->listener >= 0)
		close(w->listener);
	li_buf_fini(&w->in);
	unlink(w->path);
	rmdir(w->dir);
}

static inline void take_confirm(struct world *w, struct li_slice body)
{
	CU_ASSERT_EQUAL(li_admin_confirm_get(body, &w->last), LI_OK);
	while (w->sent + w->more < w->last.count)
		if (w->last.list[w->sent].id <= w->last.id)
			w->sent++;
		else
			w->more++;
}

static inline void take_checking(struct world *w, struct li_slice body)
{
	CU_ASSERT_EQUAL(li_admin_checking_get(body, &w->last_checking), LI_OK);
	w->pdus[0] = '\0';
	for (size_t i = 0; i < w->last_checking.count && i < 9; i++)
		strncat(w->pdus, (const char *)w->last_checking.list[i].pdu.p,
			w->last_checking.list[i].pdu.n);
}

/* Read one request if one came. */
static inline bool request_came(struct world *w)
{
	struct li_admin_request request;
	struct li_ipc_message m;
	size_t n = 0;
	uint8_t *to;

	if (w->fd < 0 &&
		(w->listener < 0 ||
			li_sock_unix_accept(w->listener, &w->fd) != LI_OK))
		return false;
	to = li_buf_reserve(&w->in, 16384);
	if (li_sock_read(w->fd, to, 16384, &n) == LI_OK)
		li_buf_commit(&w->in, n);
	if (li_ipc_next(li_buf_slice(&w->in), &m) != LI_OK)
		return false;
	CU_ASSERT_EQUAL(m.type, LI_IPC_ADMIN_REQUEST);
	CU_ASSERT_EQUAL(li_admin_request_get(m.body, &request), LI_OK);
	CU_ASSERT_STRING_EQUAL(request.actor, "lmisf-deliver");
	w->sent = w->more = 0;
	w->op = request.op;
	w->aside = request.op == LI_ADMIN_ASIDE;
	if (w->aside)
		CU_ASSERT_EQUAL(li_admin_aside_get(request.body,
					&w->last_aside),
			LI_OK)
	else if (request.op == LI_ADMIN_CHECKED)
		CU_ASSERT_EQUAL(li_admin_checked_get(request.body,
					&w->last_checked),
			LI_OK)
	else if (request.op == LI_ADMIN_CHECKING)
		take_checking(w, request.body);
	else
		take_confirm(w, request.body);
	li_buf_consume(&w->in, m.octets);
	w->requests++;
	return true;
}

static inline bool await_request(struct world *w)
{
	const int64_t until = li_clock_mono_us() + 3000000;

	while (li_clock_mono_us() < until) {
		if (request_came(w))
			return true;
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 2000), LI_OK);
	}
	return false;
}

/* Without an item it does not say how far it went. */
static inline void answer_with(struct world *w, li_err err, const int64_t *id)
{
	const struct li_admin_confirm item = {.did = w->last.did,
		.id = id ? *id : 0};
	const struct li_admin_reply reply = {.err = err};
	struct li_buf out = {0}, body = {0};
	size_t n = 0;

	li_admin_confirm_put(&body, &item);
	if (id)
		li_admin_item_put(&out, li_buf_slice(&body));
	li_buf_fini(&body);
	li_admin_reply_put(&out, &reply);
	CU_ASSERT_EQUAL(li_sock_write(w->fd, li_buf_slice(&out), &n), LI_OK);
	CU_ASSERT_EQUAL(n, out.n);
	li_buf_fini(&out);
	for (int i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 1000), LI_OK);
}

static inline void answer_upto(struct world *w, li_err err, int64_t id)
{
	answer_with(w, err, &id);
}

static inline void answer(struct world *w, li_err err)
{
	answer_with(w, err, err ? NULL : &w->last.id);
}

#endif
