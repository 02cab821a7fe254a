/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "place.h"
#include "store/store.h"
#include "unit.h"

enum { NOW = 1000000 }; /* microseconds; tasks of the place go on for long */

/* What a walk gave, states with a blank behind each. */
static li_err note(struct li_slice state, void *data)
{
	struct li_buf *seen = data;

	li_buf_put_slice(seen, state);
	li_buf_put_u8(seen, ' ');
	return li_buf_check(seen);
}

typedef li_err (
	*walk_fn)(struct li_store *store, li_store_mirror_fn fn, void *data);

static bool gives(struct place *p, walk_fn walk, const char *want)
{
	struct li_buf seen = {0};
	bool ok = walk(p->store, note, &seen) == LI_OK &&
		li_slice_is(li_buf_slice(&seen), want);

	li_buf_fini(&seen);
	return ok;
}

static void save(struct place *p, struct li_product *product)
{
	CU_ASSERT_EQUAL(li_store_begin(p->store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p->store, product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p->store), LI_OK);
}

static void session(struct place *p, uint64_t correlation, const char *state,
	int64_t at_us)
{
	struct li_session_row row = {.task = 1,
		.correlation = correlation,
		.call_id = li_slice_str("c"),
		.state = LI_SESSION_CONFIRMED,
		.at_us = at_us,
		.closed = !state,
		.mirror = li_slice_str(state ? state : "")};

	save(p, &(struct li_product){.sessions = &row, .session_count = 1});
}

static void registration(struct place *p, const char *key, const char *state,
	int64_t at_us)
{
	struct li_reg_row row = {.task = 1,
		.key = li_slice_str(key),
		.state = state ? LI_REG_REGISTERED : LI_REG_NONE,
		.witness = LI_SOURCE_SIP,
		.at_us = at_us,
		.mirror = li_slice_str(state ? state : "")};

	save(p, &(struct li_product){.regs = &row, .reg_count = 1});
}

/* TS 33.128 cl. 7.2.4.4: what a task found at its beginning is told once */
static void test_mirrored__says_that_a_task_has_begun(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_begun(p.store, 1), LI_ENOTFOUND);
	registration(&p, "sip:alice@ims.example", "alice", NOW);
	CU_ASSERT_EQUAL(li_store_begun(p.store, 1), LI_OK);
	CU_ASSERT_EQUAL(li_store_begun(p.store, 2), LI_ENOTFOUND);
	place_reopen(&p);
	CU_ASSERT_EQUAL(li_store_begun(p.store, 1), LI_OK);
	place_fini(&p);
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 0, 1), LI_OK);
	CU_ASSERT_EQUAL(li_store_begun(p.store, 1), LI_OK);
	place_fini(&p);
}

/* TS 33.107 cl. 20.1.3.3: stored, and there again after a restart */
static void test_mirrored__comes_back_in_the_order_of_last_events(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	session(&p, 7, "seven", NOW);
	session(&p, 8, "eight", NOW + 1);
	session(&p, 7, "seven-2", NOW + 2);
	session(&p, 8, "", NOW + 1); /* says nothing: stays */
	registration(&p, "sip:a@b", "a", NOW + 5);
	registration(&p, "sip:c@d", "c", NOW);
	place_reopen(&p);
	CU_ASSERT_TRUE(gives(&p, li_store_session_each, "eight seven-2 "));
	CU_ASSERT_TRUE(gives(&p, li_store_registration_each, "c a "));
	place_fini(&p);
}

static void test_mirrored__is_erased_with_what_it_is_of(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	session(&p, 7, "seven", NOW);
	session(&p, 7, NULL, NOW + 1);
	registration(&p, "sip:a@b", "a", NOW);
	registration(&p, "sip:a@b", NULL, NOW + 1);
	CU_ASSERT_TRUE(gives(&p, li_store_session_each, ""));
	CU_ASSERT_TRUE(gives(&p, li_store_registration_each, ""));
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM session_mirror"),
		0);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM registration_mirror"),
		0);
	place_fini(&p);
}

