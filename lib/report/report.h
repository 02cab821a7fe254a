/* SPDX-License-Identifier: BSD-3-Clause
 *
 * report.h - a change and a task that it concerns, told as a record and as
 * rows.
 *
 *   SIP, each request and response     IMS message
 *   UAR from another visited network,
 *   or refused with 5004               serving system
 *   SAR of types 1 and 2 that follows
 *   such an UAR                        serving system
 *   SAR of types 9 and 10              serving system, while no SIP is seen
 *   SAR of types 4 to 8 and 11, RTR    registration termination
 *   PPR or SAR that is accepted, whose
 *   profile has other identities than
 *   before                             subscriber record change
 *   LIR                                location information request
 *   anything else of Cx                nothing
 *
 * But for a record change, an exchange is told whatever its answer, and without
 * one: that a procedure failed is reported too (TS 33.127 cl. 5.3.2.4).
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

enum {
	LI_REPORT_REGS_MAX = LI_CX_IMPUS_MAX, /* rows of one case */
	LI_REPORT_KINDS_MAX = 3,              /* of the records of one case */
};

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
	uint32_t others_up;     /* bits: those that the HSS has registered */
	bool sip_seen;          /* SIP is tapped, too */
	struct li_slice sip;    /* this task's copy of the message */
	uint32_t modifications; /* enum li_modification bits of the copy */
};

/* As which kinds of records is the case told? Returns how many. */
size_t li_report_kinds(const struct li_report_case *c,
	enum li_iri_kind kinds[static LI_REPORT_KINDS_MAX]);

/* How many records of one kind the case has at most: a change of several
 * identities of one kind needs several. TS 33.108 cl. B.9 */
size_t li_report_most(const struct li_change *change);

/* Fill in a record of a kind that li_report_kinds() gave, `nth` from 0; false
 * when there is no such. What came and left is borrowed from the change. */
bool li_report_iri(const struct li_report_case *c, enum li_iri_kind kind,
	size_t nth, struct li_iri *iri);

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

/* Fill in the record that the interception of a target starts that the HSS knows
 * already; `again` says that it registered again since. False when it is not
 * registered. Of the case's event only number and time are used. */
bool li_report_registered(const struct li_report_case *c,
	enum li_reg_state state, bool again, struct li_iri *iri);

/* Write the registration row that goes with it, of the target's IMPU or its
 * IMPI; false when neither is known. */
bool li_report_registered_row(const struct li_report_case *c,
	enum li_reg_state state, struct li_arena *arena,
	struct li_reg_row *row);

/* Fill in the record that orders keys of media, behind `of`, which is the case's
 * record of the answer or of the session that had agreed on them. Its user is the
 * target as the ticket names it, or else as the task does.
 * TS 33.107 cl. 7A.7.2
 *   LI_ENOMEM   the arena is full
 */
LI_MUST_USE li_err li_report_keys(const struct li_key_ticket *ticket,
	const struct li_iri *of, struct li_arena *arena, struct li_iri *iri);

/* Direction of the session and of this message, as seen from the target. */
enum li_session_direction li_report_session_direction(
	const struct li_report_case *c);
enum li_direction li_report_direction(const struct li_report_case *c);

#endif
