/* SPDX-License-Identifier: BSD-3-Clause
 *
 * veil.h - memory that no core file has in it.
 *
 * For what holds messages as they came, keys and identities included. It is
 * mapped apart and left out of cores, those too that a debugger takes; what is
 * freed is overwritten first.
 *
 * Floor    0.
 * Threads  Each piece belongs to who made it.
 * Memory   Whole pages.
 * Spec     TS 33.127 cl. 8 (LI data is seen by nobody else)
 */
#ifndef LI_BASE_VEIL_H
#define LI_BASE_VEIL_H

#include <stddef.h>

/* Map so many octets, all zero; NULL when there is no memory, or when it
 * cannot be kept out of cores. li_veil_free() of the same size ends it. */
void *li_veil_new(size_t octets);

/* The same for a key: it is never in swap either, as long as it is not forked. NULL
 * too when it cannot be locked: RLIMIT_MEMLOCK. */
void *li_veil_lock(size_t octets);

/* NULL is fine. `used` octets from its beginning are overwritten: pages that
 * were never written are not made to take memory at the end. */
void li_veil_free(void *veil, size_t octets, size_t used);

#endif
