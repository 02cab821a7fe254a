/* SPDX-License-Identifier: BSD-3-Clause */
#include <PSIRIPayload.h>

#include "encode/ber.h"
#include "encode/eps_record.h"
#include "encode/hi4_read.h"
#include "encode/ipmm.h"
#include "encode/psp_header.h"

enum {
	SEQUENCE = 0x30,
	LONG_FORM = 0x80,
	LENGTH_MAX = 4, /* octets of a length that we look at */
};

/* X.690 cl. 8.1.3 */
li_err li_psp_frame(struct li_slice stream, size_t *size)
{
	size_t count, length = 0;

	if (stream.n == 0)
		return LI_EAGAIN;
	if (stream.p[0] != SEQUENCE)
		return LI_EMALFORMED;
	if (stream.n < 2)
		return LI_EAGAIN;
	if (!(stream.p[1] & LONG_FORM)) {
		*size = 2 + (size_t)stream.p[1];
		return LI_OK;
	}
	count = stream.p[1] & ~(size_t)LONG_FORM;
	if (count == 0 || count > LENGTH_MAX)
		return count == 0 ? LI_EMALFORMED : LI_ETOOBIG;
	if (stream.n < 2 + count)
		return LI_EAGAIN;
	for (size_t i = 0; i < count; i++)
		length = length << 8 | stream.p[2 + i];
	if (length > LI_PSP_PDU_MAX - 2 - count)
		return LI_ETOOBIG;
	*size = 2 + count + length;
	return LI_OK;
}

static uint8_t one_more(const PayloadDirection_t *direction)
{
	return direction && *direction >= 0 && *direction < UINT8_MAX
		? (uint8_t)(*direction + 1)
		: 0;
}

static li_err contents(const IRIContents_t *in, struct li_arena *arena,
	struct li_psp_record *out)
{
	const OCTET_STRING_t *octets = &in->choice.threeGPP33128DefinedIRI;

	switch (in->present) {
	case IRIContents_PR_iPMMIRI:
		out->content = 11;
		return li_ipmm_read(&in->choice.iPMMIRI, arena, out);
	case IRIContents_PR_ePSIRI:
		out->content = 15;
		if (in->choice.ePSIRI.present != EPSIRI_PR_epsIRIsContent)
			return LI_OK;
		out->eps = li_arena_alloc(arena, sizeof(*out->eps));
		if (!out->eps)
			return LI_ENOMEM;
		return li_eps_content_read(&in->choice.ePSIRI.choice
						    .epsIRIsContent,
			arena, out->eps);
	case IRIContents_PR_threeGPP33128DefinedIRI:
		out->content = 19;
		if (octets->size <= 0)
			return LI_OK;
		out->octets = li_arena_copy(arena, li_ber_slice(octets));
		return out->octets.p ? LI_OK : LI_ENOMEM;
	case IRIContents_PR_NOTHING: break;
	}
	return LI_OK;
}

static li_err record(const PSIRIPayload_t *in, struct li_arena *arena,
	struct li_psp_record *out)
{
	*out = (struct li_psp_record){0};
	if (in->iRIType && *in->iRIType >= LI_PSP_BEGIN &&
		*in->iRIType <= LI_PSP_REPORT)
		out->type = (enum li_psp_type) * in->iRIType;
	out->session_direction = one_more(in->sessionDirection);
	out->payload_direction = one_more(in->payloadDirection);
	return contents(&in->iRIContents, arena, out);
}

static li_err records(const PSPayload_t *in, struct li_arena *arena,
	struct li_psp *out)
{
	PSIRIPayload_t *const *at = in->choice.iRIPayloadSequence.list.array;
	size_t n = (size_t)in->choice.iRIPayloadSequence.list.count;
	li_err err = LI_OK;

	out->kind = LI_PSP_IRI;
	if (n > LI_PSP_RECORDS_MAX) {
		out->crowded = n - LI_PSP_RECORDS_MAX;
		n = LI_PSP_RECORDS_MAX;
	}
	if (n == 0)
		return LI_OK;
	out->records = li_arena_alloc(arena, n * sizeof(*out->records));
	if (!out->records)
		return LI_ENOMEM;
	for (size_t i = 0; !err && i < n; i++)
		err = record(at[i], arena, &out->records[i]);
	out->record_count = n;
	return err;
}

static uint8_t small(const long *value)
{
	return value && *value > 0 && *value <= UINT8_MAX ? (uint8_t)*value : 0;
}

static li_err integrity(const IntegrityCheck_t *in, struct li_arena *arena,
	struct li_psp *out)
{
	size_t n = (size_t)in->includedSequenceNumbers.list.count;
	struct li_slice value = li_ber_slice(&in->checkValue);

