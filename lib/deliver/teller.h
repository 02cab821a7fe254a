/* SPDX-License-Identifier: BSD-3-Clause
 *
 * teller.h - tells lmisfd how destinations are, for the ADMF and the audit.
 *
 * Of each thing the last state is told, once, as soon as lmisfd takes it;
 * nothing waits for that.
 *
 * Floor    4: base, model, ipc, net.
 * Threads  The loop's.
 * Memory   An entry for each thing that was ever told; the loop outlives it.
 * Spec     TS 103 221-1 cl. 6.5.3; TS 103 221-2 cl. 6.2.4 (told over X1);
 *          TS 33.127 cl. 8.7 (rows of the audit)
 */
#ifndef LI_DELIVER_TELLER_H
#define LI_DELIVER_TELLER_H

#include "deliver/contacts.h"
#include "ipc/counts.h"
#include "model/issue.h"
#include "net/loop.h"

struct li_teller;

/* Make it; nothing is connected yet. The socket's path is copied.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_teller_new(struct li_loop *loop, const char *socket,
	struct li_teller **out);

/* NULL is fine. */
void li_teller_free(struct li_teller *teller);

/* Tell it, in place of what was not told yet of the same thing.
 *   LI_ENOMEM   it is not told
 */
LI_MUST_USE li_err li_teller_tell(struct li_teller *teller,
	const struct li_issue *issue);

/* Have a row of the audit written about the destination of this row; as above,
 * of its action. */
LI_MUST_USE li_err li_teller_note(struct li_teller *teller, int64_t destination,
	const struct li_contact_row *contact);

/* Tell what is counted of keys of media. lmisfd has it in memory alone, so it is
 * told again when another one may be there. */
LI_MUST_USE li_err li_teller_keys(struct li_teller *teller,
	const struct li_counts *counts);

#endif
