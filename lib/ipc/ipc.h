/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ipc.h - framing of the typed messages between our programs.
 *
 *   u32 length of what follows, u8 version, u8 zero, u16 type, body
 *
 * over a unix stream socket, integers in network order. The types and their
 * bodies are in cx_feed.h and admin.h. A peer that breaks a rule is dropped.
 *
 * Floor    3: base, model. No socket calls: octets in, octets out.
 * Threads  Pure functions.
 * Memory   A message read borrows from the stream buffer it was read from.
 * Spec     none (our own; TS 33.127 cl. 8 is why there are several programs)
 */
#ifndef LI_IPC_IPC_H
#define LI_IPC_IPC_H

#include "base/buf.h"

enum {
	LI_IPC_VERSION = 1,
	LI_IPC_HEAD = 8,
	LI_IPC_MAX = 1 << 20, /* octets of one message with its head */
};

enum li_ipc_type {
	/* cx_feed.h */
	LI_IPC_CX_HELLO = 1,
	LI_IPC_CX_WELCOME = 2,
	LI_IPC_CX_RECORD = 3,
	LI_IPC_CX_ACK = 4,
	LI_IPC_CX_LOST = 5,
	/* admin.h */
	LI_IPC_ADMIN_REQUEST = 16,
	LI_IPC_ADMIN_ITEM = 17,
	LI_IPC_ADMIN_REPLY = 18,
	LI_IPC_ADMIN_FOLLOW = 19,    /* no body */
	LI_IPC_ADMIN_COMMITTED = 20, /* no body */
	LI_IPC_ADMIN_LISTEN = 21,    /* no body */
	LI_IPC_ADMIN_REPORTED = 22,  /* no body */
};

struct li_ipc_message {
	uint16_t type;
	struct li_slice body;
	size_t octets; /* of the whole message: consume so many */
};

/* Open a message of this type in the buffer; returns its place for end(). */
size_t li_ipc_begin(struct li_buf *out, enum li_ipc_type type);

/* Close it: its length is filled in. One longer than LI_IPC_MAX marks the
 * buffer bad. */
void li_ipc_end(struct li_buf *out, size_t place);

/* Read the message at the start of a stream.
 *   LI_EAGAIN       not whole yet
 *   LI_EMALFORMED   not one of ours: drop the peer
 *   LI_EVERSION     another version: drop the peer
 *   LI_ETOOBIG      longer than LI_IPC_MAX: drop the peer
 */
LI_MUST_USE li_err li_ipc_next(struct li_slice stream,
	struct li_ipc_message *out);

#endif
