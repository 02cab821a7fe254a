/* SPDX-License-Identifier: BSD-3-Clause
 *
 * replay - messages a second of `lmisfd --replay` on one core, among 10,000
 * tasks: of nobody who speaks, and with one message in a hundred a target's
 * and committed durably, against libosip2 parsing every message.
 *
 * The capture is an IMS mix over UDP and IPv6 whose pages are in memory when
 * it is read. lmisfd has one thread, and what counts is the time that its core
 * worked for it, since others work on the machine too; the time that passed,
 * waits for the disk included, is printed beside it. From a run's time that of
 * a run over an empty capture is taken: opening the store and the tasks. The
 * best of the rounds counts: what disturbs one can only slow it down.
 *
 * usage: bench_replay [FOLDER [MESSAGES [ROUNDS]]]
 *        a folder on a disk, /var/tmp; 400000; 5
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <osipparser2/osip_parser.h>

#include "base/clock.h"
#include "mix.h"
#include "replay_place.h"

enum {
	MESSAGES = 400000,
	ROUNDS = 5,
	PARSED = 4000,     /* messages that libosip2 is timed with */
	SWEPT = 256 << 20, /* octets that memchr is */
	SWEEPS = 5,
};

/* What a run took, and what it counted. */
struct run {
	double wall_s, cpu_s;
	unsigned long sip, iri;
};

static void child(const struct place *p, const char *capture, int out)
{
	dup2(out, STDOUT_FILENO);
	execl(LMISFD, "lmisfd", "--config", p->config, "--replay", capture,
		(char *)NULL);
	_exit(127);
}

/* The number in front of a word. */
static unsigned long count_of(const char *line, const char *word)
{
	const char *at = strstr(line, word);

	if (!at)
		place_die("lmisfd", "says no such count");
	while (at > line && at[-1] >= '0' && at[-1] <= '9')
		at--;
	return strtoul(at, NULL, 10);
}

static void read_counts(int fd, struct run *r)
{
	char text[4096];
	ssize_t n = read(fd, text, sizeof(text) - 1), more = n;
	while (more > 0 && n < (ssize_t)sizeof(text) - 1) {
		more = read(fd, text + n, sizeof(text) - 1 - (size_t)n);
		n += more > 0 ? more : 0;
	}
	text[n > 0 ? n : 0] = '\0';
	r->sip = count_of(text, " sip,");
	r->iri = count_of(text, " iri,");
}

static struct run run(const struct place *p, const char *capture)
{
	struct run r = {0};
	struct rusage used;
	int64_t start = li_clock_mono_us();
	int fds[2], status;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) || (pid = fork()) < 0)
		place_die("lmisfd", "cannot be started");
	if (pid == 0)
		child(p, capture, fds[1]);
	close(fds[1]);
	read_counts(fds[0], &r);
	close(fds[0]);
	if (wait4(pid, &status, 0, &used) != pid || status != 0)
		place_die("lmisfd", "failed");
	r.wall_s = (double)(li_clock_mono_us() - start) / 1e6;
	r.cpu_s = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
		(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
	return r;
}

/* Messages a second, the best of the rounds. */
static double best(const struct place *p, unsigned int messages,
	unsigned int rounds, bool targets)
{
	const char *what = targets ? "1 % targets" : "bystanders only";
	double rate = 0;

	for (unsigned int i = 0; i < rounds; i++) {
		struct run none, all;
		double wall, cpu;

		place_store(p, messages, targets);
		none = run(p, p->empty);
		all = run(p, p->capture);
		if (all.sip != messages || (all.iri != 0) != targets)
			place_die(what, "not what was to be counted");
		wall = messages / (all.wall_s - none.wall_s);
		cpu = messages / (all.cpu_s - none.cpu_s);
		printf("%s: %.0f messages/s of the core's time, %.0f of all "
		       "time, %.2f %% of them a target's\n",
			what, cpu, wall, 100.0 * (double)all.iri / messages);
		rate = cpu > rate ? cpu : rate;
	}
	return rate;
}

/* Seconds that this core has worked for us. */
static double core_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Messages a second that libosip2 parses. */
static double osip_rate(void)
{
	static char room[MIX_MESSAGE_MAX];
	double took = 0;

	parser_init();
	for (unsigned int i = 0; i < PARSED; i++) {
		size_t n = place_message(i * 97, room);
		double start = core_s();
		osip_message_t *sip;

		if (osip_message_init(&sip) != OSIP_SUCCESS ||
			osip_message_parse(sip, room, n) != OSIP_SUCCESS)
			place_die("libosip2", "refuses a message");
		osip_message_free(sip);
		took += core_s() - start;
	}
	return PARSED / took;
}

/* How fast this core reads memory. */
static double memchr_rate(void)
{
	char *room = malloc(SWEPT);
	double rate = 0;
	size_t found = 0;

	if (!room)
		place_die("memchr", "no memory");
	memset(room, 'a', SWEPT);
	for (int i = 0; i < SWEEPS; i++) {
		double start = core_s(), r;

		found += memchr(room, 'b' + i, SWEPT) != NULL;
		r = SWEPT / 1e9 / (core_s() - start);
		rate = r > rate ? r : rate;
	}
	free(room);
	if (found)
		place_die("memchr", "found what is not there");
	return rate;
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : "/var/tmp";
	unsigned int messages =
		argc > 2 ? (unsigned int)atoi(argv[2]) : MESSAGES;
	unsigned int rounds = argc > 3 ? (unsigned int)atoi(argv[3]) : ROUNDS;
	double osip = osip_rate(), bystanders, targets;
	struct place p = {0};

	/* whole sessions, so that one message in a hundred is a target's */
	messages -= messages % (PLACE_SESSIONS * MIX_KINDS);
	place_make(&p, folder, messages);
	printf("memchr from memory: %.1f GB/s; libosip2: %.0f messages/s\n",
		memchr_rate(), osip);
	bystanders = best(&p, messages, rounds, false);
	targets = best(&p, messages, rounds, true);
	place_remove(&p);
	printf("bench replay-bystanders value=%.0f unit=messages/s "
	       "against=osip_message_parse ratio=%.1f\n",
		bystanders, bystanders / osip);
	printf("bench replay value=%.0f unit=messages/s "
	       "against=osip_message_parse ratio=%.1f\n",
		targets, targets / osip);
	return 0;
}
