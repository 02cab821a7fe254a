/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/table.h"

/* Slots moved for each key set: a table has room for three eighths of its size
 * in keys when it doubles, and has moved all long before that. */
enum { SMALLEST = 64, MOVED_AT_ONCE = 16 };

void li_table_fini(struct li_table *t)
{
	free(t->slots);
	free(t->old);
	*t = (struct li_table){0};
}

/* The slot of a key, or the empty slot where it would go. */
static struct li_table_slot *find(struct li_table_slot *slots, size_t size,
	struct li_key key)
{
	size_t mask = size - 1, i = key.lo & mask;

	while (!li_key_none(slots[i].key) && !li_key_eq(slots[i].key, key))
		i = (i + 1) & mask;
	return &slots[i];
}

void *li_table_get(const struct li_table *t, struct li_key key)
{
	void *value;

	if (t->used == 0)
		return NULL;
	value = find(t->slots, t->size, key)->value;
	if (!value && t->old)
		value = find(t->old, t->old_size, key)->value;
	return value;
}

/* Move the next slots over. What is moved keeps its key, without a value, so
 * that those behind it are found. */
static void move(struct li_table *t, size_t slots)
{
	if (!t->old)
		return;
	for (; slots && t->old_at < t->old_size; slots--) {
		struct li_table_slot *from = &t->old[t->old_at++];

		if (!from->value)
			continue;
		*find(t->slots, t->size, from->key) = *from;
		from->value = NULL;
	}
	if (t->old_at < t->old_size)
		return;
	free(t->old);
	t->old = NULL;
	t->old_size = t->old_at = 0;
}

/* Begin to move into twice the room. */
static li_err grow(struct li_table *t)
{
	size_t size = t->size ? t->size * 2 : SMALLEST;
	struct li_table_slot *slots = calloc(size, sizeof(*slots));

	if (!slots)
		return LI_ENOMEM;
	move(t, t->old_size);
	t->old = t->slots;
	t->old_size = t->size;
	t->slots = slots;
	t->size = size;
	return LI_OK;
}

li_err li_table_reserve(struct li_table *t, size_t keys)
{
	struct li_table wide = {.size = SMALLEST};

	while (wide.size / 4 * 3 <= keys)
		wide.size *= 2;
	if (t->used || wide.size <= t->size)
		return LI_OK;
	wide.slots = calloc(wide.size, sizeof(*wide.slots));
	if (!wide.slots)
		return LI_ENOMEM;
	li_table_fini(t);
	*t = wide;
	return LI_OK;
}

li_err li_table_swap(struct li_table *t, struct li_key key, void *value,
	void **before)
{
	struct li_table_slot *slot;

	if (t->size == 0 || t->used + 1 > t->size / 4 * 3) {
		li_err err = grow(t);

		if (err)
			return err;
	}
	move(t, MOVED_AT_ONCE);
	slot = find(t->slots, t->size, key);
	*before = slot->value;
	if (!slot->value && t->old) {
		struct li_table_slot *old = find(t->old, t->old_size, key);

		*before = old->value;
		old->value = NULL;
	}
	if (!*before)
		t->used++;
	*slot = (struct li_table_slot){key, value};
	return LI_OK;
}

li_err li_table_set(struct li_table *t, struct li_key key, void *value)
{
	void *before;

	return li_table_swap(t, key, value, &before);
}

bool li_table_replace(struct li_table *t, struct li_key key, void *value)
{
	struct li_table_slot *slot;

	if (t->used == 0)
		return false;
	slot = find(t->slots, t->size, key);
	if (!slot->value && t->old)
		slot = find(t->old, t->old_size, key);
	if (!slot->value)
		return false;
	slot->value = value;
	return true;
}

/* Close the gap at i so that no probe sequence is broken. */
static void close_gap(struct li_table *t, size_t i)
{
	size_t mask = t->size - 1, j = i;

	for (;;) {
		size_t home;

		j = (j + 1) & mask;
		if (li_key_none(t->slots[j].key))
			break;
		home = t->slots[j].key.lo & mask;
		if (((j - home) & mask) < ((j - i) & mask))
			continue;
		t->slots[i] = t->slots[j];
		i = j;
	}
	t->slots[i] = (struct li_table_slot){0};
}

void *li_table_remove(struct li_table *t, struct li_key key)
{
	struct li_table_slot *slot;
	void *value;

	if (t->used == 0)
		return NULL;
	slot = find(t->slots, t->size, key);
	value = slot->value;
	if (value) {
		close_gap(t, (size_t)(slot - t->slots));
	} else if (t->old) {
		slot = find(t->old, t->old_size, key);
		value = slot->value;
		slot->value = NULL;
	}
	if (value)
		t->used--;
	return value;
}

const struct li_table_slot *li_table_next_slot(const struct li_table *t,
	size_t *at)
{
	while (*at < t->size + t->old_size) {
		size_t i = (*at)++;
		const struct li_table_slot *slot =
			i < t->size ? &t->slots[i] : &t->old[i - t->size];

		if (slot->value)
			return slot;
	}
	return NULL;
}

void *li_table_next(const struct li_table *t, size_t *at)
{
	const struct li_table_slot *slot = li_table_next_slot(t, at);

	return slot ? slot->value : NULL;
}

size_t li_table_bytes(const struct li_table *t)
{
	return (t->size + t->old_size) * sizeof(struct li_table_slot);
}
