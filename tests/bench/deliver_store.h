/* SPDX-License-Identifier: BSD-3-Clause
 *
 * deliver_store.h - a store in which records wait for one destination.
 */
#ifndef BENCH_DELIVER_STORE_H
#define BENCH_DELIVER_STORE_H

#include "store/store.h"

/* Make it, with its key, and open it as lmisf-deliver does. Ends the program when
 * that fails. */
struct li_store *deliver_store(const struct li_store_place *at,
	const struct li_destination *to, unsigned int records);

#endif
