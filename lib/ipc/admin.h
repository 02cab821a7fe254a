/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin.h - what lmisf-ctl and lmisf-deliver ask of lmisfd, and its answers.
 *
 * A REQUEST is answered by any number of ITEMs and then one REPLY. OK is said
 * when the change is committed and in force (design rule 4), so the caller
 * need not ask again.
 *
 * Who sends FOLLOW is sent COMMITTED, once for that and after each commit that
 * added IRI to the outbox; one that it has not read yet stands for later ones.
 * In the same way who sends LISTEN is sent REPORTED, after each commit that
 * queued a report for the ADMF.
 *
 * Floor    3.
 * Threads  Pure functions.
 * Memory   Decoded slices borrow from the message.
 * Spec     TS 33.107 cl. 8 (no unlogged way in): each request names who asks
 */
#ifndef LI_IPC_ADMIN_H
#define LI_IPC_ADMIN_H

#include "ipc/ipc.h"
#include "model/issue.h"
#include "model/sent.h"
#include "model/task.h"

enum li_admin_op {
	LI_ADMIN_STATUS = 1,      /* no body; text of the reply: JSON; two items
				   * of lmisfd's: JSON of what its intake counts
				   * and of what its watch does */
	LI_ADMIN_TASK_ADD = 2,    /* body: a packed task */
	LI_ADMIN_TASK_MODIFY = 3, /* body: a packed task, replaces the old */
	LI_ADMIN_TASK_END = 4,    /* body: XIDs: all of them end, or none */
	LI_ADMIN_TASK_LIST = 5,   /* items: packed tasks */
	LI_ADMIN_TASK_SHOW = 6,   /* body: XID; items: the packed task */
	LI_ADMIN_DESTINATION_ADD = 7,     /* body: a packed destination */
	LI_ADMIN_DESTINATION_REMOVE = 8,  /* body: DID */
	LI_ADMIN_DESTINATION_LIST = 9,    /* items: packed destinations */
	LI_ADMIN_AUDIT_VERIFY = 10,       /* text: "N rows" or what is wrong */
	LI_ADMIN_CONFIRM = 11,            /* body: DID, u64 outbox id, what went
					   * over X2 up to it, and what is
					   * confirmed behind it */
	LI_ADMIN_DESTINATION_MODIFY = 12, /* body: a packed destination,
					   * replaces the old */
	LI_ADMIN_DESTINATION_BEHIND = 13, /* items: DID, u64: when the oldest
					   * was committed that it has not
					   * confirmed, 0 for none */
	LI_ADMIN_SECURITY_LIST = 14,      /* items: u64 row, packed event */
	LI_ADMIN_HEARD = 15,              /* body: u64: for how many us the ADMF
					   * has not been heard by now */
	LI_ADMIN_ASIDE = 16,              /* body: DID, u64 outbox id, u32
					   * li_err: why it cannot be sent */
	LI_ADMIN_CHECKED = 17,            /* body: of checked.h: checks that
					   * a destination has */
	LI_ADMIN_CHECKING = 18,           /* body: of checked.h: those that are
					   * to go to one */
	LI_ADMIN_TASK_APPROVE = 20,       /* body: XID, of a task that another
					   * operator entered */
	LI_ADMIN_WARRANT_ADD = 21,        /* body: u8 how many authorisations,
					   * they, and packed tasks, each with
					   * its length before it: all or none.
					   * One that has a generation is there
					   * already, and gets its tasks */
	LI_ADMIN_TASK_END_ALL = 22,       /* no body: all that have not ended,
					   * or none; text: how many */
	LI_ADMIN_WARRANT_SHOW = 23,       /* body: UUID of an authorisation;
					   * items: it, packed */
	LI_ADMIN_WARRANT_MODIFY = 24,     /* body: a packed span: it, and each
					   * task under it, has no more time */
	LI_ADMIN_WARRANT_END = 25,        /* body: its UUID: it is cancelled,
					   * and each task under it ends */
	LI_ADMIN_WARRANT_OF = 26,         /* body: XID; items: the
					   * authorisations it is under, packed */
	LI_ADMIN_WARRANT_LIST = 27,       /* body: a packed endpoint; items: its
					   * authorisations, packed */
	LI_ADMIN_FAULT_LIST = 40,         /* items: packed issues that stand */
	LI_ADMIN_REPORT_LIST = 41,        /* items: of the first that the ADMF
					   * was not told */
	LI_ADMIN_REPORT_DONE = 42,        /* body: u64 id, u32 the ADMF's error
					   * code, 0: it took it */
	LI_ADMIN_ISSUE = 43,              /* body: packed issue of the program
					   * that asks */
	LI_ADMIN_LATE = 44,               /* body: a packed issue with its
					   * length before it, or no octets with
					   * theirs, for each of the last
					   * request: its answer was not waited
					   * for, tell the ADMF */
	LI_ADMIN_NOTE = 60,               /* body: what the program did or
					   * refused by itself, for the audit */
	LI_ADMIN_EXPORT_BEGIN = 61,       /* body: u64 numbers of tasks; text:
					   * the audit row that says that their
					   * rows are read */
	LI_ADMIN_EXPORT_PAGE = 62,        /* body: u64 that row, u64 the last
					   * row that was passed; items: rows
					   * of those tasks, at last the hashes
					   * of all that were passed now */
	LI_ADMIN_EXPORT_END = 63,         /* body: u64 that row, SHA-256 of what
					   * is exported; items: whose audit it
					   * is, the row that says so; text: a
					   * checkpoint of that row */
	LI_ADMIN_OBJECT_ADD = 70,         /* body: a packed hash context */
	LI_ADMIN_OBJECT_MODIFY = 71,      /* the same, replaces the old */
	LI_ADMIN_OBJECT_REMOVE = 72,      /* body: its UUID; none: all go, or
					   * none does */
	LI_ADMIN_OBJECT_LIST = 73,        /* items: packed hash contexts */
	LI_ADMIN_COUNT = 80,              /* no body; item: of counts.h, what
					   * anyone may see; not audited */
	LI_ADMIN_COUNT_LI = 81,           /* the same, all of it; the first of a
					   * connection is audited */
	LI_ADMIN_BATCH = 82,              /* body: of batch.h */
	LI_ADMIN_KEYS = 83,               /* body: of counts.h, what
					   * lmisf-deliver counts of keys; not
					   * audited, nor kept */
	LI_ADMIN_SESSION_LIST = 84,       /* body: u64 the audit row that says
					   * that they are looked at, 0 to
					   * begin, XID, u64 after; items:
					   * packed sums of model/ladder.h; text:
					   * that row, and the next after, 0 at
					   * the end */
	LI_ADMIN_SESSION_LADDER = 85,     /* the same with u64 correlation
					   * behind the XID; items: packed
					   * rungs */
	LI_ADMIN_OP_LAST = LI_ADMIN_SESSION_LADDER,
};

