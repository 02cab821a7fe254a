/* SPDX-License-Identifier: BSD-3-Clause
 *
 * not_sip.h - what comes where SIP messages do, and is none.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 8489 cl. 5 (STUN), RFC 5626 cl. 3.5.2 (STUN beside SIP), RFC
 *          3320 cl. 7 (SigComp), RFC 6455 cl. 4.1 and RFC 7118 cl. 4.1 (WebSocket)
 */
#ifndef LI_INTAKE_NOT_SIP_H
#define LI_INTAKE_NOT_SIP_H

#include "base/slice.h"

enum li_not_sip {
	LI_NOT_SIP_OTHER,
	LI_NOT_SIP_KEEPALIVE, /* STUN, or up to four NULs */
	LI_NOT_SIP_SIGCOMP,   /* a compressed message: one that we miss */
};

/* What is a datagram, or the head of a stream, that li_sip_scan() did not take
 * for SIP? */
enum li_not_sip li_not_sip(struct li_slice octets);

/* Does a TCP connection ask to carry SIP over WebSocket from here on? It is not
 * read, and not to be silent. */
bool li_not_sip_websocket(struct li_slice octets);

#endif
