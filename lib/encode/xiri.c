/* SPDX-License-Identifier: BSD-3-Clause */
#include <PayloadModification.h>
#include <XIRIPayload.h>

#include "encode/ber.h"
#include "encode/xiri.h"
#include "encode/xiri_oid.h"
#include "encode/xiri_start.h"

enum {
	OVERHEAD = 4096,       /* what surrounds a SIP message, generously */
	MODIFICATIONS_MAX = 4, /* bits of enum li_modification */
};

/* What a reader needs to be told of a modified message. */
struct modified {
	PayloadModification_t list[MODIFICATIONS_MAX];
	PayloadModification_t *at[MODIFICATIONS_MAX];
	int count;
};

static void address(const struct li_address *a, IPAddress_t *out)
{
	static const uint8_t unknown[4] = {0};

	if (a->family == 6) {
		out->present = IPAddress_PR_iPv6Address;
		out->choice.iPv6Address = li_ber_string(li_slice(a->ip, 16));
		return;
	}
	out->present = IPAddress_PR_iPv4Address;
	out->choice.iPv4Address =
		li_ber_string(li_slice(a->family == 4 ? a->ip : unknown, 4));
}

static void message(const struct li_iri *iri, SIPMessage_t *out)
{
	/* TS 33.128 cl. 7.12.4: the octets as they were seen */
	address(&iri->from, &out->iPSourceAddress);
	address(&iri->to, &out->iPDestinationAddress);
	out->sIPContent = li_ber_string(iri->sip);
}

static PayloadModification_t *next(struct modified *m)
{
	PayloadModification_t *one = &m->list[m->count];

	m->at[m->count++] = one;
	return one;
}

static void predefined(struct modified *m, long what)
{
	PayloadModification_t *one = next(m);

	one->present = PayloadModification_PR_predefinedModification;
	one->choice.predefinedModification = what;
}

/* `with` points to the character that was written over what was cut. */
static void described(struct modified *m, const char *header, const char *with)
{
	PayloadModification_t *one = next(m);
	PayloadModificationDescription_t *d =
		&one->choice.describedModification;

	one->present = PayloadModification_PR_describedModification;
	if (header) {
		d->modificationLocation.present =
			ModificationLocation_PR_sIPHeader;
		d->modificationLocation.choice.sIPHeader =
			li_ber_string(li_slice_str(header));
	} else {
		d->modificationLocation.present =
			ModificationLocation_PR_sIPBody;
	}
	d->modificationType.present =
		ModificationType_PR_replacedWithCharacters;
	d->modificationType.choice.replacedWithCharacters.characters =
		li_ber_string(li_slice(with, 1));
}

/* TS 33.128, PayloadModifications: each rule that cut, predefined where the
 * module has a name for it. */
static void modifications(uint32_t bits, struct modified *m,
	PayloadModifications_t *out)
{
	static const char blank = LI_MOD_BLANK, mask = LI_MOD_MASK;

	if (bits & LI_MOD_TEXT_CONTENT)
		predefined(m,
			PredefinedPayloadModification_iMSTextContentRemoval);
	if (bits & LI_MOD_SUBJECT)
		predefined(m,
			PredefinedPayloadModification_iMSSubjectContentRemoval);
	if (bits & LI_MOD_BODY)
		described(m, NULL, &blank);
	if (bits & LI_MOD_AUTHENTICATION)
		/* TS 24.229 cl. 5.4.1.2.1 */
		described(m, "WWW-Authenticate", &mask);
	out->modificationList.list.array = m->at;
	out->modificationList.list.count = m->count;
	out->modificationList.list.size = m->count;
}

static li_err check(const struct li_iri *iri)
{
	uint32_t known = LI_MOD_TEXT_CONTENT | LI_MOD_SUBJECT | LI_MOD_BODY |
		LI_MOD_AUTHENTICATION;

	if (iri->kind != LI_IRI_IMS_MESSAGE || !iri->sip.n ||
		iri->session < LI_SESSION_FROM_TARGET ||
		iri->session > LI_SESSION_INDETERMINATE ||
		(iri->modifications & ~known))
		return LI_EINVAL;
	return iri->sip.n > LI_BER_MAX - OVERHEAD ? LI_ETOOBIG : LI_OK;
}

li_err li_xiri_encode(const struct li_iri *iri, struct li_buf *out)
{
	XIRIPayload_t xiri = {0};
	IMSMessage_t *ims = &xiri.event.choice.iMSMessage;
	struct modified m;
	li_err err;

	if (iri->kind == LI_IRI_START_OF_INTERCEPTION)
		return li_xiri_start_encode(iri, out);
	err = check(iri);
	if (err)
		return err;
	li_xiri_oid(&xiri);
	xiri.event.present = XIRIEvent_PR_iMSMessage;
	ims->sessionDirection = (SessionDirection_t)iri->session;
	if (!iri->modifications) {
		ims->payload.present = IMSPayload_PR_encapsulatedSIPMessage;
		message(iri, &ims->payload.choice.encapsulatedSIPMessage);
	} else {
		ModifiedSIPMessage_t *to =
			&ims->payload.choice.modifiedSIPMessage;

		memset(&m, 0, sizeof(m));
		ims->payload.present = IMSPayload_PR_modifiedSIPMessage;
		message(iri, &to->modifiedSIPContent);
		modifications(iri->modifications, &m, &to->modifications);
	}
	return li_ber_encode(&asn_DEF_XIRIPayload, &xiri, out);
}
