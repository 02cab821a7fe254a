/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_profile.h"
#include "intake/xml.h"

/* An element ends, and its text is at hand: keep it when it is one of ours.
 * TS 29.228 Annex E */
static void keep(const struct li_xml *x, struct li_cx_profile *got)
{
	struct li_slice text = li_slice_trim(x->text);

	if (text.n == 0)
		return;
	if (x->depth == 2 && li_xml_in(x, 0, "PrivateID")) {
		got->private_id = text;
	} else if (x->depth == 4 && li_xml_in(x, 0, "Identity") &&
		li_xml_in(x, 1, "PublicIdentity")) {
		if (got->public_count < LI_CX_PROFILE_MAX)
			got->public_ids[got->public_count++] = text;
		else
			got->crowded = true;
	}
}

li_err li_cx_profile_read(struct li_slice document, struct li_cx_profile *out)
{
	struct li_cx_profile got = {.public_count = 0};
	enum li_xml_at at = LI_XML_BEGIN;
	struct li_xml x;
	li_err err;

	if (document.n > LI_CX_PROFILE_OCTETS)
		return LI_ETOOBIG;
	err = li_xml_begin(document, &x);
	while (!err && at != LI_XML_DONE) {
		err = li_xml_next(&x, &at);
		if (err)
			break;
		if (at == LI_XML_BEGIN && x.depth == 1 &&
			!li_xml_in(&x, 0, "IMSSubscription"))
			err = LI_EMALFORMED;
		if (at == LI_XML_END)
			keep(&x, &got);
	}
	if (!err)
		*out = got;
	return err;
}
