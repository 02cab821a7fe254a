/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "encode/eps.h"
#include "samples.h"
#include "unit.h"

static struct li_arena arena;

static struct li_iri record(const char *name)
{
	struct sample all[SAMPLES_MAX];
	size_t n = samples_make(all);
	const struct li_iri *found = sample_find(all, n, name);

	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	return *found;
}

static struct li_eps back(const struct li_iri *iri)
{
	struct li_buf out = {0};
	struct li_eps eps = {0};

	CU_ASSERT_EQUAL_FATAL(li_eps_encode(iri, NULL, &out), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_eps_decode(li_buf_slice(&out), &arena, &eps),
		LI_OK);
	li_buf_fini(&out);
	return eps;
}

/* "kind text, kind text": a whole list. Parties are a SET, which DER sorts. */
static bool are(const struct li_eps_identity *ids, size_t n, const char *want)
{
	char got[4096] = "";
	size_t at = 0;

	for (size_t i = 0; i < n && at < sizeof(got); i++)
		at += (size_t)snprintf(got + at, sizeof(got) - at, "%s%s %.*s",
			i ? ", " : "", ids[i].kind, (int)ids[i].text.n,
			(const char *)ids[i].text.p);
	if (strcmp(got, want) == 0)
		return true;
	fprintf(stderr, "got  %s\nwant %s\n", got, want);
	return false;
}

/* TS 33.108 table 7.7: SIP URI, TEL URI, MSISDN, IMSI, IMEI, IMPI and the
 * additional IMPUs of the target; TS 23.003 cl. 13.3: its IMSI */
static void test_eps_who__names_all_that_is_known_of_the_target(void)
{
	struct li_iri iri = record("cx_serving_system");
	struct li_identity *other = &iri.others[iri.other_count++];
	struct li_eps e = back(&iri);

	CU_ASSERT_TRUE(are(e.parties, e.party_count,
		"sip-uri sip:alice@ims.example, impi alice@ims.example"));
	CU_ASSERT_EQUAL(e.other_count, 0);
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMEI,
				      li_slice_str("35676508123456"), other),
		LI_OK);
	iri.cx.user_name = li_slice_str(
		"001010000000001@IMS.mnc001.mcc001.3gppnetwork.org");
	iri.cx.impis[iri.cx.impi_count++] = li_slice_str("tablet@ims.example");
	iri.cx.impus[iri.cx.impu_count++] = li_slice_str("tel:+15551230001");
	iri.others[0] = iri.others[--iri.other_count];
	e = back(&iri);
	CU_ASSERT_TRUE(are(e.parties, e.party_count,
		"impi tablet@ims.example, "
		"sip-uri sip:alice@ims.example, tel-uri tel:+15551230001, "
		"impi 001010000000001@IMS.mnc001.mcc001.3gppnetwork.org, "
		"imei 35676508123456, imsi 001010000000001"));
	CU_ASSERT_EQUAL(e.other_count, 0);
	li_arena_fini(&arena);
}

/* TS 33.108 table 7.9, Other User Identities: "other IMPUs or IMPIs that were
 * allocated to the target and will be deregistered" */
static void test_eps_who__tells_apart_what_a_termination_takes_down(void)
{
	struct li_iri iri = record("cx_termination_set");
	struct li_eps e = back(&iri);

	CU_ASSERT_TRUE(are(e.parties, e.party_count,
		"sip-uri sip:alice@ims.example, impi alice@ims.example, "
		"imei 35676508123456, imsi 001010000000001, "
		"sip-uri sip:alice.work@ims.example, "
		"impi 001010000000001@ims.mnc001.mcc001.3gppnetwork.org"));
	CU_ASSERT_TRUE(
		are(e.others, e.other_count, "tel-uri tel:+15551230001"));
	/* the previous serving system */
	CU_ASSERT_TRUE(li_slice_is(e.visited_network,
		"ims.mnc001.mcc001.3gppnetwork.org"));
	/* Associated-Identities: of a RTR only. TS 29.228 cl. 6.1.3 */
	iri.cx.impis[iri.cx.impi_count++] = li_slice_str("tablet@ims.example");
	CU_ASSERT_EQUAL(back(&iri).other_count, 1);
	iri.cx.command = LI_CX_RTR;
	e = back(&iri);
	CU_ASSERT_TRUE(are(e.others, e.other_count,
		"tel-uri tel:+15551230001, impi tablet@ims.example"));
	li_arena_fini(&arena);
}

/* TS 33.108 table 7.8; cl. B.9, Change-Of-Target-Identity */
static void test_eps_who__tells_which_identities_changed(void)
{
	struct li_iri iri = record("cx_record_new");
	struct li_eps e = back(&iri);
	struct li_buf out = {0};

	CU_ASSERT_TRUE(are(e.came, e.came_count,
		"sip-uri sip:alice.new@ims.example, tel-uri tel:+15551230009, "
		"imsi 001010000000009"));
	CU_ASSERT_TRUE(are(e.left, e.left_count,
		"sip-uri sip:alice@ims.example, impi alice@ims.example, "
		"imei 35676508123456, msisdn 15551230001"));
	/* It has one place for each. */
	iri.came[2] = iri.came[0];
	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &out), LI_EINVAL);
	iri.came_count = LI_IRI_CHANGED_MAX + 1;
	CU_ASSERT_EQUAL(li_eps_encode(&iri, NULL, &out), LI_EINVAL);
	iri.came_count = iri.left_count = 0;
	e = back(&iri);
	CU_ASSERT_EQUAL(e.came_count + e.left_count, 0);
	li_buf_fini(&out);
	li_arena_fini(&arena);
}

/* TS 33.108 cl. B.9: SET SIZE (1..10) OF PartyInformation */
static void test_eps_who__puts_what_is_more_than_ten_beside(void)
{
	struct li_iri iri = record("cx_location_crowd");
	struct li_eps e = back(&iri);

	CU_ASSERT_EQUAL(e.party_count, 10);
	CU_ASSERT_TRUE(are(e.others, e.other_count,
		"sip-uri sip:10@ims.example, sip-uri sip:11@ims.example"));
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.eps_who",
	UNIT_TEST(test_eps_who__names_all_that_is_known_of_the_target),
	UNIT_TEST(test_eps_who__tells_apart_what_a_termination_takes_down),
	UNIT_TEST(test_eps_who__tells_which_identities_changed),
	UNIT_TEST(test_eps_who__puts_what_is_more_than_ten_beside))
