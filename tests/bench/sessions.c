/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sessions - a bystander's message when 1,000 users are registered and in a
 * call, and when 1,000,000 are: instructions, which do not grow when nothing is
 * searched for longer, and time, which tells what it costs beside that that no
 * cache holds them. All of them are held, to the end: of both crowds the same
 * is asked. Instructions are counted by valgrind, under which this program runs
 * itself, with a crowd of 100,000 at most since it is slow.
 *
 * Each round takes the same kinds of message, each of a session that is drawn
 * at random, from a flow with few sessions and from one with many; the packets
 * are written before the clock runs, and are given to the flow as many at a
 * time as recvmmsg() gives lmisfd. The median of the rounds' ratios counts.
 *
 * usage: bench_sessions [FOLDER [MANY]]    a folder on a disk, /var/tmp;
 *                                          1000000
 *        bench_sessions --work FOLDER MANY (what valgrind runs)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <valgrind/callgrind.h>

#include "flow/flow.h"
#include "replay_place.h"
#include "screen_mix.h"

enum {
	FEW = 1000,
	MANY = 1000000,
	COUNTED = 100000, /* of them under valgrind, at most */
	PACKETS = 4096,   /* of a round */
	AT_ONCE = 64,
	ROUNDS = 41,
	OCTETS = 20 << 20, /* of a round's packets */
	/* Of the mirror's time, between two messages. A registration's Call-ID is
	 * known for a minute: all take less than that. */
	STEP_US = 2,
	/* For each user, who has two Call-IDs: with half of it free nobody is
	 * asked who may begin one. */
	ROOM = 5,
};

/* Places in a session's life (screen_mix.h): all up to the ACK are taken to
 * begin with, and these, again, in the rounds. */
static const unsigned int lived[] = {SCREEN_ASKS, SCREEN_CHALLENGED,
	SCREEN_REGISTERS, SCREEN_REGISTERED, SCREEN_INVITE, SCREEN_RINGS,
	SCREEN_TAKEN, SCREEN_ACK};
static const unsigned int asked[] = {SCREEN_REGISTERS, SCREEN_RINGS,
	SCREEN_TAKEN, SCREEN_ACK};

struct crowd {
	struct place place;
	struct li_flow *flow;
	unsigned int sessions;
	int64_t at_us;
	uint32_t seed;
};

static uint8_t octets[OCTETS];
static struct li_packet packets[PACKETS];

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void take(struct crowd *c, size_t count)
{
	for (size_t at = 0; at < count; at += AT_ONCE)
		if (li_flow_take_all(c->flow, packets + at,
			    count - at < AT_ONCE ? count - at : AT_ONCE))
			place_die("flow", "a message was refused");
}

/* Packet i of those that are taken next. */
static void write_packet(struct crowd *c, size_t i, size_t *used,
	unsigned int at, unsigned int session)
{
	size_t n = screen_packet(at, session, (char *)octets + *used);

	packets[i] = (struct li_packet){.octets = li_slice(octets + *used, n),
		.at_us = c->at_us,
		.mono_us = c->at_us,
		.hep = true};
	c->at_us += STEP_US;
	*used += n;
}

static void open_crowd(struct crowd *c, unsigned int sessions,
	const char *folder)
{
	const struct li_flow_options o = {.place = {.path = c->place.store,
						  .key_file = c->place.key},
		.max_registrations = ROOM * (size_t)sessions,
		.max_sessions = ROOM * (size_t)sessions};

	place_make(&c->place, folder, 0);
	place_store(&c->place, 0, false);
	c->sessions = sessions;
	c->at_us = 1000000;
	c->seed = 4711;
	if (li_flow_open(&o, &c->flow, NULL))
		place_die("flow", "cannot be opened");
}

static void fill(struct crowd *c)
{
	enum { LIVED = sizeof(lived) / sizeof(lived[0]) };

	for (unsigned int s = 0; s < c->sessions; s++) {
		size_t used = 0;

		for (unsigned int i = 0; i < LIVED; i++)
			write_packet(c, i, &used, lived[i], s);
		take(c, LIVED);
	}
}

/* The packets of a round. */
static void write_round(struct crowd *c)
{
	size_t used = 0;

	for (size_t i = 0; i < PACKETS; i++) {
		c->seed = c->seed * 1664525 + 1013904223;
		write_packet(c, i, &used, asked[i % 4],
			(unsigned int)((uint64_t)c->seed * c->sessions >> 32));
	}
}

