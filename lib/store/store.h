/* SPDX-License-Identifier: BSD-3-Clause
 *
 * store.h - the SQLite store: tasks, target rows, outbox, audit.
 *
 * Written before acted on: what a transaction holds is durable when
 * li_store_commit() returns (WAL, synchronous=FULL). Sequence numbers are
 * allocated in the transaction of their IRI, so they are gapless and never
 * reused whatever dies when.
 *
 * Floor    3: base, model. Alone in including sqlite3.h.
 * Threads  A store belongs to the thread that opened it.
 * Memory   The store owns its statements and buffers. Slices and pointers
 *          given to a callback live until it returns.
 * Spec     TS 103 221-2 cl. 5.3.9 (sequence); TS 33.126 R6.6-100, R6.6-110
 *          (sealed, tamper evident); TS 101 331 cl. 4.7 (what is recorded)
 */
#ifndef LI_STORE_STORE_H
#define LI_STORE_STORE_H

#include "base/fault.h"
#include "model/row.h"
#include "model/task.h"
#include "store/outbox.h"
#include "store/room.h"

struct li_store;

enum li_store_mode {
	LI_STORE_WRITER, /* the one writer: takes an exclusive lock file */
	LI_STORE_READER, /* delivery and status: cannot write */
};

struct li_store_place {
	const char *path;     /* the database file */
	const char *key_file; /* sealing key: 32 octets, mode 0400 or 0600 */
	/* That signs the audit: a PEM file or a pkcs11: URI; NULL or empty: one
	 * that is sealed in the store. */
	const char *audit_key;
};

/* Who does something, for its audit row. */
struct li_actor {
	const char *name; /* operator, or program for what runs by itself */
	const char *via;  /* "lmisf-ctl", "lmisfd", "x1" */
};

/* Make a sealing key file of 32 random octets, mode 0400.
 *   LI_EEXIST   it exists; untouched
 *   LI_EIO      not made
 */
LI_MUST_USE li_err li_store_key_create(const char *key_file,
	struct li_fault *fault);

/* Make the database with schema, installation secret and first audit row.
 *   LI_EEXIST   it exists; untouched
 *   LI_EIO LI_EDB LI_ECONFIG   as li_store_open(); no file is left behind
 */
LI_MUST_USE li_err li_store_create(const struct li_store_place *place,
	const struct li_actor *actor, struct li_fault *fault);

/* Open the database; a writer migrates an older schema first.
 *   LI_ENOTFOUND  no such file
 *   LI_ECONFIG    key file missing, malformed, readable by others, or not the
 *                 key of this database; a pragma that did not take
 *   LI_EVERSION   made by a newer version
 *   LI_EAGAIN     another writer has it
 *   LI_ECORRUPT LI_EDB LI_EIO
 * *out is untouched on an error and fault says what and where.
 */
LI_MUST_USE li_err li_store_open(const struct li_store_place *place,
	enum li_store_mode mode, struct li_store **out, struct li_fault *fault);

/* NULL is fine. An open transaction is rolled back. */
void li_store_close(struct li_store *store);

/* In a process that was forked while no transaction was open: free what is ours,
 * keys too. The files and who writes them are as if we had never been. */
void li_store_leave(struct li_store *store);

/* This database is a copy of before: numbers that it would give next were given
 * since (writer). Those of HI2 begin anew, from 0, behind what waits; each
 * destination of HI2 is told, as li_destination.reset_behind says. They go on
 * where they did so before and somebody still waits for the first of them: he is
 * told of that, the others of now. X2 has no word for it. One audit row.
 *   LI_ESTATE LI_EDB LI_EIO
 */
LI_MUST_USE li_err li_store_restored(struct li_store *store,
	const struct li_actor *actor, struct li_fault *fault);

/* The last database error in words, without content. */
const char *li_store_why(const struct li_store *store);

/* The installation's secret for keyed hashes: correlation numbers made with
 * it stay the same over restarts. */
