/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of metrics/feed.h. lmisfd is a socket of the test's own, on the loop's
 * thread.
 */
#include "metrics/feed.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "ipc/admin.h"
#include "net/sock.h"
#include "descriptors.h"
#include "unit.h"

enum { EVERY_US = 40000 };

struct desk {
	char folder[32], path[48];
	struct li_loop *loop;
	struct li_metrics_feed *feed;
	int listener, fd; /* fd: lmisfd's end of the connection */
	struct li_buf in;
	enum li_admin_op op; /* that was asked for last */
	size_t told, away;
	struct li_counts counts;
};

static void on_counts(void *data, const struct li_counts *counts)
{
	struct desk *d = data;

	d->told++;
	d->away += counts == NULL;
	if (counts)
		d->counts = *counts;
}

static void listen_now(struct desk *d)
{
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(d->path, &d->listener, NULL),
		LI_OK);
}

static void set_up(struct desk *d, bool of_li, bool there)
{
	struct li_metrics_feed_options options = {.of_li = of_li,
		.every_us = EVERY_US,
		.fn = on_counts,
		.data = d};

	*d = (struct desk){.listener = -1, .fd = -1};
	strcpy(d->folder, "/tmp/lmisf-feed.XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(d->folder));
	snprintf(d->path, sizeof(d->path), "%s/s", d->folder);
	options.socket = d->path;
	if (there)
		listen_now(d);
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&d->loop), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_metrics_feed_new(d->loop, &options, &d->feed),
		LI_OK);
}

static void hang_up(struct desk *d)
{
	if (d->fd >= 0)
		close(d->fd);
	d->fd = -1;
	li_buf_reset(&d->in);
}

static void tear_down(struct desk *d)
{
	hang_up(d);
	if (d->listener >= 0)
		close(d->listener);
	unlink(d->path);
	rmdir(d->folder);
	li_metrics_feed_free(d->feed);
	li_loop_free(d->loop);
	li_buf_fini(&d->in);
}

/* Turn until a question has come; false: none in a second. */
static bool asked(struct desk *d)
{
	const int64_t until_us = li_clock_mono_us() + 1000000;
	struct li_admin_request request;
	struct li_ipc_message m;
	size_t n;

	while (li_clock_mono_us() < until_us) {
		CU_ASSERT_EQUAL(li_loop_turn(d->loop, 1000), LI_OK);
		if (d->fd < 0 && li_sock_unix_accept(d->listener, &d->fd))
			continue;
		if (li_sock_read(d->fd, li_buf_reserve(&d->in, 512), 512, &n))
			continue;
		li_buf_commit(&d->in, n);
		if (li_ipc_next(li_buf_slice(&d->in), &m))
			continue;
		CU_ASSERT_EQUAL(li_admin_request_get(m.body, &request), LI_OK);
		CU_ASSERT_EQUAL(request.body.n, 0);
		d->op = request.op;
		li_buf_consume(&d->in, m.octets);
		return true;
	}
	return false;
}

static void say(struct desk *d, const struct li_buf *out)
{
	size_t n = 0, told = d->told;

	CU_ASSERT_EQUAL_FATAL(li_sock_write(d->fd, li_buf_slice(out), &n),
		LI_OK);
	CU_ASSERT_EQUAL(n, out->n);
	for (int i = 0; i < 20 && d->told == told; i++)
		CU_ASSERT_EQUAL(li_loop_turn(d->loop, 1000), LI_OK);
}

/* Answer with an item of so many counts, each of this value. */
static void answer(struct desk *d, size_t count, uint64_t value, li_err err)
{
	const struct li_admin_reply reply = {.err = err};
	struct li_buf item = {0}, out = {0};
	struct li_counts n;

	for (size_t i = 0; i < LI_COUNTS; i++)
		n.at[i] = value;
	li_counts_put(&item, &n, count);
	if (count)
		li_admin_item_put(&out, li_buf_slice(&item));
	li_admin_reply_put(&out, &reply);
	say(d, &out);
	li_buf_fini(&item);
	li_buf_fini(&out);
}

