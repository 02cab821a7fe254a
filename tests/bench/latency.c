/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How long it is from a datagram with a target's SIP message, sent to a
 * running lmisfd, until its IRI is with the receiver, out of TLS: screened,
 * committed durably, encoded and sent by lmisf-deliver. tests/bench/latency
 * brings up the rest.
 *
 *   bench_latency SIP-ADDR:PORT TLS-ADDR:PORT DIR [SECONDS]
 *
 * Each message carries the time at which it was sent; both clocks are one.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver_peer.h"
#include "net/address.h"
#include "net/sock.h"

enum { RATE = 1000, SECONDS = 10, P50_US = 5000, P99_US = 20000 };

static const char mark[] = "X-Sent: ";

struct bench {
	struct li_address sip;
	int listener;
	struct li_tls_creds *creds;
	size_t wanted, got;
	int64_t *late_us;
};

/* ---- who sends ---- */

static int message(char *to, size_t size, size_t n)
{
	return snprintf(to, size,
		"MESSAGE sip:bob@ims.example SIP/2.0\r\n"
		"Via: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK-%zu\r\n"
		"From: <sip:alice@ims.example>;tag=%zu\r\n"
		"To: <sip:bob@ims.example>\r\n"
		"Call-ID: latency-%zu@ue\r\n"
		"CSeq: 1 MESSAGE\r\n"
		"%s%" PRId64 "\r\n"
		"P-Asserted-Identity: <sip:alice@ims.example>\r\n"
		"Content-Type: text/plain\r\n"
		"Content-Length: 5\r\n\r\nhello",
		n, n, n, mark, li_clock_mono_us());
}

static void send_all(const struct bench *b)
{
	struct sockaddr_storage to;
	const socklen_t len = li_address_to(&b->sip, &to);
	const int fd = socket(to.ss_family, SOCK_DGRAM, 0);
	struct timespec due;
	char text[1024];

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, len) != 0)
		need(LI_EIO, "sender", NULL);
	clock_gettime(CLOCK_MONOTONIC, &due);
	for (size_t i = 0; i < b->wanted; i++) {
		const int n = message(text, sizeof(text), i);

		if (send(fd, text, (size_t)n, 0) != n)
			need(LI_EIO, "send", NULL);
		due.tv_nsec += 1000000000 / RATE;
		if (due.tv_nsec >= 1000000000) {
			due.tv_nsec -= 1000000000;
			due.tv_sec++;
		}
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
	}
	close(fd);
}

/* ---- who receives ---- */

static void take(void *data, struct li_slice pdu, int64_t now_us)
{
	const uint8_t *at = memmem(pdu.p, pdu.n, mark, sizeof(mark) - 1);
	struct bench *b = data;

	if (!at || b->got == b->wanted)
		return;
	b->late_us[b->got++] =
		now_us - strtoll((const char *)at + sizeof(mark) - 1, NULL, 10);
}

static void run(struct bench *b)
{
	enum li_tls_outcome o = LI_TLS_OK;
	struct peer peer;
	pid_t sender;
	int status;

	peer_meet(&peer, b->creds, b->listener);
	sender = fork();
	if (sender == 0) {
		send_all(b);
		_exit(0);
	}
	while (b->got < b->wanted && (o == LI_TLS_OK || wait_tls(peer.fd, o)))
		o = peer_take(&peer, take, b);
	waitpid(sender, &status, 0);
	peer_leave(&peer);
}

/* ---- what came of it ---- */

static int by_value(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t part(const struct bench *b, size_t thousandths)
{
	return b->late_us[(b->got - 1) * thousandths / 1000];
}

static void print(struct bench *b)
{
	qsort(b->late_us, b->got, sizeof(*b->late_us), by_value);
	printf("%zu of %zu messages at %d/s: p50 %.2f ms, p90 %.2f ms, p99 "
	       "%.2f ms, most %.2f ms\n",
		b->got, b->wanted, RATE, (double)part(b, 500) / 1e3,
		(double)part(b, 900) / 1e3, (double)part(b, 990) / 1e3,
		(double)part(b, 1000) / 1e3);
	printf("bench latency_p99 value=%" PRId64 " unit=us against=%dus "
	       "ratio=%.3f\n",
		part(b, 990), P99_US, P99_US / (double)part(b, 990));
	printf("bench latency value=%" PRId64 " unit=us against=%dus "
	       "ratio=%.3f\n",
		part(b, 500), P50_US, P50_US / (double)part(b, 500));
}

int main(int argc, char **argv)
{
	struct bench b = {0};
	struct li_address at;
	struct li_fault fault = {0};

	if (argc < 4)
		return 64;
	signal(SIGPIPE, SIG_IGN);
	b.wanted = RATE * (argc > 4 ? strtoul(argv[4], NULL, 10) : SECONDS);
	b.late_us = calloc(b.wanted, sizeof(*b.late_us));
	need(li_sock_parse(argv[1], &b.sip), argv[1], NULL);
	need(li_sock_parse(argv[2], &at), argv[2], NULL);
	need(li_sock_listen(&at, &b.listener, &fault), "listen", &fault);
	b.creds = peer_creds(argv[3], "mdf");
	run(&b);
	if (b.got)
		print(&b);
	li_tls_creds_free(b.creds);
	close(b.listener);
	free(b.late_us);
	return b.got == b.wanted ? 0 : 1;
}
