/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cxload.c - a Cx client and an HSS in one, on both sides of a relay.
 *
 *   cxload [--pairs N] [--window N] [--warmup N] [--users N] [--within S]
 *          [--relay-pid-file FILE]
 *   cxload --fours N --turn-dir DIR [--pairs N] ... --relay-pid-file FILE
 *   cxload --odd --out FILE
 *   cxload --timing N [--seed N]
 *
 * It listens as hss.ims.test on 10.77.0.3, waits for the relay to connect, then
 * connects to the relay (10.77.0.2) as client.ims.test from 10.77.0.1. The
 * first form sends SAR and answers them, and prints
 *
 *   cxload pairs=80000 failed=0 seconds=2.104 rate=38022 p50_us=6500
 *   p99_us=9100 relay_us=20.91
 *
 * on one line, where relay_us is the relay's CPU time a pair. The second turns
 * an extension of the relay on and off (turns.h); pairs are those of a turn. The
 * third sends odd messages both ways and writes what arrived to FILE (odd.h).
 * The fourth asks of two users in turn, and prints whether one has to wait
 * longer (timing.h), and how many pairs each had:
 *
 *   cxload timing=1000000 kept=900000 t=-0.83 us=71.204 us=71.209 sent=501342
 *   sent=500658
 *
 * on one line.
 *
 * Exits 0 when everything that was sent came through.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "delay.h"
#include "load.h"
#include "odd.h"
#include "timing.h"
#include "turns.h"

struct options {
	struct load load;
	const char *pid_file, *out, *turn_dir;
	uint32_t fours, timing, seed;
	bool odd;
};

static struct link sides = {
	.relay_ip = "10.77.0.2",
	.client = {.host = "client.ims.test", .ip = "10.77.0.1"},
	.hss = {.host = "hss.ims.test", .ip = "10.77.0.3"},
};

/* A whole number from 1 to 100 million. */
static bool number(const char *text, uint32_t *out)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end != '\0' || value < 1 || value > 100000000)
		return false;
	*out = (uint32_t)value;
	return true;
}

static bool parse(int argc, char **argv, struct options *o)
{
	static const struct option known[] = {
		{"pairs", required_argument, NULL, 'p'},
		{"window", required_argument, NULL, 'w'},
		{"warmup", required_argument, NULL, 'u'},
		{"users", required_argument, NULL, 'n'},
		{"within", required_argument, NULL, 's'},
		{"relay-pid-file", required_argument, NULL, 'f'},
		{"fours", required_argument, NULL, 't'},
		{"turn-dir", required_argument, NULL, 'd'},
		{"odd", no_argument, NULL, 'o'},
		{"out", required_argument, NULL, 'O'},
		{"timing", required_argument, NULL, 'T'},
		{"seed", required_argument, NULL, 'S'},
		{NULL, 0, NULL, 0},
	};
	bool good = true;
	int c;

	while (good && (c = getopt_long(argc, argv, "", known, NULL)) != -1)
		switch (c) {
		case 'p': good = number(optarg, &o->load.pairs); break;
		case 'w': good = number(optarg, &o->load.window); break;
		case 'u': good = number(optarg, &o->load.warmup); break;
		case 'n': good = number(optarg, &o->load.users); break;
		case 's': good = number(optarg, &o->load.within_s); break;
		case 'f': o->pid_file = optarg; break;
		case 't': good = number(optarg, &o->fours); break;
		case 'd': o->turn_dir = optarg; break;
		case 'o': o->odd = true; break;
		case 'O': o->out = optarg; break;
		case 'T': good = number(optarg, &o->timing); break;
		case 'S': good = number(optarg, &o->seed); break;
		default: good = false;
		}
	return good && optind == argc && o->load.window <= DELAY_PENDING &&
		(o->fours == 0) == (o->turn_dir == NULL) &&
		(!o->odd || o->out != NULL);
}

static int read_pid(const char *path)
{
	FILE *file = path != NULL ? fopen(path, "re") : NULL;
	char line[32] = "";
	int pid = 0;

	if (file == NULL)
		return 0;
	if (fgets(line, sizeof(line), file) != NULL)
		pid = (int)strtol(line, NULL, 10);
	fclose(file);
	return pid;
}

static int run_load(struct options *o)
{
	struct load_result got;
	bool whole;

	o->load.relay_pid = read_pid(o->pid_file);
	if (o->pid_file != NULL && o->load.relay_pid == 0) {
		fprintf(stderr, "cxload: %s: no process id\n", o->pid_file);
		return EX_NOINPUT;
	}
	if (o->fours > 0)
		return turns_run(&sides, &o->load, o->turn_dir, o->fours)
			? EX_OK
			: EX_UNAVAILABLE;
	whole = load_run(&sides, &o->load, &got);
	printf("cxload pairs=%u failed=%u seconds=%.3f rate=%.0f "
	       "p50_us=%u p99_us=%u relay_us=%.2f\n",
		got.done, got.failed, got.seconds,
		got.seconds > 0 ? got.done / got.seconds : 0, got.p50_us,
		got.p99_us, got.relay_us);
	return whole && got.failed == 0 ? EX_OK : EX_UNAVAILABLE;
}

static int run_odd(const char *path)
{
	FILE *out = fopen(path, "we");
	struct odd_result got;
	bool whole;

	if (out == NULL) {
		fprintf(stderr, "cxload: %s: cannot be written\n", path);
		return EX_CANTCREAT;
	}
	whole = odd_run(&sides, out, &got);
	if (fclose(out) != 0)
		return EX_IOERR;
	printf("cxload odd=%d missing=%d changed=%d\n", odd_count(),
		got.missing, got.changed);
	return whole && got.missing == 0 ? EX_OK : EX_UNAVAILABLE;
}

static int run_timing(const struct options *o)
{
	struct timing got;
	const bool whole = timing_run(&sides, o->timing, o->seed, &got);

	printf("cxload timing=%u kept=%u t=%.2f us=%.3f us=%.3f "
	       "sent=%u sent=%u\n",
		got.got.samples, got.got.kept, got.got.t, got.got.mean_us[0],
		got.got.mean_us[1], got.sent[0], got.sent[1]);
	return whole ? EX_OK : EX_UNAVAILABLE;
}

int main(int argc, char **argv)
{
	struct options o = {.load = {.pairs = 80000,
				    .warmup = 2000,
				    .window = 256,
				    .users = 1000,
				    .within_s = 60}};

	if (!parse(argc, argv, &o)) {
		fprintf(stderr,
			"usage: cxload [--pairs N] [--window N] [--warmup N] "
			"[--users N] [--within S] [--relay-pid-file FILE]\n"
			"       cxload --fours N --turn-dir DIR "
			"[--pairs N] ...\n"
			"       cxload --odd --out FILE\n"
			"       cxload --timing N [--seed N]\n");
		return EX_USAGE;
	}
	if (!link_listen(&sides)) {
		fprintf(stderr, "cxload: cannot listen on %s:%d\n",
			sides.hss.ip, LINK_PORT);
		return EX_UNAVAILABLE;
	}
	if (!link_up(&sides)) {
		fprintf(stderr, "cxload: %s\n",
			sides.hss.open ? "the relay does not take the client"
				       : "the relay did not connect");
		return EX_UNAVAILABLE;
	}
	if (o.timing)
		return run_timing(&o);
	return o.odd ? run_odd(o.out) : run_load(&o);
}
