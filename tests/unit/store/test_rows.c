/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "place.h"
#include "store/inside.h"
#include "unit.h"

static void save(struct place *p, struct li_reg_row *reg,
	struct li_session_row *session)
{
	struct li_product product = {
		.regs = reg,
		.reg_count = reg ? 1 : 0,
		.sessions = session,
		.session_count = session ? 1 : 0,
	};

	CU_ASSERT_EQUAL(li_store_begin(p->store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p->store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p->store), LI_OK);
}

/* Does a sealed column of row 1 read like this? "" is NULL. */
static bool reads(struct place *p, const char *table, const char *column,
	const char *want)
{
	struct li_cell cell = {table, column, 1};
	sqlite3_stmt *s = NULL;
	char sql[128], text[256] = "";
	bool ok;

	snprintf(sql, sizeof(sql), "SELECT %s FROM %s WHERE id = 1", column,
		table);
	ok = sqlite3_prepare_v2(p->store->db, sql, -1, &s, NULL) == SQLITE_OK &&
		sqlite3_step(s) == SQLITE_ROW;
	if (ok && sqlite3_column_type(s, 0) != SQLITE_NULL)
		ok = li_column_text(p->store, li_column(s, 0), cell, text,
			     sizeof(text)) == LI_OK;
	sqlite3_finalize(s);
	return ok && strcmp(text, want) == 0;
}

/* TS 33.107 cl. 20.1.3.3 */
static void test_rows__keeps_what_a_later_event_does_not_say(void)
{
	struct li_reg_row first = {.task = 1,
		.key = li_slice_str("sip:a@b"),
		.impu = li_slice_str("sip:a@b"),
		.imei = li_slice_str("356"),
		.state = LI_REG_REGISTERED,
		.witness = LI_SOURCE_SIP,
		.expires_us = 600,
		.at_us = 5};
	struct li_reg_row second = {.task = 1,
		.key = li_slice_str("sip:a@b"),
		.impi = li_slice_str("a@b"),
		.server_name = li_slice_str("sip:scscf"),
		.state = LI_REG_UNREGISTERED,
		.witness = LI_SOURCE_CX,
		.at_us = 6};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	save(&p, &first, NULL);
	save(&p, &second, NULL);
	CU_ASSERT_EQUAL(
		place_number(&p,
			"SELECT count(*) FROM registration "
			"WHERE state = 4 AND witness = 2 AND expires_us = 600 "
			"AND at_us = 6"),
		1);
	CU_ASSERT_TRUE(reads(&p, "registration", "impu", "sip:a@b"));
	CU_ASSERT_TRUE(reads(&p, "registration", "imei", "356"));
	CU_ASSERT_TRUE(reads(&p, "registration", "impi", "a@b"));
	CU_ASSERT_TRUE(reads(&p, "registration", "server_name", "sip:scscf"));
	CU_ASSERT_TRUE(reads(&p, "registration", "visited_network", ""));
	second.impu = li_slice_str("sip:changed@b");
	save(&p, &second, NULL);
	CU_ASSERT_TRUE(reads(&p, "registration", "impu", "sip:changed@b"));
	place_fini(&p);
}

static void test_rows__has_a_registration_for_each_task_and_key(void)
{
	struct li_reg_row row = {.task = 1,
		.state = LI_REG_PENDING,
		.witness = LI_SOURCE_SIP,
		.at_us = 5};
	struct li_task second = place_task(2, 1, 1);
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &second, &place_actor, NULL),
		LI_OK);
	row.key = li_slice_str("sip:a@b");
	save(&p, &row, NULL);
	row.task = 2;
	save(&p, &row, NULL);
	row.key = li_slice_str("sip:c@b");
	save(&p, &row, NULL);
	save(&p, &row, NULL);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM registration"),
		3);
	place_fini(&p);
}

static void test_rows__follows_a_session(void)
{
	struct li_session_row row = {.task = 1,
		.correlation = ~0ULL - 3,
		.call_id = li_slice_str("c1"),
		.from = li_slice_str("sip:f"),
		.method = "INVITE",
		.direction = LI_SESSION_TO_TARGET,
		.state = LI_SESSION_TRYING,
		.at_us = 5};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	save(&p, NULL, &row);
	row.state = LI_SESSION_CONFIRMED;
	row.status = 200;
	row.at_us = 6;
	row.to = li_slice_str("sip:t");
	save(&p, NULL, &row);
	place_reopen(&p);
	row = (struct li_session_row){.task = 1,
		.correlation = row.correlation};
	row.state = LI_SESSION_GONE;
	row.closed = true;
	row.at_us = 9;
	save(&p, NULL, &row);
	CU_ASSERT_EQUAL(
		place_number(&p,
			"SELECT count(*) FROM audit_sessions "
			"WHERE method = 'INVITE' AND state = 'gone' AND status = 200 "
			"AND opened_us = 5 AND at_us = 9 AND closed_us = 9 "
			"AND correlation = '18446744073709551612' "
			"AND direction = 'to target'"),
		1);
	CU_ASSERT_TRUE(reads(&p, "session", "call_id", "c1"));
	CU_ASSERT_TRUE(reads(&p, "session", "from_uri", "sip:f"));
	CU_ASSERT_TRUE(reads(&p, "session", "to_uri", "sip:t"));
	place_fini(&p);
}

static void test_rows__shares_the_numbering_of_its_session(void)
{
	struct li_session_row row = {.task = 1,
		.correlation = 7,
		.state = LI_SESSION_TRYING,
		.at_us = 5};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	save(&p, NULL, &row);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM stream"), 1);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT iris FROM audit_sessions"), 3);
	place_fini(&p);
}

/* What came between is never on the disk; what one of them said stays. */
static void test_rows__writes_a_session_once_for_each_commit(void)
{
	struct li_session_row rows[4];
	struct li_product product = {.sessions = rows, .session_count = 4};
	int before, changes;
	struct place p;

	for (int i = 0; i < 4; i++)
		rows[i] = (struct li_session_row){.task = 1,
			.correlation = 7,
			.call_id = li_slice_str("c1"),
			.state = LI_SESSION_TRYING,
			.at_us = 5 + i};
	memcpy(rows[0].method, "INVITE", 7);
	rows[1].direction = LI_SESSION_TO_TARGET;
	rows[2].status = 183;
	rows[3].state = LI_SESSION_EARLY;
	place_init(&p);
	place_fill(&p, 1);
	for (int again = 0; again < 2; again++) {
		CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
		before = sqlite3_total_changes(p.store->db);
		CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
		CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
		changes = sqlite3_total_changes(p.store->db) - before;
		/* first: its stream, its opening, what came after */
		CU_ASSERT_EQUAL(changes, again ? 1 : 3);
		CU_ASSERT_EQUAL(
			place_number(&p,
				"SELECT count(*) FROM session WHERE method = "
				"'INVITE' AND direction = 2 AND status = 183 "
				"AND state = 2 AND opened_us = 5 AND at_us = 8"),
			1);
	}
	place_fini(&p);
}

UNIT_MAIN("store.rows",
	UNIT_TEST(test_rows__keeps_what_a_later_event_does_not_say),
	UNIT_TEST(test_rows__has_a_registration_for_each_task_and_key),
	UNIT_TEST(test_rows__follows_a_session),
	UNIT_TEST(test_rows__shares_the_numbering_of_its_session),
	UNIT_TEST(test_rows__writes_a_session_once_for_each_commit))
