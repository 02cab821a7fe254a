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

/* Close and wipe, and write nothing. */
void li_open_free(struct li_store *store);

#endif
