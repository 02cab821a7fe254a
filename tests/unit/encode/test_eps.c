/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static struct li_iri record(size_t which)
{
	struct sample all[SAMPLES_MAX];

	samples_make(all);
	return all[which].iri;
}

/* Is this octet run, written in hexadecimal, in the record's payload? */
static bool contains(const struct li_iri *iri, const char *hex)
{
	struct li_buf got = {0}, part = {0};
	bool found;

	octets_hex(&part, hex);
	CU_ASSERT_FALSE_FATAL(part.bad);
	CU_ASSERT_EQUAL_FATAL(li_eps_encode(iri, NULL, &got), LI_OK);
	found = memmem(got.p, got.n, part.p, part.n) != NULL;
	li_buf_fini(&got);
	li_buf_fini(&part);
	return found;
}

static void test_eps__is_a_report_without_a_liid(void)
{
	for (size_t i = 5; i < 10; i++) {
		struct li_iri iri = record(i);

		/* TS 33.128 cl. 7.2.3.3.1, 7.2.3.4; TS 33.108 cl. B.9;
		 * TS 103 221-2 cl. 5.4.15 */
		CU_ASSERT_TRUE(contains(&iri,
			"8008 0400020204081001"
			"810e 4c4949444e6f7450726573656e74"));
		CU_ASSERT_TRUE(contains(&iri, "bf3b 03 820104")); /* hSS */
	}
}

static void test_eps__names_the_event(void)
{
	/* TS 33.107 cl. 7A.2.3, 7A.2.3.1, 7A.2.3.2, 7A.2.3.3, 7A.2.3.4 */
	static const struct {
		enum li_iri_kind kind;
		const char *hex;
	} cases[] = {
		{LI_IRI_HSS_SERVING_SYSTEM, "9d0109"},
		{LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE, "9d010a"},
		{LI_IRI_HSS_REGISTRATION_TERMINATION, "9d010b"},
		{LI_IRI_HSS_LOCATION_INFORMATION_REQUEST, "9d010c"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_iri iri = record(5);

		iri.kind = cases[i].kind;
		CU_ASSERT_TRUE(contains(&iri, cases[i].hex));
	}
}

static void test_eps__writes_times_that_utctime_has(void)
{
	static const struct {
		int64_t at_us;
		const char *hex;
	} cases[] = {
		{0, "a30f 810d 3730303130313030303030305a"},
		{INT64_C(1709210096999999),
			"a30f 810d 3234303232393132333435365a"},
		{INT64_C(2524607999000000),
			"a30f 810d 3439313233313233353935395a"},
	};
	struct li_iri iri = record(5);
	struct li_buf out = {0};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		iri.at_us = cases[i].at_us;
		CU_ASSERT_TRUE(contains(&iri, cases[i].hex));
	}
	iri.at_us = INT64_C(2524608000000000); /* 2050 */
	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &out), LI_EINVAL);
	iri.at_us = -1;
	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &out), LI_EINVAL);
	CU_ASSERT_EQUAL(out.n, 0);
	li_buf_fini(&out);
}

static void test_eps__says_why_a_registration_ended(void)
{
	struct li_iri sar = record(6), rtr = record(7), lir = record(9);

	/* TS 33.107 cl. 7A.2.3.3 */
	CU_ASSERT_TRUE(contains(&sar, "bf4a 03 820105"));
	CU_ASSERT_TRUE(contains(&rtr, "bf4a 03 810100"));
	sar.cx.assignment_type = -1;
	CU_ASSERT_FALSE(contains(&sar, "bf4a"));
	lir.cx.reason_code = 1;
	CU_ASSERT_FALSE(contains(&lir, "bf4a"));
}

static void test_eps__says_who_asks_and_where_the_target_is(void)
{
	struct li_iri roam = record(5), raw = record(8), lir = record(9);

	CU_ASSERT_TRUE(contains(&roam, "9f29 21 696d732e6d6e63303031"));
	CU_ASSERT_FALSE(contains(&roam, "9f4b"));
	/* TS 29.229 cl. 6.3.1: it need not be text */
	CU_ASSERT_TRUE(
		contains(&raw, "9f3d 10 00000258 c000000e 000028af ff010000"));
	CU_ASSERT_FALSE(contains(&raw, "9f29"));
	/* TS 33.107 cl. 7A.2.3.4 */
	CU_ASSERT_TRUE(
		contains(&lir, "9f4b 11 69637363662e696d732e6578616d706c65"));
	CU_ASSERT_TRUE(contains(&lir, "840102"));
	CU_ASSERT_TRUE(contains(&roam, "840101"));
	CU_ASSERT_FALSE(contains(&raw, "8401"));
}

