/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tamper_store.h - a store with an audit of some length, in memory.
 *
 * Floor    tests.
 * Threads  One.
 * Memory   tamper_fini() frees all.
 * Spec     none
 */
#ifndef LI_TEST_TAMPER_STORE_H
#define LI_TEST_TAMPER_STORE_H

#include "place.h"
#include "store/audit.h"
#include "store/inside.h"

enum { TAMPER_MARKS = 64, TAMPER_OLD = 3 };

struct tamper {
	struct place place;
	sqlite3 *db;              /* the whole of it, without triggers */
	sqlite3 *old[TAMPER_OLD]; /* as it was before */
	struct li_checkpoint marks[TAMPER_MARKS]; /* handed out */
	size_t mark_count;
	int64_t rows;
	uint64_t state; /* of the dice */
};

/* Make it, from this seed. CU_ASSERTs. */
void tamper_init(struct tamper *t, uint64_t seed);
void tamper_fini(struct tamper *t);

/* A number below n. */
uint64_t tamper_dice(struct tamper *t, uint64_t n);

/* SQL with %lld for one number; the first number of a query, -1 without. */
void tamper_sql(sqlite3 *db, const char *format, int64_t a, int64_t b);
int64_t tamper_number(sqlite3 *db, const char *format, int64_t a);

/* The first text of a query, which is printed from what follows. */
void tamper_text(sqlite3 *db, char *text, size_t cap, const char *format, ...);

/* Put another value into a column of the row; false: it cannot have another. */
bool tamper_value(struct tamper *t, const char *table, const char *column,
	int64_t id);

/* Make the chain's hashes right again from a row on, as who changed it would;
 * with the key the checkpoints too, else they are deleted. */
void tamper_chain(struct tamper *t, int64_t from, bool with_key);

/* Verify, with what was handed out or without. */
li_err tamper_verify(struct tamper *t, sqlite3 *db, bool since,
	struct li_verdict *verdict);

#endif
