/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_intake - exchanges a second that lmisfd takes from a Cx tap on one core,
 * with 1,000,000 registrations mirrored and 10,000 tasks of nobody among them;
 * and the octets that a registration takes.
 *
 * This program is the tap: it speaks the feed's protocol to the real lmisfd,
 * registers every user with a SAR, then has them looked for and registered
 * again: UAR, MAR, SAR and LIR of users in no order. What counts is the time
 * that lmisfd's core worked for that, since others work on the machine too;
 * the time that passed is printed beside it. All must be acknowledged.
 *
 * usage: bench_cx_intake [FOLDER [USERS [EXCHANGES]]]
 *        a folder on a disk, /var/tmp; 1000000; 800000
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/cxload/cpu.h"
#include "base/clock.h"
#include "cx_mix.h"
#include "ipc/cx_feed.h"
#include "replay_place.h"

enum {
	USERS = 1000000,
	EXCHANGES = 800000,
	AIM = 200000, /* a second */
	CHUNK = 128 << 10,
	WINDOW = 20000, /* records that are sent ahead of acknowledgements */
	WAIT_US = 2000,
	PATIENCE_US = 60000000,
	RE_REGISTRATION = 2,
	PATH = 320,
};

static struct {
	int fd;
	pid_t lmisfd, core; /* whom it starts to work */
	struct li_buf out;
	uint64_t sequence;
	_Atomic uint64_t acknowledged;
} tap;

/* ---- lmisfd ---- */

static void start_lmisfd(const struct place *p)
{
	tap.lmisfd = fork();
	if (tap.lmisfd == 0) {
		execl(LMISFD, "lmisfd", "--config", p->config, (char *)NULL);
		_exit(127);
	}
	if (tap.lmisfd < 0)
		place_die("lmisfd", "cannot be started");
}

/* It serves: who works is there. */
static void find_core(void)
{
	char path[PATH];
	long core = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children",
		(int)tap.lmisfd, (int)tap.lmisfd);
	f = fopen(path, "re");
	/* The last one: before it stands who it was forked from. */
	while (f && fscanf(f, "%ld", &core) == 1)
		;
	if (!f || core == 0)
		place_die("lmisfd", "has no core");
	fclose(f);
	tap.core = (pid_t)core;
}

/* Kilobytes of memory that it has, without the ring's. */
static double resident_kb(void)
{
	char path[PATH], line[PATH];
	double kb = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)tap.core);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "RssAnon:", 8) == 0)
			kb = strtod(line + 8, NULL);
	if (f)
		fclose(f);
	return kb;
}

static double cpu_s(void)
{
	return (double)cpu_of_ns((int)tap.core, NULL) / 1e9;
}

/* Pages that it was given so far. */
static uint64_t pages(void)
{
	char path[PATH], line[2 * PATH] = "";
	const char *at;
	unsigned long n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)tap.core);
	f = fopen(path, "re");
	if (f && fgets(line, sizeof(line), f) && (at = strrchr(line, ')')))
		(void)sscanf(at, ") %*c %*d %*d %*d %*d %*d %*u %lu", &n);
	if (f)
		fclose(f);
	return n;
}

/* ---- the tap ---- */

static void connect_tap(const struct place *p)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int64_t end_us = li_clock_mono_us() + PATIENCE_US;

	snprintf(to.sun_path, sizeof(to.sun_path), "%.90s/cx", p->dir);
	tap.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	while (connect(tap.fd, (const struct sockaddr *)&to, sizeof(to)) != 0) {
		if (li_clock_mono_us() > end_us)
			place_die("lmisfd", "does not listen");
		usleep(WAIT_US);
	}
	find_core();
}

static void *take_acknowledgements(void *arg)
{
	struct li_buf in = {0};
	struct li_ipc_message m;
	uint64_t n;

	(void)arg;
	for (;;) {
		uint8_t *to = li_buf_reserve(&in, CHUNK);
		ssize_t got = to ? recv(tap.fd, to, CHUNK, 0) : -1;

		if (got <= 0)
			break;
		li_buf_commit(&in, (size_t)got);
		while (li_ipc_next(li_buf_slice(&in), &m) == LI_OK) {
			if (m.type == LI_IPC_CX_ACK &&
				li_cx_number_get(m.body, &n) == LI_OK)
				atomic_store(&tap.acknowledged, n);
			li_buf_consume(&in, m.octets);
		}
	}
	li_buf_fini(&in);
	return NULL;
}

