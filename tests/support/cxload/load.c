/* SPDX-License-Identifier: BSD-3-Clause
 *
 * load.c - see load.h.
 */
#include "load.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cpu.h"
#include "delay.h"

enum {
	DIGITS = 10,
	ERROR_BIT = 0x20,
	ROOM_BYTES = 2048, /* of one message, generously */
	TURN_MS = 200,
	/* Server-Assignment-Type. TS 29.229 cl. 6.3.15 */
	REGISTRATION = 1,
	USER_DEREGISTRATION = 5
};

#define NUMBER "##########" /* DIGITS of them, patched */

static const char session[] = "client.ims.test;" NUMBER ";cx";
static const char impi[] = NUMBER "@ims.test";
static const char impu[] = "sip:" NUMBER "@ims.test";
static const char profile[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?><IMSSubscription><PrivateID>" NUMBER
	"@ims.test</PrivateID><ServiceProfile><PublicIdentity>"
	"<Identity>sip:" NUMBER "@ims.test</Identity></PublicIdentity>"
	"</ServiceProfile></IMSSubscription>";

/* One run, under way. */
struct run {
	struct link *l;
	const struct load *what;
	uint32_t sent, done, failed;
};

static struct delay delay;
static struct run under_way;
static struct dia_buf sar, saa;
static uint8_t *sar_session, *sar_impi, *sar_impu, *sar_type;
static uint8_t *saa_session, *saa_impi, *saa_impu;

static void put_digits(uint8_t *at, uint32_t value)
{
	for (int i = DIGITS - 1; i >= 0; i--) {
		at[i] = (uint8_t)('0' + value % 10);
		value /= 10;
	}
}

/* Where a run of '#' begins, from offset on. */
static uint8_t *marker(struct dia_buf *b, const uint8_t *from)
{
	uint8_t *at = memmem(b->data + (from - b->data),
		b->len - (size_t)(from - b->data), NUMBER, DIGITS);

	return at != NULL ? at : b->data;
}

static void put_application(struct dia_buf *b)
{
	size_t group = dia_open(b, DIA_AVP_MANDATORY, 260, 0);

	dia_put_u32(b, 266, DIA_3GPP);
	dia_put_u32(b, 258, DIA_CX);
	dia_close(b, group);
	dia_put_u32(b, 277, 1);
}

static void build_templates(void)
{
	struct dia_header h = {.flags = DIA_REQUEST | DIA_PROXIABLE,
		.command = DIA_SERVER_ASSIGNMENT,
		.application = DIA_CX};

	dia_begin(&sar, &h);
	dia_put_text(&sar, 263, session);
	put_application(&sar);
	dia_put_text(&sar, 264, "client.ims.test");
	dia_put_text(&sar, 296, peer_realm);
	dia_put_text(&sar, 283, peer_realm);
	dia_put_text(&sar, 1, impi);
	dia_put_cx_text(&sar, 601, impu);
	dia_put_cx_text(&sar, 602, "sip:scscf.ims.test:6060");
	dia_put_cx_u32(&sar, 614, REGISTRATION);
	sar_type = sar.data + sar.len - sizeof(uint32_t);
	dia_put_cx_u32(&sar, 624, 0);
	dia_end(&sar);
	sar_session = marker(&sar, sar.data);
	sar_impi = marker(&sar, sar_session + DIGITS);
	sar_impu = marker(&sar, sar_impi + DIGITS);
	h.flags = DIA_PROXIABLE;
	dia_begin(&saa, &h);
	dia_put_text(&saa, 263, session);
	put_application(&saa);
	dia_put_u32(&saa, 268, 2001);
	dia_put_text(&saa, 264, "hss.ims.test");
	dia_put_text(&saa, 296, peer_realm);
	dia_put_cx_text(&saa, 606, profile);
	dia_end(&saa);
	saa_session = marker(&saa, saa.data);
	saa_impi = marker(&saa, saa_session + DIGITS);
	saa_impu = marker(&saa, saa_impi + DIGITS);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000ULL + (uint64_t)t.tv_nsec;
}

static void send_of(struct link *l, uint32_t n, uint32_t user)
{
	dia_set32(sar.data + 12, n);
	dia_set32(sar.data + 16, n);
	put_digits(sar_session, n);
	put_digits(sar_impi, user);
	put_digits(sar_impu, user);
	peer_send(&l->client, sar.data, sar.len);
}

static void send_request(struct run *r, uint64_t now_us)
{
	uint32_t user = r->sent % r->what->users;

	r->sent++;
	delay_sent(&delay, r->sent, now_us);
	send_of(r->l, r->sent, user);
}

/* The digits of a request's AVP that looks like this. */
static const uint8_t *digits_of(const uint8_t *msg, size_t len, uint32_t code,
	const char *like)
{
	struct dia_avp avp;

	if (!dia_find(msg, len, code, &avp) || avp.len != strlen(like))
		return NULL;
	return avp.data + strcspn(like, "#");
}

/* The HSS's half: an answer to each request, with that user's profile. */
static void serve(struct link *l)
{
	const uint8_t *msg, *number, *user;
	size_t len;

	while (l->hss.out_len + ROOM_BYTES < sizeof(l->hss.out) &&
		(msg = peer_next(&l->hss, &len)) != NULL) {
		if (!(msg[4] & DIA_REQUEST))
			continue;
		memcpy(saa.data + 12, msg + 12, 8);
		number = digits_of(msg, len, 263, session);
		user = digits_of(msg, len, 1, impi);
		if (number)
			memcpy(saa_session, number, DIGITS);
		if (user) {
			memcpy(saa_impi, user, DIGITS);
			memcpy(saa_impu, user, DIGITS);
		}
		peer_send(&l->hss, saa.data, saa.len);
	}
}

static void collect(struct run *r)
{
	uint64_t now_us = link_now_us();
	const uint8_t *msg;
	size_t len;

	while ((msg = peer_next(&r->l->client, &len)) != NULL) {
		if (msg[4] & DIA_REQUEST)
			continue;
		delay_answered(&delay, dia_header_of(msg).hop_by_hop, now_us);
		r->done++;
		r->failed += (msg[4] & ERROR_BIT) != 0;
	}
}

/* Go on until so many pairs are done. */
static bool run_until(struct run *r, uint32_t pairs, uint64_t end_us)
{
	struct peer *client = &r->l->client;

	while (r->done < pairs) {
		uint64_t now_us = link_now_us();

		while (r->sent < pairs && r->sent - r->done < r->what->window &&
			client->out_len + ROOM_BYTES < sizeof(client->out))
			send_request(r, now_us);
		link_turn(r->l, TURN_MS);
		serve(r->l);
		collect(r);
		if (client->closed || r->l->hss.closed ||
			link_now_us() > end_us)
			return false;
	}
	return true;
}

void load_open(struct link *l, const struct load *what)
{
	build_templates();
	under_way = (struct run){.l = l, .what = what};
}

bool load_some(uint32_t pairs)
{
	const uint64_t end =
		link_now_us() + under_way.what->within_s * 1000000ULL;

	return run_until(&under_way, under_way.done + pairs, end) &&
		under_way.failed == 0;
}

bool load_timed(uint32_t pairs, struct load_result *result)
{
	const uint32_t before = under_way.done;
	const uint64_t begin = link_now_us();
	bool whole;

	delay_reset(&delay);
	whole = load_some(pairs);
	*result = (struct load_result){.done = under_way.done - before,
		.failed = under_way.failed,
		.seconds = (double)(link_now_us() - begin) / 1e6,
		.p50_us = delay_of(&delay, 50),
		.p99_us = delay_of(&delay, 99),
		.relay_us = -1};
	return whole;
}

bool load_run(struct link *l, const struct load *what,
	struct load_result *result)
{
	struct run r = {.l = l, .what = what};
	uint64_t begin, cpu, end;
	bool whole;

	build_templates();
	end = link_now_us() + what->within_s * 1000000ULL;
	whole = run_until(&r, what->warmup, end);
	r.failed = 0;
	delay_reset(&delay);
	cpu = cpu_of_ns(what->relay_pid, NULL);
	begin = link_now_us();
	whole = whole && run_until(&r, what->warmup + what->pairs, end);
	result->seconds = (double)(link_now_us() - begin) / 1e6;
	cpu = cpu_of_ns(what->relay_pid, NULL) - cpu;
	result->done = r.done > what->warmup ? r.done - what->warmup : 0;
	result->failed = r.failed;
	result->p50_us = delay_of(&delay, 50);
	result->p99_us = delay_of(&delay, 99);
	result->relay_us = -1;
	if (what->relay_pid > 0 && result->done > 0)
		result->relay_us = (double)cpu / 1e3 / result->done;
	return whole;
}

/* The answer to the one request under way has come. */
static bool answered(struct link *l)
{
	const uint8_t *msg;
	size_t len;

	while ((msg = peer_next(&l->client, &len)) != NULL)
		if (!(msg[4] & DIA_REQUEST))
			return true;
	return false;
}

bool load_one(struct link *l, uint32_t n, uint32_t user, uint64_t *took_ns)
{
	const uint64_t end_us = link_now_us() + TURN_MS * 10000ULL;
	uint64_t begin_ns;

	if (sar.len == 0)
		build_templates();
	/* Each is a record of a target; a registration again is none.
	 * TS 33.107 cl. 7A.2.3.3 */
	dia_set32(sar_type, USER_DEREGISTRATION);
	send_of(l, n, user);
	begin_ns = now_ns();
	peer_flush(&l->client);
	while (!answered(l)) {
		if (l->client.closed || l->hss.closed || link_now_us() > end_us)
			return false;
		link_turn(l, TURN_MS);
		serve(l);
		peer_flush(&l->hss);
	}
	*took_ns = now_ns() - begin_ns;
	return true;
}
