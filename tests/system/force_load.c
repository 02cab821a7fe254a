/* SPDX-License-Identifier: BSD-3-Clause
 *
 * force_load - change tasks while many others talk, and say when what was.
 *
 *   force_load CONTROL_SOCKET ADDRESS:PORT RATE ROUNDS
 *
 * A child sends RATE messages of bystanders a second as HEPv3. A thread sends
 * messages of one target, each 200 us, with the time in HEP. Each round has a
 * target of its own, whose task begins and ends while it talks. A line of each,
 * in us of UTC, `must` being how many messages were sent after OK was here and
 * before the end was asked for; then how many messages of bystanders were sent a
 * second; then, in us, how long it was from the request to OK, and from the
 * request to the first record that was committed:
 *
 *   round N TARGET asked ok end_asked ended must
 *   rate N
 *   took ok=P50/P99/MAX reported=P50/P99/MAX
 */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "ipc/admin.h"
#include "model/pack.h"
#include "net/address.h"
#include "net/sock.h"

enum {
	BYSTANDERS = 1000,
	TALK_US = 200,
	ROUNDS_MAX = 10000,
	TALKS_MAX = 4000000,
	CHUNK = 4096,
	FIRST_MS = 5000,
};

static void need(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "force_load: %s\n", what);
	exit(1);
}

/* ---- messages ---- */

static void chunk(struct li_buf *b, uint16_t type, const void *p, size_t n)
{
	li_buf_put_u16(b, 0);
	li_buf_put_u16(b, type);
	li_buf_put_u16(b, (uint16_t)(6 + n));
	li_buf_put(b, p, n);
}

static void chunk_u32(struct li_buf *b, uint16_t type, int64_t v)
{
	const uint8_t octets[4] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16),
		(uint8_t)(v >> 8), (uint8_t)v};

	chunk(b, type, octets, sizeof(octets));
}

static void make(struct li_buf *b, const char *user, size_t n, int64_t at_us)
{
	char sip[1024];
	const int size = snprintf(sip, sizeof(sip),
		"MESSAGE sip:somebody@ims.example SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-%s-%zu\r\n"
		"From: <sip:%s@ims.example>;tag=1\r\n"
		"To: <sip:somebody@ims.example>\r\n"
		"Call-ID: %s-%zu\r\nCSeq: 1 MESSAGE\r\n"
		"Content-Length: 0\r\n\r\n",
		user, n, user, user, n);

	li_buf_reset(b);
	li_buf_put(b, "HEP3\0\0", 6);
	chunk(b, 1, "\2", 1);
	chunk(b, 2, "\21", 1);
	chunk(b, 3, "\300\0\2\1", 4);
	chunk(b, 4, "\300\0\2\2", 4);
	chunk(b, 7, "\23\304", 2);
	chunk(b, 8, "\23\304", 2);
	chunk_u32(b, 9, at_us / 1000000);
	chunk_u32(b, 10, at_us % 1000000);
	chunk(b, 11, "\1", 1);
	chunk(b, 15, sip, (size_t)size);
	need(!b->bad, "memory");
	b->p[4] = (uint8_t)(b->n >> 8);
	b->p[5] = (uint8_t)(b->n & 0xff);
}

static int reach(const struct li_address *at)
{
	struct sockaddr_storage to;
	const socklen_t len = li_address_to(at, &to);
	const int fd = socket(to.ss_family, SOCK_DGRAM, 0);

	need(fd >= 0 && connect(fd, (struct sockaddr *)&to, len) == 0,
		"connect");
	return fd;
}

/* ---- who talks ---- */

/* How many messages the child has sent; it is behind when it gets no time. */
static atomic_size_t *sent;