const struct li_hash_secret *li_store_secret(const struct li_store *store);

/* ---- transactions (writer) ---- */

/* Begin; everything up to commit is one unit. Changes below that are called
 * outside a transaction make one of their own; inside, one that is refused
 * leaves the transaction as it was.
 *   LI_ESTATE   one is open, or this is a reader
 *   LI_EAGAIN   somebody else holds the database's write lock for long
 *   LI_EDB LI_EIO
 */
LI_MUST_USE li_err li_store_begin(struct li_store *store);

/* Make durable.
 *   LI_EDB LI_EIO   rolled back; nothing of it is in force. After LI_EIO the
 *                   program must end: a failed fsync is never repeated. After a
 *                 restart the transaction is there whole or not at all.
 */
LI_MUST_USE li_err li_store_commit(struct li_store *store);

/* Did something return LI_EIO from which nothing may be written any more, whoever
 * was told? Then the program must end. */
bool li_store_failed(const struct li_store *store);

/* Undo what the open transaction did; without one, nothing. */
void li_store_rollback(struct li_store *store);

/* Bring the WAL into the database and cut it, so that no page of what was
 * erased stays behind. For a quiet moment: it takes some milliseconds.
 *   LI_ESTATE   a transaction is open, or a reader
 *   LI_EAGAIN   a reader holds an older page; nothing is wrong
 *   LI_EIO      as li_store_commit()
 */
LI_MUST_USE li_err li_store_tidy(struct li_store *store);

/* Was there no room on the disk for what was written last, by this process? Its
 * error was LI_EDB; nothing is half written. */
bool li_store_full(void);

/* How much room there is for it (writer).
 *   LI_EIO
 */
LI_MUST_USE li_err li_store_room(const struct li_store *store,
	struct li_room *out);

/* ---- tasks and destinations (writer; each leaves one audit row) ---- */

/*   LI_EINVAL     a field is not valid (fault says which)
 *   LI_EEXIST     this XID / DID is there already; an XID is free again when
 *                 its task was ended, and goes on in that task's row
 *   LI_ENOTFOUND  no such XID / DID, or a task names an unknown DID
 *   LI_ESTATE     the destination is used by a task that has not ended, or
 *                 still has something to deliver; the task has ended, or is of
 *                 another generation than the one to change; it awaits no
 *                 approval
 *   LI_EDENIED    who approves a task is who entered it
 */
