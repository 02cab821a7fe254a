/* SPDX-License-Identifier: BSD-3-Clause
 *
 * log.h - one line for an operator: level, stage, event number, what happened.
 *
 * Never give it an identity, LIID, XID, URI or message content: who, what and
 * when belong to the audit (docs/threats.md). tests/lint looks for it.
 *
 * Floor    0.
 * Threads  Any; a line is one write(2).
 * Memory   None.
 * Spec     TS 33.127 cl. 8.7 (LI logs are apart from other logs)
 */
#ifndef LI_BASE_LOG_H
#define LI_BASE_LOG_H

#include <stdint.h>

#include "base/err.h"

enum li_log_level {
	LI_LOG_ERROR = 3,   /* a human must act */
	LI_LOG_WARNING = 4, /* a human may have to act */
	LI_LOG_NOTICE = 5,  /* state of the program */
	LI_LOG_INFO = 6,    /* per connection */
	LI_LOG_DEBUG = 7,   /* per message */
};

/* Set the most talkative level that is printed; LI_LOG_NOTICE at start. */
void li_log_set_level(enum li_log_level level);

/* Print "<level>stage #event text" to standard error (the prefix is what
 * journald reads as a priority when standard error is its stream, else the
 * level's name). event 0 prints no number. */
LI_PRINTF(4, 5)
void li_log(enum li_log_level level, const char *stage, uint64_t event,
	const char *fmt, ...);

#endif
