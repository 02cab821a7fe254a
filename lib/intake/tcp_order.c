/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "intake/tcp_inside.h"

/* How far b is behind a: numbers wrap. RFC 9293 cl. 3.4 */
static int32_t distance(uint32_t a, uint32_t b)
{
	return (int32_t)(b - a);
}

/* Is there room to hold n octets more? */
static bool room(const struct li_tcp_stream *s, size_t n)
{
	return s->held_n < LI_TCP_PIECES_MAX &&
		s->held_octets + n <= LI_TCP_HELD_MAX;
}

/* Hold octets that nothing held covers, in front of *at. */
static bool insert(struct li_tcp *t, struct li_tcp_stream *s,
	struct li_tcp_piece **at, uint32_t sequence, struct li_slice octets)
{
	struct li_tcp_piece *p;

	if (!room(s, octets.n))
		return false;
	p = malloc(sizeof(*p) + octets.n);
	if (!p)
		return false;
	p->sequence = sequence;
	p->n = octets.n;
	memcpy(p->octets, octets.p, octets.n);
	p->next = *at;
	*at = p;
	s->held_n++;
	s->held_octets += p->n;
	t->octets += p->n;
	return true;
}

/* Hold what of a segment is not held yet: of octets that come twice the first
 * ones count. False when room ends. */
static bool hold(struct li_tcp *t, struct li_tcp_stream *s, uint32_t sequence,
	struct li_slice octets)
{
	struct li_tcp_piece **at = &s->held;

	while (octets.n) {
		struct li_tcp_piece *p = *at;
		int32_t before =
			p ? distance(sequence, p->sequence) : INT32_MAX;
		size_t n = octets.n;

		if (before > 0) { /* up to the next piece */
			if ((size_t)before < n)
				n = (size_t)before;
			if (!insert(t, s, at, sequence,
				    li_slice_sub(octets, 0, n)))
				return false;
		} else { /* the piece covers a part, or nothing */
			size_t past = (size_t) - (int64_t)before;
			size_t covered = past < p->n ? p->n - past : 0;

			if (covered < n)
				n = covered;
		}
		sequence += (uint32_t)n;
		octets = li_slice_sub(octets, n, octets.n);
		at = &(*at)->next;
	}
	return true;
}

/* Take the first piece out. */
static struct li_tcp_piece *take_first(struct li_tcp *t,
	struct li_tcp_stream *s)
{
	struct li_tcp_piece *p = s->held;

	s->held = p->next;
	s->held_n--;
	s->held_octets -= p->n;
	t->octets -= p->n;
	return p;
}

/* Feed the held pieces that follow now. */
static li_err drain(struct li_tcp *t, struct li_tcp_stream *s,
	const struct li_tcp_out *out)
{
	li_err err = LI_OK;

	while (!err && s->held && !s->over &&
		distance(s->held->sequence, s->next) >= 0) {
		struct li_tcp_piece *p = take_first(t, s);
		size_t old = (size_t)distance(p->sequence, s->next);

		if (old < p->n)
			err = li_tcp_feed(t, s,
				li_slice(p->octets + old, p->n - old), out);
		free(p);
	}
	s->held_us = out->at_us;
	return err;
}

/* Feed a segment that begins at or in front of the next octet expected; what
 * is held goes before what came later. */
static li_err feed(struct li_tcp *t, struct li_tcp_stream *s, uint32_t sequence,
	struct li_slice octets, const struct li_tcp_out *out)
{
	li_err err = LI_OK;

	while (!err && !s->over) {
		size_t old = (size_t)distance(sequence, s->next), to = octets.n;

		if (old >= octets.n)
			break; /* the rest was here: a repetition, a probe */
		if (s->held && to - old > s->held->sequence - s->next)
			to = old + (s->held->sequence - s->next);
		err = li_tcp_feed(t, s, li_slice_sub(octets, old, to), out);
		if (!err && s->held)
			err = drain(t, s, out);
	}
	return err;
}

/* Go on at another place; it may have been right to wait where we were. */
static void move(struct li_tcp_stream *s, uint32_t sequence)
{
	s->astray = true;
	s->anew = false;
	s->elsewhere = s->next;
	s->next = sequence;
	s->solid = 0;
}

