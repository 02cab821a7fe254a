/* SPDX-License-Identifier: BSD-3-Clause */
#include "flood_send.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

enum {
	STEP_US = 1000,
	PARTS = 8,     /* messages of a call */
	SPREAD = 1024, /* calls of bystanders that are open at a time */
	TEXT = 1400,
};

static const struct {
	const char *first, *cseq;
	int tagged;
} call[PARTS] = {
	{"INVITE sip:called@ims.example SIP/2.0", "1 INVITE", 0},
	{"SIP/2.0 180 Ringing", "1 INVITE", 1},
	{"SIP/2.0 200 OK", "1 INVITE", 1},
	{"ACK sip:called@ims.example SIP/2.0", "1 ACK", 1},
	{"INFO sip:called@ims.example SIP/2.0", "2 INFO", 1},
	{"SIP/2.0 200 OK", "2 INFO", 1},
	{"BYE sip:called@ims.example SIP/2.0", "3 BYE", 1},
	{"SIP/2.0 200 OK", "3 BYE", 1},
};

/* One message; `who` calls, `mark` is a line more. */
struct message {
	const char *who, *mark;
	char kind;     /* of whom; with the number it is the Call-ID */
	size_t number; /* of the call */
	unsigned int part;
};

static size_t sip(const struct message *m, char to[TEXT])
{
	return (size_t)snprintf(to, TEXT,
		"%s\r\n"
		"Via: SIP/2.0/UDP [2001:db8::5]:5060;branch=z9hG4bK%c%zu-%u\r\n"
		"Max-Forwards: 69\r\n"
		"From: <sip:%s@ims.example>;tag=f%zu\r\n"
		"To: <sip:called@ims.example>%s\r\n"
		"Call-ID: %c%zu@[2001:db8::6]\r\n"
		"CSeq: %s\r\n"
		"Contact: <sip:%s@[2001:db8::6]:5060>\r\n"
		"P-Charging-Vector: icid-value=%c%zu\r\n"
		"User-Agent: flood\r\n"
		"%sContent-Length: 0\r\n\r\n",
		call[m->part].first, m->kind, m->number, m->part, m->who,
		m->number, call[m->part].tagged ? ";tag=t" : "", m->kind,
		m->number, call[m->part].cseq, m->who, m->kind, m->number,
		m->mark);
}

static void chunk(struct li_buf *b, uint16_t type, const void *p, size_t n)
{
	li_buf_put_u16(b, 0);
	li_buf_put_u16(b, type);
	li_buf_put_u16(b, (uint16_t)(6 + n));
	li_buf_put(b, p, n);
}

/* Bystanders come by 256 sources, so that some are the same and many are not. */
static void send_one(int fd, const struct message *m)
{
	static struct li_buf b;
	uint8_t from[16] = {0x20, 1, 0xd, 0xb8};
	char text[TEXT];
	const size_t n = sip(m, text);

	from[7] = (uint8_t)m->number;
	li_buf_reset(&b);
	li_buf_put(&b, "HEP3\0\0", 6);
	chunk(&b, 1, "\12", 1);
	chunk(&b, 2, "\21", 1);
	chunk(&b, 5, from, 16);
	chunk(&b, 6, from, 16);
	chunk(&b, 7, "\23\304", 2);
	chunk(&b, 8, "\23\304", 2);
	chunk(&b, 11, "\1", 1);
	chunk(&b, 15, text, n);
	b.p[4] = (uint8_t)(b.n >> 8);
	b.p[5] = (uint8_t)(b.n & 0xff);
	if (send(fd, b.p, b.n, 0) != (ssize_t)b.n)
		perror("flood: send");
}

/* Half of them are calls, half begin something that never goes on. */
static void bystander(int fd, size_t n)
{
	const size_t i = n / 2, lap = i / (SPREAD * PARTS);
	char who[32];
	struct message m = {.who = who, .mark = "", .kind = 'b', .number = n};

	if (n % 2 == 0) {
		m.kind = 'c';
		m.number = lap * SPREAD + i % SPREAD;
		m.part = (unsigned int)(i / SPREAD % PARTS);
	}
	snprintf(who, sizeof(who), "%c%zu", m.kind, m.number % 100000);
	send_one(fd, &m);
}

/* Call after call; who floods has each message in a call of its own. */
static void target(int fd, const struct flood_phase *p, size_t t, size_t n)
{
	const int floods = t == 0 && p->flooder > FLOOD_CALM;
	char who[32], mark[64];
	const struct message m = {
		.who = who,
		.mark = mark,
		.kind = (char)('A' + t),
		.number = p->number * 100000000 + (floods ? n : n / PARTS),
		.part = floods ? 0 : (unsigned int)(n % PARTS),
	};

	snprintf(who, sizeof(who), "target%zu", t);
	snprintf(mark, sizeof(mark), FLOOD_MARK "%zu %zu %" PRId64 "\r\n",
		p->number, t, li_clock_mono_us());
	send_one(fd, &m);
}

static size_t rate_of(const struct flood_phase *p, size_t t)
{
	return t == 0 ? p->flooder : FLOOD_CALM;
}

size_t flood_count(const struct flood_phase *p, size_t t)
{
	return rate_of(p, t) * p->seconds;
}

/* So many of `rate` are due after some time. */
static size_t due(size_t rate, const struct flood_phase *p, int64_t passed_us)
{
	const int64_t all_us = (int64_t)p->seconds * 1000000;

	if (passed_us > all_us)
		passed_us = all_us;
	return (size_t)((int64_t)rate * passed_us / 1000000);
}

void flood_send(int fd, const struct flood_phase *p)
{
	const int64_t start_us = li_clock_mono_us();
	size_t sent[FLOOD_TARGETS] = {0}, others = 0;
	int64_t passed_us = 0;
	size_t left = 1;

	while (left) {
		size_t step = p->bystanders * STEP_US / 500000 + 1;

		passed_us = li_clock_mono_us() - start_us;
		for (; others < due(p->bystanders, p, passed_us) && step;
			others++, step--)
			bystander(fd, others);
		left = p->bystanders * p->seconds - others;
		for (size_t t = 0; t < FLOOD_TARGETS; t++) {
			for (; sent[t] < due(rate_of(p, t), p, passed_us);
				sent[t]++)
				target(fd, p, t, sent[t]);
			left += flood_count(p, t) - sent[t];
		}
		if (step)
			usleep(STEP_US / 2);
	}
	printf("phase %zu: %zu messages of bystanders in %.1f s, %.0f/s\n",
		p->number, others, (double)passed_us / 1e6,
		(double)others * 1e6 / (double)(passed_us + 1));
	fflush(stdout);
}
