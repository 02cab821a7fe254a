/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.127 cl. 8.7: what an auditor is shown of a task's sessions.
 */
#include "store/sessions.h"

#include <string.h>

#include "place.h"
#include "store/outbox.h"
#include "unit.h"

struct seen {
	size_t count, erased;
	uint64_t records;
	struct li_rung last;
	struct li_session_sum sum;
};

static li_err see_rung(const struct li_rung *rung, void *data)
{
	struct seen *seen = data;

	seen->count++;
	seen->erased += rung->erased;
	seen->last = *rung;
	return LI_OK;
}

static li_err see_sum(const struct li_session_sum *sum, void *data)
{
	struct seen *seen = data;

	seen->count++;
	seen->records += sum->count;
	seen->sum = *sum;
	return LI_OK;
}

static void test_sessions__gives_a_page_of_records_at_a_time(void)
{
	const size_t n = LI_SESSIONS_RUNGS + 3;
	struct seen seen = {.count = 0};
	int64_t stream = 0, at = 0;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, n), LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 8, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_session_find(p.store, 1, 9, &stream),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(li_store_session_find(p.store, 2, 7, &stream),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL_FATAL(li_store_session_find(p.store, 1, 7, &stream),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_rungs(p.store, stream, &at, see_rung, &seen),
		LI_OK);
	CU_ASSERT_EQUAL(seen.count, LI_SESSIONS_RUNGS);
	CU_ASSERT_TRUE(at > 0);
	CU_ASSERT_EQUAL(li_store_rungs(p.store, stream, &at, see_rung, &seen),
		LI_OK);
	CU_ASSERT_EQUAL(seen.count, n);
	CU_ASSERT_EQUAL(at, 0);
	CU_ASSERT_EQUAL(seen.last.sequence, n - 1);
	CU_ASSERT_EQUAL(seen.last.from.port, 5060);
	CU_ASSERT_EQUAL(seen.last.to.family, 6);
	CU_ASSERT_STRING_EQUAL(seen.last.method, "INVITE");
	place_fini(&p);
}

/* TS 33.107 cl. 8: what is delivered is erased, that it was is not */
static void test_sessions__says_what_was_erased(void)
{
	const struct li_destination d = place_destination(1);
	struct seen seen = {.count = 0};
	int64_t stream = 0, at = 0;
	struct place p;
	size_t count;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &d.did, 2, 1, &count), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_session_find(p.store, 1, 7, &stream),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_rungs(p.store, stream, &at, see_rung, &seen),
		LI_OK);
	CU_ASSERT_EQUAL(seen.count, 3);
	CU_ASSERT_EQUAL(seen.erased, 2);
	place_fini(&p);
}

static void test_sessions__sums_up_those_of_one_task(void)
{
	struct li_task t = place_task(2, 1, 1);
	struct seen seen = {.count = 0};
	struct place p;
	int64_t at = 0;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 2, 7, 5), LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, UINT64_MAX, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_sessions(p.store, 1, &at, see_sum, &seen),
		LI_OK);
	CU_ASSERT_EQUAL(at, 0);
	CU_ASSERT_EQUAL(seen.count, 2);
	CU_ASSERT_EQUAL(seen.records, 5);
	CU_ASSERT_EQUAL(seen.sum.correlation, UINT64_MAX);
	CU_ASSERT_EQUAL(seen.sum.first_us, 1700000000000000);
	CU_ASSERT_FALSE(seen.sum.known);
	place_fini(&p);
}

/* A full store is passed a stretch at a time: here one ends behind its first
 * record. */
static void test_sessions__goes_on_behind_a_stretch(void)
{
	struct seen sums = {.count = 0}, rungs = {.count = 0};
	int64_t stream = 0, at = 1 - LI_SESSIONS_STRETCH;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(li_store_sessions(p.store, 1, &at, see_sum, &sums),
		LI_OK);
	CU_ASSERT_EQUAL(at, 1);
	CU_ASSERT_EQUAL(sums.records, 1);
	CU_ASSERT_EQUAL(li_store_sessions(p.store, 1, &at, see_sum, &sums),
		LI_OK);
	CU_ASSERT_EQUAL(at, 0);
	CU_ASSERT_EQUAL(sums.records, 3);
	CU_ASSERT_EQUAL_FATAL(li_store_session_find(p.store, 1, 7, &stream),
		LI_OK);
	at = 1 - LI_SESSIONS_STRETCH;
	CU_ASSERT_EQUAL(li_store_rungs(p.store, stream, &at, see_rung, &rungs),
		LI_OK);
	CU_ASSERT_EQUAL(at, 1);
	CU_ASSERT_EQUAL(rungs.count, 1);
	CU_ASSERT_EQUAL(li_store_rungs(p.store, stream, &at, see_rung, &rungs),
		LI_OK);
	CU_ASSERT_EQUAL(at, 0);
	CU_ASSERT_EQUAL(rungs.count, 3);
	place_fini(&p);
}

UNIT_MAIN("store.sessions",
	UNIT_TEST(test_sessions__gives_a_page_of_records_at_a_time),
	UNIT_TEST(test_sessions__says_what_was_erased),
	UNIT_TEST(test_sessions__sums_up_those_of_one_task),
	UNIT_TEST(test_sessions__goes_on_behind_a_stretch))
