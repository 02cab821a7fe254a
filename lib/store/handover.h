/* SPDX-License-Identifier: BSD-3-Clause
 *
 * handover.h - the format of a destination, and how it answers.
 *
 * Floor    3, inside the store.
 * Threads  As store.h.
 * Memory   Values.
 * Spec     TS 103 221-2 cl. 5.4.1; TS 102 232-1 cl. 5.2
 */
#ifndef LI_STORE_HANDOVER_H
#define LI_STORE_HANDOVER_H

#include "store/inside.h"

/* Bind it as five parameters, i on. */
void li_handover_bind(sqlite3_stmt *s, int i, const struct li_handover *h);

/* Read it from five columns, i on.
 *   LI_ECORRUPT   no such format, scheme or country
 */
LI_MUST_USE li_err li_handover_read(sqlite3_stmt *s, int i,
	struct li_handover *out);

/* That of a destination's row. */
LI_MUST_USE li_err li_handover_of(struct li_store *store, int64_t destination,
	struct li_handover *out);

/* Append it as the audit tells it. */
void li_handover_describe(const struct li_handover *h, struct li_buf *out);

#endif
