/* SPDX-License-Identifier: BSD-3-Clause
 *
 * load.h - as many SAR and SAA through the relay as it takes.
 *
 * Threads  One.
 * Memory   None kept.
 * Spec     TS 29.229 cl. 6.1.3 and 6.1.4.
 */
#ifndef CXLOAD_LOAD_H
#define CXLOAD_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "link.h"

struct load {
	uint32_t pairs;    /* measured */
	uint32_t warmup;   /* before these */
	uint32_t window;   /* requests under way at once */
	uint32_t users;    /* different subscribers, in turn */
	uint32_t within_s; /* give up then */
	int relay_pid;     /* its CPU time is taken; 0: not */
};

struct load_result {
	uint32_t done, failed;
	double seconds;
	double relay_us; /* CPU of the relay a pair; negative: not known */
	/* of the time to an answer: half of them, and 99 in 100, took no more */
	uint32_t p50_us, p99_us;
};

/* Run it over a link that is up. False when it did not end in time or a
 * connection broke; result tells how far it came.
 */
bool load_run(struct link *l, const struct load *what,
	struct load_result *result);

/* The same in parts: open, then send so many and wait for all their answers,
 * as often as wanted. False when an answer failed or did not come in time. */
void load_open(struct link *l, const struct load *what);
bool load_some(uint32_t pairs);

/* The same, and how fast they were: done, failed, seconds, and the times to an answer. */
bool load_timed(uint32_t pairs, struct load_result *result);

/* One pair by itself in which a user de-registers, and how long it took from
 * the request to its answer. False when a connection broke or nothing came. */
bool load_one(struct link *l, uint32_t n, uint32_t user, uint64_t *took_ns);

#endif
