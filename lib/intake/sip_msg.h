/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_msg.h - a whole SIP message as libosip2 reads it. The door to libosip2.
 *
 * Costs fifty scans: only for messages of targets, for display, and to judge
 * the scan in tests, where an identity that libosip2 finds and the scan does
 * not is a hole to evade us through.
 *
 * Floor    2.
 * Threads  Any; libosip2's tables are made once and only read after that.
 * Memory   Values; what libosip2 allocates is gone when a call returns.
 * Spec     RFC 3261
 */
#ifndef LI_INTAKE_SIP_MSG_H
#define LI_INTAKE_SIP_MSG_H

#include "model/event.h"

/* What a line of a display says of a message. */
struct li_sip_facts {
	char method[32];   /* of the request, or of CSeq; cut when longer */
	uint16_t status;   /* 0 for a request */
	char call_id[256]; /* cut when longer */
};

/* Have libosip2 read a message and say what it is.
 *   LI_EMALFORMED  libosip2 refuses it; *out is untouched
 *   LI_ETOOBIG     larger than LI_SIP_MESSAGE_MAX; not even tried
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_sip_msg_facts(struct li_slice message,
	struct li_sip_facts *out);

/* Where libosip2 and the scan disagree. */
struct li_sip_verdict {
	const char *what; /* "From", "Call-ID", ...; static */
	bool identity;    /* the scan missed an identity: the worst case */
};

/* Have libosip2 read scanned->raw and compare: every identity that it finds,
 * as far as it has a canonical form, then method, status, Call-ID, CSeq and
 * tags. `secret` is what the scan was made with. That the scan finds more is
 * no disagreement.
 *   LI_ESTATE      they disagree; *out says where first
 *   LI_EMALFORMED  libosip2 refuses it; *out is untouched
 *   LI_ETOOBIG     as above
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_sip_msg_judge(const struct li_event *scanned,
	const struct li_hash_secret *secret, struct li_sip_verdict *out);

#endif
