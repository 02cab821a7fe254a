/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tamper_kinds.h - what somebody with the database in hand may do to it.
 *
 * Floor    tests.
 * Threads  One.
 * Memory   Static.
 * Spec     none
 */
#ifndef LI_TEST_TAMPER_KINDS_H
#define LI_TEST_TAMPER_KINDS_H

#include "tamper_store.h"

enum { TAMPER_KINDS = 17 };

/* Where a tampering is to be found: between two rows, both included. From 0:
 * the dice gave none. */
struct tamper_where {
	int64_t from, to;
};

typedef struct tamper_where (*tamper_fn)(struct tamper *t);

struct tamper_kind {
	const char *name;
	tamper_fn run;
};

extern const struct tamper_kind tamper_kinds[TAMPER_KINDS];

/* In one row. */
struct tamper_where tamper_at(int64_t row);

/* A number that a row of the table may have; another value in any column of a
 * row, but for those that are no evidence: false when it cannot have another. */
int64_t tamper_any_id(struct tamper *t, const char *table);
bool tamper_any_value(struct tamper *t, const char *table, const char *but,
	int64_t id);

/* Change what the audit vouches for, each by a digest of its rows. */
struct tamper_where tamper_security(struct tamper *t);
struct tamper_where tamper_task(struct tamper *t);
struct tamper_where tamper_destination(struct tamper *t);
struct tamper_where tamper_context(struct tamper *t);
struct tamper_where tamper_authorisation(struct tamper *t);

/* Cut the tail off behind a row, with all that would tell of it. */
void tamper_cut(struct tamper *t, int64_t row);

#endif
