/* SPDX-License-Identifier: BSD-3-Clause */
#include "old_schema.h"
#include "place.h"
#include "store/schema.h"
#include "unit.h"

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

/* What each version's steps made of schema_0001.sql. A version that was shipped
 * is never edited, nor is what leads to it: a row is added behind. */
static const char *const versions[LI_SCHEMA_VERSION] = {
	"079f0807eca6c1fd6858c23fa7fe56b93926a8bff87b7dd14fc1e420a9d0904d",
	"086315a0021ba3297e752bb4b0742c1d2cf0047be94f64599a40437bd084e011",
	"7cb4e99481e0851a0bc7bf4960ca32d28ecae4c419af922a9aa70c1f8c3f3d81",
	"9a25ab47bc92c58acbf9875fe4db0fa574f9c59421f31c865f5448e42939234f",
	"4968583c977d8c17d604b2ac0a2da1970047655da0a070902d385da7c53e0bd1",
	"c82dbcccbaef4b3ef7c1f6c630fac9caa901282400b3b4e063e75431f870fb44",
	"41921b85ed298a07aef1e8eae2c7ec450438f438eea2946706e9026ff12e6cce",
	"bbac95331a006c9664aaa26765f3abe4c10c50f324f890bfd7356ad6bd4b0008",
	"2bf52959f80bf49ebd4dac492a793a92ffef6827c6c750fd443c974997cce18d",
	"20de0715ef9164bc52f91cb71f1a4a8fce8f8afe85fb30114c4dd5944990e15c",
	"7f6bee384580c3a7a4199e9961f6412066ae02dcea8d17302e2177ae485770ed",
	"ca59d9be2c143cc8f32dfffc7740e7d643c6e8cd2ff99368203f725c894fc191",
	"3e2210349c88abf00105b66459ad05069c9781a96aaa92ab5c6a926804a11c2f",
	"11ba4b9b125fc55f4d1b95b8140c586508b873dbb1bbb608ec7fb0c9da558860",
	"65994d037f5df9df41281dc0a9bf7f790cc9a0765fd850880d3019796bd05ac2",
	"e3d0c8c039fffa7c0c8f19c8e868d50cae146ac6da65d94ded4d3dd628599f50",
	"59f268e5db02d49c2ee08054c92f08764ff6ea44e6b7cc59dbcf55a604de63c2",
	"7bcc75178f07102da3989a4e599f870cb71bac522bc0f8c8c0b155ad5f37e33a",
	"cb2d1e4f29ff3bc020995dd1c969a90f82b12021904f0cfbce1bd8971ca5e776",
	/* 20, 21: views alone */
	"cb2d1e4f29ff3bc020995dd1c969a90f82b12021904f0cfbce1bd8971ca5e776",
	"cb2d1e4f29ff3bc020995dd1c969a90f82b12021904f0cfbce1bd8971ca5e776",
	"245641f582b6cf49a53f91a6eee043f4c46856707a4a006f0d838eaa7a938cd0",
};

static void test_schema__keeps_what_each_older_version_made(void)
{
	for (int version = 1; version <= LI_SCHEMA_VERSION; version++) {
		sqlite3 *db = old_schema(version);
		char digest[65];

		old_schema_digest(db, digest);
		CU_ASSERT_STRING_EQUAL(digest, versions[version - 1]);
		sqlite3_close(db);
	}
}

/* Bring a database of that version to the present one. */
static void bring(int from)
{
	struct li_fault fault = {0};
	sqlite3 *db = old_schema(from);
	int version = 0;

	CU_ASSERT_EQUAL(number(db, "PRAGMA user_version"), from);
	CU_ASSERT_EQUAL(li_schema_migrate(db, "F", li_schema_migrations, from,
				&fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_schema_version(db, "F", &version, &fault), LI_OK);
	CU_ASSERT_EQUAL(version, LI_SCHEMA_VERSION);
	CU_ASSERT_EQUAL(li_schema_check(db, "F", &fault), LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	CU_ASSERT_TRUE(li_schema_as_written(db));
	sqlite3_close(db);
}

/* A change of db/schema.sql without a step fails here. */
static void test_schema__brings_each_older_version_to_the_present_one(void)
{
	for (int version = 1; version <= LI_SCHEMA_VERSION; version++)
		bring(version);
}

/* TS 33.107 cl. 8: what waits over an upgrade waits on, each for its task. */
static void test_schema__says_of_what_waits_whose_it_is(void)
{
	sqlite3 *db = old_schema(12);

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

/* One object more, fewer, in place of another, or other than it is called: a trigger
 * that is gone is how evidence would be changed. TS 33.126 R6.6-110 */
static void test_schema__sees_what_is_not_as_written(void)
{
	static const char *const changes[] = {
		"DROP TRIGGER audit_no_update",
		"DROP VIEW audit_security",
		"CREATE TABLE zoo (a)",
		"CREATE INDEX task_more ON task(changed_us)",
		"DROP VIEW audit_trail; CREATE VIEW audit_trail AS SELECT 1",
		"UPDATE sqlite_schema SET sql = 'CREATE TABLE feed (a)' "
		"WHERE name = 'feed'",
		"UPDATE sqlite_schema SET sql = NULL WHERE name = 'feed'",
		"UPDATE sqlite_schema SET sql = '' WHERE name = 'feed'",
		"UPDATE sqlite_schema SET sql = substr(sql, 1, 30) "
		"WHERE name = 'audit'",
		"UPDATE sqlite_schema SET name = 'fee' WHERE name = 'feed'",
		"UPDATE sqlite_schema SET name = 'feeds' WHERE name = 'feed'",
		"UPDATE sqlite_schema SET type = 'view' WHERE name = 'feed'",
		"UPDATE sqlite_schema SET (type, name, tbl_name, sql) = "
		"(SELECT type, name, tbl_name, sql FROM sqlite_schema "
		"WHERE name = 'audit_no_delete') "
		"WHERE name = 'audit_no_update'",
	};

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		sqlite3 *db = database(li_schema_sql, LI_SCHEMA_VERSION);

		CU_ASSERT_EQUAL(sqlite3_exec(db, li_schema_views_sql, NULL,
					NULL, NULL),
			SQLITE_OK);
		CU_ASSERT_TRUE(li_schema_as_written(db));
		CU_ASSERT_EQUAL(sqlite3_exec(db, "PRAGMA writable_schema = ON",
					NULL, NULL, NULL),
			SQLITE_OK);
		CU_ASSERT_EQUAL(sqlite3_exec(db, changes[i], NULL, NULL, NULL),
			SQLITE_OK);
		CU_ASSERT_FALSE(li_schema_as_written(db));
		CU_ASSERT_EQUAL(li_schema_check(db, "F", NULL), LI_ECORRUPT);
		sqlite3_close(db);
	}
}

UNIT_MAIN("store.schema",
	UNIT_TEST(test_schema__keeps_what_each_older_version_made),
	UNIT_TEST(test_schema__brings_each_older_version_to_the_present_one),
	UNIT_TEST(test_schema__says_of_what_waits_whose_it_is),
	UNIT_TEST(test_schema__applies_only_newer_steps),
	UNIT_TEST(test_schema__takes_all_steps_back_when_one_fails),
	UNIT_TEST(test_schema__takes_back_what_orphans_a_row),
	UNIT_TEST(test_schema__sees_what_is_not_as_written),
	UNIT_TEST(test_schema__refuses_to_change_evidence))
