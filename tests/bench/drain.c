/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A receiver that was away comes back to a queue: how fast the queue drains,
 * confirmed and erased, for each second of the processor time of lmisfd and
 * lmisf-deliver; how long until the first record comes; how late the IRI of
 * another destination are meanwhile. tests/bench/drain brings up the rest.
 *
 *   bench_drain DIR RECORDS TLS-ADDR:PORT TLS-ADDR:PORT SIP-ADDR:PORT PID PID
 *
 * DIR has certs/ and the store. The first address gets the queue, the second
 * what is told by SIP meanwhile; the processes are lmisfd and lmisf-deliver.
 */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver_peer.h"
#include "net/address.h"
#include "net/sock.h"
#include "store/store.h"

enum {
	EACH_US = 20000, /* from one message to the next */
	QUIET_US = 3000000,
	LIVE_MAX = 100000,
	LATE_US = 100000,
	FIRST_US = 1000000,
	RATE = 20000,
	MEMORY_MB = 256,
	PATH = 320,
};

static const char mark[] = "X-Sent: ";

/* Of one IRI that was told by SIP. */
struct live {
	int64_t sent_us, late_us;
};

/* What the processes of this bench share. */
struct shared {
	volatile size_t sent, got;
	volatile bool enough;
	struct live live[LIVE_MAX];
};

struct bench {
	const char *dir;
	size_t records, got;
	struct li_address queue, other, sip;
	pid_t pids[2];
	struct li_tls_creds *creds;
	struct shared *shared;
	int64_t open_us, first_us, last_us, end_us;
	double cpu_s;
};

/* ---- who speaks SIP ---- */

static int message(char *to, size_t size, size_t n)
{
	return snprintf(to, size,
		"MESSAGE sip:carol@ims.example SIP/2.0\r\n"
		"Via: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK-%zu\r\n"
		"From: <sip:bob@ims.example>;tag=%zu\r\n"
		"To: <sip:carol@ims.example>\r\n"
		"Call-ID: drain-%zu@ue\r\n"
		"CSeq: 1 MESSAGE\r\n"
		"%s%" PRId64 "\r\n"
		"P-Asserted-Identity: <sip:bob@ims.example>\r\n"
		"Content-Type: text/plain\r\n"
		"Content-Length: 5\r\n\r\nhello",
		n, n, n, mark, li_clock_mono_us());
}

static void speak(const struct bench *b)
{
	struct sockaddr_storage to;
	const socklen_t len = li_address_to(&b->sip, &to);
	const int fd = socket(to.ss_family, SOCK_DGRAM, 0);
	char text[1024];

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, len) != 0)
		need(LI_EIO, "sender", NULL);
	while (!b->shared->enough && b->shared->sent < LIVE_MAX) {
		const int n = message(text, sizeof(text), b->shared->sent);

		if (send(fd, text, (size_t)n, 0) != n)
			need(LI_EIO, "send", NULL);
		b->shared->sent++;
		usleep(EACH_US);
	}
	close(fd);
}

/* ---- who receives ---- */

static void take_live(void *data, struct li_slice pdu, int64_t now_us)
{
	const char *at = memmem(pdu.p, pdu.n, mark, sizeof(mark) - 1);
	struct shared *shared = data;
	struct live *live = &shared->live[shared->got];

	if (!at || shared->got == LIVE_MAX)
		return;
	live->sent_us = strtoll(at + sizeof(mark) - 1, NULL, 10);
	live->late_us = now_us - live->sent_us;
	shared->got++;
}

static void take_queued(void *data, struct li_slice pdu, int64_t now_us)
{
	struct bench *b = data;

	(void)pdu;
	if (b->got++ == 0)
		b->first_us = now_us;
	b->last_us = now_us;
}

/* False when the other end closed it. */
static bool take_some(struct peer *peer, peer_fn fn, void *data)
{
	struct pollfd p = {.fd = peer->fd, .events = POLLIN};
	const enum li_tls_outcome o = peer_take(peer, fn, data);

	if (o == LI_TLS_WANT_IN)
		poll(&p, 1, 20);
	return o == LI_TLS_OK || o == LI_TLS_WANT_IN;
}

static int listen_at(const struct li_address *at)
{
	struct li_fault fault = {0};
	int fd = -1;

	need(li_sock_listen(at, &fd, &fault), "listen", &fault);
	return fd;
}

/* ---- what the programs did ---- */

/* Nothing waits any more: all is with the peers, recorded and erased. */
static bool confirmed(struct bench *b)
{
	static struct li_store *store;
	struct li_store_counts n = {0};
	struct li_fault fault = {0};
	char db[PATH], key[PATH];
	const struct li_store_place at = {.path = db, .key_file = key};

	b->shared->enough = true;
	snprintf(db, sizeof(db), "%s/lmisf.db", b->dir);
	snprintf(key, sizeof(key), "%s/store.key", b->dir);
	if (!store)
		need(li_store_open(&at, LI_STORE_READER, &store, &fault),
			"store", &fault);
	need(li_store_count(store, li_clock_now_us(), &n), "count", NULL);
	if (n.waiting)
		return false;
	li_store_close(store);
	return true;
}

/* Processor seconds that both have used. */
static double used(const struct bench *b)
{
	double ticks = 0;

	for (size_t i = 0; i < 2; i++) {
		unsigned long user = 0, kernel = 0;
		char path[64];
		FILE *f;

		snprintf(path, sizeof(path), "/proc/%d/stat", (int)b->pids[i]);
		f = fopen(path, "re");
		if (!f ||
			fscanf(f,
				"%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u "
				"%*u %*u %lu %lu",
				&user, &kernel) != 2)
			need(LI_EIO, path, NULL);
		fclose(f);
		ticks += (double)(user + kernel);
	}
	return ticks / (double)sysconf(_SC_CLK_TCK);
}

