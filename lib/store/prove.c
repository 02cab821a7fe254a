/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/prove.h"

#include <stdlib.h>

#include "base/buf.h"

struct shown {
	uint64_t row;
	struct li_buf path;
};

struct li_prover {
	struct li_tree tree;
	struct shown *shown;
	size_t count, room;
};

li_err li_prover_new(struct li_prover **out)
{
	struct li_prover *p = calloc(1, sizeof(*p));

	if (!p)
		return LI_ENOMEM;
	*out = p;
	return LI_OK;
}

void li_prover_free(struct li_prover *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->count; i++)
		li_buf_fini(&p->shown[i].path);
	free(p->shown);
	free(p);
}

li_err li_prover_want(struct li_prover *p, uint64_t row)
{
	size_t room = p->room ? p->room * 2 : 64;
	struct shown *more;

	if (row <= p->tree.size ||
		(p->count && row <= p->shown[p->count - 1].row))
		return LI_EINVAL;
	if (p->count == p->room) {
		more = realloc(p->shown, room * sizeof(*more));
		if (!more)
			return LI_ENOMEM;
		p->shown = more;
		p->room = room;
	}
	p->shown[p->count++] = (struct shown){.row = row};
	return LI_OK;
}

/* The first that lies behind this many rows. */
static size_t first_behind(const struct li_prover *p, uint64_t rows)
{
	size_t low = 0, high = p->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->shown[middle].row > rows)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* The rows behind `from` up to `to` have this beside their way up. */
static li_err beside(struct li_prover *p, uint64_t from, uint64_t to,
	const uint8_t hash[static LI_SHA256])
{
	li_err err = LI_OK;

	for (size_t i = first_behind(p, from);
		!err && i < p->count && p->shown[i].row <= to; i++) {
		li_buf_put(&p->shown[i].path, hash, LI_SHA256);
		err = li_buf_check(&p->shown[i].path);
	}
	return err;
}

li_err li_prover_add(struct li_prover *p, struct li_digest *d,
	const uint8_t hash[static LI_SHA256])
{
	struct li_tree *t = &p->tree;
	uint64_t from = t->size, to = t->size + 1;
	uint8_t h[LI_SHA256];
	li_err err = LI_OK;
	size_t i = 0;

	if (t->size >= (UINT64_C(1) << LI_TREE_DEPTH) - 1)
		return LI_ETOOBIG;
	li_tree_leaf(d, hash, h);
	for (; !err && t->size >> i & 1; i++) {
		err = beside(p, from - (UINT64_C(1) << i), from, h);
		if (!err)
			err = beside(p, from, to, t->peak[i]);
		li_tree_node(d, t->peak[i], h, h);
		from -= UINT64_C(1) << i;
	}
	if (err)
		return err;
	memcpy(t->peak[i], h, sizeof(h));
	t->size++;
	return LI_OK;
}

uint64_t li_prover_size(const struct li_prover *p)
{
	return p->tree.size;
}

li_err li_prover_end(struct li_prover *p, struct li_digest *d,
	uint8_t root[static LI_SHA256])
{
	const struct li_tree *t = &p->tree;
	uint64_t from = t->size;
	uint8_t h[LI_SHA256];
	li_err err = LI_OK;

	if (p->count && p->shown[p->count - 1].row > t->size)
		return LI_ENOTFOUND;
	/* The whole subtrees, the last and smallest first. */
	for (size_t i = 0; !err && i < LI_TREE_DEPTH; i++) {
		if (!(t->size >> i & 1))
			continue;
		if (from == t->size) {
			memcpy(h, t->peak[i], sizeof(h));
		} else {
			err = beside(p, from - (UINT64_C(1) << i), from, h);
			if (!err)
				err = beside(p, from, t->size, t->peak[i]);
			li_tree_node(d, t->peak[i], h, h);
		}
		from -= UINT64_C(1) << i;
	}
	if (err)
		return err;
	if (t->size == 0)
		li_digest_end(d, h);
	memcpy(root, h, sizeof(h));
	return LI_OK;
}

struct li_slice li_prover_path(const struct li_prover *p, size_t n)
{
	return li_buf_slice(&p->shown[n].path);
}
