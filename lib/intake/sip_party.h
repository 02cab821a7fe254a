/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_party.h - identities of a SIP message, made comparable. For the scan
 * alone.
 *
 * Where the text is broken, every reading that some parser may come to counts,
 * and `bad` is set.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   The event's slices borrow from the message.
 * Spec     RFC 3261 cl. 19.1, 25.1; RFC 7254; RFC 7616 cl. 3.4;
 *          TS 33.128 cl. 7.12.2.8; TS 24.229 cl. 5.1.1.2
 */
#ifndef LI_INTAKE_SIP_PARTY_H
#define LI_INTAKE_SIP_PARTY_H

#include "intake/sip_param.h"
#include "model/event.h"

/* Where identities go. */
struct li_sip_found {
	struct li_event *event;
	const struct li_hash_secret *secret;
	const struct li_asks *asks; /* who has room, of too many; or NULL */
	unsigned int usernames;     /* that were looked at */
	bool bad;                   /* something could not be read */
	bool odd; /* the same, of a list that no session or binding hangs on */
};

/* Add an IMPU, when the URI is one. */
void li_sip_party_uri(struct li_sip_found *f, enum li_role role,
	struct li_slice uri);

/* Add the IMEI of a +sip.instance, when it is one. */
void li_sip_party_instance(struct li_sip_found *f,
	const struct li_sip_param *param);

/* Add the IMPI of a REGISTER that names none, when whom it registers is made of
 * an IMSI. Asked when all is read. */
void li_sip_party_derived(struct li_sip_found *f);

/* Add the IMPI of an Authorization header's value: every username in it, of so
 * many in one message; it is bad when there are more. */
void li_sip_party_credentials(struct li_sip_found *f, enum li_role role,
	struct li_slice value);

#endif
