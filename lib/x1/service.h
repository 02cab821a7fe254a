/* SPDX-License-Identifier: BSD-3-Clause
 *
 * service.h - answer a document that an ADMF sent, as cell.h has read it.
 *
 * Floor    4: ipc, base, model.
 * Threads  That of the service's asker.
 * Memory   The answer is appended to the caller's buffer.
 * Spec     TS 103 221-1 cl. 6.1 (containers), cl. 8.2.4 (who may ask)
 */
#ifndef LI_X1_SERVICE_H
#define LI_X1_SERVICE_H

#include "x1/apply.h"

/* What came, from whom, when. */
struct li_x1_arrived {
	li_err err;               /* of reading it: there is nothing to ask */
	struct li_slice requests; /* as li_x1_packed_check() wants them */
	const char *uid;          /* in the peer's certificate */
	int64_t at_us;
};

/* Answer each request of the document in their order, and append a whole
 * response document, to be sent with HTTP 200 whatever it says. Whatever the
 * service's ADMF asks is a word of it. TS 103 221-1 cl. 6.6.2
 *   LI_ENOMEM   there is no answer
 */
LI_MUST_USE li_err li_x1_serve(const struct li_x1_service *service,
	const struct li_x1_arrived *arrived, struct li_buf *out);

#endif
