/* SPDX-License-Identifier: BSD-3-Clause */
#include "rotating.h"
#include "store/keyring.h"
#include "store/rotate.h"
#include "unit.h"

/* A key file, and the ring as it stood in the store. */
struct old {
	uint8_t master[LI_MASTER_KEY];
	uint8_t ring[8192], check[LI_KEY_CHECK];
	size_t ring_n;
	struct li_uuid installation;
};

static size_t blob(struct place *p, const char *sql, void *out, size_t cap)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *s = NULL;
	size_t n = 0;

	CU_ASSERT_EQUAL(sqlite3_open(p->db, &db), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	if (sqlite3_step(s) == SQLITE_ROW)
		n = (size_t)sqlite3_column_bytes(s, 0);
	CU_ASSERT_FATAL(n > 0 && n <= cap);
	memcpy(out, sqlite3_column_blob(s, 0), n);
	sqlite3_finalize(s);
	sqlite3_close(db);
	return n;
}

static struct old old_of(struct place *p)
{
	struct old old = {.ring_n = 0};

	CU_ASSERT_EQUAL(li_keyfile_load(p->key, old.master, NULL), LI_OK);
	old.ring_n = blob(p, "SELECT keys FROM installation", old.ring,
		sizeof(old.ring));
	(void)blob(p, "SELECT key_check FROM installation", old.check,
		sizeof(old.check));
	(void)blob(p, "SELECT uuid FROM installation", &old.installation,
		sizeof(old.installation));
	return old;
}

static li_err unlock(const struct old *old, const void *ring, size_t n,
	struct li_seal **seal)
{
	return li_keyring_unlock(old->master, &old->installation,
		li_slice(ring, n), li_slice(old->check, sizeof(old->check)),
		seal);
}

/* TS 33.126 R6.6-100: who has the key file of before opens nothing of what there
 * is now */
static void test_rotate__leaves_the_old_key_nothing(void)
{
	struct li_store *store = NULL;
	struct li_seal *seal = NULL;
	struct li_fault fault = {0};
	uint8_t now[8192];
	struct old old;
	struct place p;
	size_t n;

	rotating_init(&p);
	old = old_of(&p);
	CU_ASSERT_TRUE(place_holds(&p, li_slice(old.ring, old.ring_n)));
	rotating_do(&p);
	CU_ASSERT_FALSE(rotating_next(&p));
	CU_ASSERT_FALSE(place_holds(&p, li_slice(old.ring, old.ring_n)));
	CU_ASSERT_FALSE(place_holds(&p, li_slice(old.master, LI_MASTER_KEY)));
	rotating_whole(&p);
	CU_ASSERT_EQUAL(rotating_done(&p), 1);
	n = blob(&p, "SELECT keys FROM installation", now, sizeof(now));
	CU_ASSERT_EQUAL(unlock(&old, now, n, &seal), LI_ECONFIG);
	rotating_put(p.key, old.master);
	CU_ASSERT_EQUAL(li_store_open(&p.at, LI_STORE_WRITER, &store, &fault),
		LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "not the key of"));
	place_fini(&p);
}

static li_err open_actor(struct place *p, struct li_seal *seal, int64_t row)
{
	struct li_buf plain = {0};
	uint8_t sealed[256];
	char sql[80];
	size_t n;
	li_err err;

	snprintf(sql, sizeof(sql), "SELECT actor FROM audit WHERE id = %lld",
		(long long)row);
	n = blob(p, sql, sealed, sizeof(sealed));
	err = li_seal_open(seal, (struct li_cell){"audit", "actor", row},
		li_slice(sealed, n), &plain);
	li_buf_fini(&plain);
	return err;
}

/* Who has a copy of the database of then, too, reads what was sealed until then,
 * and nothing since: neither the row that tells of it nor what came later. */
