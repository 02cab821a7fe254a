/* SPDX-License-Identifier: BSD-3-Clause
 *
 * profile.h - what X1 cannot say of a destination, by its address.
 *
 * DestinationDetails has an address and whether content goes there, and neither a
 * handover format nor the name in the peer's certificate. Operator and ADMF agree
 * on addresses for them: the first profile that has the address counts, and an
 * address of none is a mediation function of X2.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   Values without pointers.
 * Spec     TS 103 221-1 cl. 6.2.2 (DestinationDetails); TS 33.128 cl. 5.5.2
 */
#ifndef LI_MODEL_PROFILE_H
#define LI_MODEL_PROFILE_H

#include "model/task.h"

enum { LI_PROFILES_MAX = 64 };

struct li_profile {
	char host[LI_HOST_MAX + 1]; /* an address, or a name as it is written */
	uint32_t port_from, port_to;
	bool acknowledges; /* as it is configured; the handover has it too */
	struct li_handover handover;
	char peer[LI_HOST_MAX + 1]; /* in its certificate; "": the host's */
};

/* Is it one that can be?
 *   LI_EINVAL   *why names the first field that is not and its rule; static
 */
LI_MUST_USE li_err li_profile_check(const struct li_profile *profile,
	const char **why);

/* Give a destination what the first profile of its address says; one that says
 * its format itself, or that none has, is left as it is. */
void li_profile_apply(const struct li_profile *profiles, size_t count,
	struct li_destination *destination);

#endif
