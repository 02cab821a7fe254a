/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/sock.h"
#include "net/udp.h"
#include "unit.h"

static void setup(const char *text, size_t count, size_t size, int *at,
	int *sender, struct li_udp_batch **batch)
{
	struct li_fault fault = {0};
	struct li_address where;

	CU_ASSERT_EQUAL_FATAL(li_sock_parse(text, &where), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_udp_bind(&where, 4096, at, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_udp_bind(&where, 0, sender, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_udp_batch_new(count, size, batch), LI_OK);
}

static void send_to(int sender, int at, const char *text)
{
	struct sockaddr_storage to;
	socklen_t len = sizeof(to);

	CU_ASSERT_EQUAL(getsockname(at, (struct sockaddr *)&to, &len), 0);
	CU_ASSERT_EQUAL(sendto(sender, text, strlen(text), 0,
				(struct sockaddr *)&to, len),
		(ssize_t)strlen(text));
}

static void check_batches(const char *where)
{
	const struct li_udp_datagram *got = NULL;
	struct li_udp_batch *batch;
	struct li_address from;
	uint32_t dropped = 0;
	int at, sender;
	size_t n = 0;

	setup(where, 2, 100, &at, &sender, &batch);
	CU_ASSERT_EQUAL(li_udp_take(at, batch, &got, &n, &dropped), LI_EAGAIN);
	CU_ASSERT_EQUAL_FATAL(li_sock_local(sender, &from), LI_OK);
	send_to(sender, at, "one");
	send_to(sender, at, "");
	send_to(sender, at, "three");
	CU_ASSERT_EQUAL_FATAL(li_udp_take(at, batch, &got, &n, &dropped),
		LI_OK);
	CU_ASSERT_EQUAL(n, 2);
	CU_ASSERT_TRUE(li_slice_is(got[0].octets, "one"));
	CU_ASSERT_EQUAL(got[0].from.port, from.port);
	CU_ASSERT_EQUAL(got[0].from.family, from.family);
	CU_ASSERT_EQUAL(got[1].octets.n, 0);
	CU_ASSERT_EQUAL_FATAL(li_udp_take(at, batch, &got, &n, &dropped),
		LI_OK);
	CU_ASSERT_EQUAL(n, 1);
	CU_ASSERT_TRUE(li_slice_is(got[0].octets, "three"));
	CU_ASSERT_EQUAL(dropped, 0);
	li_udp_batch_free(batch);
	close(at);
	close(sender);
}

static void test_udp__takes_several_at_once_with_their_senders(void)
{
	check_batches("127.0.0.1:0");
	check_batches("[::1]:0");
}

static void test_udp__marks_what_was_too_large(void)
{
	const struct li_udp_datagram *got;
	struct li_udp_batch *batch;
	uint32_t dropped = 0;
	int at, sender;
	size_t n;

	setup("127.0.0.1:0", 2, 4, &at, &sender, &batch);
	send_to(sender, at, "four");
	send_to(sender, at, "five!");
	CU_ASSERT_EQUAL_FATAL(li_udp_take(at, batch, &got, &n, &dropped),
		LI_OK);
	CU_ASSERT_FALSE(got[0].cut);
	CU_ASSERT_TRUE(got[1].cut);
	CU_ASSERT_TRUE(li_slice_is(got[1].octets, "five"));
	li_udp_batch_free(batch);
	close(at);
	close(sender);
}

static void test_udp__counts_what_the_kernel_dropped(void)
{
	const struct li_udp_datagram *got;
	struct li_udp_batch *batch;
	uint32_t dropped = 0, taken = 0, told = 0;
	int at, sender;
	size_t n;

	setup("127.0.0.1:0", 64, 100, &at, &sender, &batch);
	for (int i = 0; i < 500; i++)
		send_to(sender, at, "flood");
	while (li_udp_take(at, batch, &got, &n, &dropped) == LI_OK)
		taken += (uint32_t)n;
	li_udp_dropped(at, &told);
	CU_ASSERT_TRUE(told > 0);
	CU_ASSERT_EQUAL(taken + told, 500);
	/* The kernel tells of drops with the next datagram that it queues. */
	send_to(sender, at, "after");
	CU_ASSERT_EQUAL(li_udp_take(at, batch, &got, &n, &dropped), LI_OK);
	CU_ASSERT_TRUE(dropped > 0);
	CU_ASSERT_EQUAL(taken + dropped, 500);
	li_udp_batch_free(batch);
	close(at);
	close(sender);
}

static void test_udp__tells_when_a_datagram_came_in(void)
{
	const struct li_udp_datagram *got;
	struct li_udp_batch *batch;
	const int64_t before_us = li_clock_now_us();
	uint32_t dropped = 0;
	int at, sender;
	size_t n;

	setup("[::1]:0", 2, 100, &at, &sender, &batch);
	send_to(sender, at, "not stamped");
	CU_ASSERT_EQUAL_FATAL(li_udp_take(at, batch, &got, &n, &dropped),
		LI_OK);
	CU_ASSERT_EQUAL(got[0].at_us, 0);
	li_udp_stamp(at);
	send_to(sender, at, "stamped");
	CU_ASSERT_EQUAL_FATAL(li_udp_take(at, batch, &got, &n, &dropped),
		LI_OK);
	CU_ASSERT_TRUE(got[0].at_us >= before_us);
	CU_ASSERT_TRUE(got[0].at_us <= li_clock_now_us());
	CU_ASSERT_TRUE(li_udp_buffer(at) >= 4096);
	li_udp_batch_free(batch);
	close(at);
	close(sender);
}

/* What is as long as those of late is received where it is to stay. */
static void test_udp__receives_into_the_room_that_is_lent(void)
{
	static uint8_t room[2 * 4160];
	const struct li_udp_datagram *got;
	struct li_udp_batch *batch;
	char text[1001] = {0};
	uint32_t dropped = 0;
	int at, sender;
	size_t n, before;

	setup("127.0.0.1:0", 2, 4096, &at, &sender, &batch);
	memset(text, 'x', sizeof(text) - 1);
	before = li_udp_batch_wants(batch);
	li_udp_batch_lend(batch, room, before);
	send_to(sender, at, "short");
	send_to(sender, at, text);
	CU_ASSERT_EQUAL_FATAL(li_udp_take(at, batch, &got, &n, &dropped),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(n, 2);
	CU_ASSERT_PTR_EQUAL(got[0].octets.p, room);
	CU_ASSERT_TRUE(li_slice_is(got[0].octets, "short"));
	CU_ASSERT_TRUE(got[1].octets.p < room ||
		got[1].octets.p >= room + sizeof(room));
	CU_ASSERT_TRUE(li_slice_is(got[1].octets, text));
	/* The next of that length has room, for as long as some come. */
	CU_ASSERT_TRUE(li_udp_batch_wants(batch) > before);
	li_udp_batch_lend(batch, room, li_udp_batch_wants(batch));
	send_to(sender, at, text);
	CU_ASSERT_EQUAL(li_udp_take(at, batch, &got, &n, &dropped), LI_OK);
	CU_ASSERT_PTR_EQUAL(got[0].octets.p, room);
	CU_ASSERT_TRUE(li_slice_is(got[0].octets, text));
	for (int i = 0; i < 128; i++) {
		send_to(sender, at, "short");
		CU_ASSERT_EQUAL(li_udp_take(at, batch, &got, &n, &dropped),
			LI_OK);
	}
	CU_ASSERT_EQUAL(li_udp_batch_wants(batch), before);
	li_udp_batch_free(batch);
	close(at), close(sender);
}

/* A core shares a batch with who holds its sockets: what either gives back, the
 * other has no more. TS 33.127 cl. 8 */
static void test_udp__leaves_nothing_to_who_shares_it(void)
{
	const struct li_udp_datagram *got = NULL;
	struct li_udp_batch *batch;
	int at, sender, ends[2], status = 0;
	uint32_t dropped;
	size_t n = 0;
	pid_t pid;
	char c;

	setup("127.0.0.1:0", 2, 100, &at, &sender, &batch);
	send_to(sender, at, "canary");
	CU_ASSERT_EQUAL_FATAL(li_udp_take(at, batch, &got, &n, &dropped),
		LI_OK);
	CU_ASSERT_TRUE_FATAL(li_slice_is(got[0].octets, "canary"));
	CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		close(ends[1]);
		_exit(read(ends[0], &c, 1) != 0 ||
			li_slice_is(got[0].octets, "canary"));
	}
	li_udp_batch_free(batch);
	close(ends[0]), close(ends[1]);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(status, 0);
	close(at), close(sender);
}

UNIT_MAIN("net.udp", UNIT_TEST(test_udp__receives_into_the_room_that_is_lent),
	UNIT_TEST(test_udp__takes_several_at_once_with_their_senders),
	UNIT_TEST(test_udp__marks_what_was_too_large),
	UNIT_TEST(test_udp__tells_when_a_datagram_came_in),
	UNIT_TEST(test_udp__counts_what_the_kernel_dropped),
	UNIT_TEST(test_udp__leaves_nothing_to_who_shares_it))
