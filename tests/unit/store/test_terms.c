/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "unit.h"

static const struct li_actor second = {"canary-approver", "test"};

/* A task with everything that can be said of it. */
static struct li_task full(unsigned int n)
{
	struct li_task t = place_task(n, 1, 1);

	t.services = LI_SERVICE_VOICE | LI_SERVICE_MESSAGING;
	t.location = LI_LOCATION_NONE;
	t.home_only = true;
	t.erase_at_end = true;
	t.mediation_count = 2;
	t.mediations[0] = (struct li_mediation){.liid = "CANARYLIID",
		.starts_us = t.starts_us,
		.ends_us = 5000000,
		.services = LI_SERVICE_VOICE};
	t.mediations[1] = (struct li_mediation){.liid = "CANARYLIID2",
		.starts_us = 4000000,
		.ends_us = t.ends_us};
	strcpy(t.legal_type, "canary-legal");
	t.locality = LI_LOCALITY_NON_LOCAL;
	memcpy(t.product.octet, "canary-product-1", 16);
	t.priority = 3;
	strcpy(t.approval.name, "canary-judge");
	strcpy(t.approval.role, "canary-role");
	strcpy(t.approval.reference, "canary-reference");
	t.approval.at_us = 900000;
	t.approval.emergency = true;
	return t;
}

static struct li_task read_back(struct place *p, const struct li_uuid *xid)
{
	struct li_task t = {.row = 0};

	CU_ASSERT_EQUAL_FATAL(li_store_task_get(p->store, xid, &t), LI_OK);
	return t;
}

static void check_terms(const struct li_task *a, const struct li_task *b)
{
	CU_ASSERT_EQUAL(a->services, b->services);
	CU_ASSERT_EQUAL(a->location, b->location);
	CU_ASSERT_EQUAL(a->home_only, b->home_only);
	CU_ASSERT_EQUAL(a->erase_at_end, b->erase_at_end);
	CU_ASSERT_EQUAL(a->locality, b->locality);
	CU_ASSERT_TRUE(li_uuid_eq(&a->product, &b->product));
	CU_ASSERT_EQUAL(a->awaiting, b->awaiting);
	CU_ASSERT_EQUAL_FATAL(a->mediation_count, b->mediation_count);
	for (size_t i = 0; i < a->mediation_count; i++) {
		const struct li_mediation *m = &a->mediations[i];
		const struct li_mediation *o = &b->mediations[i];

		CU_ASSERT_STRING_EQUAL(m->liid, o->liid);
		CU_ASSERT_EQUAL(m->starts_us, o->starts_us);
		CU_ASSERT_EQUAL(m->ends_us, o->ends_us);
		CU_ASSERT_EQUAL(m->services, o->services);
	}
	CU_ASSERT_STRING_EQUAL(a->legal_type, b->legal_type);
	CU_ASSERT_EQUAL(a->priority, b->priority);
	CU_ASSERT_STRING_EQUAL(a->approval.name, b->approval.name);
	CU_ASSERT_STRING_EQUAL(a->approval.role, b->approval.role);
	CU_ASSERT_STRING_EQUAL(a->approval.reference, b->approval.reference);
	CU_ASSERT_EQUAL(a->approval.at_us, b->approval.at_us);
	CU_ASSERT_EQUAL(a->approval.emergency, b->approval.emergency);
}

static li_err add(struct place *p, const struct li_task *t)
{
	return li_store_task_add(p->store, t, &place_actor, NULL);
}

static void test_terms__come_back_and_stand_nowhere_in_clear(void)
{
	struct li_task t = full(2), got;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	place_reopen(&p);
	got = read_back(&p, &t.xid);
	check_terms(&t, &got);
	CU_ASSERT_EQUAL(got.generation, 1);
	CU_ASSERT_PTR_NULL(place_canary(&p));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-judge")));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-role")));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-legal")));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-product-1")));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-reference")));
	place_fini(&p);
}

