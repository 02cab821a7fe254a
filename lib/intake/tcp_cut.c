/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cut_off.h"
#include "intake/sip_frame.h"
#include "intake/sip_scan.h"
#include "intake/sip_start.h"
#include "intake/tcp_inside.h"

static struct li_datagram datagram(const struct li_tcp_stream *s,
	struct li_slice message, const struct li_tcp_out *out)
{
	return (struct li_datagram){
		.from = s->from,
		.to = s->to,
		.ip_proto = 6,
		.at_us = out->at_us,
		.number = out->number,
		.payload = message,
	};
}

static li_err give(struct li_tcp *t, const struct li_tcp_stream *s,
	struct li_slice message, const struct li_tcp_out *out)
{
	const struct li_datagram d = datagram(s, message, out);

	t->counts->messages++;
	return out->fn(&d, out->data);
}

li_err li_tcp_give_cut(struct li_tcp *t, const struct li_tcp_stream *s,
	const struct li_tcp_out *out)
{
	struct li_datagram d = datagram(s, li_buf_slice(&s->in), out);

	if (li_sip_start(d.payload) != LI_SIP_START_YES) {
		/* not even its start line is all there */
		t->counts->unread += s->proved && !s->lost && d.payload.n;
		return LI_OK;
	}
	li_cut_off(&d);
	t->counts->messages++;
	t->counts->partial++;
	return out->fn(&d, out->data);
}

/* A message whose end cannot be told, by its headers or by its size: all that
 * may be of it is given as it came, for its reader to find it broken, and
 * the next start line behind it begins anew. */
static li_err give_broken(struct li_tcp *t, struct li_tcp_stream *s,
	struct li_slice rest, size_t *n, const struct li_tcp_out *out)
{
	size_t looked = 0, body;

	rest = li_slice_sub(rest, 0, LI_SIP_MESSAGE_MAX);
	body = li_sip_headers_end(rest, &looked);
	if (body == 0)
		body = rest.n;
	*n = body + li_sip_start_find(li_slice_sub(rest, body, rest.n));
	t->counts->malformed++;
	s->lost = true;
	return give(t, s, li_slice_sub(rest, 0, *n), out);
}

/* The message that begins at rest: its length, 0 when it is not whole.
 *   LI_EMALFORMED  its end cannot be told
 */
static li_err length_of(struct li_tcp_stream *s, struct li_slice rest,
	size_t *n)
{
	struct li_sip_frame frame = {0};
	li_err err;

	*n = 0;
	if (rest.n < s->need)
		return LI_OK;
	if (!s->need && !li_sip_headers_end(rest, &s->looked))
		return rest.n < LI_SIP_BLOCK_MAX ? LI_OK : LI_EMALFORMED;
	err = li_sip_frame(rest, &frame);
	if (err == LI_EAGAIN) {
		s->need = frame.need;
		return LI_OK;
	}
	if (err)
		return LI_EMALFORMED;
	*n = frame.length;
	return LI_OK;
}

/* Stand at the beginning of a message: step over keep-alives (RFC 5626
 * cl. 3.5.1) and, when lost, over what begins none. False when there is
 * none in s. */
static bool find_start(struct li_tcp *t, struct li_tcp_stream *s,
	struct li_slice in, size_t *at)
{
	enum li_sip_start start;

	while (*at < in.n && (in.p[*at] == '\r' || in.p[*at] == '\n'))
		(*at)++;
	if (*at == in.n)
		return false;
	start = li_sip_start(li_slice_sub(in, *at, in.n));
	if (start == LI_SIP_START_NO && !s->proved && !s->lost) {
		s->over = true; /* another protocol */
		return false;
	}
	if (start == LI_SIP_START_NO) {
		if (!s->lost)
			t->counts->gaps++;
		s->lost = true;
		*at += li_sip_start_find(li_slice_sub(in, *at, in.n));
		start = li_sip_start(li_slice_sub(in, *at, in.n));
	}
	if (*at == in.n || start == LI_SIP_START_MAYBE)
		return false;
	if (!s->proved)
		t->counts->streams++;
	s->proved = true;
	s->lost = false;
	return true;
}

/* Give what is whole in `in`; *used are the octets behind which the rest
 * begins. */
static li_err cut(struct li_tcp *t, struct li_tcp_stream *s, struct li_slice in,
	size_t *used, const struct li_tcp_out *out)
{
	li_err err = LI_OK;

	*used = 0;
	while (!err && (s->need || s->looked || find_start(t, s, in, used))) {
		struct li_slice rest = li_slice_sub(in, *used, in.n);
		size_t n = 0;

		if (length_of(s, rest, &n))
			err = give_broken(t, s, rest, &n, out);
		else if (n)
			err = give(t, s, li_slice_sub(rest, 0, n), out);
		if (n == 0)
			break;
		*used += n;
		s->need = s->looked = 0;
	}
	return err;
}

/* Keep octets until more come. */
static void keep(struct li_tcp *t, struct li_tcp_stream *s,
	struct li_slice octets)
{
	li_buf_put_slice(&s->in, octets);
	if (s->in.bad) {
		t->counts->refused++;
		li_tcp_gap(t, s);
		return;
	}
	t->octets += octets.n;
}

li_err li_tcp_feed(struct li_tcp *t, struct li_tcp_stream *s,
	struct li_slice octets, const struct li_tcp_out *out)
{
	size_t used = 0;
	li_err err;

	s->next += (uint32_t)octets.n;
	s->solid += (uint32_t)octets.n;
	if (s->solid > LI_TCP_SOLID_MAX)
		s->solid = LI_TCP_SOLID_MAX;
	if (s->in.n == 0) { /* nothing waits: no copy */
		err = cut(t, s, octets, &used, out);
		if (!s->over && used < octets.n)
			keep(t, s, li_slice_sub(octets, used, octets.n));
		return err;
	}
	keep(t, s, octets);
	err = cut(t, s, li_buf_slice(&s->in), &used, out);
	li_buf_consume(&s->in, used);
	t->octets -= used;
	if (s->in.n == 0)
		li_buf_fini(&s->in);
	return err;
}

void li_tcp_gap(struct li_tcp *t, struct li_tcp_stream *s)
{
	t->counts->gaps++;
	t->octets -= s->in.n;
	li_buf_fini(&s->in);
	s->need = s->looked = 0;
	s->lost = true;
}
