/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ladder.h - a session of a task, and a record of it, as an auditor is shown
 * them: who sent what to whom on the network, and no content.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   None.
 * Spec     TS 33.127 cl. 8.7; TS 101 331 cl. 4.9 (nobody learns more than he
 *          must)
 */
#ifndef LI_MODEL_LADDER_H
#define LI_MODEL_LADDER_H

#include "model/row.h"

enum { LI_RUNG_METHOD = 16 };

/* What the store has of one correlation of a task. */
struct li_session_sum {
	int64_t stream; /* rises as they began */
	uint64_t correlation;
	uint64_t count; /* records */
	int64_t first_us, last_us;
	bool known;                  /* it is a session whose state is kept: */
	enum li_session_state state; /* it, and */
	char method[LI_RUNG_METHOD]; /* what opened it */
};

/* A record. */
struct li_rung {
	int64_t at_us, committed_us;
	uint32_t sequence;
	enum li_iri_kind kind;
	enum li_direction direction;
	bool repeat;
	bool erased; /* it was delivered: what is below is not known any more */
	bool redacted;
	struct li_address from, to;
	uint16_t status; /* 0 for a request */
	char method[LI_RUNG_METHOD];
};

/* "none", "trying", ... as the views of audit.sql say it. Static storage. */
const char *li_session_state_name(enum li_session_state state);

/* Append one; read a whole slice as one.
 *   LI_EMALFORMED   cut short, out of range, trailing octets; untouched
 */
void li_session_sum_pack(struct li_buf *b, const struct li_session_sum *s);
LI_MUST_USE li_err li_session_sum_unpack(struct li_slice octets,
	struct li_session_sum *out);
void li_rung_pack(struct li_buf *b, const struct li_rung *r);
LI_MUST_USE li_err li_rung_unpack(struct li_slice octets, struct li_rung *out);

#endif
