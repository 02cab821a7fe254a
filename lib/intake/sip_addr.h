/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_addr.h - the addresses of From, Contact, P-Asserted-Identity and others.
 *
 * Reads every value of a list, and where a value is not well formed rather one
 * address too many than one too few: what some proxy might still route must
 * not pass unseen.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   Slices borrow from the header's value.
 * Spec     RFC 3261 cl. 20 (name-addr, addr-spec), cl. 25.1
 */
#ifndef LI_INTAKE_SIP_ADDR_H
#define LI_INTAKE_SIP_ADDR_H

#include "base/slice.h"

/* A list being read; start with {.rest = value}. */
struct li_sip_list {
	struct li_slice rest;
	bool loose; /* a quote never closed: quotes mean nothing any more */
	bool bad;   /* a quote or bracket so far never closed */
};

enum { LI_SIP_ADDR_LAX_MAX = 512 }; /* keeps the walk linear */

/* One value of a list. */
struct li_sip_addr {
	struct li_slice uri;    /* without brackets and blanks around it */
	struct li_slice lax;    /* the same up to its closing bracket, when
				   an opening one stands before that */
	struct li_slice params; /* behind it, up to the next value */
	bool bare;              /* it had no brackets */
};

/* Take the next value, which may have an empty uri; false at the end. */
bool li_sip_addr_next(struct li_sip_list *list, struct li_sip_addr *out);

/* The uri of a bare value with its parameters, for headers whose grammar has
 * none of their own. RFC 3325 cl. 9.1 */
struct li_slice li_sip_addr_whole(const struct li_sip_addr *addr);

#endif