li_err li_tcp_skip(struct li_tcp *t, struct li_tcp_stream *s,
	const struct li_tcp_out *out)
{
	li_err err;

	if (!s->held)
		return LI_OK;
	err = li_tcp_give_cut(t, s, out);
	li_tcp_gap(t, s);
	move(s, s->held->sequence);
	if (!err)
		err = drain(t, s, out);
	if (!s->proved && s->in.n == 0)
		s->over = true;
	return err;
}

li_err li_tcp_lacks(struct li_tcp *t, struct li_tcp_stream *s,
	const struct li_segment *seg, const struct li_tcp_out *out)
{
	li_err err;

	if (s->next != seg->sequence + (uint32_t)seg->payload.n)
		return LI_OK; /* it was here before, or something in front is
			       * missing too */
	err = li_tcp_give_cut(t, s, out);
	li_tcp_gap(t, s);
	s->next += (uint32_t)seg->missing;
	s->solid = 0;
	if (!err && s->held)
		err = drain(t, s, out);
	if (!s->proved && s->in.n == 0)
		s->over = true;
	return err;
}

/* Give up all that waits, and begin at a place that has nothing to do with it. A
 * new connection between the same ports, after one that was reset and owed us
 * nothing, leaves no gap: TS 33.203 cl. 7.1 has these ports stay the same. */
static li_err jump(struct li_tcp *t, struct li_tcp_stream *s, uint32_t sequence,
	const struct li_tcp_out *out)
{
	li_err err = li_tcp_give_cut(t, s, out);

	if (!s->anew || s->held || s->in.n || s->lost)
		li_tcp_gap(t, s);
	while (s->held)
		free(take_first(t, s));
	move(s, sequence);
	return err;
}

/* Is it neither what may be waited for nor what was here before? Whoever has
 * the connection can send octets that its other end drops, for being far off,
 * to lead us away from those that it takes. RFC 9293 cl. 3.4 */
static bool outside(const struct li_tcp_stream *s, int32_t ahead, size_t n)
{
	return ahead > LI_TCP_HELD_MAX ||
		(ahead < 0 && -(int64_t)ahead > s->solid &&
			-(int64_t)ahead >= (int64_t)n);
}

/* Does the stream go on where the last odd segment said? Else that is where
 * this one says: one alone is not believed. */
static bool follows(struct li_tcp_stream *s, const struct li_segment *seg,
	bool odd)
{
	if (s->astray && seg->sequence == s->elsewhere)
		return true;
	if (odd) {
		s->astray = true;
		s->anew = false;
		s->elsewhere = seg->sequence + (uint32_t)seg->payload.n;
	}
	return false;
}

li_err li_tcp_order(struct li_tcp *t, struct li_tcp_stream *s,
	const struct li_segment *seg, const struct li_tcp_out *out)
{
	int32_t ahead = distance(s->next, seg->sequence);
	bool odd = outside(s, ahead, seg->payload.n);
	li_err err = LI_OK;

	if (seg->payload.n == 0)
		return LI_OK;
	if ((odd || ahead > 0) && follows(s, seg, odd)) {
		err = jump(t, s, seg->sequence, out);
		ahead = 0;
	} else if (odd) {
		t->counts->refused++;
		return LI_OK;
	}
	if (ahead > 0 && !s->held)
		s->held_us = seg->at_us;
	while (ahead > 0 && !hold(t, s, seg->sequence, seg->payload)) {
		/* no longer: what is missing will not come */
		t->counts->refused++;
		if (!s->held)
			err = jump(t, s, seg->sequence, out);
		if (!err)
			err = li_tcp_skip(t, s, out);
		if (err || s->over)
			return err;
		ahead = distance(s->next, seg->sequence);
	}
	return !err && ahead <= 0 ? feed(t, s, seg->sequence, seg->payload, out)
				  : err;
}

void li_tcp_empty(struct li_tcp *t, struct li_tcp_stream *s)
{
	while (s->held)
		free(take_first(t, s));
	t->octets -= s->in.n;
	li_buf_fini(&s->in);
}
