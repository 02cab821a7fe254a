/* SPDX-License-Identifier: BSD-3-Clause */
#include <PayloadModification.h>
#include <XIRIPayload.h>

#include "encode/ber.h"
#include "encode/xiri.h"
#include "encode/xiri_finish.h"
#include "encode/xiri_reg.h"
#include "encode/xiri_start.h"
#include "encode/xiri_words.h"

enum {
	OVERHEAD = 4096,        /* what surrounds a SIP message, generously */
	MODIFICATIONS_MAX = 16, /* bits of enum li_modification */
};

/* What a reader needs to be told of a modified message. */
struct modified {
	PayloadModification_t list[MODIFICATIONS_MAX];
	PayloadModification_t *at[MODIFICATIONS_MAX];
	int count;
	long octets; /* of the message */
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
static PayloadModificationDescription_t *described(struct modified *m,
	ModificationLocation_PR where, const char *with)
{
	PayloadModification_t *one = next(m);
	PayloadModificationDescription_t *d =
		&one->choice.describedModification;

	one->present = PayloadModification_PR_describedModification;
	d->modificationLocation.present = where;
	d->modificationType.present =
		ModificationType_PR_replacedWithCharacters;
	d->modificationType.choice.replacedWithCharacters.characters =
		li_ber_string(li_slice(with, 1));
	return d;
}

/* TS 24.229 cl. 5.4.1.2.1A: keys of a registration, in the header that held
 * them; where that cannot be told, somewhere in the message. */
static void masked_keys(uint32_t bits, struct modified *m)
{
	static const char mask = LI_MOD_MASK;
	PayloadModificationDescription_t *d;

	for (size_t i = 0; i < LI_XIRI_KEY_HEADERS; i++) {
		if (!(bits & li_xiri_key_headers[i].bit))
			continue;
		d = described(m, ModificationLocation_PR_sIPHeader, &mask);
		d->modificationLocation.choice.sIPHeader = li_ber_string(
			li_slice_str(li_xiri_key_headers[i].name));
	}
	if (bits & LI_MOD_KEYS_ELSEWHERE) {
		d = described(m, ModificationLocation_PR_octetLocation, &mask);
		d->modificationLocation.choice.octetLocation.start = 0;
		d->modificationLocation.choice.octetLocation.end = m->octets;
	}
}

/* TS 33.128, PayloadModifications: each rule that cut, predefined where the
 * module has a name for it. */
static void modifications(uint32_t bits, struct modified *m,
	PayloadModifications_t *out)
{
	static const char blank = LI_MOD_BLANK;

	for (size_t i = 0; i < LI_XIRI_PREDEFINED; i++)
		if (bits & li_xiri_predefined[i].bit)
			predefined(m, li_xiri_predefined[i].value);
	if (bits & LI_MOD_BODY)
		described(m, ModificationLocation_PR_sIPBody, &blank);
	masked_keys(bits, m);
	out->modificationList.list.array = m->at;
	out->modificationList.list.count = m->count;
	out->modificationList.list.size = m->count;
}

static li_err check(const struct li_iri *iri)
{
	if (iri->kind != LI_IRI_IMS_MESSAGE || !iri->sip.n ||
		iri->session < LI_SESSION_FROM_TARGET ||
		iri->session > LI_SESSION_INDETERMINATE ||
		(iri->modifications & ~(uint32_t)LI_MOD_ALL))
		return LI_EINVAL;
	return iri->sip.n > LI_BER_MAX - OVERHEAD ? LI_ETOOBIG : LI_OK;
}

li_err li_xiri_encode(const struct li_iri *iri, struct li_buf *out)
{
	static const struct li_xiri_form x2 = {0};

	return li_xiri_encode_as(iri, &x2, out);
}

/* As the generated encoder would, but for its time. */
static li_err plain(const struct li_iri *iri, const struct li_xiri_form *form,
	struct li_buf *out)
{
	uint8_t arcs[LI_XIRI_ARCS];

	li_xiri_oid(iri, form, arcs);
	return li_xiri_plain(iri, arcs, out);
}

li_err li_xiri_encode_as(const struct li_iri *iri,
	const struct li_xiri_form *form, struct li_buf *out)
{
	XIRIPayload_t xiri = {0};
	IMSMessage_t *ims = &xiri.event.choice.iMSMessage;
	struct modified m;
	li_err err;

	if (iri->kind == LI_IRI_START_OF_INTERCEPTION)
		return li_xiri_start_encode(iri, form, out);
	if (iri->kind == LI_IRI_REGISTERED_TARGET)
		return li_xiri_reg_encode(iri, form, out);
	err = check(iri);
	if (err)
		return err;
	/* release 17 has no way to say what was blanked */
	if (!form->hi2 && (!iri->modifications || form->r17))
		return plain(iri, form, out);
	xiri.event.present = XIRIEvent_PR_iMSMessage;
	ims->sessionDirection = (SessionDirection_t)iri->session;
	if (!iri->modifications || form->r17) {
		ims->payload.present = IMSPayload_PR_encapsulatedSIPMessage;
		message(iri, &ims->payload.choice.encapsulatedSIPMessage);
	} else {
		ModifiedSIPMessage_t *to =
			&ims->payload.choice.modifiedSIPMessage;

		memset(&m, 0, sizeof(m));
		m.octets = (long)iri->sip.n;
		ims->payload.present = IMSPayload_PR_modifiedSIPMessage;
		message(iri, &to->modifiedSIPContent);
		modifications(iri->modifications, &m, &to->modifications);
	}
	return li_xiri_finish(iri, form, &xiri, out);
}