/* Nanoseconds of a message. */
static double one_round(struct crowd *c)
{
	double start;

	write_round(c);
	start = now_ns();
	take(c, PACKETS);
	return (now_ns() - start) / PACKETS;
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void close_crowd(struct crowd *c)
{
	const struct li_flow_counts *n = li_flow_counts(c->flow);

	if (n->sip != n->packets || n->iris || n->malformed)
		place_die("flow", "not what was to be counted");
	if (li_flow_tick(c->flow, c->at_us, c->at_us) || n->shed)
		place_die("flow", "not all of the crowd was held");
	li_flow_close(c->flow);
	place_remove(&c->place);
}

/* ---- instructions ---- */

/* A round of a crowd of its own, after one that is not counted. */
static int work(const char *folder, unsigned int sessions)
{
	static struct crowd crowd;

	open_crowd(&crowd, sessions, folder);
	fill(&crowd);
	one_round(&crowd);
	write_round(&crowd);
	CALLGRIND_START_INSTRUMENTATION;
	take(&crowd, PACKETS);
	CALLGRIND_STOP_INSTRUMENTATION;
	close_crowd(&crowd);
	return 0;
}

/* Instructions of a message among so many sessions. */
static double count(const char *self, const char *folder, unsigned int sessions)
{
	char command[1500], out[300], line[256];
	unsigned long long all = 0;
	FILE *f;

	snprintf(out, sizeof(out), "%.200s/li-bench-sessions.%d", folder,
		(int)getpid());
	snprintf(command, sizeof(command),
		"valgrind --tool=callgrind --instr-atstart=no "
		"--callgrind-out-file='%s' '%s' --work '%s' %u "
		">/dev/null 2>&1",
		out, self, folder, sessions);
	if (system(command) != 0)
		place_die("valgrind", "failed");
	f = fopen(out, "re");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "totals: %llu", &all) == 1)
			break;
	if (f)
		fclose(f);
	unlink(out);
	if (!all)
		place_die("valgrind", "counted nothing");
	return (double)all / PACKETS;
}

static void tell_instructions(const char *folder, unsigned int most)
{
	const unsigned int many = most < COUNTED ? most : COUNTED;
	double few_ir, many_ir;
	char self[256];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n < 0)
		place_die("work", "cannot be found");
	self[n] = '\0';
	few_ir = count(self, folder, FEW);
	many_ir = count(self, folder, many);
	printf("a message takes %.0f instructions with %d sessions, %.0f with "
	       "%u\n",
		few_ir, FEW, many_ir, many);
	printf("bench sessions-instructions value=%.0f unit=instructions "
	       "against=%d-sessions ratio=%.2f\n",
		many_ir, FEW, many_ir / few_ir);
}

/* ---- time ---- */

static void tell_time(const char *folder, unsigned int most)
{
	static struct crowd few, many;
	double ratios[ROUNDS], few_ns[ROUNDS], many_ns[ROUNDS];

	open_crowd(&few, FEW, folder);
	open_crowd(&many, most, folder);
	fill(&few);
	fill(&many);
	one_round(&few);
	one_round(&many);
	for (int i = 0; i < ROUNDS; i++) {
		few_ns[i] = one_round(&few);
		many_ns[i] = one_round(&many);
		ratios[i] = many_ns[i] / few_ns[i];
	}
	close_crowd(&few);
	close_crowd(&many);
	qsort(ratios, ROUNDS, sizeof(*ratios), by_size);
	qsort(few_ns, ROUNDS, sizeof(*few_ns), by_size);
	qsort(many_ns, ROUNDS, sizeof(*many_ns), by_size);
	printf("a message takes %.0f ns with %d sessions, %.0f ns with %u\n",
		few_ns[ROUNDS / 2], FEW, many_ns[ROUNDS / 2], most);
	printf("bench sessions value=%.0f unit=ns against=%d-sessions "
	       "ratio=%.2f\n",
		many_ns[ROUNDS / 2], FEW, ratios[ROUNDS / 2]);
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : "/var/tmp";
	unsigned int most =
		argc > 2 ? (unsigned int)strtoul(argv[2], NULL, 10) : MANY;

	if (argc == 4 && strcmp(argv[1], "--work") == 0)
		return work(argv[2], (unsigned int)strtoul(argv[3], NULL, 10));
	tell_instructions(folder, most);
	tell_time(folder, most);
	return 0;
}
