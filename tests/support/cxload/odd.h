/* SPDX-License-Identifier: BSD-3-Clause
 *
 * odd.h - Cx messages that a relay must pass on untouched all the same.
 *
 * Threads  One.
 * Memory   None kept.
 * Spec     RFC 6733 cl. 2.9 (a relay does not look beyond routing AVPs), 4.1.
 */
#ifndef CXLOAD_ODD_H
#define CXLOAD_ODD_H

#include <stdio.h>

#include "link.h"

/* Number of odd messages; each goes both ways. */
int odd_count(void);

struct odd_result {
	int missing; /* did not arrive */
	int changed; /* arrived, but not as sent */
};

/* Send each message as a request to the HSS, then as an answer to the client,
 * and write what arrived to out: a line "NAME request" or "NAME answer", then
 * the octets in hexadecimal, 32 a line, with hop-by-hop identifier zero; or what
 * happened instead. Two runs through relays that treat messages alike give the
 * same file. Changed is what differs but for Route-Record. False when the relay
 * went away for good.
 */
bool odd_run(struct link *l, FILE *out, struct odd_result *result);

#endif
