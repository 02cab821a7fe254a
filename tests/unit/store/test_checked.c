/* SPDX-License-Identifier: BSD-3-Clause */
#include "numbering_world.h"
#include "store/checked.h"

static const char *const liid = "CANARYLIID";

static struct li_checked of(int64_t stream, const char *whose, uint32_t checks)
{
	struct li_checked c = {.stream = stream,
		.checks = checks,
		.signatures = checks / 2};

	snprintf(c.liid, sizeof(c.liid), "%s", whose);
	return c;
}

static void keep_numbers(struct place *p, const struct li_checked *c)
{
	const struct li_destination d = place_destination(1);

	CU_ASSERT_EQUAL(li_store_checked_keep(p->store, &d.did, c, 1), LI_OK);
}

static bool has(struct place *p, unsigned int destination, int64_t stream,
	const char *whose, uint32_t checks)
{
	const struct li_destination d = place_destination(destination);
	struct li_checked c = of(stream, whose, 99);

	CU_ASSERT_EQUAL(li_store_checked(p->store, &d.did, &c), LI_OK);
	return c.checks == checks && c.signatures == checks / 2;
}

/* TS 102 232-1 annex J.1: each chain has numbers of its own, and so have the
 * records */
static void test_checked__keeps_numbers_beside_those_of_records(void)
{
	struct li_checked c;
	struct given g;
	struct place p;
	int64_t stream;

	fill(&p);
	add(&p, 2, LI_FORMAT_HI2_33128, LI_SCHEME_SESSION);
	part(&p, 7, LI_IRI_PART_WITHIN);
	g = claim(&p, 1);
	stream = g.of[0].cin;
	CU_ASSERT_TRUE(has(&p, 1, stream, liid, 0));
	c = of(stream, liid, 6);
	keep_numbers(&p, &c);
	CU_ASSERT_TRUE(has(&p, 1, stream, liid, 6));
	CU_ASSERT_TRUE(has(&p, 2, stream, liid, 0));
	CU_ASSERT_TRUE(has(&p, 1, stream, "OTHER", 0));
	CU_ASSERT_TRUE(has(&p, 1, stream + 1, liid, 0));
	part(&p, 7, LI_IRI_PART_LAST);
	g = claim(&p, 1);
	is(&g, 0, LI_IRI_TYPE_BEGIN, 0);
	is(&g, 1, LI_IRI_TYPE_END, 1);
	place_fini(&p);
}

/* Who tells is a program that might have been taken over. */
static void test_checked__keeps_none_where_no_record_is(void)
{
	const struct li_destination other = place_destination(9);
	const char *rows = "SELECT count(*) FROM numbering";
	const struct li_checked list[] = {of(1234, liid, 6), of(0, liid, 6),
		of(-1, "", 6)};
	struct place p;
	int64_t before;

	fill(&p);
	part(&p, 7, LI_IRI_PART_WITHIN);
	before = place_number(&p, rows);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		keep_numbers(&p, &list[i]);
	CU_ASSERT_EQUAL(place_number(&p, rows), before);
	CU_ASSERT_EQUAL(li_store_checked_keep(p.store, &other.did, list, 1),
		LI_ENOTFOUND);
	place_fini(&p);
}

/* TS 102 232-1 cl. 6.2.2: they begin anew with the records */
static void test_checked__begins_anew(void)
{
	struct li_fault fault = {0};
	struct li_checked c;
	struct given g;
	struct place p;

	fill(&p);
	part(&p, 7, LI_IRI_PART_WITHIN);
	g = claim(&p, 1);
	c = of(g.of[0].cin, liid, 6);
	keep_numbers(&p, &c);
	CU_ASSERT_EQUAL(li_store_restored(p.store, &place_actor, &fault),
		LI_OK);
	CU_ASSERT_TRUE(has(&p, 1, c.stream, liid, 0));
	place_fini(&p);
}

UNIT_MAIN("store.checked",
	UNIT_TEST(test_checked__keeps_numbers_beside_those_of_records),
	UNIT_TEST(test_checked__keeps_none_where_no_record_is),
	UNIT_TEST(test_checked__begins_anew))
