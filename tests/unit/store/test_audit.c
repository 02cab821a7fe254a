/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.126 R6.6-110: who changes evidence is found, and where.
 */
#include "place.h"
#include "store/inside.h"
#include "unit.h"

static const struct tampering {
	const char *sql;
	int64_t row;
	const char *says;
} tamperings[] = {
	{"UPDATE audit SET action = 'task.end' WHERE id = 3", 3, "its hash"},
	{"UPDATE audit SET at_us = at_us + 1 WHERE id = 3", 3, "its hash"},
	{"UPDATE audit SET via = 'x1' WHERE id = 3", 3, "its hash"},
	{"UPDATE audit SET object = NULL WHERE id = 3", 3, "its hash"},
	{"UPDATE audit SET object = 'task 2' WHERE id = 3", 3, "its hash"},
	{"UPDATE audit SET actor = NULL WHERE id = 3", 3, "its hash"},
	{"UPDATE audit SET actor = (SELECT actor FROM audit WHERE id = 2) "
	 "WHERE id = 3",
		3, "its hash"},
	{"UPDATE audit SET detail = x'00' WHERE id = 3", 3, "its hash"},
	{"UPDATE audit SET hash = zeroblob(32) WHERE id = 3", 3, "its hash"},
	{"UPDATE audit SET iri_first = 2 WHERE id = 4", 4, "its hash"},
	{"UPDATE audit SET id = 99 WHERE id = 3; UPDATE audit SET id = 3 "
	 "WHERE id = 4; UPDATE audit SET id = 4 WHERE id = 99",
		3, "its hash"},
	{"DELETE FROM audit WHERE id = 1", 1, "is missing"},
	{"DELETE FROM audit WHERE id = 3", 3, "is missing"},
	{"DELETE FROM audit WHERE id >= 5", 5, "no row vouches for"},
	{"DELETE FROM audit; DELETE FROM audit_checkpoint", 1, "is missing"},
	{"INSERT INTO audit (id, at_us, via, action, hash) "
	 "VALUES (6, 1, 'x', 'y', zeroblob(32))",
		6, "its hash"},
	{"INSERT INTO audit (id, at_us, via, action, hash) "
	 "VALUES (0, 1, 'x', 'y', zeroblob(32))",
		1, "is missing"},
	{"UPDATE audit_checkpoint SET signature = zeroblob(64)", 1,
		"its checkpoint"},
	{"UPDATE audit_checkpoint SET at_us = 1", 1, "its checkpoint"},
	{"INSERT INTO audit_checkpoint SELECT 9, at_us, hash, signature, "
	 "root, tree, 1 FROM audit_checkpoint",
		6, "a checkpoint behind it"},
	{"UPDATE installation SET audit_public = zeroblob(32)", 1,
		"public key"},
	{"UPDATE iri SET sequence = 7 WHERE id = 2", 4, "was changed"},
	{"UPDATE iri SET at_us = 7 WHERE id = 5", 5, "was changed"},
	{"UPDATE iri SET sha256 = zeroblob(32) WHERE id = 2", 4, "was changed"},
	{"UPDATE iri SET repeat = 1 WHERE id = 2", 4, "was changed"},
	{"UPDATE iri SET matched_roles = 1 WHERE id = 2", 4, "was changed"},
	{"UPDATE stream SET correlation = 8", 4, "was changed"},
	{"DELETE FROM iri WHERE id = 2", 4, "is missing"},
	{"DELETE FROM iri WHERE id = 5", 5, "is missing"},
	{"INSERT INTO iri SELECT id + 9, stream, sequence, kind, direction, "
	 "at_us, committed_us, 0, 0, sha256, 0, 0, 0, 0 FROM iri WHERE id = 1",
		6, "no row vouches for"},
};

static const char off[] =
	"DROP TRIGGER audit_no_update; "
	"DROP TRIGGER audit_no_delete; DROP TRIGGER iri_no_update; "
	"DROP TRIGGER audit_checkpoint_no_update; "
	"DROP TRIGGER audit_checkpoint_no_delete; DROP TRIGGER iri_no_delete";

