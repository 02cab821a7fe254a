/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/begin.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

struct entry {
	struct entry *next, **back;
	struct entry *later, **before; /* of those not taken; before NULL: no */
	int64_t row, starts_us;
	unsigned int laps; /* that went around since it was begun */
};

struct li_begin {
	struct entry *first, *untaken;
	struct li_table rows; /* row -> entry */
	struct li_table told; /* row and correlation -> this struct */
	int64_t soonest_us;   /* no entry starts before */
	int64_t untaken_us;   /* no entry that was not taken does */
	uint64_t forgot;      /* that could not be noted as told */
};

enum { LAPS = 2 }; /* the first may have been under way when a task came */

/* Spread numbers that are our own over a table. */
static struct li_key key_of(int64_t row, uint64_t correlation)
{
	uint64_t a = ((uint64_t)row + 1) * 0x9e3779b97f4a7c15U;

	a ^= a >> 29;
	return (struct li_key){
		.hi = (uint64_t)row ^ (correlation << 1),
		.lo = (a ^ correlation) * 0xbf58476d1ce4e5b9U | 1,
	};
}

li_err li_begin_new(struct li_begin **out)
{
	struct li_begin *b = calloc(1, sizeof(*b));

	if (!b)
		return LI_ENOMEM;
	b->soonest_us = INT64_MAX;
	b->untaken_us = INT64_MAX;
	*out = b;
	return LI_OK;
}

static void untaken_remove(struct entry *e)
{
	if (!e->before)
		return;
	*e->before = e->later;
	if (e->later)
		e->later->before = e->before;
	e->before = NULL;
}

static void untaken_add(struct li_begin *b, struct entry *e)
{
	if (!e->before) {
		e->later = b->untaken;
		e->before = &b->untaken;
		if (e->later)
			e->later->before = &e->later;
		b->untaken = e;
	}
	if (e->starts_us < b->untaken_us)
		b->untaken_us = e->starts_us;
}

static void forget(struct li_begin *b, struct entry *e)
{
	untaken_remove(e);
	*e->back = e->next;
	if (e->next)
		e->next->back = e->back;
	li_table_remove(&b->rows, key_of(e->row, 0));
	free(e);
}

void li_begin_free(struct li_begin *b)
{
	if (!b)
		return;
	while (b->first)
		forget(b, b->first);
	li_table_fini(&b->rows);
	li_table_fini(&b->told);
	free(b);
}

li_err li_begin_task(struct li_begin *b, int64_t row, int64_t starts_us)
{
	struct li_key key = key_of(row, 0);
	struct entry *e = li_table_get(&b->rows, key);
	li_err err;

	if (!e) {
		e = calloc(1, sizeof(*e));
		if (!e)
			return LI_ENOMEM;
		err = li_table_set(&b->rows, key, e);
		if (err) {
			free(e);
			return err;
		}
		e->row = row;
		e->next = b->first;
		e->back = &b->first;
		if (e->next)
			e->next->back = &e->next;
		b->first = e;
	}
	e->starts_us = starts_us;
	e->laps = 0;
	if (starts_us < b->soonest_us)
		b->soonest_us = starts_us;
	untaken_add(b, e);
	return LI_OK;
}

void li_begin_drop(struct li_begin *b, int64_t row)
{
	struct entry *e = li_table_get(&b->rows, key_of(row, 0));

	if (e)
		forget(b, e);
}

/* What is left is for a later time: nothing told is asked for again. */
static void rest(struct li_begin *b)
{
	b->soonest_us = INT64_MAX;
	for (struct entry *e = b->first; e; e = e->next)
		if (e->starts_us < b->soonest_us)
			b->soonest_us = e->starts_us;
}

bool li_begin_due(struct li_begin *b, int64_t at_us)
{
	if (at_us < b->soonest_us)
		return false;
	rest(b); /* tasks may have been dropped */
	if (at_us < b->soonest_us) {
		li_table_fini(&b->told);
		return false;
	}
	return true;
}

static int by_row(const void *a, const void *b)
{
	int64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

size_t li_begin_take(struct li_begin *b, int64_t at_us, int64_t *rows,
	size_t max)
{
	int64_t soonest_us = INT64_MAX;
	struct entry *later;
	size_t n = 0;

	if (at_us < b->untaken_us)
		return 0;
	for (struct entry *e = b->untaken; e; e = later) {
		later = e->later;
		if (e->starts_us <= at_us && n < max) {
			rows[n++] = e->row;
			untaken_remove(e);
		} else if (e->starts_us < soonest_us) {
			soonest_us = e->starts_us;
		}
	}
	b->untaken_us = soonest_us;
	qsort(rows, n, sizeof(*rows), by_row);
	return n;
}

bool li_begin_waits(const struct li_begin *b, int64_t at_us)
{
	return at_us >= b->untaken_us;
}

void li_begin_lap(struct li_begin *b, int64_t at_us)
{
	struct entry *next;

	for (struct entry *e = b->first; e; e = next) {
		next = e->next;
		if (e->starts_us <= at_us && ++e->laps == LAPS)
			forget(b, e);
	}
	rest(b);
	if (at_us < b->soonest_us)
		li_table_fini(&b->told);
}

bool li_begin_is(const struct li_begin *b, int64_t row, int64_t at_us)
{
	const struct entry *e;

	if (at_us < b->soonest_us)
		return false;
	e = li_table_get(&b->rows, key_of(row, 0));
	return e && e->starts_us <= at_us;
}

bool li_begin_tell(struct li_begin *b, int64_t row, uint64_t correlation)
{
	struct li_key key = key_of(row, correlation);

	if (li_table_get(&b->told, key))
		return false;
	/* Without memory a session may be told of twice, but never not. */
	b->forgot += li_table_set(&b->told, key, b) != LI_OK;
	return true;
}
