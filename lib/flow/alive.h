/* SPDX-License-Identifier: BSD-3-Clause
 *
 * alive.h - for how long an ADMF has not been heard, also over a restart.
 *
 * The silence is kept in a file with the moment that it was counted at, by a
 * clock that does not step and runs on while the machine sleeps, and by the
 * boot that this clock counts from. After another boot only UTC can tell what
 * came on top; where UTC was set back, what was counted before stays.
 *
 * Floor    4: base.
 * Threads  Pure functions, but for the file.
 * Memory   Values.
 * Spec     TS 103 221-1 cl. 6.6.2 (TIME_P2)
 */
#ifndef LI_FLOW_ALIVE_H
#define LI_FLOW_ALIVE_H

#include <stdint.h>

#include "base/fault.h"
#include "base/uuid.h"

/* A silence, as it was at a moment. */
struct li_alive {
	char boot[LI_UUID_TEXT]; /* the kernel's ID of this boot */
	int64_t boot_us;         /* CLOCK_BOOTTIME */
	int64_t at_us;           /* UTC */
	int64_t silent_us;       /* for how long nothing had been heard */
};

/* Now, and just heard. */
void li_alive_now(struct li_alive *out);

/* How long the silence is at a later moment. */
int64_t li_alive_silent(const struct li_alive *from,
	const struct li_alive *now);

/* Write it to a file, which is there whole or as it was.
 *   LI_EIO   not written: fault says why
 */
LI_MUST_USE li_err li_alive_save(const char *path, const struct li_alive *alive,
	struct li_fault *fault);

/* Read it.
 *   LI_ENOTFOUND    no such file
 *   LI_ECORRUPT     it holds something else; LI_EIO
 * fault says why; *out is untouched on an error.
 */
LI_MUST_USE li_err li_alive_load(const char *path, struct li_alive *out,
	struct li_fault *fault);

#endif
