/* SPDX-License-Identifier: BSD-3-Clause
 *
 * gap.h - what is said of the numbers that are missing of a stream.
 *
 * Floor    5: base, encode. Includes jansson.
 * Threads  One.
 * Memory   None stays.
 * Spec     TS 103 221-2 cl. 5.3.9; TS 102 232-1 cl. 5.2.5, annex J.1
 */
#ifndef SINK_GAP_H
#define SINK_GAP_H

#include <stdio.h>

#include "track.h"

/* Print a line for people. */
void gap_say(const struct track_gap *gap, FILE *out);

/* Print a JSON object.
 *   LI_ENOMEM LI_EIO
 */
LI_MUST_USE li_err gap_show_json(const struct track_gap *gap, FILE *out);

#endif