/* Open and closed within one commit, it never was there. */
static void test_mirrored__of_a_short_session_is_never_written(void)
{
	struct li_session_row rows[2];
	struct li_product product = {.sessions = rows, .session_count = 2};
	struct place p;

	for (int i = 0; i < 2; i++)
		rows[i] = (struct li_session_row){.task = 1,
			.correlation = 7,
			.state = i ? LI_SESSION_GONE : LI_SESSION_TRYING,
			.closed = i == 1,
			.at_us = NOW,
			.mirror = li_slice_str("short")};
	place_init(&p);
	place_fill(&p, 1);
	save(&p, &product);
	CU_ASSERT_TRUE(gives(&p, li_store_session_each, ""));
	place_fini(&p);
}

/* TS 33.126 R6.6-100 */
static void test_mirrored__is_sealed_in_its_place(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	session(&p, 7, "canary-state", NOW);
	registration(&p, "sip:a@b", "canary-user", NOW);
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-state")));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-user")));
	CU_ASSERT_EQUAL(
		place_sql(&p,
			"UPDATE session_mirror SET state = (SELECT state "
			"FROM registration_mirror)"),
		SQLITE_OK);
	CU_ASSERT_TRUE(gives(&p, li_store_session_each, " "));
	place_fini(&p);
}

/* One that was tampered with leaves the others. */
static void test_mirrored__gives_the_others_when_one_does_not_open(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	session(&p, 7, "seven", NOW);
	session(&p, 8, "eight", NOW);
	session(&p, 9, "nine", NOW);
	CU_ASSERT_EQUAL(
		place_sql(&p,
			"UPDATE session_mirror SET state = CAST(x'00' || state AS BLOB) "
			"WHERE id = (SELECT min(id) + 1 FROM session_mirror)"),
		SQLITE_OK);
	CU_ASSERT_TRUE(gives(&p, li_store_session_each, "seven  nine "));
	place_fini(&p);
}

static void test_mirrored__is_erased_when_its_task_ends(void)
{
	struct li_uuid xid = place_uuid(1);
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	session(&p, 7, "seven", NOW);
	registration(&p, "sip:a@b", "a", NOW);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &xid, NOW + 1, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_TRUE(gives(&p, li_store_session_each, ""));
	CU_ASSERT_TRUE(gives(&p, li_store_registration_each, ""));
	place_fini(&p);
}

/* TS 33.107 cl. 7A.3.1: a maximum storage time */
static void test_mirrored__is_pruned_by_age_and_with_its_task(void)
{
	int64_t later = NOW + 60 * INT64_C(1000000);
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	session(&p, 7, "seven", NOW);
	session(&p, 8, "eight", later);
	registration(&p, "sip:a@b", "a", NOW);
	CU_ASSERT_EQUAL(li_store_mirror_prune(p.store, later + 1, 61, 60),
		LI_OK);
	CU_ASSERT_TRUE(gives(&p, li_store_session_each, "eight "));
	CU_ASSERT_TRUE(gives(&p, li_store_registration_each, "a "));
	CU_ASSERT_EQUAL(place_sql(&p, "UPDATE task SET ends_us = 70000000"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_store_mirror_prune(p.store, 70000000, 600, 600),
		LI_OK);
	CU_ASSERT_TRUE(gives(&p, li_store_session_each, ""));
	CU_ASSERT_TRUE(gives(&p, li_store_registration_each, ""));
	place_fini(&p);
}

UNIT_MAIN("store.mirrored",
	UNIT_TEST(test_mirrored__says_that_a_task_has_begun),
	UNIT_TEST(test_mirrored__comes_back_in_the_order_of_last_events),
	UNIT_TEST(test_mirrored__is_erased_with_what_it_is_of),
	UNIT_TEST(test_mirrored__of_a_short_session_is_never_written),
	UNIT_TEST(test_mirrored__is_sealed_in_its_place),
	UNIT_TEST(test_mirrored__gives_the_others_when_one_does_not_open),
	UNIT_TEST(test_mirrored__is_erased_when_its_task_ends),
	UNIT_TEST(test_mirrored__is_pruned_by_age_and_with_its_task))
