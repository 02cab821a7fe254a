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

enum { TAMPER_KINDS = 15 };

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

/* Cut the tail off behind a row, with all that would tell of it. */
void tamper_cut(struct tamper *t, int64_t row);

#endif
