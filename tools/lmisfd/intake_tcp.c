/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "encode/lite.h"
#include "intake.h"
#include "intake/hep.h"
#include "intake/sip_frame.h"
#include "lmisfd.h"
#include "taken.h"

static struct li_packet packet_of(const struct stream *s)
{
	const struct listener *l = s->owner;

	return (struct li_packet){
		.from = s->from,
		.to = l->at,
		.ip_proto = 6,
		.at_us = s->now.at_us,
		.mono_us = s->now.mono_us,
		.sequence = s->now.sequence,
	};
}

/* A connection that makes no sense is closed: its octets have no beginning. */
static li_err unframed(struct stream *s, const char *what)
{
	struct listener *l = s->owner;

	l->daemon->intake.counts[INTAKE_UNFRAMED]++;
	li_log(LI_LOG_INFO, "intake", 0, "%s connection: %s, closed",
		l->lite          ? "LITE"
			: l->hep ? "HEP"
				 : "SIP",
		what);
	return LI_EMALFORMED;
}

/* HEPv3 packets back to back, each framed by its own length. */
static li_err hep_stream(struct stream *s, struct li_slice rest, size_t *used)
{
	struct li_packet p = packet_of(s);
	const size_t all = rest.n;
	li_err err = LI_OK;
	size_t n;

	*used = all;

	while (!err) {
		err = li_hep_frame(rest, &n);
		if (err)
			break;
		p.octets = li_slice_sub(rest, 0, n);
		if (intake_give(s->owner, &p))
			return LI_EMALFORMED;
		rest = li_slice_sub(rest, n, rest.n);
	}
	if (err == LI_EAGAIN) {
		*used = all - rest.n;
		return LI_OK;
	}
	/* An older version is counted as what it is. */
	p.octets = rest;
	if (err == LI_EUNSUPPORTED && intake_give(s->owner, &p))
		return LI_EMALFORMED;
	return unframed(s, "no HEP of version 3");
}

/* Have the flow look at octets that have no certain end: what names a target
 * is reported as it came. TS 102 232-5 cl. 5.4 */
static li_err give_broken(struct stream *s, struct li_slice octets)
{
	struct li_packet p = packet_of(s);

	p.octets = octets;
	p.broken = true;
	return intake_give(s->owner, &p);
}

/* No request or status line begins so. RFC 3261 cl. 7.1, 7.2 */
static bool is_no_start(struct li_slice s)
{
	return s.n && (s.p[0] <= ' ' || s.p[0] >= 0x7f);
}

/* Messages that the flow did not take for SIP. */
static uint64_t strange(const struct stream *s)
{
	const struct listener *l = s->owner;
	const struct li_flow_counts *n = li_flow_counts(l->daemon->flow);

	return n->unsupported + n->sigcomp;
}

/* Cut on where the last read left off: s->state is how far that was. */
static li_err frame_on(struct stream *s, struct li_slice rest,
	struct li_sip_frame *frame)
{
	struct li_sip_framing so_far = {s->state[0], s->state[1]};
	li_err err = li_sip_frame_on(rest, &so_far, frame);

	s->state[0] = so_far.looked;
	s->state[1] = so_far.need;
	return err;
}

/* Take the next message of rest; *used octets of it are done with.
 *   LI_EAGAIN       it is not whole
 *   LI_EMALFORMED   rest has no beginning
 */
static li_err sip_message(struct stream *s, struct li_slice rest, size_t *used)
{
	const uint64_t before = strange(s);
	struct li_packet p = packet_of(s);
	struct li_sip_frame frame;
	li_err err = frame_on(s, rest, &frame);

	*used = err && err != LI_EAGAIN ? rest.n : frame.skip + frame.length;
	if (err && err != LI_EAGAIN) {
		/* Content-Length is missing, or too large: RFC 3261 cl. 18.3 */
		err = give_broken(s, rest);
		return err ? err : LI_EMALFORMED;
	}
	if (is_no_start(li_slice_sub(rest, frame.skip, rest.n))) {
		*used = rest.n;
		err = give_broken(s, li_slice_sub(rest, frame.skip, rest.n));
		return err ? err : LI_EMALFORMED;
	}
	/* Or the CR and LF of a keep-alive. RFC 5626 cl. 3.5.1 */
	p.octets = frame.length
		? li_slice_sub(rest, frame.skip, frame.skip + frame.length)
		: li_slice_sub(rest, 0, frame.skip);
	if (p.octets.n && intake_give(s->owner, &p))
		return LI_EMALFORMED;
	return err ? err : strange(s) != before ? LI_EMALFORMED : LI_OK;
}

