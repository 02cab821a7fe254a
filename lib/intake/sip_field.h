/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_field.h - what one header says to the scan. For the scan
 * alone.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   The event's slices borrow from the message.
 * Spec     see sip_scan.h
 */
#ifndef LI_INTAKE_SIP_FIELD_H
#define LI_INTAKE_SIP_FIELD_H

#include "intake/sip_name.h"
#include "intake/sip_party.h"

/* A scan in progress. */
struct li_sip_field {
	struct li_sip_found found;
	uint32_t seen;           /* a bit for each enum li_sip_name */
	uint64_t content_length; /* of the first Content-Length */
	struct li_slice cseq_method;
	enum li_sip_method cseq_is; /* the same */
};

/* Add a line to some that are kept from the first to the last. */
static inline void li_sip_field_keep(struct li_slice *lines,
	struct li_slice line)
{
	if (!lines->n)
		*lines = line;
	else
		lines->n = (size_t)(line.p - lines->p) + line.n;
}

/* Does it matter where this request was sent from? */
static inline bool li_sip_field_wants_access(const struct li_sip *sip)
{
	return sip->method == LI_SIP_REGISTER && sip->is_request;
}

/* Does it matter which service this request serves? */
static inline bool li_sip_field_wants_services(const struct li_sip *sip)
{
	return (sip->method == LI_SIP_MESSAGE ||
		       sip->method == LI_SIP_OPTIONS) &&
		sip->is_request;
}

/* Take in one header's value, folds still in it. */
void li_sip_field_take(struct li_sip_field *f, enum li_sip_name name,
	struct li_slice value);

/* Take in one header, or a piece of one that lone CRs cut it into. */
void li_sip_field_line(struct li_sip_field *f, struct li_slice line);

/* Was this header there? */
static inline bool li_sip_field_seen(const struct li_sip_field *f,
	enum li_sip_name name)
{
	return f->seen >> name & 1;
}

#endif
