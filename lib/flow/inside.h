/* SPDX-License-Identifier: BSD-3-Clause
 *
 * inside.h - what the files of flow/ share, and nobody else includes.
 *
 * Floor    4, inside flow/.
 * Threads  As flow.h.
 * Memory   As flow.h.
 * Spec     as flow.h
 */
#ifndef LI_FLOW_INSIDE_H
#define LI_FLOW_INSIDE_H

#include "base/arena.h"
#include "flow/flow.h"
#include "intake/cx_profile.h"
#include "intake/hep_like.h"
#include "intake/reginfo.h"
#include "step/step.h"

enum {
	LI_FLOW_DIFFER_MAX = 64, /* differences that are told once each */
	LI_FLOW_ROUND_S = 60,    /* for all tasks */
	LI_FLOW_SLICE_MIN = 8,   /* tasks that one tick looks at: few are */
	LI_FLOW_SLICE_MAX = 256, /* gone around in seconds */
	LI_FLOW_MARK_S = 60,     /* between checkpoints of the audit */
};

/* How far the comparison of tasks has come, in a round. */
struct li_round {
	bool extra;    /* the second half: what is in force and not stored */
	int64_t after; /* the first: row of the last task */
	size_t at;     /* the second: how far around those in force */
	size_t tasks, last; /* seen in this round, in the one before */
	int64_t told[LI_FLOW_DIFFER_MAX]; /* rows that differ */
	size_t told_count;
	bool settled; /* what stood before we began is known */
	bool anew;    /* what is in force may be older than the last order */
};

enum { LI_FLOW_AHEAD = 8 }; /* messages read before the first is applied */

/* A message that was read, on its way to be applied. */
struct li_coming {
	struct li_event event;
	struct li_reginfo reginfo; /* that the event has */
	struct li_expected expected;
	uint64_t sequence; /* in the ring, or 0 */
};

struct li_flow {
	struct li_store *store;
	struct li_step *step;
	struct li_arena arena;
	bool two_person, reporting;
	const struct li_profile *profiles;
	size_t profile_count;
	uint64_t most;             /* IRI that may wait for a destination */
	struct li_hep_likes likes; /* packets to tell others by */
	struct li_event event; /* a Cx exchange, or a lap around all sessions */
	struct li_coming coming[LI_FLOW_AHEAD];
	struct li_cx_texts cx_texts; /* that the exchange lends from */
	uint64_t number;
	bool dirty;        /* a transaction is open */
	bool untidy;       /* the WAL may hold what was erased */
	bool quiet;        /* nothing was written since the last tick */
	int64_t tidied_us; /* monotonic */
	int64_t said_us
		[2]; /* when a disagreement was logged: other, identity */
	/* the tap that was asked for last, and where it is in the store */
	struct li_uuid tap;
	uint64_t tap_position;
	bool tap_known;
	uint64_t tap_taken; /* by us, of that tap: stored or of no record */
	struct {
		bool named;
		struct li_uuid name;
		uint64_t now;       /* what is being applied, or 0 */
		uint64_t taken;     /* the last */
		uint64_t marked;    /* as stored */
		uint64_t committed; /* before it was taken again */
		void (*before_tasks)(void *data); /* or NULL */
		void *data;
	} ring;
	struct {
		uint64_t number; /* of what was shed, as the ADMF was told */
		int64_t at_us;   /* monotonic */
	} shed_told;
	struct li_round round;
	struct {
		bool due; /* what waits is being looked through */
		struct li_withdrawal at;
		int64_t ended_us; /* the last end of a task, at the last look */
		int64_t begun_us; /* monotonic */
	} erasing;
	int64_t marked_us;  /* monotonic, when the audit was signed last */
	int64_t marked_row; /* that was handed out last */
	bool tell_marks;    /* to the ADMF too */
	bool restored;      /* the mirror has what it knew before a restart */
	uint32_t registration_age_s, session_age_s;
	struct {
		struct li_flow_admf options;
		struct li_alive heard, saved;
		bool over;    /* all tasks were ended since it was heard */
		bool unsaved; /* that it cannot be kept was logged */
	} admf;
	struct li_flow_counts counts;
	struct li_lookout lookout;
	char path[]; /* of the store */
};

