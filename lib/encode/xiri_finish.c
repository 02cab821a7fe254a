/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/xiri_finish.h"
#include "encode/ber.h"
#include "encode/xiri_names.h"

/* Relative to 0.4.0.2.2: threeGPP(4) ts33128(19) release version kind. Every
 * arc is one octet. TS 33.128 cl. 5.3.2 */
enum {
	THREE_GPP = 4,
	TS33128 = 19,
	XIRI = 1,
	IRI = 3,
};

static bool known_to_r17(enum li_iri_kind kind)
{
	return kind == LI_IRI_IMS_MESSAGE ||
		kind == LI_IRI_START_OF_INTERCEPTION;
}

/* An event that release 17 does not have is of release 19 and says so. */
void li_xiri_oid(const struct li_iri *iri, const struct li_xiri_form *form,
	uint8_t arcs[static LI_XIRI_ARCS])
{
	bool r17 = form->r17 && known_to_r17(iri->kind);

	arcs[0] = THREE_GPP;
	arcs[1] = TS33128;
	arcs[2] = r17 ? 17 : 19;
	arcs[3] = r17 ? 15 : 3;
	arcs[4] = form->hi2 ? IRI : XIRI;
}

li_err li_xiri_finish(const struct li_iri *iri, const struct li_xiri_form *form,
	XIRIPayload_t *payload, struct li_buf *out)
{
	struct li_xiri_targets targets;
	uint8_t arcs[LI_XIRI_ARCS];
	li_err err = LI_OK;

	li_xiri_oid(iri, form, arcs);
	payload->xIRIPayloadOID.buf = arcs;
	payload->xIRIPayloadOID.size = LI_XIRI_ARCS;
	targets.texts.count = 0;
	if (form->hi2)
		err = li_xiri_targets(iri, &targets, payload);
	if (!err)
		err = li_ber_encode(&asn_DEF_XIRIPayload, payload, out);
	li_xiri_texts_fini(&targets.texts);
	return err;
}
