/* SPDX-License-Identifier: BSD-3-Clause
 *
 * walls.h - what a sandbox is made of; for sandbox.c.
 *
 * Floor    3: base; libseccomp behind it.
 * Threads  One.
 * Memory   Nothing is kept.
 * Spec     none
 */
#ifndef LI_SANDBOX_WALLS_H
#define LI_SANDBOX_WALLS_H

#include "sandbox/sandbox.h"

/* Capabilities: all go but CAP_NET_RAW of who captures.
 *   LI_EIO */
LI_MUST_USE li_err li_wall_caps(const struct li_sandbox *box);

/* Files and TCP, by Landlock.
 *   LI_EUNSUPPORTED   this kernel has none
 *   LI_EIO */
LI_MUST_USE li_err li_wall_files(const struct li_sandbox *box);

/* System calls, by seccomp.
 *   LI_EIO LI_ENOMEM */
LI_MUST_USE li_err li_wall_calls(const struct li_sandbox *box);

#endif
