/* SPDX-License-Identifier: BSD-3-Clause */
#include "listen_send.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "deliver_peer.h"
#include "net/address.h"

enum {
	USERS = 1000,
	MESSAGES = 8192, /* in a round: they fit in the receive buffer */
	SECONDS = 2,
	STALL_EACH = SENDER_RATE / 5, /* one target's message in so many */
};

/* ---- messages ---- */

static const char *const methods[] = {"REGISTER", "INVITE", "SUBSCRIBE",
	"OPTIONS", "MESSAGE", "NOTIFY", "PUBLISH", "BYE"};

static size_t sip(char *to, size_t size, size_t n, const char *user)
{
	const char *method = methods[n % 8];

	return (size_t)snprintf(to, size,
		"%s sip:ims.example SIP/2.0\r\n"
		"Via: SIP/2.0/UDP [2001:db8::5]:5060;branch=z9hG4bK%zu;rport\r\n"
		"Via: SIP/2.0/UDP [2001:db8::6]:5060;branch=z9hG4bKa%zu\r\n"
		"Max-Forwards: 69\r\n"
		"Record-Route: <sip:mo@pcscf.ims.example:4060;lr>\r\n"
		"From: <sip:%s@ims.example>;tag=f%zu\r\n"
		"To: <sip:%s@ims.example>\r\n"
		"Call-ID: %zu@[2001:db8::6]\r\n"
		"CSeq: %zu %s\r\n"
		"Contact: <sip:%s@[2001:db8::6]:5060>;+sip.instance="
		"\"<urn:gsma:imei:35300000-%06zu-0>\"\r\n"
		"P-Asserted-Identity: <sip:%s@ims.example>\r\n"
		"P-Access-Network-Info: 3GPP-E-UTRAN-FDD;"
		"utran-cell-id-3gpp=26201D0F8ABCDE\r\n"
		"P-Charging-Vector: icid-value=i%zu;"
		"icid-generated-at=[2001:db8::5]\r\n"
		"Expires: 3600\r\n"
		"Supported: path, gruu\r\n"
		"User-Agent: bench\r\n"
		"Content-Length: 0\r\n\r\n",
		method, n, n, user, n, user, n % 50000, n, method, user,
		n % 1000000, user, n);
}

static void chunk(struct li_buf *b, uint16_t type, const void *p, size_t n)
{
	li_buf_put_u16(b, 0);
	li_buf_put_u16(b, type);
	li_buf_put_u16(b, (uint16_t)(6 + n));
	li_buf_put(b, p, n);
}

/* As Kamailio's siptrace has it, over IPv6. */
static void hep(struct li_buf *b, size_t n, const char *user)
{
	static const uint8_t ip[16] = {0x20, 1, 0xd, 0xb8};
	const uint8_t seconds[4] = {0x69, 0x55, 0xb9, 0};
	char text[2048];
	const size_t size = sip(text, sizeof(text), n, user);

	li_buf_reset(b);
	li_buf_put(b, "HEP3\0\0", 6);
	chunk(b, 1, "\12", 1);
	chunk(b, 2, "\21", 1);
	chunk(b, 5, ip, 16);
	chunk(b, 6, ip, 16);
	chunk(b, 7, "\23\304", 2);
	chunk(b, 8, "\23\304", 2);
	chunk(b, 9, seconds, 4);
	chunk(b, 10, "\0\0\0\1", 4);
	chunk(b, 11, "\1", 1);
	chunk(b, 15, text, size);
	b->p[4] = (uint8_t)(b->n >> 8);
	b->p[5] = (uint8_t)(b->n & 0xff);
}

/* ---- who sends ---- */

struct sender {
	int fd;
	struct li_buf packets[USERS];
	struct li_buf target;
};

static void make_packets(struct sender *s)
{
	char user[32];

	for (size_t i = 0; i < USERS; i++) {
		snprintf(user, sizeof(user), "+1555900%04zu", i);
		hep(&s->packets[i], i, user);
	}
	/* A MESSAGE with a Call-ID of its own. */
	hep(&s->target, USERS + 4, "target0");
}

static void send_one(struct sender *s, size_t n, bool with_target)
{
	const bool one = with_target && n % STALL_EACH == STALL_EACH / 2;
	const struct li_buf *b = one ? &s->target : &s->packets[n % USERS];

	if (send(s->fd, b->p, b->n, 0) != (ssize_t)b->n)
		need(LI_EIO, "send", NULL);
}

/* Keep the rate in steps of a millisecond. */
static void send_at_rate(struct sender *s)
{
	const int64_t start_us = li_clock_mono_us();
	int64_t now_us = start_us;
	size_t n = 0;

	while (n < (size_t)SENDER_RATE * SECONDS) {
		const size_t due = (size_t)((now_us - start_us) *
			(SENDER_RATE / 1000) / 1000);

		for (; n < due && n < (size_t)SENDER_RATE * SECONDS; n++)
			send_one(s, n, true);
		usleep(500);
		now_us = li_clock_mono_us();
	}
	fprintf(stderr, "sent %zu at %.0f/s\n", n,
		(double)n * 1e6 / (double)(li_clock_mono_us() - start_us));
}

pid_t sender_start(const struct li_address *at, int *ask, int *done)
{
	static struct sender s;
	struct sockaddr_storage to;
	const socklen_t len = li_address_to(at, &to);
	int order[2], sent[2];
	char what;
	pid_t pid;

	if (pipe(order) != 0 || pipe(sent) != 0)
		need(LI_EIO, "pipe", NULL);
	pid = fork();
	*ask = order[1];
	*done = sent[0];
	if (pid != 0)
		return pid;
	close(order[1]);
	s.fd = socket(to.ss_family, SOCK_DGRAM, 0);
	if (connect(s.fd, (struct sockaddr *)&to, len) != 0)
		need(LI_EIO, "connect", NULL);
	make_packets(&s);
	while (read(order[0], &what, 1) == 1) {
		if (what == SENDER_FLOOD)
			send_at_rate(&s);
		for (size_t i = 0; what == SENDER_ROUND && i < MESSAGES; i++)
			send_one(&s, i, false);
		if (write(sent[1], "d", 1) != 1)
			break;
	}
	_exit(0);
}
