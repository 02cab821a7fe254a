/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/psp.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static const struct li_psp_place place = {
	.operator_id = "OPER1",
	.element = "lmisf-1",
	.authorization_country = "XX",
	.delivery_country = "XX",
};

static struct li_psp_head head(void)
{
	return (struct li_psp_head){
		.liid = li_slice_str("LIID-TEST-1"),
		.has_cin = true,
		.cin = 4000000001,
		.at_us = INT64_C(1700000000123456),
	};
}

static bool is(const struct li_buf *got, const char *hex)
{
	struct li_buf want = {0};
	bool same;

	octets_hex(&want, hex);
	same = !want.bad && li_slice_eq(li_buf_slice(got), li_buf_slice(&want));
	li_buf_fini(&want);
	return same;
}

/* TS 102 232-1 cl. 5.2: 0.4.0.2.2.5.1.43, the LIID, two countries, a CIN of
 * five octets, number 0, microseconds, time of interception */
#define HEADER                                                                 \
	"a14c 8007 0400020205012b 810b 4c4949442d544553542d31"                 \
	"8202 5858 a31d a010 8005 4f50455231 8107 6c6d6973662d31"              \
	"8105 00ee6b2801 8202 5858 840100 a70b 8004 6553f100 8103 "            \
	"01e240 880101"

static void test_psp__writes_the_octets_of_a_keep_alive(void)
{
	const struct li_psp_head h = head();
	struct li_buf got = {0};

	/* TS 102 232-1 cl. 6.3.4 */
	CU_ASSERT_EQUAL(li_psp_encode_link(&place, &h, LI_PSP_KEEP_ALIVE, &got),
		LI_OK);
	CU_ASSERT_TRUE(is(&got, "3054" HEADER "a204 a202 8300"));
	li_buf_reset(&got);
	CU_ASSERT_EQUAL(li_psp_encode_link(&place, &h,
				LI_PSP_KEEP_ALIVE_RESPONSE, &got),
		LI_OK);
	CU_ASSERT_TRUE(is(&got, "3054" HEADER "a204 a202 8400"));
	li_buf_fini(&got);
}

static struct li_iri message(void)
{
	struct sample all[SAMPLES_MAX];

	samples_make(all);
	all[0].iri.sip = li_slice_str("X");
	return all[0].iri;
}

static bool writes(enum li_psp_form form, const struct li_iri *iri,
	const char *hex)
{
	const struct li_psp_head h = head();
	struct li_buf got = {0};
	bool good = li_psp_encode(&place, &h, form, LI_PSP_REPORT, iri, &got) ==
			LI_OK &&
		is(&got, hex);

	li_buf_fini(&got);
	return good;
}

static void test_psp__writes_a_message_as_ts_33_128_has_it(void)
{
	const struct li_iri iri = message();

	/* TS 33.128 cl. 5.5.2: [19] IRIPayload 4.19.19.3.3, iMSMessage [105], whom it
	 * was matched on (3) and who else the target is (4); a report, of a
	 * session and a message from the target */
	CU_ASSERT_TRUE(writes(LI_PSP_33128, &iri,
		"3081c5" HEADER "a275 a073 3071 800104 a266 9364 3062"
		"8105 0413130303 a21d bf691a a115 a113 a106 8104 c000020a"
		"a206 8104 c0000201 8301 58 820101"
		"a33a 301e a119 ab17 8115 7369703a616c69636540696d732e65786"
		"16d706c65 820103"
		"3018 a113 8c11 616c69636540696d732e6578616d706c65 820104"
		"850100 860100"));
}

static void test_psp__writes_release_17_for_who_wants_it(void)
{
	struct li_iri iri = message();
	const char *hex =
		"3081c5" HEADER "a275 a073 3071 800104 a266 9364 3062"
		"8105 0413110f03 a21d bf691a a115 a113 a106 8104 c000020a"
		"a206 8104 c0000201 8301 58 820101"
		"a33a 301e a119 ab17 8115 7369703a616c69636540696d732e65786"
		"16d706c65 820103"
		"3018 a113 8c11 616c69636540696d732e6578616d706c65 820104"
		"850100 860100";

	CU_ASSERT_TRUE(writes(LI_PSP_33128_R17, &iri, hex));
	/* which has no modifiedSIPMessage */
	iri.modifications = LI_MOD_TEXT_CONTENT;
	CU_ASSERT_TRUE(writes(LI_PSP_33128_R17, &iri, hex));
	CU_ASSERT_FALSE(writes(LI_PSP_33128, &iri, hex));
}

