/* SPDX-License-Identifier: BSD-3-Clause */
#include "numbering_world.h"
#include "store/lag.h"

/* What destination 1 is told of: behind which record numbers began anew. */
static li_err keep_reset(const struct li_destination *d, void *data)
{
	*(int64_t *)data = d->reset_behind;
	return LI_OK;
}

static int64_t reset_behind(struct place *p)
{
	int64_t behind = -1;

	CU_ASSERT_EQUAL(li_store_destination_each(p->store, keep_reset,
				&behind),
		LI_OK);
	return behind;
}

/* TS 102 232-1 cl. 6.3: of a backup that was restored. What waits goes first, as
 * it is; then numbers and sessions begin anew, until the peer has some of it. */
static void test_restored__begins_anew_behind_what_waits(void)
{
	const struct li_destination d = place_destination(1);
	struct li_fault fault = {0};
	struct given g;
	struct place p;
	size_t n;

	fill(&p);
	CU_ASSERT_EQUAL(reset_behind(&p), 0);
	part(&p, 7, LI_IRI_PART_WITHIN);
	part(&p, 7, LI_IRI_PART_WITHIN);
	CU_ASSERT_EQUAL(li_store_restored(p.store, &place_actor, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(reset_behind(&p),
		place_number(&p, "SELECT max(id) FROM iri"));
	part(&p, 7, LI_IRI_PART_WITHIN);
	part(&p, 7, LI_IRI_PART_LAST);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 4);
	is(&g, 0, LI_IRI_TYPE_BEGIN, 0);
	is(&g, 1, LI_IRI_TYPE_CONTINUE, 1);
	is(&g, 2, LI_IRI_TYPE_BEGIN, 0);
	is(&g, 3, LI_IRI_TYPE_END, 1);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE action = "
				"'store.restored'"),
		1);
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &d.did, reset_behind(&p), 5,
				&n),
		LI_OK);
	CU_ASSERT_TRUE(reset_behind(&p) > 0);
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &d.did, reset_behind(&p) + 1,
				5, &n),
		LI_OK);
	CU_ASSERT_EQUAL(reset_behind(&p), 0);
	place_fini(&p);
}

/* TS 33.128 cl. 5.7: an end that was told is not told again. X2 has no word for
 * it, and its numbers go on. */
static void test_restored__tells_no_end_twice_and_leaves_x2_alone(void)
{
	const char *notices = "SELECT count(*) FROM iri WHERE kind = "
			      "(SELECT kind FROM iri WHERE id = 1)";
	struct li_fault fault = {0};
	struct li_uuid xid = place_uuid(1);
	struct place p;

	fill(&p);
	CU_ASSERT_EQUAL(li_store_task_expire(p.store, &xid), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, notices), 2);
	CU_ASSERT_EQUAL(li_store_restored(p.store, &place_actor, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_expire(p.store, &xid), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, notices), 2);
	place_fini(&p);
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_restored(p.store, &place_actor, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT max(sequence) FROM iri"), 2);
	CU_ASSERT_EQUAL(reset_behind(&p), 0);
	place_fini(&p);
}

UNIT_MAIN("store.restored",
	UNIT_TEST(test_restored__begins_anew_behind_what_waits),
	UNIT_TEST(test_restored__tells_no_end_twice_and_leaves_x2_alone))
