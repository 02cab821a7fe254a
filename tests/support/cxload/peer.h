/* SPDX-License-Identifier: BSD-3-Clause
 *
 * peer.h - a Diameter connection over TCP, and the two that cxload plays.
 *
 * Threads  A struct peer belongs to one thread.
 * Memory   Messages given by peer_next() are valid until the next peer_fill().
 * Spec     RFC 6733 cl. 5.3 (CER/CEA), 5.4 (DPR/DPA), 5.5 (DWR/DWA).
 */
#ifndef CXLOAD_PEER_H
#define CXLOAD_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dia.h"

enum { PEER_BUFFER = 1 << 20 };

struct peer {
	int fd;
	const char *host; /* our own Diameter identity on this connection */
	const char *ip;   /* our own address on it */
	bool open;        /* capabilities were exchanged */
	bool closed;      /* the other side went away */
	size_t in_len, in_at, out_len;
	uint8_t in[PEER_BUFFER], out[PEER_BUFFER];
};

/* The realm of both ends that cxload plays. */
extern const char peer_realm[];

/* Listen on ip:port; the socket, or -1. */
int peer_listen(const char *ip, uint16_t port);

/* Take a connection within ms; false when none came. */
bool peer_accept(struct peer *p, int listener, int ms);

/* Connect from p->ip to ip:port and send CER; false when refused. */
bool peer_connect(struct peer *p, const char *ip, uint16_t port);

void peer_close(struct peer *p);

/* Read what is there, at most a buffer full; sets closed at the end. */
void peer_fill(struct peer *p);

/* Next whole message that is not of the connection itself: CER, DWR and DPR
 * are answered here, CEA and DWA taken. NULL when there is none.
 */
const uint8_t *peer_next(struct peer *p, size_t *len);

/* Queue octets; false when the buffer is full. */
bool peer_send(struct peer *p, const void *data, size_t len);

/* Write what is queued, as much as the socket takes. */
void peer_flush(struct peer *p);

#endif
