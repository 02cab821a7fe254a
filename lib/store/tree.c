/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/tree.h"

/* RFC 6962 cl. 2.1: by what a text begins with, a leaf is never taken for a
 * node. */
enum { LEAF = 0x00, NODE = 0x01 };

void li_tree_leaf(struct li_digest *d, const uint8_t hash[static LI_SHA256],
	uint8_t out[static LI_SHA256])
{
	uint8_t text[1 + LI_SHA256] = {LEAF};

	memcpy(text + 1, hash, LI_SHA256);
	li_digest_add(d, li_slice(text, sizeof(text)));
	li_digest_end(d, out);
}

void li_tree_node(struct li_digest *d, const uint8_t left[static LI_SHA256],
	const uint8_t right[static LI_SHA256], uint8_t out[static LI_SHA256])
{
	uint8_t text[1 + 2 * LI_SHA256] = {NODE};

	memcpy(text + 1, left, LI_SHA256);
	memcpy(text + 1 + LI_SHA256, right, LI_SHA256);
	li_digest_add(d, li_slice(text, sizeof(text)));
	li_digest_end(d, out);
}

li_err li_tree_add(struct li_tree *t, struct li_digest *d,
	const uint8_t hash[static LI_SHA256])
{
	uint8_t h[LI_SHA256];
	size_t i = 0;

	if (t->size >= (UINT64_C(1) << LI_TREE_DEPTH) - 1)
		return LI_ETOOBIG;
	li_tree_leaf(d, hash, h);
	for (; t->size >> i & 1; i++)
		li_tree_node(d, t->peak[i], h, h);
	memcpy(t->peak[i], h, sizeof(h));
	t->size++;
	return LI_OK;
}

void li_tree_root(const struct li_tree *t, struct li_digest *d,
	uint8_t root[static LI_SHA256])
{
	bool any = false;

	for (size_t i = 0; i < LI_TREE_DEPTH; i++) {
		if (!(t->size >> i & 1))
			continue;
		if (any)
			li_tree_node(d, t->peak[i], root, root);
		else
			memcpy(root, t->peak[i], LI_SHA256);
		any = true;
	}
	if (!any)
		li_digest_end(d, root);
}

size_t li_tree_save(const struct li_tree *t, uint8_t out[static LI_TREE_PEAKS])
{
	size_t n = 0;

	for (size_t i = LI_TREE_DEPTH; i-- > 0;) {
		if (!(t->size >> i & 1))
			continue;
		memcpy(out + n, t->peak[i], LI_SHA256);
		n += LI_SHA256;
	}
	return n;
}

li_err li_tree_load(struct li_tree *t, uint64_t size, struct li_slice saved)
{
	size_t n = 0;

	if (size >> LI_TREE_DEPTH ||
		saved.n != (size_t)__builtin_popcountll(size) * LI_SHA256)
		return LI_ECORRUPT;
	for (size_t i = LI_TREE_DEPTH; i-- > 0;) {
		if (!(size >> i & 1))
			continue;
		memcpy(t->peak[i], saved.p + n, LI_SHA256);
		n += LI_SHA256;
	}
	t->size = size;
	return LI_OK;
}

bool li_tree_holds(struct li_digest *d, uint64_t row,
	const uint8_t hash[static LI_SHA256], struct li_slice path,
	uint64_t size, const uint8_t root[static LI_SHA256])
{
	uint64_t at = row - 1, last = size - 1;
	uint8_t h[LI_SHA256];

	if (row == 0 || row > size || path.n % LI_SHA256 != 0)
		return false;
	li_tree_leaf(d, hash, h);
	for (size_t i = 0; i < path.n; i += LI_SHA256) {
		const uint8_t *beside = path.p + i;

		if (last == 0)
			return false;
		if (at & 1 || at == last) {
			li_tree_node(d, beside, h, h);
			/* A node without a right one is passed on upwards. */
			while (!(at & 1) && at != 0) {
				at >>= 1;
				last >>= 1;
			}
		} else {
			li_tree_node(d, h, beside, h);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && memcmp(h, root, LI_SHA256) == 0;
}
