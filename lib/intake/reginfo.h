/* SPDX-License-Identifier: BSD-3-Clause
 *
 * reginfo.h - the registrations and contacts that a reg-event NOTIFY says are
 * over: the network took them back, or they ran out.
 *
 * Floor    2: base and model.
 * Threads  Pure functions.
 * Memory   Nothing is allocated; URIs borrow from the document.
 * Spec     RFC 3680 cl. 5 (application/reginfo+xml); TS 24.229 cl. 5.4.2.1.2
 */
#ifndef LI_INTAKE_REGINFO_H
#define LI_INTAKE_REGINFO_H

#include "model/event.h"

enum { LI_REGINFO_OCTETS = 64 << 10 }; /* a larger document is refused */

/* Read a document.
 *   LI_EMALFORMED     not such a document
 *   LI_EUNSUPPORTED   uses what this reader does not know (intake/xml.h)
 *   LI_ETOOBIG        larger, deeper, or with more that is over than there is
 *                     room for
 * *out is untouched on an error.
 */
LI_MUST_USE li_err li_reginfo_read(struct li_slice document,
	const struct li_hash_secret *secret, struct li_reginfo *out);

/* Read the body of a NOTIFY into *room, and have the event lead to it. False,
 * and nothing changed, when the message has no such body. */
bool li_reginfo_find(struct li_event *event,
	const struct li_hash_secret *secret, struct li_reginfo *room);

#endif
