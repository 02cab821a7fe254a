/* SPDX-License-Identifier: BSD-3-Clause */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "net/ring.h"
#include "net/sock.h"
#include "net/udp.h"
#include "smaps.h"
#include "unit.h"

enum {
	OCTETS = 32 << 20,
	ENTRIES = 512,
	LONGEST = 40000,
	KILLS = 200,
	SENT = 40, /* datagrams between two */
	BATCH = 16,
	WIDE = 2048, /* a datagram's room */
	HELD = 200,  /* datagrams that a socket has room for */
};

static struct li_ring *make(size_t entries)
{
	struct li_fault fault = {0};
	struct li_ring *ring = NULL;

	CU_ASSERT_EQUAL_FATAL(li_ring_new(OCTETS, entries, &ring, &fault),
		LI_OK);
	return ring;
}

/* What an entry of this sequence has in it: nothing that another one has. */
static struct li_slice content(uint64_t sequence)
{
	static uint8_t room[LONGEST];
	const size_t n = 1 + sequence * 7919 % (LONGEST - 1);

	memset(room, (int)(sequence % 251), n);
	return li_slice(room, n);
}

static uint64_t put(struct li_ring *ring)
{
	const uint64_t next = li_ring_last(ring) + 1;

	return li_ring_put(ring,
		&(struct li_ring_entry){.kind = 1,
			.source = (uint32_t)next,
			.at_us = (int64_t)next,
			.octets = content(next)});
}

/* Every entry that is there is whole; returns how many are. */
static uint64_t whole(const struct li_ring *ring)
{
	const uint64_t first = li_ring_first(ring), last = li_ring_last(ring);
	struct li_ring_entry e;

	for (uint64_t at = first; at <= last; at++) {
		CU_ASSERT_TRUE_FATAL(li_ring_get(ring, at, &e));
		CU_ASSERT_EQUAL(e.sequence, at);
		CU_ASSERT_EQUAL(e.source, (uint32_t)at);
		CU_ASSERT_TRUE_FATAL(li_slice_eq(e.octets, content(at)));
	}
	return last + 1 - first;
}

static void test_ring__numbers_what_is_put(void)
{
	struct li_ring *ring = make(ENTRIES);
	struct li_ring_entry e;

	CU_ASSERT_EQUAL(li_ring_last(ring), 0);
	CU_ASSERT_EQUAL(li_ring_first(ring), 1);
	CU_ASSERT_FALSE(li_ring_get(ring, 1, &e));
	for (uint64_t i = 1; i <= 5; i++)
		CU_ASSERT_EQUAL(put(ring), i);
	CU_ASSERT_EQUAL(whole(ring), 5);
	CU_ASSERT_FALSE(li_ring_get(ring, 0, &e));
	CU_ASSERT_FALSE(li_ring_get(ring, 6, &e));
	li_ring_strike(ring, 3);
	CU_ASSERT_TRUE(li_ring_get(ring, 3, &e) && e.kind == 0);
	CU_ASSERT_TRUE(li_ring_get(ring, 4, &e) && e.kind == 1);
	li_ring_set(ring, LI_RING_SETTLED, 4);
	CU_ASSERT_EQUAL(li_ring_number(ring, LI_RING_SETTLED), 4);
	CU_ASSERT_EQUAL(li_ring_number(ring, LI_RING_TASKS), 0);
	li_ring_free(ring);
}

static void test_ring__refuses_what_is_too_long(void)
{
	static uint8_t octets[LI_RING_ENTRY_MAX + 1];
	struct li_ring_entry e = {.kind = 1};
	struct li_fault fault = {0};
	struct li_ring *ring = make(ENTRIES), *none = NULL;

	e.octets = li_slice(octets, sizeof(octets));
	CU_ASSERT_EQUAL(li_ring_put(ring, &e), 0);
	e.octets.n--;
	CU_ASSERT_EQUAL(li_ring_put(ring, &e), 1);
	CU_ASSERT_EQUAL(li_ring_used(ring, 0), 6);
	CU_ASSERT_EQUAL(li_ring_used(ring, 1), 0);
	/* None of the next may lie on what the one after it may lie on. */
	for (uint64_t i = 2; i <= 13; i++)
		CU_ASSERT_EQUAL(li_ring_put(ring, &e), i);
	CU_ASSERT_FALSE(li_ring_get(ring, 1, &e));
	CU_ASSERT_EQUAL(li_ring_used(ring, 0), 100);
	CU_ASSERT_EQUAL(li_ring_new(1 << 20, ENTRIES, &none, &fault),
		LI_EINVAL);
	CU_ASSERT_EQUAL(li_ring_new(OCTETS, 2, &none, &fault), LI_EINVAL);
	CU_ASSERT_PTR_NULL(none);
	li_ring_free(ring);
}

