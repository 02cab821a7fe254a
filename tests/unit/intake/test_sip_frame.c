/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_frame.h"
#include "intake/sip_scan.h"
#include "unit.h"

#define HEAD "MESSAGE sip:b@h SIP/2.0\r\nVia: x\r\n"

static void test_sip_frame__finds_the_message_at_the_head(void)
{
	static const struct {
		const char *text;
		size_t skip, length;
	} cases[] = {
		{HEAD "Content-Length: 2\r\n\r\nhi", 0, 56},
		{HEAD "Content-Length: 2\r\n\r\nhiMESSAGE", 0, 56},
		{"\r\n\r\n" HEAD "l:0\r\n\r\n", 4, 40},
		{HEAD "CONTENT-LENGTH \t:\r\n 3 \r\n\r\nabc", 0, 62},
		{HEAD "l: 1\r\nContent-Length: 1\r\n\r\nx", 0, 61},
		{"A b SIP/2.0\nl: 1\n\nx", 0, 19},
		{HEAD "X-Content-Length: 9\r\nl: 1\r\n\r\nx", 0, 63},
	};
	struct li_sip_frame frame;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL(li_sip_frame(li_slice_str(cases[i].text),
					&frame),
			LI_OK);
		CU_ASSERT_EQUAL(frame.skip, cases[i].skip);
		CU_ASSERT_EQUAL(frame.length, cases[i].length);
	}
}

static void test_sip_frame__waits_at_every_cut(void)
{
	static const char text[] = "\r\n" HEAD "Content-Length: 12\r\n\r\n"
				   "hello, world";
	struct li_sip_frame frame;

	for (size_t n = 0; n < sizeof(text) - 1; n++) {
		CU_ASSERT_EQUAL(li_sip_frame(li_slice(text, n), &frame),
			LI_EAGAIN);
		CU_ASSERT_EQUAL(frame.length, 0);
		CU_ASSERT_EQUAL(frame.skip, n < 2 ? n : 2);
	}
	CU_ASSERT_EQUAL(li_sip_frame(li_slice_str(text), &frame), LI_OK);
}

static void test_sip_frame__looks_at_no_octet_twice(void)
{
	static const char text[] = HEAD "Content-Length: 12\r\n\r\n"
					"hello, world";
	const size_t head = sizeof(text) - 1 - 12;
	struct li_sip_framing so_far = {0};
	struct li_sip_frame frame;

	for (size_t n = 0; n < sizeof(text) - 1; n++) {
		CU_ASSERT_EQUAL(li_sip_frame_on(li_slice(text, n), &so_far,
					&frame),
			LI_EAGAIN);
		CU_ASSERT_EQUAL(frame.length, 0);
		CU_ASSERT(n >= head || so_far.looked + 3 >= n);
		CU_ASSERT_EQUAL(so_far.need, n < head ? 0 : head + 12);
	}
	CU_ASSERT_EQUAL(li_sip_frame_on(li_slice_str(text), &so_far, &frame),
		LI_OK);
	CU_ASSERT_EQUAL(frame.length, sizeof(text) - 1);
	CU_ASSERT_EQUAL(so_far.need, 0);
	CU_ASSERT_EQUAL(so_far.looked, 0);
}

static void test_sip_frame__goes_on_behind_dropped_keep_alives(void)
{
	struct li_sip_framing so_far = {0};
	struct li_sip_frame frame;

	CU_ASSERT_EQUAL(li_sip_frame_on(li_slice_str("\r\n" HEAD "l"), &so_far,
				&frame),
		LI_EAGAIN);
	CU_ASSERT_EQUAL(frame.skip, 2);
	CU_ASSERT_EQUAL(li_sip_frame_on(li_slice_str(HEAD "l: 1\r\n\r\nx"),
				&so_far, &frame),
		LI_OK);
	CU_ASSERT_EQUAL(frame.length, sizeof(HEAD) - 1 + 9);
	CU_ASSERT_EQUAL(li_sip_frame_on(li_slice_str(HEAD "l: x\r\n\r\n"),
				&so_far, &frame),
		LI_EMALFORMED);
}

static void test_sip_frame__gives_up_when_the_length_is_unknown(void)
{
	static const char *const cases[] = {
		HEAD "\r\n",
		HEAD "l: 1\r\nl: 2\r\n\r\nxy",
		HEAD "l: -1\r\n\r\n",
		HEAD "l: x\r\n\r\n",
		HEAD "l:\r\n\r\n",
		HEAD "l: 1 2\r\n\r\n",
		HEAD "l: 18446744073709551617\r\n\r\n",
	};
	struct li_sip_frame frame;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(li_sip_frame(li_slice_str(cases[i]), &frame),
			LI_EMALFORMED);
}

static void test_sip_frame__holds_its_limits(void)
{
	static char text[2 * LI_SIP_BLOCK_MAX];
	struct li_sip_frame frame;
	char length[64];

	snprintf(length, sizeof(length), HEAD "l: %d\r\n\r\n",
		LI_SIP_BODY_MAX + 1);
	CU_ASSERT_EQUAL(li_sip_frame(li_slice_str(length), &frame), LI_ETOOBIG);
	snprintf(length, sizeof(length), HEAD "l: %d\r\n\r\n", LI_SIP_BODY_MAX);
	CU_ASSERT_EQUAL(li_sip_frame(li_slice_str(length), &frame), LI_EAGAIN);
	memset(text, 'a', sizeof(text));
	CU_ASSERT_EQUAL(li_sip_frame(li_slice(text, LI_SIP_BLOCK_MAX - 1),
				&frame),
		LI_EAGAIN);
	CU_ASSERT_EQUAL(li_sip_frame(li_slice(text, LI_SIP_BLOCK_MAX), &frame),
		LI_ETOOBIG);
}

UNIT_MAIN("intake.sip_frame",
	UNIT_TEST(test_sip_frame__finds_the_message_at_the_head),
	UNIT_TEST(test_sip_frame__waits_at_every_cut),
	UNIT_TEST(test_sip_frame__looks_at_no_octet_twice),
	UNIT_TEST(test_sip_frame__goes_on_behind_dropped_keep_alives),
	UNIT_TEST(test_sip_frame__gives_up_when_the_length_is_unknown),
	UNIT_TEST(test_sip_frame__holds_its_limits))
