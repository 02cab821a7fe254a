/* SPDX-License-Identifier: BSD-3-Clause
 *
 * entity.h - a body, or a part of one, redacted by its type.
 *
 *   application/sdp                kept: it is IRI
 *   application/dtmf, dtmf-relay   kept, when there is nothing else in it
 *   application/vnd.3gpp.sms       user data blanked in its own coding
 *   application/vnd.3gpp.sms+xml   text blanked but that of To and From
 *   application/pidf+xml           notes blanked; location by authority
 *   text/...                       blanked
 *   multipart/...                  each part by its own type
 *   message/cpim                   Subject, and the content by its type
 *   message/sipfrag                as a SIP message
 *   all others                     blanked whole
 *
 * What is encoded, cannot be read, or passes a limit is blanked whole. For a
 * task with content authority only locations are looked for.
 *
 * Floor    2, inside redact/.
 * Threads  Pure functions on the copy.
 * Memory   None.
 * Spec     TS 33.128 cl. 7.12.9; TS 33.108 cl. 7 (SDP is IRI)
 */
#ifndef LI_REDACT_ENTITY_H
#define LI_REDACT_ENTITY_H

#include "model/mime.h"
#include "redact/copy.h"
#include "redact/head.h"

struct li_entity {
	size_t from, to;
	struct li_slice type; /* value of Content-Type */
	unsigned int types;   /* how often that was there */
	bool folded;          /* that one has several lines */
	bool encoded;         /* it has another coding than its own */
	unsigned int depth;   /* in how many multiparts and messages it is */
};

/* Take note of a header that says something of the body. */
void li_entity_field(struct li_entity *e, struct li_slice name,
	struct li_slice value);

/* Redact the body. */
void li_redact_entity(struct li_copy *c, const struct li_entity *e);

/* Redact one header of a message: keys, Subject, location. The value ends at
 * `end`. */
void li_redact_field(struct li_copy *c, const struct li_field *field,
	size_t end);

/* Those that hold others; false, and what was written is to be given up, when
 * it cannot be read. */
bool li_redact_multipart(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type);
bool li_redact_cpim(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type);
bool li_redact_sipfrag(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type);

/* Does it speak of places, as far as one can tell without reading it? */
bool li_redact_suspect(struct li_slice body);

#endif
