/* SPDX-License-Identifier: BSD-3-Clause */
#include "lmisf-sink/track.h"
#include "unit.h"

static const char *sender = "OPER1";

static enum track_verdict take(struct track *t, const char *liid, uint32_t cin,
	uint32_t sequence)
{
	const struct li_psp psp = {.liid = li_slice_str(liid),
		.operator_id = li_slice_str(sender),
		.has_cin = true,
		.cin = cin,
		.sequence = sequence};
	enum track_verdict verdict = TRACK_DIFFERS;

	CU_ASSERT_EQUAL(track_hi2(t, &psp, li_slice_str(liid), &verdict),
		LI_OK);
	return verdict;
}

static enum track_verdict take_check(struct track *t, uint8_t type,
	uint32_t sequence, const char *octets)
{
	const struct li_psp psp = {.kind = LI_PSP_INTEGRITY,
		.liid = li_slice_str("A"),
		.operator_id = li_slice_str(sender),
		.has_cin = true,
		.cin = 1,
		.check_type = type,
		.sequence = sequence};
	enum track_verdict verdict = TRACK_DIFFERS;

	CU_ASSERT_EQUAL(track_hi2(t, &psp, li_slice_str(octets), &verdict),
		LI_OK);
	return verdict;
}

static void reset(struct track *t, const char *liid, uint32_t cin)
{
	const struct li_psp psp = {.kind = LI_PSP_CIN_RESET,
		.liid = li_slice_str(liid),
		.operator_id = li_slice_str(sender),
		.has_cin = true,
		.cin = cin};

	CU_ASSERT_EQUAL(track_reset(t, &psp), LI_OK);
}

static void count(const struct track_gap *gap, void *data)
{
	*(uint64_t *)data += gap->missing;
}

static uint64_t missing(const struct track *t)
{
	uint64_t told = 0;
	const uint64_t n = track_gaps(t, false, count, &told);

	CU_ASSERT_EQUAL(n, told);
	return n;
}

/* TS 102 232-1 cl. 6.2.2: the CIN state and history of that LIID, whatever CIN
 * stands there; no other one's, and no other sender's */
static void test_track__begins_all_of_one_liid_anew(void)
{
	struct track *t = NULL;

	CU_ASSERT_EQUAL_FATAL(track_new(&t), LI_OK);
	CU_ASSERT_EQUAL(take(t, "A", 1, 0), TRACK_NEW);
	CU_ASSERT_EQUAL(take(t, "A", 2, 0), TRACK_NEW);
	CU_ASSERT_EQUAL(take(t, "B", 1, 0), TRACK_NEW);
	sender = "OPER2";
	CU_ASSERT_EQUAL(take(t, "A", 1, 0), TRACK_NEW);
	sender = "OPER1";
	reset(t, "A", 0);
	CU_ASSERT_EQUAL(take(t, "A", 1, 0), TRACK_NEW);
	CU_ASSERT_EQUAL(take(t, "A", 1, 0), TRACK_SAME);
	CU_ASSERT_EQUAL(take(t, "A", 2, 0), TRACK_NEW);
	CU_ASSERT_EQUAL(take(t, "B", 1, 0), TRACK_SAME);
	reset(t, "-", 0);
	CU_ASSERT_EQUAL(take(t, "B", 1, 0), TRACK_NEW);
	sender = "OPER2";
	CU_ASSERT_EQUAL(take(t, "A", 1, 0), TRACK_SAME);
	sender = "OPER1";
	track_free(t);
}

/* What X2 numbers is none of its business. */
static void test_track__leaves_x2_alone(void)
{
	const struct li_x2_pdu pdu = {.sequence = 0};
	enum track_verdict verdict = TRACK_DIFFERS;
	struct track *t = NULL;

	CU_ASSERT_EQUAL_FATAL(track_new(&t), LI_OK);
	CU_ASSERT_EQUAL(track_x2(t, &pdu, li_slice_str("x"), &verdict), LI_OK);
	CU_ASSERT_EQUAL(verdict, TRACK_NEW);
	reset(t, "-", 0);
	CU_ASSERT_EQUAL(track_x2(t, &pdu, li_slice_str("x"), &verdict), LI_OK);
	CU_ASSERT_EQUAL(verdict, TRACK_SAME);
	track_free(t);
}

/* TS 102 232-1 cl. 6.2.2: of no LIID, it is of all; what is missing stays so */
static void test_track__begins_all_streams_anew(void)
{
	struct track *t = NULL;

	CU_ASSERT_EQUAL_FATAL(track_new(&t), LI_OK);
	reset(t, "-", 0);
	CU_ASSERT_EQUAL(take(t, "A", 1, 0), TRACK_NEW);
	CU_ASSERT_EQUAL(take(t, "A", 1, 2), TRACK_NEW);
	CU_ASSERT_EQUAL(take(t, "B", 7, 0), TRACK_NEW);
	reset(t, "-", 0);
	reset(t, "-", 0);
	CU_ASSERT_EQUAL(missing(t), 1);
	CU_ASSERT_EQUAL(take(t, "A", 1, 0), TRACK_NEW);
	CU_ASSERT_EQUAL(take(t, "B", 7, 0), TRACK_NEW);
	CU_ASSERT_EQUAL(take(t, "B", 7, 0), TRACK_SAME);
	CU_ASSERT_EQUAL(take(t, "B", 7, 2), TRACK_NEW);
	CU_ASSERT_EQUAL(missing(t), 2);
	track_free(t);
}

/* TS 102 232-1 annex J.1: records, hashes and signatures each have their own */
static void test_track__counts_each_kind_of_check(void)
{
	enum { HASH = 1, SIGNATURE = 2 };
	struct track *t = NULL;

	CU_ASSERT_EQUAL_FATAL(track_new(&t), LI_OK);
	CU_ASSERT_EQUAL(take(t, "A", 1, 0), TRACK_NEW);
	CU_ASSERT_EQUAL(take_check(t, HASH, 0, "a"), TRACK_NEW);
	CU_ASSERT_EQUAL(take_check(t, SIGNATURE, 0, "b"), TRACK_NEW);
	CU_ASSERT_EQUAL(take_check(t, HASH, 0, "a"), TRACK_SAME);
	CU_ASSERT_EQUAL(take_check(t, HASH, 0, "c"), TRACK_DIFFERS);
	CU_ASSERT_EQUAL(missing(t), 0);
	CU_ASSERT_EQUAL(take_check(t, HASH, 3, "d"), TRACK_NEW);
	CU_ASSERT_EQUAL(missing(t), 2);
	CU_ASSERT_EQUAL(take_check(t, SIGNATURE, 2, "d"), TRACK_NEW);
	CU_ASSERT_EQUAL(missing(t), 3);
	CU_ASSERT_EQUAL(take(t, "A", 1, 1), TRACK_NEW);
	CU_ASSERT_EQUAL(missing(t), 3);
	reset(t, "A", 0);
	CU_ASSERT_EQUAL(take_check(t, HASH, 0, "e"), TRACK_NEW);
	CU_ASSERT_EQUAL(missing(t), 3);
	track_free(t);
}

UNIT_MAIN("tools.sink_track",
	UNIT_TEST(test_track__begins_all_of_one_liid_anew),
	UNIT_TEST(test_track__leaves_x2_alone),
	UNIT_TEST(test_track__begins_all_streams_anew),
	UNIT_TEST(test_track__counts_each_kind_of_check))
