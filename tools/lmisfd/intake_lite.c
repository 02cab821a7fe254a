/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/lite.h"
#include "encode/x2.h"
#include "intake.h"
#include "lmisfd.h"

/* LI_X2_LITE: PDUs back to back, each as long as it says. TS 33.128 cl. 7.10;
 * TS 103 221-2 cl. 5 */

/* Who sends us X2 asks whether we are alive, and goes when nobody says so. What
 * came before is in the ring by now, so that our death loses none of it. One that
 * is looked at again was answered, or its connection has ended.
 * TS 103 221-2 cl. 6.2.4 */
static void answer(struct stream *s, struct li_slice octets)
{
	struct li_x2_pdu pdu;

	if (s->tls && li_x2_decode(octets, &pdu) == LI_OK &&
		pdu.type == LI_X2_KEEPALIVE_REQUEST && pdu.has_sequence)
		li_x2_keepalive_ack(pdu.sequence, &s->out);
}

li_err intake_lite(struct stream *s, const struct li_packet *as,
	struct li_slice rest, size_t *used)
{
	struct li_packet p = *as;
	li_err err = LI_OK;
	size_t n;

	*used = 0;
	while (!err) {
		err = li_lite_frame(rest, &n);
		if (err)
			break;
		p.octets = li_slice_sub(rest, 0, n);
		answer(s, p.octets);
		err = intake_give(s->owner, &p);
		rest = li_slice_sub(rest, n, rest.n);
		*used += n;
	}
	return err == LI_EAGAIN ? LI_OK : err;
}
