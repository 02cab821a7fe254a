/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lookout.h - what an ADMF must be told of, seen as time passes.
 *
 * Losses that grow and stop growing, a queue and a disk that fill, destinations
 * that do not confirm, tasks whose time is over, a clock that was set or
 * that nothing keeps. The
 * store has what stands; what is kept here only spares asking it.
 *
 * Floor    4: store.
 * Threads  The store's.
 * Memory   li_lookout_fini() frees the list of destinations.
 * Spec     TS 103 221-1 cl. 6.5; TS 33.127 cl. 5.3.2.4 (a loss is never
 *          silent)
 */
#ifndef LI_FLOW_LOOKOUT_H
#define LI_FLOW_LOOKOUT_H

#include "base/clock.h"
#include "store/queue.h"
#include "store/report.h"

/* From when on something is worth telling; 0 switches it off, but the time of
 * fault_after_us. */
struct li_lookout_limits {
	int64_t fault_after_us; /* a destination is behind for so long */
	uint64_t queue;         /* records that wait */
	uint64_t most;          /* of one destination: its queue's bound */
	unsigned int disk;      /* percent that are free */
	bool reserve;           /* keep room for when there is none */
	bool clock;             /* that UTC is not kept by anything */
};

enum {
	LI_LOOKOUT_STEP_US = 200000,   /* the clock was set, not slewed */
	LI_LOOKOUT_CALM_US = 60000000, /* without a loss: it is over */
};

/* Does it stand in the store? */
enum li_stands {
	LI_STANDS_UNKNOWN,
	LI_STANDS_NOT,
	LI_STANDS,
};

/* Something that is lost now and then. */
struct li_losing {
	enum li_stands stands;
	int64_t grew_us; /* monotonic; 0: since the start it did not */
};

/* What was told of the queue of one destination. */
struct li_lookout_queue {
	struct li_uuid did;
	enum li_stands filling, gap;
	uint64_t missed;
};

struct li_lookout {
	struct li_lookout_limits limits;
	const char *path; /* of the store */
	enum li_stands queue, disk, free;
	bool reserved; /* room is kept */
	bool spent;    /* it was given up, and is not kept again yet */
	enum li_clock_state (*clock_state)(void);
	struct li_losing lost, cx_lost, shed;
	int64_t apart_us; /* UTC from monotonic, as seen last */
	bool clocked;
	bool set_back;     /* the clock was, since who looks here looked last */
	int64_t looked_us; /* at destinations, monotonic */
	struct li_uuid *behind; /* destinations that are */
	size_t behind_count, behind_room;
	bool behind_known;
	struct li_lookout_queue *queues;
	size_t queue_count, queue_room;
	int64_t expired_us, expires_us; /* looked up to; the next */
	bool tasks_changed;
};

/* Begin; path outlives it. */
void li_lookout_init(struct li_lookout *l, const char *path,
	const struct li_lookout_limits *limits);
void li_lookout_fini(struct li_lookout *l);

/* So many were lost in all, of a cause. Errors are the store's. */
LI_MUST_USE li_err li_lookout_lost(struct li_lookout *l, struct li_store *store,
	enum li_issue_cause cause, uint64_t total);

/* Look around; call about once a second. Errors are the store's. */
LI_MUST_USE li_err li_lookout_tick(struct li_lookout *l, struct li_store *store,
	int64_t at_us, int64_t mono_us);

/* Look how much room the disk has; li_lookout_tick() does, and who tells of
 * losses within a second calls it more often. */
LI_MUST_USE li_err li_lookout_disk(struct li_lookout *l, struct li_store *store,
	int64_t at_us);

/* The disk had no room: that stands until room is kept again, whatever the
 * limits are. Errors are the store's. */
LI_MUST_USE li_err li_lookout_full(struct li_lookout *l, struct li_store *store,
	int64_t at_us);

/* Look at the queue of each destination; li_lookout_tick() does. */
LI_MUST_USE li_err li_lookout_queues(struct li_lookout *l,
	struct li_store *store, int64_t at_us);

#endif
