/* SPDX-License-Identifier: BSD-3-Clause
 *
 * prove.h - the paths that show rows to be in the Merkle tree.
 *
 * All rows are passed once, in order; those to be shown are named before they
 * come. What is kept is their paths, not the tree.
 *
 * Floor    3: base.
 * Threads  A prover belongs to one thread.
 * Memory   The prover owns the paths that it gives out.
 * Spec     RFC 6962 cl. 2.1.1
 */
#ifndef LI_STORE_PROVE_H
#define LI_STORE_PROVE_H

#include "store/tree.h"

struct li_prover;

/* Make one that has passed nothing.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_prover_new(struct li_prover **out);

/* NULL is fine. */
void li_prover_free(struct li_prover *p);

/* This row is to be shown: the next of them, from 1 on.
 *   LI_EINVAL   it has been passed, or does not come behind the one before
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_prover_want(struct li_prover *p, uint64_t row);

/* Pass the next row.
 *   LI_ETOOBIG LI_ENOMEM   the prover is of no more use
 */
LI_MUST_USE li_err li_prover_add(struct li_prover *p, struct li_digest *d,
	const uint8_t hash[static LI_SHA256]);

/* How many were passed. */
uint64_t li_prover_size(const struct li_prover *p);

/* Behind the last row: make the paths whole and give the root.
 *   LI_ENOTFOUND   a row that is to be shown did not come
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_prover_end(struct li_prover *p, struct li_digest *d,
	uint8_t root[static LI_SHA256]);

/* The path of the n-th row that is to be shown, as li_tree_holds() takes it. */
struct li_slice li_prover_path(const struct li_prover *p, size_t n);

#endif
