/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ipmm.h - IPMMIRI: a SIP message as TS 102 232-5 has it.
 *
 * An address that is not known is sent as 0.0.0.0: both are mandatory, and none
 * is spelled so on a wire.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   What is written borrows the record. Reading copies into the arena.
 * Spec     TS 102 232-5 V3.12 (version 17) cl. 5.4
 */
#ifndef LI_ENCODE_IPMM_H
#define LI_ENCODE_IPMM_H

#include <IPMMIRI.h>

#include "encode/psp.h"

/* Fill it with a record of kind LI_IRI_IMS_MESSAGE.
 *   LI_EINVAL   another kind, or no message
 */
LI_MUST_USE li_err li_ipmm(const struct li_iri *iri, IPMMIRI_t *out);

/* Read a decoded one.
 *   LI_EMALFORMED   an address of no length there is
 *   LI_ENOMEM       the arena refused
 */
LI_MUST_USE li_err li_ipmm_read(const IPMMIRI_t *in, struct li_arena *arena,
	struct li_psp_record *out);

#endif
