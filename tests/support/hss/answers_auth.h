/* SPDX-License-Identifier: BSD-3-Clause
 *
 * answers_auth.h - the authentication part of an MAA.
 *
 * Threads  The caller holds subscribers_lock().
 * Memory   Nothing is kept; key material on the stack is wiped.
 * Spec     TS 29.228 cl. 6.3; TS 33.203; RFC 3310; RFC 2617.
 */
#ifndef TEST_HSS_ANSWERS_AUTH_H
#define TEST_HSS_ANSWERS_AUTH_H

#include "cx_msg.h"
#include "subscribers.h"

/* Fill answer with a vector for who, of the scheme that request asks for: AKA,
 * SIP Digest, or, when it leaves that open, Digest for who has a password. 0 or
 * an errno.
 */
int answers_auth(struct subscriber *who, msg_or_avp *request,
	msg_or_avp *answer);

/* Append a SIP-Auth-Data-Item with an AKA vector of who, as a PPR may carry
 * one. TS 29.229 cl. 6.1.11. 0 or an errno.
 */
int answers_auth_item(struct subscriber *who, msg_or_avp *message);

#endif
