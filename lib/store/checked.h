/* SPDX-License-Identifier: BSD-3-Clause
 *
 * checked.h - how far integrity checks are numbered, kept for who sends them.
 *
 * They are counted by destination, LIID and session, beside the records that
 * they are over, and begin anew with these (numbering.h).
 *
 * Floor    3: base, model.
 * Threads  As store.h.
 * Memory   Values.
 * Spec     TS 102 232-1 cl. 6.2.2 (no loss of state), annex J.1
 */
#ifndef LI_STORE_CHECKED_H
#define LI_STORE_CHECKED_H

#include "base/uuid.h"
#include "model/checked.h"

struct li_store;

/* Read the numbers of a stream and LIID, which are given; 0 where none was kept.
 * It may be called while the outbox gives entries.
 *   LI_EDB LI_EAGAIN LI_ENOMEM
 */
LI_MUST_USE li_err li_store_checked(struct li_store *store,
	const struct li_uuid *did, struct li_checked *checked);

/* Keep numbers (writer): all or none. Those of a LIID that has no record in its
 * stream are passed over.
 *   LI_ENOTFOUND   no such DID
 */
LI_MUST_USE li_err li_store_checked_keep(struct li_store *store,
	const struct li_uuid *did, const struct li_checked *list, size_t count);

#endif
