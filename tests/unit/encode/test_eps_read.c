/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static struct li_arena arena;

static struct li_eps back(size_t which)
{
	static const struct li_eps_network network = {"00101", "lmisf-1"};
	struct sample all[SAMPLES_MAX];
	struct li_buf out = {0};
	struct li_eps eps = {0};

	samples_make(all);
	CU_ASSERT_EQUAL_FATAL(li_eps_encode(&all[which].iri, &network, &out),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_eps_decode(li_buf_slice(&out), &arena, &eps),
		LI_OK);
	li_buf_wipe(&out); /* what was read is a copy */
	li_buf_fini(&out);
	CU_ASSERT_EQUAL(eps.record, LI_EPS_REPORT);
	CU_ASSERT_TRUE(li_slice_is(eps.liid, LI_EPS_LIID));
	CU_ASSERT_EQUAL(eps.at_s, 1700000000);
	CU_ASSERT_TRUE(eps.has_logical_function);
	CU_ASSERT_EQUAL(eps.logical_function, 4);
	CU_ASSERT_TRUE(li_slice_is(eps.network_operator, "00101"));
	CU_ASSERT_TRUE(li_slice_is(eps.network_element, "lmisf-1"));
	return eps;
}

static bool is(const struct li_eps_identity *id, const char *kind,
	const char *text)
{
	return strcmp(id->kind, kind) == 0 && li_slice_is(id->text, text);
}

static void test_eps_read__gives_back_a_termination_by_the_hss(void)
{
	struct li_eps e = back(7);

	CU_ASSERT_EQUAL(e.event, LI_EPS_REGISTRATION_TERMINATION);
	CU_ASSERT_EQUAL(e.initiator, 2);
	CU_ASSERT_EQUAL(e.reason_code, 0);
	CU_ASSERT_EQUAL(e.assignment_type, -1);
	CU_ASSERT_EQUAL_FATAL(e.party_count, 3);
	CU_ASSERT_TRUE(is(&e.parties[0], "sip-uri", "sip:alice@ims.example"));
	CU_ASSERT_TRUE(is(&e.parties[1], "impi", "alice@ims.example"));
	CU_ASSERT_TRUE(is(&e.parties[2], "imei", "35676508123456"));
	CU_ASSERT_EQUAL_FATAL(e.other_count, 3);
	CU_ASSERT_TRUE(
		is(&e.others[0], "sip-uri", "sip:alice.work@ims.example"));
	CU_ASSERT_TRUE(is(&e.others[1], "impi", "alice.tablet@ims.example"));
	CU_ASSERT_TRUE(
		is(&e.others[2], "sip-uri", "SIP:Alice.Home@IMS.example"));
	CU_ASSERT_EQUAL(e.crowded, 0);
	li_arena_fini(&arena);
}

static void test_eps_read__gives_back_the_other_events(void)
{
	struct li_eps roam = back(5), sar = back(6), change = back(8),
		      lir = back(9);

	CU_ASSERT_EQUAL(roam.event, LI_EPS_SERVING_SYSTEM);
	CU_ASSERT_TRUE(li_slice_is(roam.visited_network,
		"ims.mnc001.mcc001.3gppnetwork.org"));
	CU_ASSERT_EQUAL(roam.reason_code, -1);
	CU_ASSERT_EQUAL(sar.event, LI_EPS_REGISTRATION_TERMINATION);
	CU_ASSERT_EQUAL(sar.assignment_type, 5);
	CU_ASSERT_EQUAL(sar.initiator, 1);
	CU_ASSERT_EQUAL_FATAL(sar.other_count, 1);
	CU_ASSERT_TRUE(is(&sar.others[0], "tel-uri", "tel:+15551230001"));
	CU_ASSERT_EQUAL(change.event, LI_EPS_SUBSCRIBER_RECORD_CHANGE);
	/* Visited-Network-Identifier as an AVP: RFC 6733 cl. 4.1 */
	CU_ASSERT_TRUE(li_slice_eq(change.raw,
		li_slice("\0\0\x02\x58\xc0\0\0\x0e\0\0\x28\xaf\xff\x01\0\0",
			16)));
	CU_ASSERT_EQUAL(change.initiator, 0);
	CU_ASSERT_EQUAL(lir.event, LI_EPS_LOCATION_INFORMATION_REQUEST);
	CU_ASSERT_TRUE(li_slice_is(lir.requesting_node, "icscf.ims.example"));
	CU_ASSERT_EQUAL(lir.requesting_network.n, 0);
	li_arena_fini(&arena);
}

static li_err read_hex(const char *hex, struct li_eps *out)
{
	struct li_buf b = {0};
	li_err err;

	octets_hex(&b, hex);
	CU_ASSERT_FALSE_FATAL(b.bad);
	err = li_eps_decode(li_buf_slice(&b), &arena, out);
	li_buf_fini(&b);
	return err;
}

static void test_eps_read__takes_records_of_others(void)
{
	struct li_eps e;

	/* A Begin with a local time, a location [8], sIPMessage [30] and a
	 * parameter of a later version. */
	CU_ASSERT_EQUAL_FATAL(read_hex("a128 8001 00 8101 41 a316 a014 800f"
				       "32303234303130313030303030305a 8101 00"
				       "a802 8100 9e0158 9f6300",
				      &e),
		LI_OK);
	CU_ASSERT_EQUAL(e.record, LI_EPS_BEGIN);
	CU_ASSERT_EQUAL(e.at_s, -1);
	CU_ASSERT_EQUAL(e.event, LI_EPS_NONE);
	CU_ASSERT_FALSE(e.has_logical_function);
	CU_ASSERT_EQUAL(e.party_count, 0);
	CU_ASSERT_EQUAL(read_hex("a500", &e), LI_EMALFORMED);
	CU_ASSERT_EQUAL(read_hex("", &e), LI_EMALFORMED);
	li_arena_fini(&arena);
}

static void test_eps_read__takes_no_time_for_one_that_is_none(void)
{
	static const struct {
		const char *hex;
		int64_t at_s;
	} cases[] = {
		{"3730303130313030303030315a", 1},
		{"3730303130313030303030312b", -1},
		{"37303031303130303030302a5a", -1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char hex[96];
		struct li_eps e;

		snprintf(hex, sizeof(hex), "a417 800100 810141 a30f 810d %s",
			cases[i].hex);
		CU_ASSERT_EQUAL_FATAL(read_hex(hex, &e), LI_OK);
		CU_ASSERT_EQUAL(e.at_s, cases[i].at_s);
	}
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.eps_read",
	UNIT_TEST(test_eps_read__gives_back_a_termination_by_the_hss),
	UNIT_TEST(test_eps_read__gives_back_the_other_events),
	UNIT_TEST(test_eps_read__takes_records_of_others),
	UNIT_TEST(test_eps_read__takes_no_time_for_one_that_is_none))
