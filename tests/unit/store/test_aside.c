/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "place.h"
#include "store/report.h"
#include "unit.h"

static int64_t waiting(struct place *p, int destination)
{
	char sql[96];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM outbox WHERE destination = %d",
		destination);
	return place_number(p, sql);
}

static size_t confirm(struct place *p, unsigned int destination, int64_t id)
{
	const struct li_destination d = place_destination(destination);
	size_t count = 99;

	CU_ASSERT_EQUAL(li_store_confirm(p->store, &d.did, id, 5, &count),
		LI_OK);
	return count;
}

static li_err aside(struct place *p, unsigned int destination, int64_t id)
{
	const struct li_destination d = place_destination(destination);

	return li_store_aside(p->store, &d.did, id,
		&(struct li_aside_why){LI_ETOOBIG, 5});
}

/* TS 33.127 cl. 5.3.2.4: what one peer cannot have is a gap there, audited and
 * told; others get it */
static void test_aside__leaves_a_gap_that_is_told(void)
{
	struct place p;

	place_init(&p);
	li_store_reporting(p.store, true);
	place_fill(&p, 2);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(aside(&p, 1, 2), LI_OK);
	CU_ASSERT_EQUAL(waiting(&p, 1), 2);
	CU_ASSERT_EQUAL(waiting(&p, 2), 3);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), 3);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE action = "
				"'delivery.gap' AND result = 'too big' AND "
				"object = 'destination 1, iri 2-2, count 1'"),
		1);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM report"), 1);
	/* it is told again, and was done */
	CU_ASSERT_EQUAL(aside(&p, 1, 2), LI_OK);
	CU_ASSERT_EQUAL(aside(&p, 3, 2), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM report"), 1);
	place_fini(&p);
}

/* TS 33.107 cl. 8: it is erased when nobody waits, and is not confirmed */
static void test_aside__erases_what_nobody_waits_for(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 2);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(aside(&p, 1, 2), LI_OK);
	CU_ASSERT_EQUAL(confirm(&p, 1, 3), 2);
	CU_ASSERT_EQUAL(confirm(&p, 2, 1), 1);
	CU_ASSERT_EQUAL(aside(&p, 2, 2), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM payload WHERE iri = 2"),
		0);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT waiting FROM iri WHERE id = 2"),
		0);
	CU_ASSERT_EQUAL(confirm(&p, 2, 3), 1);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT waiting FROM tally"), 0);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT confirmed FROM tally"), 2);
	place_fini(&p);
}

UNIT_MAIN("store.aside", UNIT_TEST(test_aside__leaves_a_gap_that_is_told),
	UNIT_TEST(test_aside__erases_what_nobody_waits_for))