/* Rows: 1 create, 2 destination, 3 task, 4 IRI 1-3, 5 IRI 4-5. */
static void fill(struct place *p)
{
	place_init(p);
	place_fill(p, 1);
	CU_ASSERT_EQUAL(place_commit(p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(place_commit(p, 1, 7, 2), LI_OK);
}

static void test_audit__finds_each_tampering_and_its_row(void)
{
	for (size_t i = 0; i < sizeof(tamperings) / sizeof(tamperings[0]);
		i++) {
		const struct tampering *t = &tamperings[i];
		struct li_fault fault = {0};
		uint64_t rows = 0;
		int64_t row = 0;
		struct place p;

		fill(&p);
		CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows,
					&fault),
			LI_OK);
		CU_ASSERT_EQUAL(rows, 5);
		CU_ASSERT_EQUAL(place_sql(&p, off), SQLITE_OK);
		CU_ASSERT_EQUAL(place_sql(&p, t->sql), SQLITE_OK);
		CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows,
					&fault),
			LI_ECORRUPT);
		CU_ASSERT_EQUAL(row, t->row);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, t->says));
		if (row != t->row || !strstr(fault.text, t->says))
			printf("\n%s: row %lld, %s\n", t->sql, (long long)row,
				fault.text);
		place_fini(&p);
	}
}

static li_err many(struct place *p, int n)
{
	li_err err = li_store_begin(p->store);

	for (int i = 0; !err && i < n; i++)
		err = li_store_audit(p->store, &place_actor, "status.read",
			"task 1", li_slice_str("detail"));
	return err ? err : li_store_commit(p->store);
}

static void test_audit__signs_every_thousandth_row_and_the_last(void)
{
	struct li_fault fault = {0};
	struct place p;
	uint64_t rows;
	int64_t row;

	place_init(&p);
	CU_ASSERT_EQUAL(many(&p, 2100), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT sum(row) FROM "
				"audit_checkpoint"),
		1 + 1000 + 2000);
	place_reopen(&p);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT sum(row) FROM "
				"audit_checkpoint"),
		1 + 1000 + 2000 + 2101);
	CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(rows, 2101);
	place_reopen(&p);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM "
				"audit_checkpoint"),
		4);
	CU_ASSERT_EQUAL(place_sql(&p, off), SQLITE_OK);
	CU_ASSERT_EQUAL(place_sql(&p,
				"DELETE FROM audit_checkpoint WHERE "
				"row = 1000"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows, &fault),
		LI_ECORRUPT);
	CU_ASSERT_EQUAL(row, 1000);
	place_fini(&p);
}

/* Behind the last checkpoint the chain is checked at each start. */
static void test_audit__is_checked_when_the_store_is_opened(void)
{
	struct li_store *store = NULL;
	struct li_fault fault = {0};
	struct place p;

	fill(&p);
	li_store_close(p.store);
	p.store = NULL;
	CU_ASSERT_EQUAL(
		place_sql(&p,
			"INSERT INTO audit (id, at_us, via, "
			"action, hash) VALUES (6, 1, 'x', 'y', zeroblob(32))"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_store_open(&p.at, LI_STORE_WRITER, &store, &fault),
		LI_ECORRUPT);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "audit row 6 "));
	place_fini(&p);
}

static void test_audit__needs_somebody(void)
{
	static const struct li_actor nobodies[] = {{NULL, "test"}, {"", "test"},
		{"a", NULL}, {"a", ""}};
	struct place p;

	place_init(&p);
	for (size_t i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(li_store_audit(p.store, &nobodies[i], "x", NULL,
					(struct li_slice){0}),
			LI_EINVAL);
	CU_ASSERT_EQUAL(li_store_audit(p.store, NULL, "x", NULL,
				(struct li_slice){0}),
		LI_EINVAL);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM audit"), 1);
	place_fini(&p);
}

static void test_audit__is_verified_by_a_reader_while_it_grows(void)
{
	struct li_store *reader = NULL;
	struct li_fault fault = {0};
	struct place p;
	uint64_t rows = 0;
	int64_t row;

	fill(&p);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&p.at, LI_STORE_READER, &reader,
				      &fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_audit(p.store, &place_actor, "x", NULL,
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_audit_verify(reader, &row, &rows, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(rows, 5);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_audit_verify(reader, &row, &rows, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(rows, 6);
	li_store_close(reader);
	place_fini(&p);
}

UNIT_MAIN("store.audit",
	UNIT_TEST(test_audit__finds_each_tampering_and_its_row),
	UNIT_TEST(test_audit__signs_every_thousandth_row_and_the_last),
	UNIT_TEST(test_audit__is_checked_when_the_store_is_opened),
	UNIT_TEST(test_audit__needs_somebody),
	UNIT_TEST(test_audit__is_verified_by_a_reader_while_it_grows))
