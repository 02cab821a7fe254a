/* SPDX-License-Identifier: BSD-3-Clause
 *
 * numbering.h - what HI2 asks of a record beside the record: which LIIDs it is
 * for, its number under each, and its IRI type.
 *
 * HI2 counts by LIID and CIN, and the LIIDs of one task differ in time and
 * services: so each has a counter of its own, which is kept in the transaction
 * of its record. Counting begins anew when the database is a restored backup, and
 * then alone; a cINReset tells so. Nothing of it is done for tasks that deliver
 * over X2 alone.
 *
 * Floor    3, inside the store.
 * Threads  As store.h.
 * Memory   LIIDs are of a route, numberings of a stream.
 * Spec     TS 102 232-1 cl. 5.2.2 (LIID), cl. 5.2.4 (CIN), cl. 5.2.5
 *          (sequence number), cl. 5.2.10 (IRI type); TS 102 232-5 cl. 5.4;
 *          TS 103 221-1 annex C (MediationDetails)
 */
#ifndef LI_STORE_NUMBERING_H
#define LI_STORE_NUMBERING_H

#include "store/inside.h"

/* A LIID of a task, and what it is told of. */
struct li_liid {
	char text[LI_LIID_MAX + 1];
	uint8_t blind[LI_BLIND];
	uint8_t hi4[LI_BLIND]; /* notifications are counted apart */
	int64_t starts_us, ends_us;
	uint8_t services; /* enum li_service bits; 0 for all */
};

/* Those of one task. */
struct li_liids {
	struct li_liid of[LI_TASK_MEDIATIONS_MAX];
	size_t count;
};

/* The LIIDs of a task: that of its own, or those of its mediations. */
LI_MUST_USE li_err li_liids_load(struct li_store *store, int64_t task,
	struct li_liids **out);

/* Wiped, and freed; NULL is fine. */
void li_liids_free(struct li_liids *liids);

/* Number a record under each LIID in force for it, and append what a claim
 * gives back to its entry, in clear. */
LI_MUST_USE li_err li_numbering_take(struct li_store *store,
	struct li_stream *stream, const struct li_liids *liids,
	const struct li_iri *iri, struct li_buf *out);

/* Was the end of its task the last that each of these LIIDs was notified of? */
LI_MUST_USE li_err li_numbering_ended(struct li_store *store,
	struct li_stream *stream, const struct li_liids *liids, bool *ended);

/* Read it.
 *   LI_EMALFORMED
 */
LI_MUST_USE li_err li_numbering_read(struct li_slice octets,
	struct li_outbox_entry *entry);

/* Write those of a stream that changed. */
LI_MUST_USE li_err li_numbering_flush(struct li_store *store,
	struct li_stream *stream);

/* Free those of a stream. */
void li_numbering_forget(struct li_stream *stream);

#endif
