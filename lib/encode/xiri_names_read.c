/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/ber.h"
#include "encode/xiri_names.h"

static const OCTET_STRING_t *impu(const IMPU_t *in)
{
	if (in->present == IMPU_PR_sIPURI)
		return &in->choice.sIPURI;
	return in->present == IMPU_PR_tELURI ? &in->choice.tELURI : NULL;
}

/* What stands in an identifier, and what TS 103 221-1 calls it; NULL for an
 * alternative that we do not know. */
static const OCTET_STRING_t *text(const TargetIdentifier_t *in,
	const char **kind)
{
	switch (in->present) {
	case TargetIdentifier_PR_iMPU:
		*kind = "impu";
		return impu(&in->choice.iMPU);
	case TargetIdentifier_PR_iMPI: *kind = "impi"; return &in->choice.iMPI;
	case TargetIdentifier_PR_iMEI: *kind = "imei"; return &in->choice.iMEI;
	case TargetIdentifier_PR_iMSI: *kind = "imsi"; return &in->choice.iMSI;
	case TargetIdentifier_PR_nAI: *kind = "nai"; return &in->choice.nAI;
	case TargetIdentifier_PR_mSISDN:
		*kind = "gpsiMsisdn";
		return &in->choice.mSISDN;
	case TargetIdentifier_PR_e164Number:
		*kind = "e164Number";
		return &in->choice.e164Number;
	case TargetIdentifier_PR_NOTHING: break;
	}
	return NULL;
}

li_err li_xiri_target_read(const TargetIdentifier_t *in, struct li_arena *arena,
	struct li_xiri_target *out)
{
	const char *kind = NULL;
	const OCTET_STRING_t *octets = text(in, &kind);

	if (!octets || octets->size <= 0)
		return LI_OK;
	out->text = li_arena_copy(arena, li_ber_slice(octets));
	if (!out->text.p)
		return LI_ENOMEM;
	out->kind = kind;
	return LI_OK;
}

static li_err keep(const IRITargetIdentifier_t *in, struct li_arena *arena,
	struct li_xiri *out)
{
	struct li_xiri_target *to = &out->targets[out->target_count];
	const li_err err = li_xiri_target_read(&in->identifier, arena, to);

	if (err || !to->kind)
		return err;
	/* TS 33.128 table 5.5.2-2 */
	if (in->provenance && *in->provenance > 0 &&
		*in->provenance <= UINT8_MAX)
		to->provenance = (uint8_t)*in->provenance;
	out->target_count++;
	return LI_OK;
}

li_err li_xiri_targets_read(const XIRIPayload_t *in, struct li_arena *arena,
	struct li_xiri *out)
{
	size_t n = in->targetIdentifiers
		? (size_t)in->targetIdentifiers->list.count
		: 0;
	li_err err = LI_OK;

	if (n > LI_XIRI_IDENTITIES_MAX) {
		out->targets_crowded = n - LI_XIRI_IDENTITIES_MAX;
		n = LI_XIRI_IDENTITIES_MAX;
	}
	for (size_t i = 0; !err && i < n; i++)
		err = keep(in->targetIdentifiers->list.array[i], arena, out);
	return err;
}
