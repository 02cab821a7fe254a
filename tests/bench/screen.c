/* SPDX-License-Identifier: BSD-3-Clause
 *
 * screen - instructions of the whole way of a bystander's message in user
 * space: li_flow_take_hep() over an open store, 10,000 tasks in force, nobody
 * concerned. HEP decode, scan, SDP, short message, reg-event, mirror, look-up.
 *
 * Users register, then call each other and send messages; each of the kinds of
 * mix.h counts the same, and besides them go the 200s that end a registration
 * and a call, so that both really open and close. This program runs itself
 * under valgrind, which counts a round of users who were here before, so that
 * all tables are filled and each block has its like; the parts are those
 * functions with what they call. The same rounds without valgrind tell calls of
 * malloc() and its like: there are to be none.
 *
 * usage: bench_screen [FOLDER]             a folder on a disk, /var/tmp
 *        bench_screen --work FOLDER        (what valgrind runs)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <valgrind/callgrind.h>

#include "base/buf.h"
#include "flow/flow.h"
#include "replay_place.h"
#include "screen_mix.h"

enum {
	SESSIONS = 1000,
	OTHERS = 2, /* users who are there first, as in life somebody is */
	ROUNDS = 2, /* before the one that counts */
	ROUND_S = 700000, /* between rounds: what they opened has ended */
	BOUND = 5000,
	PARTS = 5,
};

static const char *const parts[PARTS] = {"li_hep_decode_like", "li_sip_scan",
	"li_sdp_find", "li_mirror_apply", "li_screen_match"};

/* ---- calls of the C library's allocator ---- */

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);

static unsigned long allocations;

/* In place of the C library's, for all that is linked. */
__attribute__((visibility("default"))) void *malloc(size_t n)
{
	allocations++;
	return __libc_malloc(n);
}

__attribute__((visibility("default"))) void *calloc(size_t count, size_t n)
{
	allocations++;
	return __libc_calloc(count, n);
}

__attribute__((visibility("default"))) void *realloc(void *p, size_t n)
{
	allocations++;
	return __libc_realloc(p, n);
}

/* ---- the work ---- */

static void take(struct li_flow *flow, struct li_slice octets, int64_t at_us)
{
	const struct li_packet p = {.octets = octets,
		.at_us = at_us,
		.mono_us = at_us};

	if (li_flow_take_hep(flow, &p))
		place_die("flow", "a message was refused");
}

/* Some users, by variant. */
struct users {
	unsigned int first, count;
};

/* Messages of some users, one kind after the other as in life. */
static void take_round(struct li_flow *flow, struct users users, int64_t *at_us,
	bool counts)
{
	static char room[SCREEN_PACKET_MAX];

	for (unsigned int k = 0; k < SCREEN_PLACES; k++) {
		for (unsigned int s = 0; s < users.count; s++) {
			size_t n = screen_packet(k, users.first + s, room);
			unsigned long before = allocations;

			if (counts)
				CALLGRIND_TOGGLE_COLLECT;
			take(flow, li_slice(room, n), *at_us);
			if (counts)
				CALLGRIND_TOGGLE_COLLECT;
			allocations = counts ? allocations : before;
			*at_us += 1000;
		}
		if (counts)
			CALLGRIND_DUMP_STATS_AT(screen_name(k));
	}
}

/* Let what the round opened end. */
static void pass(struct li_flow *flow, int64_t *at_us)
{
	for (unsigned int i = 0; i < 1000; i++) {
		*at_us += ROUND_S * INT64_C(1000);
		if (li_flow_tick(flow, *at_us, *at_us))
			exit(1);
	}
}

static int work(const struct place *p)
{
	const struct li_flow_options o = {
		.place = {.path = p->store, .key_file = p->key}};
	const struct li_flow_counts *n;
	struct li_flow *flow = NULL;
	const struct users others = {0, OTHERS}, users = {SESSIONS, SESSIONS};
	const uint64_t sip = UINT64_C(1) * (ROUNDS + 1) * (SESSIONS + OTHERS) *
		SCREEN_PLACES;
	int64_t at_us = 1000000;
	bool none;

	if (li_flow_open(&o, &flow, NULL))
		place_die("flow", "cannot be opened");
	for (unsigned int i = 0; i < ROUNDS; i++) {
		take_round(flow, others, &at_us, false);
		take_round(flow, users, &at_us, false);
		pass(flow, &at_us);
	}
	take_round(flow, others, &at_us, false);
	allocations = 0;
	CALLGRIND_START_INSTRUMENTATION;
	take_round(flow, users, &at_us, true);
	CALLGRIND_STOP_INSTRUMENTATION;
	n = li_flow_counts(flow);
	none = allocations == 0;
	printf("%lu allocations for %u messages\n", allocations,
		SESSIONS * SCREEN_PLACES);
	if (n->sip != sip || n->iris || n->malformed)
		place_die("flow", "not what was to be counted");
	li_flow_close(flow);
	return none ? 0 : 1;
}

