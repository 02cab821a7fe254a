/* SPDX-License-Identifier: BSD-3-Clause
 *
 * redact.h - a task's own copy of a SIP message, without what it may not see.
 *
 * A task without content authority gets text, Subject (also those inside of
 * URIs) and the user data of short messages blanked, and every body that is not plainly known (entity.h).
 * No task gets the location of anybody but its target, nor that one without
 * authority for it. No task gets the keys of a registration (ck, ik). The
 * length never changes. What cannot be read with certainty is blanked.
 *
 * Floor    2: includes base and model. No I/O, no clock, no lock, no log.
 * Threads  Pure function.
 * Memory   The copy is made in the arena; the message is never written to.
 * Spec     TS 33.128 cl. 7.12.9; TS 33.126 R6.4-240; TS 33.108 cl. 7 (SDP is
 *          IRI); TS 33.203 cl. 6 (ck and ik are keys)
 */
#ifndef LI_REDACT_REDACT_H
#define LI_REDACT_REDACT_H

#include "base/arena.h"
#include "model/iri.h"

/* Who sent a message. A response is its own sender's. */
enum li_redact_sender {
	LI_REDACT_FROM_UNKNOWN = 0, /* as from the other party */
	LI_REDACT_FROM_TARGET,
	LI_REDACT_FROM_OTHER,
};

/* What a task may see. */
struct li_redact_scope {
	bool content;  /* content is authorised */
	bool location; /* the target's location is */
	enum li_redact_sender sender;
};

struct li_redacted {
	struct li_slice sip;    /* the copy */
	uint32_t modifications; /* enum li_modification bits; 0: as it came */
};

/* Copy `sip` as a task of this scope may see it. body_at is where intake found
 * the body: when that is not where it is found here, the message is not
 * trusted.
 *   LI_ENOMEM   the arena is full; *out is untouched
 */
LI_MUST_USE li_err li_redact_sip(struct li_slice sip, size_t body_at,
	const struct li_redact_scope *scope, struct li_arena *arena,
	struct li_redacted *out);

#endif
