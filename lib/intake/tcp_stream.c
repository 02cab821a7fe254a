/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "intake/not_sip.h"
#include "intake/octets.h"
#include "intake/sip_scan.h"
#include "intake/sip_start.h"
#include "intake/tcp_inside.h"

enum {
	TCP_HEADER = 20,
	SIP_PORT = 5060,
	SIPS_PORT = 5061,
	AWAKE_US = 10000000, /* streams heard since may wait for something */
};

li_err li_tcp_read(struct li_slice s, struct li_segment *out)
{
	size_t header;

	if (s.n < TCP_HEADER)
		return LI_EMALFORMED;
	header = (size_t)(s.p[12] >> 4) * 4;
	if (header < TCP_HEADER || header > s.n + out->missing)
		return LI_EMALFORMED;
	if (header > s.n)
		out->missing -= header - s.n;
	out->from.port = li_be16(s.p);
	out->to.port = li_be16(s.p + 2);
	out->sequence = li_be32(s.p + 4);
	out->flags = s.p[13];
	out->payload = li_slice_sub(s, header, s.n);
	return LI_OK;
}

/* ---- which streams there are ---- */

static struct li_key key_of(const struct li_tcp *t, const struct li_segment *s)
{
	uint8_t text[16 + 16 + 2 + 2 + 1];

	memcpy(text, s->from.ip, 16);
	memcpy(text + 16, s->to.ip, 16);
	memcpy(text + 32, &s->from.port, 2);
	memcpy(text + 34, &s->to.port, 2);
	text[36] = s->from.family;
	return li_hash(&t->secret, li_slice(text, sizeof(text)));
}

bool li_tcp_knows(const struct li_tcp *t, const struct li_segment *s)
{
	const struct li_tcp_stream *known =
		li_table_get(&t->streams, key_of(t, s));

	return known && known->proved;
}

static void leave(struct li_tcp_stream *s)
{
	struct li_tcp_list *l = s->list;

	*(s->older ? &s->older->newer : &l->oldest) = s->newer;
	*(s->newer ? &s->newer->older : &l->newest) = s->older;
	l->n--;
}

static void enter(struct li_tcp_list *l, struct li_tcp_stream *s)
{
	s->list = l;
	s->older = l->newest;
	s->newer = NULL;
	*(l->newest ? &l->newest->newer : &l->oldest) = s;
	l->newest = s;
	l->n++;
}

static void forget(struct li_tcp *t, struct li_tcp_stream *s)
{
	li_tcp_empty(t, s);
	leave(s);
	li_table_remove(&t->streams, s->key);
	free(s);
}

/* Forget a stream because of a bound. */
static void evict(struct li_tcp *t, struct li_tcp_stream *s)
{
	if (s->held || s->in.n)
		t->counts->refused++;
	forget(t, s);
}

/* A stream whose next octet is seg->sequence. Those that said nothing yet
 * have a quarter of the room, so that connections which are begun and no more
 * push nobody out. */
static struct li_tcp_stream *begin(struct li_tcp *t,
	const struct li_segment *seg, struct li_key key)
{
	struct li_tcp_stream *s;

	if (t->silent.n > t->streams_max / 4)
		evict(t, t->silent.oldest);
	else if (t->silent.n + t->proved.n >= t->streams_max)
		evict(t,
			t->proved.oldest ? t->proved.oldest : t->silent.oldest);
	s = calloc(1, sizeof(*s));
	if (!s || li_table_set(&t->streams, key, s)) {
		free(s);
		t->counts->refused++;
		return NULL;
	}
	s->key = key;
	s->from = seg->from;
	s->to = seg->to;
	s->next = seg->sequence;
	s->seen_us = seg->at_us;
	s->in.max = LI_SIP_MESSAGE_MAX + LI_TCP_HELD_MAX;
	enter(&t->silent, s);
	return s;
}

/* ---- streams whose beginning was not seen ---- */

static bool sip_port(const struct li_segment *s)
{
	return s->from.port == SIP_PORT || s->to.port == SIP_PORT ||
		s->from.port == SIPS_PORT || s->to.port == SIPS_PORT;
}

/* Does a message begin in this segment of a stream that is not known? Then
 * *seg begins there. */
static bool enters(struct li_tcp *t, struct li_segment *seg)
{
	size_t at = 0;

	while (at < seg->payload.n &&
		(seg->payload.p[at] == '\r' || seg->payload.p[at] == '\n'))
		at++;
	if (at == seg->payload.n)
		return false;
	if (li_sip_start(li_slice_sub(seg->payload, at, seg->payload.n)) ==
		LI_SIP_START_NO) {
		if (!sip_port(seg))
			return false;
		at = li_sip_start_find(seg->payload);
		if (li_sip_start(li_slice_sub(seg->payload, at,
			    seg->payload.n)) != LI_SIP_START_YES)
			return false;
		t->counts->gaps++; /* a message was on its way before */
	}
	seg->sequence += (uint32_t)at;
	seg->payload = li_slice_sub(seg->payload, at, seg->payload.n);
	return true;
}

/* ---- segments ---- */

/* The stream that a segment is of, when it is kept or begins to be. */
static struct li_tcp_stream *find(struct li_tcp *t, struct li_segment *seg)
{
	struct li_key key = key_of(t, seg);
	struct li_tcp_stream *s = li_table_get(&t->streams, key);