static void test_feed__asks_now_and_then(void)
{
	for (int of_li = 0; of_li < 2; of_li++) {
		const size_t count = of_li ? LI_COUNTS : LI_COUNTS_OPEN;
		struct desk d;

		set_up(&d, of_li, true);
		for (uint64_t i = 1; i <= 3; i++) {
			CU_ASSERT_TRUE_FATAL(asked(&d));
			CU_ASSERT_EQUAL(d.op,
				of_li ? LI_ADMIN_COUNT_LI : LI_ADMIN_COUNT);
			answer(&d, count, i, LI_OK);
			CU_ASSERT_EQUAL(d.told, i);
			CU_ASSERT_EQUAL(d.counts.at[count - 1], i);
		}
		CU_ASSERT_EQUAL(d.away, 0);
		tear_down(&d);
	}
}

/* TS 33.126 R6.6-05: between half and one and a half of the period after the
 * last question, however long the answer took */
static void test_feed__draws_when_it_asks(void)
{
	int64_t last_us = 0, least_us = INT64_MAX, most_us = 0;
	struct desk d;

	set_up(&d, false, true);
	for (int i = 0; i < 40; i++) {
		CU_ASSERT_TRUE_FATAL(asked(&d));
		int64_t now_us = li_clock_mono_us(), us = now_us - last_us;

		answer(&d, LI_COUNTS_OPEN, 1, LI_OK);
		if (last_us && us < least_us)
			least_us = us;
		if (last_us && us > most_us)
			most_us = us;
		last_us = now_us;
	}
	CU_ASSERT_TRUE(least_us > EVERY_US / 2 - 10000);
	CU_ASSERT_TRUE(least_us < EVERY_US);
	CU_ASSERT_TRUE(most_us > EVERY_US);
	tear_down(&d);
}

static void test_feed__tells_who_is_away_and_back(void)
{
	struct desk d;

	set_up(&d, false, false);
	for (int i = 0; i < 10 && !d.told; i++)
		CU_ASSERT_EQUAL(li_loop_turn(d.loop, 1000), LI_OK);
	CU_ASSERT_EQUAL(d.away, 1);
	listen_now(&d);
	CU_ASSERT_TRUE_FATAL(asked(&d));
	answer(&d, LI_COUNTS_OPEN, 7, LI_OK);
	CU_ASSERT_EQUAL(d.counts.at[0], 7);
	hang_up(&d);
	CU_ASSERT_TRUE_FATAL(asked(&d));
	CU_ASSERT_TRUE(d.away >= 2);
	/* It is asked and says nothing: so much for this question. */
	size_t away = d.away;
	hang_up(&d);
	CU_ASSERT_TRUE_FATAL(asked(&d));
	CU_ASSERT_TRUE(d.away > away);
	answer(&d, LI_COUNTS_OPEN, 8, LI_OK);
	CU_ASSERT_EQUAL(d.counts.at[0], 8);
	tear_down(&d);
}

/* More than was asked for, less, a refusal, nothing, noise. */
static void test_feed__takes_nothing_else(void)
{
	static const struct {
		size_t count;
		li_err err;
	} rows[] = {{LI_COUNTS, LI_OK}, {LI_COUNTS_OPEN - 1, LI_OK},
		{LI_COUNTS_OPEN, LI_EDENIED}, {0, LI_OK}};
	struct li_buf noise = {0};
	struct desk d;

	set_up(&d, false, true);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t away = d.away;

		CU_ASSERT_TRUE_FATAL(asked(&d));
		answer(&d, rows[i].count, 5, rows[i].err);
		CU_ASSERT_TRUE(d.away > away);
		CU_ASSERT_EQUAL(d.counts.at[0], 0);
		hang_up(&d);
	}
	CU_ASSERT_TRUE_FATAL(asked(&d));
	li_buf_put_str(&noise, "GET / HTTP/1.1\r\n\r\n");
	say(&d, &noise);
	CU_ASSERT_EQUAL(d.told, d.away);
	hang_up(&d);
	CU_ASSERT_TRUE_FATAL(asked(&d));
	answer(&d, LI_COUNTS_OPEN, 6, LI_OK);
	CU_ASSERT_EQUAL(d.counts.at[0], 6);
	li_buf_fini(&noise);
	tear_down(&d);
}

UNIT_MAIN_CLOSED("metrics.feed", UNIT_TEST(test_feed__asks_now_and_then),
	UNIT_TEST(test_feed__draws_when_it_asks),
	UNIT_TEST(test_feed__tells_who_is_away_and_back),
	UNIT_TEST(test_feed__takes_nothing_else))