/* The oldest give way, by octets or by number, and never in halves. */
static void test_ring__lets_the_oldest_give_way_whole(void)
{
	struct li_ring *ring = make(ENTRIES);
	uint64_t n;

	for (int i = 0; i < 3000; i++)
		CU_ASSERT_NOT_EQUAL(put(ring), 0);
	n = whole(ring);
	CU_ASSERT_TRUE(n > 100 && n <= ENTRIES - LI_RING_PUT_MAX);
	for (int i = 0; i < 2 * ENTRIES; i++)
		(void)li_ring_put(ring, &(struct li_ring_entry){.kind = 1});
	CU_ASSERT_EQUAL(li_ring_last(ring) + 1 - li_ring_first(ring),
		ENTRIES - LI_RING_PUT_MAX);
	li_ring_free(ring);
}

static void a_moment(int most_us)
{
	const struct timespec pause = {
		.tv_nsec = 1000L * (1 + rand() % most_us)};

	nanosleep(&pause, NULL);
}

static void end(pid_t child)
{
	kill(child, SIGKILL);
	CU_ASSERT_EQUAL(waitpid(child, NULL, 0), child);
}

/* TS 33.127 cl. 8.1: whatever its writer dies at, an entry is whole or not
 * there. */
static void test_ring__is_whole_when_its_writer_is_killed(void)
{
	struct li_ring *ring = make(ENTRIES);
	uint64_t last = 0;

	for (int i = 0; i < KILLS; i++) {
		const pid_t child = fork();

		if (child == 0)
			for (;;)
				(void)put(ring);
		a_moment(2000);
		end(child);
		CU_ASSERT_TRUE(li_ring_last(ring) >= last);
		last = li_ring_last(ring);
		CU_ASSERT_TRUE(last == 0 || whole(ring) > 0);
	}
	CU_ASSERT_TRUE(last > ENTRIES);
	li_ring_free(ring);
}

/* ---- datagrams ---- */

struct taking {
	struct li_ring *ring;
	struct li_udp_batch *batch;
	int at;
};

static void keep(struct li_ring *ring, const struct li_udp_datagram *got,
	size_t n)
{
	struct li_ring_entry entries[BATCH];

	for (size_t i = 0; i < n; i++)
		entries[i] = (struct li_ring_entry){.kind = 1,
			.octets = got[i].octets};
	(void)li_ring_put_all(ring, entries, n);
}

/* What a reader does: finish for the one before, then take. */
static void reader(const struct taking *t)
{
	const struct li_udp_datagram *got;
	uint32_t dropped;
	uint64_t mark, source;
	size_t n = li_udp_landed(t->batch, &got, &mark, &source);

	if (n && mark == li_ring_last(t->ring))
		keep(t->ring, got, n);
	for (;;) {
		li_udp_batch_mark(t->batch, li_ring_last(t->ring), 7);
		li_udp_batch_lend(t->batch,
			li_ring_room(t->ring,
				BATCH * li_udp_batch_wants(t->batch)),
			li_udp_batch_wants(t->batch));
		if (li_udp_take(t->at, t->batch, &got, &n, &dropped) == LI_OK)
			keep(t->ring, got, n);
	}
}

/* How long a datagram is: some are longer than the room that is lent. */
static size_t width(uint32_t number)
{
	return sizeof(number) + number * 7919 % (number % 5 ? 600 : WIDE - 4);
}

static void send_some(int sender, uint32_t *sent)
{
	uint8_t octets[WIDE];

	for (int i = 0; i < SENT; i++, (*sent)++) {
		memset(octets, (int)(*sent % 251), sizeof(octets));
		memcpy(octets, sent, sizeof(*sent));
		CU_ASSERT_EQUAL(send(sender, octets, width(*sent), 0),
			(ssize_t)width(*sent));
	}
}

static void check_one(struct li_slice s, uint32_t number)
{
	uint32_t is;

	CU_ASSERT_EQUAL_FATAL(s.n, width(number));
	memcpy(&is, s.p, sizeof(is));
	CU_ASSERT_EQUAL_FATAL(is, number);
	for (size_t i = sizeof(is); i < s.n; i++)
		CU_ASSERT_EQUAL_FATAL(s.p[i], number % 251);
}

/* Datagrams number 0 to n - 1 stand in the ring once each, in order. */
static void check_all(struct li_ring *ring, uint32_t n)
{
	struct li_ring_entry e;

	CU_ASSERT_EQUAL(li_ring_last(ring), n);
	for (uint64_t at = li_ring_first(ring); at <= li_ring_last(ring);
		at++) {
		CU_ASSERT_TRUE_FATAL(li_ring_get(ring, at, &e));
		check_one(e.octets, (uint32_t)at - 1);
	}
}

