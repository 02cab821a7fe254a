/* SPDX-License-Identifier: BSD-3-Clause
 *
 * rotate.h - give a store another key file.
 *
 * Whoever has the key file of before opens nothing any more in the database as
 * it is from then on. Who has a copy of the database of before too reads what was
 * sealed until then, and nothing that was sealed since.
 *
 * Floor    3: base.
 * Threads  As store.h.
 * Memory   None is kept.
 * Spec     TS 33.126 R6.6-100; NIST SP 800-57 part 1 cl. 8.2.3 (key change)
 */
#ifndef LI_STORE_ROTATE_H
#define LI_STORE_ROTATE_H

#include "store/store.h"

/* Replace the key file by one that is drawn, and have what is written from then on
 * sealed with a key that the one before never opened. One audit row. Whoever
 * dies on the way, the store opens with the key file's name as before: first the
 * new one lies beside it, then the store is of it, then it has the name.
 * *finished says that one who died is gone on for, and nothing else was done.
 *   LI_EAGAIN   somebody has the store open
 *   LI_ESTATE   it was made before version 22: sealed with the key file itself
 *   LI_ETOOBIG  it has had all the keys that it can have
 *   LI_EINVAL   nobody is named
 *   LI_EIO      also when it is done, and something of it could not be tidied up:
 *               fault says so
 *   as li_store_open(); the old key is in force
 */
LI_MUST_USE li_err li_store_key_rotate(const struct li_store_place *place,
	const struct li_actor *actor, bool *finished, struct li_fault *fault);

#endif
