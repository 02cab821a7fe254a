/* SPDX-License-Identifier: BSD-3-Clause
 *
 * check.h - is an integrity check right?
 *
 * A check with a hash is over the whole octets of the PDUs that it names, one
 * behind the other. One with a signature names checks with a hash; it is taken
 * when the key of --peer-key signed their check values, or else their whole
 * octets, one behind the other.
 *
 * Floor    5: base, encode.
 * Threads  One.
 * Memory   What is kept is bounded by keep.h.
 * Spec     TS 102 232-1 cl. 7.2
 */
#ifndef SINK_CHECK_H
#define SINK_CHECK_H

#include "keep.h"
#include "seal.h"
#include "track.h"

enum check_verdict {
	CHECK_GOOD,
	CHECK_WRONG,
	CHECK_MISSING,     /* a PDU that it names did not come, or is gone */
	CHECK_UNSUPPORTED, /* no such algorithm */
	CHECK_NO_KEY,      /* a signature, but no key to verify it with */
};

struct checker {
	struct keep *keep;
	const struct track *track;  /* whose keys name what is kept */
	const struct seal_key *key; /* of who signs, or NULL */
};

/* Remember a PDU that a check may be over: a record, or a check.
 *   LI_ENOMEM   not kept
 */
LI_MUST_USE li_err check_keep(struct checker *checker, const struct li_psp *psp,
	struct li_slice octets);

/* Judge an integrity check. LI_ENOMEM: *out says nothing. */
LI_MUST_USE li_err check_judge(const struct checker *checker,
	const struct li_psp *psp, enum check_verdict *out);

/* "good", "wrong", ...; static storage. */
const char *check_name(enum check_verdict verdict);

#endif
