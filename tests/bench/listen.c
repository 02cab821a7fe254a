/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the way of a bystander's message costs beside its own receive call, and
 * whether datagrams are lost while a commit stalls.
 *
 *   bench_listen [FOLDER]     a folder on a disk; /var/tmp when not given
 *
 * A sender, which is another process, sends HEPv3 with SIP of bystanders over
 * the loopback. Both shares are measured in the same rounds, as the thread's
 * processor time: recvmmsg of 64 (li_udp_take), and HEP decode, scan, mirror
 * and look-up among 10,000 targets (li_flow_take_all). Each round is sent
 * whole before it is taken, so the queue is cold, as it is after a stall.
 *
 * Then the sender goes on at 200,000 messages a second while each 200 ms one
 * of them is a target's, and its commit is made to take 50 ms more: what the
 * kernel drops is counted (SO_RXQ_OVFL).
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver_peer.h"
#include "listen_send.h"
#include "flow/flow.h"
#include "net/sock.h"
#include "net/udp.h"

enum {
	ROUNDS = 15,
	TASKS = 10000,
	BATCH = 64,
	BUFFER = 64 << 20,
	STALL_US = 50000,
	PATH = 320,
};

struct bench {
	char dir[256], db[PATH], key[PATH];
	struct li_flow *flow;
	struct li_udp_batch *batch;
	int fd;
	struct li_address at;
	uint32_t dropped;
	int64_t receive_ns, screen_ns;
	uint64_t taken;
};

/* ---- the stall: SQLite's way to the disk, made longer ---- */

static volatile bool stall;
static unsigned int stalls;

/* In place of the C library's, for SQLite too. */
__attribute__((visibility("default"))) int fdatasync(int fd)
{
	const struct timespec wait = {.tv_nsec = STALL_US * 1000L};

	if (stall) {
		stall = false;
		stalls++;
		nanosleep(&wait, NULL);
	}
	return (int)syscall(SYS_fdatasync, fd);
}

/* ---- who takes ---- */

static int64_t thread_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* One batch; false when none waits. */
static bool take_batch(struct bench *b)
{
	const struct li_udp_datagram *got;
	struct li_packet packets[BATCH];
	int64_t now_us, mono_us;
	const int64_t start_ns = thread_ns();
	int64_t read_ns;
	size_t n = 0;
	const li_err err = li_udp_take(b->fd, b->batch, &got, &n, &b->dropped);

	if (err != LI_OK)
		return false;
	read_ns = thread_ns();
	now_us = li_clock_now_us();
	mono_us = li_clock_mono_us();
	for (size_t i = 0; i < n; i++)
		packets[i] = (struct li_packet){.octets = got[i].octets,
			.from = got[i].from,
			.to = b->at,
			.ip_proto = 17,
			.at_us = now_us,
			.mono_us = mono_us,
			.hep = true};
	need(li_flow_take_all(b->flow, packets, n), "flow", NULL);
	b->receive_ns += read_ns - start_ns;
	b->screen_ns += thread_ns() - read_ns;
	b->taken += n;
	return true;
}

static void wait_done(int done)
{
	char what;

	if (read(done, &what, 1) != 1)
		need(LI_EIO, "sender", NULL);
}

static double round_shares(struct bench *b, int ask, int done)
{
	const char round = SENDER_ROUND;

	b->receive_ns = b->screen_ns = 0;
	b->taken = 0;
	if (write(ask, &round, 1) != 1)
		need(LI_EIO, "ask", NULL);
	wait_done(done);
	while (take_batch(b))
		;
	printf("receive %.0f ns, HEP + scan + mirror + look-up %.0f ns a "
	       "message\n",
		(double)b->receive_ns / (double)b->taken,
		(double)b->screen_ns / (double)b->taken);
	return (double)b->screen_ns / (double)b->receive_ns;
}

/* As the loop of lmisfd: take what waits, commit what concerns a target. */
static void flood(struct bench *b, int ask, int done)
{
	struct pollfd p[2] = {{.fd = b->fd, .events = POLLIN},
		{.fd = done, .events = POLLIN}};
	const char all = SENDER_FLOOD;
	bool over = false;

	b->taken = 0;
	if (write(ask, &all, 1) != 1)
		need(LI_EIO, "ask", NULL);
	while (!over) {
		if (poll(p, 2, 10000) < 1)
			need(LI_ETIMEOUT, "flood", NULL);
		over = p[1].revents && !(p[0].revents & POLLIN);
		for (int i = 0; i < 16 && take_batch(b); i++)
			;
		stall = li_flow_dirty(b->flow);
		need(li_flow_commit(b->flow), "commit", NULL);
	}
	wait_done(done);
}

