/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_msg.h - read and build Cx messages with freeDiameter.
 *
 * Threads  Each message belongs to the thread that handles it.
 * Memory   A struct cx_text borrows from the message it was found in. What the
 *          cx_put functions add belongs to the message.
 * Spec     TS 29.229 cl. 5 and 6.
 */
#ifndef TEST_HSS_CX_MSG_H
#define TEST_HSS_CX_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cx_dict.h"

/* Octets inside a message; data is NULL when the AVP is absent. */
struct cx_text {
	const uint8_t *data;
	size_t len;
};

/* Octet string AVP of parent (a message or a grouped AVP), first of its code. */
struct cx_text cx_get_text(msg_or_avp *parent, uint32_t code);

/* Number in an AVP of parent, or absent when it is not there. */
uint32_t cx_get_number(msg_or_avp *parent, uint32_t code, uint32_t absent);

/* Grouped AVP of parent, or NULL. */
msg_or_avp *cx_get_group(msg_or_avp *parent, uint32_t code);

/* Result-Code or Experimental-Result-Code of an answer; 0 when it has none. */
uint32_t cx_get_result(msg_or_avp *answer);

/* Append an AVP to parent. 0 or an errno; nothing is added then. */
int cx_put_octets(msg_or_avp *parent, uint32_t code, const void *data,
	size_t len);
int cx_put_text(msg_or_avp *parent, uint32_t code, const char *text);
int cx_put_number(msg_or_avp *parent, uint32_t code, uint32_t value);

/* Append an empty grouped AVP and give it in *out. */
int cx_put_group(msg_or_avp *parent, uint32_t code, msg_or_avp **out);

/* Append Vendor-Specific-Application-Id and Auth-Session-State. */
int cx_put_application(msg_or_avp *msg);

/* Append Result-Code, or Experimental-Result of vendor 3GPP. */
int cx_put_result(msg_or_avp *msg, bool experimental, uint32_t code);

#endif
