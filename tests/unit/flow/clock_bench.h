/* SPDX-License-Identifier: BSD-3-Clause
 *
 * clock_bench.h - a flow with an ADMF that reports go to, and a clock of its own.
 *
 * Floor    tests: flow.
 * Threads  One.
 * Memory   tear_down() removes what set_up() made.
 * Spec     TS 103 221-1 cl. 6.6.2
 */
#ifndef LI_UNIT_FLOW_CLOCK_BENCH_H
#define LI_UNIT_FLOW_CLOCK_BENCH_H

#include "place.h"
#include "store/store.h"

enum { SECOND = 1000000, PERIOD = 60 * SECOND };

static const int64_t began_us = 1795316645000000;
static struct li_alive clock_now;

static inline void now(struct li_alive *out)
{
	*out = clock_now;
}

static inline void pass(int64_t us)
{
	clock_now.boot_us += us;
	clock_now.at_us += us;
}

struct bench {
	struct place place;
	char path[96];
	struct li_flow_options options;
	struct li_flow *flow;
};

static inline void start(struct bench *b)
{
	struct li_fault fault = {0};

	CU_ASSERT_EQUAL_FATAL(li_flow_open(&b->options, &b->flow, &fault),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, ""); /* even without a file */
}

static inline void set_up(struct bench *b)
{
	*b = (struct bench){.flow = NULL};
	clock_now = (struct li_alive){.boot = "boot-a",
		.boot_us = 5 * SECOND,
		.at_us = began_us};
	b->options.place = place_make(&b->place);
	snprintf(b->path, sizeof(b->path), "%s/alive", b->place.folder);
	b->options.admf = (struct li_flow_admf){.path = b->path,
		.period_us = PERIOD,
		.now = now};
	start(b);
}

static inline void tear_down(struct bench *b)
{
	li_flow_close(b->flow);
	unlink(b->path);
	place_remove(&b->place);
}

static inline li_err ask(struct bench *b, enum li_admin_op op,
	struct li_slice body)
{
	struct li_admin_request request = {.op = op,
		.actor = "admf-1",
		.via = "test",
		.body = body};
	struct li_admin_reply reply = {.err = LI_OK};
	struct li_buf items = {0};

	CU_ASSERT_EQUAL(li_flow_admin(b->flow, &request, clock_now.at_us,
				&items, &reply),
		LI_OK);
	li_buf_fini(&items);
	return reply.err;
}

static inline void put(struct bench *b, enum li_admin_op op,
	const struct li_task *task)
{
	struct li_buf body = {0};

	li_pack_task(&body, task);
	CU_ASSERT_EQUAL(ask(b, op, li_buf_slice(&body)), LI_OK);
	li_buf_fini(&body);
}

static inline struct li_task add(struct bench *b)
{
	const struct li_task task = place_task(LI_ID_IMPI, "alice@ims.example");

	put(b, LI_ADMIN_TASK_ADD, &task);
	return task;
}

static inline void heard(struct bench *b, uint64_t ago_us)
{
	struct li_buf body = {0};

	li_buf_put_u64(&body, ago_us);
	CU_ASSERT_EQUAL(ask(b, LI_ADMIN_HEARD, li_buf_slice(&body)), LI_OK);
	li_buf_fini(&body);
}

static inline void tick(struct bench *b)
{
	CU_ASSERT_EQUAL(li_flow_tick(b->flow, clock_now.at_us,
				clock_now.boot_us),
		LI_OK);
}

/* How many reports of a cause wait for the ADMF. */
static inline size_t told(struct bench *b, enum li_issue_cause cause)
{
	struct li_admin_request request = {.op = LI_ADMIN_REPORT_LIST,
		.actor = "admf-1",
		.via = "lmisf-x1d"};
	struct li_admin_reply reply;
	struct li_buf items = {0};
	struct li_slice rest;
	struct li_ipc_message m;
	size_t n = 0;

	CU_ASSERT_EQUAL(li_flow_admin(b->flow, &request, clock_now.at_us,
				&items, &reply),
		LI_OK);
	CU_ASSERT_EQUAL(reply.err, LI_OK);
	for (rest = li_buf_slice(&items); li_ipc_next(rest, &m) == LI_OK;
		rest = li_slice_sub(rest, m.octets, rest.n)) {
		struct li_admin_report report;

		CU_ASSERT_EQUAL(li_admin_report_get(m.body, &report), LI_OK);
		n += report.issue.cause == cause;
	}
	li_buf_fini(&items);
	return n;
}

static inline void set_up_reporting(struct bench *b)
{
	set_up(b);
	li_flow_close(b->flow);
	b->options.reporting = true;
	start(b);
}

#endif
