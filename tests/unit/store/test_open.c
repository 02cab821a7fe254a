/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "place.h"
#include "smaps.h"
#include "store/connect.h"
#include "store/inside.h"
#include "descriptors.h"
#include "unit.h"

static li_err try_open(struct place *p, enum li_store_mode mode,
	struct li_fault *fault)
{
	struct li_store *store = NULL;
	li_err err;

	*fault = (struct li_fault){0};
	err = li_store_open(&p->at, mode, &store, fault);
	CU_ASSERT_EQUAL(store == NULL, err != LI_OK);
	CU_ASSERT_EQUAL(fault->text[0] == '\0', err == LI_OK);
	li_store_close(store);
	return err;
}

static void close_writer(struct place *p)
{
	li_store_close(p->store);
	p->store = NULL;
}

/* What makes a whole store unsound. */
static const struct {
	const char *sql;
	li_err err;
	const char *says;
} unsound[] = {
	{"PRAGMA user_version = 99", LI_EVERSION,
		"database version 99 is newer than this program"},
	{"PRAGMA user_version = 0", LI_ECORRUPT, "no database version"},
	{"PRAGMA application_id = 7", LI_ECORRUPT, "not an lmisf database"},
	{"DROP TRIGGER audit_no_update", LI_ECORRUPT,
		"trigger audit_no_update is missing"},
	{"CREATE TRIGGER more AFTER INSERT ON iri BEGIN "
	 "DELETE FROM outbox; END",
		LI_ECORRUPT, "trigger more was added"},
	{"CREATE TABLE zoo (a)", LI_ECORRUPT, "table zoo was added"},
	{"DROP VIEW audit_iri; CREATE VIEW audit_iri AS SELECT 1", LI_ECORRUPT,
		"view audit_iri is not as made"},
	{"DELETE FROM installation", LI_ECORRUPT, "no installation"},
	{"UPDATE installation SET uuid = x'00'", LI_ECORRUPT, "has no UUID"},
	{"UPDATE installation SET key_check = zeroblob(16)", LI_ECONFIG,
		"not the key of"},
	{"UPDATE installation SET audit_public = zeroblob(32)", LI_ECORRUPT,
		"signing key was changed"},
	{"UPDATE installation SET audit_private = zeroblob(93)", LI_ECORRUPT,
		"signing key was changed"},
};

static void test_open__refuses_what_is_not_a_sound_store(void)
{
	for (size_t i = 0; i < sizeof(unsound) / sizeof(unsound[0]); i++) {
		struct li_fault fault;
		struct place p;

		place_init(&p);
		close_writer(&p);
		CU_ASSERT_EQUAL(place_sql(&p, unsound[i].sql), SQLITE_OK);
		for (int mode = 0; mode < 2; mode++) {
			CU_ASSERT_EQUAL(try_open(&p,
						mode ? LI_STORE_READER
						     : LI_STORE_WRITER,
						&fault),
				unsound[i].err);
			CU_ASSERT_PTR_NOT_NULL(
				strstr(fault.text, unsound[i].says));
		}
		place_fini(&p);
	}
}

static void test_open__refuses_what_is_no_database(void)
{
	struct li_fault fault;
	struct place p;
	FILE *f;

	place_init(&p);
	close_writer(&p);
	CU_ASSERT_EQUAL(truncate(p.db, 6000), 0);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_WRITER, &fault), LI_ECORRUPT);
	f = fopen(p.db, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	for (int i = 0; i < 1000; i++)
		fputs("this is no database\n", f);
	fclose(f);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_WRITER, &fault), LI_ECORRUPT);
	CU_ASSERT_EQUAL(truncate(p.db, 0), 0);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_WRITER, &fault), LI_ECORRUPT);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "not an lmisf database"));
	unlink(p.db);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_WRITER, &fault), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_READER, &fault), LI_ENOTFOUND);
	CU_ASSERT_NOT_EQUAL(access(p.db, F_OK), 0);
	place_fini(&p);
}

static void test_open__refuses_the_wrong_key(void)
{
	struct li_fault fault;
	struct place p;

	place_init(&p);
	close_writer(&p);
	unlink(p.key);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_WRITER, &fault), LI_ECONFIG);
	CU_ASSERT_EQUAL(li_store_key_create(p.key, &fault), LI_OK);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_WRITER, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, ": not the key of "));
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_READER, &fault), LI_ECONFIG);
	place_fini(&p);
}