/* TS 33.107 cl. 8: what the store has is compared with what was ordered */
static void test_terms__vouch_for_product_and_party(void)
{
	static const char *const edits[] =
		{"UPDATE task SET locality = 1 WHERE id = 2",
			"UPDATE task SET product = NULL WHERE id = 2",
			"UPDATE task SET locality = 1 WHERE id = 1"};

	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		struct li_task t = full(2);
		struct li_fault fault = {0};
		struct place p;
		uint64_t rows;
		int64_t row;

		place_init(&p);
		place_fill(&p, 1);
		CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
		CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows,
					&fault),
			LI_OK);
		place_sql(&p, edits[i]);
		CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows,
					&fault),
			LI_ECORRUPT);
		place_fini(&p);
	}
}

static void test_terms__are_replaced_with_the_task(void)
{
	struct li_task t = full(2), got;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	t = place_task(2, 1, 1);
	t.mediation_count = 1;
	t.mediations[0] = (struct li_mediation){.liid = "M",
		.starts_us = t.starts_us,
		.ends_us = t.ends_us};
	CU_ASSERT_EQUAL_FATAL(li_store_task_modify(p.store, &t, &place_actor,
				      NULL),
		LI_OK);
	got = read_back(&p, &t.xid);
	check_terms(&t, &got);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM mediation"), 1);
	place_fini(&p);
}

/* TS 103 120 cl. 7.1: Generation, from 1 */
static void test_terms__refuse_a_change_of_another_generation(void)
{
	struct li_task t = full(2);
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	t.generation = 1;
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_ESTATE);
	CU_ASSERT_EQUAL(read_back(&p, &t.xid).generation, 2);
	CU_ASSERT_TRUE(read_back(&p, &t.xid).changed_us > 0);
	t.generation = 0; /* whichever it is */
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(read_back(&p, &t.xid).generation, 3);
	place_fini(&p);
}

static void test_terms__need_a_second_operator_when_they_wait(void)
{
	struct li_task t = full(2), got;
	struct place p;

	t.awaiting = true;
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_approve(p.store, &t.xid, 2000000,
				&place_actor, NULL),
		LI_EDENIED);
	got = read_back(&p, &t.xid);
	CU_ASSERT_TRUE(got.awaiting);
	CU_ASSERT_EQUAL(li_store_task_approve(p.store, &t.xid, 2000000, &second,
				NULL),
		LI_OK);
	got = read_back(&p, &t.xid);
	CU_ASSERT_FALSE(got.awaiting);
	/* Nothing of before the approval is in force. */
	CU_ASSERT_EQUAL(got.starts_us, 2000000);
	CU_ASSERT_EQUAL(li_store_task_approve(p.store, &t.xid, 2000000, &second,
				NULL),
		LI_ESTATE);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action = 'task.approve'"),
		1);
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-approver")));
	place_fini(&p);
}

static void test_terms__keep_a_start_that_is_later_than_the_approval(void)
{
	struct li_task t = full(2);
	struct place p;

	t.awaiting = true;
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_approve(p.store, &t.xid, 500000, &second,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(read_back(&p, &t.xid).starts_us, t.starts_us);
	place_fini(&p);
}

static void test_terms__approve_nothing_that_is_not_there_or_ended(void)
{
	struct li_task t = full(2);
	struct place p;

	t.awaiting = true;
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_approve(p.store, &t.xid, 2, &second,
				NULL),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &t.xid, 3000000,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_approve(p.store, &t.xid, 2, &second,
				NULL),
		LI_ESTATE);
	place_fini(&p);
}

UNIT_MAIN("store.terms",
	UNIT_TEST(test_terms__come_back_and_stand_nowhere_in_clear),
	UNIT_TEST(test_terms__are_replaced_with_the_task),
	UNIT_TEST(test_terms__vouch_for_product_and_party),
	UNIT_TEST(test_terms__refuse_a_change_of_another_generation),
	UNIT_TEST(test_terms__need_a_second_operator_when_they_wait),
	UNIT_TEST(test_terms__keep_a_start_that_is_later_than_the_approval),
	UNIT_TEST(test_terms__approve_nothing_that_is_not_there_or_ended))
