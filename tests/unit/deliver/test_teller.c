/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.127 cl. 8.7, TS 103 221-1 cl. 6.5.3: what is told is told once, the last
 * state of each thing, in spite of an lmisfd that is away.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver/teller.h"
#include "ipc/admin.h"
#include "net/sock.h"
#include "descriptors.h"
#include "unit.h"

/* A teller and an lmisfd that answers. */
struct world {
	char dir[64], path[96];
	struct li_loop *loop;
	struct li_teller *teller;
	int listener, fd;
	struct li_buf in;
	size_t issues, notes, counted;
	struct li_counts counts;   /* the last that were told */
	struct li_admin_note note; /* the last; its detail is in text */
	char text[128];
};

static const struct li_contact_row up = {"delivery.connected", "", "1"};
static const struct li_contact_row down = {"delivery.disconnected", "",
	"1: closed by the peer"};

static void setup(struct world *w)
{
	*w = (struct world){.listener = -1, .fd = -1};
	strcpy(w->dir, "/tmp/lmisf-tel-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(w->dir));
	snprintf(w->path, sizeof(w->path), "%s/s", w->dir);
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&w->loop), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_teller_new(w->loop, w->path, &w->teller),
		LI_OK);
}

static void listen_now(struct world *w)
{
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(w->path, &w->listener, NULL),
		LI_OK);
}

static void teardown(struct world *w)
{
	li_teller_free(w->teller);
	li_loop_free(w->loop);
	if (w->fd >= 0)
		close(w->fd);
	if (w->listener >= 0)
		close(w->listener);
	li_buf_fini(&w->in);
	unlink(w->path);
	rmdir(w->dir);
}

static void answer(struct world *w)
{
	const struct li_admin_reply reply = {.err = LI_OK};
	struct li_buf out = {0};
	size_t n = 0;

	li_admin_reply_put(&out, &reply);
	CU_ASSERT_EQUAL(li_sock_write(w->fd, li_buf_slice(&out), &n), LI_OK);
	li_buf_fini(&out);
}

static void take(struct world *w, const struct li_admin_request *r)
{
	CU_ASSERT_STRING_EQUAL(r->via, "lmisf-deliver");
	w->issues += r->op == LI_ADMIN_ISSUE;
	if (r->op == LI_ADMIN_KEYS) {
		CU_ASSERT_EQUAL(li_counts_keys_get(r->body, &w->counts), LI_OK);
		w->counted++;
	}
	if (r->op == LI_ADMIN_NOTE) {
		CU_ASSERT_EQUAL(li_admin_note_get(r->body, &w->note), LI_OK);
		li_slice_copy(w->note.detail, w->text, sizeof(w->text));
		w->notes++;
	}
}

static size_t heard(const struct world *w)
{
	return w->notes + w->issues + w->counted;
}

/* Serve for so long, or until so many words are there. */
static void serve(struct world *w, size_t all)
{
	const int64_t until = li_clock_mono_us() + 3000000;

	while (heard(w) < all && li_clock_mono_us() < until) {
		struct li_admin_request request;
		struct li_ipc_message m;
		size_t n = 0;

		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 1000), LI_OK);
		if (w->fd < 0)
			(void)!li_sock_unix_accept(w->listener, &w->fd);
		if (w->fd < 0 ||
			li_sock_read(w->fd, li_buf_reserve(&w->in, 4096), 4096,
				&n) != LI_OK)
			continue;
		li_buf_commit(&w->in, n);
		if (li_ipc_next(li_buf_slice(&w->in), &m) != LI_OK)
			continue;
		CU_ASSERT_EQUAL(li_admin_request_get(m.body, &request), LI_OK);
		take(w, &request);
		li_buf_consume(&w->in, m.octets);
		answer(w);
	}
	CU_ASSERT_EQUAL(heard(w), all);
	for (int i = 0; i < 20; i++) /* and no more */
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 1000), LI_OK);
}

