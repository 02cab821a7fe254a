/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/link_inside.h"

/* Its format and the X2 header say whose it is: a record is one PDU. */
static li_err put_x2(struct li_link *link, const struct li_outbox_entry *entry)
{
	return li_x2_encode(&link->options.place, &entry->iri, &link->out);
}

static li_err put_sip(struct li_link *link, const struct li_outbox_entry *entry)
{
	return li_x2_encode_sip(&link->options.place, &entry->iri, &link->out);
}

/* TS 103 221-2 cl. 6.2.4 */
static void put_keepalive(struct li_link *link, enum li_window_kind kind,
	uint32_t sequence)
{
	(void)kind;
	li_x2_keepalive(sequence, &link->out);
}

/* The only PDUs that come this way are acknowledgements. */
static li_err take(struct li_link *link, struct li_slice stream, size_t *size)
{
	static struct li_x2_pdu pdu; /* large; one thread */
	li_err err = li_x2_decode(stream, &pdu);

	if (err)
		return err;
	*size = pdu.size;
	switch (pdu.type) {
	case LI_X2_KEEPALIVE_ACK:
		if (pdu.has_sequence)
			(void)li_link_acknowledged(link, LI_WINDOW_KEEPALIVE,
				pdu.sequence);
		return LI_OK;
	case LI_X2_KEEPALIVE_REQUEST:
		return LI_OK; /* ours to send; answering is not asked of us */
	case LI_X2_IRI:
	case LI_X2_CC: break;
	}
	return LI_EMALFORMED;
}

static const char *missing(const struct li_link *link)
{
	return li_x2_place_good(&link->options.place)
		? NULL
		: "no record can name this network function: see element of "
		  "lmisf.yaml";
}

/* TS 103 221-2 cl. 6.2.4: numbers are of the connection, from 0 */
static void open(struct li_link *link)
{
	link->window.next[LI_WINDOW_KEEPALIVE] = 0;
}

const struct li_link_protocol li_link_x2 = {put_x2, put_keepalive, open, NULL,
	take, missing, true};
const struct li_link_protocol li_link_x2_sip = {put_sip, put_keepalive, open,
	NULL, take, missing, true};