static void test_rotate__seals_with_what_the_old_never_opened(void)
{
	struct li_destination d = place_destination(2);
	struct li_seal *seal = NULL;
	struct old old;
	struct place p;

	rotating_init(&p);
	old = old_of(&p);
	CU_ASSERT_EQUAL_FATAL(unlock(&old, old.ring, old.ring_n, &seal), LI_OK);
	CU_ASSERT_EQUAL(open_actor(&p, seal, 1), LI_OK);
	rotating_do(&p);
	place_reopen(&p);
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	rotating_close(&p);
	CU_ASSERT_EQUAL(open_actor(&p, seal, 1), LI_OK);
	CU_ASSERT_EQUAL(open_actor(&p, seal,
				place_number(&p,
					"SELECT id FROM audit WHERE action = "
					"'key.rotate'")),
		LI_ECORRUPT);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM payload WHERE "
				"substr(record, 1, 1) = x'01'"),
		ROTATING_WAITING);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM payload WHERE "
				"substr(record, 1, 1) = x'02'"),
		1);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM destination WHERE id = 2 "
				"AND substr(host, 1, 1) = x'02'"),
		1);
	li_seal_free(seal);
	place_fini(&p);
}

/* As often as there are numbers for keys. */
static void test_rotate__has_an_end(void)
{
	struct li_fault fault;
	struct place p;
	int n = 1;

	rotating_init(&p);
	while (n < LI_SEAL_KEYS && rotating_try(&p, &fault) == LI_OK)
		n++;
	CU_ASSERT_EQUAL(n, LI_SEAL_KEYS);
	CU_ASSERT_EQUAL(rotating_try(&p, &fault), LI_ETOOBIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "has had 255 keys"));
	CU_ASSERT_FALSE(rotating_next(&p));
	rotating_whole(&p);
	place_fini(&p);
}

/* Make it what a version before 22 would have: the key file is the ring. */
static void make_old(struct place *p)
{
	struct old old = old_of(p);
	struct li_keyring *ring = NULL;

	CU_ASSERT_EQUAL_FATAL(li_keyring_new(&ring), LI_OK);
	CU_ASSERT_EQUAL(li_keyring_open(ring, old.master, &old.installation,
				li_slice(old.ring, old.ring_n)),
		LI_OK);
	rotating_put(p->key, ring->key[0]);
	li_keyring_free(ring);
	CU_ASSERT_EQUAL(place_sql(p, "UPDATE installation SET keys = NULL"),
		SQLITE_OK);
}

static void test_rotate__refuses_a_store_of_before(void)
{
	uint8_t before[LI_MASTER_KEY], after[LI_MASTER_KEY];
	struct li_fault fault;
	struct place p;

	rotating_init(&p);
	make_old(&p);
	rotating_whole(&p);
	CU_ASSERT_EQUAL(li_keyfile_load(p.key, before, NULL), LI_OK);
	CU_ASSERT_EQUAL(rotating_try(&p, &fault), LI_ESTATE);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "made before version 22"));
	CU_ASSERT_EQUAL(li_keyfile_load(p.key, after, NULL), LI_OK);
	CU_ASSERT_EQUAL(memcmp(before, after, sizeof(after)), 0);
	CU_ASSERT_FALSE(rotating_next(&p));
	rotating_whole(&p);
	place_fini(&p);
}

static void test_rotate__is_alone(void)
{
	const struct li_actor nobody = {"", "test"};
	struct li_store *reader = NULL;
	struct li_fault fault = {0};
	struct place p;
	bool finished;

	rotating_init(&p);
	CU_ASSERT_EQUAL(li_store_key_rotate(&p.at, &nobody, &finished, &fault),
		LI_EINVAL);
	CU_ASSERT_EQUAL(li_store_open(&p.at, LI_STORE_READER, &reader, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(rotating_try(&p, &fault), LI_EAGAIN);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "in use; nothing"));
	li_store_close(reader);
	place_reopen(&p);
	CU_ASSERT_EQUAL(rotating_try(&p, &fault), LI_EAGAIN);
	rotating_close(&p);
	CU_ASSERT_FALSE(rotating_next(&p));
	CU_ASSERT_EQUAL(rotating_done(&p), 0);
	rotating_do(&p);
	rotating_whole(&p);
	place_fini(&p);
}

UNIT_MAIN("store.rotate", UNIT_TEST(test_rotate__leaves_the_old_key_nothing),
	UNIT_TEST(test_rotate__seals_with_what_the_old_never_opened),
	UNIT_TEST(test_rotate__has_an_end),
	UNIT_TEST(test_rotate__refuses_a_store_of_before),
	UNIT_TEST(test_rotate__is_alone))