/* TS 33.127 cl. 8.7 */
static void test_teller__has_connections_audited(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	CU_ASSERT_EQUAL(li_teller_note(w.teller, 3, &up), LI_OK);
	serve(&w, 1);
	CU_ASSERT_STRING_EQUAL(w.note.action, "delivery.connected");
	CU_ASSERT_STRING_EQUAL(w.note.object, "destination 3");
	CU_ASSERT_STRING_EQUAL(w.note.result, "");
	CU_ASSERT_STRING_EQUAL(w.text, "1");
	CU_ASSERT_EQUAL(li_teller_note(w.teller, 3, &down), LI_OK);
	serve(&w, 2);
	CU_ASSERT_STRING_EQUAL(w.note.action, "delivery.disconnected");
	CU_ASSERT_STRING_EQUAL(w.text, "1: closed by the peer");
	teardown(&w);
}

static void test_teller__tells_the_last_state_once_lmisfd_is_there(void)
{
	const struct li_issue issue = {.cause = LI_ISSUE_DOWN,
		.state = LI_ISSUE_RAISED,
		.id = {{1}}};
	struct li_contact_row later = up;
	struct world w;

	setup(&w);
	CU_ASSERT_EQUAL(li_teller_note(w.teller, 3, &up), LI_OK);
	for (int i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(li_loop_turn(w.loop, 1000), LI_OK);
	strcpy(later.detail, "4");
	CU_ASSERT_EQUAL(li_teller_note(w.teller, 3, &later), LI_OK);
	CU_ASSERT_EQUAL(li_teller_tell(w.teller, &issue), LI_OK);
	CU_ASSERT_EQUAL(li_teller_tell(w.teller, &issue), LI_OK);
	CU_ASSERT_EQUAL(li_teller_note(w.teller, 4, &up), LI_OK);
	listen_now(&w);
	serve(&w, 3);
	CU_ASSERT_EQUAL(w.notes, 2);
	CU_ASSERT_EQUAL(w.issues, 1);
	teardown(&w);
}

/* lmisfd ends, and another one is there. */
static void another(struct world *w)
{
	close(w->fd);
	w->fd = -1;
	li_buf_reset(&w->in);
}

static void test_teller__tells_another_lmisfd_what_is_in_memory(void)
{
	struct li_counts n = {0};
	struct world w;

	setup(&w);
	listen_now(&w);
	n.at[LI_COUNT_KEYS_ASKED] = 5;
	n.at[LI_COUNT_KEYS_WAITING] = 2;
	CU_ASSERT_EQUAL(li_teller_keys(w.teller, &n), LI_OK);
	CU_ASSERT_EQUAL(li_teller_note(w.teller, 3, &up), LI_OK);
	serve(&w, 2);
	CU_ASSERT_EQUAL(w.counts.at[LI_COUNT_KEYS_ASKED], 5);
	CU_ASSERT_EQUAL(w.counts.at[LI_COUNT_KEYS_WAITING], 2);
	n.at[LI_COUNT_KEYS_WAITING] = 0;
	CU_ASSERT_EQUAL(li_teller_keys(w.teller, &n), LI_OK);
	serve(&w, 3);
	CU_ASSERT_EQUAL(w.counts.at[LI_COUNT_KEYS_WAITING], 0);
	w.counts = (struct li_counts){0};
	another(&w);
	serve(&w, 4); /* what is in the audit is not told again */
	CU_ASSERT_EQUAL(w.counts.at[LI_COUNT_KEYS_ASKED], 5);
	CU_ASSERT_EQUAL(w.notes, 1);
	teardown(&w);
}

UNIT_MAIN_CLOSED("deliver.teller",
	UNIT_TEST(test_teller__has_connections_audited),
	UNIT_TEST(test_teller__tells_the_last_state_once_lmisfd_is_there),
	UNIT_TEST(test_teller__tells_another_lmisfd_what_is_in_memory))
