/* SPDX-License-Identifier: BSD-3-Clause */
#include "numbering_world.h"

/* TS 102 232-1 cl. 5.2.10, TS 102 232-5 cl. 5.4 table 1: one BEGIN and one END, whatever restarts */
static void test_numbering__begins_and_ends_a_session_once(void)
{
	static const struct {
		enum li_iri_part part;
		enum li_iri_type type;
	} rows[] = {
		{LI_IRI_PART_WITHIN, LI_IRI_TYPE_BEGIN},
		{LI_IRI_PART_WITHIN, LI_IRI_TYPE_CONTINUE},
		{LI_IRI_PART_NONE, LI_IRI_TYPE_REPORT},
		{LI_IRI_PART_LAST, LI_IRI_TYPE_END},
		{LI_IRI_PART_WITHIN, LI_IRI_TYPE_REPORT},
		{LI_IRI_PART_LAST, LI_IRI_TYPE_REPORT},
	};
	struct given g;
	struct place p;

	fill(&p);
	for (size_t i = 0; i < 6; i++) {
		part(&p, 7, rows[i].part);
		place_reopen(&p);
	}
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 6);
	for (size_t i = 0; i < 6; i++)
		is(&g, i, rows[i].type, (uint32_t)i);
	place_fini(&p);
}

/* TS 102 232-1 cl. 5.2.4: a CIN for each session, none for an event of the HSS;
 * cl. 5.2.5: each is numbered by itself */
static void test_numbering__counts_in_each_session(void)
{
	struct given g;
	struct place p;

	fill(&p);
	part(&p, 7, LI_IRI_PART_WITHIN);
	part(&p, 8, LI_IRI_PART_WITHIN);
	part(&p, 7, LI_IRI_PART_WITHIN);
	part(&p, 0, LI_IRI_PART_NONE);
	part(&p, 0, LI_IRI_PART_NONE);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 5);
	is(&g, 0, LI_IRI_TYPE_BEGIN, 0);
	is(&g, 1, LI_IRI_TYPE_BEGIN, 0);
	is(&g, 2, LI_IRI_TYPE_CONTINUE, 1);
	is(&g, 3, LI_IRI_TYPE_REPORT, 0);
	is(&g, 4, LI_IRI_TYPE_REPORT, 1);
	CU_ASSERT_TRUE(g.of[0].cin != 0 && g.of[1].cin != 0);
	CU_ASSERT_TRUE(g.of[0].cin != g.of[1].cin);
	CU_ASSERT_EQUAL(g.of[0].cin, g.of[2].cin);
	CU_ASSERT_EQUAL(g.of[3].cin, 0);
	place_fini(&p);
}

/* TS 33.107 cl. 7A.3.1: what was under way has begun with its start record;
 * TS 102 232-5 cl. 5.4: one whose first message is its last is a REPORT */
static void test_numbering__goes_on_with_a_session_from_before(void)
{
	struct li_iri start;
	struct given g;
	struct place p;

	fill(&p);
	start = place_iri(1, 7);
	start.kind = LI_IRI_START_OF_INTERCEPTION;
	commit(&p, start);
	part(&p, 7, LI_IRI_PART_WITHIN);
	part(&p, 7, LI_IRI_PART_LAST);
	part(&p, 8, LI_IRI_PART_LAST);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 4);
	is(&g, 0, LI_IRI_TYPE_REPORT, 0);
	is(&g, 1, LI_IRI_TYPE_CONTINUE, 1);
	is(&g, 2, LI_IRI_TYPE_END, 2);
	is(&g, 3, LI_IRI_TYPE_REPORT, 0);
	place_fini(&p);
}

static struct li_task mediated(void)
{
	struct li_task t = place_task(1, 1, 1);

	t.mediation_count = 2;
	t.mediations[0] = (struct li_mediation){.liid = "VOICE",
		.ends_us = 1800000000000000,
		.services = LI_SERVICE_VOICE};
	t.mediations[1] = (struct li_mediation){.liid = "LATER",
		.starts_us = 1750000000000000,
		.ends_us = 1900000000000000};
	return t;
}

/* TS 103 221-1 annex C: each LIID in its time and of its services, with numbers
 * of its own: TS 102 232-1 cl. 5.2.5 */
static const struct {
	int64_t at_us;
	uint8_t services;
	const char *liids[2]; /* "" is none */
	uint32_t sequences[2];
} told[] = {
	{1700000000000000, LI_SERVICE_VOICE, {"VOICE", ""}, {0, 0}},
	{1760000000000000, LI_SERVICE_VOICE, {"VOICE", "LATER"}, {1, 0}},
	{1760000000000000, LI_SERVICE_MESSAGING, {"LATER", ""}, {1, 0}},
	{1760000000000000, 0, {"VOICE", "LATER"}, {2, 2}},
	{1850000000000000, LI_SERVICE_VOICE, {"LATER", ""}, {3, 0}},
};