static void open_pair(int *at, int *sender)
{
	struct li_fault fault = {0};
	struct li_address where;
	struct sockaddr_storage to;
	socklen_t len = sizeof(to);

	CU_ASSERT_EQUAL_FATAL(li_sock_parse("127.0.0.1:0", &where), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_udp_bind(&where, 1 << 20, at, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_udp_bind(&where, 0, sender, &fault), LI_OK);
	CU_ASSERT_EQUAL(getsockname(*at, (struct sockaddr *)&to, &len), 0);
	CU_ASSERT_EQUAL(connect(*sender, (struct sockaddr *)&to, len), 0);
}

/* Until no more than so many are on their way, for ten seconds. */
static void let_read(const struct li_ring *ring, uint32_t sent, uint32_t held)
{
	for (int i = 0; i < 2000 && li_ring_last(ring) + held < sent; i++)
		a_moment(10000);
}

/* TS 33.127 cl. 8.1: what the kernel handed over is there for who comes next,
 * once */
static void test_ring__loses_no_datagram_when_its_reader_is_killed(void)
{
	struct taking t = {.ring = make(2 * SENT * KILLS)};
	uint32_t sent = 0;
	int sender;
	pid_t child;

	open_pair(&t.at, &sender);
	CU_ASSERT_EQUAL_FATAL(li_udp_batch_new(BATCH, WIDE, &t.batch), LI_OK);
	for (int i = 0; i <= KILLS; i++) {
		child = fork();
		if (child == 0)
			reader(&t);
		if (i < KILLS)
			send_some(sender, &sent);
		let_read(t.ring, sent, i < KILLS ? HELD : 0);
		a_moment(500);
		end(child);
	}
	check_all(t.ring, sent);
	li_udp_batch_free(t.batch);
	close(t.at);
	close(sender);
	li_ring_free(t.ring);
}

/* What is received into the room is not copied: it stays where it is. */
static void test_ring__keeps_in_place_what_is_in_its_room(void)
{
	struct li_ring *ring = make(ENTRIES);
	struct li_ring_entry e[3] = {{.kind = 1}, {.kind = 1}, {.kind = 1}};
	static uint8_t long_one[LONGEST];
	uint8_t *room;

	CU_ASSERT_PTR_NULL(li_ring_room(ring, LI_RING_ROOM_MAX + 1));
	for (uint64_t lap = 0; lap < 2 * (OCTETS / LONGEST); lap++) {
		room = li_ring_room(ring, 200);
		memset(room, 'a', 100);
		memset(room + 100, 'b', 100);
		memset(long_one, 'c', LONGEST);
		e[0].octets = li_slice(room, 60);
		e[1].octets = li_slice(long_one, LONGEST);
		e[2].octets = li_slice(room + 100, 50);
		CU_ASSERT_EQUAL_FATAL(li_ring_put_all(ring, e, 3), 3 * lap + 1);
		for (uint64_t i = 0; i < 3; i++) {
			struct li_ring_entry got;

			CU_ASSERT_TRUE_FATAL(
				li_ring_get(ring, 3 * lap + 1 + i, &got));
			CU_ASSERT_TRUE_FATAL(
				li_slice_eq(got.octets, e[i].octets));
			CU_ASSERT_EQUAL(got.octets.p == e[i].octets.p, i != 1);
		}
	}
	CU_ASSERT_EQUAL(li_ring_put_all(ring, e, 0), 0);
	CU_ASSERT_EQUAL(li_ring_put_all(ring, e, LI_RING_PUT_MAX + 1), 0);
	li_ring_free(ring);
}

/* What is in either is of anybody, keys too before they are cut.
 * TS 33.127 cl. 8.4 */
static void test_ring__goes_into_no_core(void)
{
	struct li_ring *ring = make(ENTRIES);
	struct li_udp_batch *batch = NULL;

	CU_ASSERT_EQUAL_FATAL(li_udp_batch_new(BATCH, WIDE, &batch), LI_OK);
	CU_ASSERT(smaps_flag(ring, " dd"));
	CU_ASSERT(smaps_flag(li_ring_room(ring, WIDE), " dd"));
	CU_ASSERT(smaps_flag(batch, " dd"));
	li_udp_batch_free(batch);
	li_ring_free(ring);
}

UNIT_MAIN("net.ring", UNIT_TEST(test_ring__keeps_in_place_what_is_in_its_room),
	UNIT_TEST(test_ring__goes_into_no_core),
	UNIT_TEST(test_ring__numbers_what_is_put),
	UNIT_TEST(test_ring__refuses_what_is_too_long),
	UNIT_TEST(test_ring__lets_the_oldest_give_way_whole),
	UNIT_TEST(test_ring__is_whole_when_its_writer_is_killed),
	UNIT_TEST(test_ring__loses_no_datagram_when_its_reader_is_killed))
