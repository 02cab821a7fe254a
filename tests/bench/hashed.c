/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hashed - what hashed and non-local targets cost a bystander's message:
 * instructions of the whole way of screen.c, with 10,000 other tasks in force,
 * over those of the same tasks without such targets, for who was seen before and
 * for who is seen first. A digest is made once for each identity and each way in
 * which digests in force were made (TS 103 221-1 annex D), never for each message
 * and never for each target; LI_HASH_CONTEXTS_MAX bounds the ways.
 *
 * This program runs itself under valgrind, which counts.
 *
 * usage: bench_hashed [FOLDER]              a folder on a disk, /var/tmp
 *        bench_hashed --work FOLDER         (what valgrind runs)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <valgrind/callgrind.h>

#include "flow/flow.h"
#include "model/hashed.h"
#include "replay_place.h"
#include "screen_mix.h"
#include "store/contexts.h"
#include "store/store.h"

enum { USERS = 200 };

/* So much is a message to cost at most, of what it costs without: of users who
 * were seen, and of those who were never, with all ways in force. */
static const double bound_seen = 1.03, bound_first = 8;

static const struct li_actor actor = {"bench", "bench"};

/* Tasks beside the others. */
struct targets {
	const char *name;
	unsigned int count, contexts; /* 0 contexts: in clear */
	bool far;
};

static const struct targets cases[] = {
	{"no such target", 0, 0, false},
	{"1 hashed", 1, 1, false},
	{"1000 hashed", 1000, 1, false},
	{"1000 hashed in 8 ways", 1000, LI_HASH_CONTEXTS_MAX, false},
	{"1 non-local", 1, 0, true},
	{"1000 non-local", 1000, 0, true},
	{"1000 hashed non-local", 1000, 1, true},
};

enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static void need(li_err err, const char *what)
{
	if (err)
		place_die(what, li_err_name(err));
}

/* ---- the tasks ---- */

static struct li_hash_context context(unsigned int n)
{
	struct li_hash_context c = {.salt_n = 16};

	c.algorithm =
		(enum li_hash_algorithm)(LI_HASH_SHA256 + n % LI_HASH_LAST);
	c.id.octet[0] = (uint8_t)(n + 1);
	c.id.octet[6] = 0x40;
	c.id.octet[8] = 0x80;
	memset(c.salt, (int)n, sizeof(c.salt));
	return c;
}

/* A digest of nobody. */
static struct li_identity target(const struct targets *w, unsigned int n)
{
	struct li_identity id;
	const bool number = w->contexts && n / w->contexts % 2;
	struct li_hashed h = {.kind = number ? LI_ID_E164 : LI_ID_IMPU};
	char text[64];
	int len = snprintf(text, sizeof(text), "4470090%05u", n);

	if (!w->contexts) {
		need(li_identity_parse(LI_ID_E164, li_slice(text, (size_t)len),
			     &id),
			"target");
		return id;
	}
	strcpy(h.type, number ? "e164Number" : "impu");
	h.context = context(n % w->contexts);
	for (size_t i = 0; i < sizeof(h.digest); i++)
		h.digest[i] = (uint8_t)(n >> (i % 2 * 8));
	need(li_hashed_write(&h, &id), "target");
	return id;
}

static void add(const struct place *p, const struct targets *w)
{
	const struct li_store_place place = {.path = p->store,
		.key_file = p->key};
	struct li_store *store = NULL;

	need(li_store_open(&place, LI_STORE_WRITER, &store, NULL), "store");
	need(li_store_begin(store), "begin");
	for (unsigned int i = 0; i < w->contexts; i++) {
		const struct li_hash_context c = context(i);

		need(li_store_context_add(store, &c, &actor, NULL), "context");
	}
	for (unsigned int i = 0; i < w->count; i++) {
		struct li_task t = {.liid = "LIID-1",
			.target_count = 1,
			.starts_us = 1,
			.ends_us = INT64_MAX / 2,
			.locality = w->far ? LI_LOCALITY_NON_LOCAL
					   : LI_LOCALITY_ANY,
			.operator_name = "bench",
			.warrant = "W-1"};

		t.targets[0] = target(w, i);
		need(li_uuid_draw(&t.xid), "xid");
		need(li_store_task_add(store, &t, &actor, NULL), "task");
	}
	need(li_store_commit(store), "commit");
	li_store_close(store);
}

/* ---- the work ---- */

