/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_profile.h - the identities in a Cx User-Data document.
 *
 * A small strict reader (intake/xml.h): whatever it does not expect makes it
 * give up on the whole document.
 *
 * Floor    2: base only.
 * Threads  Pure functions.
 * Memory   Nothing is allocated; texts borrow from the document.
 * Spec     TS 29.228 cl. 6.6, Annex B, Annex E (IMSSubscription)
 */
#ifndef LI_INTAKE_CX_PROFILE_H
#define LI_INTAKE_CX_PROFILE_H

#include "base/err.h"
#include "base/slice.h"

enum {
	LI_CX_PROFILE_MAX = 64,           /* identities that are kept */
	LI_CX_PROFILE_OCTETS = 256 << 10, /* larger is refused */
};

struct li_cx_profile {
	struct li_slice private_id; /* as written, entities not replaced */
	struct li_slice public_ids[LI_CX_PROFILE_MAX];
	size_t public_count;
	bool crowded; /* there were more public identities */
};

/* Read the identities of IMSSubscription: PrivateID, and the Identity of each
 * PublicIdentity.
 *   LI_EMALFORMED     not such a document
 *   LI_EUNSUPPORTED   uses what this reader does not know
 *   LI_ETOOBIG        larger or deeper than its bounds
 * *out is untouched on an error.
 */
LI_MUST_USE li_err li_cx_profile_read(struct li_slice document,
	struct li_cx_profile *out);

#endif