/* TS 102 232-1 cl. 5.2.2 */
static void test_numbering__is_of_each_liid(void)
{
	struct li_task t = mediated();
	struct given g;
	struct place p;

	place_init(&p);
	add(&p, 1, LI_FORMAT_HI2_IPMM, LI_SCHEME_REPORT);
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(p.store, &t, &place_actor,
				      NULL),
		LI_OK);
	for (size_t i = 0; i < 5; i++) {
		struct li_iri iri = place_iri(1, 7);

		iri.at_us = told[i].at_us;
		iri.services = told[i].services;
		commit(&p, iri);
	}
	g = claim(&p, 1);
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 2 && told[i].liids[k][0]; k++) {
			CU_ASSERT_TRUE_FATAL(k < g.of[i].liid_count);
			CU_ASSERT_STRING_EQUAL(g.of[i].liids[k].text,
				told[i].liids[k]);
			CU_ASSERT_EQUAL(g.of[i].liids[k].sequence,
				told[i].sequences[k]);
		}
	place_fini(&p);
}

static void test_numbering__is_not_done_for_x2(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	part(&p, 7, LI_IRI_PART_WITHIN);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM numbering"), 0);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM payload WHERE handover "
				"IS NOT NULL"),
		0);
	place_fini(&p);
}

static void test_numbering__leaves_no_liid_in_clear(void)
{
	struct place p;

	fill(&p);
	part(&p, 7, LI_IRI_PART_WITHIN);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM numbering"), 2);
	CU_ASSERT_PTR_NULL(place_canary(&p));
	place_fini(&p);
}

/* TS 102 232-5 cl. 5.4 */
static void test_numbering__never_mixes_schemes_in_a_task(void)
{
	struct li_task t = place_task(1, 1, 2);
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	add(&p, 1, LI_FORMAT_HI2_33128, LI_SCHEME_SESSION);
	add(&p, 2, LI_FORMAT_HI2_IPMM, LI_SCHEME_REPORT);
	add(&p, 3, LI_FORMAT_X2, LI_SCHEME_REPORT);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, &fault),
		LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "scheme"));
	t.destinations[1] = place_destination(3).did;
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, &fault),
		LI_OK);
	place_fini(&p);
}

/* TS 33.128 release 17 cannot say that something was blanked: the audit does. */
static void test_numbering__tells_the_audit_what_a_format_cannot_flag(void)
{
	struct li_task t = place_task(1, 1, 2);
	struct li_fault fault = {0};
	struct li_iri iri;
	struct place p;
	uint64_t rows;
	int64_t row;

	place_init(&p);
	add(&p, 1, LI_FORMAT_HI2_33128_R17, LI_SCHEME_REPORT);
	add(&p, 2, LI_FORMAT_X2, LI_SCHEME_REPORT);
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(p.store, &t, &place_actor,
				      NULL),
		LI_OK);
	iri = place_iri(1, 7);
	commit(&p, iri);
	iri.modifications = LI_MOD_TEXT_CONTENT;
	commit(&p, iri);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT iri FROM audit_iri WHERE "
				"unflagged = 'yes'"),
		3);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit_iri WHERE "
				"unflagged = 'no'"),
		2);
	CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows, &fault),
		LI_OK);
	CU_ASSERT_TRUE(
		place_sql(&p, "UPDATE iri SET unflagged = 0") != SQLITE_OK);
	CU_ASSERT_EQUAL(place_sql(&p,
				"DROP TRIGGER iri_no_update; UPDATE iri SET "
				"unflagged = 0"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows, &fault),
		LI_ECORRUPT);
	place_fini(&p);
}

UNIT_MAIN("store.numbering",
	UNIT_TEST(test_numbering__begins_and_ends_a_session_once),
	UNIT_TEST(test_numbering__counts_in_each_session),
	UNIT_TEST(test_numbering__goes_on_with_a_session_from_before),
	UNIT_TEST(test_numbering__is_of_each_liid),
	UNIT_TEST(test_numbering__is_not_done_for_x2),
	UNIT_TEST(test_numbering__leaves_no_liid_in_clear),
	UNIT_TEST(test_numbering__never_mixes_schemes_in_a_task),
	UNIT_TEST(test_numbering__tells_the_audit_what_a_format_cannot_flag))
