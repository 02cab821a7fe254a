/* SPDX-License-Identifier: BSD-3-Clause
 *
 * samples_more.h - SIP that nobody can read, and each way to redact some.
 *
 * Floor    tests: model, encode.
 * Threads  Pure functions.
 * Memory   Texts are static.
 * Spec     TS 33.128 PredefinedPayloadModification
 */
#ifndef LI_SAMPLES_MORE_H
#define LI_SAMPLES_MORE_H

#include "samples.h"

/* Write them, each as `like` but for its SIP, with sequences from the one that
 * is given; returns how many. */
size_t samples_more(const struct sample *like, uint32_t sequence,
	struct sample *to);

#endif
