/* SPDX-License-Identifier: BSD-3-Clause */
#include "record.h"

#include "intake/sip_scan.h"

const char *record_direction(const struct record *record)
{
	/* TS 103 221-2 cl. 5.2.6 */
	static const char *const names[] = {"reserved", "unknown", "to-target",
		"from-target", "both", "none"};
	const uint16_t d = record->direction;

	return d < sizeof(names) / sizeof(names[0]) ? names[d] : "?";
}

static struct li_slice first_line(struct li_slice sip)
{
	return li_slice_trim(li_slice_sub(sip, 0, li_slice_find(sip, '\n')));
}

/* The message came through, whatever it looks like. */
void record_read_sip(struct record *r, struct li_slice sip,
	const struct record_reader *reader)
{
	static struct li_event event; /* too large for a stack */
	li_err err;

	r->event = li_iri_kind_name(LI_IRI_IMS_MESSAGE);
	r->start_line = first_line(sip);
	event = (struct li_event){0};
	err = li_sip_scan(sip, reader->secret, &event);
	if (err == LI_EUNSUPPORTED || err == LI_EAGAIN)
		return;
	r->method = event.sip.method_name;
	r->call_id = event.sip.call_id;
	r->status = event.sip.status;
}

li_err record_read_xiri(struct record *r, struct li_slice payload,
	const struct record_reader *reader)
{
	struct li_xiri xiri;
	struct walk walk;
	li_err err = walk_ber(payload, &walk);

	if (err == LI_OK)
		err = li_xiri_decode(payload, reader->arena, &xiri);
	if (err != LI_OK)
		return err;
	r->der = r->der && walk.der;
	r->format = xiri.hi2 ? "IRIPayload" : "XIRIPayload";
	r->target_count = xiri.target_count;
	memcpy(r->targets, xiri.targets, sizeof(r->targets));
	switch (xiri.event) {
	case LI_XIRI_IMS_MESSAGE:
		r->modified = xiri.modified;
		r->modifications = xiri.modifications;
		if (r->psp) {
			r->from = xiri.from;
			r->to = xiri.to;
		}
		record_read_sip(r, xiri.sip, reader);
		break;
	case LI_XIRI_ACTIVE_SESSION:
		r->event = li_iri_kind_name(LI_IRI_START_OF_INTERCEPTION);
		r->start = xiri.start;
		break;
	case LI_XIRI_REGISTERED_TARGET:
		r->event = li_iri_kind_name(LI_IRI_REGISTERED_TARGET);
		r->registered = xiri.registered;
		break;
	case LI_XIRI_OTHER: r->event = "other"; break;
	}
	return LI_OK;
}

const char *record_eps_event(const struct li_eps *eps)
{
	switch (eps->event) {
	case LI_EPS_SERVING_SYSTEM:
		return li_iri_kind_name(LI_IRI_HSS_SERVING_SYSTEM);
	case LI_EPS_SUBSCRIBER_RECORD_CHANGE:
		return li_iri_kind_name(LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE);
	case LI_EPS_REGISTRATION_TERMINATION:
		return li_iri_kind_name(LI_IRI_HSS_REGISTRATION_TERMINATION);
	case LI_EPS_LOCATION_INFORMATION_REQUEST:
		return li_iri_kind_name(
			LI_IRI_HSS_LOCATION_INFORMATION_REQUEST);
	case LI_EPS_MEDIA_KEYS: return li_iri_kind_name(LI_IRI_MEDIA_KEYS);
	default: return "other";
	}
}

static li_err read_eps(struct record *r, struct li_slice payload,
	const struct record_reader *reader)
{
	struct li_eps *eps = li_arena_alloc(reader->arena, sizeof(*eps));
	struct walk walk;
	li_err err = eps ? walk_ber(payload, &walk) : LI_ENOMEM;

	if (err == LI_OK)
		err = li_eps_decode(payload, reader->arena, eps);
	if (err != LI_OK)
		return err;
	r->der = walk.der;
	r->eps = eps;
	r->event = record_eps_event(eps);
	return LI_OK;
}

li_err record_read_x2(struct record *r, const struct li_x2_pdu *pdu,
	const struct record_reader *reader)
{
	r->x2 = pdu;
	r->der = true;
	r->sequence = pdu->sequence;
	r->has_time = pdu->has_time;
	r->at_us = (int64_t)pdu->seconds * 1000000 + pdu->nanoseconds / 1000;
	r->direction = pdu->direction;
	r->nfid = pdu->nfid;
	r->ipid = pdu->ipid;
	r->from = pdu->from;
	r->to = pdu->to;
	if (!pdu->has_sequence)
		return LI_EMALFORMED; /* TS 33.128 table 5.3.2-2 */
	if (!li_x2_format_permitted(pdu->type, pdu->format))
		return LI_EUNSUPPORTED;
	switch (pdu->format) {
	case LI_X2_FORMAT_33128:
		return record_read_xiri(r, pdu->payload, reader);
	case LI_X2_FORMAT_EPS:
		r->format = "EpsIRIContent";
		return read_eps(r, pdu->payload, reader);
	case LI_X2_FORMAT_SIP:
		r->format = "SIP";
		record_read_sip(r, pdu->payload, reader);
		return LI_OK;
	default: return LI_EUNSUPPORTED;
	}
}
