/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tls_foreign.h - look into a GnuTLS session that another library holds.
 *
 * That library has checked the peer's chain, dates and host name. Whether what
 * was agreed is good enough, whether the peer was revoked or has another key,
 * and who it is, is asked here, before an octet of ours goes out.
 *
 * Floor    3: base; gnutls.
 * Threads  The session's.
 * Memory   None is kept.
 * Spec     TS 33.210 cl. 6.2 (what TLS may be); TS 103 221-1 cl. 8.2.4 (UID)
 */
#ifndef LI_NET_TLS_FOREIGN_H
#define LI_NET_TLS_FOREIGN_H

#include "base/err.h"
#include "net/tls.h"

/* Is the session (a gnutls_session_t after its handshake) as TS 33.210 wants
 * it, would its peer be taken with these credentials, and is this the UID in
 * its certificate? NULL: any is, or none.
 *   LI_EDENIED   *why says in static words what is not so
 */
LI_MUST_USE li_err li_tls_foreign_check(void *session,
	struct li_tls_creds *creds, const char *uid, const char **why);

#endif
