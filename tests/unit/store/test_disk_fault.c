/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "odd_disk.h"
#include "place.h"
#include "unit.h"

/* Each read, write, sync and truncation of a store at work fails, once. The
 * caller is told; what was committed is there; a failed sync is never tried
 * again, as the kernel may call the next one good though octets are lost. */

enum {
	ROUNDS = 4,
	OPS_MAX = 400,
	BULK = 200, /* records of a commit that fills the WAL */
	COPIED_MAX = 100 * BULK,
};

struct run {
	struct place p;
	int64_t iris, more; /* committed, and about to be */
	bool told;
};

static bool step(struct run *r, li_err err)
{
	if (err != LI_OK)
		r->told = true;
	return err == LI_OK;
}

static void work(struct run *r)
{
	const struct li_uuid did = place_destination(1).did;
	size_t count;

	for (int i = 0; i < ROUNDS; i++) {
		r->more = 3;
		if (!step(r, place_commit(&r->p, 1, 7, 3)))
			return;
		r->iris += 3;
		r->more = 0;
		if (!step(r,
			    li_store_confirm(r->p.store, &did, r->iris - 1, 1,
				    &count)) ||
			!step(r, li_store_tidy(r->p.store)))
			return;
	}
}

/* The caller knows, and after what may have cost octets the store takes nothing
 * more. What could not be read is read again. */
static void refuses(struct run *r, enum odd_op op)
{
	li_err err;

	CU_ASSERT_TRUE(r->told);
	CU_ASSERT_NOT_EQUAL(li_store_why(r->p.store)[0], '\0');
	li_store_rollback(r->p.store);
	err = li_store_begin(r->p.store);
	CU_ASSERT_TRUE(err == LI_EIO || (err == LI_OK && op == ODD_READ));
}

/* What is there when the store is opened again, on a disk that is well. */
static void judge(struct run *r, struct odd_disk *disk)
{
	struct li_fault fault = {0};
	int64_t row = 0, iris;
	uint64_t rows = 0;

	li_store_close(r->p.store);
	r->p.store = NULL;
	odd_disk_off();
	if (disk->fail == ODD_SYNC)
		CU_ASSERT_EQUAL(disk->synced_again, 0);
	place_reopen(&r->p);
	iris = place_number(&r->p, "SELECT count(*) FROM iri");
	CU_ASSERT_TRUE(iris == r->iris || iris == r->iris + r->more);
	CU_ASSERT_TRUE(place_gapless(&r->p));
	CU_ASSERT_EQUAL(li_store_audit_verify(r->p.store, &row, &rows, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(place_commit(&r->p, 1, 7, 1), LI_OK);
	place_fini(&r->p);
}

/* Fail the n-th operation of a kind; false when there are not so many. */
static bool fails(enum odd_op op, uint64_t n)
{
	struct odd_disk disk = {.seed = n};
	struct run r = {.iris = 0};

	odd_disk_on(&disk);
	place_init(&r.p);
	place_fill(&r.p, 1);
	disk.fail = op;
	disk.fail_at = disk.count[op] + n;
	work(&r);
	if (disk.failed)
		refuses(&r, op);
	judge(&r, &disk);
	return disk.failed;
}

/* Commit until one of them syncs more than itself, `fail` of which (0: none)
 * fails: SQLite has copied what is in the WAL. Returns how many it synced. */
static uint64_t copies(uint64_t fail)
{
	struct odd_disk disk = {.seed = fail};
	struct run r = {.iris = 0};
	uint64_t before = 0, synced = 1;

	odd_disk_on(&disk);
	place_init(&r.p);
	place_fill(&r.p, 1);
	disk.fail = fail ? ODD_SYNC : ODD_NONE;
	while (synced == 1 && r.iris < COPIED_MAX) {
		before = disk.count[ODD_SYNC];
		disk.fail_at = before + fail;
		CU_ASSERT_EQUAL(place_commit(&r.p, 1, 7, BULK), LI_OK);
		r.iris += BULK;
		synced = disk.count[ODD_SYNC] - before;
	}
	/* It is committed, and the last that is. */
	CU_ASSERT_EQUAL(disk.failed, fail > 0);
	CU_ASSERT_EQUAL(li_store_begin(r.p.store), fail ? LI_EIO : LI_OK);
	judge(&r, &disk);
	return synced;
}

static void fails_each(enum odd_op op, uint64_t at_least)
{
	uint64_t n = 0;

	while (n < OPS_MAX && fails(op, n + 1))
		n++;
	printf(" %llu", (unsigned long long)n);
	CU_ASSERT_TRUE(n >= at_least && n < OPS_MAX);
}

static void test_disk_fault__write(void)
{
	fails_each(ODD_WRITE, 20);
}

static void test_disk_fault__sync(void)
{
	fails_each(ODD_SYNC, 8);
}

/* The one of the commit itself is among those above. */
static void test_disk_fault__sync_of_what_is_copied(void)
{
	const uint64_t syncs = copies(0);

	CU_ASSERT_TRUE(syncs > 1);
	for (uint64_t n = 2; n <= syncs; n++)
		(void)copies(n);
}

static void test_disk_fault__truncate(void)
{
	fails_each(ODD_TRUNCATE, 1);
}

static void test_disk_fault__read(void)
{
	fails_each(ODD_READ, 1);
}

UNIT_MAIN("store.disk_fault", UNIT_TEST(test_disk_fault__write),
	UNIT_TEST(test_disk_fault__sync),
	UNIT_TEST(test_disk_fault__sync_of_what_is_copied),
	UNIT_TEST(test_disk_fault__truncate), UNIT_TEST(test_disk_fault__read))
