/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xiri_names.h - identities as TS 33.128 writes them.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   What is written borrows the identity, or a text of `texts`: both
 *          stay until it is encoded. Reading copies into the arena.
 * Spec     TS 33.128, IMPU, TargetIdentifier, IRITargetIdentifier
 */
#ifndef LI_ENCODE_XIRI_NAMES_H
#define LI_ENCODE_XIRI_NAMES_H

#include <IMPU.h>
#include <IRITargetIdentifier.h>
#include <XIRIPayload.h>

#include "base/buf.h"
#include "encode/xiri.h"

enum {
	LI_XIRI_TEXTS_MAX = LI_TASK_TARGETS_MAX + LI_IRI_IDENTITIES_MAX,
	LI_XIRI_TARGETS_MAX = LI_XIRI_TEXTS_MAX,
};

/* Texts that could not be borrowed: zero at first. */
struct li_xiri_texts {
	struct li_buf text[LI_XIRI_TEXTS_MAX];
	size_t count;
};

/* All that targetIdentifiers points to. */
struct li_xiri_targets {
	IRITargetIdentifier_t id[LI_XIRI_TARGETS_MAX];
	IRITargetIdentifier_t *at[LI_XIRI_TARGETS_MAX];
	TargetIdentifierProvenance_t provenance[LI_XIRI_TARGETS_MAX];
	int count;
	struct XIRIPayload__targetIdentifiers list;
	struct li_xiri_texts texts;
};

/* Write a URI. At most LI_XIRI_TEXTS_MAX of a record. */
void li_xiri_impu(struct li_xiri_texts *texts, struct li_slice uri,
	IMPU_t *out);

/* LI_ENOMEM when a text could not be kept. */
LI_MUST_USE li_err li_xiri_texts_check(const struct li_xiri_texts *texts);

/* Free them. */
void li_xiri_texts_fini(struct li_xiri_texts *texts);

/* Write whom something is about; false for what the type cannot hold. */
bool li_xiri_target(const struct li_identity *id, struct li_xiri_texts *texts,
	TargetIdentifier_t *out);

/* Set targetIdentifiers: the matched identities, then the others that are
 * known; one that the type has no room for is left out.
 *   LI_EINVAL   more of them than a record has
 *   LI_ENOMEM
 * li_xiri_texts_fini(&targets->texts) after the encoding, whatever it gave.
 */
LI_MUST_USE li_err li_xiri_targets(const struct li_iri *iri,
	struct li_xiri_targets *targets, XIRIPayload_t *out);

/* Read one; kind stays NULL for an alternative that we do not know.
 *   LI_ENOMEM   the arena refused
 */
LI_MUST_USE li_err li_xiri_target_read(const TargetIdentifier_t *in,
	struct li_arena *arena, struct li_xiri_target *out);

/* Read targetIdentifiers into out->targets.
 *   LI_ENOMEM   the arena refused
 */
LI_MUST_USE li_err li_xiri_targets_read(const XIRIPayload_t *in,
	struct li_arena *arena, struct li_xiri *out);

#endif
