/* SPDX-License-Identifier: BSD-3-Clause
 *
 * counts.h - how often keys were asked for, and why they were not had.
 *
 * Floor    4.
 * Threads  Plain values.
 * Memory   None.
 * Spec     TS 33.107 cl. 7A.7.3 (failure indication)
 */
#ifndef LI_KEYS_COUNTS_H
#define LI_KEYS_COUNTS_H

#include <stdint.h>

/* Why not all keys of an order could be had. */
enum li_keys_failure {
	LI_KEYS_NO_TICKET, /* TRANSFER_INIT is not there, or no text */
	LI_KEYS_NO_KMS,    /* none is of the user, or none may be asked */
	LI_KEYS_RESTING,   /* it has not answered others, and is left alone */
	LI_KEYS_NO_ANSWER, /* in time; or it said that it cannot now */
	LI_KEYS_REFUSED,   /* not of this user, not known, purged */
	LI_KEYS_GARBLED,   /* its answer is none */
	LI_KEYS_PARTIAL,   /* it gave some */
	LI_KEYS_FAILURES,
};

/* "no_ticket", ... Static storage. */
const char *li_keys_failure_name(enum li_keys_failure failure);

/* Since the beginning; they name nobody. */
struct li_keys_counts {
	uint64_t asked; /* requests that went to a KMS */
	uint64_t had;   /* orders that came whole */
	uint64_t failed[LI_KEYS_FAILURES];
	uint64_t waiting; /* orders without an answer now */
};

#endif