	if (n > LI_PSP_CHECKED_MAX)
		return LI_ETOOBIG;
	out->check_type = small(&in->checkType);
	out->data_type = small(in->dataType);
	out->hash = small(in->hashAlgorithm);
	out->signature = small(in->signatureAlgorithm);
	if (n > 0) {
		out->checked = li_arena_alloc(arena, n * sizeof(*out->checked));
		if (!out->checked)
			return LI_ENOMEM;
	}
	for (size_t i = 0; i < n; i++)
		out->checked[i] =
			(uint32_t)*in->includedSequenceNumbers.list.array[i];
	out->checked_count = n;
	if (!value.n)
		return LI_OK;
	out->value = li_arena_copy(arena, value);
	return out->value.p ? LI_OK : LI_ENOMEM;
}

static enum li_psp_kind link_kind(TRIPayload_PR present)
{
	switch (present) {
	case TRIPayload_PR_integrityCheck: return LI_PSP_INTEGRITY;
	case TRIPayload_PR_testPDU: return LI_PSP_TEST;
	case TRIPayload_PR_paddingPDU: return LI_PSP_PADDING;
	case TRIPayload_PR_keep_alive: return LI_PSP_KEEP_ALIVE;
	case TRIPayload_PR_keep_aliveResponse:
		return LI_PSP_KEEP_ALIVE_RESPONSE;
	case TRIPayload_PR_firstSegmentFlag: return LI_PSP_FIRST_SEGMENT;
	case TRIPayload_PR_lastSegmentFlag: return LI_PSP_LAST_SEGMENT;
	case TRIPayload_PR_cINReset: return LI_PSP_CIN_RESET;
	case TRIPayload_PR_operatorLeaMessage: return LI_PSP_OPERATOR_MESSAGE;
	case TRIPayload_PR_optionRequest: return LI_PSP_OPTION_REQUEST;
	case TRIPayload_PR_optionResponse: return LI_PSP_OPTION_RESPONSE;
	case TRIPayload_PR_optionComplete: return LI_PSP_OPTION_COMPLETE;
	case TRIPayload_PR_pDUAcknowledgementRequest: return LI_PSP_ACK_REQUEST;
	case TRIPayload_PR_pDUAcknowledgementResponse:
		return LI_PSP_ACK_RESPONSE;
	case TRIPayload_PR_NOTHING: break;
	}
	return LI_PSP_OTHER;
}

/* TS 102 232-1 cl. 6.3.5: is the one option that is known here in a list? */
static bool has_option(LinkOption_t *const *list, int count)
{
	for (int i = 0; i < count; i++)
		if (list[i]->present == LinkOption_PR_pDUAcknowledgement)
			return true;
	return false;
}

static void options(const TRIPayload_t *in, struct li_psp *out)
{
	const OptionRequest_t *request = &in->choice.optionRequest;
	const OptionResponse_t *response = &in->choice.optionResponse;

	if (out->kind == LI_PSP_OPTION_REQUEST)
		out->requested =
			has_option(request->requestedOptions.list.array,
				request->requestedOptions.list.count);
	if (out->kind == LI_PSP_OPTION_RESPONSE)
		out->accepted = has_option(response->acceptedOptions.list.array,
			response->acceptedOptions.list.count);
}

static li_err payload(const PSPayload_t *in, struct li_arena *arena,
	struct li_psp *out)
{
	if (in->present == PSPayload_PR_iRIPayloadSequence)
		return records(in, arena, out);
	if (in->present == PSPayload_PR_hI4Payload)
		return li_hi4_read(in, arena, out);
	if (in->present != PSPayload_PR_tRIPayload)
		return LI_OK;
	out->kind = link_kind(in->choice.tRIPayload.present);
	options(&in->choice.tRIPayload, out);
	if (out->kind != LI_PSP_INTEGRITY)
		return LI_OK;
	return integrity(&in->choice.tRIPayload.choice.integrityCheck, arena,
		out);
}

li_err li_psp_decode(struct li_slice pdu, struct li_arena *arena,
	struct li_psp *out)
{
	struct li_psp read = {0};
	void *value = NULL;
	const PS_PDU_t *in;
	li_err err = li_ber_decode(&asn_DEF_PS_PDU, pdu, &value);

	if (err)
		return err;
	in = value;
	err = li_psp_header_read(&in->pSHeader, arena, &read);
	if (!err)
		err = payload(&in->payload, arena, &read);
	if (!err)
		*out = read;
	li_ber_free(&asn_DEF_PS_PDU, value);
	return err;
}
