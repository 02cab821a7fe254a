/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sent.h - a record as it went to a destination.
 *
 * Floor    1.
 * Threads  Plain data.
 * Memory   A value.
 * Spec     TS 103 221-1 table 24 (AmountOfX2Data)
 */
#ifndef LI_MODEL_SENT_H
#define LI_MODEL_SENT_H

#include <stdint.h>

struct li_sent {
	int64_t id;      /* of its entry in the outbox */
	uint32_t octets; /* over X2; 0: over another interface */
};

/* What is told of at once: */
enum {
	LI_SENT_MAX = 512,  /* of those up to some entry, */
	LI_SENT_MORE = 256, /* of those behind it */
};

#endif