static void flush(void)
{
	size_t at = 0;

	while (at < tap.out.n) {
		ssize_t n = send(tap.fd, tap.out.p + at, tap.out.n - at,
			MSG_NOSIGNAL);

		if (n < 0)
			place_die("lmisfd", "hung up");
		at += (size_t)n;
	}
	li_buf_reset(&tap.out);
}

static void await(uint64_t sequence)
{
	int64_t end_us = li_clock_mono_us() + PATIENCE_US;

	flush();
	while (atomic_load(&tap.acknowledged) < sequence) {
		if (li_clock_mono_us() > end_us)
			place_die("lmisfd", "does not acknowledge");
		usleep(WAIT_US);
	}
}

static void send_exchange(unsigned int kind, unsigned int user,
	uint32_t assignment)
{
	static uint8_t q[CX_MIX_MAX], a[CX_MIX_MAX];
	const int64_t now_us = li_clock_now_us();
	struct li_cx_record r = {
		.sequence = ++tap.sequence,
		.requested_us = now_us,
		.answered_us = now_us,
		.request =
			li_slice(q, cx_mix_write(kind, user, assignment, 0, q)),
		.answer = li_slice(a, cx_mix_write(kind + 1, user, 0, 0, a)),
	};

	li_cx_record_put(&tap.out, &r);
	if (tap.out.n > CHUNK)
		flush();
	if (tap.sequence % WINDOW == 0 && tap.sequence > WINDOW)
		await(tap.sequence - WINDOW);
}

static void hello(void)
{
	struct li_cx_hello h;

	if (li_uuid_draw(&h.instance) != LI_OK)
		place_die("instance", "none drawn");
	li_cx_hello_put(&tap.out, &h);
	flush();
}

/* ---- what is measured ---- */

static void fill(unsigned int users)
{
	const double before_kb = resident_kb();

	for (unsigned int n = 0; n < users; n++)
		send_exchange(CX_MIX_SA, n, 1);
	await(tap.sequence);
	printf("%u registrations: %.1f octets of lmisfd's memory each\n", users,
		(resident_kb() - before_kb) * 1024 / users);
}

/* Exchanges a second of lmisfd's core. */
static double measure(unsigned int users, unsigned int exchanges)
{
	static const unsigned int kinds[] = {CX_MIX_UA, CX_MIX_MA, CX_MIX_SA,
		CX_MIX_LI};
	const int64_t from_us = li_clock_mono_us();
	const uint64_t from_pages = pages();
	const double from_s = cpu_s();
	double wall_s, rate;

	for (unsigned int i = 0; i < exchanges; i++)
		send_exchange(kinds[i % 4],
			(unsigned int)(i / 4 * UINT64_C(2654435761) % users),
			RE_REGISTRATION);
	await(tap.sequence);
	rate = exchanges / (cpu_s() - from_s);
	wall_s = (double)(li_clock_mono_us() - from_us) / 1e6;
	printf("%u exchanges: %.0f a second of the core's time, %.0f of all "
	       "time; %.2f pages each\n",
		exchanges, rate, exchanges / wall_s,
		(double)(pages() - from_pages) / exchanges);
	return rate;
}

/* More than lmisfd holds by itself. */
static void raise_limits(const struct place *p, unsigned int users)
{
	FILE *f = fopen(p->config, "ae");

	if (!f)
		place_die("configuration", "cannot be written");
	fprintf(f, "mirror: {max_registrations: %u, max_sessions: %u}\n", users,
		users);
	if (fclose(f))
		place_die("configuration", "cannot be written");
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : "/var/tmp";
	unsigned int users = argc > 2 ? (unsigned int)atoi(argv[2]) : USERS;
	unsigned int exchanges =
		argc > 3 ? (unsigned int)atoi(argv[3]) : EXCHANGES;
	struct place p = {0};
	pthread_t reader;
	double rate;
	int status;

	place_make(&p, folder, 0);
	raise_limits(&p, users);
	place_store(&p, 0, false);
	start_lmisfd(&p);
	connect_tap(&p);
	if (pthread_create(&reader, NULL, take_acknowledgements, NULL) != 0)
		place_die("thread", "cannot be started");
	hello();
	fill(users);
	rate = measure(users, exchanges);
	kill(tap.lmisfd, SIGTERM);
	if (waitpid(tap.lmisfd, &status, 0) != tap.lmisfd || status != 0)
		place_die("lmisfd", "failed");
	pthread_join(reader, NULL);
	place_remove(&p);
	printf("bench cx_intake value=%.0f unit=exchanges/s against=%d "
	       "ratio=%.2f\n",
		rate, AIM, rate / AIM);
	return rate >= AIM ? 0 : 1;
}
