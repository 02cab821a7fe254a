/* SPDX-License-Identifier: BSD-3-Clause
 *
 * deliver_peer.h - the other end of benches that deliver, and blocking TLS for
 * both.
 */
#ifndef BENCH_DELIVER_PEER_H
#define BENCH_DELIVER_PEER_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/fault.h"
#include "net/tls.h"

/* Print and exit 1 unless err is LI_OK; fault may be NULL. */
void need(li_err err, const char *what, const struct li_fault *fault);

/* Wait for poll(2) events. */
void wait_for(int fd, short events);

/* Wait for what TLS wants; false when it wants nothing. */
bool wait_tls(int fd, enum li_tls_outcome o);

void shake(struct li_tls *tls, int fd);

/* Write all of it, or as much as the peer took. */
void write_all(struct li_tls *tls, int fd, struct li_slice s);

/* What one of that name has in dir/certs, as tests/support/certs makes it. */
struct li_tls_creds *peer_creds(const char *dir, const char *name);

/* One connection of a mediation function. */
struct peer {
	struct li_tls *tls;
	int fd;
	struct li_buf in, out;
};

/* An X2 PDU, and when it was read. */
typedef void (*peer_fn)(void *data, struct li_slice pdu, int64_t now_us);

/* Wait for a connection, and shake hands. */
void peer_meet(struct peer *peer, struct li_tls_creds *creds, int listener);

/* Read a record: acknowledge its keepalives, give its PDUs. Other than
 * LI_TLS_OK: there was none. */
enum li_tls_outcome peer_take(struct peer *peer, peer_fn fn, void *data);

void peer_leave(struct peer *peer);

/* Take PDUs and acknowledge keepalives, one connection after the other, until
 * a signal ends the process. */
void peer_run(struct li_tls_creds *creds, int listener);

#endif
