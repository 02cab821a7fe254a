/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/iri.h"
#include "model/security.h"
#include "old_schema.h"
#include "store/schema.h"
#include "unit.h"

/* A database as version 3 made it, before there were security events and
 * records of registered targets, brought to the present one. */
static sqlite3 *migrated(void)
{
	struct li_fault fault = {0};
	sqlite3 *db = old_schema(3);

	CU_ASSERT_EQUAL_FATAL(li_schema_migrate(db, "F", li_schema_migrations,
				      3, &fault),
		LI_OK);
	return db;
}

/* Is the one text that a query gives this one? */
static bool says(sqlite3 *db, const char *query, const char *want)
{
	sqlite3_stmt *s = NULL;
	const unsigned char *got = NULL;
	bool same;

	CU_ASSERT_EQUAL(sqlite3_prepare_v2(db, query, -1, &s, NULL), SQLITE_OK);
	if (sqlite3_step(s) == SQLITE_ROW)
		got = sqlite3_column_text(s, 0);
	same = got && strcmp((const char *)got, want) == 0;
	sqlite3_finalize(s);
	return same;
}

static void run(sqlite3 *db, const char *sql)
{
	CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* An auditor reads the views alone: a kind that they have no word for would be
 * a record that he cannot tell. TS 33.126 R6.6-110 */
static void test_views__have_a_word_for_each_kind_of_record(void)
{
	sqlite3 *db = migrated();
	char sql[256];

	run(db, "INSERT INTO stream VALUES (1, 1, 1, 1)");
	for (int kind = 1; kind <= LI_IRI_LAST; kind++) {
		snprintf(sql, sizeof(sql),
			"INSERT INTO iri (id, stream, sequence, kind, "
			"direction, at_us, committed_us, waiting, sha256) "
			"VALUES (%d, 1, 1, %d, 5, 1, 1, 0, x'00')",
			kind, kind);
		run(db, sql);
		snprintf(sql, sizeof(sql),
			"SELECT kind FROM audit_iri WHERE iri = %d", kind);
		CU_ASSERT_TRUE(says(db, sql,
			li_iri_kind_name((enum li_iri_kind)kind)));
	}
	CU_ASSERT_TRUE(says(db, "SELECT kind FROM audit_iri WHERE iri = 7",
		"registered-target"));
	sqlite3_close(db);
}

/* TS 33.127 cl. 8.7 */
static void test_views__have_a_word_for_each_rule_of_the_watch(void)
{
	sqlite3 *db = migrated();
	enum li_rule rule;
	char sql[256];

	for (size_t n = 0; (rule = li_rule_nth(n)) != LI_RULE_NONE; n++) {
		snprintf(sql, sizeof(sql),
			"INSERT INTO security_events (id, rule, severity, "
			"source, event, at_us, since_us, count, threshold, "
			"code, subject) "
			"VALUES (%d, %d, 3, 1, 1, 1, 1, 1, 0, 200, 0)",
			(int)rule, (int)rule);
		run(db, sql);
		snprintf(sql, sizeof(sql),
			"SELECT rule FROM audit_security WHERE security = %d",
			(int)rule);
		CU_ASSERT_TRUE(says(db, sql, li_rule_name(rule)));
	}
	sqlite3_close(db);
}

UNIT_MAIN("store.views",
	UNIT_TEST(test_views__have_a_word_for_each_kind_of_record),
	UNIT_TEST(test_views__have_a_word_for_each_rule_of_the_watch))
