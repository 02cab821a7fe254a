/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/ber.h"
#include "encode/psp_header.h"

/* Those of TRIPayload without a value. */
static TRIPayload_PR null_kind(enum li_psp_kind kind)
{
	switch (kind) {
	case LI_PSP_TEST: return TRIPayload_PR_testPDU;
	case LI_PSP_KEEP_ALIVE: return TRIPayload_PR_keep_alive;
	case LI_PSP_KEEP_ALIVE_RESPONSE:
		return TRIPayload_PR_keep_aliveResponse;
	case LI_PSP_FIRST_SEGMENT: return TRIPayload_PR_firstSegmentFlag;
	case LI_PSP_LAST_SEGMENT: return TRIPayload_PR_lastSegmentFlag;
	case LI_PSP_CIN_RESET: return TRIPayload_PR_cINReset;
	case LI_PSP_OPTION_COMPLETE: return TRIPayload_PR_optionComplete;
	case LI_PSP_ACK_REQUEST: return TRIPayload_PR_pDUAcknowledgementRequest;
	case LI_PSP_ACK_RESPONSE:
		return TRIPayload_PR_pDUAcknowledgementResponse;
	case LI_PSP_OTHER:
	case LI_PSP_IRI:
	case LI_PSP_INTEGRITY:
	case LI_PSP_PADDING:
	case LI_PSP_OPERATOR_MESSAGE:
	case LI_PSP_OPTION_REQUEST:
	case LI_PSP_OPTION_RESPONSE: break;
	}
	return TRIPayload_PR_NOTHING;
}

/* The one option there is, asked for or taken. TS 102 232-1 cl. 6.3 */
static bool option(enum li_psp_kind kind, LinkOption_t *one, LinkOption_t **at,
	TRIPayload_t *tri)
{
	one->present = LinkOption_PR_pDUAcknowledgement;
	at[0] = one;
	if (kind == LI_PSP_OPTION_REQUEST) {
		tri->present = TRIPayload_PR_optionRequest;
		tri->choice.optionRequest.requestedOptions.list.array = at;
		tri->choice.optionRequest.requestedOptions.list.count = 1;
		return true;
	}
	if (kind == LI_PSP_OPTION_RESPONSE) {
		tri->present = TRIPayload_PR_optionResponse;
		tri->choice.optionResponse.acceptedOptions.list.array = at;
		tri->choice.optionResponse.acceptedOptions.list.count = 1;
		return true;
	}
	return false;
}

li_err li_psp_encode_link(const struct li_psp_place *place,
	const struct li_psp_head *head, enum li_psp_kind kind,
	struct li_buf *out)
{
	struct li_psp_room room;
	PSPayload_t *payload = &room.pdu.payload;
	TRIPayload_t *tri = &payload->choice.tRIPayload;
	LinkOption_t one = {0}, *at[1];
	li_err err = li_psp_header(place, head, &room);

	if (err)
		return err;
	payload->present = PSPayload_PR_tRIPayload;
	if (!option(kind, &one, at, tri))
		tri->present = null_kind(kind);
	if (tri->present == TRIPayload_PR_NOTHING)
		return LI_EINVAL;
	return li_ber_encode(&asn_DEF_PS_PDU, &room.pdu, out);
}

/* TS 102 232-1 cl. 7.2 */
li_err li_psp_encode_check(const struct li_psp_place *place,
	const struct li_psp_head *head, const struct li_psp_check *check,
	struct li_buf *out)
{
	unsigned long numbers[LI_PSP_CHECKED_MAX], *at[LI_PSP_CHECKED_MAX];
	long data = IntegrityCheck__dataType_iRI;
	long hash = IntegrityCheck__hashAlgorithm_sHA_256;
	long signature = check->edwards
		? IntegrityCheck__signatureAlgorithm_edDSA
		: IntegrityCheck__signatureAlgorithm_eCDSA;
	struct li_psp_room room;
	IntegrityCheck_t *to =
		&room.pdu.payload.choice.tRIPayload.choice.integrityCheck;
	li_err err;

	if (check->count == 0 || check->count > LI_PSP_CHECKED_MAX)
		return LI_EINVAL;
	err = li_psp_header(place, head, &room);
	if (err)
		return err;
	room.pdu.payload.present = PSPayload_PR_tRIPayload;
	room.pdu.payload.choice.tRIPayload.present =
		TRIPayload_PR_integrityCheck;
	for (size_t i = 0; i < check->count; i++) {
		numbers[i] = check->numbers[i];
		at[i] = &numbers[i];
	}
	to->includedSequenceNumbers.list.array = at;
	to->includedSequenceNumbers.list.count = (int)check->count;
	to->checkType = check->signature ? IntegrityCheck__checkType_signature
					 : IntegrityCheck__checkType_hash;
	to->dataType = &data;
	to->checkValue = li_ber_string(check->value);
	to->hashAlgorithm = &hash;
	if (check->signature)
		to->signatureAlgorithm = &signature;
	return li_ber_encode(&asn_DEF_PS_PDU, &room.pdu, out);
}
