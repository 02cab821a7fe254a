/* SPDX-License-Identifier: BSD-3-Clause
 *
 * odd.c - see odd.h.
 */
#include "odd.h"

#include <string.h>

#include "odd_cases.h"
#include "odd_table.h"

enum {
	WAIT_MS = 1500,
	ROUTE_TRIES = 100,
	STEP_MS = 20,
	OCTETS_A_LINE = 32,
	ROUTE_RECORD = 282,
	NO_STATE_MAINTAINED = 1,
	RESULT_SUCCESS = 2001
};

static struct dia_buf out_request, out_answer;

int odd_count(void)
{
	return ODD_CASES + odd_table_count();
}

/* Number i: those that are odd first, then those of the table. Its name is
 * valid until the next call. */
static struct odd_case case_of(int i)
{
	static char name[ODD_NAME];

	if (i < ODD_CASES)
		return odd_cases[i];
	odd_table_name(i - ODD_CASES, name);
	return (struct odd_case){
		.name = name,
		.command = odd_table_command(i - ODD_CASES),
		.table = i - ODD_CASES + 1,
	};
}

static void put_odd(struct dia_buf *b, const struct odd_case *c, bool request)
{
	if (c->table > 0)
		odd_table_put(c->table - 1, request, b);
	else
		c->put(b);
}

static void put_routing(struct dia_buf *b, bool request)
{
	size_t group;

	dia_put_text(b, 263, "client.ims.test;odd;session");
	group = dia_open(b, DIA_AVP_MANDATORY, 260, 0);
	dia_put_u32(b, 266, DIA_3GPP);
	dia_put_u32(b, 258, DIA_CX);
	dia_close(b, group);
	dia_put_u32(b, 277, NO_STATE_MAINTAINED);
	dia_put_text(b, 264, request ? "client.ims.test" : "hss.ims.test");
	dia_put_text(b, 296, peer_realm);
	if (request)
		dia_put_text(b, 283, peer_realm);
	else
		dia_put_u32(b, 268, RESULT_SUCCESS);
}

/* The message of a case, or the plain one that goes with it. */
static void build(struct dia_buf *b, const struct odd_case *c, bool odd,
	const struct dia_header *ids)
{
	struct dia_header h = *ids;
	bool request = h.flags & DIA_REQUEST;

	h.application = DIA_CX;
	h.command = c->command != 0 ? c->command : DIA_SERVER_ASSIGNMENT;
	h.flags |= DIA_PROXIABLE;
	if (odd) /* T is for requests only */
		h.flags |= request ? c->flags : c->flags & 0x0f;
	dia_begin(b, &h);
	if (odd && c->routing_behind)
		put_odd(b, c, request);
	if (!odd || !c->bare)
		put_routing(b, request);
	if (odd && !c->routing_behind)
		put_odd(b, c, request);
	dia_end(b);
}

/* Wait for a message on p, other messages dropped; NULL when it does not come. */
static const uint8_t *await(struct link *l, struct peer *p, size_t *len,
	bool request)
{
	uint64_t end = link_now_us() + WAIT_MS * 1000ULL;
	const uint8_t *msg;

	while (link_now_us() < end && !l->client.closed && !l->hss.closed) {
		while ((msg = peer_next(p, len)) != NULL)
			if (((msg[4] & DIA_REQUEST) != 0) == request)
				return msg;
		link_turn(l, STEP_MS);
	}
	return NULL;
}

/* Copy msg without what a relay may change. */
static void normalise(struct dia_buf *b, const uint8_t *msg, size_t len)
{
	struct dia_avp avp;
	size_t at = DIA_HEADER;

	b->len = 0;
	b->full = false;
	dia_raw(b, msg, DIA_HEADER);
	dia_set32(b->data + 12, 0);
	for (; dia_avp_at(msg, len, at, &avp); at = avp.next)
		if (avp.code != ROUTE_RECORD || avp.vendor != 0)
			dia_raw(b, msg + at,
				(avp.next < len ? avp.next : len) - at);
	if (at < len)
		dia_raw(b, msg + at, len - at);
	dia_end(b);
}

/* Write msg, hop-by-hop apart; does it differ from what was sent, Route-Record
 * apart too? */
