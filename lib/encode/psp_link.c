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

/* The one option there is; asn1c has a type for each list of them.
 * TS 102 232-1 cl. 6.3.5 */
static void put_option(LinkOption_t ***list, int *count)
{
	static LinkOption_t option = {
		.present = LinkOption_PR_pDUAcknowledgement};
	static LinkOption_t *one[] = {&option};

	*list = one;
	*count = 1;
}

static TRIPayload_t *begin(struct li_psp_room *room)
{
	room->pdu.payload.present = PSPayload_PR_tRIPayload;
	return &room->pdu.payload.choice.tRIPayload;
}

static void fill(enum li_psp_kind kind, TRIPayload_t *tri)
{
	OptionRequest_t *request = &tri->choice.optionRequest;
	OptionResponse_t *response = &tri->choice.optionResponse;

	tri->present = null_kind(kind);
	if (kind == LI_PSP_OPTION_REQUEST) {
		tri->present = TRIPayload_PR_optionRequest;
		put_option(&request->requestedOptions.list.array,
			&request->requestedOptions.list.count);
	}
	if (kind == LI_PSP_OPTION_RESPONSE) {
		tri->present = TRIPayload_PR_optionResponse;
		put_option(&response->acceptedOptions.list.array,
			&response->acceptedOptions.list.count);
	}
}

li_err li_psp_encode_link(const struct li_psp_place *place,
	const struct li_psp_head *head, enum li_psp_kind kind,
	struct li_buf *out)
{
	struct li_psp_room room;
	li_err err = li_psp_header(place, head, &room);

	if (err)
		return err;
	fill(kind, begin(&room));
	return room.pdu.payload.choice.tRIPayload.present ==
			TRIPayload_PR_NOTHING
		? LI_EINVAL
		: li_ber_encode(&asn_DEF_PS_PDU, &room.pdu, out);
}

li_err li_psp_encode_decline(const struct li_psp_place *place,
	const struct li_psp_head *head, bool requested, struct li_buf *out)
{
	struct li_psp_room room;
	OptionResponse_t *response =
		&room.pdu.payload.choice.tRIPayload.choice.optionResponse;
	li_err err = li_psp_header(place, head, &room);

	if (err)
		return err;
	begin(&room)->present = TRIPayload_PR_optionResponse;
	if (requested)
		put_option(&response->declinedOptions.list.array,
			&response->declinedOptions.list.count);
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
