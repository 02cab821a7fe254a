/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/table.h"

void li_table_fini(struct li_table *t)
{
	free(t->slots);
	*t = (struct li_table){0};
}

/* The slot of a key, or the empty slot where it would go. */
static size_t find(const struct li_table *t, struct li_key key)
{
	size_t mask = t->size - 1, i = key.lo & mask;

	while (!li_key_none(t->slots[i].key) &&
		!li_key_eq(t->slots[i].key, key))
		i = (i + 1) & mask;
	return i;
}

void *li_table_get(const struct li_table *t, struct li_key key)
{
	if (t->used == 0)
		return NULL;
	return t->slots[find(t, key)].value;
}

static li_err grow(struct li_table *t)
{
	struct li_table bigger = {.size = t->size ? t->size * 2 : 64};

	bigger.slots = calloc(bigger.size, sizeof(*bigger.slots));
	if (!bigger.slots)
		return LI_ENOMEM;
	for (size_t i = 0; i < t->size; i++) {
		if (li_key_none(t->slots[i].key))
			continue;
		bigger.slots[find(&bigger, t->slots[i].key)] = t->slots[i];
		bigger.used++;
	}
	free(t->slots);
	*t = bigger;
	return LI_OK;
}

li_err li_table_set(struct li_table *t, struct li_key key, void *value)
{
	size_t i;

	if (t->size == 0 || t->used + 1 > t->size / 4 * 3) {
		li_err err = grow(t);

		if (err)
			return err;
	}
	i = find(t, key);
	if (li_key_none(t->slots[i].key))
		t->used++;
	t->slots[i].key = key;
	t->slots[i].value = value;
	return LI_OK;
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
	void *value;
	size_t i;

	if (t->used == 0)
		return NULL;
	i = find(t, key);
	if (li_key_none(t->slots[i].key))
		return NULL;
	value = t->slots[i].value;
	close_gap(t, i);
	t->used--;
	return value;
}

void *li_table_next(const struct li_table *t, size_t *at)
{
	while (*at < t->size) {
		struct li_table_slot *slot = &t->slots[(*at)++];

		if (!li_key_none(slot->key))
			return slot->value;
	}
	return NULL;
}
