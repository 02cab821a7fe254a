/* SPDX-License-Identifier: BSD-3-Clause
 *
 * roles.h - where identities stood, in words.
 *
 * From and P-Preferred-Identity are what a user says of himself: whoever checks
 * why a message was taken has to see where the target was found.
 *
 * Floor    1: base only.
 * Threads  Pure functions.
 * Memory   Appends to the caller's buffer, whose `bad` shows lack of memory.
 * Spec     TS 33.128 cl. 7.12.2.8
 */
#ifndef LI_MODEL_ROLES_H
#define LI_MODEL_ROLES_H

#include "base/buf.h"
#include "model/identity.h"

/* Append the names of enum li_role bits: "From+PAI"; nothing for none. */
void li_roles_put(struct li_buf *out, uint32_t roles);

#endif
