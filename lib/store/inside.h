/* SPDX-License-Identifier: BSD-3-Clause
 *
 * inside.h - the store as its own files see it.
 *
 * Floor    3, inside the store.
 * Threads  As store.h.
 * Memory   The store owns all of it.
 * Spec     none
 */
#ifndef LI_STORE_INSIDE_H
#define LI_STORE_INSIDE_H

#include "base/table.h"
#include "store/chain.h"
#include "store/checkpoint.h"
#include "store/queue.h"
#include "store/signer.h"
#include "store/sql.h"
#include "store/tree.h"
#include "store/vouch.h"
#include "store/wanted.h"

enum {
	LI_STREAMS_MAX = 65536, /* kept in memory; beyond, all are forgotten */
	LI_ROUTES_MAX = 65536,
};

/* What a transaction has of a session beside its sealed texts: written once,
 * however many messages of it fall into one transaction. */
struct li_session_news {
	bool any;
	char method[16];
	int direction, state, status; /* 0: not said, of all but state */
	int64_t at_us, closed_us;
};

/* A numbering and its session as the database will have them after the
 * commit. */
struct li_stream {
	int64_t id, task;
	uint32_t next, stored; /* sequence: in memory, in the database */
	int64_t seen_us;       /* of the transaction's last IRI of it, or 0 */
	bool dirty;
	bool mirror_changed;
	struct li_key opening; /* of the session texts that are stored */
	struct li_session_news news;
	struct li_buf mirror;            /* empty: gone */
	struct li_numbering *numberings; /* of HI2; see numbering.h */
	struct li_stream *later;         /* of the dirty ones */
};

struct li_liids;
struct li_numbering;

/* Where IRI of a task go. */
struct li_route {
	size_t count;
	int64_t destinations[LI_TASK_DESTINATIONS_MAX];
	bool hi2[LI_TASK_DESTINATIONS_MAX]; /* is it one of HI2? */
	size_t flagless; /* of them, whose format cannot flag a redaction */
	struct li_liids *liids; /* NULL: all go over X2 */
};

/* What a rollback takes back. */
struct li_now {
	int64_t audit_row;
	uint8_t audit_hash[LI_SHA256];
	struct li_tree tree;              /* over the rows of audit */
	struct li_checkpoint mark;        /* the last one; row 0: none */
	int64_t iri;                      /* the last one's id */
	int64_t iris, waiting, confirmed; /* not yet in tally */
};

struct li_store {
	sqlite3 *db;
	sqlite3_stmt *stmt[LI_SQL_COUNT]; /* NULL: not yet, or not to be */
	int unprepared;                   /* why the last one is not */
	struct li_wanted wanted;          /* by LI_SQL_FETCH */
	enum li_store_mode mode;
	int lock_fd;
	bool alone;     /* nobody else has it open */
	bool next_key;  /* opened by the file that is to be the key file */
	bool failed;    /* an I/O error: nothing is written any more */
	bool open;      /* a transaction is */
	bool broken;    /* a step of it failed: it can only be rolled back */
	bool reporting; /* there is an ADMF to tell */
	int64_t reports_given; /* the last that somebody may be telling */
	uint64_t reports;      /* that were queued */
	struct li_now now, before;
	int64_t iri_first; /* of the transaction; 0 none */
	struct li_stream *dirty;
	uint64_t notices; /* changes of tasks that HI4 was told of */
	struct li_table streams, routes;
	struct li_queues queues;
	struct li_uuid installation;
	struct li_seal *seal;
	struct li_sign_key sign;           /* private part: writer only */
	uint8_t first_key[LI_SIGN_PUBLIC]; /* the installation's */
	struct li_signer *signer;          /* NULL: sign signs */
	struct li_voucher vouch;
	struct li_digest *digest;     /* for the moment */
	struct li_digest *iri_digest; /* over the transaction's IRI */
	struct li_buf plain, sealed;
	char why[200];
};

/* A change that is a transaction of its own unless one is open. */
struct li_scope {
	bool own;
	struct li_now before;
};

/*   LI_ESTATE   a reader, or the open transaction is broken */
LI_MUST_USE li_err li_scope_begin(struct li_store *store,
	struct li_scope *scope);

/* Keep the change when err is LI_OK, else take it back. Returns err, or what
 * keeping it gave. */
LI_MUST_USE li_err li_scope_end(struct li_store *store, struct li_scope *scope,
	li_err err);

/* ---- audit ---- */

/* Append a row; name NULL: the program by itself. row->actor, detail, id and
 * at_us are filled in here. */
LI_MUST_USE li_err li_audit_append(struct li_store *store, const char *name,
	struct li_slice detail, struct li_audit_row *row);

/* A blind handle: "task 3". */
struct li_object {
	const char *word;
	int64_t number;
};

/* Append a row about a change by somebody. */
LI_MUST_USE li_err li_audit_change(struct li_store *store,
	const struct li_actor *actor, const char *action,
	struct li_object object, struct li_slice detail);

/* The same with words that were put together for it: detail is wiped and
 * freed, whatever comes out. */
LI_MUST_USE li_err li_audit_told(struct li_store *store,
	const struct li_actor *actor, const char *action,
	struct li_object object, struct li_buf *detail);

