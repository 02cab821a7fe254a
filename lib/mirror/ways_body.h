/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ways_body.h - the ways of one kind of CPU, as LI_WAYS. For ways_*.c alone.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   As ways.h.
 * Spec     none
 */
#include "mirror/diff_body.h"
#include "mirror/stencil_body.h"

/* As ways.h names it. */
const struct li_ways LI_WAYS = {.diff = diff, .fill = fill};
