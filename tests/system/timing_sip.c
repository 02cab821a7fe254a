/* SPDX-License-Identifier: BSD-3-Clause
 *
 * timing_sip - does a copy of one user's message wait as long at the socket of
 * lmisfd as one of another's?
 *
 * The socket is opened here and handed over, so that both have it: what is in
 * it and when it is empty is seen here without a call of lmisfd. MESSAGEs of two
 * users, which differ in a letter, go in one at a time, which of them is drawn
 * each time; a sample is the time until the socket is empty again. The one of
 * user 1 becomes a record, and then there is a pause, so that the work that one
 * makes is not the next one's wait. Both sides have CPUs of their own: on one CPU
 * the sender would wait for all that lmisfd does.
 *
 * usage: timing_sip SAMPLES SEED PROGRAM ARGS...
 *        sends to [::1]:29087; prints
 *   pid=811 samples=20000 kept=18000 t=0.10 us=9.466 us=9.392 sent=1 sent=2
 *        and ends as the program does
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "welch.h"

enum {
	PORT = 29087,
	GIVEN = 3, /* the first descriptor of sd_listen_fds(3) */
	WARMUP = 2000,
	PAUSE_NS = 300000,
	KEPT_PERCENT = 50, /* lmisfd may not be done with the one before */
	TEXT = 1024,
	START_S = 20, /* until lmisfd reads */
	EX_NOTHING = 77,
};

static const char *const names[2] = {"alice", "carol"};

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what)
{
	perror(what);
	exit(EX_OSERR);
}

/* The socket that lmisfd reads, and one that sends to it. */
static int opened(bool is_ours)
{
	const struct sockaddr_in6 at = {.sin6_family = AF_INET6,
		.sin6_port = htons(PORT),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT};
	const int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	const struct sockaddr *to = (const struct sockaddr *)&at;

	if (fd < 0 ||
		(is_ours ? connect(fd, to, sizeof(at))
			 : bind(fd, to, sizeof(at))) != 0)
		die("timing_sip: socket");
	return fd;
}

/* The first CPU that we may use is ours, the others are lmisfd's. */
static void part(bool is_ours)
{
	cpu_set_t may, wanted;
	size_t cpu = 0;

	if (sched_getaffinity(0, sizeof(may), &may) != 0)
		die("timing_sip: CPUs");
	while (!CPU_ISSET(cpu, &may))
		cpu++;
	if (CPU_COUNT(&may) < 2) {
		fprintf(stderr, "timing_sip: there is one CPU only\n");
		exit(EX_NOTHING);
	}
	CPU_ZERO(&wanted);
	CPU_SET(cpu, &wanted);
	if (!is_ours)
		CPU_XOR(&wanted, &wanted, &may);
	if (sched_setaffinity(0, sizeof(wanted), &wanted) != 0)
		die("timing_sip: CPUs");
}

static pid_t begin(int given, char **argv)
{
	const pid_t pid = fork();
	char text[16];

	if (pid < 0)
		die("timing_sip: fork");
	part(pid > 0);
	if (pid > 0)
		return pid;
	snprintf(text, sizeof(text), "%d", (int)getpid());
	setenv("LISTEN_PID", text, 1);
	setenv("LISTEN_FDS", "1", 1);
	/* One that is there already keeps its close-on-exec. */
	if (dup2(given, GIVEN) != GIVEN || fcntl(GIVEN, F_SETFD, 0) != 0)
		die("timing_sip: dup2");
	execv(argv[0], argv);
	die(argv[0]);
	return -1;
}

static size_t message(char to[TEXT], uint32_t n, unsigned int user)
{
	return (size_t)snprintf(to, TEXT,
		"MESSAGE sip:called@ims.example SIP/2.0\r\n"
		"Via: SIP/2.0/UDP [2001:db8::5]:5060;branch=z9hG4bK%08x\r\n"
		"Max-Forwards: 69\r\n"
		"From: <sip:%s@ims.example>;tag=f%08x\r\n"
		"To: <sip:called@ims.example>\r\n"
		"Call-ID: %08x@[2001:db8::6]\r\n"
		"CSeq: 1 MESSAGE\r\n"
		"P-Asserted-Identity: <sip:%s@ims.example>\r\n"
		"Content-Type: text/plain\r\n"
		"Content-Length: 5\r\n\r\nhello",
		n, names[user], n, n, names[user]);
}

/* Wait until what was sent is read; false when nobody does. */
static bool is_read(int given, int64_t until_ns)
{
	int left;

	do {
		if (ioctl(given, FIONREAD, &left) != 0)
			die("timing_sip: FIONREAD");
	} while (left > 0 && now_ns() < until_ns);
	return left == 0;
}

static bool one(int fd, int given, uint32_t n, unsigned int user,
	uint64_t *took_ns)
{
	char text[TEXT];
	const size_t len = message(text, n, user);
	const int64_t from = now_ns();

	if (send(fd, text, len, 0) != (ssize_t)len)
		die("timing_sip: send");
	if (!is_read(given, from + START_S * 1000000000LL))
		return false;
	*took_ns = (uint64_t)(now_ns() - from);
	while (now_ns() < from + PAUSE_NS)
		;
	return true;
}

int main(int argc, char **argv)
{
	uint32_t count = argc > 3 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
	uint64_t state = argc > 3
		? welch_begin((uint32_t)strtoul(argv[2], NULL, 10))
		: 0;
	uint64_t *samples = calloc(count + 1, sizeof(*samples));
	uint32_t sent[2] = {0, 0};
	struct welch got;
	int given, fd, status;
	pid_t pid;

	if (!count || !samples) {
		fprintf(stderr,
			"usage: timing_sip SAMPLES SEED PROGRAM ARGS...\n");
		return EX_USAGE;
	}
	given = opened(false);
	fd = opened(true);
	pid = begin(given, argv + 3);
	for (uint32_t i = 0; i < WARMUP + count; i++) {
		const unsigned int user = welch_user(&state);
		uint64_t took_ns;

		if (!one(fd, given, i, user, &took_ns)) {
			fprintf(stderr, "timing_sip: nobody reads\n");
			return EX_UNAVAILABLE;
		}
		sent[user]++;
		if (i >= WARMUP)
			samples[i - WARMUP] = welch_sample(took_ns, user);
	}
	welch_judge(samples, count, KEPT_PERCENT, &got);
	free(samples);
	printf("pid=%d samples=%u kept=%u t=%.2f us=%.3f us=%.3f sent=%u "
	       "sent=%u\n",
		(int)pid, got.samples, got.kept, got.t, got.mean_us[0],
		got.mean_us[1], sent[0], sent[1]);
	fflush(stdout);
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status)
		? WEXITSTATUS(status)
		: EX_SOFTWARE;
}
