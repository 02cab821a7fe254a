/* SPDX-License-Identifier: BSD-3-Clause
 *
 * open.h - the steps that opening and making a store have in common.
 *
 * Floor    3, inside the store.
 * Threads  As store.h.
 * Memory   li_open_free() takes a store in any state of being opened.
 * Spec     none
 */
#ifndef LI_STORE_OPEN_H
#define LI_STORE_OPEN_H

#include "store/store.h"

/* Derive keys, compare them with the database's, prepare the statements.
 *   LI_ECONFIG   not the key of this database
 *   LI_ECORRUPT LI_EDB LI_EIO LI_ENOMEM
 */
LI_MUST_USE li_err li_open_keys(struct li_store *store,
	const struct li_store_place *place, struct li_fault *fault);

/* The writer, and nobody else has the database open, for reading either, nor can
 * until it is closed. A key file that is to be replaced stays.
 *   LI_EAGAIN   somebody has it
 *   as li_store_open()
 */
LI_MUST_USE li_err li_open_alone(const struct li_store_place *place,
	struct li_store **out, struct li_fault *fault);

/* One that nothing was opened for yet, in memory that is locked: the key that
 * signs checkpoints is in it. TS 33.127 cl. 8.4
 *   LI_ENOMEM   or RLIMIT_MEMLOCK
 */
LI_MUST_USE li_err li_open_new(enum li_store_mode mode, struct li_store **out,
	struct li_fault *fault);

/* Close and wipe, and write nothing. */
void li_open_free(struct li_store *store);

#endif
