/* SPDX-License-Identifier: BSD-3-Clause
 *
 * alive.h - since when an ADMF has not been heard, also over a restart.
 *
 * The last time is kept in a file, by a clock that does not step and runs on
 * while the machine sleeps, with the boot that it counts from; after another
 * boot only UTC can tell.
 *
 * Floor    4: base.
 * Threads  Pure functions, but for the file.
 * Memory   Values.
 * Spec     TS 103 221-1 cl. 6.6.2 (TIME_P2)
 */
#ifndef LI_X1_ALIVE_H
#define LI_X1_ALIVE_H

#include <stdint.h>

#include "base/fault.h"
#include "base/uuid.h"

/* A time by both clocks. */
struct li_x1_moment {
	char boot[LI_UUID_TEXT]; /* the kernel's ID of this boot */
	int64_t boot_us;         /* CLOCK_BOOTTIME */
	int64_t at_us;           /* UTC */
};

/* Now. */
void li_x1_moment_now(struct li_x1_moment *out);

/* How long it is from one moment to a later one. Where UTC was set back, no
 * time: the period begins again. */
int64_t li_x1_moment_between(const struct li_x1_moment *from,
	const struct li_x1_moment *to);

/* Write a moment to a file, which is there whole or as it was.
 *   LI_EIO   not written: fault says why
 */
LI_MUST_USE li_err li_x1_moment_save(const char *path,
	const struct li_x1_moment *moment, struct li_fault *fault);

/* Read it.
 *   LI_ENOTFOUND    no such file
 *   LI_ECORRUPT     it holds something else; LI_EIO
 * fault says why; *out is untouched on an error.
 */
LI_MUST_USE li_err li_x1_moment_load(const char *path, struct li_x1_moment *out,
	struct li_fault *fault);

#endif
