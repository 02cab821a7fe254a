/* SPDX-License-Identifier: BSD-3-Clause
 *
 * check.h - what goes over a connection of HI2, hashed by LIID and CIN.
 *
 * Each check is a hash over the PDUs of one LIID and CIN since the one before,
 * as they went; a signature is over the hashes of such checks since the one
 * before it. Both are made of the connection: what is sent again after a break
 * is hashed again, and checks and signatures are numbered, each by themselves,
 * from 0 with each connection.
 *
 * Floor    4: base, encode, store (SHA-256).
 * Threads  A value of one thread.
 * Memory   The caller frees it. At most LI_CHECKS_MAX streams at once; the
 *          oldest has to be checked when another one comes. A hash that goes on
 *          from PDU to PDU needs the octets that fill no block yet: while a
 *          check is open there are up to 64 octets of its PDUs, confirmed or
 *          not; when it is made or forgotten, none.
 * Spec     TS 102 232-1 cl. 7.2; TS 33.107 cl. 8
 */
#ifndef LI_DELIVER_CHECK_H
#define LI_DELIVER_CHECK_H

#include "encode/psp.h"

enum {
	LI_CHECKS_MAX = 64,        /* streams of a connection at once */
	LI_CHECK_EVERY_MAX = 1000, /* PDUs of a check */
	LI_CHECK_SIGN_MAX = 64,    /* checks of a signature */
};

struct li_checks;

/* Given a check that is due; it appends it. The value of a signature is what is
 * to be signed. */
typedef void (*li_check_fn)(const struct li_psp_head *head,
	const struct li_psp_check *check, void *data);

struct li_checks_options {
	uint32_t every; /* PDUs of a check, 1 to LI_CHECK_EVERY_MAX */
	uint32_t sign;  /* checks of a signature, to LI_CHECK_SIGN_MAX; 0: none
			 * is signed */
};

/* Make one.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_checks_new(const struct li_checks_options *options,
	li_check_fn fn, void *data, struct li_checks **out);

/* NULL is fine. */
void li_checks_free(struct li_checks *checks);

/* Add a PDU of a record, the octets [start, end) of `from`, which fn may append
 * to; fn is called when a check is due with it, or to make room for it.
 *   LI_ENOMEM   it is in no check
 */
LI_MUST_USE li_err li_checks_add(struct li_checks *checks,
	const struct li_psp_head *head, const struct li_buf *from, size_t start,
	size_t end);

/* Call fn for each stream that has something unchecked. */
void li_checks_flush(struct li_checks *checks);

/* Call fn for each stream that has something unsigned. */
void li_checks_sign(struct li_checks *checks);

/* Is something unchecked, or unsigned? */
bool li_checks_any(const struct li_checks *checks);
bool li_checks_unsigned(const struct li_checks *checks);

/* The connection ended: forget all of it. */
void li_checks_reset(struct li_checks *checks);

#endif
