/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sock.h - addresses, TCP and unix stream sockets.
 *
 * Every socket made here is non-blocking and close-on-exec; TCP ones send
 * without delay. The caller closes descriptors with close(2).
 *
 * Floor    3: base, model.
 * Threads  Any.
 * Memory   Values.
 * Spec     none
 */
#ifndef LI_NET_SOCK_H
#define LI_NET_SOCK_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/fault.h"
#include "base/slice.h"
#include "model/event.h"

enum { LI_SOCK_TEXT = 56 }; /* "[v6 address]:65535" and a NUL */

/* ---- addresses ---- */

/* Parse "192.0.2.1:5060" or "[2001:db8::1]:5060"; port 0 is allowed.
 *   LI_EINVAL   not so; *out is untouched
 */
LI_MUST_USE li_err li_sock_parse(const char *text, struct li_address *out);

/* Format as li_sock_parse() reads; "-" when the family is 0. */
void li_sock_format(const struct li_address *at, char text[LI_SOCK_TEXT]);

/* Turn an address in text, or a name, into an address. A name may wait for
 * the resolver (as resolv.conf bounds it); an address never does.
 *   LI_ENOTFOUND   no such host; *out is untouched
 */
LI_MUST_USE li_err li_sock_resolve(const char *host, uint16_t port,
	struct li_address *out);

/* The address that a socket is bound to.
 *   LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_sock_local(int fd, struct li_address *out);

/* ---- TCP ---- */

/* Listen; an IPv6 socket takes IPv6 only.
 *   LI_ECONFIG   the address is not ours, in use or not permitted
 *   LI_EIO       no socket
 */
LI_MUST_USE li_err li_sock_listen(const struct li_address *at, int *fd,
	struct li_fault *fault);

/* Take the next connection; one whose peer vanishes ends after two minutes.
 *   LI_EAGAIN   none waits
 *   LI_EIO      no descriptor or memory left: pause listening a while
 */
LI_MUST_USE li_err li_sock_accept(int listener, int *fd,
	struct li_address *from);

/* Begin to connect; when the socket becomes writable ask li_sock_connected().
 * dead_ms is how long sent octets may stay unacknowledged before the kernel
 * ends the connection (TCP_USER_TIMEOUT); 0 leaves its own bound.
 *   LI_ECLOSED   refused at once; LI_EIO
 */
LI_MUST_USE li_err li_sock_connect(const struct li_address *to,
	unsigned int dead_ms, int *fd, struct li_fault *fault);

/* Did a connection come to be?
 *   LI_ECLOSED   no: fault says why in the kernel's words
 */
LI_MUST_USE li_err li_sock_connected(int fd, struct li_fault *fault);

/* How far what was written has come. */
struct li_sock_way {
	uint64_t had;  /* octets that the peer's kernel acknowledged, ever */
	uint64_t left; /* and those that it did not yet */
};

/* Ask for it. All that was written is acknowledged once nothing is left, or `had`
 * is what the two were together: their sum is never less than what was written.
 *   LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_sock_way(int fd, struct li_sock_way *out);

/* ---- unix streams: between programs of one machine ---- */

enum { LI_SOCK_UIDS_MAX = 16 };

/* Who may come to a listener besides its own user and root. */
struct li_sock_access {
	unsigned int mode; /* of the socket's file; 0: 0600 */
	uid_t uids[LI_SOCK_UIDS_MAX];
	size_t count;
};

/* Listen at a path, mode 0600 or as access says, which may be NULL. A socket
 * that nobody listens at is replaced; one that we were given (given.h) is taken
 * as it is.
 *   LI_EEXIST    a program listens there
 *   LI_ECONFIG   path too long, no such folder, or something else is there
 *   LI_EIO       no socket
 */
LI_MUST_USE li_err li_sock_unix_listen(const char *path, int *fd,
	struct li_fault *fault);
LI_MUST_USE li_err li_sock_unix_listen_for(const char *path,
	const struct li_sock_access *access, int *fd, struct li_fault *fault);

/* Take the next connection of our own user, root or, if access is not NULL, one
 * of its users. *uid is whose it is, also of one that was closed.
 *   LI_EAGAIN   none waits
 *   LI_EDENIED  another user's: it was closed
 *   LI_EIO      no descriptor or memory left
 */
LI_MUST_USE li_err li_sock_unix_accept(int listener, int *fd);
LI_MUST_USE li_err li_sock_unix_accept_from(int listener,
	const struct li_sock_access *access, int *fd, uid_t *uid);

/* Connect to a listener of our own user, of root, or of who alone may write to
 * the socket's folder: nobody else could have put it there.
 *   LI_ENOTFOUND  nobody listens there
 *   LI_EDENIED    another user listens there, or its mode forbids us
 *   LI_EAGAIN     its queue is full
 *   LI_ECONFIG    path too long; LI_EIO
 */
LI_MUST_USE li_err li_sock_unix_connect(const char *path, int *fd,
	struct li_fault *fault);

/* ---- octets of any stream ---- */

/* Is this errno of a read or write no end of a stream? It is full or empty, was
 * interrupted, or the kernel has no memory at the moment. */
bool li_sock_passes(int why);

/* Read at most cap octets; *n of them came, at least 1 on LI_OK.
 *   LI_EAGAIN   none now
 *   LI_ECLOSED  the peer closed, or the connection broke
 */
LI_MUST_USE li_err li_sock_read(int fd, void *p, size_t cap, size_t *n);

/* Write; *n octets were taken, at least 1 on LI_OK.
 *   LI_EAGAIN   no room now
 *   LI_ECLOSED  the connection broke
 */
LI_MUST_USE li_err li_sock_write(int fd, struct li_slice octets, size_t *n);

#endif