/* ---- what valgrind counted ---- */

/* The number that a line begins with, commas and all. */
static double number(const char *line)
{
	double count = 0;

	for (const char *c = line;
		*c == ' ' || *c == ',' || (*c >= '0' && *c <= '9'); c++)
		if (*c >= '0')
			count = count * 10 + (*c - '0');
	return count;
}

/* Is it this function, or what the compiler made of it ("name.isra.0")? */
static bool names(const char *function, const char *part)
{
	size_t n = strlen(part);

	return strncmp(function, part, n) == 0 && strchr(" \n.'", function[n]);
}

/* Instructions of a message of this kind, and of them in each part. */
static double read_dump(const char *dir, unsigned int kind, double out[PARTS])
{
	char command[700], line[1024];
	double all = 0;
	FILE *f;

	snprintf(command, sizeof(command),
		"callgrind_annotate --inclusive=yes --threshold=100 "
		"'%s/counted.%u' 2>/dev/null",
		dir, kind + 1);
	f = popen(command, "r");
	if (!f)
		place_die("callgrind_annotate", "cannot be run");
	while (fgets(line, sizeof(line), f)) {
		const char *name = strrchr(line, ':');
		double count = number(line) / SESSIONS;

		if (strstr(line, "PROGRAM TOTALS"))
			all = count;
		for (unsigned int i = 0; name && i < PARTS; i++)
			if (names(name + 1, parts[i]) && count > out[i])
				out[i] = count;
	}
	pclose(f);
	return all;
}

static void count_work(const char *self, const struct place *p)
{
	char command[1500];

	snprintf(command, sizeof(command),
		"'%s' --work '%s' && valgrind --tool=callgrind "
		"--instr-atstart=no --collect-atstart=no "
		"--callgrind-out-file='%s/counted' '%s' --work '%s' "
		">/dev/null 2>&1",
		self, p->dir, p->dir, self, p->dir);
	if (system(command) != 0)
		place_die("work", "failed, or allocated");
}

static double tell(const struct place *p)
{
	double mean[PARTS] = {0}, mean_all = 0, life = 0;

	for (unsigned int k = 0; k < SCREEN_PLACES; k++) {
		double got[PARTS] = {0}, all = read_dump(p->dir, k, got);

		if (all <= 0)
			place_die("valgrind", "counted nothing");
		printf("%-12s %6.0f instructions: HEP %.0f, scan %.0f, "
		       "SDP %.0f, mirror %.0f, look-up %.0f\n",
			screen_name(k), all, got[0], got[1], got[2], got[3],
			got[4]);
		life += all / SCREEN_PLACES;
		mean_all += all * screen_share(k) / MIX_KINDS;
		for (unsigned int i = 0; i < PARTS; i++)
			mean[i] += got[i] * screen_share(k) / MIX_KINDS;
	}
	for (unsigned int i = 0; i < PARTS; i++)
		printf("%-16s %6.0f\n", parts[i], mean[i]);
	printf("all but the scan %6.0f\n", mean_all - mean[1]);
	printf("any of a life    %6.0f\n", life);
	return mean_all;
}

static void remove_dumps(const struct place *p)
{
	char path[320];

	for (unsigned int k = 0; k <= SCREEN_PLACES + 1; k++) {
		snprintf(path, sizeof(path), "%s/counted.%u", p->dir, k);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/counted", p->dir);
	unlink(path);
}

int main(int argc, char **argv)
{
	struct place p = {0};
	char self[256];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	double value;

	if (argc == 3 && strcmp(argv[1], "--work") == 0) {
		place_name(&p, argv[2]);
		return work(&p);
	}
	if (n < 0)
		place_die("work", "cannot be found");
	self[n] = '\0';
	place_make(&p, argc > 1 ? argv[1] : "/var/tmp", 0);
	place_store(&p, 0, false);
	fflush(stdout);
	count_work(self, &p);
	value = tell(&p);
	remove_dumps(&p);
	place_remove(&p);
	printf("bench screen value=%.0f unit=instructions against=bound-%d "
	       "ratio=%.2f\n",
		value, BOUND, value / BOUND);
	return value > BOUND;
}