/* Read a crowded message again: as step/step.h has it, `data` is the flow. */
void li_flow_crowded(void *data, struct li_event *event,
	const struct li_asks *asks);

/* An event begins: its number, and when it was. */
void li_flow_begin(struct li_flow *flow, struct li_event *event, int64_t at_us,
	int64_t mono_us);

/* The whole path of an event that was read. Errors are the store's. */
LI_MUST_USE li_err li_flow_event(struct li_flow *flow,
	const struct li_event *event);

/* Has a task ended whose product is erased then? */
LI_MUST_USE li_err li_flow_erase_tick(struct li_flow *flow, int64_t at_us,
	int64_t mono_us);

/* Was what is being applied stored before, and is it taken again? */
static inline bool li_flow_again(const struct li_flow *flow)
{
	return flow->ring.now && flow->ring.now <= flow->ring.committed;
}

/* Tasks are about to change in the store. */
static inline void li_flow_tasks_change(const struct li_flow *flow)
{
	if (flow->ring.before_tasks)
		flow->ring.before_tasks(flow->ring.data);
}

/* Note how far the ring was taken in the transaction that is open. Errors are
 * the store's. */
LI_MUST_USE li_err li_flow_mark(struct li_flow *flow);

/* Open the store as its one writer; one that another program writes just now is
 * waited for, two seconds at most. Errors as li_store_open(). */
LI_MUST_USE li_err li_flow_open_store(struct li_flow *flow,
	const struct li_store_place *place, struct li_fault *fault);

/* Put in force what the store has otherwise, of all tasks, if it is as it was
 * ordered; what is not goes, and is told. Errors as li_flow_load_tasks(). */
LI_MUST_USE li_err li_flow_retask(struct li_flow *flow, int64_t at_us);

/* Keep a product in the transaction of this round. Errors are the store's. */
LI_MUST_USE li_err li_flow_keep(struct li_flow *flow,
	struct li_product *product);

/* Log the security events of a product. */
void li_flow_say(const struct li_product *product);

/* Tell the ADMF of them, in the transaction that keeps them. */
LI_MUST_USE li_err li_flow_watch_tell(struct li_flow *flow,
	const struct li_product *product);

/* Sign the audit when it is time, and hand out what is signed; mono_us is now.
 * Errors are the store's. */
LI_MUST_USE li_err li_flow_audit_tick(struct li_flow *flow, int64_t mono_us);

/* Sign and hand out what there is, at the end. */
void li_flow_audit_end(struct li_flow *flow);

/* Compare some tasks in force with the store and what was ordered, and mend
 * what differs; call once a second. Errors are the store's. */
LI_MUST_USE li_err li_flow_reconcile(struct li_flow *flow, int64_t at_us);

/* Keep what the watch sums up. Errors are the store's. */
LI_MUST_USE li_err li_flow_watch_tick(struct li_flow *flow, int64_t mono_us);

/* Let the mirror go on where it was before a restart, once; at_us and mono_us
 * are now. Errors are the store's. */
LI_MUST_USE li_err li_flow_restore(struct li_flow *flow, int64_t at_us,
	int64_t mono_us);

/* Go on from what the file says of the ADMF, or begin now. Errors as
 * li_alive_load(), and the store's. */
LI_MUST_USE li_err li_flow_admf_open(struct li_flow *flow,
	struct li_fault *fault);

/* The ADMF was heard: what LI_ADMIN_HEARD says.
 *   LI_EMALFORMED
 */
LI_MUST_USE li_err li_flow_admf_heard(struct li_flow *flow,
	struct li_slice body);

/* Look how long it has been silent. Errors are the store's. */
LI_MUST_USE li_err li_flow_admf_tick(struct li_flow *flow);

/* In place of another process: what was heard meanwhile is in the file. */
void li_flow_admf_again(struct li_flow *flow);

/* Keep what was heard last. */
void li_flow_admf_close(struct li_flow *flow);

#endif
