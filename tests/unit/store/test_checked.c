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

/* What is to go to one, as "NUMBER[s]: PDU ", and how often. */
struct going {
	char text[128];
	size_t count;
};

static li_err note_going(const struct li_checking *c, void *data)
{
	struct going *g = data;
	const size_t n = strlen(g->text);

	CU_ASSERT_STRING_EQUAL(c->liid, liid);
	snprintf(g->text + n, sizeof(g->text) - n, "%u%s: %.*s ", c->number,
		c->signature ? "s" : "", (int)c->pdu.n, (const char *)c->pdu.p);
	g->count++;
	return LI_OK;
}

static bool goes(struct place *p, unsigned int destination, const char *want)
{
	const struct li_destination d = place_destination(destination);
	struct going g = {.text = ""};

	CU_ASSERT_EQUAL(li_store_checking_each(p->store, &d.did, note_going,
				&g),
		LI_OK);
	if (strcmp(g.text, want) != 0)
		printf("goes: %s\n", g.text);
	return strcmp(g.text, want) == 0;
}

static void keep_going(struct place *p, int64_t stream, bool signature,
	uint32_t number, const char *pdu)
{
	const struct li_destination d = place_destination(1);
	struct li_checking c = {.stream = stream,
		.signature = signature,
		.number = number,
		.pdu = li_slice_str(pdu)};

	snprintf(c.liid, sizeof(c.liid), "%s", liid);
	CU_ASSERT_EQUAL(li_store_checking_keep(p->store, &d.did, &c, 1), LI_OK);
}

/* One record of HI2, and three checks that are to go. */
static int64_t fill_going(struct place *p)
{
	struct given g;

	fill(p);
	part(p, 7, LI_IRI_PART_WITHIN);
	g = claim(p, 1);
	keep_going(p, g.of[0].cin, false, 0, "zero");
	keep_going(p, g.of[0].cin, false, 1, "one of CANARYLIID");
	keep_going(p, g.of[0].cin, true, 0, "signed");
	return g.of[0].cin;
}

/* TS 102 232-1 cl. 6.2.2, 6.3.3: whoever sends next has them as they were */
static void test_checked__keeps_what_is_to_go(void)
{
	const struct li_destination other = place_destination(9);
	struct li_checking none = {.pdu = li_slice_str("-")};
	struct going g = {.text = ""};
	struct place p;
	int64_t stream = fill_going(&p);

	CU_ASSERT_TRUE(goes(&p, 1, "0: zero 1: one of CANARYLIID 0s: signed "));
	/* lmisf-deliver was not told that it was kept, and says so again */
	keep_going(&p, stream, false, 1, "one of CANARYLIID");
	CU_ASSERT_TRUE(goes(&p, 1, "0: zero 0s: signed 1: one of CANARYLIID "));
	add(&p, 2, LI_FORMAT_HI2_33128, LI_SCHEME_SESSION);
	CU_ASSERT_TRUE(goes(&p, 2, ""));
	keep_going(&p, stream + 99, false, 5, "of no record");
	CU_ASSERT_TRUE(goes(&p, 1, "0: zero 0s: signed 1: one of CANARYLIID "));
	CU_ASSERT_EQUAL(li_store_checking_keep(p.store, &other.did, &none, 1),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(li_store_checking_each(p.store, &other.did, note_going,
				&g),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(g.count, 0);
	CU_ASSERT_PTR_NULL(place_canary(&p));
	place_fini(&p);
}

/* TS 33.107 cl. 8: what its receiver has is not kept; but a check is until it has a
 * signature over it, where there is one */
static void test_checked__forgets_what_was_had(void)
{
	struct place p;
	struct li_checked c = of(fill_going(&p), liid, 1);

	c.open = 1;
	keep_numbers(&p, &c);
	CU_ASSERT_TRUE(goes(&p, 1, "1: one of CANARYLIID 0s: signed "));
	c.checks = 2;
	keep_numbers(&p, &c);
	CU_ASSERT_TRUE(goes(&p, 1, "1: one of CANARYLIID 0s: signed "));
	c.signatures = 1;
	c.open = 2;
	keep_numbers(&p, &c);
	CU_ASSERT_TRUE(goes(&p, 1, ""));
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM checking"), 0);
	place_fini(&p);
}

/* Numbers that begin anew are of other checks; where nobody is told, none goes. */
static void test_checked__forgets_what_goes_no_more(void)
{
	const struct li_destination d = place_destination(1);
	struct li_fault fault = {0};
	struct place p;

	fill_going(&p);
	CU_ASSERT_EQUAL(li_store_restored(p.store, &place_actor, &fault),
		LI_OK);
	CU_ASSERT_TRUE(goes(&p, 1, ""));
	place_fini(&p);
	fill_going(&p);
	CU_ASSERT_EQUAL(place_sql(&p, "DELETE FROM outbox"), 0);
	CU_ASSERT_EQUAL(place_sql(&p, "UPDATE task SET ended_us = 1"), 0);
	CU_ASSERT_EQUAL(li_store_destination_remove(p.store, &d.did,
				&place_actor, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM checking"), 0);
	place_fini(&p);
}

/* One that was changed at rest is not sent. */
static void test_checked__opens_what_is_its_own(void)
{
	const struct li_destination d = place_destination(1);
	struct going g = {.text = ""};
	struct place p;

	fill_going(&p);
	CU_ASSERT_EQUAL(place_sql(&p,
				"UPDATE checking SET said = (SELECT said "
				"FROM checking WHERE id = 1) WHERE id = 2"),
		0);
	CU_ASSERT_EQUAL(li_store_checking_each(p.store, &d.did, note_going, &g),
		LI_ECORRUPT);
	CU_ASSERT_STRING_EQUAL(g.text, "0: zero ");
	place_fini(&p);
}

UNIT_MAIN("store.checked",
	UNIT_TEST(test_checked__keeps_numbers_beside_those_of_records),
	UNIT_TEST(test_checked__keeps_none_where_no_record_is),
	UNIT_TEST(test_checked__begins_anew),
	UNIT_TEST(test_checked__keeps_what_is_to_go),
	UNIT_TEST(test_checked__forgets_what_was_had),
	UNIT_TEST(test_checked__forgets_what_goes_no_more),
	UNIT_TEST(test_checked__opens_what_is_its_own))
