/* SPDX-License-Identifier: BSD-3-Clause
 *
 * checked.h - how far integrity checks are numbered, and those that are on their
 * way, kept for who sends them.
 *
 * They are counted by destination, LIID and session, beside the records that
 * they are over, and begin anew with these (numbering.h). One that is to go is
 * kept before it does, so that whoever sends next has it as it was, sealed until
 * its peer has it.
 *
 * Floor    3: base, model.
 * Threads  As store.h.
 * Memory   Values; a PDU that is given lives until its callback returns.
 * Spec     TS 102 232-1 cl. 6.2.2 (no loss of state), cl. 6.3.3 (checks are
 *          buffered), annex J.1
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
 * stream are passed over. Checks that have lower ones are kept no more, but for
 * those that no signature is over yet.
 *   LI_ENOTFOUND   no such DID
 */
LI_MUST_USE li_err li_store_checked_keep(struct li_store *store,
	const struct li_uuid *did, const struct li_checked *list, size_t count);

/* Keep checks that are to go (writer): all or none. Those of a LIID that has no
 * record in its stream are passed over.
 *   LI_ENOTFOUND   no such DID
 */
LI_MUST_USE li_err li_store_checking_keep(struct li_store *store,
	const struct li_uuid *did, const struct li_checking *list,
	size_t count);

/* Given each of them, in the order in which they were kept; another value than
 * LI_OK ends the walk. It may ask li_store_checked(). */
typedef li_err (
	*li_store_checking_fn)(const struct li_checking *checking, void *data);

/* Give those of a destination to fn.
 *   LI_ENOTFOUND   no such DID
 *   LI_ECORRUPT    one does not open: it was changed
 *   LI_EDB LI_EAGAIN LI_ENOMEM
 */
LI_MUST_USE li_err li_store_checking_each(struct li_store *store,
	const struct li_uuid *did, li_store_checking_fn fn, void *data);

#endif
