/* SPDX-License-Identifier: BSD-3-Clause
 *
 * rotating.h - a store whose key is replaced, and is everything still there?
 *
 * Floor    tests.
 * Threads  One test at a time.
 * Memory   As place.h.
 * Spec     TS 33.126 R6.6-100
 */
#ifndef LI_TEST_ROTATING_H
#define LI_TEST_ROTATING_H

#include "place.h"

enum { ROTATING_WAITING = 3 };

/* Make one with a task, and records that wait; it is closed. CU_ASSERTs. */
void rotating_init(struct place *p);
void rotating_close(struct place *p);

/* Write a key file. CU_ASSERTs. */
void rotating_put(const char *path, const uint8_t key[static 32]);

/* Replace the key; CU_ASSERT that it is. */
li_err rotating_try(struct place *p, struct li_fault *fault);
void rotating_do(struct place *p);

/* Does one that is to be the key file lie beside it? */
bool rotating_next(const struct place *p);

/* Is all there, to be read, found and written, and the audit whole? CU_ASSERTs. */
void rotating_whole(struct place *p);

/* How often it was done, as the audit has it. */
int64_t rotating_done(struct place *p);

#endif
