/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tls_foreign.h - look into a GnuTLS session that another library holds.
 *
 * That library has checked the peer's chain, dates and host name. Whether what
 * was agreed is good enough, and who the peer is, is asked here, before an
 * octet of ours goes out.
 *
 * Floor    3: base; gnutls.
 * Threads  The session's.
 * Memory   None is kept.
 * Spec     TS 33.210 cl. 6.2 (what TLS may be); TS 103 221-1 cl. 8.2.4 (UID)
 */
#ifndef LI_NET_TLS_FOREIGN_H
#define LI_NET_TLS_FOREIGN_H

#include <stddef.h>

#include "base/err.h"

/* Is the session (a gnutls_session_t after its handshake) as TS 33.210 wants
 * it? Then write the UID in the peer's certificate.
 *   LI_EDENIED   another protocol, or key exchange or cipher without forward
 *                secrecy or authentication
 *   as li_tls_peer_uid()
 */
LI_MUST_USE li_err li_tls_foreign_uid(void *session, char *out, size_t cap);

#endif
