/* SPDX-License-Identifier: BSD-3-Clause
 *
 * issue.h - something that an ADMF is told by itself: a fault, its end, news.
 *
 * It names a task by its XID and a destination by its DID, and nobody: its
 * words are made of numbers and of words of ours.
 *
 * Floor    1.
 * Threads  Plain values and pure functions.
 * Memory   None.
 * Spec     TS 103 221-1 cl. 6.5 (reports), table 46 (codes 9000 to 9040), cl.
 *          6.7 (no personal data in a description)
 */
#ifndef LI_MODEL_ISSUE_H
#define LI_MODEL_ISSUE_H

#include "base/buf.h"
#include "base/uuid.h"

/* What it is about. */
enum li_issue_kind {
	LI_ISSUE_OF_NE = 1,
	LI_ISSUE_OF_TASK = 2,
	LI_ISSUE_OF_DESTINATION = 3,
};

/* Numbers are stored and never used twice. `number` and `part` of an issue
 * mean what stands here. */
enum li_issue_cause {
	LI_ISSUE_RESTART = 1,     /* part: the program */
	LI_ISSUE_LOST = 2,        /* number: messages in front of lmisfd */
	LI_ISSUE_CX_LOST = 3,     /* number: exchanges in a Cx tap */
	LI_ISSUE_QUEUE = 4,       /* number: records that wait */
	LI_ISSUE_DISK = 5,        /* number: percent that is free */
	LI_ISSUE_CLOCK = 6,       /* number: the step, signed, in us */
	LI_ISSUE_CERTIFICATE = 7, /* part: whose; number: its end, in us */
	LI_ISSUE_SECURITY = 8,    /* part: enum li_rule; number: events */
	LI_ISSUE_UNTOLD = 9,      /* number: reports that found no room */
	LI_ISSUE_CHECKPOINT =
		10,         /* number: rows of the audit; its words go with
				   * it where it is told */
	LI_ISSUE_SHED = 11, /* number: sessions and users of bystanders that
			       * the mirror had no room for */
	LI_ISSUE_FREE = 12, /* the machine's clock is not synchronised */
	LI_ISSUE_STRAY =
		13,         /* a task in the store cannot be told which it is */
	LI_ISSUE_DOWN = 20, /* no connection to a destination */
	LI_ISSUE_BEHIND = 21,           /* it does not confirm */
	LI_ISSUE_DESTINATION_LATE = 22, /* number: li_err of what was asked */
	LI_ISSUE_FILLING = 23,          /* number: records that wait for it */
	LI_ISSUE_GAP = 24,              /* number: records that found no room */
	LI_ISSUE_SECONDARY = 25, /* it is reached at its secondary address */
	LI_ISSUE_UNSENT = 26,    /* number: the last record that cannot be sent
				  * to it, in the audit's words */
	LI_ISSUE_ENDED = 40,     /* a task, not by its ADMF */
	LI_ISSUE_EXPIRED = 41,   /* a task's time is over */
	LI_ISSUE_TASK_LATE = 42, /* number: li_err of what was asked */
	LI_ISSUE_DIFFERS = 43,   /* the store has not what was ordered last */
	LI_ISSUE_MENDED = 44,  /* it was not in force as ordered, and now is */
	LI_ISSUE_DROPPED = 45, /* it was in force, and is not in the store */
};

enum li_issue_state {
	LI_ISSUE_RAISED = 1,  /* it is so from now on */
	LI_ISSUE_CLEARED = 2, /* and no longer */
	LI_ISSUE_NEWS = 3,    /* it happened */
};

/* Programs of ours that have issues. */
enum li_issue_part {
	LI_ISSUE_LMISFD = 1,
	LI_ISSUE_X1D = 2,
	LI_ISSUE_DELIVER = 3,
};

struct li_issue {
	enum li_issue_cause cause;
	enum li_issue_state state;
	struct li_uuid id; /* XID or DID; zero of the NE itself */
	uint32_t part;
	uint64_t number;
	int64_t at_us;    /* the last time */
	int64_t since_us; /* the first time that this report is about */
	uint32_t times;   /* how often since then */
};

/* "Warning" or a fault, when it is raised. */
enum li_issue_weight {
	LI_ISSUE_WARNING,
	LI_ISSUE_FAULT,
	LI_ISSUE_ALERT,
	LI_ISSUE_IMPLICIT, /* a task that was deactivated without its ADMF */
	LI_ISSUE_ACTIONED, /* what was acknowledged is done, or could not be */
};

enum { LI_ISSUE_TEXT = 160, LI_ISSUE_KEY = 4 + 4 + 16 };

enum li_issue_kind li_issue_kind(enum li_issue_cause cause);
enum li_issue_weight li_issue_weight(enum li_issue_cause cause);

/* Say it: "12 messages were lost in front of the NE". */
void li_issue_text(const struct li_issue *issue, char text[LI_ISSUE_TEXT]);

/* What is the same issue at another time: cause, part and id. */
void li_issue_key(const struct li_issue *issue, uint8_t key[LI_ISSUE_KEY]);

/* Take an older report of the same issue into a newer one. */
void li_issue_merge(struct li_issue *issue, const struct li_issue *older);

/* Append every field in our own form, or read a whole slice of it.
 *   LI_EMALFORMED   cut short, out of range, or trailing octets
 */
void li_pack_issue(struct li_buf *b, const struct li_issue *issue);
LI_MUST_USE li_err li_unpack_issue(struct li_slice s, struct li_issue *out);

#endif
