/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_contact.h - the contacts of a message, and the IMEI that one may name.
 * For the scan alone.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   The event's slices borrow from the message.
 * Spec     RFC 3261 cl. 20.10; RFC 5626 cl. 4.1 (reg-id); RFC 5627 cl. 8
 *          (GRUU); RFC 3840 (isfocus); RFC 7254
 */
#ifndef LI_INTAKE_SIP_CONTACT_H
#define LI_INTAKE_SIP_CONTACT_H

#include "intake/sip_field.h"

/* Take in a Contact's value. */
void li_sip_contact_take(struct li_sip_field *f, struct li_slice value);

/* Take in one parameter of a contact, which may add a party. */
void li_sip_contact_param(struct li_sip_field *f,
	const struct li_sip_param *param, struct li_contact *out);

#endif