static void test_open__lets_one_writer_in(void)
{
	struct li_fault fault;
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_WRITER, &fault), LI_EAGAIN);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "another program writes"));
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_READER, &fault), LI_OK);
	close_writer(&p);
	CU_ASSERT_EQUAL(try_open(&p, LI_STORE_WRITER, &fault), LI_OK);
	place_fini(&p);
}

static void test_open__gives_a_reader_no_way_to_write(void)
{
	static const char *const tries[] = {
		"DELETE FROM outbox",
		"INSERT INTO feed VALUES (x'00', 1, 1)",
		"DROP TABLE iri",
		"CREATE TABLE t (a)",
		"PRAGMA query_only = 0",
		"PRAGMA user_version = 3",
		"ATTACH ':memory:' AS m",
		"CREATE TEMP TABLE t (a)",
		"VACUUM",
	};
	struct li_task t = place_task(1, 1, 0);
	struct li_store *reader = NULL;
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&p.at, LI_STORE_READER, &reader,
				      &fault),
		LI_OK);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		CU_ASSERT_NOT_EQUAL(sqlite3_exec(reader->db, tries[i], NULL,
					    NULL, NULL),
			SQLITE_OK);
	CU_ASSERT_EQUAL(li_store_begin(reader), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_tidy(reader), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_task_add(reader, &t, &place_actor, &fault),
		LI_ESTATE);
	CU_ASSERT_NOT_EQUAL(fault.text[0], '\0');
	li_store_close(reader);
	place_fini(&p);
}

static void test_open__keeps_the_files_to_their_owner(void)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	for (size_t i = 0; i < 4; i++) {
		char path[PLACE_PATH + 8];
		struct stat st = {0};

		snprintf(path, sizeof(path), "%s%s", p.db, suffixes[i]);
		CU_ASSERT_EQUAL(stat(path, &st), 0);
		CU_ASSERT_EQUAL(st.st_mode & 0777, 0600);
	}
	place_fini(&p);
}

static void test_open__reads_its_pragmas_back(void)
{
	static const char *const fine[3] = {"synchronous", "FULL", "2"};
	static const char *const not_taken[3] = {"synchronous", "NORMAL", "2"};
	static const char *const unknown[3] = {"synchonous", "FULL", "2"};
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_db_pragma(p.store->db, "F", fine, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_db_pragma(p.store->db, "F", not_taken, &fault),
		LI_ECONFIG);
	CU_ASSERT_STRING_EQUAL(fault.text,
		"F: PRAGMA synchronous is 1 and must be 2");
	CU_ASSERT_EQUAL(li_db_pragma(p.store->db, "F", unknown, &fault),
		LI_ECONFIG);
	CU_ASSERT_STRING_EQUAL(fault.text,
		"F: this SQLite knows no PRAGMA synchonous");
	place_fini(&p);
}

static void test_open__makes_the_same_hashes_after_a_restart(void)
{
	struct li_hash_secret before;
	struct place p;

	place_init(&p);
	before = *li_store_secret(p.store);
	place_reopen(&p);
	CU_ASSERT_EQUAL(before.k0, li_store_secret(p.store)->k0);
	CU_ASSERT_EQUAL(before.k1, li_store_secret(p.store)->k1);
	CU_ASSERT_NOT_EQUAL(before.k0, before.k1);
	place_fini(&p);
}

/* A reader needs no writer, not even to recover what a killed one left. */
static void test_open__reads_what_a_killed_writer_committed(void)
{
	struct li_destination d = place_destination(1);
	struct li_store_counts c = {0};
	struct li_store *reader = NULL;
	struct li_fault fault = {0};
	struct place p;
	size_t count;
	pid_t pid;

	place_init(&p);
	place_fill(&p, 1);
	close_writer(&p);
	pid = fork();
	if (pid == 0) {
		place_reopen(&p);
		if (place_commit(&p, 1, 7, 5) == LI_OK &&
			li_store_begin(p.store) == LI_OK)
			_exit(0);
		_exit(1);
	}
	CU_ASSERT_EQUAL(waitpid(pid, NULL, 0), pid);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&p.at, LI_STORE_READER, &reader,
				      &fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_count(reader, 5, &c), LI_OK);
	CU_ASSERT_EQUAL(c.waiting, 5);
	CU_ASSERT_EQUAL(li_store_confirm(reader, &d.did, 5, 5, &count),
		LI_ESTATE);
	li_store_close(reader);
	place_fini(&p);
}

