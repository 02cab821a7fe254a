/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/intern.h"

struct li_intern_name {
	uint32_t uses; /* 0: free, and `next` is of the free list */
	uint16_t next, len;
	uint8_t list;
	char text[];
};

static size_t size_of(size_t len)
{
	return sizeof(struct li_intern_name) + len;
}

static void release(struct li_intern_name *n)
{
	if (n)
		explicit_bzero(n, size_of(n->len));
	free(n);
}

void li_intern_fini(struct li_intern *t)
{
	for (uint16_t i = 0; i < t->count; i++)
		release(t->names[i]);
	free(t->names);
	*t = (struct li_intern){0};
}

static bool make_room(struct li_intern *t)
{
	uint16_t room = t->room ? (uint16_t)(t->room * 2) : 16;
	struct li_intern_name **bigger;

	if (t->count < t->room)
		return true;
	if (t->room == LI_INTERN_MAX)
		return false;
	bigger = realloc(t->names, room * sizeof(struct li_intern_name *));
	if (!bigger)
		return false;
	t->bytes += (size_t)(room - t->room) * sizeof(struct li_intern_name *);
	t->names = bigger;
	t->room = room;
	return true;
}

/* A number without a name. */
static uint16_t number(struct li_intern *t)
{
	uint16_t n = t->free;

	if (n == 0 && !make_room(t))
		return 0;
	if (n == 0)
		return ++t->count;
	t->free = t->names[n - 1]->next;
	t->bytes -= size_of(0);
	release(t->names[n - 1]);
	return n;
}

uint16_t li_intern_take(struct li_intern *t,
	const struct li_hash_secret *secret, struct li_slice name)
{
	uint8_t list = (uint8_t)(li_hash(secret, name).hi % LI_INTERN_LISTS);
	struct li_intern_name *made;
	uint16_t n;

	for (n = t->lists[list]; n; n = t->names[n - 1]->next) {
		if (!li_slice_eq(li_intern_text(t, n), name))
			continue;
		t->names[n - 1]->uses++;
		return n;
	}
	if (name.n == 0 || name.n > UINT8_MAX)
		return 0;
	made = calloc(1, size_of(name.n));
	n = made ? number(t) : 0;
	if (n == 0) {
		free(made);
		return 0;
	}
	*made = (struct li_intern_name){.uses = 1,
		.next = t->lists[list],
		.len = (uint16_t)name.n,
		.list = list};
	memcpy(made->text, name.p, name.n);
	t->names[n - 1] = made;
	t->lists[list] = n;
	t->bytes += size_of(name.n);
	return n;
}

void li_intern_give(struct li_intern *t, uint16_t n)
{
	struct li_intern_name *name = t->names[n - 1];
	uint16_t *at = &t->lists[name->list];

	if (--name->uses)
		return;
	while (*at != n)
		at = &t->names[*at - 1]->next;
	*at = name->next;
	t->bytes -= name->len;
	explicit_bzero(name->text, name->len);
	name->len = 0;
	name->next = t->free;
	t->free = n;
}

struct li_slice li_intern_text(const struct li_intern *t, uint16_t n)
{
	return li_slice(t->names[n - 1]->text, t->names[n - 1]->len);
}
