/* SPDX-License-Identifier: BSD-3-Clause
 *
 * prf.h - a keyed one-way function of 64 bits, for numbers that leave the
 * programs: SipHash-2-4.
 *
 * Who sees any number of results, and chooses what they are of, learns
 * neither the key nor the result of anything else. That is what li_hash()
 * cannot promise; it costs some ten times as much, so it is asked only where
 * a record is made.
 *
 * Floor    0.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     none (J.-P. Aumasson, D. J. Bernstein: SipHash, 2012)
 */
#ifndef LI_BASE_PRF_H
#define LI_BASE_PRF_H

#include "base/slice.h"

/* A key that is used for nothing else. */
struct li_prf_key {
	uint64_t k0, k1;
};

/* The result for these octets. */
uint64_t li_prf(const struct li_prf_key *key, struct li_slice s);

#endif