enum { LI_ADMIN_REPORTS_MAX = 16 }; /* listed at a time */

/* Tasks of one warrant, in one request. */
enum { LI_ADMIN_WARRANT_TASKS_MAX = 64 };

/* The last so many of the store's security events are listed. */
enum { LI_ADMIN_SECURITY_MAX = 1000 };

enum { LI_ADMIN_ACTOR_MAX = LI_OPERATOR_MAX };

/* By which socket of lmisfd's a request came: what its role may is in door.h. */
enum li_door {
	LI_DOOR_ADMIN, /* all of it */
	LI_DOOR_X1,
	LI_DOOR_DELIVERY,
	LI_DOOR_AUDITOR,
	LI_DOOR_OPERATOR,
	LI_DOOR_METRICS,
};

struct li_admin_request {
	enum li_admin_op op;
	char actor[LI_ADMIN_ACTOR_MAX + 1]; /* operator, for the audit row */
	char via[16];                       /* the program that asks */
	struct li_slice body;
	enum li_door door; /* not of the message: who takes it knows */
};

struct li_admin_reply {
	li_err err;
	char text[512]; /* for the operator: without an identity when err */
};

/* Append a whole message; a failure shows in the buffer. */
void li_admin_request_put(struct li_buf *out,
	const struct li_admin_request *request);
