/* SPDX-License-Identifier: BSD-3-Clause
 *
 * row.h - mirrored state of a target as it is kept for an auditor.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   Slices borrow from the message's arena or the event.
 * Spec     TS 33.107 cl. 7A.3, cl. 20.1.3.3
 */
#ifndef LI_MODEL_ROW_H
#define LI_MODEL_ROW_H

#include "model/change.h"
#include "model/iri.h"
#include "model/security.h"

/* The registration of a target, one row per task and IMPU (or IMPI when a
 * Cx exchange named no IMPU). A field that the event said nothing of is empty
 * and leaves what is stored. */
struct li_reg_row {
	int64_t task;
	struct li_slice key; /* canonical IMPU or IMPI text: row's identity */
	struct li_slice impu, impi, imei, contact, server_name, visited_network;
	enum li_reg_state state;
	enum li_source witness; /* who said so last */
	int64_t expires_us;     /* 0 when not said */
	int64_t at_us;
	struct li_slice mirror; /* li_mirror_save_user(), for a restart */
};

/* A session or message of a target, one row per task and correlation. */
struct li_session_row {
	int64_t task;
	uint64_t correlation;
	struct li_slice call_id, from, to; /* URIs as in the opening message */
	char method[16];                   /* of the opening message */
	enum li_session_direction direction;
	enum li_session_state state;
	uint16_t status; /* of the last final response, 0 before */
	bool closed;
	int64_t at_us;          /* of this event */
	struct li_slice mirror; /* li_mirror_save_session(), for a restart */
};

/* What one event has us keep. Arrays live in the message's arena, security
 * events in the watch. */
struct li_product {
	struct li_iri *iris;
	size_t iri_count;
	struct li_reg_row *regs;
	size_t reg_count;
	struct li_session_row *sessions;
	size_t session_count;
	const struct li_security_event *security;
	size_t security_count;
};

#endif
