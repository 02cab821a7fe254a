/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a peer that never acknowledges has is what its kernel acknowledged. Here
 * that takes AWAY_US, as over a long way: li_sock_way() is wrapped by the linker
 * and says what was so then.
 */
#include "hi2_world.h"
#include "net/sock.h"

#include "ticking.h"

enum {
	AWAY_US = 30000,
	LOOK_US = 20000, /* as link_silent.c has it */
	TURNS_MAX = 256,
};

li_err __real_li_sock_way(int fd, struct li_sock_way *out);
li_err __wrap_li_sock_way(int fd, struct li_sock_way *out);

/* How much was written, and when that was seen. */
static struct {
	int64_t at_us;
	uint64_t octets;
} seen[4 * TURNS_MAX];
static size_t seen_count;
static bool away; /* the peer's kernel acknowledges nothing any more */

static uint64_t acknowledged(void)
{
	uint64_t had = 0;

	for (size_t i = 0; i < seen_count; i++)
		if (seen[i].at_us + AWAY_US <= ticking_us)
			had = seen[i].octets;
	return away ? 0 : had;
}

li_err __wrap_li_sock_way(int fd, struct li_sock_way *out)
{
	struct li_sock_way way;
	uint64_t octets;
	const li_err err = __real_li_sock_way(fd, &way);

	if (err)
		return err;
	octets = way.had + way.left;
	if (seen_count > 0 && octets < seen[seen_count - 1].octets)
		seen_count = 0; /* another connection */
	CU_ASSERT_FATAL(seen_count < sizeof(seen) / sizeof(seen[0]));
	seen[seen_count].at_us = ticking_us;
	seen[seen_count++].octets = octets;
	out->had = acknowledged();
	out->left = octets - out->had;
	return LI_OK;
}

static void begin(struct world *w)
{
	struct li_link_options o = usual();

	o.stay = true;
	seen_count = 0;
	away = false;
	setup_as(w, &o,
		&(struct li_handover){.format = LI_FORMAT_HI2_33128,
			.delivery_country = "NL",
			.silent = true});
	w->peer.ack = false;
}

static void turn(struct world *w)
{
	li_link_wake(w->link);
	CU_ASSERT_EQUAL(li_loop_turn(w->loop, TICK_US), LI_OK);
}

static void open_link(struct world *w)
{
	for (size_t i = 0; i < TURNS_MAX; i++)
		if (li_link_state(w->link) != LI_LINK_OPEN)
			turn(w);
	CU_ASSERT_EQUAL(li_link_state(w->link), LI_LINK_OPEN);
}

/* Have a record due with each turn, up to so many: something is always on its
 * way. None is confirmed before it can be, nor much later. Returns how many were
 * before the last one was sent. */
static size_t stream(struct world *w, uint32_t n)
{
	int64_t sent_us[DUE_MAX], us;
	size_t done = 0;

	for (w->due = 0; w->due < n;) {
		sent_us[w->due++] = ticking_us;
		turn(w);
		for (; (int64_t)done < w->confirmed / id_step; done++) {
			us = ticking_us - sent_us[done];
			CU_ASSERT_TRUE(us >= AWAY_US);
			/* What just missed a mark has that one's way before
			 * its own. */
			CU_ASSERT_TRUE(us <= 2 * (AWAY_US + LOOK_US));
		}
	}
	return done;
}

/* TS 102 232-1 cl. 6.4.3: there is always something that is not acknowledged yet,
 * and a record waits neither for that nor for a pause */
static void test_link_silent__confirms_under_unbroken_traffic(void)
{
	static struct world w;

	begin(&w);
	open_link(&w);
	CU_ASSERT_TRUE(stream(&w, DUE_MAX) > 0);
	for (size_t i = 0; i < TURNS_MAX && !li_link_drained(w.link); i++)
		turn(&w);
	CU_ASSERT_EQUAL(w.confirmed, DUE_MAX * id_step);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	teardown(&w);
}

/* Octets of one connection prove nothing of another: what was on its way goes
 * again, and waits for its own alone. TS 33.126 R6.4-140 */
static void test_link_silent__counts_each_connection_alone(void)
{
	static struct world w;

	begin(&w);
	away = true;
	w.due = DUE_MAX;
	run(&w, &w.peer.count, DUE_MAX);
	CU_ASSERT_EQUAL(w.confirms, 0);
	peer_hang_up(&w.peer);
	w.due = 0; /* the store has others now, and fewer */
	w.peer.count = 0;
	away = false;
	while (li_link_state(w.link) == LI_LINK_OPEN)
		turn(&w);
	open_link(&w);
	CU_ASSERT_TRUE(stream(&w, DUE_MAX - 8) > 0);
	CU_ASSERT_EQUAL(w.peer.connections, 2);
	teardown(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_silent__confirms_under_unbroken_traffic),
	UNIT_TEST(test_link_silent__counts_each_connection_alone),
};

int main(void)
{
	return creds_main("deliver.link_silent", tests,
		sizeof(tests) / sizeof(tests[0]));
}
