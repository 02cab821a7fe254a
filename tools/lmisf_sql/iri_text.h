/* SPDX-License-Identifier: BSD-3-Clause
 *
 * iri_text.h - an IRI in words, for an auditor.
 *
 * Floor    5: base, model.
 * Threads  Pure functions.
 * Memory   Appends to the caller's buffer, whose `bad` shows lack of memory.
 * Spec     none
 */
#ifndef LI_LMISF_SQL_IRI_TEXT_H
#define LI_LMISF_SQL_IRI_TEXT_H

#include "model/iri.h"

/* "INVITE", "200 to INVITE", "serving-system". */
void li_iri_summary(const struct li_iri *iri, struct li_buf *out);

/* The identities that made it and where they stood:
 * "impu:sip:... imei:... as From+PAI". */
void li_iri_matched(const struct li_iri *iri, struct li_buf *out);

/* The hop it was seen on: "192.0.2.1:5060 -> [2001:db8::2]:4060"; '?' for an
 * end that is not known. */
void li_iri_hop(const struct li_iri *iri, struct li_buf *out);

/* The SIP message as it is delivered, the parties and SDP of a session that was
 * under way, or the Cx exchange in one line. */
void li_iri_text(const struct li_iri *iri, struct li_buf *out);

#endif
