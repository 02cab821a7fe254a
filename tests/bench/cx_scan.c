/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_scan - instructions that the Cx tap takes of freeDiameter's threads for a
 * message of 600 octets: look at it, cut authentication data out, copy it to
 * the ring, wake the worker. Our own worker thread is not in it.
 *
 * The real callbacks run, over a stand-in for the daemon that calls them as a
 * relay does. Instructions are counted by valgrind: this program runs itself
 * under it, twice with another number of rounds, and takes the difference, of
 * what happens inside call_counted() alone. The time is that of the thread,
 * best of rounds, less what the stand-in takes when it has nobody to call.
 * Each kind of message has to keep to one of the two aims.
 *
 * usage: bench_cx_scan
 *        bench_cx_scan --work KIND ROUNDS     (what valgrind runs)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cx_mix.h"
#include "cx_scan_daemon.h"
#include "lmisf_cx/tap.h"

enum {
	OCTETS = 600,
	AIM = 600, /* instructions, or */
	AIM_NS = 150,
	VARIANTS = 16,
	TIMED = 8000, /* exchanges of a round: they fit in the ring */
	TIMED_ROUNDS = 60,
	SETTLE_NS = 50000000,
};

struct message {
	uint8_t octets[CX_MIX_MAX];
	size_t n;
};

static struct message messages[CX_MIX_KINDS][VARIANTS];
static uint64_t lost;

static void write_messages(void)
{
	for (unsigned int k = 0; k < CX_MIX_KINDS; k++)
		for (unsigned int v = 0; v < VARIANTS; v++)
			messages[k][v].n = cx_mix_write(k, v, 1, OCTETS,
				messages[k][v].octets);
}

static void report(const struct li_worker_counts *counts, const char *why)
{
	(void)why;
	lost = counts->lost;
}

/* A tap whose lmisfd does not run: its worker only takes from the ring. */
static struct li_worker *start(void)
{
	static const struct li_cx_options options = {
		.socket = "/nonexistent/lmisfd",
		.ring_octets = 16 << 20,
		.keep_octets = 1 << 30,
	};
	struct li_worker *worker;

	if (li_worker_start(&options, report, &worker) != LI_OK ||
		li_cx_tap_start(worker) != LI_OK) {
		fputs("bench cx_scan: the tap does not start\n", stderr);
		exit(1);
	}
	return worker;
}

/* One exchange; what is of this kind is counted. */
static void exchange(unsigned int kind, unsigned int v)
{
	const struct message *q = &messages[kind & ~1U][v];
	const struct message *a = &messages[kind | 1U][v];

	daemon_pass(q->octets, q->n, (kind & 1) == 0);
	daemon_pass(a->octets, a->n, (kind & 1) != 0);
}

static int work(unsigned int kind, unsigned int rounds)
{
	struct li_worker *worker = start();

	if (kind >= CX_MIX_KINDS)
		return 64;
	for (unsigned int r = 0; r < rounds; r++)
		for (unsigned int v = 0; v < VARIANTS; v++)
			exchange(kind, v);
	li_cx_tap_stop();
	li_worker_stop(worker);
	return lost == 0 ? 0 : 1;
}

/* Instructions of a run under valgrind. */
static double counted(unsigned int kind, unsigned int rounds)
{
	char self[256], command[512], line[512];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	double count = -1;
	FILE *f;

	if (n < 0)
		return -1;
	self[n] = '\0';
	snprintf(command, sizeof(command),
		"valgrind --tool=callgrind --callgrind-out-file=/dev/null "
		"--toggle-collect=call_counted '%s' --work %u %u 2>&1",
		self, kind, rounds);
	f = popen(command, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f)) {
		const char *at = strstr(line, "Collected :");

		if (at)
			count = strtod(at + 11, NULL);
	}
	if (pclose(f) != 0 || count < 0) {
		fputs("bench cx_scan: valgrind counted nothing\n", stderr);
		exit(1);
	}
	return count;
}

static double each(unsigned int kind)
{
	const unsigned int more = 20;

	return (counted(kind, 1 + more) - counted(kind, 1)) / (more * VARIANTS);
}

static double thread_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Nanoseconds a message of exchanges of the pair that `kind` is of. */
static double pass_all(unsigned int kind)
{
	double from = thread_ns();

	for (unsigned int i = 0; i < TIMED; i++)
		exchange(kind, i % VARIANTS);
	return (thread_ns() - from) / (2 * TIMED);
}

/* Best of rounds. A round begins with an empty ring. What the stand-in takes
 * for itself when it has nobody to call does not count. */
static double timed(unsigned int kind)
{
	const struct timespec settle = {.tv_nsec = SETTLE_NS};
	struct li_worker *worker = start();
	double alone = 0, both = 0;

	/* now the stand-in keeps as much beside a message as with the tap */
	li_cx_tap_stop();
	li_worker_stop(worker);
	for (int r = 0; r < TIMED_ROUNDS; r++) {
		double ns = pass_all(kind);

		alone = r == 0 || ns < alone ? ns : alone;
	}
	worker = start();
	for (int r = 0; r < TIMED_ROUNDS; r++) {
		double ns = pass_all(kind);

		both = r == 0 || ns < both ? ns : both;
		nanosleep(&settle, NULL);
	}
	li_cx_tap_stop();
	li_worker_stop(worker);
	return both - alone;
}

/* One pair of kinds: each message within one of the two aims. */
static bool measure(unsigned int kind, double *most, double *most_ns)
{
	const double q = each(kind), a = each(kind + 1), ns = timed(kind);
	const double more = q > a ? q : a;

	printf("%s %zu octets %.0f instructions, %s %zu octets %.0f; "
	       "%.0f ns a message\n",
		cx_mix_name(kind), messages[kind][0].n, q,
		cx_mix_name(kind + 1), messages[kind + 1][0].n, a, ns);
	*most = more > *most ? more : *most;
	*most_ns = ns > *most_ns ? ns : *most_ns;
	return more <= AIM || ns <= AIM_NS;
}

int main(int argc, char **argv)
{
	double most = 0, most_ns = 0;
	bool within = true;

	write_messages();
	if (argc == 4 && strcmp(argv[1], "--work") == 0)
		return work((unsigned int)strtoul(argv[2], NULL, 10),
			(unsigned int)strtoul(argv[3], NULL, 10));
	for (unsigned int k = 0; k < CX_MIX_KINDS; k += 2)
		within = measure(k, &most, &most_ns) && within;
	printf("bench cx_scan_instructions value=%.0f unit=instructions "
	       "against=%d ratio=%.2f\n",
		most, AIM, most / AIM);
	printf("bench cx_scan value=%.0f unit=ns against=%d ratio=%.2f\n",
		most_ns, AIM_NS, most_ns / AIM_NS);
	if (lost != 0) {
		fputs("bench cx_scan: the ring was full\n", stderr);
		return 1;
	}
	return within ? 0 : 1;
}
