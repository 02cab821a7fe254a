/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tree.h - the Merkle tree over the rows of the audit.
 *
 *   leaf(n)    = SHA-256(0x00, h(n))        h(n): the chain's hash of row n
 *   node(l, r) = SHA-256(0x01, l, r)
 *
 * It has the shape of RFC 6962: left of each node is the largest whole power of
 * two. One signed root vouches for all rows, and a path of some hashes shows
 * that a row is one of them without showing any other.
 *
 * Only the roots of the whole subtrees are kept, one for each bit of the size,
 * so a row costs two hashes at the mean.
 *
 * Floor    3, inside the store and lmisf_sql.
 * Threads  Pure functions, but for the digest.
 * Memory   Values.
 * Spec     RFC 6962 cl. 2.1; TS 33.126 R6.6-110
 */
#ifndef LI_STORE_TREE_H
#define LI_STORE_TREE_H

#include "store/digest.h"

enum {
	LI_TREE_DEPTH = 40, /* 2^40 rows are not reached */
	LI_TREE_PEAKS =
		LI_TREE_DEPTH * LI_SHA256, /* octets when put together */
};

/* A tree of `size` leaves. peak[i] is in use when bit i of size is set. */
struct li_tree {
	uint64_t size;
	uint8_t peak[LI_TREE_DEPTH][LI_SHA256];
};

/* The two hashes that it is made of. */
void li_tree_leaf(struct li_digest *d, const uint8_t hash[static LI_SHA256],
	uint8_t out[static LI_SHA256]);
void li_tree_node(struct li_digest *d, const uint8_t left[static LI_SHA256],
	const uint8_t right[static LI_SHA256], uint8_t out[static LI_SHA256]);

/* Add the row behind the last.
 *   LI_ETOOBIG   the tree is full; untouched
 */
LI_MUST_USE li_err li_tree_add(struct li_tree *t, struct li_digest *d,
	const uint8_t hash[static LI_SHA256]);

/* The root; of an empty tree SHA-256 of nothing. */
void li_tree_root(const struct li_tree *t, struct li_digest *d,
	uint8_t root[static LI_SHA256]);

/* Write the peaks one behind the other, the largest subtree first. Returns the
 * octets. */
size_t li_tree_save(const struct li_tree *t, uint8_t out[static LI_TREE_PEAKS]);

/* Make a tree of what was saved at this size.
 *   LI_ECORRUPT   not so many octets; untouched
 */
LI_MUST_USE li_err li_tree_load(struct li_tree *t, uint64_t size,
	struct li_slice saved);

/* Is the row of this number (from 1) and hash in the tree of this size and
 * root? path holds the hashes beside the way up. RFC 9162 cl. 2.1.3.2 */
bool li_tree_holds(struct li_digest *d, uint64_t row,
	const uint8_t hash[static LI_SHA256], struct li_slice path,
	uint64_t size, const uint8_t root[static LI_SHA256]);

#endif
