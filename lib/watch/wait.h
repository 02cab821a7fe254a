/* SPDX-License-Identifier: BSD-3-Clause
 *
 * wait.h - what is not told before it is certain that nothing explains it.
 *
 * Taps show the same thing up to 500 ms apart: the S-CSCF's word to the HSS that
 * a user leaves may be seen before the REGISTER that says so.
 *
 * Floor    2, inside watch/.
 * Threads  As watch.h.
 * Memory   Fixed. What is full holds nothing more, and it is told at once.
 * Spec     TS 29.228 cl. 6.1.2 (who leaves by itself asked for it)
 */
#ifndef LI_WATCH_WAIT_H
#define LI_WATCH_WAIT_H

#include "watch/limit.h"

enum {
	LI_WAIT_MAX = 64,
	LI_WAIT_US = 500000,
	LI_WAIT_KEYS = 8, /* identities that may explain it */
};

struct li_waiting {
	int64_t due_us; /* monotonic; 0: free */
	uint64_t origin;
	struct li_security_event e;
	struct li_key keys[LI_WAIT_KEYS];
	size_t key_count;
	char node[LI_SECURITY_TEXT], peer[LI_SECURITY_TEXT],
		server[LI_SECURITY_TEXT];
};

struct li_wait {
	struct li_waiting slots[LI_WAIT_MAX];
	size_t count;
};

/* Hold what fired at an event; false when there is no room. */
bool li_wait_put(struct li_wait *wait, const struct li_security_event *e,
	uint64_t origin, const struct li_event *event);

/* This event explains what is held of its user: forget it. */
void li_wait_explain(struct li_wait *wait, const struct li_event *event);

/* Take one whose time has come; false when there is none. Its texts stay until
 * the next one is put. */
bool li_wait_due(struct li_wait *wait, int64_t mono_us,
	struct li_security_event *e, uint64_t *origin);

#endif
