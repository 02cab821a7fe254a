/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sent.h - a record as it went to a destination over X2.
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
	int64_t id, task; /* the store's numbers of them */
	uint32_t octets;
};

enum { LI_SENT_MAX = 512 }; /* that are told of at once */

#endif
