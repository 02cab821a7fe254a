/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/amounts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 64 }; /* at first */

void li_amounts_free(struct li_amounts *amounts)
{
	if (amounts)
		free(amounts->heap);
	free(amounts);
}

static int by_id(const void *a, const void *b)
{
	const struct li_sent *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Drop what is there twice; what is sorted is a heap. */
static void tidy(struct li_amounts *a)
{
	size_t kept = 0;

	qsort(a->heap, a->count, sizeof(*a->heap), by_id);
	for (size_t i = 0; i < a->count; i++)
		if (!kept || a->heap[kept - 1].id != a->heap[i].id)
			a->heap[kept++] = a->heap[i];
	a->count = kept;
}

/* A peer that comes and goes takes no more room than what waits for it. */
static bool has_room(struct li_amounts *a)
{
	const size_t room = a->room ? 2 * a->room : ROOM;
	struct li_sent *more;

	if (a->count < a->room)
		return true;
	if (a->count)
		tidy(a);
	if (a->count < a->room / 2)
		return true;
	more = realloc(a->heap, room * sizeof(*more));
	if (!more)
		return a->count < a->room;
	a->heap = more;
	a->room = room;
	return true;
}

li_err li_amounts_add(struct li_amounts *amounts, const struct li_sent *sent)
{
	struct li_sent *heap;
	size_t at;

	if (!has_room(amounts))
		return LI_ENOMEM;
	heap = amounts->heap;
	for (at = amounts->count++; at; at = (at - 1) / 2) {
		if (heap[(at - 1) / 2].id <= sent->id)
			break;
		heap[at] = heap[(at - 1) / 2];
	}
	heap[at] = *sent;
	return LI_OK;
}

/* Take the lowest out. */
static struct li_sent pop(struct li_amounts *a)
{
	struct li_sent *heap = a->heap;
	const struct li_sent first = heap[0], last = heap[--a->count];
	size_t at = 0, child;

	for (; (child = 2 * at + 1) < a->count; at = child) {
		if (child + 1 < a->count && heap[child + 1].id < heap[child].id)
			child++;
		if (last.id <= heap[child].id)
			break;
		heap[at] = heap[child];
	}
	heap[at] = last;
	return first;
}

/* Have as many of them in a->next as there are and fit. */
static void fill(struct li_amounts *a, int64_t id)
{
	size_t n = a->next_count;

	while (n < LI_SENT_MAX && a->count && a->heap[0].id <= id) {
		a->next[n] = pop(a);
		if (!n || a->next[n].id > a->next[n - 1].id)
			n++;
	}
	a->next_count = n;
}

int64_t li_amounts_put(struct li_amounts *amounts, int64_t id,
	struct li_sent out[static LI_SENT_MAX], size_t *count)
{
	*count = 0;
	if (!amounts)
		return id;
	fill(amounts, id);
	*count = amounts->next_count;
	memcpy(out, amounts->next, *count * sizeof(*out));
	return *count == LI_SENT_MAX ? out[LI_SENT_MAX - 1].id : id;
}

void li_amounts_find(const struct li_amounts *amounts, struct li_sent *list,
	size_t count)
{
	struct li_sent *found;

	for (size_t i = 0; amounts && count && i < amounts->count; i++) {
		found = bsearch(&amounts->heap[i], list, count, sizeof(*list),
			by_id);
		if (found)
			found->octets = amounts->heap[i].octets;
	}
}

void li_amounts_done(struct li_amounts *amounts, int64_t id)
{
	size_t n = 0;

	if (!amounts)
		return;
	while (n < amounts->next_count && amounts->next[n].id <= id)
		n++;
	amounts->next_count -= n;
	memmove(amounts->next, amounts->next + n,
		amounts->next_count * sizeof(*amounts->next));
	while (amounts->count && amounts->heap[0].id <= id)
		(void)pop(amounts);
}
