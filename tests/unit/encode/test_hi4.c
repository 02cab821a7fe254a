/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/hi4.h"
#include "octets.h"
#include "unit.h"

static const struct li_psp_place place = {
	.operator_id = "OPER1",
	.element = "lmisf-1",
	.authorization_country = "XX",
	.delivery_country = "XX",
};

static const struct li_psp_head head = {
	.liid = {(const uint8_t *)"LIID-TEST-1", 11},
	.has_cin = true,
	.cin = 4000000001,
	.at_us = INT64_C(1700000000123456),
};

static struct li_identity target;

static struct li_hi4_notice notice(void)
{
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMPU,
				      li_slice_str("sip:a@ims.example"),
				      &target),
		LI_OK);
	return (struct li_hi4_notice){
		.type = LI_PSP_ACTIVATION,
		.target = &target,
		.delivery = {.family = 4, .ip = {192, 0, 2, 9}, .port = 4000},
		.start_us = INT64_C(1700000000500000),
		.end_us = INT64_C(1700000001000000),
	};
}

/* TS 102 232-1 annex A, TS 33.128 cl. 5.7: hI4Payload [7], 4.19.19.3.5,
 * activation, whom, where to, from when to when */
static void test_hi4__writes_the_octets_of_a_notification(void)
{
	const struct li_hi4_notice n = notice();
	struct li_buf got = {0}, want = {0};

	octets_hex(&want,
		"3081ad a14c 8007 0400020205012b 810b 4c4949442d544553542d31"
		"8202 5858 a31d a010 8005 4f50455231 8107 6c6d6973662d31"
		"8105 00ee6b2801 8202 5858 840100 a70b 8004 6553f100 8103 "
		"01e240 880101"
		"a25d a75b a159 8105 0413130305 a250 a14e 810101"
		"a215 ab13 8111 7369703a6140696d732e6578616d706c65"
		"a30e 300c a106 8104 c0000209 8202 0fa0"
		"8411 32303233313131343232313332302e355a"
		"850f 32303233313131343232313332315a");
	CU_ASSERT_FALSE_FATAL(want.bad);
	CU_ASSERT_EQUAL(li_hi4_encode(&place, &head, &n, &got), LI_OK);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&got), li_buf_slice(&want)));
	li_buf_fini(&got);
	li_buf_fini(&want);
}

static void back(const struct li_hi4_notice *n, struct li_arena *arena,
	struct li_psp *out)
{
	struct li_buf octets = {0};

	CU_ASSERT_EQUAL_FATAL(li_hi4_encode(&place, &head, n, &octets), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_psp_decode(li_buf_slice(&octets), arena, out),
		LI_OK);
	li_buf_wipe(&octets); /* what was read is a copy */
	li_buf_fini(&octets);
	CU_ASSERT_EQUAL(out->kind, LI_PSP_OTHER);
	CU_ASSERT_EQUAL_FATAL(out->notice_count, 1);
	CU_ASSERT_EQUAL(out->notices[0].type, n->type);
	CU_ASSERT_EQUAL(out->notices[0].start_us, n->start_us);
	CU_ASSERT_EQUAL(out->notices[0].end_us, n->end_us);
}

static void test_hi4__reads_what_was_written(void)
{
	struct li_hi4_notice n = notice();
	struct li_arena arena = {0};
	struct li_psp psp;

	for (int type = LI_PSP_ACTIVATION; type <= LI_PSP_MODIFICATION;
		type++) {
		n.type = (enum li_psp_notice_type)type;
		n.start_us += 1;
		back(&n, &arena, &psp);
		CU_ASSERT_STRING_EQUAL(psp.notices[0].target.kind, "impu");
		CU_ASSERT_TRUE(li_slice_is(psp.notices[0].target.text,
			"sip:a@ims.example"));
		CU_ASSERT_TRUE(
			li_address_eq(&psp.notices[0].delivery, &n.delivery));
	}
	n.delivery =
		(struct li_address){.family = 6, .ip = {0x20, 1, 0xd, 0xb8}};
	back(&n, &arena, &psp);
	CU_ASSERT_TRUE(li_address_eq(&psp.notices[0].delivery, &n.delivery));
	n = (struct li_hi4_notice){.type = LI_PSP_DEACTIVATION,
		.start_us = -1,
		.end_us = -1};
	back(&n, &arena, &psp);
	CU_ASSERT_PTR_NULL(psp.notices[0].target.kind);
	CU_ASSERT_EQUAL(psp.notices[0].delivery.family, 0);
	li_arena_fini(&arena);
}

