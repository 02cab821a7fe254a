/* SPDX-License-Identifier: BSD-3-Clause */
#include "record.h"

#include "intake/sip_scan.h"

const char *record_direction(const struct record *record)
{
	/* TS 103 221-2 cl. 5.2.6 */
	static const char *const names[] = {"reserved", "unknown", "to-target",
		"from-target", "both", "none"};
	const uint16_t d = record->pdu.direction;

	return d < sizeof(names) / sizeof(names[0]) ? names[d] : "?";
}

static struct li_slice first_line(struct li_slice sip)
{
	return li_slice_trim(li_slice_sub(sip, 0, li_slice_find(sip, '\n')));
}

/* Facts of the message; what cannot be read is left out: the message came
 * through, whatever it looks like. */
static void read_sip(struct record *r, struct li_slice sip,
	const struct li_hash_secret *secret)
{
	static struct li_event event; /* too large for a stack */
	li_err err;

	r->event = li_iri_kind_name(LI_IRI_IMS_MESSAGE);
	r->start_line = first_line(sip);
	event = (struct li_event){0};
	err = li_sip_scan(sip, secret, &event);
	if (err == LI_EUNSUPPORTED || err == LI_EAGAIN)
		return;
	r->method = event.sip.method_name;
	r->call_id = event.sip.call_id;
	r->status = event.sip.status;
}

static li_err read_xiri(struct record *r, struct li_arena *arena,
	const struct li_hash_secret *secret)
{
	struct li_xiri xiri;
	const li_err err = li_xiri_decode(r->pdu.payload, arena, &xiri);

	if (err != LI_OK)
		return err;
	r->format = "XIRIPayload";
	switch (xiri.event) {
	case LI_XIRI_IMS_MESSAGE:
		r->modified = xiri.modified;
		read_sip(r, xiri.sip, secret);
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

static const char *eps_event(uint8_t event)
{
	switch (event) {
	case LI_EPS_SERVING_SYSTEM:
		return li_iri_kind_name(LI_IRI_HSS_SERVING_SYSTEM);
	case LI_EPS_SUBSCRIBER_RECORD_CHANGE:
		return li_iri_kind_name(LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE);
	case LI_EPS_REGISTRATION_TERMINATION:
		return li_iri_kind_name(LI_IRI_HSS_REGISTRATION_TERMINATION);
	case LI_EPS_LOCATION_INFORMATION_REQUEST:
		return li_iri_kind_name(
			LI_IRI_HSS_LOCATION_INFORMATION_REQUEST);
	default: return "other";
	}
}

li_err record_read(struct record *r, struct li_arena *arena,
	const struct li_hash_secret *secret)
{
	li_err err;

	if (!li_x2_format_permitted(r->pdu.type, r->pdu.format))
		return LI_EUNSUPPORTED;
	switch (r->pdu.format) {
	case LI_X2_FORMAT_33128: return read_xiri(r, arena, secret);
	case LI_X2_FORMAT_EPS:
		err = li_eps_decode(r->pdu.payload, arena, &r->eps);
		r->format = "EpsIRIContent";
		r->event = eps_event(err == LI_OK ? r->eps.event : 0);
		return err;
	case LI_X2_FORMAT_SIP:
		r->format = "SIP";
		read_sip(r, r->pdu.payload, secret);
		return LI_OK;
	default: return LI_EUNSUPPORTED;
	}
}
