/* SPDX-License-Identifier: BSD-3-Clause
 *
 * odd_cases.h - the table of odd messages.
 *
 * Threads  No state.
 * Memory   None kept.
 * Spec     RFC 6733 cl. 4.1; TS 29.229 cl. 6.3.
 */
#ifndef CXLOAD_ODD_CASES_H
#define CXLOAD_ODD_CASES_H

#include "dia.h"

enum { ODD_CASES = 20 };

struct odd_case {
	const char *name;
	/* Append what is odd to a message that has its routing AVPs. */
	void (*put)(struct dia_buf *b);
	uint32_t command; /* 0: that of SAR */
	uint8_t flags;    /* header flags set besides the usual */
	int table;        /* one of odd_table.h, from 1 on, in place of put */
	bool bare;        /* no AVP at all: the relay answers such a request */
	bool routing_behind; /* routing AVPs after the odd ones */
};

extern const struct odd_case odd_cases[ODD_CASES];

#endif
