/* SPDX-License-Identifier: BSD-3-Clause */
#include <PayloadModification.h>
#include <XIRIPayload.h>

#include "encode/ber.h"
#include "encode/xiri.h"
#include "encode/xiri_names.h"
#include "encode/xiri_reg.h"
#include "encode/xiri_start.h"
#include "encode/xiri_words.h"

static li_err address(const IPAddress_t *a, struct li_address *out)
{
	struct li_slice octets = {0};

	/* An alternative of a later version leaves the address unknown. */
	if (a->present == IPAddress_PR_NOTHING)
		return LI_OK;
	octets = a->present == IPAddress_PR_iPv4Address
		? li_ber_slice(&a->choice.iPv4Address)
		: li_ber_slice(&a->choice.iPv6Address);
	if (octets.n != (a->present == IPAddress_PR_iPv4Address ? 4 : 16))
		return LI_EMALFORMED;
	out->family = octets.n == 4 ? 4 : 6;
	memcpy(out->ip, octets.p, octets.n);
	return LI_OK;
}

static li_err message(const SIPMessage_t *sip, struct li_arena *arena,
	struct li_xiri *out)
{
	struct li_slice content = li_ber_slice(&sip->sIPContent);
	li_err err = address(&sip->iPSourceAddress, &out->from);

	if (!err)
		err = address(&sip->iPDestinationAddress, &out->to);
	if (err || !content.n)
		return err;
	out->sip = li_arena_copy(arena, content);
	return out->sip.p ? LI_OK : LI_ENOMEM;
}

static uint32_t predefined(long what)
{
	for (size_t i = 0; i < LI_XIRI_PREDEFINED; i++)
		if (li_xiri_predefined[i].value == what)
			return li_xiri_predefined[i].bit;
	return 0;
}

static uint32_t key_header(struct li_slice name)
{
	for (size_t i = 0; i < LI_XIRI_KEY_HEADERS; i++)
		if (li_slice_is_nocase(name, li_xiri_key_headers[i].name))
			return li_xiri_key_headers[i].bit;
	return 0;
}

static uint32_t modification(const PayloadModification_t *one)
{
	const ModificationLocation_t *where =
		&one->choice.describedModification.modificationLocation;

	if (one->present == PayloadModification_PR_predefinedModification)
		return predefined(one->choice.predefinedModification);
	if (one->present != PayloadModification_PR_describedModification)
		return 0;
	if (where->present == ModificationLocation_PR_sIPBody)
		return LI_MOD_BODY;
	if (where->present == ModificationLocation_PR_sIPHeader)
		return key_header(li_ber_slice(&where->choice.sIPHeader));
	if (where->present == ModificationLocation_PR_octetLocation)
		return LI_MOD_KEYS_ELSEWHERE;
	return 0;
}

static li_err ims_message(const IMSMessage_t *ims, struct li_arena *arena,
	struct li_xiri *out)
{
	const IMSPayload_t *payload = &ims->payload;
	const PayloadModifications_t *m;

	out->session = LI_SESSION_INDETERMINATE;
	if (ims->sessionDirection >= LI_SESSION_FROM_TARGET &&
		ims->sessionDirection <= LI_SESSION_COMBINED)
		out->session = (enum li_session_direction)ims->sessionDirection;
	if (ims->voIPRoamingIndication && *ims->voIPRoamingIndication > 0 &&
		*ims->voIPRoamingIndication <= UINT8_MAX)
		out->roaming = (uint8_t)*ims->voIPRoamingIndication;
	if (payload->present == IMSPayload_PR_encapsulatedSIPMessage)
		return message(&payload->choice.encapsulatedSIPMessage, arena,
			out);
	if (payload->present != IMSPayload_PR_modifiedSIPMessage)
		return LI_OK;
	m = &payload->choice.modifiedSIPMessage.modifications;
	out->modified = true;
	for (int i = 0; i < m->modificationList.list.count; i++)
		out->modifications |=
			modification(m->modificationList.list.array[i]);
	out->modification_count = (size_t)m->modificationList.list.count;
	return message(&payload->choice.modifiedSIPMessage.modifiedSIPContent,
		arena, out);
}

/* Release and version stand in 4.19.<release>.<version>.<kind>; the kind is 1
 * for XIRIPayload, 3 for IRIPayload. */
static void version(const RELATIVE_OID_t *oid, struct li_xiri *out)
{
	if (oid->size != 5 || oid->buf[0] != 4 || oid->buf[1] != 19 ||
		(oid->buf[4] != 1 && oid->buf[4] != 3))
		return;
	out->hi2 = oid->buf[4] == 3;
	out->release = oid->buf[2];
	out->version = oid->buf[3];
}

li_err li_xiri_decode(struct li_slice payload, struct li_arena *arena,
	struct li_xiri *out)
{
	struct li_xiri read = {0};
	XIRIPayload_t *xiri;
	void *value = NULL;
	li_err err = li_ber_decode(&asn_DEF_XIRIPayload, payload, &value);

	if (err)
		return err;
	xiri = value;
	version(&xiri->xIRIPayloadOID, &read);
	switch (xiri->event.present) {
	case XIRIEvent_PR_iMSMessage:
		read.event = LI_XIRI_IMS_MESSAGE;
		err = ims_message(&xiri->event.choice.iMSMessage, arena, &read);
		break;
	case XIRIEvent_PR_startOfInterceptionForActiveIMSSession:
		read.event = LI_XIRI_ACTIVE_SESSION;
		err = li_xiri_start_read(
			&xiri->event.choice
				 .startOfInterceptionForActiveIMSSession,
			arena, &read.start);
		break;
	case XIRIEvent_PR_iMSHSSStartOfInterceptionWithRegisteredTarget:
		read.event = LI_XIRI_REGISTERED_TARGET;
		err = li_xiri_reg_read(
			&xiri->event.choice
				 .iMSHSSStartOfInterceptionWithRegisteredTarget,
			arena, &read.registered);
		break;
	case XIRIEvent_PR_n9HRPDUSessionInfo: /* encode/lite.h */
	case XIRIEvent_PR_s8HRBearerInfo:
	case XIRIEvent_PR_NOTHING: break;
	}
	if (!err)
		err = li_xiri_targets_read(xiri, arena, &read);
	if (!err)
		*out = read;
	li_ber_free(&asn_DEF_XIRIPayload, value);
	return err;
}
