/* SPDX-License-Identifier: BSD-3-Clause
 *
 * text.h - counts as Prometheus reads them: the text format, version 0.0.4.
 *
 * A metric's name, help and labels are constants of the program: what came over
 * the network, a task or a destination gives it a number and never a word.
 *
 * Floor    4: ipc.
 * Threads  Pure functions.
 * Memory   None is kept.
 * Spec     Prometheus, Exposition formats
 */
#ifndef LI_METRICS_TEXT_H
#define LI_METRICS_TEXT_H

#include "ipc/counts.h"

#define LI_METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* Append the first `count` of the counts, LI_COUNTS_OPEN or LI_COUNTS, with
 * whether lmisfd answers and our version before them. NULL: lmisfd is away, and
 * that is all there is to say. A failure shows in the buffer. */
void li_metrics_text(struct li_buf *out, const struct li_counts *counts,
	size_t count, const char *version);

/* Append a text as one of a label, in whose quotes it stands. */
void li_metrics_label(struct li_buf *out, const char *text);

#endif
