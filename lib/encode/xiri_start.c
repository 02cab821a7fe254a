/* SPDX-License-Identifier: BSD-3-Clause */
#include <XIRIPayload.h>

#include "encode/ber.h"
#include "encode/xiri_finish.h"
#include "encode/xiri_names.h"
#include "encode/xiri_start.h"

enum {
	OVERHEAD = 4096,
	SDPS = 2,
};

/* What the value to be encoded points to. */
struct room {
	IMPU_t originating[LI_IRI_PARTIES_MAX];
	IMPU_t *originating_at[LI_IRI_PARTIES_MAX];
	IMPU_t diversion;
	OCTET_STRING_t sdp[SDPS];
	OCTET_STRING_t *sdp_at[SDPS];
	struct StartOfInterceptionForActiveIMSSession__sDPState sdps;
	struct li_xiri_texts texts;
};

/* A party that the mirror does not know: the target when it is on that side. */
static struct li_slice unknown(const struct li_iri *iri,
	enum li_session_direction side)
{
	if (iri->session == side)
		for (size_t i = 0; i < iri->matched_count; i++)
			if (iri->matched[i].kind == LI_ID_IMPU)
				return li_slice(iri->matched[i].text,
					iri->matched[i].len);
	return li_slice_str("sip:unavailable@unknown.invalid");
}

static void originating(const struct li_iri *iri, struct room *room,
	StartOfInterceptionForActiveIMSSession_t *out)
{
	size_t n = iri->originating_count;

	for (size_t i = 0; i < n; i++)
		li_xiri_impu(&room->texts, iri->originating[i],
			&room->originating[i]);
	if (!n)
		li_xiri_impu(&room->texts, unknown(iri, LI_SESSION_FROM_TARGET),
			&room->originating[n++]);
	for (size_t i = 0; i < n; i++)
		room->originating_at[i] = &room->originating[i];
	out->originatingId.list.array = room->originating_at;
	out->originatingId.list.count = (int)n;
	out->originatingId.list.size = (int)n;
}

/* Latest offer and answer. TS 33.107 cl. 7A.3.1 */
static void sdp_state(const struct li_iri *iri, struct room *room,
	StartOfInterceptionForActiveIMSSession_t *out)
{
	const struct li_slice both[SDPS] = {iri->offer, iri->answer};
	int n = 0;

	for (size_t i = 0; i < SDPS; i++) {
		if (!both[i].n)
			continue;
		room->sdp[n] = li_ber_string(both[i]);
		room->sdp_at[n] = &room->sdp[n];
		n++;
	}
	if (!n)
		return;
	room->sdps.list.array = room->sdp_at;
	room->sdps.list.count = n;
	room->sdps.list.size = n;
	out->sDPState = &room->sdps;
}

/* TS 33.128 cl. 7.12.4.2.2 */
static li_err fill(const struct li_iri *iri, struct room *room,
	StartOfInterceptionForActiveIMSSession_t *out)
{
	struct li_slice terminating = iri->terminating.n
		? iri->terminating
		: unknown(iri, LI_SESSION_TO_TARGET);

	originating(iri, room, out);
	li_xiri_impu(&room->texts, terminating, &out->terminatingId);
	sdp_state(iri, room, out);
	if (iri->diversion.n) {
		li_xiri_impu(&room->texts, iri->diversion, &room->diversion);
		out->diversionIdentity = &room->diversion;
	}
	return li_xiri_texts_check(&room->texts);
}

static li_err check(const struct li_iri *iri)
{
	/* An escape has three octets. */
	size_t n = OVERHEAD + iri->offer.n + iri->answer.n +
		3 * (iri->terminating.n + iri->diversion.n);

	if (iri->kind != LI_IRI_START_OF_INTERCEPTION ||
		iri->originating_count > LI_IRI_PARTIES_MAX)
		return LI_EINVAL;
	for (size_t i = 0; i < iri->originating_count; i++)
		n += 3 * iri->originating[i].n;
	return n > LI_BER_MAX ? LI_ETOOBIG : LI_OK;
}

li_err li_xiri_start_encode(const struct li_iri *iri,
	const struct li_xiri_form *form, struct li_buf *out)
{
	XIRIPayload_t xiri = {0};
	struct room room;
	li_err err = check(iri);

	if (err)
		return err;
	memset(&room, 0, sizeof(room));
	xiri.event.present =
		XIRIEvent_PR_startOfInterceptionForActiveIMSSession;
	err = fill(iri, &room,
		&xiri.event.choice.startOfInterceptionForActiveIMSSession);
	if (!err)
		err = li_xiri_finish(iri, form, &xiri, out);
	li_xiri_texts_fini(&room.texts);
	return err;
}
