/* SPDX-License-Identifier: BSD-3-Clause */
#include "keep.h"

#include <stdlib.h>

#include "base/table.h"

struct kept {
	struct kept *next; /* the next younger one */
	struct li_key key;
	size_t n;
	uint8_t octets[];
};

struct keep {
	struct li_table by_key;
	struct kept *oldest, *youngest;
	size_t total;
};

li_err keep_new(struct keep **out)
{
	struct keep *k = calloc(1, sizeof(*k));

	if (!k)
		return LI_ENOMEM;
	*out = k;
	return LI_OK;
}

static size_t cost(const struct kept *one)
{
	return sizeof(*one) + one->n;
}

static void drop_oldest(struct keep *k)
{
	struct kept *one = k->oldest;

	k->oldest = one->next;
	if (!k->oldest)
		k->youngest = NULL;
	k->total -= cost(one);
	if (li_table_get(&k->by_key, one->key) == one)
		(void)li_table_remove(&k->by_key, one->key);
	free(one);
}

void keep_free(struct keep *k)
{
	if (!k)
		return;
	while (k->oldest)
		drop_oldest(k);
	li_table_fini(&k->by_key);
	free(k);
}

li_err keep_add(struct keep *k, struct li_key key, struct li_slice octets)
{
	return li_table_get(&k->by_key, key) ? LI_OK
					     : keep_replace(k, key, octets);
}

li_err keep_replace(struct keep *k, struct li_key key, struct li_slice octets)
{
	struct kept *one;

	if (octets.n == 0)
		return LI_OK;
	one = malloc(sizeof(*one) + octets.n);
	if (!one)
		return LI_ENOMEM;
	one->next = NULL;
	one->key = key;
	one->n = octets.n;
	memcpy(one->octets, octets.p, octets.n);
	if (li_table_set(&k->by_key, key, one) != LI_OK) {
		free(one);
		return LI_ENOMEM;
	}
	if (k->youngest)
		k->youngest->next = one;
	else
		k->oldest = one;
	k->youngest = one;
	k->total += cost(one);
	while (k->total > KEEP_MAX)
		drop_oldest(k);
	return LI_OK;
}

struct li_slice keep_get(const struct keep *k, struct li_key key)
{
	const struct kept *one = li_table_get(&k->by_key, key);

	return one ? li_slice(one->octets, one->n) : (struct li_slice){0};
}
