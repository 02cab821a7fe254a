/* SPDX-License-Identifier: BSD-3-Clause
 *
 * psp_header.h - the header that every PS-PDU has.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   What is written points into `room`, the place and the head: all
 *          stay where they are until it is encoded.
 * Spec     TS 102 232-1 cl. 5.2
 */
#ifndef LI_ENCODE_PSP_HEADER_H
#define LI_ENCODE_PSP_HEADER_H

#include <MicroSecondTimeStamp.h>
#include <PS-PDU.h>

#include "encode/psp.h"

/* All that a header points to. */
struct li_psp_room {
	PS_PDU_t pdu;
	uint8_t liid[LI_PSP_LIID_MAX];
	unsigned long cin;
	MicroSecondTimeStamp_t time;
	TimeStampQualifier_t qualifier;
	OCTET_STRING_t element, nfid, ipid;
	PrintableString_t authorization, delivery;
};

/* Begin a PDU: all of room->pdu but its payload.
 *   LI_EINVAL   as li_psp_encode()
 */
LI_MUST_USE li_err li_psp_header(const struct li_psp_place *place,
	const struct li_psp_head *head, struct li_psp_room *room);

/* Read one. LI_ENOMEM */
LI_MUST_USE li_err li_psp_header_read(const PSHeader_t *in,
	struct li_arena *arena, struct li_psp *out);

#endif
