/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"
#include "unit.h"

#define ALICE "sip:alice@ims.example"
#define WORK "sip:alice.work@ims.example"
#define BOB "sip:bob@ims.example"

static void name(struct li_identity *to, size_t *count, enum li_id_kind kind,
	const char *text)
{
	if (!text)
		return;
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(text),
				      &to[*count]),
		LI_OK);
	++*count;
}

/* What is known of the target, whom the ticket names, which way the answer went, and
 * whom the KMS is asked of. */
static const struct {
	const char *impu, *imei, *other, *offerer, *answerer, *user;
	enum li_direction direction;
	enum li_iri_kind kind;
} cases[] = {
	/* the IMPU that the ticket was made for, whichever the task has */
	{ALICE, NULL, WORK, WORK, BOB, WORK, LI_DIRECTION_TO_TARGET,
		LI_IRI_IMS_MESSAGE},
	{ALICE, NULL, WORK, BOB, "sip:alice.work@IMS.example:5060",
		"sip:alice.work@IMS.example:5060", LI_DIRECTION_FROM_TARGET,
		LI_IRI_IMS_MESSAGE},
	/* strangers there, or nobody: the task's */
	{ALICE, NULL, WORK, "sip:x@evil.example", BOB, ALICE,
		LI_DIRECTION_TO_TARGET, LI_IRI_IMS_MESSAGE},
	{ALICE, NULL, NULL, "", "", ALICE, LI_DIRECTION_TO_TARGET,
		LI_IRI_IMS_MESSAGE},
	{ALICE, NULL, NULL, "no uri at all", "<>", ALICE,
		LI_DIRECTION_TO_TARGET, LI_IRI_IMS_MESSAGE},
	/* of a device, what is known of who has it */
	{NULL, "35676508123456", WORK, "sip:x@evil.example", BOB, WORK,
		LI_DIRECTION_TO_TARGET, LI_IRI_IMS_MESSAGE},
	/* nothing is: who stands on its side */
	{NULL, "35676508123456", NULL, WORK, BOB, WORK, LI_DIRECTION_TO_TARGET,
		LI_IRI_IMS_MESSAGE},
	{NULL, "35676508123456", NULL, WORK, BOB, BOB, LI_DIRECTION_FROM_TARGET,
		LI_IRI_IMS_MESSAGE},
	{NULL, "35676508123456", NULL, WORK, BOB, WORK,
		LI_DIRECTION_FROM_TARGET, LI_IRI_START_OF_INTERCEPTION},
	{NULL, "35676508123456", NULL, WORK, BOB, BOB, LI_DIRECTION_TO_TARGET,
		LI_IRI_START_OF_INTERCEPTION},
	{NULL, "35676508123456", NULL, WORK, BOB, "", LI_DIRECTION_BOTH,
		LI_IRI_IMS_MESSAGE},
};

/* TS 33.107 cl. 7A.7.2: the public KMS identity of the target */
static void test_report_keys__asks_for_the_target_and_nobody_else(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct li_key_ticket ticket =
			{.order = {.resp = li_slice_str("AQ8=")},
				.offerer = li_slice_str(cases[i].offerer),
				.answerer = li_slice_str(cases[i].answerer)};
		struct li_iri of = {.kind = cases[i].kind,
			.direction = cases[i].direction,
			.session = LI_SESSION_FROM_TARGET,
			.task = 3,
			.at_us = 5,
			.correlation = 7};
		struct li_arena arena = {0};
		struct li_iri iri;

		name(of.matched, &of.matched_count, LI_ID_IMPU, cases[i].impu);
		name(of.matched, &of.matched_count, LI_ID_IMEI, cases[i].imei);
		name(of.others, &of.other_count, LI_ID_IMPU, cases[i].other);
		CU_ASSERT_EQUAL_FATAL(li_report_keys(&ticket, &of, &arena,
					      &iri),
			LI_OK);
		CU_ASSERT_TRUE(li_slice_is(iri.order.user, cases[i].user));
		CU_ASSERT_TRUE(li_slice_is(iri.order.resp, "AQ8="));
		CU_ASSERT_EQUAL(iri.kind, LI_IRI_MEDIA_KEYS);
		CU_ASSERT_EQUAL(iri.task, 3);
		CU_ASSERT_EQUAL(iri.at_us, 5);
		CU_ASSERT_EQUAL(iri.correlation, 7);
		CU_ASSERT_EQUAL(iri.direction, cases[i].direction);
		CU_ASSERT_EQUAL(iri.matched_count, of.matched_count);
		CU_ASSERT_EQUAL(iri.other_count, of.other_count);
		CU_ASSERT_EQUAL(iri.part, LI_IRI_PART_NONE);
		li_arena_fini(&arena);
	}
}

UNIT_MAIN("report.keys",
	UNIT_TEST(test_report_keys__asks_for_the_target_and_nobody_else))
