/* SPDX-License-Identifier: BSD-3-Clause
 *
 * osip.h - libosip2 as we have it: it prints nothing, overwrites what it copied
 * out of a message, and hides no failed allocation. It does by itself: it drops
 * the parameter or the header that it had no memory for, says that all went
 * well, and forgets what it had of it.
 *
 * Floor    2, inside intake.
 * Threads  Any; what one has of libosip2 is its own.
 * Memory   All of libosip2's, from begin to end.
 * Spec     TS 33.127 cl. 8, 8.7
 */
#ifndef LI_INTAKE_OSIP_H
#define LI_INTAKE_OSIP_H

#include "base/err.h"

/* Before anything of libosip2, by the thread that calls it. */
void li_osip_begin(void);

/* After it: nothing that libosip2 gave since then may be used any more. With
 * an error, what it said is not to be believed.
 *   LI_ENOMEM  it was refused memory
 */
LI_MUST_USE li_err li_osip_end(void);

#endif
