/* SPDX-License-Identifier: BSD-3-Clause */
#include <PSIRIPayload.h>

#include "encode/psp.h"
#include "encode/ber.h"
#include "encode/eps_record.h"
#include "encode/ipmm.h"
#include "encode/psp_header.h"

/* All that one record points to. */
struct record {
	struct li_psp_room room;
	PSIRIPayload_t payload;
	PSIRIPayload_t *at[1];
	IRIType_t type;
	PayloadDirection_t session, direction;
	struct li_eps_content eps;
	struct li_buf octets; /* of threeGPP33128DefinedIRI */
};

/* Is it told as TS 33.108 has it? */
static bool of_eps(enum li_iri_kind kind)
{
	switch (kind) {
	case LI_IRI_HSS_SERVING_SYSTEM:
	case LI_IRI_HSS_REGISTRATION_TERMINATION:
	case LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE:
	case LI_IRI_HSS_LOCATION_INFORMATION_REQUEST:
	case LI_IRI_MEDIA_KEYS: return true;
	case LI_IRI_IMS_MESSAGE:
	case LI_IRI_START_OF_INTERCEPTION:
	case LI_IRI_REGISTERED_TARGET:
	case LI_IRI_NOTIFICATION: break;
	}
	return false;
}

/* TS 33.108 cl. 7: with the LIID in it, too */
static li_err eps(const struct li_psp_place *place, const struct li_iri *iri,
	struct record *r)
{
	const char *operator_id = place->operator_id;
	const struct li_eps_network network = {
		/* the room there is less than in the header of the PDU */
		.operator_id = strlen(operator_id) <= LI_EPS_OPERATOR_MAX
			? operator_id
			: NULL,
		.element = place->nfid,
	};
	IRIContents_t *to = &r->payload.iRIContents;
	const OCTET_STRING_t *liid =
		&r->room.pdu.pSHeader.lawfulInterceptionIdentifier;
	li_err err;

	err = li_eps_content(iri, &network, li_ber_slice(liid), &r->eps);
	if (err)
		return err;
	to->present = IRIContents_PR_ePSIRI;
	to->choice.ePSIRI.present = EPSIRI_PR_epsIRIsContent;
	to->choice.ePSIRI.choice.epsIRIsContent = r->eps.content;
	return LI_OK;
}

static li_err sip(const struct li_iri *iri, struct record *r)
{
	r->payload.iRIContents.present = IRIContents_PR_iPMMIRI;
	return li_ipmm(iri, &r->payload.iRIContents.choice.iPMMIRI);
}

/* TS 33.128 cl. 5.5.2 */
static li_err ts33128(enum li_psp_form form, const struct li_iri *iri,
	struct record *r)
{
	const struct li_xiri_form as = {
		.hi2 = true,
		.r17 = form == LI_PSP_33128_R17,
	};
	IRIContents_t *to = &r->payload.iRIContents;
	li_err err = li_xiri_encode_as(iri, &as, &r->octets);

	if (err)
		return err;
	to->present = IRIContents_PR_threeGPP33128DefinedIRI;
	to->choice.threeGPP33128DefinedIRI =
		li_ber_string(li_buf_slice(&r->octets));
	return LI_OK;
}

/* Of a session and of its message. PayloadDirection, TS 102 232-1 cl. 5.2.11 */
static void directions(const struct li_iri *iri, struct record *r)
{
	static const PayloadDirection_t of_session[] = {
		[LI_SESSION_FROM_TARGET] = PayloadDirection_fromTarget,
		[LI_SESSION_TO_TARGET] = PayloadDirection_toTarget,
		[LI_SESSION_COMBINED] = PayloadDirection_combined,
		[LI_SESSION_INDETERMINATE] = PayloadDirection_indeterminate,
	};
	static const PayloadDirection_t of_message[] = {
		[LI_DIRECTION_UNKNOWN] = PayloadDirection_indeterminate,
		[LI_DIRECTION_TO_TARGET] = PayloadDirection_toTarget,
		[LI_DIRECTION_FROM_TARGET] = PayloadDirection_fromTarget,
		[LI_DIRECTION_BOTH] = PayloadDirection_combined,
		[LI_DIRECTION_NONE] = PayloadDirection_notapplicable,
	};

	r->direction = of_message[iri->direction];
	r->payload.payloadDirection = &r->direction;
	if (iri->kind != LI_IRI_MEDIA_KEYS &&
		(of_eps(iri->kind) || iri->kind == LI_IRI_REGISTERED_TARGET))
		return;
	r->session = of_session[iri->session];
	r->payload.sessionDirection = &r->session;
}

static li_err check(enum li_psp_form form, enum li_psp_type type,
	const struct li_iri *iri)
{
	return form < LI_PSP_33128 || form > LI_PSP_IPMM ||
			type < LI_PSP_BEGIN || type > LI_PSP_REPORT ||
			!li_iri_kind_intercepts(iri->kind) ||
			iri->direction < LI_DIRECTION_UNKNOWN ||
			iri->direction > LI_DIRECTION_NONE ||
			iri->session < LI_SESSION_FROM_TARGET ||
			iri->session > LI_SESSION_INDETERMINATE
		? LI_EINVAL
		: LI_OK;
}

static li_err finish(struct record *r, struct li_buf *out)
{
	PSPayload_t *payload = &r->room.pdu.payload;
	size_t start = out->n;
	li_err err;

	r->at[0] = &r->payload;
	payload->present = PSPayload_PR_iRIPayloadSequence;
	payload->choice.iRIPayloadSequence.list.array = r->at;
	payload->choice.iRIPayloadSequence.list.count = 1;
	payload->choice.iRIPayloadSequence.list.size = 1;
	err = li_ber_encode(&asn_DEF_PS_PDU, &r->room.pdu, out);
	if (!err && out->n - start > LI_PSP_PDU_MAX) {
		out->n = start;
		err = LI_ETOOBIG;
	}
	return err;
}

li_err li_psp_encode(const struct li_psp_place *place,
	const struct li_psp_head *head, enum li_psp_form form,
	enum li_psp_type type, const struct li_iri *iri, struct li_buf *out)
{
	struct record r;
	li_err err = check(form, type, iri);

	if (!err)
		err = li_psp_header(place, head, &r.room);
	if (err)
		return err;
	memset(&r.payload, 0, sizeof(r.payload));
	r.octets = (struct li_buf){0};
	r.eps.avps = (struct li_buf){0};
	r.type = (IRIType_t)type;
	r.payload.iRIType = &r.type;
	directions(iri, &r);
	if (of_eps(iri->kind))
		err = eps(place, iri, &r);
	else if (form == LI_PSP_IPMM && iri->kind == LI_IRI_IMS_MESSAGE)
		err = sip(iri, &r);
	else
		err = ts33128(form, iri, &r);
	if (!err)
		err = finish(&r, out);
	li_buf_fini(&r.octets);
	li_eps_content_fini(&r.eps);
	return err;
}
