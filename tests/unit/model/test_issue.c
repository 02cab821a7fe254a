/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "model/issue.h"
#include "unit.h"

static const struct li_issue lost = {.cause = LI_ISSUE_LOST,
	.state = LI_ISSUE_RAISED,
	.number = 12,
	.at_us = 2000000,
	.since_us = 1000000,
	.times = 1};

static const enum li_issue_cause causes[] = {LI_ISSUE_RESTART, LI_ISSUE_LOST,
	LI_ISSUE_CX_LOST, LI_ISSUE_QUEUE, LI_ISSUE_DISK, LI_ISSUE_CLOCK,
	LI_ISSUE_CERTIFICATE, LI_ISSUE_SECURITY, LI_ISSUE_UNTOLD,
	LI_ISSUE_CHECKPOINT, LI_ISSUE_SHED, LI_ISSUE_FREE, LI_ISSUE_DOWN,
	LI_ISSUE_BEHIND, LI_ISSUE_DESTINATION_LATE, LI_ISSUE_FILLING,
	LI_ISSUE_GAP, LI_ISSUE_SECONDARY, LI_ISSUE_UNSENT, LI_ISSUE_ENDED,
	LI_ISSUE_EXPIRED, LI_ISSUE_TASK_LATE, LI_ISSUE_STRAY, LI_ISSUE_DIFFERS,
	LI_ISSUE_MENDED, LI_ISSUE_DROPPED};

static void test_issue__says_what_happened_and_how_often(void)
{
	char text[LI_ISSUE_TEXT];
	struct li_issue i = lost;

	li_issue_text(&i, text);
	CU_ASSERT_STRING_EQUAL(text,
		"signalling is lost in front of the NE: 12 messages since it "
		"started");
	i.times = 3;
	li_issue_text(&i, text);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "(3 times since 1970-01-01T00:00:01Z)"));
}

/* TS 103 221-1 cl. 6.7: an XID or DID is in its own element only */
static void test_issue__names_nobody_and_always_says_something(void)
{
	char text[LI_ISSUE_TEXT];

	for (size_t n = 0; n < sizeof(causes) / sizeof(causes[0]); n++) {
		struct li_issue i = {.cause = causes[n],
			.state = LI_ISSUE_RAISED,
			.part = 1,
			.times = 1};

		memset(i.id.octet, 0xab, sizeof(i.id.octet));
		li_issue_text(&i, text);
		CU_ASSERT(strlen(text) > 10);
		CU_ASSERT_PTR_NULL(strstr(text, "abab"));
		i.number = UINT64_MAX;
		i.times = UINT32_MAX;
		li_issue_text(&i, text);
		CU_ASSERT(strlen(text) < LI_ISSUE_TEXT);
	}
}

static void test_issue__tells_things_apart_and_not_times(void)
{
	uint8_t a[LI_ISSUE_KEY], b[LI_ISSUE_KEY];
	struct li_issue i = lost;

	li_issue_key(&i, a);
	i.number = 13;
	i.at_us = 99;
	i.state = LI_ISSUE_CLEARED;
	li_issue_key(&i, b);
	CU_ASSERT_EQUAL(memcmp(a, b, sizeof(a)), 0);
	i.part = 1;
	li_issue_key(&i, b);
	CU_ASSERT_NOT_EQUAL(memcmp(a, b, sizeof(a)), 0);
	i = lost;
	i.id.octet[15] = 1;
	li_issue_key(&i, b);
	CU_ASSERT_NOT_EQUAL(memcmp(a, b, sizeof(a)), 0);
}

static void test_issue__reads_what_it_wrote_and_nothing_else(void)
{
	struct li_buf b = {0};
	struct li_issue i;

	li_pack_issue(&b, &lost);
	CU_ASSERT_EQUAL(li_unpack_issue(li_buf_slice(&b), &i), LI_OK);
	CU_ASSERT_EQUAL(i.cause, lost.cause);
	CU_ASSERT_EQUAL(i.number, 12);
	CU_ASSERT_EQUAL(i.since_us, 1000000);
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(li_unpack_issue(li_slice(b.p, n), &i),
			LI_EMALFORMED);
	b.p[4] = LI_ISSUE_NEWS + 1;
	CU_ASSERT_EQUAL(li_unpack_issue(li_buf_slice(&b), &i), LI_EMALFORMED);
	b.p[4] = LI_ISSUE_RAISED;
	b.p[3] = 19; /* no cause */
	CU_ASSERT_EQUAL(li_unpack_issue(li_buf_slice(&b), &i), LI_EMALFORMED);
	li_buf_fini(&b);
}

UNIT_MAIN("model.issue",
	UNIT_TEST(test_issue__says_what_happened_and_how_often),
	UNIT_TEST(test_issue__names_nobody_and_always_says_something),
	UNIT_TEST(test_issue__tells_things_apart_and_not_times),
	UNIT_TEST(test_issue__reads_what_it_wrote_and_nothing_else))