/* The most memory that a process ever had, in MB. */
static unsigned long most(pid_t pid)
{
	unsigned long kb = 0;
	char path[64], line[128];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "VmHWM: %lu", &kb);
	if (f)
		fclose(f);
	return kb / 1024;
}

/* Until all of the queue is confirmed. */
static void drain(struct bench *b, int listener)
{
	struct peer peer;

	peer_meet(&peer, b->creds, listener);
	while ((b->got < b->records || !confirmed(b)) &&
		take_some(&peer, take_queued, b))
		;
	peer_leave(&peer);
}

static void receive(struct bench *b, int listener)
{
	struct peer peer;

	peer_meet(&peer, b->creds, listener);
	while (take_some(&peer, take_live, b->shared))
		;
	peer_leave(&peer);
}

static void run(struct bench *b)
{
	const int other = listen_at(&b->other);
	pid_t speaker, receiver;
	int queue, status;

	receiver = fork();
	if (receiver == 0) {
		receive(b, other);
		_exit(0);
	}
	usleep(QUIET_US / 3); /* for it to be connected */
	speaker = fork();
	if (speaker == 0) {
		speak(b);
		_exit(0);
	}
	usleep(QUIET_US);
	b->cpu_s = used(b);
	b->open_us = li_clock_mono_us();
	queue = listen_at(&b->queue);
	drain(b, queue);
	b->end_us = li_clock_mono_us();
	b->cpu_s = used(b) - b->cpu_s;
	waitpid(speaker, &status, 0);
	kill(receiver, SIGTERM);
	waitpid(receiver, &status, 0);
	close(queue);
	close(other);
}

/* ---- what came of it ---- */

static int by_value(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The most of the delays of a time, and their middle. */
static int64_t delays(const struct bench *b, int64_t from_us, int64_t to_us,
	const char *when)
{
	static int64_t late[LIVE_MAX];
	size_t n = 0;

	for (size_t i = 0; i < b->shared->got; i++)
		if (b->shared->live[i].sent_us >= from_us &&
			b->shared->live[i].sent_us < to_us)
			late[n++] = b->shared->live[i].late_us;
	qsort(late, n, sizeof(*late), by_value);
	if (n)
		printf("%s: %zu IRI of the other, p50 %.2f ms, p99 %.2f ms, "
		       "most %.2f ms\n",
			when, n, (double)late[n / 2] / 1e3,
			(double)late[(n - 1) * 99 / 100] / 1e3,
			(double)late[n - 1] / 1e3);
	return n ? late[n - 1] : 0;
}

static bool print(const struct bench *b)
{
	const double wall_s = (double)(b->end_us - b->open_us) / 1e6;
	const double rate = (double)b->records / b->cpu_s;
	const int64_t first_us = b->first_us - b->open_us;
	bool good = b->got == b->records && b->shared->got == b->shared->sent;
	int64_t most_us;

	printf("%zu of %zu came in %.2f s, confirmed in %.2f s, %.2f s of CPU; "
	       "%zu of %zu of the other\n",
		b->got, b->records, (double)(b->last_us - b->open_us) / 1e6,
		wall_s, b->cpu_s, b->shared->got, b->shared->sent);
	delays(b, 0, b->open_us, "before");
	most_us = delays(b, b->open_us, b->end_us, "meanwhile");
	for (size_t i = 0; i < 2; i++) {
		printf("%s: %lu MB\n", i ? "lmisf-deliver" : "lmisfd",
			most(b->pids[i]));
		good = good && most(b->pids[i]) <= MEMORY_MB;
	}
	good = good && most_us <= LATE_US && first_us <= FIRST_US &&
		rate >= RATE;
	printf("bench drain_first value=%" PRId64 " unit=us against=%dus "
	       "ratio=%.3f\n",
		first_us, FIRST_US, FIRST_US / (double)first_us);
	if (most_us)
		printf("bench drain_other value=%" PRId64
		       " unit=us against=%dus ratio=%.3f\n",
			most_us, LATE_US, LATE_US / (double)most_us);
	printf("bench drain value=%.0f unit=iri/s against=%d ratio=%.3f\n",
		rate, RATE, rate / RATE);
	return good;
}

int main(int argc, char **argv)
{
	struct bench b = {0};
	bool good;

	if (argc != 8)
		return 64;
	signal(SIGPIPE, SIG_IGN);
	b.dir = argv[1];
	b.records = strtoul(argv[2], NULL, 10);
	need(li_sock_parse(argv[3], &b.queue), argv[3], NULL);
	need(li_sock_parse(argv[4], &b.other), argv[4], NULL);
	need(li_sock_parse(argv[5], &b.sip), argv[5], NULL);
	b.pids[0] = (pid_t)strtol(argv[6], NULL, 10);
	b.pids[1] = (pid_t)strtol(argv[7], NULL, 10);
	b.creds = peer_creds(b.dir, "mdf");
	b.shared = mmap(NULL, sizeof(*b.shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (b.shared == MAP_FAILED)
		need(LI_ENOMEM, "shared", NULL);
	run(&b);
	good = print(&b);
	munmap(b.shared, sizeof(*b.shared));
	li_tls_creds_free(b.creds);
	return good ? 0 : 1;
}
