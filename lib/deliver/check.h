/* SPDX-License-Identifier: BSD-3-Clause
 *
 * check.h - what goes over HI2, hashed by LIID and CIN.
 *
 * Each check is a hash over the PDUs of one LIID and CIN since the one before,
 * as they went; a signature is over the hashes of such checks since the one
 * before it. Both are numbered, each by themselves, from 0 (chain.h).
 *
 * When a connection ends, the check that was open is forgotten, as its records
 * are not confirmed and will come again. Checks that were made and are not
 * confirmed are sent again as they were, and their records are in no other one; so
 * are those that another program made before it ended.
 *
 * Floor    4: base, encode, store (SHA-256).
 * Threads  A value of one thread.
 * Memory   The caller frees it. At most LI_CHECKS_MAX checks are open at once;
 *          the oldest has to be made when another one comes. A hash that goes on
 *          from PDU to PDU needs the octets that fill no block yet: while a
 *          check is open there are up to 64 octets of its PDUs; when it is made
 *          or forgotten, none.
 * Spec     TS 102 232-1 cl. 7.2.3, annex J; TS 33.107 cl. 8
 */
#ifndef LI_DELIVER_CHECK_H
#define LI_DELIVER_CHECK_H

#include "deliver/chain.h"

enum {
	LI_CHECKS_MAX = 64,          /* open at once */
	LI_CHECK_EVERY_MAX = 1000,   /* PDUs of a check */
	LI_CHECK_SIGN_MAX = 64,      /* checks of a signature */
	LI_CHECKS_UNSIGNED_MAX = 256 /* LIIDs and CINs that wait for one */
};

struct li_checks;

/* Append the PDU of a check. The value of a signature is what is to be signed;
 * one that cannot be made leaves its checks unsigned. On an error out is as it
 * was. */
typedef li_err (*li_check_fn)(const struct li_psp_head *head,
	const struct li_psp_check *check, struct li_buf *out, void *data);

struct li_checks_options {
	li_check_fn fn;
	void *data;
	uint32_t every; /* PDUs of a check, 1 to LI_CHECK_EVERY_MAX */
	uint32_t sign;  /* checks of a signature, to LI_CHECK_SIGN_MAX; 0: none
			 * is signed */
};

/* Make one.
 *   LI_ENOMEM LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_checks_new(const struct li_checks_options *options,
	const struct li_chain_numbers *numbers, struct li_checks **out);

/* NULL is fine. */
void li_checks_free(struct li_checks *checks);

/* All that follow append the checks that are due, and kept, to `to`; one that cannot
 * be made but has to makes it bad. */

/* A PDU of a record of a task, at some place of what waits, numbered by a stream:
 * the octets [start, end) of what goes. */
struct li_checks_pdu {
	struct li_psp_head head;
	int64_t task, place;
	int64_t stream;
	size_t start, end;
};

/* Add one of `to`. A check may be due with it, or to make room for it.
 *   LI_ENOMEM, or as numbers are read   it is in no check
 */
LI_MUST_USE li_err li_checks_add(struct li_checks *checks,
	const struct li_checks_pdu *pdu, struct li_buf *to);

/* Close what is open. */
void li_checks_flush(struct li_checks *checks, struct li_buf *to);

/* Sign what is unsigned. */
void li_checks_sign(struct li_checks *checks, struct li_buf *to);

/* The interception of a LIID ended: close and sign what there is of it. */
void li_checks_end(struct li_checks *checks, struct li_slice liid,
	struct li_buf *to);

/* Of records that have gone, or wait no more, what is still to be sent again goes,
 * though some that it is over do not come again. */
void li_checks_passed(struct li_checks *checks, li_chains_fn passed, void *data,
	struct li_buf *to);

/* What was to be kept until then is: see struct li_chain_numbers. */
void li_checks_kept(struct li_checks *checks, uint64_t keeping,
	struct li_buf *to);

/* Before any record: one that was made before, and is not confirmed.
 *   LI_ENOMEM, or as numbers are read   it is not known
 */
LI_MUST_USE li_err li_checks_load(struct li_checks *checks,
	const struct li_checking *checking);

/* Is something unchecked, or a check to be sent again? Unsigned? */
bool li_checks_any(const struct li_checks *checks);
bool li_checks_unsigned(const struct li_checks *checks);

/* A number for all checks that were made so far: have they gone? */
uint64_t li_checks_made(const struct li_checks *checks);
bool li_checks_gone(const struct li_checks *checks, uint64_t made);

/* A number for all checks that went so far. */
uint64_t li_checks_went(const struct li_checks *checks);

/* The peer has those that went up to then. */
void li_checks_confirm(struct li_checks *checks, uint64_t went);

/* Is one on its way, or does it wait to be kept? */
bool li_checks_flying(const struct li_checks *checks);

/* The connection ended. */
void li_checks_broke(struct li_checks *checks);

/* Numbers begin anew: forget all of it. TS 102 232-1 cl. 6.2.2 */
void li_checks_anew(struct li_checks *checks);

#endif
