/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/ioctl.h>

#include "x2_world.h"

#include "deliver/link_inside.h"
#include "wire_tap.h"

/* RFC 8446 cl. 5.2, 5.4: what a full record has on the wire, with its type and tag,
 * and with neither padding */
enum { FULL = LI_TLS_RECORD + 1 + 16 };

static struct world w;
static struct wire_tap tap;

/* The usual world, with the tap between the link and its peer. */
static void setup_tapped(const struct li_link_options *o)
{
	struct li_destination d;

	setup(&w, o, "mdf.test");
	wire_setup(&tap, w.loop, &w.peer.at);
	d = *li_link_destination(w.link);
	d.port = tap.at.port;
	w.link->destination = d;
}

static void teardown_tapped(void)
{
	wire_teardown(&tap);
	teardown(&w);
}

static struct li_link_options many(void)
{
	struct li_link_options o = usual();

	o.stay = true;
	o.confirm_every = 64;
	return o;
}

/* A record of TLS costs as much as what it holds: where more waits than one holds,
 * all that go are full, but for the last of a turn, in which four batches go. */
static void test_link_records__are_full_under_load(void)
{
	enum { DUE = 2048, BATCHES = DUE / 64, TURNS = BATCHES / 4 };
	const struct li_link_options o = many();
	size_t full = 0, octets = 0, in_full = 0;

	setup_tapped(&o);
	w.due = DUE;
	while (!li_link_drained(w.link) || w.confirmed != DUE * ID_STEP)
		run(&w, NULL, 0);
	check_order(&w, 0, 0, DUE);
	for (size_t i = 0; i < tap.count; i++) {
		CU_ASSERT_TRUE(tap.sizes[i] <= FULL);
		octets += tap.sizes[i];
		full += tap.sizes[i] == FULL;
		in_full += tap.sizes[i] == FULL ? FULL : 0;
	}
	CU_ASSERT_TRUE(octets > (size_t)TURNS * 3 * FULL);
	/* its first keepalive is one of its own, and so is what the handshake
	 * may have said in the same form */
	CU_ASSERT_TRUE(tap.count - full <= TURNS + 8);
	CU_ASSERT_TRUE(in_full > octets - octets / 4);
	teardown_tapped();
}

static size_t unread(int fd)
{
	struct pollfd in = {.fd = fd, .events = POLLIN};
	int n = 0;

	CU_ASSERT_EQUAL(poll(&in, 1, 5000), 1);
	CU_ASSERT_EQUAL(ioctl(fd, FIONREAD, &n), 0);
	return (size_t)n;
}

/* What is alone waits for no company, for no timer and for no round of the loop: it
 * has left before the call returns that found it. So has its keepalive, which asks
 * for its confirmation. That is within 5 ms of its being there, by design. */
static void test_link_records__leave_at_once_when_alone(void)
{
	const struct li_link_options o = many();
	size_t before, octets;

	setup_tapped(&o);
	w.due = 1;
	run(&w, &w.peer.count, 1);
	while (!li_link_drained(w.link))
		run(&w, NULL, 0);
	for (uint32_t n = 2; n < 10; n++) {
		before = tap.count;
		w.due = n;
		li_link_wake(w.link);
		CU_ASSERT_EQUAL(w.link->out.n, 0);
		octets = unread(tap.from_link.fd);
		CU_ASSERT_TRUE(octets > WIRE_HEAD + 100);
		run(&w, &w.peer.count, n);
		CU_ASSERT_EQUAL_FATAL(tap.count, before + 1);
		CU_ASSERT_EQUAL(tap.sizes[before] + WIRE_HEAD, octets);
		while (!li_link_drained(w.link))
			run(&w, NULL, 0);
	}
	teardown_tapped();
}

/* Nor does what is left when no more waits, after full ones. */
static void test_link_records__leave_at_once_behind_others(void)
{
	const struct li_link_options o = many();

	setup_tapped(&o);
	w.due = 1;
	run(&w, &w.peer.count, 1);
	while (!li_link_drained(w.link))
		run(&w, NULL, 0);
	w.due = 65 + 64 + 3;
	li_link_wake(w.link);
	CU_ASSERT_EQUAL(w.link->out.n, 0);
	CU_ASSERT_TRUE(unread(tap.from_link.fd) > 0);
	run(&w, &w.peer.count, w.due);
	teardown_tapped();
}

/* TS 33.107 cl. 8: of what could not be sent nothing stays when a connection ends */
static void test_link_records__leave_nothing_behind(void)
{
	const struct li_link_options o = many();
	size_t left = 0;

	setup_tapped(&o);
	w.due = 1;
	run(&w, &w.peer.count, 1);
	li_buf_put_str(&w.link->out, "said by somebody");
	li_link_break(w.link, "for the test");
	CU_ASSERT_EQUAL(w.link->out.n, 0);
	CU_ASSERT_TRUE(w.link->out.cap >= 16);
	for (size_t i = 0; i < w.link->out.cap; i++)
		left += w.link->out.p[i] != 0;
	CU_ASSERT_EQUAL(left, 0);
	teardown_tapped();
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_records__are_full_under_load),
	UNIT_TEST(test_link_records__leave_at_once_when_alone),
	UNIT_TEST(test_link_records__leave_at_once_behind_others),
	UNIT_TEST(test_link_records__leave_nothing_behind),
};

int main(void)
{
	return creds_main("deliver.link_records", tests,
		sizeof(tests) / sizeof(tests[0]));
}
