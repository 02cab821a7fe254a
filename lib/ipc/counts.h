/* SPDX-License-Identifier: BSD-3-Clause
 *
 * counts.h - what a running lmisfd counts, for lmisf-metrics.
 *
 * The first ones anyone may see: they count all that came alike, before it is
 * known whether it concerns a target. The others are of LI: what only a
 * target's messages, tasks and records change, or what they leave out. Those of
 * keys lmisf-deliver counts, and tells lmisfd.
 *
 * Floor    3: base.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 33.126 R6.6-05 (undetectable); TS 33.127 cl. 8.2
 */
#ifndef LI_IPC_COUNTS_H
#define LI_IPC_COUNTS_H

#include "base/buf.h"

enum li_count {
	LI_COUNT_PACKETS,
	LI_COUNT_SIP,
	LI_COUNT_CX,
	LI_COUNT_BEARERS, /* notices of LI_X2_LITE */
	LI_COUNT_KEEPALIVES,
	LI_COUNT_MALFORMED,
	LI_COUNT_UNSUPPORTED,
	LI_COUNT_HEP_OLD,
	LI_COUNT_HEP_COMPRESSED,
	LI_COUNT_SIGCOMP,
	LI_COUNT_ENCRYPTED,
	LI_COUNT_LOST_SOCKET,
	LI_COUNT_LOST_CAPTURE,
	LI_COUNT_LOST_GAPS,
	LI_COUNT_LOST_CX,
	LI_COUNT_PEERS, /* connections of taps now */
	LI_COUNT_REFUSED_ADDRESS,
	LI_COUNT_REFUSED_LIMIT,
	LI_COUNT_REFUSED_TLS,
	LI_COUNT_REFUSED_TIME,
	LI_COUNT_REFUSED_FRAMING,
	LI_COUNT_CLOCK_SYNCED, /* one of three is 1: li_clock_state() */
	LI_COUNT_CLOCK_FREE,
	LI_COUNT_CLOCK_UNKNOWN,
	LI_COUNTS_OPEN, /* so many anyone may see */

	LI_COUNT_TASKS = LI_COUNTS_OPEN,
	LI_COUNT_TASKS_IN_FORCE,
	LI_COUNT_TASKS_MENDED,
	LI_COUNT_TASKS_DIFFER,
	LI_COUNT_DESTINATIONS,
	LI_COUNT_IRI,
	LI_COUNT_IRI_WAITING, /* outbox entries now */
	LI_COUNT_IRI_CONFIRMED,
	LI_COUNT_AUDIT_ROWS,
	LI_COUNT_SECURITY_EVENTS,
	LI_COUNT_DISAGREED, /* libosip2 reads what concerns a target */
	LI_COUNT_UNHELD,
	LI_COUNT_SHED,   /* of bystanders alone */
	LI_COUNT_PASSED, /* messages that ended two cores */
	LI_COUNT_KEYS_ASKED,
	LI_COUNT_KEYS_HAD,
	LI_COUNT_KEYS_NO_TICKET, /* from here on as enum li_keys_failure */
	LI_COUNT_KEYS_NO_KMS,
	LI_COUNT_KEYS_RESTING,
	LI_COUNT_KEYS_NO_ANSWER,
	LI_COUNT_KEYS_REFUSED,
	LI_COUNT_KEYS_GARBLED,
	LI_COUNT_KEYS_PARTIAL,
	LI_COUNT_KEYS_WAITING, /* orders without an answer now */
	LI_COUNTS,
	LI_COUNTS_KEYS = LI_COUNTS - LI_COUNT_KEYS_ASKED,
};

struct li_counts {
	uint64_t at[LI_COUNTS];
};

/* Append the first `count` of them as the item of an answer. */
void li_counts_put(struct li_buf *out, const struct li_counts *counts,
	size_t count);

/* Read such an item, which has exactly `count`; the others become 0.
 *   LI_EMALFORMED   *out is untouched
 */
LI_MUST_USE li_err li_counts_get(struct li_slice item, size_t count,
	struct li_counts *out);

/* The same of those of keys alone, which stand last; the others stay. */
void li_counts_keys_put(struct li_buf *out, const struct li_counts *counts);
LI_MUST_USE li_err li_counts_keys_get(struct li_slice body,
	struct li_counts *counts);

#endif