static bool write_octets(FILE *out, const uint8_t *msg, size_t len,
	const struct dia_buf *sent)
{
	static struct dia_buf got, want;

	got.len = 0;
	got.full = false;
	dia_raw(&got, msg, len);
	dia_set32(got.data + 12, 0);
	for (size_t i = 0; i < got.len; i++)
		fprintf(out, "%02x%s", got.data[i],
			(i + 1) % OCTETS_A_LINE == 0 || i + 1 == got.len ? "\n"
									 : "");
	normalise(&got, msg, len);
	normalise(&want, sent->data, sent->len);
	return got.len != want.len || memcmp(got.data, want.data, got.len) != 0;
}

/* What became of one exchange. */
struct outcome {
	bool arrived, changed;
};

/* The HSS got request msg: note it when it is the odd one, answer it. */
static struct outcome answer(struct link *l, const struct odd_case *c,
	const uint8_t *msg, size_t len, FILE *odd_to)
{
	struct dia_header ids = dia_header_of(msg);
	struct outcome o = {false, false};
	bool odd_answer = odd_to == NULL;

	if (!odd_answer)
		o.changed = write_octets(odd_to, msg, len, &out_request);
	ids.flags = 0;
	build(&out_answer, c, odd_answer, &ids);
	peer_send(&l->hss, out_answer.data, out_answer.len);
	return o;
}

/* One request of the client, one answer of the HSS; write the odd one as it
 * arrived.
 */
static struct outcome exchange(struct link *l, const struct odd_case *c,
	uint32_t id, bool odd_answer, FILE *out)
{
	const struct dia_header ids = {.flags = DIA_REQUEST,
		.hop_by_hop = id,
		.end_to_end = id};
	struct outcome o = {false, false};
	const uint8_t *msg;
	bool served;
	size_t len;

	fprintf(out, "%s %s\n", c->name, odd_answer ? "answer" : "request");
	build(&out_request, c, !odd_answer, &ids);
	peer_send(&l->client, out_request.data, out_request.len);
	msg = await(l, c->bare && !odd_answer ? &l->client : &l->hss, &len,
		!c->bare || odd_answer);
	served = msg != NULL && (msg[4] & DIA_REQUEST);
	if (served) {
		o = answer(l, c, msg, len, odd_answer ? NULL : out);
		msg = await(l, &l->client, &len, false);
		if (msg != NULL && odd_answer)
			o.changed = write_octets(out, msg, len, &out_answer);
	} else if (msg != NULL) {
		fprintf(out, "the relay answered\n");
		write_octets(out, msg, len, &out_request);
	}
	o.arrived = msg != NULL;
	if (msg == NULL)
		fprintf(out, "nothing arrived at the %s\n",
			served ? "client" : "HSS");
	return o;
}

/* Send one plain request and answer it; did the answer come of the HSS? */
static bool try_route(struct link *l, uint32_t id)
{
	struct dia_header ids = {.flags = DIA_REQUEST,
		.hop_by_hop = id,
		.end_to_end = id};
	uint64_t end = link_now_us() + WAIT_MS * 1000ULL;
	bool served = false;
	const uint8_t *msg;
	size_t len;

	build(&out_request, &odd_cases[0], false, &ids);
	peer_send(&l->client, out_request.data, out_request.len);
	while (link_now_us() < end && !l->client.closed && !l->hss.closed) {
		while ((msg = peer_next(&l->hss, &len)) != NULL) {
			ids = dia_header_of(msg);
			ids.flags = 0;
			build(&out_answer, &odd_cases[0], false, &ids);
			peer_send(&l->hss, out_answer.data, out_answer.len);
			served = true;
		}
		if (peer_next(&l->client, &len) != NULL)
			return served;
		link_turn(l, STEP_MS);
	}
	return false;
}

/* A relay opens a connection some time before it routes to it, and answers by
 * itself until then.
 */
static bool routed(struct link *l)
{
	for (uint32_t i = 0; i < ROUTE_TRIES; i++) {
		if (try_route(l, 0x0dc00000 + i))
			return true;
		link_turn(l, STEP_MS);
	}
	return false;
}

bool odd_run(struct link *l, FILE *out, struct odd_result *result)
{
	uint32_t id = 0x0dd00000;

	*result = (struct odd_result){0, 0};
	if (!routed(l))
		return false;
	for (int i = 0; i < odd_count(); i++)
		for (int way = 0; way < 2; way++) {
			const struct odd_case c = case_of(i);
			struct outcome o = exchange(l, &c, ++id, way == 1, out);

			result->missing += !o.arrived;
			result->changed += o.changed;
			if (!l->client.closed && !l->hss.closed)
				continue;
			fprintf(out, "a connection was closed\n");
			if (!link_up(l) || !routed(l))
				return false;
		}
	return true;
}
