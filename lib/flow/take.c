/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/inside.h"
#include "intake/hep_like.h"
#include "intake/not_sip.h"
#include "intake/sdp.h"
#include "intake/sip_scan.h"
#include "intake/sip_sms.h"

/* A SIP message's way: read out of its octets, then applied as an event. */

void li_flow_begin(struct li_flow *flow, struct li_event *event, int64_t at_us,
	int64_t mono_us)
{
	event->number = ++flow->number;
	event->at_us = at_us;
	event->mono_us = mono_us;
	event->broken = false;
}

/* ---- reading ---- */

/* Not SIP: what is it? */
static void refuse_sip(struct li_flow *flow, struct li_slice octets,
	bool any_port)
{
	enum li_not_sip what = li_not_sip(octets);

	if (what == LI_NOT_SIP_SIGCOMP && any_port)
		what = LI_NOT_SIP_OTHER;
	switch (what) {
	case LI_NOT_SIP_OTHER: flow->counts.unsupported++; break;
	case LI_NOT_SIP_KEEPALIVE: flow->counts.keepalives++; break;
	case LI_NOT_SIP_SIGCOMP: flow->counts.sigcomp++; break;
	}
}

static void refuse_hep(struct li_flow *flow, struct li_slice octets)
{
	switch (li_hep_refused(octets)) {
	case LI_HEP_OTHER: flow->counts.unsupported++; break;
	case LI_HEP_OLD: flow->counts.hep_old++; break;
	case LI_HEP_COMPRESSED: flow->counts.hep_compressed++; break;
	}
}

/* Read a SIP message, of a HEP packet if there is one; false when it is none,
 * which is counted. */
static inline __attribute__((always_inline)) bool
read_message(struct li_flow *flow, const struct li_packet *packet,
	const struct li_hep *hep, struct li_coming *c)
{
	const struct li_hash_secret *secret = li_store_secret(flow->store);
	const struct li_slice octets = hep ? hep->payload : packet->octets;
	struct li_event *event = &c->event;
	li_err err;

	flow->counts.packets++;
	err = li_sip_scan(octets, secret, event);
	if (err == LI_EAGAIN) {
		flow->counts.keepalives++;
		return false;
	}
	if (err == LI_EUNSUPPORTED) {
		refuse_sip(flow, octets, !hep && packet->any_port);
		return false;
	}
	li_flow_begin(flow, event,
		hep && hep->at_us ? hep->at_us : packet->at_us,
		packet->mono_us);
	if (err || packet->broken) {
		/* A proxy may route what we find broken: it is screened and,
		 * when it names a target, reported raw. TS 102 232-5 cl. 5.4 */
		flow->counts.malformed++;
		event->broken = true;
	} else if (event->odd) {
		flow->counts.malformed++;
	}
	li_step_expect(flow->step, event, LI_EXPECT_INDEX, &c->expected);
	if (event->sip.method == LI_SIP_MESSAGE)
		li_sip_sms(event, secret);
	if (event->sip.content_type.n) /* else it has no SDP, and says so */
		li_sdp_find(event);
	event->from = hep ? hep->from : packet->from;
	event->to = hep ? hep->to : packet->to;
	event->ip_proto = hep ? hep->ip_proto : packet->ip_proto;
	c->sequence = packet->sequence;
	flow->counts.sip++;
	li_reginfo_find(event, secret, &c->reginfo);
	return true;
}

static bool read_sip(struct li_flow *flow, const struct li_packet *packet,
	struct li_coming *c)
{
	return read_message(flow, packet, NULL, c);
}

/* The same of a message in a HEP packet. */
static bool read_hep(struct li_flow *flow, const struct li_packet *packet,
	struct li_coming *c)
{
	struct li_hep hep;
	li_err err = li_hep_decode_like(&flow->likes, packet->octets, &hep);

	if (!err)
		return read_message(flow, packet, &hep, c);
	flow->counts.packets++;
	if (err == LI_EUNSUPPORTED)
		refuse_hep(flow, packet->octets);
	else
		flow->counts.malformed++;
	return false;
}

void li_flow_crowded(void *data, struct li_event *event,
	const struct li_asks *asks)
{
	const struct li_flow *flow = data;

	li_sip_scan_crowded(event, li_store_secret(flow->store), asks);
}

/* ---- applying ---- */

static li_err apply(struct li_flow *flow, const struct li_coming *c)
{
	flow->ring.now = c->sequence;
	li_step_expected(flow->step, &c->expected);
	return li_flow_event(flow, &c->event);
}

/* What was no SIP was taken too. */
static void taken(struct li_flow *flow, const struct li_packet *packet)
{
	flow->ring.now = 0;
	if (packet->sequence)
		flow->ring.taken = packet->sequence;
}

li_err li_flow_take_sip(struct li_flow *flow, const struct li_packet *packet)
{
	struct li_coming *c = &flow->coming[0];
	li_err err = read_sip(flow, packet, c) ? apply(flow, c) : LI_OK;

	taken(flow, packet);
	return err;
}

li_err li_flow_take_hep(struct li_flow *flow, const struct li_packet *packet)
{
	struct li_coming *c = &flow->coming[0];
	li_err err = read_hep(flow, packet, c) ? apply(flow, c) : LI_OK;

	taken(flow, packet);
	return err;
}

/* Of the messages read so far the one `before` the last. */
static void expect(struct li_flow *flow, size_t read, size_t before,
	enum li_expect what)
{
	struct li_coming *c;

	if (before >= read)
		return;
	c = &flow->coming[read - before - 1];
	li_step_expect(flow->step, &c->event, what, &c->expected);
}

enum { BEGINNING = 512, LINE = 64 }; /* octets */

/* A packet of a capture is in no cache: have its beginning come in while the
 * one before it is read. What follows the CPU fetches by itself. */
static void fetch(const struct li_packet *packet)
{
	const uint8_t *p = packet->octets.p;

	for (size_t at = 0; at < packet->octets.n && at < BEGINNING; at += LINE)
		__builtin_prefetch(p + at);
}

/* Read some, then apply them in order: while one is read, the memory that those
 * before it need is on its way. Returns how many packets were read. */
static size_t take_some(struct li_flow *flow, const struct li_packet *packets,
	size_t count, li_err *err)
{
	struct li_coming *coming = flow->coming;
	size_t i = 0, n = 0;

	for (; i < count && n < LI_FLOW_AHEAD; i++) {
		if (i + 1 < count)
			fetch(&packets[i + 1]);
		if (!(packets[i].hep ? read_hep : read_sip)(flow, &packets[i],
			    &coming[n]))
			continue;
		n++;
		expect(flow, n, 1, LI_EXPECT_RECORD);
		expect(flow, n, 2, LI_EXPECT_PARTS);
		expect(flow, n, 3, LI_EXPECT_REST);
	}
	expect(flow, n, 0, LI_EXPECT_RECORD);
	expect(flow, n, 1, LI_EXPECT_PARTS);
	expect(flow, n, 2, LI_EXPECT_REST);
	expect(flow, n, 0, LI_EXPECT_PARTS);
	expect(flow, n, 1, LI_EXPECT_REST);
	expect(flow, n, 0, LI_EXPECT_REST);
	for (size_t c = 0; c < n && !*err; c++)
		*err = apply(flow, &coming[c]);
	return i;
}

li_err li_flow_take_all(struct li_flow *flow, const struct li_packet *packets,
	size_t count)
{
	li_err err = LI_OK;

	for (size_t at = 0; at < count && !err;)
		at += take_some(flow, packets + at, count - at, &err);
	if (count)
		taken(flow, &packets[count - 1]);
	return err;
}
