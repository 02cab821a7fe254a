/* SPDX-License-Identifier: BSD-3-Clause
 *
 * clock.h - the two clocks, read once where an event enters, and how UTC is kept.
 *
 * Floor    0.
 * Threads  Any.
 * Memory   None.
 * Spec     TS 33.126 R6.4-90 (time is UTC, finer than a second)
 */
#ifndef LI_BASE_CLOCK_H
#define LI_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Microseconds of UTC since 1970. */
int64_t li_clock_now_us(void);

/* Microseconds of a clock that never steps; only differences mean anything. */
int64_t li_clock_mono_us(void);

/* The same, of a clock that runs on while the machine sleeps. */
int64_t li_clock_boot_us(void);

/* Does something keep the machine's UTC right? TS 33.126 R6.4-90 */
enum li_clock_state {
	LI_CLOCK_UNKNOWN, /* it cannot be asked */
	LI_CLOCK_SYNCED,  /* by a source that its keeper trusts */
	LI_CLOCK_FREE,    /* nothing does, or not any more */
};
enum li_clock_state li_clock_state(void);

enum { LI_CLOCK_TEXT = 28 }; /* "2026-01-02T03:04:05.000006Z" and a NUL */

/* Format UTC as RFC 3339 with six digits. */
void li_clock_format(int64_t at_us, char text[LI_CLOCK_TEXT]);

/* Parse RFC 3339: a date and time with up to six digits of fraction, and Z or
 * an offset.
 *   LI_EINVAL   not such a time; *at_us is untouched
 */
LI_MUST_USE li_err li_clock_parse(const char *text, int64_t *at_us);

#endif