void li_admin_item_put(struct li_buf *out, struct li_slice item);
void li_admin_reply_put(struct li_buf *out, const struct li_admin_reply *reply);

/* Append what is in `one` as an item, and end it.
 *   LI_ENOMEM LI_ETOOBIG   either buffer was spoilt
 */
LI_MUST_USE li_err li_admin_item_give(struct li_buf *out, struct li_buf *one);

/* The messages without a body. */
void li_admin_follow_put(struct li_buf *out);
void li_admin_committed_put(struct li_buf *out);
void li_admin_listen_put(struct li_buf *out);
void li_admin_reported_put(struct li_buf *out);

/* Read a body (of an ITEM, the message's body is the item).
 *   LI_EMALFORMED   cut short, out of range, trailing octets; untouched
 */
LI_MUST_USE li_err li_admin_request_get(struct li_slice body,
	struct li_admin_request *out);
LI_MUST_USE li_err li_admin_reply_get(struct li_slice body,
	struct li_admin_reply *out);

enum { LI_ADMIN_WORD_MAX = 47 };

/* The body of LI_ADMIN_NOTE. */
struct li_admin_note {
	char action[LI_ADMIN_WORD_MAX + 1]; /* "x1.Ping" */
	char object[LI_ADMIN_WORD_MAX + 1]; /* a blind handle, or "" */
	char result[LI_ADMIN_WORD_MAX + 1]; /* "": done; else why not */
	struct li_slice detail;             /* sealed; borrowed */
};

/* Append such a body, or read one; errors as above, and LI_EMALFORMED for an
 * action that is no word. */
void li_admin_note_put(struct li_buf *out, const struct li_admin_note *note);
LI_MUST_USE li_err li_admin_note_get(struct li_slice body,
	struct li_admin_note *out);

/* The body of LI_ADMIN_CONFIRM; of its item, which has no list, the id is how far
 * it went. */
struct li_admin_confirm {
	struct li_uuid did;
	int64_t id; /* all outbox entries of the destination up to it */
	/* Ids rising: of those up to it what went over X2; of those behind it
	 * all that are confirmed, too. */
	struct li_sent list[LI_SENT_MAX + LI_SENT_MORE];
	size_t count;
};

/* The body of LI_ADMIN_ASIDE. */
struct li_admin_aside {
	struct li_uuid did;
	int64_t id;
	li_err why; /* not LI_OK */
};

/* An item of LI_ADMIN_DESTINATION_BEHIND. */
struct li_admin_behind {
	struct li_uuid did;
	int64_t since_us;
};

/* The body of LI_ADMIN_REPORT_DONE. */
struct li_admin_done {
	int64_t id;
	uint32_t code;
};

enum { LI_ADMIN_WORDS_MAX = 351 };

/* An item of LI_ADMIN_REPORT_LIST. */
struct li_admin_report {
	int64_t id;
	struct li_issue issue;
	char words[LI_ADMIN_WORDS_MAX + 1]; /* a checkpoint's; else "" */
};

/* Append such a body or item, or read one; errors as above. */
void li_admin_done_put(struct li_buf *out, const struct li_admin_done *done);
LI_MUST_USE li_err li_admin_done_get(struct li_slice body,
	struct li_admin_done *out);
void li_admin_report_put(struct li_buf *out,
	const struct li_admin_report *report);
LI_MUST_USE li_err li_admin_report_get(struct li_slice item,
	struct li_admin_report *out);
void li_admin_behind_put(struct li_buf *out,
	const struct li_admin_behind *behind);
LI_MUST_USE li_err li_admin_behind_get(struct li_slice item,
	struct li_admin_behind *out);
void li_admin_confirm_put(struct li_buf *out,
	const struct li_admin_confirm *confirm);
LI_MUST_USE li_err li_admin_confirm_get(struct li_slice body,
	struct li_admin_confirm *out);
void li_admin_aside_put(struct li_buf *out, const struct li_admin_aside *aside);
LI_MUST_USE li_err li_admin_aside_get(struct li_slice body,
	struct li_admin_aside *out);

#endif