static void test_psp__writes_a_message_as_ts_102_232_5_has_it(void)
{
	struct li_iri iri = message();

	/* cl. 5.4: [11] 5.5.17.1, sIPMessage [1], both addresses */
	CU_ASSERT_TRUE(writes(LI_PSP_IPMM, &iri,
		"308188" HEADER "a238 a036 3034 800104 a229 ab27"
		"8004 05051101 a11f a11d"
		"a00b 810100 a206 8104 c000020a"
		"a10b 810100 a206 8104 c0000201 8201 58 850100 860100"));
	/* content removed: iRIOnlySIPMessage [6] */
	iri.modifications = LI_MOD_TEXT_CONTENT;
	CU_ASSERT_TRUE(writes(LI_PSP_IPMM, &iri,
		"308188" HEADER "a238 a036 3034 800104 a229 ab27"
		"8004 05051101 a11f a61d"
		"a00b 810100 a206 8104 c000020a"
		"a10b 810100 a206 8104 c0000201 8201 58 850100 860100"));
}

/* TS 102 232-1 annex A: iPv6PrefixLength [4] is mandatory with a binary IPv6
 * address */
static void test_psp__tells_that_an_ipv6_address_is_whole(void)
{
	struct li_iri iri = message();
	struct li_address *to = &iri.to;

	to->family = 6;
	memset(to->ip, 0xab, sizeof(to->ip));
	CU_ASSERT_TRUE(writes(LI_PSP_IPMM, &iri,
		"308198" HEADER "a248 a046 3044 800104 a239 ab37"
		"8004 05051101 a12f a12d"
		"a00b 810100 a206 8104 c000020a"
		"a11b 810101 a212 8110 abababababababababababababababab"
		"84020080 8201 58 850100 860100"));
}

static void test_psp__packs_a_long_liid(void)
{
	static const struct {
		const char *liid, *field;
	} all[] = {
		{"!", "8101 21"},
		{"abcdefghijklmnopqrstuvwxy",
			"8119 6162636465666768696a6b6c6d6e6f707172737475767778"
			"79"},
		/* TS 103 280, LIID: from 26 digits on they are octets */
		{"0123456789abcdef0123456789",
			"810d 0123456789abcdef0123456789"},
		{"123456789abcdef012345678901",
			"810e 0123456789abcdef012345678901"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_psp_head h = head();
		struct li_buf got = {0}, want = {0};

		h.liid = li_slice_str(all[i].liid);
		octets_hex(&want, all[i].field);
		CU_ASSERT_EQUAL_FATAL(li_psp_encode_link(&place, &h,
					      LI_PSP_TEST, &got),
			LI_OK);
		/* behind two heads and the OID */
		CU_ASSERT_TRUE(li_slice_eq(li_slice_sub(li_buf_slice(&got), 13,
						   13 + want.n),
			li_buf_slice(&want)));
		li_buf_fini(&got);
		li_buf_fini(&want);
	}
}

static li_err heading(const struct li_psp_place *p, const struct li_psp_head *h)
{
	struct li_buf out = {0};
	li_err err = li_psp_encode_link(p, h, LI_PSP_TEST, &out);

	CU_ASSERT_EQUAL(out.n == 0, err != LI_OK);
	li_buf_fini(&out);
	return err;
}

static void test_psp__refuses_a_header_that_is_none(void)
{
	static const char *const liids[] = {"", "0123456789abcdef012345678g",
		"0123456789ABCDEF0123456789",
		"012345678901234567890123456789012345678901234567890"};
	static const char *const countries[] = {"", "x", "xx", "XYZ", "X1"};
	struct li_psp_place p = place;
	struct li_psp_head h = head();

	for (size_t i = 0; i < sizeof(liids) / sizeof(liids[0]); i++) {
		h.liid = li_slice_str(liids[i]);
		CU_ASSERT_EQUAL(heading(&p, &h), LI_EINVAL);
	}
	h = head();
	h.at_us = -1;
	CU_ASSERT_EQUAL(heading(&p, &h), LI_EINVAL);
	h = head();
	for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++) {
		p.delivery_country = countries[i];
		CU_ASSERT_EQUAL(heading(&p, &h), LI_EINVAL);
		p.delivery_country = NULL;
		p.authorization_country = countries[i];
		CU_ASSERT_EQUAL(heading(&p, &h), LI_EINVAL);
		p.authorization_country = NULL;
	}
	CU_ASSERT_EQUAL(heading(&p, &h), LI_OK);
	p.operator_id = NULL;
	CU_ASSERT_EQUAL(heading(&p, &h), LI_EINVAL);
	p.operator_id = "12345678901234567";
	CU_ASSERT_EQUAL(heading(&p, &h), LI_EINVAL);
}

