/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "place.h"
#include "store/schema.h"
#include "unit.h"

/* The whole of a file; the caller frees it. */
static char *read_all(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t cap = 0;

	if (f && getdelim(&text, &cap, '\0', f) < 0)
		text = NULL;
	if (f)
		fclose(f);
	return text;
}

static sqlite3 *database(const char *sql, int version)
{
	sqlite3 *db = NULL;
	char pragma[64];

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(":memory:", &db), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %d", version);
	CU_ASSERT_EQUAL(sqlite3_exec(db, pragma, NULL, NULL, NULL), SQLITE_OK);
	return db;
}

static int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int64_t n = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK &&
		sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

/* Bring a database of that version to the present one. */
static void bring(int from)
{
	struct li_fault fault = {0};
	char path[512], *sql;
	int version = 0;
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/%04d.sql", SCHEMAS, from);
	sql = read_all(path);
	CU_ASSERT_PTR_NOT_NULL_FATAL(sql);
	db = database(sql, from);
	CU_ASSERT_EQUAL(li_schema_migrate(db, "F", li_schema_migrations, from,
				&fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_schema_version(db, "F", &version, &fault), LI_OK);
	CU_ASSERT_EQUAL(version, LI_SCHEMA_VERSION);
	CU_ASSERT_EQUAL(li_schema_check(db, "F", &fault), LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	sqlite3_close(db);
	free(sql);
}

/* schema/NNNN.sql is the schema as version NNNN made it, never edited: a
 * change of db/schema.sql without a migration fails here. */
static void test_schema__brings_each_older_version_to_the_present_one(void)
{
	for (int version = 1; version <= LI_SCHEMA_VERSION; version++)
		bring(version);
}

/* TS 33.107 cl. 8: what waits over an upgrade waits on, each for its task. */
static void test_schema__says_of_what_waits_whose_it_is(void)
{
	char *sql = read_all(SCHEMAS "/0012.sql");
	sqlite3 *db;

	CU_ASSERT_PTR_NOT_NULL_FATAL(sql);
	db = database(sql, 12);
	free(sql);
	CU_ASSERT_EQUAL(sqlite3_exec(db,
				"INSERT INTO task (id, xid_blind, xid, liid, "
				"starts_us, ends_us, content, operator, "
				"warrant, added_us, changed_us) VALUES "
				"(3, x'03', x'', x'', 1, 2, 0, x'', x'', 1, 1),"
				"(4, x'04', x'', x'', 1, 2, 0, x'', x'', 1, 1);"
				"INSERT INTO stream VALUES (1, 4, 1, 1),"
				"(2, 3, 1, 2);"
				"INSERT INTO iri (id, stream, sequence, kind, "
				"direction, at_us, committed_us, waiting, "
				"sha256) VALUES (1, 1, 0, 1, 1, 1, 1, 2, x''),"
				"(2, 2, 0, 1, 1, 1, 1, 1, x'');"
				"INSERT INTO outbox VALUES (1, 1), (1, 2),"
				"(2, 1)",
				NULL, NULL, NULL),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_schema_migrate(db, "F", li_schema_migrations, 12,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(number(db,
				"SELECT count(*) FROM outbox WHERE "
				"task = CASE iri WHEN 1 THEN 4 ELSE 3 END"),
		3);
	sqlite3_close(db);
}

static void test_schema__applies_only_newer_steps(void)
{
	static const struct li_migration steps[] = {
		{2, "CREATE TABLE two (a);"},
		{3, "CREATE TABLE three (a); INSERT INTO three VALUES (3);"},
		{0, NULL},
	};
	sqlite3 *db = database(li_schema_sql, 2);

	CU_ASSERT_EQUAL(li_schema_migrate(db, "F", steps, 2, NULL), LI_OK);
	CU_ASSERT_EQUAL(number(db, "PRAGMA user_version"), 3);
	CU_ASSERT_EQUAL(number(db, "SELECT a FROM three"), 3);
	CU_ASSERT_EQUAL(number(db, "SELECT 1 FROM two"), -1);
	CU_ASSERT_EQUAL(number(db, "SELECT count(*) FROM audit_trail"), 0);
	sqlite3_close(db);
}

static void test_schema__takes_all_steps_back_when_one_fails(void)
{
	static const struct li_migration steps[] = {
		{2, "CREATE TABLE two (a); DROP TABLE feed;"},
		{3, "CREATE TABLE three (a); INSERT INTO nowhere VALUES (1);"},
		{0, NULL},
	};
	struct li_fault fault = {0};
	sqlite3 *db = database(li_schema_sql, 1);

	CU_ASSERT_EQUAL(sqlite3_exec(db, li_schema_views_sql, NULL, NULL, NULL),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_schema_migrate(db, "F", steps, 1, &fault), LI_EDB);
	CU_ASSERT_NOT_EQUAL(fault.text[0], '\0');
	CU_ASSERT_EQUAL(number(db, "PRAGMA user_version"), 1);
	CU_ASSERT_EQUAL(number(db, "SELECT 1 FROM two"), -1);
	CU_ASSERT_EQUAL(number(db, "SELECT count(*) FROM feed"), 0);
	CU_ASSERT_EQUAL(number(db, "SELECT count(*) FROM audit_trail"), 0);
	CU_ASSERT_TRUE(sqlite3_get_autocommit(db));
	sqlite3_close(db);
}

static void test_schema__takes_back_what_orphans_a_row(void)
{
	static const struct li_migration steps[] = {
		{2,
			"INSERT INTO stream (task, correlation, next) "
			"VALUES (77, 1, 0);"},
		{0, NULL},
	};
	struct li_fault fault = {0};
	sqlite3 *db = database(li_schema_sql, 1);

	CU_ASSERT_EQUAL(li_schema_migrate(db, "F", steps, 1, &fault),
		LI_ECORRUPT);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "a row of stream"));
	CU_ASSERT_EQUAL(number(db, "SELECT count(*) FROM stream"), 0);
	CU_ASSERT_EQUAL(number(db, "PRAGMA user_version"), 1);
	sqlite3_close(db);
}

/* TS 33.126 R6.6-110 */
static void test_schema__refuses_to_change_evidence(void)
{
	static const char *const tries[] = {
		"UPDATE audit SET action = 'x' WHERE id = 1",
		"DELETE FROM audit WHERE id = 1",
		"DELETE FROM audit",
		"UPDATE audit_checkpoint SET at_us = 1",
		"DELETE FROM audit_checkpoint",
		"UPDATE iri SET sequence = 9 WHERE id = 1",
		"DELETE FROM iri WHERE id = 1",
		"DELETE FROM task",
	};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		CU_ASSERT_EQUAL(place_sql(&p, tries[i]), SQLITE_CONSTRAINT);
	place_fini(&p);
}

UNIT_MAIN("store.schema",
	UNIT_TEST(test_schema__brings_each_older_version_to_the_present_one),
	UNIT_TEST(test_schema__says_of_what_waits_whose_it_is),
	UNIT_TEST(test_schema__applies_only_newer_steps),
	UNIT_TEST(test_schema__takes_all_steps_back_when_one_fails),
	UNIT_TEST(test_schema__takes_back_what_orphans_a_row),
	UNIT_TEST(test_schema__refuses_to_change_evidence))