static pid_t bystanders(const struct li_address *at, size_t rate)
{
	static struct li_buf packets[BYSTANDERS];
	int64_t start_us;
	size_t n = 0;
	char user[32];
	pid_t parent = getpid(), pid;
	int fd;

	sent = mmap(NULL, sizeof(*sent), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	need(sent != MAP_FAILED, "memory");
	if ((pid = fork()) != 0)
		return pid;
	/* Nobody needs it any more when its parent is gone. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
		_exit(1);
	fd = reach(at);
	start_us = li_clock_now_us();
	for (size_t i = 0; i < BYSTANDERS; i++) {
		snprintf(user, sizeof(user), "+1555900%04zu", i);
		make(&packets[i], user, i, start_us);
	}
	start_us = li_clock_mono_us();
	for (;;) {
		const size_t due = (size_t)(li_clock_mono_us() - start_us) *
			rate / 1000000;

		for (; n < due; n++) {
			const struct li_buf *b = &packets[n % BYSTANDERS];

			if (send(fd, b->p, b->n, 0) == (ssize_t)b->n)
				atomic_fetch_add(sent, 1);
		}
		usleep(500);
	}
}

struct talk {
	int round;
	int64_t at_us;
};

struct talker {
	const struct li_address *at;
	atomic_int round; /* negative: the end */
	struct talk *talks;
	atomic_size_t count;
};

static void target_of(int round, char user[32])
{
	snprintf(user, 32, "force%d", round);
}

static void *talk(void *data)
{
	struct talker *t = data;
	const int fd = reach(t->at);
	struct li_buf b = {0};
	char user[32];
	int round;

	while ((round = atomic_load(&t->round)) >= 0) {
		const int64_t now_us = li_clock_now_us();
		const size_t n = atomic_load(&t->count);

		need(n < TALKS_MAX, "too many rounds");
		target_of(round, user);
		make(&b, user, n, now_us);
		need(send(fd, b.p, b.n, 0) == (ssize_t)b.n, "send");
		t->talks[n] = (struct talk){round, now_us};
		atomic_store(&t->count, n + 1);
		usleep(TALK_US);
	}
	li_buf_fini(&b);
	close(fd);
	return NULL;
}

/* Until two more were sent the talker may have had its time before. */
static void hear_two(struct talker *t)
{
	const size_t heard = atomic_load(&t->count);

	for (int ms = 0; atomic_load(&t->count) < heard + 2; ms++) {
		need(ms < FIRST_MS, "the target is silent");
		usleep(1000);
	}
}

/* ---- who asks ---- */

/* Read until a message of this type is there; false after `ms`. */
static bool wait_for(int fd, uint16_t type, int ms, struct li_buf *in)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	struct li_ipc_message m;
	uint8_t *to;
	size_t n;

	for (;;) {
		const li_err err = li_ipc_next(li_buf_slice(in), &m);

		need(err == LI_OK || err == LI_EAGAIN, "not our language");
		if (!err && m.type == type)
			return true;
		if (!err) {
			li_buf_consume(in, m.octets);
			continue;
		}
		if (poll(&p, 1, ms) != 1)
			return false;
		to = li_buf_reserve(in, CHUNK);
		need(to && li_sock_read(fd, to, CHUNK, &n) == LI_OK,
			"lmisfd is gone");
		li_buf_commit(in, n);
	}
}

static void ask(int fd, enum li_admin_op op, struct li_slice body)
{
	struct li_admin_request request = {.op = op,
		.actor = "force",
		.via = "force_load",
		.body = body};
	struct li_buf out = {0}, in = {0};
	struct li_admin_reply reply;
	struct li_ipc_message m;
	size_t n = 0;

	li_admin_request_put(&out, &request);
	need(li_sock_write(fd, li_buf_slice(&out), &n) == LI_OK && n == out.n,
		"ask");
	need(wait_for(fd, LI_IPC_ADMIN_REPLY, FIRST_MS, &in), "no answer");
	need(li_ipc_next(li_buf_slice(&in), &m) == LI_OK &&
			li_admin_reply_get(m.body, &reply) == LI_OK,
		"answer");
	need(reply.err == LI_OK, reply.text);
	li_buf_fini(&out);
	li_buf_fini(&in);
}

/* Forget what is known of commits. */
static void drain(int fd, struct li_buf *in)
{
	while (wait_for(fd, LI_IPC_ADMIN_COMMITTED, 0, in))
		li_buf_reset(in);
}

struct round {
	int64_t asked_us, ok_us, end_asked_us, ended_us; /* UTC */
	int64_t took_ok_us, took_reported_us;            /* monotonic */
};

static void run_round(int control, int follow, struct talker *t, int number,
	struct round *r)
{
	struct li_task task = {.liid = "LIID-force",
		.target_count = 1,
		.ends_us = INT64_MAX / 2,
		.operator_name = "force",
		.warrant = "W-1"};
	struct li_buf body = {0}, in = {0};
	char user[32], uri[64];
	int64_t before_us;

