/* SPDX-License-Identifier: BSD-3-Clause
 *
 * device.h - what is remarkable of a contact that is about to be bound.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   Nothing is kept.
 * Spec     RFC 3261 cl. 10.3; RFC 5626 cl. 6; TS 23.228 cl. 5.20.1
 */
#ifndef LI_MIRROR_DEVICE_H
#define LI_MIRROR_DEVICE_H

#include "mirror/user.h"

/* enum li_device_sign bits; 0 for a contact that is there already, and for one
 * of an emergency registration, which is apart from the others. A 200 lists all
 * bindings: ask of each before the first of them is bound, else those that were
 * there before the mirror was are strangers to each other. */
unsigned li_device_signs(const struct li_mirror *m, const struct li_user *user,
	const struct li_bind *bind);

#endif
