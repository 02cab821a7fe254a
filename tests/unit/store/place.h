/* SPDX-License-Identifier: BSD-3-Clause
 *
 * place.h - a store in a folder of its own, with what the tests put in.
 *
 * Floor    tests.
 * Threads  One test at a time.
 * Memory   place_fini() removes the folder.
 * Spec     none
 */
#ifndef LI_TEST_PLACE_H
#define LI_TEST_PLACE_H

#include <sqlite3.h>

#include "store/store.h"

enum { PLACE_PATH = 128 };

struct place {
	char dir[64];
	char db[PLACE_PATH], key[PLACE_PATH];
	struct li_store_place at;
	struct li_store *store; /* the writer, or NULL */
};

extern const struct li_actor place_actor;

/* What must never stand in clear in a file. */
extern const char *const place_canaries[];

/* Make the folder. CU_ASSERTs. */
void place_empty(struct place *p);

/* Make folder, key and database, and open the writer. CU_ASSERTs. */
void place_init(struct place *p);
void place_fini(struct place *p);

/* Close the writer and open it again. */
void place_reopen(struct place *p);

/* The n-th XID, DID. */
struct li_uuid place_uuid(unsigned int n);

/* A destination of DID n; a task of XID n to the DIDs [from, to]. */
struct li_destination place_destination(unsigned int n);
struct li_task place_task(unsigned int n, unsigned int from, unsigned int to);

/* Add the destinations [1, n] and a task 1 to all of them. */
void place_fill(struct place *p, unsigned int n);

/* An IRI of a task's row, with about 1.2 kB of SIP. */
struct li_iri place_iri(int64_t task, uint64_t correlation);

/* Commit n IRI in one transaction; returns what the last step gave. */
li_err place_commit(struct place *p, int64_t task, uint64_t correlation,
	size_t n);

/* One number by SQL of a connection beside the store's, -1 on an error. */
int64_t place_number(struct place *p, const char *sql);

/* Are the numbers of each stream 0, 1, 2, ... and what comes next right?
 * TS 103 221-2 cl. 5.3.9 */
bool place_gapless(struct place *p);

/* Run SQL beside the store as somebody without it would; the result code. */
int place_sql(struct place *p, const char *sql);

/* Does one of the files of the folder hold these octets? */
bool place_holds(const struct place *p, struct li_slice octets);

/* Which canary stands in a file of the folder? NULL: none. */
const char *place_canary(const struct place *p);

#endif
