/* SPDX-License-Identifier: BSD-3-Clause */
#include <XIRIPayload.h>

#include "base/text.h"
#include "encode/ber.h"
#include "encode/utf8.h"
#include "encode/xiri_finish.h"
#include "encode/xiri_names.h"
#include "encode/xiri_reg.h"
#include "model/id_keys.h"

enum { IDS_MAX = LI_TASK_TARGETS_MAX + LI_IRI_IDENTITIES_MAX };

/* What the value to be encoded points to. */
struct room {
	HSSIdentities_t ids[IDS_MAX];
	HSSIdentities_t *at[IDS_MAX];
	IMSSubscriberIDs_t ims[IDS_MAX];
	struct li_xiri_texts texts;
	int count;
	EPSSubscriberIDs_t eps;
	NumericString_t imsi, msisdn, imei;
};

static IMSSubscriberIDs_t *next(struct room *room)
{
	IMSSubscriberIDs_t *ims = &room->ims[room->count];

	room->ids[room->count].iMSSubscriberIDs = ims;
	room->at[room->count] = &room->ids[room->count];
	room->count++;
	return ims;
}

static void put_impu(struct room *room, struct li_slice uri)
{
	IMSSubscriberIDs_t *ims = next(room);

	ims->present = IMSSubscriberIDs_PR_iMPU;
	li_xiri_impu(&room->texts, uri, &ims->choice.iMPU);
}

/* Digits into a place that is free still, when there are so many as it takes:
 * TS 33.128 IMSI, MSISDN, IMEI */
static void put_digits(struct li_slice digits, size_t least, size_t most,
	NumericString_t *string, NumericString_t **to)
{
	if (*to || digits.n < least || digits.n > most)
		return;
	for (size_t i = 0; i < digits.n; i++)
		if (!li_text_digit(digits.p[i]))
			return;
	*string = li_ber_string(digits);
	*to = string;
}

static void put_imsi(struct room *room, struct li_slice digits)
{
	put_digits(digits, 6, 15, &room->imsi, &room->eps.iMSI);
}

/* A NAI, and the IMSI that it was derived from. TS 23.003 cl. 13.3 */
static void put_impi(struct room *room, struct li_slice nai)
{
	size_t at = li_slice_find(nai, '@');
	IMSSubscriberIDs_t *ims;

	if (!li_utf8_valid(nai))
		return;
	ims = next(room);
	ims->present = IMSSubscriberIDs_PR_iMPI;
	ims->choice.iMPI = li_ber_string(nai);
	if (li_id_host_derived(li_slice_sub(nai, at + 1, nai.n)))
		put_imsi(room, li_slice_sub(nai, 0, at));
}

static void put(struct room *room, const struct li_identity *id)
{
	struct li_slice text = li_slice(id->text, id->len);

	switch (id->kind) {
	case LI_ID_IMPU: put_impu(room, text); break;
	case LI_ID_IMPI: put_impi(room, text); break;
	case LI_ID_IMEI:
		put_digits(text, 14, 14, &room->imei, &room->eps.iMEI);
		break;
	case LI_ID_IMSI: put_imsi(room, text); break;
	case LI_ID_E164:
		put_digits(text, 1, 15, &room->msisdn, &room->eps.mSISDN);
		break;
	case LI_ID_HASHED: break;
	}
}

/* "Shall include one or more subscriber identifier." TS 33.128 cl. 7.2.4.3.3 */
static li_err identities(const struct li_iri *iri, struct room *room,
	IMSHSSStartOfInterceptionWithRegisteredTarget_t *out)
{
	for (size_t i = 0; i < iri->matched_count; i++)
		put(room, &iri->matched[i]);
	for (size_t i = 0; i < iri->other_count; i++)
		put(room, &iri->others[i]);
	if (room->eps.iMSI || room->eps.mSISDN || room->eps.iMEI) {
		room->ids[0].ePSSubscriberIDs = &room->eps;
		room->at[0] = &room->ids[0];
		if (!room->count)
			room->count = 1;
	}
	out->hSSIdentities.list.array = room->at;
	out->hSSIdentities.list.count = room->count;
	out->hSSIdentities.list.size = room->count;
	return room->count ? li_xiri_texts_check(&room->texts) : LI_EINVAL;
}

li_err li_xiri_reg_encode(const struct li_iri *iri,
	const struct li_xiri_form *form, struct li_buf *out)
{
	XIRIPayload_t xiri = {0};
	IMSHSSStartOfInterceptionWithRegisteredTarget_t *to =
		&xiri.event.choice
			 .iMSHSSStartOfInterceptionWithRegisteredTarget;
	struct room room;
	li_err err;

	if (iri->kind != LI_IRI_REGISTERED_TARGET ||
		iri->status < LI_IMS_INITIAL_REGISTRATION ||
		iri->status > LI_IMS_UNREGISTERED_USER ||
		iri->matched_count > LI_TASK_TARGETS_MAX ||
		iri->other_count > LI_IRI_IDENTITIES_MAX)
		return LI_EINVAL;
	memset(&room, 0, sizeof(room));
	xiri.event.present =
		XIRIEvent_PR_iMSHSSStartOfInterceptionWithRegisteredTarget;
	to->iMSRegistrationStatus = (IMSRegistrationStatus_t)iri->status;
	err = identities(iri, &room, to);
	if (!err)
		err = li_xiri_finish(iri, form, &xiri, out);
	li_xiri_texts_fini(&room.texts);
	return err;
}