/* Give err back; when it is the database's, fault gets its words. */
li_err li_change_fault(struct li_store *store, li_err err,
	struct li_fault *fault);

/* Sign the chain's head as it is now. */
LI_MUST_USE li_err li_audit_checkpoint(struct li_store *store);

/* Sign with the key that is in use. */
LI_MUST_USE li_err li_audit_sign(struct li_store *store, struct li_slice text,
	uint8_t signature[static LI_SIGNATURE]);

/* Take the key in use that the place names: one that is new is signed by the
 * one before, and has its row.
 *   LI_ECONFIG   it cannot be used, or another one signs already
 */
LI_MUST_USE li_err li_audit_use_key(struct li_store *store, const char *key,
	struct li_fault *fault);

/* Read the chain's head and check what came behind the last checkpoint. */
LI_MUST_USE li_err li_audit_load(struct li_store *store,
	struct li_fault *fault);

/* Is the actor named?
 *   LI_EINVAL   TS 101 331 cl. 4.7: no change without who made it
 */
LI_MUST_USE li_err li_actor_check(const struct li_actor *actor,
	struct li_fault *fault);

/* ---- product ---- */

/* The numbering of a task and correlation, made when it is new. */
LI_MUST_USE li_err li_stream_get(struct li_store *store, int64_t task,
	uint64_t correlation, struct li_stream **out);
/* Have it written with the commit. */
void li_stream_dirty(struct li_store *store, struct li_stream *stream);
LI_MUST_USE li_err li_streams_flush(struct li_store *store);
void li_streams_forget(struct li_store *store);

/* Do its destinations of HI2 agree on a scheme?
 *   LI_EINVAL
 */
LI_MUST_USE li_err li_liids_check_schemes(struct li_store *store, int64_t task,
	struct li_fault *fault);

/* Queue a record for the destinations of a route, in the open transaction; an
 * error breaks it. */
LI_MUST_USE li_err li_outbox_put(struct li_store *store, struct li_iri *iri,
	const struct li_route *route, int64_t at_us);

/* Tell destinations of HI2 what became of a task, as the last step of its
 * change. The end of one whose time was over is not told twice. */
LI_MUST_USE li_err li_notification_put(struct li_store *store, int64_t row,
	enum li_notification what, int64_t at_us);

/* Where a task goes before it is changed; its LIIDs are the caller's to free
 * with li_liids_free(). Then tell that it was changed: to who gets it no more
 * it has ended, to who did not get it before it begins. */
LI_MUST_USE li_err li_notification_before(struct li_store *store, int64_t row,
	struct li_route *was);
LI_MUST_USE li_err li_notification_changed(struct li_store *store, int64_t row,
	const struct li_route *was, int64_t at_us);

/* Where the product of a task goes; read once, until forgotten. */
LI_MUST_USE li_err li_route_get(struct li_store *store, int64_t task,
	const struct li_route **out);
void li_routes_forget(struct li_store *store);

/* Keep a row, in place of an older one of the same key. */
LI_MUST_USE li_err li_reg_save(struct li_store *store,
	const struct li_reg_row *row);
LI_MUST_USE li_err li_session_save(struct li_store *store,
	const struct li_session_row *row);

/* Keep a security event, and the audit row that vouches for it. */
LI_MUST_USE li_err li_security_save(struct li_store *store,
	const struct li_security_event *e);

/* Write what the transaction has of a stream's session. */
LI_MUST_USE li_err li_session_flush(struct li_store *store,
	struct li_stream *stream);

/* ---- what the mirror knows again after a restart ---- */

enum li_mirrored {
	LI_MIRRORED_REG,
	LI_MIRRORED_SESSION,
};

/* Keep or erase the state that belongs to a row of registration or session;
 * drop what is kept for a task. */
LI_MUST_USE li_err li_mirrored_save(struct li_store *store,
	enum li_mirrored which, int64_t id, struct li_slice state);
LI_MUST_USE li_err li_mirrored_erase(struct li_store *store,
	enum li_mirrored which, int64_t id);
LI_MUST_USE li_err li_mirrored_drop(struct li_store *store, int64_t task);

/* Open a sealed XID of a task's row.
 *   LI_ECORRUPT   it was changed
 */
LI_MUST_USE li_err li_task_xid(struct li_store *store, struct li_slice sealed,
	int64_t row, struct li_uuid *xid);

/* A task's row, and when it was ended; 0 when it was not.
 *   LI_ENOTFOUND
 */
LI_MUST_USE li_err li_task_find(struct li_store *store,
	const struct li_uuid *xid, int64_t *row, int64_t *ended_us);

/* Is a task, or each one under an authorisation, within the time of it? 0 is
 * none. A task that is ordered anew is under none any more.
 *   LI_EINVAL   not so: TS 33.126 R6.5-10
 */
LI_MUST_USE li_err li_authorised(struct li_store *store, int64_t task,
	int64_t authorisation, struct li_fault *fault);
LI_MUST_USE li_err li_authorisation_leave(struct li_store *store, int64_t task,
	const struct li_actor *actor);

/* A row number of a destination in use.
 *   LI_ENOTFOUND
 */
LI_MUST_USE li_err li_destination_row(struct li_store *store,
	const struct li_uuid *did, int64_t *row);

#endif
