/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_scheme.h - SIP-Authentication-Schemes that ask the user nothing.
 *
 * Floor    1: base only. Nothing to link, for the Cx tap's sake.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     TS 29.229 cl. 6.3.9; TS 29.228 cl. 6.3
 */
#ifndef LI_MODEL_CX_SCHEME_H
#define LI_MODEL_CX_SCHEME_H

#include "base/slice.h"

/* NASS bundled authentication and GIBA: the user's line or address is compared,
 * no key is used, and nobody is challenged. */
static inline bool li_cx_asks_nothing(struct li_slice scheme)
{
	return li_slice_is(scheme, "NASS-Bundled") ||
		li_slice_is(scheme, "Early-IMS-Security");
}

#endif