static void test_psp__refuses_what_is_no_record(void)
{
	const struct li_psp_head h = head();
	struct li_iri iri = message();
	struct li_buf out = {0};

	CU_ASSERT_EQUAL(li_psp_encode(&place, &h, 0, LI_PSP_REPORT, &iri, &out),
		LI_EINVAL);
	CU_ASSERT_EQUAL(li_psp_encode(&place, &h, LI_PSP_IPMM, 0, &iri, &out),
		LI_EINVAL);
	/* What HI4 tells is no record, of neither: TS 33.128 cl. 5.7 */
	iri.kind = LI_IRI_NOTIFICATION;
	CU_ASSERT_EQUAL(li_psp_encode(&place, &h, LI_PSP_33128, LI_PSP_REPORT,
				&iri, &out),
		LI_EINVAL);
	CU_ASSERT_EQUAL(li_x2_encode(&sample_place, &iri, &out), LI_EINVAL);
	iri.kind = LI_IRI_IMS_MESSAGE;
	iri.sip.n = 0;
	for (int form = LI_PSP_33128; form <= LI_PSP_IPMM; form++)
		CU_ASSERT_EQUAL(li_psp_encode(&place, &h,
					(enum li_psp_form)form, LI_PSP_REPORT,
					&iri, &out),
			LI_EINVAL);
	CU_ASSERT_EQUAL(li_psp_encode_link(&place, &h, LI_PSP_IRI, &out),
		LI_EINVAL);
	CU_ASSERT_EQUAL(out.n, 0);
}

/* TS 33.108 cl. 7: the LIID stands in the record of the HSS, too, and there is
 * no CIN. TS 33.128 cl. 7.2.3.4 */
static void test_psp__writes_an_event_of_the_hss(void)
{
	struct sample all[SAMPLES_MAX];
	size_t n = samples_make(all), seen = 0;
	struct li_arena arena = {0};

	for (size_t i = 0; i < n; i++) {
		struct li_psp_head h = head();
		struct li_buf out = {0};
		struct li_psp psp;
		int kind = (int)all[i].iri.kind;

		if (kind < LI_IRI_HSS_SERVING_SYSTEM ||
			kind > LI_IRI_HSS_LOCATION_INFORMATION_REQUEST)
			continue;
		seen++;
		h.has_cin = false;
		CU_ASSERT_EQUAL_FATAL(li_psp_encode(&place, &h, LI_PSP_IPMM,
					      LI_PSP_REPORT, &all[i].iri, &out),
			LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_psp_decode(li_buf_slice(&out), &arena,
					      &psp),
			LI_OK);
		CU_ASSERT_FALSE(psp.has_cin);
		CU_ASSERT_EQUAL(psp.records[0].content, 15);
		CU_ASSERT_PTR_NOT_NULL_FATAL(psp.records[0].eps);
		CU_ASSERT_TRUE(
			li_slice_is(psp.records[0].eps->liid, "LIID-TEST-1"));
		CU_ASSERT_EQUAL(psp.records[0].eps->record, LI_EPS_REPORT);
		CU_ASSERT_EQUAL(psp.records[0].session_direction, 0);
		li_buf_fini(&out);
	}
	CU_ASSERT_TRUE(seen >= 4);
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.psp", UNIT_TEST(test_psp__writes_the_octets_of_a_keep_alive),
	UNIT_TEST(test_psp__writes_a_message_as_ts_33_128_has_it),
	UNIT_TEST(test_psp__writes_release_17_for_who_wants_it),
	UNIT_TEST(test_psp__writes_a_message_as_ts_102_232_5_has_it),
	UNIT_TEST(test_psp__tells_that_an_ipv6_address_is_whole),
	UNIT_TEST(test_psp__packs_a_long_liid),
	UNIT_TEST(test_psp__refuses_a_header_that_is_none),
	UNIT_TEST(test_psp__refuses_what_is_no_record),
	UNIT_TEST(test_psp__writes_an_event_of_the_hss))
