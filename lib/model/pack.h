/* SPDX-License-Identifier: BSD-3-Clause
 *
 * pack.h - nouns as octets in our own form: for the store and between our
 * programs, never on an outside interface.
 *
 * Floor    1.
 * Threads  Pure functions.
 * Memory   Unpacked slices borrow from the packed octets.
 * Spec     none
 */
#ifndef LI_MODEL_PACK_H
#define LI_MODEL_PACK_H

#include "base/buf.h"
#include "model/event.h"
#include "model/task.h"

/* A slice with its length before it (32 bits). */
void li_pack_slice(struct li_buf *b, struct li_slice s);
struct li_slice li_unpack_slice(struct li_cursor *c);

/* A C string into a fixed field. Sets c->bad when it does not fit or holds a
 * NUL. */
void li_unpack_text(struct li_cursor *c, char *dst, size_t cap);

/* An identity with its kind. */
void li_pack_identity(struct li_buf *b, const struct li_identity *id);
void li_unpack_identity(struct li_cursor *c, struct li_identity *id);

/* An address with its family. */
void li_pack_address(struct li_buf *b, const struct li_address *a);
void li_unpack_address(struct li_cursor *c, struct li_address *a);

/* Who approved it. */
void li_pack_approval(struct li_buf *b, const struct li_approval *a);
void li_unpack_approval(struct li_cursor *c, struct li_approval *a);

/* The 16 octets of a UUID. */
void li_pack_uuid(struct li_buf *b, const struct li_uuid *u);
void li_unpack_uuid(struct li_cursor *c, struct li_uuid *u);

/* Append every field. Failure shows in the buffer. */
void li_pack_task(struct li_buf *b, const struct li_task *t);
void li_pack_destination(struct li_buf *b, const struct li_destination *d);

/* Read a whole slice as one task or destination.
 *   LI_EMALFORMED   cut short, out of range, or trailing octets
 */
LI_MUST_USE li_err li_unpack_task(struct li_slice s, struct li_task *out);
LI_MUST_USE li_err li_unpack_destination(struct li_slice s,
	struct li_destination *out);

#endif
