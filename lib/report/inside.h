/* SPDX-License-Identifier: BSD-3-Clause
 *
 * inside.h - what records have in common.
 *
 * Floor    2, inside report/.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     TS 103 221-2 cl. 5.3
 */
#ifndef LI_REPORT_INSIDE_H
#define LI_REPORT_INSIDE_H

#include "report/report.h"

/* X2 attributes 17 and 18: the task's target identifiers, all of which
 * matched, and what else is known to be the target. */
void li_report_name(const struct li_report_case *c, struct li_iri *iri);

/* Which part of its session a message is. */
enum li_iri_part li_report_part(const struct li_report_case *c);

/* Direction of a session by the sides that its target stands on. */
enum li_session_direction li_report_sides(uint8_t sides, bool way_known);

#endif
