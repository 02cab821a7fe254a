/* SPDX-License-Identifier: BSD-3-Clause
 *
 * checked.h - the bodies of LI_ADMIN_CHECKED, integrity checks that a destination
 * has, by their numbers; and of LI_ADMIN_CHECKING, those that are to go there.
 *
 * Floor    3: base, model.
 * Threads  Pure functions.
 * Memory   Values; PDUs borrow from the body.
 * Spec     TS 102 232-1 annex J.1
 */
#ifndef LI_IPC_CHECKED_H
#define LI_IPC_CHECKED_H

#include "base/buf.h"
#include "base/uuid.h"
#include "model/checked.h"

/* Whose checks, and how far each chain of them is. */
struct li_admin_checked {
	struct li_uuid did;
	struct li_checked list[LI_CHECKED_MAX];
	size_t count;
};

/* Append such a body, or read one; errors as in admin.h. */
void li_admin_checked_put(struct li_buf *out,
	const struct li_admin_checked *checked);
LI_MUST_USE li_err li_admin_checked_get(struct li_slice body,
	struct li_admin_checked *out);

/* Checks that are to go to a destination, in this order. */
struct li_admin_checking {
	struct li_uuid did;
	struct li_checking list[LI_CHECKING_MAX];
	size_t count;
};

/* Append such a body, or read one; errors as in admin.h. */
void li_admin_checking_put(struct li_buf *out,
	const struct li_admin_checking *checking);
LI_MUST_USE li_err li_admin_checking_get(struct li_slice body,
	struct li_admin_checking *out);

#endif