static void test_hi4__refuses_what_the_types_cannot_hold(void)
{
	struct li_buf out = {0};
	struct li_hi4_notice n = notice();

	n.type = (enum li_psp_notice_type)4;
	CU_ASSERT_EQUAL(li_hi4_encode(&place, &head, &n, &out), LI_EINVAL);
	n = notice();
	n.end_us = INT64_MAX;
	CU_ASSERT_EQUAL(li_hi4_encode(&place, &head, &n, &out), LI_EINVAL);
	n = notice();
	target.kind = LI_ID_IMSI; /* whose text is no number */
	CU_ASSERT_EQUAL(li_hi4_encode(&place, &head, &n, &out), LI_EINVAL);
	CU_ASSERT_EQUAL(out.n, 0);
	li_buf_fini(&out);
}

#define ODD_HEADER                                                             \
	"a11d 8007 0400020205012b 8101 58 a30c a007 8005 4f50455231 810107"    \
	"840100"

static li_err read_hex(const char *hex, struct li_arena *arena,
	struct li_psp *out)
{
	struct li_buf b = {0};
	li_err err;

	octets_hex(&b, hex);
	CU_ASSERT_FALSE_FATAL(b.bad);
	err = li_psp_decode(li_buf_slice(&b), arena, out);
	li_buf_fini(&b);
	return err;
}

static void test_hi4__bounds_what_it_reads(void)
{
	struct li_arena arena = {0};
	struct li_psp psp = {.notice_count = 77};

	/* the notification itself is missing */
	CU_ASSERT_EQUAL(read_hex("302c" ODD_HEADER
				 "a20b a709 a107 8105 0413130305",
				&arena, &psp),
		LI_EMALFORMED);
	/* an address of three octets */
	CU_ASSERT_EQUAL(read_hex("303e" ODD_HEADER
				 "a21d a71b a119 8105 0413130305 a210 a10e"
				 "810101 a309 3007 a105 8103 616263",
				&arena, &psp),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(psp.notice_count, 77);
	/* a port that is none: none was given */
	CU_ASSERT_EQUAL(read_hex("3044" ODD_HEADER
				 "a223 a721 a11f 8105 0413130305 a216 a114"
				 "810101 a30f 300d a106 8104 c0000209"
				 "8203 010fa0",
				&arena, &psp),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(psp.notice_count, 1);
	CU_ASSERT_EQUAL(psp.notices[0].delivery.family, 4);
	CU_ASSERT_EQUAL(psp.notices[0].delivery.port, 0);
	/* a type that is none of the three */
	CU_ASSERT_EQUAL(read_hex("3033" ODD_HEADER
				 "a212 a710 a10e 8105 0413130305 a205 a103"
				 "810109",
				&arena, &psp),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(psp.notice_count, 1);
	CU_ASSERT_EQUAL(psp.notices[0].type, 0);
	CU_ASSERT_EQUAL(psp.notices[0].start_us, -1);
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.hi4",
	UNIT_TEST(test_hi4__writes_the_octets_of_a_notification),
	UNIT_TEST(test_hi4__reads_what_was_written),
	UNIT_TEST(test_hi4__refuses_what_the_types_cannot_hold),
	UNIT_TEST(test_hi4__bounds_what_it_reads))
