/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/lite.h"
#include "flow/inside.h"

/* What a BBIFF-C says: read out of its PDU and given to the watch. It is neither
 * screened nor mirrored with sessions, so nobody's record hangs on it. */

static li_err take(struct li_flow *flow, const struct li_packet *packet,
	struct li_bearer *bearer)
{
	struct li_product product = {.iri_count = 0};

	bearer->number = ++flow->number;
	bearer->at_us = packet->at_us;
	bearer->mono_us = packet->mono_us;
	flow->counts.bearers++;
	product.security_count =
		li_step_bearer(flow->step, bearer, &product.security);
	if (!product.security_count || li_flow_again(flow))
		return LI_OK;
	return li_flow_keep(flow, &product);
}

li_err li_flow_take_lite(struct li_flow *flow, const struct li_packet *packet)
{
	struct li_lite lite;
	li_err err;

	flow->ring.now = packet->sequence;
	flow->counts.packets++;
	err = li_lite_read(packet->octets, li_store_secret(flow->store), &lite);
	if (err == LI_EMALFORMED)
		flow->counts.malformed++;
	else if (!err && lite.kind == LI_LITE_KEEPALIVE)
		flow->counts.keepalives++;
	else if (!err && lite.kind == LI_LITE_OTHER)
		flow->counts.unsupported++;
	else if (!err)
		err = take(flow, packet, &lite.bearer);
	flow->ring.now = 0;
	if (packet->sequence)
		flow->ring.taken = packet->sequence;
	return err == LI_EMALFORMED ? LI_OK : err;
}
