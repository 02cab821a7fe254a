/* SPDX-License-Identifier: BSD-3-Clause */
#include "numbering_world.h"
#include "store/lag.h"

struct told {
	struct li_uuid did;
	int64_t behind;
};

static li_err keep_reset(const struct li_destination *d, void *data)
{
	struct told *told = data;

	if (li_uuid_eq(&d->did, &told->did))
		told->behind = d->reset_behind;
	return LI_OK;
}

/* What a destination is told of: behind which record numbers began anew. */
static int64_t reset_behind_of(struct place *p, unsigned int n)
{
	struct told told = {.did = place_destination(n).did, .behind = -1};

	CU_ASSERT_EQUAL(li_store_destination_each(p->store, keep_reset, &told),
		LI_OK);
	return told.behind;
}

static int64_t reset_behind(struct place *p)
{
	return reset_behind_of(p, 1);
}

/* TS 102 232-1 cl. 6.2.2: of a backup that was restored. What waits goes first, as
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

/* TS 102 232-1 cl. 6.2.2: a second time, while nobody has any of what the first one
 * began: one reset goes before all of it, and no number behind it is given twice */
static void test_restored__begins_once_for_who_waits(void)
{
	struct li_fault fault = {0};
	int64_t behind;
	struct given g;
	struct place p;

	fill(&p);
	part(&p, 7, LI_IRI_PART_WITHIN);
	CU_ASSERT_EQUAL(li_store_restored(p.store, &place_actor, &fault),
		LI_OK);
	behind = reset_behind(&p);
	part(&p, 7, LI_IRI_PART_WITHIN);
	CU_ASSERT_EQUAL(li_store_restored(p.store, &place_actor, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(reset_behind(&p), behind);
	part(&p, 7, LI_IRI_PART_LAST);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 3);
	is(&g, 0, LI_IRI_TYPE_BEGIN, 0);
	is(&g, 1, LI_IRI_TYPE_BEGIN, 0);
	is(&g, 2, LI_IRI_TYPE_END, 1);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE action = "
				"'store.restored'"),
		2);
	place_fini(&p);
}

static void has_up_to(struct place *p, unsigned int n, int64_t iri)
{
	const struct li_destination d = place_destination(n);
	size_t count;

	CU_ASSERT_EQUAL(li_store_confirm(p->store, &d.did, iri, 5, &count),
		LI_OK);
}

static void restore(struct place *p)
{
	struct li_fault fault = {0};

	CU_ASSERT_EQUAL(li_store_restored(p->store, &place_actor, &fault),
		LI_OK);
}

/* One that waits and one that does not: both are told, and no number behind what
 * either is told comes twice, though to the latter they do not begin at 0. When
 * nobody waits any more they do. */
static void test_restored__gives_no_number_twice_to_any(void)
{
	struct li_task t = place_task(1, 1, 2);
	struct given g;
	struct place p;
	int64_t behind;

	place_init(&p);
	add(&p, 1, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	add(&p, 2, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(p.store, &t, &place_actor,
				      NULL),
		LI_OK);
	part(&p, 7, LI_IRI_PART_WITHIN);
	restore(&p);
	behind = reset_behind(&p);
	part(&p, 7, LI_IRI_PART_WITHIN);
	has_up_to(&p, 2, behind + 1);
	restore(&p);
	CU_ASSERT_EQUAL(reset_behind_of(&p, 1), behind);
	CU_ASSERT_EQUAL(reset_behind_of(&p, 2), behind + 1);
	part(&p, 7, LI_IRI_PART_WITHIN);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 3);
	is(&g, 1, LI_IRI_TYPE_BEGIN, 0);
	is(&g, 2, LI_IRI_TYPE_CONTINUE, 1);
	has_up_to(&p, 1, behind + 2);
	has_up_to(&p, 2, behind + 2);
	CU_ASSERT_EQUAL(reset_behind_of(&p, 1), 0);
	CU_ASSERT_EQUAL(reset_behind_of(&p, 2), 0);
	restore(&p);
	part(&p, 7, LI_IRI_PART_WITHIN);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 1);
	is(&g, 0, LI_IRI_TYPE_BEGIN, 0);
	place_fini(&p);
}

UNIT_MAIN("store.restored",
	UNIT_TEST(test_restored__begins_anew_behind_what_waits),
	UNIT_TEST(test_restored__begins_once_for_who_waits),
	UNIT_TEST(test_restored__gives_no_number_twice_to_any),
	UNIT_TEST(test_restored__tells_no_end_twice_and_leaves_x2_alone))
