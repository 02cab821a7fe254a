/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/ipmm.h"
#include "encode/ber.h"

/* Relative to 0.4.0.2.2: lawfulIntercept(5) li-ps(5)... version17 iRI(1).
 * TS 102 232-5 annex A */
static const uint8_t oid[] = {5, 5, 17, 1};

static void address(const struct li_address *a, PSIPAddress_t *out)
{
	static const uint8_t unknown[4] = {0};
	static long whole = 128; /* bits: one address, not a network */
	PSIPValue_t *value = &out->iP_value;
	struct li_slice octets = li_slice(unknown, sizeof(unknown));

	out->iP_type = PSIPAddress__iP_type_iPV4;
	if (a->family == 4) {
		octets = li_slice(a->ip, 4);
	} else if (a->family == 6) {
		octets = li_slice(a->ip, 16);
		out->iP_type = PSIPAddress__iP_type_iPV6;
		/* TS 102 232-1 annex A: mandatory with a binary IPv6 address */
		out->iPv6PrefixLength = &whole;
	}
	value->present = PSIPValue_PR_iPBinaryAddress;
	value->choice.iPBinaryAddress = li_ber_string(octets);
}

li_err li_ipmm(const struct li_iri *iri, IPMMIRI_t *out)
{
	IPIRIContents_t *contents = &out->iPMMIRIContents;
	IPMMSIPMessage_t *sip = &contents->choice.sIPMessage;

	if (iri->kind != LI_IRI_IMS_MESSAGE || !iri->sip.n)
		return LI_EINVAL;
	out->iPMMIRIObjId.buf = (uint8_t *)(uintptr_t)oid;
	out->iPMMIRIObjId.size = sizeof(oid);
	contents->present = IPIRIContents_PR_sIPMessage;
	/* TS 102 232-5 cl. 5.4: content that was removed is said to be */
	if (iri->modifications) {
		contents->present = IPIRIContents_PR_iRIOnlySIPMessage;
		sip = &contents->choice.iRIOnlySIPMessage;
	}
	address(&iri->from, &sip->iPSourceAddress);
	address(&iri->to, &sip->iPDestinationAddress);
	sip->sIPContent = li_ber_string(iri->sip);
	return LI_OK;
}

static li_err read_address(const PSIPAddress_t *in, struct li_address *out)
{
	struct li_slice octets;

	/* as text it is not looked at */
	if (in->iP_value.present != PSIPValue_PR_iPBinaryAddress)
		return LI_OK;
	octets = li_ber_slice(&in->iP_value.choice.iPBinaryAddress);
	if (octets.n != 4 && octets.n != 16)
		return LI_EMALFORMED;
	out->family = octets.n == 4 ? 4 : 6;
	memcpy(out->ip, octets.p, octets.n);
	return LI_OK;
}

static li_err read_sip(const IPMMSIPMessage_t *in, struct li_arena *arena,
	struct li_psp_record *out)
{
	struct li_slice content = li_ber_slice(&in->sIPContent);
	li_err err = read_address(&in->iPSourceAddress, &out->from);

	if (!err)
		err = read_address(&in->iPDestinationAddress, &out->to);
	if (err || !content.n)
		return err;
	out->sip = li_arena_copy(arena, content);
	return out->sip.p ? LI_OK : LI_ENOMEM;
}

li_err li_ipmm_read(const IPMMIRI_t *in, struct li_arena *arena,
	struct li_psp_record *out)
{
	const RELATIVE_OID_t *id = &in->iPMMIRIObjId;
	const IPIRIContents_t *contents = &in->iPMMIRIContents;

	if (id->size == sizeof(oid) && id->buf[0] == oid[0] &&
		id->buf[1] == oid[1] && id->buf[3] == oid[3])
		out->ipmm = id->buf[2];
	if (contents->present == IPIRIContents_PR_sIPMessage)
		return read_sip(&contents->choice.sIPMessage, arena, out);
	if (contents->present != IPIRIContents_PR_iRIOnlySIPMessage)
		return LI_OK;
	out->iri_only = true;
	return read_sip(&contents->choice.iRIOnlySIPMessage, arena, out);
}
