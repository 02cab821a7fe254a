/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps_record.h - an EpsIRIContent before it has octets: alone it is the payload
 * of an X2 PDU, within a PS-PDU it is ePSIRI of HI2.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   The content points into the structure and the record: both stay
 *          where they are until it is encoded. Fill it once, then fini.
 * Spec     TS 33.108 cl. B.9; TS 102 232-1, EPSIRI
 */
#ifndef LI_ENCODE_EPS_RECORD_H
#define LI_ENCODE_EPS_RECORD_H

#include <DeregistrationReason.h>
#include <EpsIRIContent.h>

#include "encode/eps_keys.h"
#include "encode/eps_node.h"
#include "encode/eps_who.h"

/* All that a record points to, in one place. */
struct li_eps_content {
	EpsIRIContent_t content;
	struct li_eps_who who;
	struct li_eps_node node;
	struct li_eps_keys keys;
	char utc[16];
	EpsInitiator_t initiator;
	IMSevent_t event;
	OCTET_STRING_t visited_network, raw;
	DeregistrationReason_t reason;
	struct li_buf avps;
};

/* Fill it, whatever was in it. Errors are those of li_eps_encode(). */
LI_MUST_USE li_err li_eps_content(const struct li_iri *iri,
	const struct li_eps_network *network, struct li_slice liid,
	struct li_eps_content *out);

/* After li_eps_content(), whatever it gave. */
void li_eps_content_fini(struct li_eps_content *content);

/* Read a decoded one; errors are those of li_eps_decode(). */
LI_MUST_USE li_err li_eps_content_read(const EpsIRIContent_t *content,
	struct li_arena *arena, struct li_eps *out);

#endif
