/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.126 R6.6-110: what is handed out can be read again, and nothing else.
 */
#include "place.h"
#include "store/audit.h"
#include "unit.h"

static void test_checkpoint__is_read_as_it_was_written(void)
{
	struct li_checkpoint c = {.row = 12,
				     .previous = 3,
				     .at_us = 4,
				     .rooted = true},
			     again = {0};
	char line[LI_CHECKPOINT_LINE], log[2 * LI_CHECKPOINT_LINE];

	memset(c.hash, 0xab, sizeof(c.hash));
	memset(c.root, 0xcd, sizeof(c.root));
	memset(c.signature, 0xef, sizeof(c.signature));
	li_checkpoint_format(&c, line);
	snprintf(log, sizeof(log), "host lmisfd: <5>audit: %s\n", line);
	CU_ASSERT_EQUAL(li_checkpoint_parse(log, &again), LI_OK);
	CU_ASSERT_EQUAL(memcmp(&c, &again, sizeof(c)), 0);
	for (size_t n = strlen(line); n-- > 0;) {
		line[n] = '\0';
		CU_ASSERT_EQUAL(li_checkpoint_parse(line, &again),
			LI_EMALFORMED);
	}
	CU_ASSERT_EQUAL(memcmp(&c, &again, sizeof(c)), 0);
}

static void test_checkpoint__has_room_for_the_largest(void)
{
	const struct li_checkpoint c = {.row = INT64_MAX,
		.previous = INT64_MAX,
		.at_us = INT64_MAX,
		.rooted = true};
	char line[LI_CHECKPOINT_LINE];

	li_checkpoint_format(&c, line);
	CU_ASSERT_TRUE(strlen(line) < LI_CHECKPOINT_LINE - 1);
	CU_ASSERT_EQUAL(line[strlen(line) - 1], '0');
}

static li_err act(struct place *p, int n)
{
	li_err err = li_store_begin(p->store);

	for (int i = 0; !err && i < n; i++)
		err = li_store_audit(p->store, &place_actor, "status.read",
			NULL, (struct li_slice){0});
	return err ? err : li_store_commit(p->store);
}

/* What is committed is handed out, not what is rolled back. */
static void test_checkpoint__is_given_out_once_it_is_committed(void)
{
	const struct li_checkpoint *c;
	struct place p;

	place_init(&p);
	c = li_store_marked(p.store);
	CU_ASSERT_PTR_NOT_NULL_FATAL(c);
	CU_ASSERT_EQUAL(c->row, 1);
	CU_ASSERT_EQUAL(act(&p, 3), LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_mark(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_marked(p.store)->row, 1);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(li_store_marked(p.store)->row, 1);
	CU_ASSERT_EQUAL(li_store_mark(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_marked(p.store)->row, 4);
	CU_ASSERT_EQUAL(li_store_marked(p.store)->previous, 1);
	CU_ASSERT_EQUAL(li_store_mark(p.store), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit_checkpoint"),
		2);
	place_fini(&p);
}

/* The tree goes on over restarts: each root is over all rows. */
static void test_checkpoint__goes_on_after_a_restart(void)
{
	struct li_checkpoint c[12];
	struct li_verdict verdict;
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	for (size_t i = 0; i < 12; i++) {
		CU_ASSERT_EQUAL(act(&p, (int)(i * 37 % 11) + 1), LI_OK);
		if (i % 3 == 0)
			place_reopen(&p);
		CU_ASSERT_EQUAL(li_store_mark(p.store), LI_OK);
		c[i] = *li_store_marked(p.store);
	}
	CU_ASSERT_EQUAL(li_store_audit_verify_since(p.store, c, 12, &verdict,
				&fault),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	c[5].root[0] ^= 1;
	CU_ASSERT_EQUAL(li_store_audit_verify_since(p.store, c, 12, &verdict,
				&fault),
		LI_ECORRUPT);
	CU_ASSERT_EQUAL(verdict.row, c[5].row);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "did not sign"));
	place_fini(&p);
}

UNIT_MAIN("store.checkpoint",
	UNIT_TEST(test_checkpoint__is_read_as_it_was_written),
	UNIT_TEST(test_checkpoint__has_room_for_the_largest),
	UNIT_TEST(test_checkpoint__is_given_out_once_it_is_committed),
	UNIT_TEST(test_checkpoint__goes_on_after_a_restart))
