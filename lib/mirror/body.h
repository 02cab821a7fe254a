/* SPDX-License-Identifier: BSD-3-Clause
 *
 * body.h - the body of a user: bindings, the IMPI, the IMPUs, one behind the
 * other, in one block that is as large as they are.
 *
 * Floor    2, inside mirror/.
 * Threads  As user.h.
 * Memory   As user.h.
 * Spec     none
 */
#ifndef LI_MIRROR_BODY_H
#define LI_MIRROR_BODY_H

#include "mirror/inside.h"

enum { LI_BINDING_MAX = sizeof(struct li_binding) + 4 * sizeof(uint64_t) };

/* A binding while it is put together. */
union li_binding_made {
	struct li_binding b;
	uint64_t room[LI_BINDING_MAX / sizeof(uint64_t)];
};

/* Octets of a binding. */
static inline size_t li_binding_size(const struct li_binding *b)
{
	return sizeof(*b) +
		2 * sizeof(uint64_t) *
		(size_t)(!!(b->flags & LI_BINDING_IMEI) +
			!!(b->flags & LI_BINDING_GRUU));
}

/* Where the body lies; NULL when there is none. */
static inline uint8_t *li_body_at(const struct li_mirror *m,
	const struct li_user *user)
{
	return li_slab_at(&m->users.slab, user->body);
}

/* Put `with` in place of the `was` octets at `from`; false, and nothing
 * changed, when memory ended. */
bool li_body_put(struct li_mirror *m, struct li_user *user, size_t from,
	size_t was, struct li_slice with);

/* Offset behind the bindings. */
size_t li_body_idents(const struct li_mirror *m, const struct li_user *user);

/* Has the user a key of this kind of content? Of some keys the index alone
 * knows all; whoever asks came from there. */
bool li_body_has(const struct li_mirror *m, const struct li_user *user,
	struct li_key key);

/* Enter a key that the user is about to have; remove one that it has no
 * longer. Nothing happens for one that it has otherwise. */
bool li_body_enter(struct li_mirror *m, struct li_user *user,
	struct li_key key);
void li_body_leave(struct li_mirror *m, struct li_user *user,
	struct li_key key);

/* Put a binding as it is before the others; false when it was refused. */
bool li_body_bind(struct li_mirror *m, struct li_user *user,
	const struct li_binding *b);

/* Empty the body and release it. */
void li_body_free(struct li_mirror *m, struct li_user *user);

#endif
