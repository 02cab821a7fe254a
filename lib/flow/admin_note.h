/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_note.h - what was refused, and what programs did by themselves, in the
 * audit.
 *
 * Floor    4: store, ipc.
 * Threads  That of the store.
 * Memory   None is kept.
 * Spec     TS 33.127 cl. 8.7 (errors, abnormal flows, connections)
 */
#ifndef LI_FLOW_ADMIN_NOTE_H
#define LI_FLOW_ADMIN_NOTE_H

#include "ipc/admin.h"
#include "store/store.h"

/* Keep what a program notes of itself. Its actions begin with the word that is
 * its own, so that none can be taken for an action of the store.
 *   LI_EMALFORMED LI_EDENIED   not a note; not its word
 *   those of the store
 */
LI_MUST_USE li_err li_admin_note(struct li_store *store,
	const struct li_admin_request *request);

/* Keep who looked at what, by words that an auditor can read: `what` is xid or
 * authorisation. TS 33.127 cl. 8.7
 *   those of the store
 */
LI_MUST_USE li_err li_admin_looked(struct li_store *store,
	const struct li_actor *actor, const char *action, const char *what,
	const struct li_uuid *id);

/* Keep that a request was refused, and why; text is for the operator. What the
 * store cannot keep now is not kept. */
void li_admin_refused(struct li_store *store,
	const struct li_admin_request *request, li_err err, const char *text);

#endif
