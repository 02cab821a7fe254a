/* SPDX-License-Identifier: BSD-3-Clause
 *
 * reader.h - have a document read in a cell, and believe nothing of what comes
 * back but what it is checked to be.
 *
 * A cell is there before the document, and another takes its place after
 * LI_X1_CELL_DOCUMENTS of them, a quarter of its time, or its end: so each
 * document has most of a second of CPU, and what one of them did to its reader
 * does not last.
 *
 * Floor    4: base, model.
 * Threads  A reader belongs to one thread.
 * Memory   A reader owns its cell's process and socket.
 * Spec     TS 103 221-1 cl. 8.3 (XML attacks)
 */
#ifndef LI_X1_READER_H
#define LI_X1_READER_H

#include <stdint.h>

#include "base/buf.h"

enum { LI_X1_CELL_DOCUMENTS = 100 };

struct li_x1_reader;

/* What became of documents since it was made. */
struct li_x1_reader_counts {
	uint64_t documents; /* that were given to a cell */
	uint64_t refused;   /* by it: not X1, or beyond a bound */
	uint64_t ended;     /* the cell ended over it, or told nonsense */
	uint64_t late;      /* no answer in time, by CPU or by clock */
	uint64_t cells;     /* that were started */
};

/* Make one and start its first cell: the program at this path, which must come
 * to li_x1_cell_run() when it is started so. timeout_us is how long a document
 * may take by the clock. Make it before anything secret is read: what starts
 * the cells is a copy of this process. It may be in a sandbox afterwards.
 *   LI_EIO LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_x1_reader_new(const char *program, int64_t timeout_us,
	struct li_x1_reader **out);

/* NULL is fine. */
void li_x1_reader_free(struct li_x1_reader *reader);

/* Read a document and append its requests, as li_x1_packed_check() wants them.
 *   LI_EMALFORMED LI_EUNSUPPORTED LI_ETOOBIG   it is refused
 *   LI_ECORRUPT   the cell ended over it, or told what it may not
 *   LI_ETIMEOUT   it took too long
 *   LI_EIO        there is no cell
 *   LI_ENOMEM
 * Nothing was appended on an error.
 */
LI_MUST_USE li_err li_x1_reader_read(struct li_x1_reader *reader,
	struct li_slice document, struct li_buf *out);

/* Has what starts its cells ended? Then no document is read any more. */
bool li_x1_reader_gone(const struct li_x1_reader *reader);

/* What it has counted. */
const struct li_x1_reader_counts *li_x1_reader_counts(
	const struct li_x1_reader *reader);

#endif
