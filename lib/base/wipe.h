/* SPDX-License-Identifier: BSD-3-Clause
 *
 * wipe.h - memory for libraries through which keys go: what they let go is
 * overwritten.
 *
 * Floor    0.
 * Threads  Any, as malloc(3).
 * Memory   The heap's.
 * Spec     TS 33.107 cl. 7A.7.5 (who else may see keys: nobody)
 */
#ifndef LI_BASE_WIPE_H
#define LI_BASE_WIPE_H

#include <stddef.h>

/* As free(3) and realloc(3); the old place is all zero when it is given back. */
void li_wipe_free(void *p);
void *li_wipe_realloc(void *p, size_t n);

#endif
