/* SPDX-License-Identifier: BSD-3-Clause */
#include <HSSIdentities.h>

#include "encode/ber.h"
#include "encode/xiri_reg.h"

static li_err keep(struct li_xiri_registered *out, enum li_id_kind kind,
	const OCTET_STRING_t *from, struct li_arena *arena)
{
	struct li_slice octets =
		from ? li_ber_slice(from) : (struct li_slice){0};

	if (!octets.n)
		return LI_OK;
	if (out->count == LI_XIRI_IDENTITIES_MAX) {
		out->crowded++;
		return LI_OK;
	}
	octets = li_arena_copy(arena, octets);
	if (!octets.p)
		return LI_ENOMEM;
	out->ids[out->count].kind = kind;
	out->ids[out->count++].text = octets;
	return LI_OK;
}

/* An alternative of a later version is passed over. */
static li_err read_ims(const IMSSubscriberIDs_t *ims, struct li_arena *arena,
	struct li_xiri_registered *out)
{
	const IMPU_t *impu = &ims->choice.iMPU;

	if (ims->present == IMSSubscriberIDs_PR_iMPI)
		return keep(out, LI_ID_IMPI, &ims->choice.iMPI, arena);
	if (ims->present != IMSSubscriberIDs_PR_iMPU)
		return LI_OK;
	if (impu->present == IMPU_PR_sIPURI)
		return keep(out, LI_ID_IMPU, &impu->choice.sIPURI, arena);
	if (impu->present == IMPU_PR_tELURI)
		return keep(out, LI_ID_IMPU, &impu->choice.tELURI, arena);
	return LI_OK;
}

static li_err read_eps(const EPSSubscriberIDs_t *eps, struct li_arena *arena,
	struct li_xiri_registered *out)
{
	li_err err = keep(out, LI_ID_IMSI, eps->iMSI, arena);

	if (!err)
		err = keep(out, LI_ID_E164, eps->mSISDN, arena);
	if (!err)
		err = keep(out, LI_ID_IMEI, eps->iMEI, arena);
	return err;
}

li_err li_xiri_reg_read(const IMSHSSStartOfInterceptionWithRegisteredTarget_t
				*in,
	struct li_arena *arena, struct li_xiri_registered *out)
{
	li_err err = LI_OK;

	if (in->iMSRegistrationStatus > 0 &&
		in->iMSRegistrationStatus <= UINT8_MAX)
		out->status = (uint8_t)in->iMSRegistrationStatus;
	for (int i = 0; !err && i < in->hSSIdentities.list.count; i++) {
		const HSSIdentities_t *id = in->hSSIdentities.list.array[i];

		if (id->ePSSubscriberIDs)
			err = read_eps(id->ePSSubscriberIDs, arena, out);
		if (!err && id->iMSSubscriberIDs)
			err = read_ims(id->iMSSubscriberIDs, arena, out);
	}
	return err;
}