	if (seg->flags & LI_TCP_SYN) {
		seg->sequence++; /* it counts as an octet: RFC 9293 cl. 3.4 */
		if (s && s->next == seg->sequence)
			return s; /* sent again */
		if (!s)
			return begin(t, seg, key);
		/* The other end may refuse it: RFC 5961 cl. 4. What follows
		 * tells. */
		s->astray = s->anew = true;
		s->elsewhere = seg->sequence;
		return s;
	}
	if (s || (seg->flags & LI_TCP_RST) || !enters(t, seg))
		return s;
	return begin(t, seg, key);
}

static void note_end(struct li_tcp_stream *s, const struct li_segment *seg)
{
	uint32_t end =
		seg->sequence + (uint32_t)(seg->payload.n + seg->missing);

	if (seg->flags & LI_TCP_FIN) {
		s->ends = true;
		s->end = end;
	}
	/* One that is not exactly next may be anybody's. RFC 5961 cl. 3.2 */
	if ((seg->flags & LI_TCP_RST) && seg->sequence == s->next)
		s->over = true;
}

/* A stream that ends within a message ends it there. */
static li_err moved(struct li_tcp *t, struct li_tcp_stream *s, int64_t at_us,
	const struct li_tcp_out *out)
{
	if (s->ends && s->next == s->end)
		s->over = true;
	if (s->over) {
		li_err err = li_tcp_give_cut(t, s, out);

		forget(t, s);
		return err;
	}
	if (at_us > s->seen_us)
		s->seen_us = at_us;
	if (s->list->newest != s || (s->proved && s->list != &t->proved)) {
		leave(s);
		enter(s->proved ? &t->proved : &t->silent, s);
	}
	return LI_OK;
}

li_err li_tcp_take(struct li_tcp *t, const struct li_segment *segment,
	li_wire_fn fn, void *data)
{
	const struct li_tcp_out out = {fn, data, segment->at_us,
		segment->number};
	struct li_segment seg = *segment;
	struct li_tcp_stream *s = find(t, &seg);
	li_err err = LI_OK;

	if ((!s || !s->proved) && li_not_sip_websocket(segment->payload))
		t->counts->unsupported++;

	if (!s)
		return LI_OK;
	if (s->held && seg.sequence != s->next &&
		seg.at_us - s->held_us > LI_TCP_WAIT_US)
		err = li_tcp_skip(t, s, &out);
	if (!err && !s->over)
		err = li_tcp_order(t, s, &seg, &out);
	if (!err && seg.missing && !s->over)
		err = li_tcp_lacks(t, s, &seg, &out);
	note_end(s, &seg);
	if (!err)
		err = moved(t, s, seg.at_us, &out);
	while (t->octets > t->octets_max)
		evict(t,
			t->proved.oldest ? t->proved.oldest : t->silent.oldest);
	return err;
}

/* ---- time ---- */

static li_err forget_idle(struct li_tcp *t, struct li_tcp_list *l,
	int64_t before, struct li_tcp_out *out)
{
	li_err err = LI_OK;

	while (!err && l->oldest && l->oldest->seen_us < before) {
		out->at_us = l->oldest->seen_us;
		err = li_tcp_give_cut(t, l->oldest, out);
		evict(t, l->oldest);
	}
	return err;
}

/* What is missing for long will not come. */
static li_err skip_missing(struct li_tcp *t, struct li_tcp_list *l,
	int64_t at_us, struct li_tcp_out *out)
{
	struct li_tcp_stream *s = l->newest, *older;
	li_err err = LI_OK;

	for (; s && !err; s = older) {
		older = s->older;
		if (at_us < INT64_MAX && at_us - s->seen_us > AWAKE_US)
			break;
		out->at_us = s->seen_us;
		while (!err && s->held && !s->over &&
			at_us - s->held_us > LI_TCP_WAIT_US)
			err = li_tcp_skip(t, s, out);
		if (!err)
			err = moved(t, s, s->seen_us, out);
	}
	return err;
}

li_err li_tcp_tick(struct li_tcp *t, int64_t at_us, li_wire_fn fn, void *data)
{
	struct li_tcp_out out = {.fn = fn, .data = data};
	li_err err = skip_missing(t, &t->silent, at_us, &out);

	if (!err)
		err = skip_missing(t, &t->proved, at_us, &out);
	if (!err)
		err = forget_idle(t, &t->silent, at_us - LI_TCP_SILENT_US,
			&out);
	if (!err)
		err = forget_idle(t, &t->proved, at_us - LI_TCP_IDLE_US, &out);
	return err;
}

li_err li_tcp_new(const struct li_wire_options *bounds,
	struct li_wire_counts *counts, struct li_tcp **out)
{
	struct li_tcp *t = calloc(1, sizeof(*t));
	li_err err;

	if (!t)
		return LI_ENOMEM;
	err = li_hash_secret_draw(&t->secret);
	if (err) {
		free(t);
		return err;
	}
	t->counts = counts;
	t->streams_max = bounds->streams_max;
	t->octets_max = bounds->stream_octets;
	*out = t;
	return LI_OK;
}

void li_tcp_free(struct li_tcp *t)
{
	if (!t)
		return;
	while (t->silent.oldest)
		forget(t, t->silent.oldest);
	while (t->proved.oldest)
		forget(t, t->proved.oldest);
	li_table_fini(&t->streams);
	free(t);
}
