/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "encode/ber.h"
#include "encode/xiri.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static struct li_iri record(void)
{
	struct sample all[SAMPLES_MAX];

	samples_make(all);
	return all[0].iri;
}

static void test_xiri__writes_the_octets_of_an_ims_message(void)
{
	struct li_iri iri = record();
	struct li_buf got = {0}, want = {0};

	iri.sip = li_slice_str("X");
	/* TS 33.128 cl. 5.3.2, 7.12.4: OID 4.19.19.3.1, event [105] */
	octets_hex(&want,
		"3026 8105 0413130301 a21d bf691a a115 a113"
		"a106 8104 c000020a a206 8104 c0000201 8301 58 8201 01");
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_OK);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&got), li_buf_slice(&want)));
	li_buf_fini(&got);
	li_buf_fini(&want);
}

/* TS 24.229 cl. 5.4.1.2.1: where ck and ik stand */
static const struct {
	uint32_t bits;
	const char *list;
} modified[] = {
	{LI_MOD_TEXT_CONTENT, "810107"},
	{LI_MOD_SUBJECT, "810108"},
	{LI_MOD_BODY, "a20b a102 8400 a205 a203 8101 20"},
	{LI_MOD_AUTHENTICATION,
		"a21b a112 8310"
		"5757572d41757468656e746963617465 a205 a203 810178"},
	{LI_MOD_TEXT_CONTENT | LI_MOD_SUBJECT, "810107 810108"},
	{LI_MOD_PANI, "810101"},
	{LI_MOD_CNI, "810102"},
	{LI_MOD_GEOLOCATION, "810103"},
	{LI_MOD_PRESENCE, "810104"},
	{LI_MOD_SMS, "810105"},
	{LI_MOD_SMS_CUT, "810106"},
	{LI_MOD_PANI | LI_MOD_SMS, "810101 810105"},
	{LI_MOD_AUTHORIZATION,
		"a218 a10f 830d 417574686f72697a6174696f6e"
		" a205 a203 810178"},
	/* TS 24.229 cl. 5.4.1.2.1A: somewhere in its octets 0 to 1 */
	{LI_MOD_KEYS_ELSEWHERE,
		"a211 a108 a806 810100 8201 01 a205 a203 810178"},
};

static void test_xiri__says_what_was_modified(void)
{
	for (size_t i = 0; i < sizeof(modified) / sizeof(modified[0]); i++) {
		struct li_iri iri = record();
		struct li_buf got = {0}, want = {0};

		octets_hex(&want, modified[i].list);
		iri.sip = li_slice_str("X");
		iri.modifications = modified[i].bits;
		CU_ASSERT_EQUAL_FATAL(li_xiri_encode(&iri, &got), LI_OK);
		/* The list stands last before the session's direction. */
		CU_ASSERT_TRUE(
			li_slice_eq(li_slice_sub(li_buf_slice(&got),
					    got.n - 3 - want.n, got.n - 3),
				li_buf_slice(&want)));
		li_buf_fini(&got);
		li_buf_fini(&want);
	}
}

static void test_xiri__writes_zeroes_for_an_unknown_address(void)
{
	struct li_iri iri = record();
	struct li_buf got = {0}, want = {0};

	iri.sip = li_slice_str("X");
	iri.from.family = 0;
	octets_hex(&want, "a106 8104 00000000 a206 8104 c0000201");
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_OK);
	CU_ASSERT_TRUE(li_slice_eq(li_slice_sub(li_buf_slice(&got), 18, 34),
		li_buf_slice(&want)));
	li_buf_fini(&got);
	li_buf_fini(&want);
}

static void test_xiri__refuses_a_message_no_reader_would_take(void)
{
	struct li_iri iri = record();
	struct li_buf got = {0};
	uint8_t *big = calloc(1, LI_BER_MAX);

	CU_ASSERT_PTR_NOT_NULL_FATAL(big);
	iri.sip = li_slice(big, LI_BER_MAX - 4096);
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_OK);
	CU_ASSERT_TRUE(got.n <= LI_BER_MAX);
	li_buf_reset(&got);
	iri.sip.n++;
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_ETOOBIG);
	iri.sip.n = 0;
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_EINVAL);
	iri = record();
	iri.kind = LI_IRI_HSS_SERVING_SYSTEM;
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_EINVAL);
	CU_ASSERT_EQUAL(got.n, 0);
	li_buf_fini(&got);
	free(big);
}

UNIT_MAIN("encode.xiri",
	UNIT_TEST(test_xiri__writes_the_octets_of_an_ims_message),
	UNIT_TEST(test_xiri__says_what_was_modified),
	UNIT_TEST(test_xiri__writes_zeroes_for_an_unknown_address),
	UNIT_TEST(test_xiri__refuses_a_message_no_reader_would_take))