/* SIP messages back to back, framed by Content-Length. */
static li_err sip_stream(struct stream *s, struct li_slice rest, size_t *done)
{
	size_t used;
	li_err err = LI_OK;

	*done = 0;
	while (!err) {
		err = sip_message(s, li_slice_sub(rest, *done, rest.n), &used);
		*done += used;
	}
	if (err != LI_EAGAIN)
		*done = rest.n;
	return err == LI_EAGAIN ? LI_OK : unframed(s, "no SIP, or no end");
}

/* LI_X2_LITE, whose PDUs say how long they are. */
static li_err lite_stream(struct stream *s, struct li_slice rest, size_t *used)
{
	const struct listener *l = s->owner;
	const struct li_packet as = packet_of(s);
	const li_err err = intake_lite(s, &as, rest, used);

	if (!err || l->daemon->broken)
		return err;
	*used = rest.n;
	return unframed(s, "no X2 PDU");
}

/* Whole messages are read where they are; what is left of the last is kept. */
li_err intake_octets(struct stream *s, struct li_slice octets)
{
	const struct listener *l = s->owner;
	const bool more = s->in.n > 0;
	size_t used = 0;
	li_err err;

	if (more) {
		li_buf_put_slice(&s->in, octets);
		octets = li_buf_slice(&s->in);
	}
	if (s->in.bad)
		return LI_ETOOBIG; /* more than it may hold without sense */
	err = (l->lite           ? lite_stream
			: l->hep ? hep_stream
				 : sip_stream)(s, octets, &used);
	if (more)
		li_buf_consume(&s->in, used);
	else
		li_buf_put_slice(&s->in, li_slice_sub(octets, used, octets.n));
	return err ? err : s->in.bad ? LI_ETOOBIG : LI_OK;
}

static void count_end(struct intake *in, const struct stream *s)
{
	switch (s->end) {
	case STREAM_CLOSED:
	case STREAM_REFUSED: break;
	case STREAM_TLS:
		in->counts[INTAKE_TLS_REFUSED]++;
		li_log(LI_LOG_INFO, "intake", 0, "TLS: %s, closed", s->why);
		break;
	case STREAM_HANDSHAKE:
	case STREAM_IDLE: in->counts[INTAKE_TIMED_OUT]++; break;
	case STREAM_CUT: in->counts[INTAKE_CUT]++; break;
	}
}

static void gone(struct stream *s)
{
	struct listener *l = s->owner;
	struct intake *in = &l->daemon->intake;
	const bool sip = !l->hep && !l->lite;

	in->connections--;
	taken_ending(s);
	if (s->in.n && !sip)
		in->counts[INTAKE_UNFRAMED]++;
	/* Of a message that never became whole we keep what there is; a store
	 * that fails has ended the program. */
	if (s->in.n && sip)
		(void)give_broken(s, li_buf_slice(&s->in));
	count_end(in, s);
	taken_ended(s);
}

void intake_listen_tcp(struct listener *l)
{
	struct lmisfd *d = l->daemon;
	const struct li_config_intake *c = &d->config->intake;

	l->streams = (struct stream_kind){
		.loop = d->loop,
		.max = l->lite ? LI_LITE_PDU_MAX : LMISFD_STREAM_MAX,
		.way = &taken_way,
		.gone = gone,
		.owner = l,
		.list = &d->intake.streams,
		.creds = l->tls ? d->intake.keeper.now : NULL,
		.peers = d->intake.peers,
		.peer_count = c->peers_count,
		.handshake_us = (int64_t)c->handshake_s * 1000000,
		.idle_us = (int64_t)c->idle_s * 1000000,
	};
}
