/* SPDX-License-Identifier: BSD-3-Clause */
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "ipc/cx_feed.h"
#include "lmisf_cx/bell.h"
#include "lmisf_cx/worker.h"
#include "unit.h"

enum { WAIT_MS = 3000 };

/* The side of lmisfd. */
static struct {
	char dir[32];
	struct li_cx_options options;
	int listener, fd;
	struct li_buf in, out;
	struct li_cx_record record; /* of the last message */
	struct li_uuid instance;
} d;

static struct li_worker_counts at_end;

static sigset_t blocked; /* in the worker's thread */

static void on_report(const struct li_worker_counts *counts, const char *why)
{
	if (strcmp(why, "stopped") != 0)
		return;
	at_end = *counts;
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
}

static void listen_again(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};

	unlink(d.options.socket);
	li_slice_copy(li_slice_str(d.options.socket), to.sun_path,
		sizeof(to.sun_path));
	d.listener = socket(AF_UNIX, SOCK_STREAM, 0);
	CU_ASSERT_EQUAL_FATAL(bind(d.listener, (const struct sockaddr *)&to,
				      sizeof(to)),
		0);
	CU_ASSERT_EQUAL_FATAL(listen(d.listener, 4), 0);
}

static struct li_worker *begin(const char *more)
{
	struct li_worker *w = NULL;
	char text[200];

