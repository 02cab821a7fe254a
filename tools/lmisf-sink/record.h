/* SPDX-License-Identifier: BSD-3-Clause
 *
 * record.h - what a received PDU says, and how it is printed.
 *
 * An X2 PDU is one record. A PS-PDU is as many as it has IRIPayloads or
 * notifications of HI4; one of the link itself (a test, an integrity check, ...)
 * is one, too.
 *
 * Floor    5: base, model, intake, encode, jansson (show*.c only).
 * Threads  One.
 * Memory   A record borrows the PDU's octets and the arena.
 * Spec     TS 33.128 cl. 5.3.2 (X2 payloads), 5.5.2 (HI2), 7.12.4;
 *          TS 102 232-1 cl. 5, 6.3; TS 33.108 cl. B.9
 */
#ifndef SINK_RECORD_H
#define SINK_RECORD_H

#include <stdio.h>

#include "base/hash.h"
#include "encode/eps.h"
#include "encode/xiri.h"
#include "stream.h"

enum { RECORD_LIID_TEXT = 2 * LI_PSP_LIID_MAX + 1 };

struct record {
	/* One of both is where it came in. */
	const struct li_x2_pdu *x2;
	const struct li_psp *psp;
	size_t part;  /* which IRIPayload of the PS-PDU */
	uint8_t type; /* enum li_psp_type of it; 0 for none */
	bool der;

	int64_t received_us;
	bool duplicate, differs;
	uint32_t sequence;
	bool has_time;
	int64_t at_us;
	uint16_t direction; /* as X2 has it */
	struct li_slice nfid, ipid;
	struct li_address from, to;

	const char *format; /* "XIRIPayload", "EpsIRIContent", "SIP", ... */
	const char *event;  /* "sip", "serving-system", ... static */
	const char *check;  /* of an integrity check: "good", ... or NULL */
	bool modified;
	uint32_t modifications; /* enum li_modification bits */
	/* SIP; empty for others */
	struct li_slice start_line, method, call_id;
	uint16_t status;
	/* whom an IRIPayload concerns */
	struct li_xiri_target targets[LI_XIRI_IDENTITIES_MAX];
	size_t target_count;
	/* a session under way; empty for others */
	struct li_xiri_start start;
	struct li_xiri_registered registered; /* count 0: it is none */
	/* HSS; NULL for others */
	const struct li_eps *eps;
	/* HI4; NULL for others */
	const struct li_psp_notice *notice;
};

/* What reading takes beside the PDU. */
struct record_reader {
	struct li_arena *arena;
	const struct li_hash_secret *secret;
};

/* Read an X2 PDU. What could be read is there also after an error.
 *   LI_EUNSUPPORTED   a format that we do not decode
 *   LI_EMALFORMED LI_ETOOBIG LI_ENOMEM   as the decoders say
 */
LI_MUST_USE li_err record_read_x2(struct record *record,
	const struct li_x2_pdu *pdu, const struct record_reader *reader);

/* How many records has a PS-PDU? */
size_t record_parts(const struct li_psp *psp);

/* Read one IRIPayload or notification of a PS-PDU; of a PDU that has neither,
 * its header. Errors as above. */
LI_MUST_USE li_err record_read_hi2(struct record *record,
	const struct stream_pdu *pdu, size_t part,
	const struct record_reader *reader);

/* Read SIP. What cannot be read is left out. */
void record_read_sip(struct record *record, struct li_slice sip,
	const struct record_reader *reader);

/* Read what is XIRIPayload on X2 and IRIPayload on HI2. */
LI_MUST_USE li_err record_read_xiri(struct record *record,
	struct li_slice payload, const struct record_reader *reader);

/* "serving-system", ... for what an EpsIRIContent has; static storage. */
const char *record_eps_event(const struct li_eps *eps);

/* "to-target", "from-target", ...; static storage. */
const char *record_direction(const struct record *record);

/* A LIID as TS 103 280 writes it: text, or the octets in hexadecimal. */
void record_liid(struct li_slice liid, char text[static RECORD_LIID_TEXT]);

/* Print one line: a JSON object, or columns for people. Octets that are no
 * UTF-8 or no text are shown as '?'.
 *   LI_ENOMEM LI_EIO
 */
LI_MUST_USE li_err record_show_json(const struct record *record, FILE *out);
LI_MUST_USE li_err record_show_text(const struct record *record, FILE *out);

#endif
