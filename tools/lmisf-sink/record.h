/* SPDX-License-Identifier: BSD-3-Clause
 *
 * record.h - what a received PDU says, and how it is printed.
 *
 * Floor    5: base, model, intake, encode, jansson (show.c only).
 * Threads  One.
 * Memory   A record borrows the PDU's octets and the arena.
 * Spec     TS 33.128 cl. 5.3.2 (X2 payloads), 7.12.4; TS 33.108 cl. B.9
 */
#ifndef SINK_RECORD_H
#define SINK_RECORD_H

#include <stdio.h>

#include "encode/eps.h"
#include "encode/x2.h"
#include "encode/xiri.h"

struct record {
	struct li_x2_pdu pdu;
	int64_t received_us;
	bool duplicate, differs;
	const char *format; /* "XIRIPayload", "EpsIRIContent", "SIP" */
	const char *event;  /* "sip", "serving-system", ... static */
	bool modified;
	/* SIP; empty for others */
	struct li_slice start_line, method, call_id;
	uint16_t status;
	/* a session under way; empty for others */
	struct li_xiri_start start;
	struct li_xiri_registered registered; /* count 0: it is none */
	/* HSS; event 0 for others */
	struct li_eps eps;
};

/* Read the payload of record->pdu into the rest of the record.
 *   LI_EUNSUPPORTED   a format that we do not decode
 *   LI_EMALFORMED LI_ETOOBIG LI_ENOMEM   as the decoders say
 */
LI_MUST_USE li_err record_read(struct record *record, struct li_arena *arena,
	const struct li_hash_secret *secret);

/* "to-target", "from-target", ...; static storage. */
const char *record_direction(const struct record *record);

/* Print one line: a JSON object, or columns for people. Octets that are no
 * UTF-8 or no text are shown as '?'.
 *   LI_ENOMEM LI_EIO
 */
LI_MUST_USE li_err record_show_json(const struct record *record, FILE *out);
LI_MUST_USE li_err record_show_text(const struct record *record, FILE *out);

#endif
