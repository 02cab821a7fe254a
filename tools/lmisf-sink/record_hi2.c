/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "record.h"

void record_liid(struct li_slice liid, char text[static RECORD_LIID_TEXT])
{
	bool printable = true;

	liid = li_slice_sub(liid, 0, LI_PSP_LIID_MAX);
	for (size_t i = 0; i < liid.n; i++)
		printable = printable && liid.p[i] > 0x20 && liid.p[i] < 0x7f;
	if (printable)
		li_slice_copy(liid, text, RECORD_LIID_TEXT);
	else
		*li_text_put_octets(text, liid) = '\0';
}

/* TS 102 232-1 cl. 5.2.11, as X2 has it; 0 of a reader is none. */
static uint16_t direction_of(const struct li_psp_record *part)
{
	static const uint16_t directions[] = {LI_DIRECTION_UNKNOWN,
		LI_DIRECTION_FROM_TARGET, LI_DIRECTION_TO_TARGET,
		LI_DIRECTION_UNKNOWN, LI_DIRECTION_BOTH, LI_DIRECTION_NONE};
	const uint8_t d = part->payload_direction ? part->payload_direction
						  : part->session_direction;

	return d < sizeof(directions) / sizeof(directions[0])
		? directions[d]
		: LI_DIRECTION_UNKNOWN;
}

static const char *link_event(enum li_psp_kind kind)
{
	switch (kind) {
	case LI_PSP_INTEGRITY: return "integrity-check";
	case LI_PSP_TEST: return "test";
	case LI_PSP_PADDING: return "padding";
	case LI_PSP_KEEP_ALIVE: return "keep-alive";
	case LI_PSP_KEEP_ALIVE_RESPONSE: return "keep-alive-response";
	case LI_PSP_FIRST_SEGMENT: return "first-segment";
	case LI_PSP_LAST_SEGMENT: return "last-segment";
	case LI_PSP_CIN_RESET: return "cin-reset";
	case LI_PSP_OPERATOR_MESSAGE: return "operator-message";
	case LI_PSP_OPTION_REQUEST: return "option-request";
	case LI_PSP_OPTION_RESPONSE: return "option-response";
	case LI_PSP_OPTION_COMPLETE: return "option-complete";
	case LI_PSP_ACK_REQUEST: return "acknowledgement-request";
	case LI_PSP_ACK_RESPONSE: return "acknowledgement-response";
	case LI_PSP_IRI:
	case LI_PSP_OTHER: break;
	}
	return "other";
}

/* TS 102 232-5 cl. 5.4 */
static li_err read_ipmm(struct record *r, const struct li_psp_record *part,
	const struct record_reader *reader)
{
	r->format = "IPMMIRI";
	r->from = part->from;
	r->to = part->to;
	r->modified = part->iri_only;
	if (part->sip.n == 0)
		return LI_EUNSUPPORTED;
	record_read_sip(r, part->sip, reader);
	return LI_OK;
}

static li_err read_part(struct record *r, const struct li_psp_record *part,
	const struct record_reader *reader)
{
	r->type = (uint8_t)part->type;
	r->direction = direction_of(part);
	switch (part->content) {
	case 11: return read_ipmm(r, part, reader);
	case 15:
		r->format = "EpsIRIContent";
		if (!part->eps)
			return LI_EUNSUPPORTED;
		r->eps = part->eps;
		r->event = record_eps_event(part->eps);
		return LI_OK;
	case 19: /* TS 33.128 cl. 5.5.2 */
		r->format = "IRIPayload";
		return record_read_xiri(r, part->octets, reader);
	default: return LI_EUNSUPPORTED;
	}
}

size_t record_parts(const struct li_psp *psp)
{
	if (psp->kind == LI_PSP_IRI)
		return psp->record_count;
	return psp->notice_count > 0 ? psp->notice_count : 1;
}

/* TS 33.128 cl. 5.7 */
static void read_notice(struct record *r, const struct li_psp_notice *notice)
{
	r->format = "HI4Payload";
	r->event = "li-notification";
	r->notice = notice;
}

li_err record_read_hi2(struct record *r, const struct stream_pdu *pdu,
	size_t part, const struct record_reader *reader)
{
	const struct li_psp *psp = &pdu->psp;

	r->psp = psp;
	r->part = part;
	r->der = pdu->walk.der;
	r->sequence = psp->sequence;
	r->has_time = psp->has_time;
	r->at_us = psp->at_us;
	r->nfid = psp->nfid;
	r->ipid = psp->ipid;
	r->direction = LI_DIRECTION_NONE;
	if (part < psp->notice_count) {
		read_notice(r, &psp->notices[part]);
		return LI_OK;
	}
	if (psp->kind != LI_PSP_IRI) {
		r->format = "TRIPayload";
		r->event = link_event(psp->kind);
		return LI_OK;
	}
	return part < psp->record_count
		? read_part(r, &psp->records[part], reader)
		: LI_EMALFORMED;
}