/* All messages of so many users; counted under a name, when there is one. */
static void talk(struct li_flow *flow, unsigned int first, int64_t *at_us,
	const char *name)
{
	static char room[SCREEN_PACKET_MAX];

	for (unsigned int k = 0; k < SCREEN_PLACES; k++)
		for (unsigned int s = 0; s < USERS; s++) {
			size_t n = screen_packet(k, first + s, room);
			const struct li_packet packet = {.octets =
								 li_slice(room,
									 n),
				.at_us = *at_us,
				.mono_us = *at_us};

			if (name)
				CALLGRIND_TOGGLE_COLLECT;
			need(li_flow_take_hep(flow, &packet), "message");
			if (name)
				CALLGRIND_TOGGLE_COLLECT;
			*at_us += 1000;
		}
	if (name)
		CALLGRIND_DUMP_STATS_AT(name);
}

static int work(const struct place *p)
{
	const struct li_flow_options o = {
		.place = {.path = p->store, .key_file = p->key}};
	struct li_flow *flow = NULL;
	int64_t at_us = 1000000;

	need(li_flow_open(&o, &flow, NULL), "flow");
	talk(flow, 2 * USERS, &at_us, NULL);
	talk(flow, 0, &at_us, NULL);
	for (unsigned int i = 0; i < 1000; i++) { /* until calls have ended */
		at_us += INT64_C(700000000);
		need(li_flow_tick(flow, at_us, at_us), "tick");
	}
	CALLGRIND_START_INSTRUMENTATION;
	talk(flow, 0, &at_us, "seen");
	talk(flow, 4 * USERS, &at_us, "first");
	CALLGRIND_STOP_INSTRUMENTATION;
	if (li_flow_counts(flow)->iris || li_flow_counts(flow)->malformed)
		place_die("flow", "not what was to be counted");
	li_flow_close(flow);
	return 0;
}

/* ---- what valgrind counted ---- */

/* Instructions of a message, of one of the two rounds. */
static double read_dump(const char *dir, int round)
{
	char path[320], line[1024];
	double all = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/counted.%d", dir, round);
	f = fopen(path, "re");
	if (!f)
		place_die("valgrind", "wrote nothing");
	while (fgets(line, sizeof(line), f))
		if (strncmp(line, "totals: ", 8) == 0)
			all = strtod(line + 8, NULL);
	fclose(f);
	unlink(path);
	if (all <= 0)
		place_die("valgrind", "counted nothing");
	return all / (USERS * SCREEN_PLACES);
}

static void count(const char *self, const struct place *p, double out[2])
{
	char command[1000];

	snprintf(command, sizeof(command),
		"valgrind --tool=callgrind --instr-atstart=no "
		"--collect-atstart=no --callgrind-out-file='%s/counted' '%s' "
		"--work '%s' >/dev/null 2>&1",
		p->dir, self, p->dir);
	if (system(command) != 0)
		place_die("work", "failed");
	for (int round = 0; round < 2; round++)
		out[round] = read_dump(p->dir, round + 1);
	snprintf(command, sizeof(command), "%s/counted", p->dir);
	unlink(command);
}

/* All targets of a kind; instructions of who was seen, and first. */
static void try_case(const char *self, struct place *p, const struct targets *w,
	double got[2])
{
	place_store(p, 0, false);
	add(p, w);
	count(self, p, got);
}

/* Is it within its bound? */
static bool tell(const char *name, double most, double none, double bound)
{
	printf("bench %s value=%.0f unit=instructions "
	       "against=the_same_without_%.0f ratio=%.2f\n",
		name, most, none, most / none);
	return most / none <= bound;
}

static bool measure(const char *self, struct place *p)
{
	double none[2] = {0}, most[2] = {0}, got[2];
	bool good;

	for (size_t i = 0; i < CASES; i++) {
		try_case(self, p, &cases[i], got);
		if (i == 0)
			memcpy(none, got, sizeof(none));
		printf("%-24s %6.0f instructions, %5.3f; of who is seen first "
		       "%6.0f, %5.2f\n",
			cases[i].name, got[0], got[0] / none[0], got[1],
			got[1] / none[1]);
		fflush(stdout);
		for (int r = 0; r < 2; r++)
			most[r] = got[r] > most[r] ? got[r] : most[r];
	}
	good = tell("hashed_first", most[1], none[1], bound_first);
	return tell("hashed", most[0], none[0], bound_seen) && good;
}

int main(int argc, char **argv)
{
	struct place p = {0};
	char self[256];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	bool good;

	if (argc == 3 && strcmp(argv[1], "--work") == 0) {
		place_name(&p, argv[2]);
		return work(&p);
	}
	if (n < 0)
		place_die("work", "cannot be found");
	self[n] = '\0';
	place_make(&p, argc > 1 ? argv[1] : "/var/tmp", 0);
	good = measure(self, &p);
	place_remove(&p);
	return good ? 0 : 1;
}
