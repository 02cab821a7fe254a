/* SPDX-License-Identifier: BSD-3-Clause
 *
 * reconcile_bench.h - a flow whose store is changed by hand, for the tests of how
 * what is in force is compared with what was ordered.
 */
#ifndef LI_UNIT_FLOW_RECONCILE_BENCH_H
#define LI_UNIT_FLOW_RECONCILE_BENCH_H

#include <sqlite3.h>

#include "flow/flow_tasks.h"
#include "flow/inside.h"
#include "place.h"
#include "store/audit.h"
#include "store/report.h"

enum { MINUTE = 60, SECOND_US = 1000000, TASKS = 100 };

struct bench {
	struct place place;
	struct li_store_place at;
	struct li_flow *flow;
	struct li_task tasks[TASKS];
	int64_t mono_us;
};

static inline void open_it(struct bench *b)
{
	const struct li_flow_options o = {.place = b->at,
		.reporting = true,
		.max_registrations = 100,
		.max_sessions = 100};

	CU_ASSERT_EQUAL_FATAL(li_flow_open(&o, &b->flow, NULL), LI_OK);
}

static inline void set_up(struct bench *b)
{
	b->flow = NULL;
	b->mono_us = SECOND_US;
	b->at = place_make(&b->place);
	open_it(b);
	for (int i = 0; i < TASKS; i++) {
		struct li_task *t = &b->tasks[i];

		*t = place_task(LI_ID_IMPU, "sip:one@ims.example");
		CU_ASSERT_EQUAL_FATAL(li_store_task_add(b->flow->store, t,
					      &place_actor, NULL),
			LI_OK);
		t->row = i + 1;
		CU_ASSERT_EQUAL_FATAL(li_step_put(b->flow->step, t), LI_OK);
	}
}

static inline void tear_down(struct bench *b)
{
	li_flow_close(b->flow);
	place_remove(&b->place);
}

static inline void seconds(struct bench *b, int n)
{
	for (int i = 0; i < n; i++, b->mono_us += SECOND_US)
		CU_ASSERT_EQUAL(li_flow_tick(b->flow,
					1700000000000000 + b->mono_us,
					b->mono_us),
			LI_OK);
}

static inline sqlite3 *beside(const struct bench *b)
{
	sqlite3 *db = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(b->place.path, &db), SQLITE_OK);
	return db;
}

static inline void by_hand(const struct bench *b, const char *sql)
{
	sqlite3 *db = beside(b);

	CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* How many rows of the audit there are about an action. */
static inline int rows(const struct bench *b, const char *action)
{
	sqlite3 *db = beside(b);
	sqlite3_stmt *s = NULL;
	int n;

	sqlite3_prepare_v2(db, "SELECT count(*) FROM audit WHERE action = ?1",
		-1, &s, NULL);
	sqlite3_bind_text(s, 1, action, -1, SQLITE_STATIC);
	CU_ASSERT_EQUAL(sqlite3_step(s), SQLITE_ROW);
	n = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	sqlite3_close(db);
	return n;
}

struct reported {
	enum li_issue_cause cause;
	enum li_issue_state state;
	const struct li_uuid *xid; /* NULL: it is about none */
	size_t count;
};

static inline li_err note_report(int64_t id, const struct li_issue *i,
	void *data)
{
	static const struct li_uuid none;
	struct reported *r = data;

	(void)id;
	r->count += i->cause == r->cause && i->state == r->state &&
		li_uuid_eq(&i->id, r->xid ? r->xid : &none);
	return LI_OK;
}

/* So many reports of this kind wait for the ADMF. TS 103 221-1 cl. 6.5.2 */
static inline void told(const struct bench *b, enum li_issue_cause cause,
	enum li_issue_state state, const struct li_uuid *xid, size_t times)
{
	struct reported r = {cause, state, xid, 0};

	CU_ASSERT_EQUAL(li_store_report_each(b->flow->store, 1000, note_report,
				&r),
		LI_OK);
	CU_ASSERT_EQUAL(r.count, times);
}

#endif