	strcpy(d.dir, "/tmp/li-cx-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(d.dir));
	snprintf(text, sizeof(text), "socket=%s/s;%s", d.dir, more);
	CU_ASSERT_EQUAL_FATAL(li_cx_options_parse(text, &d.options, NULL),
		LI_OK);
	listen_again();
	CU_ASSERT_EQUAL_FATAL(li_worker_start(&d.options, on_report, &w),
		LI_OK);
	return w;
}

static void hang_up(void)
{
	close(d.fd);
	close(d.listener);
	li_buf_reset(&d.in);
}

static void end(struct li_worker *w)
{
	li_worker_stop(w);
	hang_up();
	unlink(d.options.socket);
	rmdir(d.dir);
	li_buf_fini(&d.in);
	li_buf_fini(&d.out);
}

static void put(struct li_worker *w, uint64_t exchange, bool answer,
	const char *text)
{
	struct li_ring_place place;
	size_t n = strlen(text);
	struct li_cx_item *item = li_worker_reserve(w, 1 + n, &place);

	if (!item)
		return;
	*item = (struct li_cx_item){.exchange = exchange,
		.at_us = answer ? 20 : 10,
		.octets = (uint32_t)n,
		.peer_octets = 1,
		.answer = answer,
		.local = answer};
	memcpy(item->data, answer ? "h" : "c", 1);
	memcpy(item->data + 1, text, n);
	li_worker_commit(w, place);
}

/* The type of the next message, its body read; 0 when none comes. */
static uint16_t next_message(int ms)
{
	struct li_ipc_message m;
	struct pollfd p = {.fd = d.fd, .events = POLLIN};
	static struct li_buf body; /* what the record borrows from */
	li_err err;

	while ((err = li_ipc_next(li_buf_slice(&d.in), &m)) == LI_EAGAIN) {
		uint8_t *to = li_buf_reserve(&d.in, 65536);
		ssize_t n;

		if (poll(&p, 1, ms) != 1)
			return 0;
		n = recv(d.fd, to, 65536, 0);
		if (n <= 0)
			return 0;
		li_buf_commit(&d.in, (size_t)n);
	}
	CU_ASSERT_EQUAL_FATAL(err, LI_OK);
	li_buf_fini(&body);
	li_buf_put_slice(&body, m.body);
	li_buf_consume(&d.in, m.octets);
	if (m.type == LI_IPC_CX_RECORD)
		CU_ASSERT_EQUAL(li_cx_record_get(li_buf_slice(&body),
					&d.record),
			LI_OK);
	if (m.type == LI_IPC_CX_LOST)
		CU_ASSERT_EQUAL(li_cx_number_get(li_buf_slice(&body),
					&d.record.sequence),
			LI_OK);
	return m.type;
}

static void answer_with(void (*put_number)(struct li_buf *, uint64_t),
	uint64_t n)
{
	li_buf_reset(&d.out);
	put_number(&d.out, n);
	CU_ASSERT_EQUAL(send(d.fd, d.out.p, d.out.n, 0), (ssize_t)d.out.n);
}

/* Accept the worker's call and say what is in the store. */
static void pick_up(uint64_t resume_after)
{
	d.fd = accept(d.listener, NULL, NULL);
	CU_ASSERT_FATAL(d.fd >= 0);
	CU_ASSERT_EQUAL_FATAL(next_message(WAIT_MS), LI_IPC_CX_HELLO);
	answer_with(li_cx_welcome_put, resume_after);
}

static bool record_is(uint64_t sequence, const char *request,
	const char *answer)
{
	if (next_message(WAIT_MS) != LI_IPC_CX_RECORD)
		return false;
	return d.record.sequence == sequence &&
		li_slice_is(d.record.request, request) &&
		li_slice_is(d.record.answer, answer);
}

static void test_worker__sends_a_request_with_its_answer(void)
{
	struct li_worker *w = begin("ring_mb=1");

	pick_up(0);
	put(w, 1, false, "first");
	put(w, 2, false, "second");
	put(w, 2, true, "answer 2");
	put(w, 1, true, "answer 1");
	CU_ASSERT(record_is(1, "second", "answer 2"));
	CU_ASSERT_EQUAL(d.record.requested_us, 10);
	CU_ASSERT_EQUAL(d.record.answered_us, 20);
	CU_ASSERT_FALSE(d.record.request_local);
	CU_ASSERT(d.record.answer_local);
	CU_ASSERT(li_slice_is(d.record.request_peer, "c"));
	CU_ASSERT(li_slice_is(d.record.answer_peer, "h"));
	CU_ASSERT(record_is(2, "first", "answer 1"));
	answer_with(li_cx_ack_put, 2);
	CU_ASSERT_EQUAL(next_message(100), 0);
	end(w);
	CU_ASSERT_EQUAL(at_end.requests, 2);
	CU_ASSERT_EQUAL(at_end.acknowledged, 2);
	CU_ASSERT_EQUAL(at_end.lost, 0);
}

static void test_worker__sends_again_what_the_store_has_not(void)
{
	struct li_worker *w = begin("ring_mb=1");

	pick_up(0);
	for (uint64_t i = 1; i <= 3; i++) {
		put(w, i, false, "q");
		put(w, i, true, "a");
		CU_ASSERT(record_is(i, "q", "a"));
	}
	answer_with(li_cx_ack_put, 1);
	hang_up();
	put(w, 4, false, "q4");
	put(w, 4, true, "a4");
	listen_again();
	pick_up(2); /* 2 was stored, its acknowledgement was lost */
	CU_ASSERT(record_is(3, "q", "a"));
	CU_ASSERT(record_is(4, "q4", "a4"));
	answer_with(li_cx_ack_put, 4);
	end(w);
}

static void test_worker__sends_a_request_alone_when_it_ends(void)
{
	struct li_worker *w = begin("ring_mb=1");

	pick_up(0);
	put(w, 1, false, "alone");
	CU_ASSERT_EQUAL(next_message(100), 0);
	li_worker_stop(w);
	CU_ASSERT(record_is(1, "alone", ""));
	CU_ASSERT_EQUAL(d.record.answered_us, 0);
	CU_ASSERT_EQUAL(at_end.unanswered, 1);
	end(NULL);
}

static void test_worker__counts_what_it_drops_and_tells(void)
{
	struct li_worker *w = begin("ring_mb=1;keep_mb=1");
	static char big[9000];
	uint64_t got = 0, n = 0;
	uint16_t type;

	memset(big, 'x', sizeof(big) - 1);
	put(w, 9999, true, "an answer without a request");
	for (; n < 300; n++) { /* nobody listens: 1 MiB is soon full */
		put(w, n + 1, false, big);
		put(w, n + 1, true, "a");
		usleep(300);
	}
	pick_up(0);
	while ((type = next_message(500)) == LI_IPC_CX_RECORD)
		CU_ASSERT_EQUAL(d.record.sequence, ++got);
	CU_ASSERT_EQUAL_FATAL(type, LI_IPC_CX_LOST);
	CU_ASSERT_EQUAL(d.record.sequence + got, n + 1);
	CU_ASSERT(got > 90 && got < 120);
	answer_with(li_cx_ack_put, got);
	usleep(50000);
	put(w, 1000, false, "room again");
	put(w, 1000, true, "a");
	CU_ASSERT(record_is(got + 1, "room again", "a"));
	end(w);
}

static void test_worker__drops_a_peer_that_breaks_a_rule(void)
{
	struct li_worker *w = begin("ring_mb=1");

	pick_up(0);
	CU_ASSERT_EQUAL(send(d.fd, "GET / HTTP/1.1\r\n", 16, 0), 16);
	CU_ASSERT_EQUAL(next_message(WAIT_MS), 0);
	close(d.fd);
	pick_up(0);
	answer_with(li_cx_ack_put, 5); /* of what was never sent */
	CU_ASSERT_EQUAL(next_message(WAIT_MS), 0);
	close(d.fd);
	pick_up(0);
	put(w, 1, false, "q");
	put(w, 1, true, "a");
	CU_ASSERT(record_is(1, "q", "a"));
	end(w);
}

/* --- what comes as it lies down -------------------------------------------- */

/* Between its last look and its sleep, where no bell wakes it: it has to look
 * once more. */
static struct {
	struct li_worker *_Atomic put_to; /* these are put then */
	_Atomic bool await;               /* or one rings then */
	_Atomic bool awaiting, late;
	_Atomic uint32_t rung, slept_over;
} lying;

void __real_li_bell_ring(struct li_bell *bell);
void __wrap_li_bell_ring(struct li_bell *bell);
void __real_li_bell_settle(struct li_bell *bell);
void __wrap_li_bell_settle(struct li_bell *bell);
void __real_li_bell_sleep(struct li_bell *bell, int also, int ms);
void __wrap_li_bell_sleep(struct li_bell *bell, int also, int ms);

void __wrap_li_bell_ring(struct li_bell *bell)
{
	__real_li_bell_ring(bell);
	lying.rung++;
}

void __wrap_li_bell_settle(struct li_bell *bell)
{
	struct li_worker *w = atomic_exchange(&lying.put_to, NULL);
	const uint32_t rung = lying.rung;
	const bool await = atomic_exchange(&lying.await, false);

	lying.late = w || await;
	if (w) {
		put(w, 7, false, "late");
		put(w, 7, true, "answer");
	}
	lying.awaiting = await;
	while (await && lying.rung == rung)
		sched_yield();
	__real_li_bell_settle(bell);
}

void __wrap_li_bell_sleep(struct li_bell *bell, int also, int ms)
{
	lying.slept_over += lying.late;
	__real_li_bell_sleep(bell, also, ms);
}

static void test_worker__looks_once_more_before_it_sleeps(void)
{
	struct li_worker *w = begin("ring_mb=1");

	pick_up(0);
	lying.put_to = w;
	CU_ASSERT(record_is(1, "late", "answer"));
	answer_with(li_cx_ack_put, 1);
	CU_ASSERT_EQUAL(lying.slept_over, 0);
	/* nor when it is to end */
	lying.await = true;
	while (!lying.awaiting)
		sched_yield();
	end(w);
	CU_ASSERT_EQUAL(lying.slept_over, 0);
	CU_ASSERT_EQUAL(at_end.acknowledged, 1);
}

/* What it would sleep over for a second, and what is none of its own. */
static void test_worker__is_woken_and_takes_no_signal(void)
{
	struct li_worker *w = begin("ring_mb=1");
	const uint32_t rung = lying.rung;

	pick_up(0);
	put(w, 1, false, "q");
	CU_ASSERT_EQUAL(lying.rung, rung + 1);
	put(w, 1, true, "a");
	CU_ASSERT_EQUAL(lying.rung, rung + 2);
	CU_ASSERT(record_is(1, "q", "a"));
	answer_with(li_cx_ack_put, 1);
	end(w);
	CU_ASSERT_EQUAL(sigismember(&blocked, SIGTERM), 1);
	CU_ASSERT_EQUAL(sigismember(&blocked, SIGHUP), 1);
}

/* --- what many lose -------------------------------------------------------- */

enum { LOSERS = 4, LOSSES = 20000 };

static void *lose(void *worker)
{
	for (int i = 0; i < LOSSES; i++)
		li_worker_lost(worker);
	return NULL;
}

/* TS 33.127 cl. 5.3.2.4: a loss on the way is told, each of them */
static void test_worker__counts_what_many_lose(void)
{
	struct li_worker *w = begin("ring_mb=1");
	pthread_t threads[LOSERS];

	pick_up(0);
	for (size_t i = 0; i < LOSERS; i++)
		pthread_create(&threads[i], NULL, lose, w);
	for (size_t i = 0; i < LOSERS; i++)
		pthread_join(threads[i], NULL);
	do {
		CU_ASSERT_EQUAL_FATAL(next_message(WAIT_MS), LI_IPC_CX_LOST);
	} while (d.record.sequence < LOSERS * LOSSES);
	end(w);
	CU_ASSERT_EQUAL(at_end.lost, LOSERS * LOSSES);
}

UNIT_MAIN("lmisf_cx.worker",
	UNIT_TEST(test_worker__is_woken_and_takes_no_signal),
	UNIT_TEST(test_worker__counts_what_many_lose),
	UNIT_TEST(test_worker__looks_once_more_before_it_sleeps),
	UNIT_TEST(test_worker__sends_a_request_with_its_answer),
	UNIT_TEST(test_worker__sends_again_what_the_store_has_not),
	UNIT_TEST(test_worker__sends_a_request_alone_when_it_ends),
	UNIT_TEST(test_worker__counts_what_it_drops_and_tells),
	UNIT_TEST(test_worker__drops_a_peer_that_breaks_a_rule))
