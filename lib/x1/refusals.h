/* SPDX-License-Identifier: BSD-3-Clause
 *
 * refusals.h - have it audited who was refused before a request of his was
 * carried out.
 *
 * One row stands for all of a minute, however many they are: who is refused must
 * not fill the disk. It has numbers, and the UID of the certificate that came
 * last of those that are not the ADMF's; the first one's row is there at once.
 *
 * Floor    4: ipc, base.
 * Threads  That of the asker.
 * Memory   Values.
 * Spec     TS 33.127 cl. 8.7 (abnormal flows, failed communication); TS 103 221-1
 *          cl. 8.2.4
 */
#ifndef LI_X1_REFUSALS_H
#define LI_X1_REFUSALS_H

#include "x1/ask.h"
#include "x1/message.h"

/* How many, since we started. */
struct li_x1_refusals {
	uint64_t peers;     /* without a certificate that holds */
	uint64_t strangers; /* with one that is not the ADMF's */
	uint64_t documents; /* that are no request */
	uint64_t heads;     /* requests by, to or in the version of another */
	char uid[LI_X1_IDENTIFIER_MAX + 1]; /* of the last stranger */
};

/* What of them the audit has. All zero is none. */
struct li_x1_refusals_told {
	struct li_x1_refusals refusals;
	int64_t next_us; /* not before */
};

/* Have what is new audited, when it is time; mono_us is now.
 *   as fn, or what lmisfd said: it is told later
 */
LI_MUST_USE li_err li_x1_refusals_tell(struct li_x1_refusals_told *told,
	const struct li_x1_refusals *now, int64_t mono_us, li_x1_ask_fn fn,
	void *data);

#endif
