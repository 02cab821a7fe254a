/* SPDX-License-Identifier: BSD-3-Clause
 *
 * report.h - a change and a task that it concerns, told as a record and as
 * rows.
 *
 *   SIP, each request and response     IMS message
 *   SAR of types 4 to 8 and 11, RTR    registration termination
 *   SAR of the other types             serving system
 *   UAR from another visited network   serving system
 *   LIR                                location information request
 *   MAR, other UAR, PPR                nothing
 *
 * A SAR or RTR is told whatever its answer, and without one: that a procedure
 * failed is reported too (TS 33.127 cl. 5.3.2.4).
 *
 * Floor    2: includes base and model. No I/O, no clock, no lock, no log.
 * Threads  Pure functions.
 * Memory   Records and rows borrow from the event, the copy of the message
 *          and the arena, not from the task or the case.
 * Spec     TS 33.107 cl. 7A.2.3, 7A.3; TS 33.128 cl. 7.2.3, 7.12.4
 */
#ifndef LI_REPORT_REPORT_H
#define LI_REPORT_REPORT_H

#include "model/row.h"

enum { LI_REPORT_REGS_MAX = LI_CX_IMPUS_MAX }; /* rows of one case */

/* One task that an event concerns. */
struct li_report_case {
	const struct li_event *event;
	const struct li_change *change;
	const struct li_brief *task;
	uint32_t roles;       /* enum li_role bits: where the targets stood */
	uint8_t sides;        /* enum li_side bits: on which side they are */
	const uint8_t *party; /* for each target its party, 0xff for none */
	const struct li_identity *others; /* known to be the same user's */
	size_t other_count;
	struct li_slice sip;    /* this task's copy of the message */
	uint32_t modifications; /* enum li_modification bits of the copy */
};

/* Is the case told as a record, and of which kind? */
bool li_report_kind(const struct li_report_case *c, enum li_iri_kind *kind);

/* Fill in the record of a case that li_report_kind() said has one. */
void li_report_iri(const struct li_report_case *c, enum li_iri_kind kind,
	struct li_iri *iri);

/* Write the registration rows that the case keeps: of each IMPU that the event
 * names and the task may know; returns how many. */
size_t li_report_regs(const struct li_report_case *c, struct li_arena *arena,
	struct li_reg_row rows[static LI_REPORT_REGS_MAX]);

/* Write the session row that the case keeps; false when it keeps none. */
bool li_report_session(const struct li_report_case *c,
	struct li_session_row *row);

/* Fill in the record that the interception of a session starts in its middle:
 * a call that was answered, whose parties are known. False when the session is
 * none, or when its next messages tell all there is. Of the case's event only
 * number and time are used; the record borrows from `now`. */
bool li_report_start(const struct li_report_case *c,
	const struct li_ongoing *now, struct li_iri *iri);

/* Direction of the session and of this message, as seen from the target. */
enum li_session_direction li_report_session_direction(
	const struct li_report_case *c);
enum li_direction li_report_direction(const struct li_report_case *c);

#endif
