/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "store/contexts.h"
#include "store/inside.h"
#include "store/verify.h"
#include "unit.h"

static struct li_hash_context context(unsigned int n)
{
	struct li_hash_context c = {.id = place_uuid(n),
		.algorithm = LI_HASH_SHA512,
		.salt_n = 16};

	memcpy(c.salt, "canary-of-a-salt", 16);
	c.salt[0] = (uint8_t)n;
	return c;
}

static li_err count(const struct li_hash_context *c, void *data)
{
	CU_ASSERT_EQUAL(li_hash_context_check(c), LI_OK);
	++*(size_t *)data;
	return LI_OK;
}

static size_t all(struct place *p)
{
	size_t n = 0;

	CU_ASSERT_EQUAL(li_store_context_each(p->store, count, &n), LI_OK);
	return n;
}

static li_err add(struct place *p, unsigned int n)
{
	const struct li_hash_context c = context(n);

	return li_store_context_add(p->store, &c, &place_actor, NULL);
}

static li_err take_away(struct place *p, unsigned int n)
{
	const struct li_uuid id = place_uuid(n);

	return li_store_context_remove(p->store, &id, &place_actor, NULL);
}

/* TS 103 221-1 cl. 6.8 */
static void test_contexts__come_and_go(void)
{
	struct li_hash_context c = context(1);
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(add(&p, 1), LI_OK);
	CU_ASSERT_EQUAL(add(&p, 1), LI_EEXIST);
	place_reopen(&p);
	CU_ASSERT_EQUAL(all(&p), 1);
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("anary-of-a-salt")));
	for (unsigned int n = 2; n <= LI_HASH_CONTEXTS_MAX; n++)
		CU_ASSERT_EQUAL(add(&p, n), LI_OK);
	CU_ASSERT_EQUAL(add(&p, 99), LI_ETOOBIG);
	CU_ASSERT_EQUAL(take_away(&p, 99), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(take_away(&p, 2), LI_OK);
	CU_ASSERT_EQUAL(all(&p), LI_HASH_CONTEXTS_MAX - 1);
	c.salt_n = LI_HASH_SALT_MIN - 1;
	CU_ASSERT_EQUAL(li_store_context_modify(p.store, &c, &place_actor,
				NULL),
		LI_EINVAL);
	c.salt_n++;
	CU_ASSERT_EQUAL(li_store_context_modify(p.store, &c, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_contexts_remove(p.store, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(all(&p), 0);
	CU_ASSERT_EQUAL(li_store_context_modify(p.store, &c, &place_actor,
				NULL),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"object LIKE 'context %'"),
		2 * LI_HASH_CONTEXTS_MAX + 1);
	place_fini(&p);
}

static struct li_task hashed(const struct li_hash_context *c)
{
	struct li_task t = place_task(2, 1, 1);
	struct li_hashed h = {.context = *c,
		.type = "impu",
		.kind = LI_ID_IMPU};

	CU_ASSERT_EQUAL(li_hashed_write(&h, &t.targets[0]), LI_OK);
	return t;
}

/* TS 103 221-1 cl. D.2.1: first the context, then the task */
static void test_contexts__stay_while_a_task_needs_them(void)
{
	struct li_hash_context c = context(1), other = context(1);
	struct li_task t = hashed(&c), got;
	struct place p;

	other.salt[5] ^= 1;
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_context_add(p.store, &other, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_context_modify(p.store, &c, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_get(p.store, &t.xid, &got), LI_OK);
	CU_ASSERT_TRUE(li_identity_same(&got.targets[0], &t.targets[0]));
	CU_ASSERT_EQUAL(take_away(&p, 1), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_context_modify(p.store, &other, &place_actor,
				NULL),
		LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_contexts_remove(p.store, &place_actor, NULL),
		LI_ESTATE);
	CU_ASSERT_EQUAL(all(&p), 1);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &t.xid, 2000000,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(take_away(&p, 1), LI_OK);
	place_fini(&p);
}

static void check_audit(struct place *p, li_err want, int64_t row)
{
	const struct li_verify_options options = {.whole = true};
	struct li_verdict verdict = {0};

	CU_ASSERT_EQUAL(li_verify(p->store->db, &options, &verdict), want);
	CU_ASSERT_EQUAL(verdict.row, row);
}

/* Put another salt in place of a context's, as who has the key can. */
static void salt_by_hand(struct place *p, const struct li_hash_context *c,
	int64_t row)
{
	struct li_buf plain = {0}, sealed = {0};
	sqlite3_stmt *s = NULL;

	li_pack_hash_context(&plain, c);
	CU_ASSERT_EQUAL(li_seal_put(p->store->seal,
				(struct li_cell){"hash_context", "context",
					row},
				li_buf_slice(&plain), &sealed),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(p->store->db,
				      "UPDATE hash_context SET context = ?1 "
				      "WHERE id = ?2",
				      -1, &s, NULL),
		SQLITE_OK);
	sqlite3_bind_blob(s, 1, sealed.p, (int)sealed.n, SQLITE_TRANSIENT);
	sqlite3_bind_int64(s, 2, row);
	CU_ASSERT_EQUAL(sqlite3_step(s), SQLITE_DONE);
	sqlite3_finalize(s);
	li_buf_fini(&plain);
	li_buf_fini(&sealed);
}

/* TS 33.126 R6.6-110; TS 33.107 cl. 8: a salt decides whom a digest is of */
static void test_contexts__are_evidence(void)
{
	struct li_hash_context c = context(2);
	struct place p;
	int64_t last;

	place_init(&p);
	for (unsigned int n = 1; n <= 3; n++)
		CU_ASSERT_EQUAL(add(&p, n), LI_OK);
	CU_ASSERT_EQUAL(take_away(&p, 3), LI_OK);
	c.salt[3] ^= 1;
	CU_ASSERT_EQUAL(li_store_context_modify(p.store, &c, &place_actor,
				NULL),
		LI_OK);
	last = p.store->now.audit_row;
	check_audit(&p, LI_OK, 0);
	c.salt[3] ^= 2;
	salt_by_hand(&p, &c, 2);
	CU_ASSERT_EQUAL(all(&p), 2); /* it opens all the same */
	check_audit(&p, LI_ECORRUPT, last);
	c.salt[3] ^= 2;
	CU_ASSERT_EQUAL(li_store_context_modify(p.store, &c, &place_actor,
				NULL),
		LI_OK);
	check_audit(&p, LI_OK, 0);
	place_fini(&p);
}

static void run(struct place *p, const char *sql)
{
	CU_ASSERT_EQUAL(sqlite3_exec(p->store->db, sql, NULL, NULL, NULL),
		SQLITE_OK);
}

/* TS 103 221-1 cl. 6.8: one that was removed is not there as it was, either. */
static void test_contexts__stay_away_when_they_are_removed(void)
{
	struct place p;
	int64_t last;

	place_init(&p);
	CU_ASSERT_EQUAL(add(&p, 1), LI_OK);
	run(&p, "CREATE TEMP TABLE kept AS SELECT * FROM hash_context");
	CU_ASSERT_EQUAL(take_away(&p, 1), LI_OK);
	last = p.store->now.audit_row;
	check_audit(&p, LI_OK, 0);
	run(&p, "INSERT INTO hash_context SELECT * FROM temp.kept");
	check_audit(&p, LI_ECORRUPT, last);
	place_fini(&p);
}

/* What was set up before contexts were evidence is read as it was. */
static void test_contexts__of_before_have_no_digest(void)
{
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(add(&p, 1), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE object = "
				"'context 1' AND digest IS NOT NULL"),
		1);
	CU_ASSERT_EQUAL(li_store_audit(p.store, &place_actor, "object.modify",
				"context 1", (struct li_slice){0}),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_audit(p.store, &place_actor, "object.remove",
				"context 2", (struct li_slice){0}),
		LI_OK);
	check_audit(&p, LI_OK, 0);
	place_fini(&p);
}

UNIT_MAIN("store.contexts", UNIT_TEST(test_contexts__come_and_go),
	UNIT_TEST(test_contexts__stay_while_a_task_needs_them),
	UNIT_TEST(test_contexts__are_evidence),
	UNIT_TEST(test_contexts__stay_away_when_they_are_removed),
	UNIT_TEST(test_contexts__of_before_have_no_digest))
