/* SPDX-License-Identifier: BSD-3-Clause
 *
 * samples_more.h - SIP that nobody can read, each way to redact some, and keys of
 * media.
 *
 * Floor    tests: model, encode.
 * Threads  Pure functions.
 * Memory   Texts are static.
 * Spec     TS 33.128 PredefinedPayloadModification; TS 33.108 cl. B.9, CCKeyInfo
 */
#ifndef LI_SAMPLES_MORE_H
#define LI_SAMPLES_MORE_H

#include "samples.h"

/* Write them, each as `like` but for its SIP, with sequences from the one that
 * is given; returns how many. */
size_t samples_more(const struct sample *like, uint32_t sequence,
	struct sample *to);

#endif
