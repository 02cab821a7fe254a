/* SPDX-License-Identifier: BSD-3-Clause
 *
 * osip.h - libosip2 as we have it: it prints nothing, and overwrites what it
 * copied out of a message when it is done with it.
 *
 * Floor    2, inside intake.
 * Threads  Any.
 * Memory   None of ours.
 * Spec     TS 33.127 cl. 8, 8.7
 */
#ifndef LI_INTAKE_OSIP_H
#define LI_INTAKE_OSIP_H

/* Call it before anything of libosip2; what comes after the first is free. */
void li_osip_begin(void);

#endif