LI_MUST_USE li_err li_store_task_add(struct li_store *store,
	const struct li_task *task, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_task_modify(struct li_store *store,
	const struct li_task *task, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_task_end(struct li_store *store,
	const struct li_uuid *xid, int64_t at_us, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_task_approve(struct li_store *store,
	const struct li_uuid *xid, int64_t at_us, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_destination_add(struct li_store *store,
	const struct li_destination *d, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_destination_modify(struct li_store *store,
	const struct li_destination *d, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_destination_remove(struct li_store *store,
	const struct li_uuid *did, const struct li_actor *actor,
	struct li_fault *fault);

/* Call fn for each task (also ended ones) or destination, oldest first. fn
 * returns LI_OK to go on; another value ends the walk and is returned. */
typedef li_err (*li_store_task_fn)(const struct li_task *task, void *data);
typedef li_err (
	*li_store_destination_fn)(const struct li_destination *d, void *data);
LI_MUST_USE li_err li_store_task_each(struct li_store *store,
	li_store_task_fn fn, void *data);
LI_MUST_USE li_err li_store_destination_each(struct li_store *store,
	li_store_destination_fn fn, void *data);

/* Read one task.
 *   LI_ENOTFOUND   no such XID; *out is untouched
 *   LI_ECORRUPT    a sealed value was changed
 */
LI_MUST_USE li_err li_store_task_get(struct li_store *store,
	const struct li_uuid *xid, struct li_task *out);

/* ---- product (writer, inside a transaction) ---- */

/* Keep what one event gave: rows, IRI with their sequence numbers (written
 * into product->iris[i].sequence), one outbox entry per destination.
 *   LI_ESTATE   no transaction is open, or a step of it failed
 *   LI_EDB LI_EIO LI_ENOMEM   the transaction can only be rolled back
 */
LI_MUST_USE li_err li_store_product(struct li_store *store,
	struct li_product *product);

/* Position of a Cx tap instance, or of a ring: records up to it are in the store.
 * It does not go back. */
LI_MUST_USE li_err li_store_feed_mark(struct li_store *store,
	const struct li_uuid *instance, uint64_t sequence);
LI_MUST_USE li_err li_store_feed_position(struct li_store *store,
	const struct li_uuid *instance, uint64_t *sequence);

/* Does a task have records of this session, now or before a restart?
 *   LI_ENOTFOUND   it has none
 *   LI_EDB LI_EIO
 */
LI_MUST_USE li_err li_store_told(struct li_store *store, int64_t task,
	uint64_t correlation);

/* Does a task have any record or registration, now or before a restart: was
 * what it found at its beginning told?
 *   LI_ENOTFOUND   it has none
 *   LI_EDB LI_EIO
 */
LI_MUST_USE li_err li_store_begun(struct li_store *store, int64_t task);

/* ---- the mirror's own state, for a restart ---- */

/* Given the octets of a row's `mirror`; another value than LI_OK ends the walk
 * and is returned. It calls nothing of this store. */
typedef li_err (*li_store_mirror_fn)(struct li_slice state, void *data);

/* Give the last state of every live session or registration that concerns a
 * task, in the order of their last events. What concerns two tasks comes twice,
 * and the later one is right. One that does not open was changed, and comes
 * empty. Outside a transaction.
 *   LI_EDB LI_EIO LI_ENOMEM
 */
LI_MUST_USE li_err li_store_session_each(struct li_store *store,
	li_store_mirror_fn fn, void *data);
LI_MUST_USE li_err li_store_registration_each(struct li_store *store,
	li_store_mirror_fn fn, void *data);

/* Erase the states that no task in force at at_us is for, and those of whom
 * nothing was heard for so long (writer). */
LI_MUST_USE li_err li_store_mirror_prune(struct li_store *store, int64_t at_us,
	uint32_t registration_age_s, uint32_t session_age_s);

/* ---- security events ---- */

/* Given each of them, with its number; another value than LI_OK ends the walk. */
typedef li_err (*li_store_security_fn)(int64_t id,
	const struct li_security_event *e, void *data);

/* Walk the last `limit` security events, oldest first. fn calls nothing of this
 * store.
 *   LI_ECORRUPT   a sealed value was changed
 *   LI_EDB LI_EIO
 */
LI_MUST_USE li_err li_store_security_each(struct li_store *store, size_t limit,
	li_store_security_fn fn, void *data);

struct li_store_counts {
	uint64_t tasks, tasks_in_force, destinations;
	uint64_t iris, waiting, confirmed; /* waiting: outbox entries */
	uint64_t audit_rows;
	uint64_t security_events;
};

/* Count, for a status line. */
LI_MUST_USE li_err li_store_count(struct li_store *store, int64_t at_us,
	struct li_store_counts *out);

/* ---- audit ---- */

/* Append one row about what was done. action is a word ("status.read"); object
 * is a blind handle ("task 3") or NULL; detail is sealed and may be empty. More
 * of the audit is in store/audit.h.
 *   LI_EINVAL   nobody is named: actor, its name or its way in is missing
 */
LI_MUST_USE li_err li_store_audit(struct li_store *store,
	const struct li_actor *actor, const char *action, const char *object,
	struct li_slice detail);

/* Check the hash chain from its start, and all that its rows vouch for.
 *   LI_ECORRUPT   *row is the first row that does not fit and fault says how
 */
LI_MUST_USE li_err li_store_audit_verify(struct li_store *store, int64_t *row,
	uint64_t *rows, struct li_fault *fault);

#endif
