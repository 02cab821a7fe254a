/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_sms.h - who sends a short message to whom, inside a SIP MESSAGE.
 *
 * The message itself is between a user and the short message service centre:
 * the other end stands in the TPDU, or in an application/vnd.3gpp.sms+xml.
 *
 *   SMS-SUBMIT, SMS-COMMAND          TP-DA           destination
 *   SMS-DELIVER, SMS-STATUS-REPORT   TP-OA, TP-RA    originator
 *   sms+xml                          To, From        destination, originator
 *
 * Floor    2: base, model.
 * Threads  Pure function.
 * Memory   The party's digits are kept in the event, the rest borrows from
 *          the message. Nothing is allocated.
 * Spec     TS 33.128 cl. 7.12.2.8; TS 24.341 cl. 5.3.1; TS 23.040 cl. 9.2.2
 */
#ifndef LI_INTAKE_SIP_SMS_H
#define LI_INTAKE_SIP_SMS_H

#include "model/event.h"

/* Add the parties of the short message in a MESSAGE, alone or as a part of a
 * multipart body. What is no MESSAGE, has none, or cannot be read is left as
 * it is. */
void li_sip_sms(struct li_event *event, const struct li_hash_secret *secret);

/* The same; of too many parties those have room for whom it is asked. */
void li_sip_sms_asked(struct li_event *event,
	const struct li_hash_secret *secret, const struct li_asks *asks);

#endif