/* TS 33.108 table 7.10: the PLMN of who asks; TS 23.003 cl. 13.2 has it in a
 * domain, TS 24.008 cl. 10.5.1.3 codes it */
static void test_eps__says_which_network_asks(void)
{
	static const struct {
		const char *realm, *host, *hex; /* NULL: none */
	} cases[] = {
		{"ims.mnc002.mcc262.3gppnetwork.org", "i", "9f40 03 622200"},
		{"IMS.MNC410.MCC310.3GPPNETWORK.ORG", "i", "9f40 03 130014"},
		{"r", "i.epc.mnc123.mcc456.3gppnetwork.org", "9f40 03 543621"},
		{"ims.example", "icscf.ims.example", NULL},
		{"ims.mnc02.mcc262.3gppnetwork.org", "i", NULL},
		{"ims.mnc0x2.mcc262.3gppnetwork.org", "i", NULL},
		{"mnc002.mcc262.3gppnetwork.org", "i", NULL},
		{"mcc262.3gppnetwork.org", "i", NULL},
		{"", "", NULL},
	};
	struct li_iri lir = record(9), uar = record(5);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		lir.cx.origin_realm = li_slice_str(cases[i].realm);
		lir.cx.origin_host = li_slice_str(cases[i].host);
		CU_ASSERT_EQUAL(contains(&lir,
					cases[i].hex ? cases[i].hex
						     : "9f40 03"),
			cases[i].hex != NULL);
	}
	/* Requesting-Node-Type has no value for an I-CSCF. */
	CU_ASSERT_FALSE(contains(&lir, "9f41"));
	uar.cx.origin_realm = li_slice_str(cases[0].realm);
	CU_ASSERT_FALSE(contains(&uar, "9f40"));
}

/* TS 33.108 tables 7.7 to 7.10, cl. B.9: Network-Identifier */
static void test_eps__says_which_network_reports(void)
{
	struct li_eps_network network = {.operator_id = "00101"};
	struct li_iri iri = record(5);
	struct li_buf none = {0}, alone = {0}, all = {0}, part = {0};

	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &none), LI_OK);
	CU_ASSERT_EQUAL(li_eps_encode(&iri, &network, &alone), LI_OK);
	CU_ASSERT_EQUAL(alone.n, none.n + 9);
	octets_hex(&part, "ba07 8005 3030313031");
	CU_ASSERT_PTR_NOT_NULL(memmem(alone.p, alone.n, part.p, part.n));
	network.element = "lmisf-1";
	CU_ASSERT_EQUAL(li_eps_encode(&iri, &network, &all), LI_OK);
	li_buf_reset(&part);
	octets_hex(&part, "ba12 8005 3030313031 a109 8407 6c6d6973662d31");
	CU_ASSERT_PTR_NOT_NULL(memmem(all.p, all.n, part.p, part.n));
	network.element = "a name that has 26 octets.";
	li_buf_reset(&all);
	CU_ASSERT_EQUAL(li_eps_encode(&iri, &network, &all), LI_OK);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&all), li_buf_slice(&alone)));
	network.operator_id = "001010";
	CU_ASSERT_EQUAL(li_eps_encode(&iri, &network, &all), LI_EINVAL);
	li_buf_fini(&none);
	li_buf_fini(&alone);
	li_buf_fini(&all);
	li_buf_fini(&part);
}

static void test_eps__refuses_what_is_no_event_of_the_hss(void)
{
	struct li_iri iri = record(0);
	struct li_buf out = {0};

	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &out), LI_EINVAL);
	iri = record(5);
	iri.matched_count = 0;
	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &out), LI_EINVAL);
	iri = record(5);
	iri.matched[0].kind = LI_ID_IMEI; /* of no digits: no party is left */
	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &out), LI_EINVAL);
	iri = record(5);
	iri.cx.impi_count = LI_CX_IMPUS_MAX + 1;
	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &out), LI_EINVAL);
	CU_ASSERT_EQUAL(out.n, 0);
	li_buf_fini(&out);
}

UNIT_MAIN("encode.eps", UNIT_TEST(test_eps__is_a_report_without_a_liid),
	UNIT_TEST(test_eps__names_the_event),
	UNIT_TEST(test_eps__writes_times_that_utctime_has),
	UNIT_TEST(test_eps__says_why_a_registration_ended),
	UNIT_TEST(test_eps__says_who_asks_and_where_the_target_is),
	UNIT_TEST(test_eps__says_which_network_asks),
	UNIT_TEST(test_eps__says_which_network_reports),
	UNIT_TEST(test_eps__refuses_what_is_no_event_of_the_hss))