/* ---- all of it ---- */

static void add_tasks(struct li_store *store)
{
	const struct li_actor actor = {"bench", "bench"};
	struct li_task t = {.liid = "LIID-1",
		.target_count = 1,
		.starts_us = 1,
		.ends_us = INT64_MAX / 2,
		.operator_name = "bench",
		.warrant = "W-1"};
	struct li_fault fault = {0};
	char who[64];

	for (size_t i = 0; i < TASKS; i++) {
		snprintf(who, sizeof(who), "sip:target%zu@ims.example", i);
		need(li_uuid_draw(&t.xid), "xid", NULL);
		need(li_identity_parse(LI_ID_IMPU, li_slice_str(who),
			     &t.targets[0]),
			"target", NULL);
		need(li_store_task_add(store, &t, &actor, &fault), "task",
			&fault);
	}
}

static void set_up(struct bench *b, const char *folder)
{
	const struct li_actor actor = {"bench", "bench"};
	struct li_flow_options o = {.max_registrations = 200000,
		.max_sessions = 200000,
		.max_registration_age_s = 3600,
		.max_session_age_s = 3600};
	struct li_store *store = NULL;
	struct li_fault fault = {0};

	snprintf(b->dir, sizeof(b->dir), "%.200s/li-bench-XXXXXX", folder);
	if (!mkdtemp(b->dir))
		need(LI_EIO, folder, NULL);
	snprintf(b->db, sizeof(b->db), "%s/li.db", b->dir);
	snprintf(b->key, sizeof(b->key), "%s/li.key", b->dir);
	o.place = (struct li_store_place){.path = b->db, .key_file = b->key};
	need(li_store_key_create(b->key, &fault), "key", &fault);
	need(li_store_create(&o.place, &actor, &fault), "create", &fault);
	need(li_store_open(&o.place, LI_STORE_WRITER, &store, &fault), "open",
		&fault);
	add_tasks(store);
	li_store_close(store);
	need(li_flow_open(&o, &b->flow, &fault), "flow", &fault);
	need(li_udp_batch_new(BATCH, LI_UDP_MAX, &b->batch), "batch", NULL);
	need(li_sock_parse("[::1]:0", &b->at), "address", NULL);
	need(li_udp_bind(&b->at, BUFFER, &b->fd, &fault), "bind", &fault);
	need(li_sock_local(b->fd, &b->at), "bind", NULL);
}

static void clean_up(struct bench *b)
{
	char command[PATH];

	li_flow_close(b->flow);
	li_udp_batch_free(b->batch);
	close(b->fd);
	snprintf(command, sizeof(command), "rm -rf '%s'", b->dir);
	if (system(command) != 0)
		fprintf(stderr, "bench listen: %s is left\n", b->dir);
}

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	double shares[ROUNDS];
	struct bench b = {0};
	int ask, done, status;
	pid_t sender;

	signal(SIGPIPE, SIG_IGN);
	set_up(&b, argc > 1 ? argv[1] : "/var/tmp");
	printf("the kernel holds %zu kB\n", li_udp_buffer(b.fd) >> 10);
	sender = sender_start(&b.at, &ask, &done);
	for (int i = 0; i < ROUNDS; i++)
		shares[i] = round_shares(&b, ask, done);
	qsort(shares, ROUNDS, sizeof(*shares), by_value);
	b.dropped = 0;
	flood(&b, ask, done);
	printf("%d messages/s with %u commits of 50 ms: %llu taken, %u "
	       "dropped\n",
		SENDER_RATE, stalls, (unsigned long long)b.taken, b.dropped);
	close(ask);
	waitpid(sender, &status, 0);
	printf("bench listen_stall value=%u unit=dropped against=%u_stalls "
	       "ratio=%.1f\n",
		b.dropped, stalls, b.dropped == 0 ? 1.0 : 0.0);
	printf("bench listen value=%.3f unit=share against=recvmmsg "
	       "ratio=%.3f\n",
		shares[ROUNDS / 2], shares[ROUNDS / 2]);
	clean_up(&b);
	return b.dropped == 0 && stalls > 0 ? 0 : 1;
}
