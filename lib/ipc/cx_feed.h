/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_feed.h - the Cx tap's records on their way to lmisfd.
 *
 *   tap     HELLO    instance (drawn when the extension is loaded)
 *   lmisfd  WELCOME  the last sequence of this instance that is in the store
 *   tap     RECORD   one exchange, authentication data cut out; sequences of
 *                    an instance rise by one from 1
 *   lmisfd  ACK      cumulative: committed, or found to concern nobody
 *   tap     LOST     exchanges dropped so far, whenever that number changed
 *
 * The tap keeps a record until it is acknowledged and sends what is not again
 * on a new connection; lmisfd drops what it has already.
 *
 * Floor    3.
 * Threads  Pure functions.
 * Memory   Decoded slices borrow from the message.
 * Spec     TS 29.228 (the exchanges); TS 33.127 cl. 8.3 (one-way: nothing but
 *          acknowledgements goes back to the network function)
 */
#ifndef LI_IPC_CX_FEED_H
#define LI_IPC_CX_FEED_H

#include "base/uuid.h"
#include "ipc/ipc.h"

enum { LI_CX_PEER_MAX = 255 };

/* A tap says which one it is: a new instance each time it is loaded. */
struct li_cx_hello {
	struct li_uuid instance;
};

struct li_cx_record {
	uint64_t sequence;
	int64_t requested_us; /* UTC, when the request was seen */
	int64_t answered_us;  /* UTC, 0 when there was no answer */
	bool request_local;   /* made by this daemon, not received */
	bool answer_local;
	struct li_slice request_peer; /* Diameter identity it came from or went
				       * to; may be empty */
	struct li_slice answer_peer;
	struct li_slice request; /* octets with secrets cut */
	struct li_slice answer;  /* empty when there was none */
};

/* Append a whole message; a failure shows in the buffer. */
void li_cx_hello_put(struct li_buf *out, const struct li_cx_hello *m);
void li_cx_welcome_put(struct li_buf *out, uint64_t resume_after);
void li_cx_record_put(struct li_buf *out, const struct li_cx_record *m);
void li_cx_ack_put(struct li_buf *out, uint64_t sequence);
void li_cx_lost_put(struct li_buf *out, uint64_t lost);

/* Read a body.
 *   LI_EMALFORMED   cut short or trailing octets; *out is untouched
 */
LI_MUST_USE li_err li_cx_hello_get(struct li_slice body,
	struct li_cx_hello *out);
LI_MUST_USE li_err li_cx_record_get(struct li_slice body,
	struct li_cx_record *out);

/* Read the body of WELCOME, ACK or LOST: one number. */
LI_MUST_USE li_err li_cx_number_get(struct li_slice body, uint64_t *out);

#endif
