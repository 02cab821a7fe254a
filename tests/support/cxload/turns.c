/* SPDX-License-Identifier: BSD-3-Clause
 *
 * turns.c - see turns.h.
 */
#include "turns.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cpu.h"

enum {
	PATH_BYTES = 256,
	/* all that a turn caused is over by then: its CPU time is the turn's */
	SETTLE_NS = 80000000
};

#define WORKER "lmisf_cx" /* its name */

/* The FIFOs. */
struct turner {
	int out, in;
};

static int open_fifo(const char *dir, const char *name, int flags)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return open(path, flags | O_CLOEXEC);
}

static void settle(void)
{
	const struct timespec t = {.tv_nsec = SETTLE_NS};

	nanosleep(&t, NULL);
}

static bool turn(const struct turner *t, bool with)
{
	const char want = with ? '1' : '0';
	char got = 0;

	return write(t->out, &want, 1) == 1 && read(t->in, &got, 1) == 1 &&
		got == want;
}

/* CPU time: of the relay without and with the extension, of its worker. */
struct spent {
	uint64_t without, with, worker;
};

/* One turn; prints how fast it was, and adds its CPU time. */
static bool one(const struct turner *t, const struct load *what, bool with,
	struct spent *sum)
{
	struct load_result got;
	uint64_t all, worker;

	if (!turn(t, with))
		return false;
	settle();
	all = cpu_of_ns(what->relay_pid, NULL);
	worker = cpu_of_ns(what->relay_pid, WORKER);
	if (!load_timed(what->pairs, &got))
		return false;
	printf("turn with=%d rate=%.0f p50_us=%u p99_us=%u\n", with,
		got.done / got.seconds, got.p50_us, got.p99_us);
	settle();
	all = cpu_of_ns(what->relay_pid, NULL) - all;
	worker = cpu_of_ns(what->relay_pid, WORKER) - worker;
	if (with) {
		sum->with += all;
		sum->worker += worker;
	} else {
		sum->without += all;
	}
	return true;
}

static bool four(const struct turner *t, const struct load *what)
{
	struct spent sum = {0, 0, 0};
	const double pairs_k = 2e3 * what->pairs; /* ns to us, of two turns */

	if (!one(t, what, false, &sum) || !one(t, what, true, &sum) ||
		!one(t, what, true, &sum) || !one(t, what, false, &sum))
		return false;
	printf("turns without_us=%.3f with_us=%.3f worker_us=%.3f\n",
		(double)sum.without / pairs_k, (double)sum.with / pairs_k,
		(double)sum.worker / pairs_k);
	return true;
}

bool turns_run(struct link *l, const struct load *what, const char *dir,
	uint32_t fours)
{
	struct turner t;
	bool whole;

	t.out = open_fifo(dir, "turn", O_WRONLY);
	t.in = open_fifo(dir, "turned", O_RDONLY);
	load_open(l, what);
	/* each once before it counts */
	whole = t.out >= 0 && t.in >= 0 && turn(&t, true) &&
		load_some(what->warmup) && turn(&t, false) &&
		load_some(what->warmup);
	for (uint32_t i = 0; whole && i < fours; i++)
		whole = four(&t, what);
	if (t.out >= 0)
		close(t.out);
	if (t.in >= 0)
		close(t.in);
	return whole;
}
