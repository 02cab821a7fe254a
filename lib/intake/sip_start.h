/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_start.h - does a SIP message begin here? Told by its first line alone.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 3261 cl. 7.1, 7.2, 25.1
 */
#ifndef LI_INTAKE_SIP_START_H
#define LI_INTAKE_SIP_START_H

#include "base/slice.h"

enum li_sip_start {
	LI_SIP_START_NO,
	LI_SIP_START_MAYBE, /* the line does not end here */
	LI_SIP_START_YES,
};

/* Look at the first line of s, which has no CR or LF in front. A line longer
 * than LI_SIP_START_LINE_MAX is none. */
enum li_sip_start li_sip_start(struct li_slice s);

/* Offset of the first place where a message begins, a line's beginning or, as
 * bodies need not end with a line's end, inside of one; or of the last line
 * when that has no end and may begin one; s.n when there is none. */
size_t li_sip_start_find(struct li_slice s);

#endif