	target_of(number, user);
	snprintf(uri, sizeof(uri), "sip:%s@ims.example", user);
	need(li_uuid_draw(&task.xid) == LI_OK &&
			li_identity_parse(LI_ID_IMPU, li_slice_str(uri),
				&task.targets[0]) == LI_OK,
		"task");
	atomic_store(&t->round, number);
	usleep(3000);
	drain(follow, &in);
	task.starts_us = r->asked_us = li_clock_now_us();
	li_pack_task(&body, &task);
	before_us = li_clock_mono_us();
	ask(control, LI_ADMIN_TASK_ADD, li_buf_slice(&body));
	r->took_ok_us = li_clock_mono_us() - before_us;
	r->ok_us = li_clock_now_us();
	need(wait_for(follow, LI_IPC_ADMIN_COMMITTED, FIRST_MS, &in),
		"nothing is reported");
	r->took_reported_us = li_clock_mono_us() - before_us;
	usleep(5000);
	hear_two(t);
	r->end_asked_us = li_clock_now_us();
	ask(control, LI_ADMIN_TASK_END,
		li_slice(task.xid.octet, sizeof(task.xid.octet)));
	r->ended_us = li_clock_now_us();
	usleep(3000);
	li_buf_fini(&body);
	li_buf_fini(&in);
}

static size_t must(const struct talker *t, int number, const struct round *r)
{
	size_t n = 0;

	for (size_t i = 0; i < t->count; i++)
		n += t->talks[i].round == number &&
			t->talks[i].at_us > r->ok_us &&
			t->talks[i].at_us < r->end_asked_us;
	return n;
}

static int by_value(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static void print_shares(const char *name, int64_t *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), by_value);
	printf(" %s=%lld/%lld/%lld", name, (long long)v[n / 2],
		(long long)v[(n * 99 + 99) / 100 - 1], (long long)v[n - 1]);
}

static void print_all(const struct talker *t, const struct round *r, int rounds)
{
	static int64_t ok[ROUNDS_MAX], reported[ROUNDS_MAX];
	char user[32];

	for (int i = 0; i < rounds; i++) {
		target_of(i, user);
		printf("round %d %s %lld %lld %lld %lld %zu\n", i + 1, user,
			(long long)r[i].asked_us, (long long)r[i].ok_us,
			(long long)r[i].end_asked_us, (long long)r[i].ended_us,
			must(t, i, &r[i]));
		ok[i] = r[i].took_ok_us;
		reported[i] = r[i].took_reported_us;
	}
	printf("took");
	print_shares("ok", ok, rounds);
	print_shares("reported", reported, rounds);
	printf("\n");
}

int main(int argc, char **argv)
{
	static struct round rounds[ROUNDS_MAX];
	struct li_address at;
	struct talker t = {.at = &at};
	struct li_buf hello = {0};
	int control = -1, follow = -1, count;
	pthread_t thread;
	int64_t us;
	size_t n = 0;
	pid_t others;

	need(argc == 5 && li_sock_parse(argv[2], &at) == LI_OK, "usage");
	count = atoi(argv[4]);
	need(count > 0 && count <= ROUNDS_MAX, "rounds");
	need(li_sock_unix_connect(argv[1], &control, NULL) == LI_OK &&
			li_sock_unix_connect(argv[1], &follow, NULL) == LI_OK,
		argv[1]);
	li_admin_follow_put(&hello);
	need(li_sock_write(follow, li_buf_slice(&hello), &n) == LI_OK,
		"follow");
	t.talks = calloc(TALKS_MAX, sizeof(*t.talks));
	need(t.talks != NULL, "memory");
	others = bystanders(&at, (size_t)atoi(argv[3]));
	need(others > 0 && pthread_create(&thread, NULL, talk, &t) == 0,
		"talker");
	usleep(500000);
	us = -li_clock_mono_us();
	atomic_store(sent, 0);
	for (int i = 0; i < count; i++)
		run_round(control, follow, &t, i, &rounds[i]);
	us += li_clock_mono_us();
	printf("rate %zu\n", atomic_load(sent) * 1000000 / (size_t)us);
	atomic_store(&t.round, -1);
	pthread_join(thread, NULL);
	kill(others, SIGKILL);
	waitpid(others, NULL, 0);
	print_all(&t, rounds, count);
	free(t.talks);
	li_buf_fini(&hello);
	return 0;
}
