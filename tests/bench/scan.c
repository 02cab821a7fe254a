/* SPDX-License-Identifier: BSD-3-Clause
 *
 * scan - instructions that the scan of a message and the look-up of who is in
 * it take, against libosip2's parse of the same messages.
 *
 * Ours: li_sip_scan() and a look-up of each party's keys among 10,000
 * identities in the screen's filter, none of which is in the messages: that is
 * all that a bystander's message asks (lib/screen). The yardstick:
 * osip_message_parse() and osip_message_free(). Instructions are counted by
 * valgrind: this program runs itself under it, twice with another number of
 * rounds, and takes the difference. That the look-up does not slow down with
 * the number of identities is told by time, in paired rounds.
 *
 * usage: bench_scan
 *        bench_scan --work scan|osip KIND ROUNDS     (what valgrind runs)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>

#include "base/filter.h"
#include "intake/sip_scan.h"
#include "mix.h"

enum {
	VARIANTS = 16,     /* of each kind */
	TARGETS = 10000,   /* identities that instructions are counted with */
	PAIRS = 31,        /* timed rounds; the median counts */
	TIMED_ROUNDS = 40, /* over all messages in each of them */
};

static struct {
	char octets[MIX_MESSAGE_MAX];
	size_t n;
} messages[MIX_KINDS][VARIANTS];

static struct li_hash_secret secret;
static struct li_event event;
static size_t passed;

static void write_messages(void)
{
	for (unsigned int k = 0; k < MIX_KINDS; k++)
		for (unsigned int v = 0; v < VARIANTS; v++)
			messages[k][v].n =
				mix_write(k, v, messages[k][v].octets);
}

/* Identities of nobody in the messages. */
static void fill(struct li_filter *f, unsigned int count)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	char text[64];

	if (li_filter_make(count, f) != LI_OK)
		exit(1);
	for (unsigned int i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "sip:target%u@ims.example", i);
		if (li_identity_keys(LI_ID_IMPU, li_slice_str(text), &secret,
			    keys) == 0)
			exit(1);
		li_filter_add(f, keys[0]);
	}
}

static void scan_one(const struct li_filter *f, struct li_slice message)
{
	if (li_sip_scan(message, &secret, &event) != LI_OK)
		exit(1);
	for (size_t i = 0; i < event.party_count; i++)
		for (size_t k = 0; k < event.parties[i].key_count; k++)
			passed += li_filter_may(f, event.parties[i].keys[k]);
}

static void osip_one(struct li_slice message)
{
	osip_message_t *sip;

	if (osip_message_init(&sip) != OSIP_SUCCESS ||
		osip_message_parse(sip, (const char *)message.p, message.n) !=
			OSIP_SUCCESS)
		exit(1);
	osip_message_free(sip);
}

static int work(const char *what, unsigned int kind, unsigned int rounds)
{
	struct li_filter f = {0};
	bool osip = strcmp(what, "osip") == 0;

	if (kind >= MIX_KINDS)
		return 64;
	if (osip)
		parser_init();
	else
		fill(&f, TARGETS);
	for (unsigned int r = 0; r < rounds; r++)
		for (unsigned int v = 0; v < VARIANTS; v++) {
			struct li_slice m = li_slice(messages[kind][v].octets,
				messages[kind][v].n);

			if (osip)
				osip_one(m);
			else
				scan_one(&f, m);
		}
	li_filter_fini(&f);
	return 0;
}

/* Instructions of a run under valgrind. */
static double counted(const char *what, unsigned int kind, unsigned int rounds)
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
		"'%s' --work %s %u %u 2>&1",
		self, what, kind, rounds);
	f = popen(command, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f)) {
		const char *at = strstr(line, "Collected :");

		if (at)
			count = strtod(at + 11, NULL);
	}
	if (pclose(f) != 0 || count < 0) {
		fputs("bench scan: valgrind counted nothing\n", stderr);
		exit(1);
	}
	return count;
}

static double each(const char *what, unsigned int kind, unsigned int more)
{
	return (counted(what, kind, 1 + more) - counted(what, kind, 1)) /
		(more * VARIANTS);
}

static double cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double timed(const struct li_filter *f)
{
	double start = cpu_ns();

	for (unsigned int r = 0; r < TIMED_ROUNDS; r++)
		for (unsigned int v = 0; v < VARIANTS; v++)
			for (unsigned int k = 0; k < MIX_KINDS; k++)
				scan_one(f,
					li_slice(messages[k][v].octets,
						messages[k][v].n));
	return (cpu_ns() - start) / (TIMED_ROUNDS * VARIANTS * MIX_KINDS);
}

static int ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median(double *v)
{
	qsort(v, PAIRS, sizeof(*v), ascending);
	return v[PAIRS / 2];
}

/* Scan and look-up among 1, 10,000 and 1,000,000 identities. */
static void tell_times(void)
{
	static const unsigned int counts[3] = {1, TARGETS, 1000000};
	static double ns[3][PAIRS], ratio[3][PAIRS];
	struct li_filter filters[3] = {{0}};

	for (int i = 0; i < 3; i++)
		fill(&filters[i], counts[i]);
	for (int p = 0; p < PAIRS; p++)
		for (int i = 0; i < 3; i++) {
			ns[i][p] = timed(&filters[i]);
			ratio[i][p] = ns[i][p] / ns[0][p];
		}
	for (int i = 0; i < 3; i++) {
		double r = median(ratio[i]);

		printf("%8u identities  %7.0f ns  %.2f of one\n", counts[i],
			median(ns[i]), r);
		li_filter_fini(&filters[i]);
	}
}

int main(int argc, char **argv)
{
	double ours = 0, theirs = 0, octets = 0;

	if (li_hash_secret_draw(&secret) != LI_OK)
		return 1;
	write_messages();
	if (argc == 5 && strcmp(argv[1], "--work") == 0)
		return work(argv[2], (unsigned int)strtoul(argv[3], NULL, 10),
			(unsigned int)strtoul(argv[4], NULL, 10));
	tell_times();
	for (unsigned int k = 0; k < MIX_KINDS; k++) {
		double a = each("scan", k, 20), b = each("osip", k, 2);

		printf("%-8s %5zu octets  %7.0f instructions, libosip2 %8.0f\n",
			mix_name(k), messages[k][0].n, a, b);
		ours += a / MIX_KINDS;
		theirs += b / MIX_KINDS;
		octets += (double)messages[k][0].n / MIX_KINDS;
	}
	printf("mean     %5.0f octets\n", octets);
	printf("bench scan value=%.0f unit=instructions "
	       "against=osip_message_parse ratio=%.1f\n",
		ours, theirs / ours);
	return 0;
}
