/* SPDX-License-Identifier: BSD-3-Clause */
#include <IMPU.h>

#include "encode/ber.h"
#include "encode/xiri_start.h"

static li_err copy(const OCTET_STRING_t *from, struct li_arena *arena,
	struct li_slice *out)
{
	struct li_slice octets = li_ber_slice(from);

	if (!octets.n)
		return LI_OK;
	*out = li_arena_copy(arena, octets);
	return out->p ? LI_OK : LI_ENOMEM;
}

/* An alternative of a later version leaves the party unknown. */
static li_err impu(const IMPU_t *from, struct li_arena *arena,
	struct li_slice *out)
{
	if (from->present == IMPU_PR_sIPURI)
		return copy(&from->choice.sIPURI, arena, out);
	if (from->present == IMPU_PR_tELURI)
		return copy(&from->choice.tELURI, arena, out);
	return LI_OK;
}

li_err li_xiri_start_read(const StartOfInterceptionForActiveIMSSession_t *in,
	struct li_arena *arena, struct li_xiri_start *out)
{
	struct li_slice *sdp[] = {&out->offer, &out->answer};
	li_err err = impu(&in->terminatingId, arena, &out->terminating);

	for (int i = 0; !err && i < in->originatingId.list.count &&
		i < LI_IRI_PARTIES_MAX;
		i++)
		err = impu(in->originatingId.list.array[i], arena,
			&out->originating[out->originating_count++]);
	if (!err && in->diversionIdentity)
		err = impu(in->diversionIdentity, arena, &out->diversion);
	for (int i = 0;
		!err && in->sDPState && i < in->sDPState->list.count && i < 2;
		i++)
		err = copy(in->sDPState->list.array[i], arena, sdp[i]);
	return err;
}
