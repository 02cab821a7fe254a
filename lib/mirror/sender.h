/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sender.h - does a request that opens a dialog come from where its user is?
 *
 * The user that the network vouches for has bound its contacts, and S-CSCF or
 * P-CSCF take no request from elsewhere. What an application server sends in a
 * user's name has the server's contact and the icid-value of the leg before.
 * Both are known when the dialog is accepted, in whatever order they came: only
 * then is it told.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   Two bits of the session, and where it came from.
 * Spec     TS 24.229 cl. 5.1.2A.1.1 (Contact is a GRUU or what was registered),
 *          cl. 5.2.6.3; RFC 3261 cl. 12.1; RFC 6665 cl. 4.1; RFC 5627 cl. 4.4
 */
#ifndef LI_MIRROR_SENDER_H
#define LI_MIRROR_SENDER_H

#include "mirror/inside.h"

/* Of an event of a session that is no REGISTER's. `opens`: it is the first
 * request of it that was seen. */
void li_sender_look(const struct li_mirror *m, const struct li_event *event,
	struct li_session *s, bool opens, struct li_change *change);

#endif