/* TS 33.127 cl. 8.4: the key that signs checkpoints */
static void test_open__keeps_its_keys_in_locked_memory(void)
{
	struct place p;

	place_init(&p);
	CU_ASSERT(smaps_locked(&p.store->sign));
	CU_ASSERT(smaps_flag(&p.store->sign, " dd"));
	place_fini(&p);
}

static size_t prepared(const struct li_store *store)
{
	size_t n = 0;

	for (int id = 0; id < LI_SQL_COUNT; id++)
		n += store->stmt[id] != NULL;
	return n;
}

/* Nobody else looks whether each of them is one. */
static void test_open__prepares_each_statement_when_it_is_needed(void)
{
	struct li_store *reader = NULL;
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	place_reopen(&p);
	CU_ASSERT_PTR_NOT_NULL(p.store->stmt[LI_SQL_ROLLBACK]);
	CU_ASSERT_PTR_NULL(p.store->stmt[LI_SQL_IRI_ADD]);
	CU_ASSERT(prepared(p.store) < LI_SQL_COUNT / 4);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&p.at, LI_STORE_READER, &reader,
				      &fault),
		LI_OK);
	for (enum li_sql id = 0; id < LI_SQL_COUNT; id++) {
		const bool reads = strncmp(li_sql_texts[id], "SELECT", 6) == 0;

		CU_ASSERT_PTR_NOT_NULL(li_sql(p.store, id));
		CU_ASSERT_EQUAL(li_sql(reader, id) != NULL, reads);
		CU_ASSERT(reads || li_sql_run(reader, id) == LI_EDB);
	}
	CU_ASSERT_EQUAL(prepared(p.store), LI_SQL_COUNT);
	li_store_close(reader);
	place_fini(&p);
}

/* What was to be bound is not: it may not run without. */
static void test_open__runs_nothing_that_could_not_be_prepared(void)
{
	const enum li_sql id = LI_SQL_REPORT_COUNT;
	struct place p;
	int limit;

	place_init(&p);
	place_reopen(&p);
	CU_ASSERT_PTR_NULL(p.store->stmt[id]);
	limit = sqlite3_limit(p.store->db, SQLITE_LIMIT_SQL_LENGTH, 8);
	CU_ASSERT_PTR_NULL(li_sql(p.store, id));
	(void)sqlite3_limit(p.store->db, SQLITE_LIMIT_SQL_LENGTH, limit);
	CU_ASSERT_EQUAL(li_sql_row(p.store, id), LI_EDB);
	CU_ASSERT_EQUAL(li_sql_run(p.store, id), LI_EDB);
	CU_ASSERT_PTR_NOT_NULL(strstr(li_store_why(p.store), "too big"));
	CU_ASSERT_PTR_NOT_NULL(li_sql(p.store, id));
	CU_ASSERT_EQUAL(li_sql_row(p.store, id), LI_OK);
	place_fini(&p);
}

/* Who only reads cannot sign. TS 33.127 cl. 8.7 */
static void test_open__a_reader_has_no_key_to_sign_with(void)
{
	static const uint8_t none[LI_SIGN_PRIVATE];
	struct li_store *reader = NULL;
	struct place p;

	place_init(&p);
	CU_ASSERT_NOT_EQUAL(memcmp(p.store->sign.private_part, none,
				    sizeof(none)),
		0);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&p.at, LI_STORE_READER, &reader,
				      NULL),
		LI_OK);
	CU_ASSERT_EQUAL(memcmp(reader->sign.private_part, none, sizeof(none)),
		0);
	li_store_close(reader);
	place_fini(&p);
}

UNIT_MAIN_CLOSED("store.open",
	UNIT_TEST(test_open__refuses_what_is_not_a_sound_store),
	UNIT_TEST(test_open__keeps_its_keys_in_locked_memory),
	UNIT_TEST(test_open__refuses_what_is_no_database),
	UNIT_TEST(test_open__refuses_the_wrong_key),
	UNIT_TEST(test_open__lets_one_writer_in),
	UNIT_TEST(test_open__gives_a_reader_no_way_to_write),
	UNIT_TEST(test_open__a_reader_has_no_key_to_sign_with),
	UNIT_TEST(test_open__keeps_the_files_to_their_owner),
	UNIT_TEST(test_open__reads_what_a_killed_writer_committed),
	UNIT_TEST(test_open__reads_its_pragmas_back),
	UNIT_TEST(test_open__prepares_each_statement_when_it_is_needed),
	UNIT_TEST(test_open__runs_nothing_that_could_not_be_prepared),
	UNIT_TEST(test_open__makes_the_same_hashes_after_a_restart))
