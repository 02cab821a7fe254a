/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/x2.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static void test_x2__writes_keepalives_of_48_octets(void)
{
	struct li_buf got = {0}, want = {0};

	/* TS 103 221-2 cl. 5.1, 6.2.4 */
	CU_ASSERT_TRUE_FATAL(octets_file(&want, "golden/x2/keepalive.hex"));
	CU_ASSERT_TRUE_FATAL(octets_file(&want, "golden/x2/keepalive_ack.hex"));
	li_x2_keepalive(7, &got);
	CU_ASSERT_EQUAL(got.n, LI_X2_KEEPALIVE);
	li_x2_keepalive_ack(7, &got);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&got), li_buf_slice(&want)));
	li_buf_fini(&got);
	li_buf_fini(&want);
}

static void test_x2__appends_behind_what_is_there(void)
{
	struct sample all[SAMPLES_MAX];
	size_t n = samples_make(all), count = 0;
	struct li_buf out = {0};
	struct li_x2_pdu pdu;
	struct li_slice rest;

	for (size_t i = 0; i < n; i++)
		CU_ASSERT_EQUAL_FATAL(li_x2_encode(&sample_place, &all[i].iri,
					      &out),
			LI_OK);
	for (rest = li_buf_slice(&out); rest.n; count++) {
		CU_ASSERT_EQUAL_FATAL(li_x2_decode(rest, &pdu), LI_OK);
		CU_ASSERT_EQUAL(pdu.sequence, all[count].iri.sequence);
		rest = li_slice_sub(rest, pdu.size, rest.n);
	}
	CU_ASSERT_EQUAL(count, n);
	li_buf_fini(&out);
}

static void spoil(struct li_iri *iri, struct li_x2_place *place, int how)
{
	static char longest[LI_X2_PLACE_MAX + 2];

	memset(longest, 'x', LI_X2_PLACE_MAX + 1);
	switch (how) {
	case 0: place->nfid = NULL; break;
	case 1: place->nfid = ""; break;
	case 2: place->ipid = NULL; break;
	case 3: place->ipid = longest; break;
	case 4: place->nfid = "\xff"; break;
	case 5: iri->matched_count = 0; break;
	case 6: iri->matched_count = LI_TASK_TARGETS_MAX + 1; break;
	case 7: iri->other_count = LI_IRI_IDENTITIES_MAX + 1; break;
	case 8: iri->matched[0].len = 0; break;
	case 9: iri->others[0].len = LI_ID_MAX + 1; break;
	case 10: iri->at_us = -1; break;
	case 11: iri->at_us = INT64_C(4294967296000000); break;
	case 12: iri->direction = (enum li_direction)0; break;
	case 13: iri->direction = (enum li_direction)6; break;
	case 14: iri->kind = (enum li_iri_kind)0; break;
	case 15: iri->kind = (enum li_iri_kind)7; break;
	case 16: iri->sip.n = 0; break;
	case 17: iri->session = (enum li_session_direction)0; break;
	case 18: iri->modifications = 1 << 20; break;
	case 19: iri->cx.impu_count = LI_CX_IMPUS_MAX + 1; break;
	default: break;
	}
}

static void test_x2__leaves_the_buffer_alone_when_it_refuses(void)
{
	for (int how = 0; how <= 20; how++) {
		struct sample all[SAMPLES_MAX];
		struct li_x2_place place = sample_place;
		struct li_buf out = {0};

		samples_make(all);
		spoil(&all[0].iri, &place, how);
		li_buf_put_str(&out, "before");
		CU_ASSERT_EQUAL(li_x2_encode(&place, &all[0].iri, &out),
			how == 20 ? LI_OK : LI_EINVAL);
		CU_ASSERT_TRUE(
			li_slice_is(li_slice_sub(li_buf_slice(&out), 0, 6),
				"before"));
		CU_ASSERT_TRUE(how == 20 || out.n == 6);
		CU_ASSERT_FALSE(out.bad);
		li_buf_fini(&out);
	}
}

static void test_x2__says_when_the_buffer_is_full(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_buf whole = {0};

	samples_make(all);
	CU_ASSERT_EQUAL_FATAL(li_x2_encode(&sample_place, &all[2].iri, &whole),
		LI_OK);
	for (size_t max = 1; max < whole.n; max++) {
		struct li_buf out = {.max = max};

		CU_ASSERT_EQUAL(li_x2_encode(&sample_place, &all[2].iri, &out),
			LI_ENOMEM);
		CU_ASSERT_EQUAL(out.n, 0);
		CU_ASSERT_TRUE(out.bad);
		li_buf_fini(&out);
	}
	li_buf_fini(&whole);
}

/* The attribute 18 of a record of which only this one identity is known. */
static void only(enum li_id_kind kind, const char *text, const char *want)
{
	struct sample all[SAMPLES_MAX];
	struct li_iri *iri = &all[0].iri;
	struct li_buf out = {0};
	struct li_x2_pdu pdu;

	samples_make(all);
	iri->other_count = 0;
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(text),
				      &iri->matched[0]),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_x2_encode(&sample_place, iri, &out), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_x2_decode(li_buf_slice(&out), &pdu), LI_OK);
	CU_ASSERT_EQUAL_FATAL(pdu.other_count, 1);
	CU_ASSERT_TRUE(li_slice_is(pdu.others[0], want));
	li_buf_fini(&out);
}

static void test_x2__always_sends_another_target_identifier(void)
{
	/* TS 33.128 cl. 5.3.2; TS 103 221-2 cl. 5.3.18, 5.3.19;
	 * TS 103 221-1 cl. 6.2.1.2 */
	only(LI_ID_IMPU, "sip:a@b.example", "<sipUri>sip:a@b.example</sipUri>");
	only(LI_ID_IMPU, "tel:+1555", "<telUri>tel:+1555</telUri>");
	only(LI_ID_IMPI, "a@b.example", "<nai>a@b.example</nai>");
	only(LI_ID_IMEI, "35676508123456", "<peiImei>35676508123456</peiImei>");
}

/* TS 103 221-2 cl. 5.4.1 table 7: format 9 is a SIP message and nothing else */
static void test_x2__writes_sip_alone_when_asked(void)
{
	struct sample all[SAMPLES_MAX];
	const size_t count = samples_make(all);

	for (size_t i = 0; i < count; i++) {
		const struct li_iri *iri = &all[i].iri;
		struct li_buf usual = {0}, plain = {0};
		struct li_x2_pdu pdu;

		CU_ASSERT_EQUAL(li_x2_encode(&sample_place, iri, &usual),
			LI_OK);
		CU_ASSERT_EQUAL(li_x2_encode_sip(&sample_place, iri, &plain),
			LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_x2_decode(li_buf_slice(&plain), &pdu),
			LI_OK);
		CU_ASSERT_TRUE(li_x2_format_permitted(pdu.type, pdu.format));
		if (iri->kind == LI_IRI_IMS_MESSAGE) {
			CU_ASSERT_EQUAL(pdu.format, LI_X2_FORMAT_SIP);
			CU_ASSERT_TRUE(li_slice_eq(pdu.payload, iri->sip));
			CU_ASSERT_EQUAL(pdu.sequence, iri->sequence);
		} else {
			CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&plain),
				li_buf_slice(&usual)));
		}
		li_buf_fini(&usual);
		li_buf_fini(&plain);
	}
}

static void test_x2__says_no_identity_twice(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_iri *iri = &all[0].iri;
	struct li_buf out = {0};
	struct li_x2_pdu pdu;

	samples_make(all);
	iri->others[1] = iri->others[0];
	iri->others[2] = iri->matched[0];
	iri->other_count = 3;
	CU_ASSERT_EQUAL_FATAL(li_x2_encode(&sample_place, iri, &out), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_x2_decode(li_buf_slice(&out), &pdu), LI_OK);
	CU_ASSERT_EQUAL(pdu.matched_count, 1);
	CU_ASSERT_EQUAL(pdu.other_count, 1);
	li_buf_fini(&out);
}

static void test_x2__writes_text_that_xml_can_hold(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_identity *id = &all[0].iri.matched[0];
	struct li_x2_target target;
	struct li_buf out = {0};
	struct li_x2_pdu pdu;

	samples_make(all);
	id->len = (uint16_t)snprintf(id->text, sizeof(id->text),
		"sip:<&>\xc3\xbc\xff@b");
	CU_ASSERT_EQUAL_FATAL(li_x2_encode(&sample_place, &all[0].iri, &out),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_x2_decode(li_buf_slice(&out), &pdu), LI_OK);
	/* RFC 3986 cl. 2.1 */
	CU_ASSERT_TRUE(li_slice_is(pdu.matched[0],
		"<impu>sip:&lt;&amp;&gt;\xc3\xbc%FF@b</impu>"));
	CU_ASSERT_EQUAL(li_x2_target_read(pdu.matched[0], &target), LI_OK);
	CU_ASSERT_STRING_EQUAL(target.text, "sip:<&>\xc3\xbc%FF@b");
	li_buf_fini(&out);
}

static void test_x2__stays_readable_with_all_it_can_hold(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_iri *iri = &all[7].iri;
	struct li_buf out = {0};
	struct li_x2_pdu pdu;

	samples_make(all);
	for (size_t i = 0; i < LI_TASK_TARGETS_MAX + LI_IRI_IDENTITIES_MAX;
		i++) {
		struct li_identity *id = i < LI_TASK_TARGETS_MAX
			? &iri->matched[i]
			: &iri->others[i - LI_TASK_TARGETS_MAX];

		id->kind = LI_ID_IMPU;
		id->len = LI_ID_MAX;
		memset(id->text, '&', LI_ID_MAX);
		id->text[0] = (char)('a' + i);
	}
	iri->matched_count = LI_TASK_TARGETS_MAX;
	iri->other_count = LI_IRI_IDENTITIES_MAX;
	CU_ASSERT_EQUAL_FATAL(li_x2_encode(&sample_place, iri, &out), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_x2_decode(li_buf_slice(&out), &pdu), LI_OK);
	CU_ASSERT_EQUAL(pdu.matched_count, LI_TASK_TARGETS_MAX);
	CU_ASSERT_EQUAL(pdu.other_count, LI_IRI_IDENTITIES_MAX + 5);
	li_buf_fini(&out);
}

UNIT_MAIN("encode.x2", UNIT_TEST(test_x2__writes_keepalives_of_48_octets),
	UNIT_TEST(test_x2__appends_behind_what_is_there),
	UNIT_TEST(test_x2__leaves_the_buffer_alone_when_it_refuses),
	UNIT_TEST(test_x2__says_when_the_buffer_is_full),
	UNIT_TEST(test_x2__always_sends_another_target_identifier),
	UNIT_TEST(test_x2__writes_sip_alone_when_asked),
	UNIT_TEST(test_x2__says_no_identity_twice),
	UNIT_TEST(test_x2__writes_text_that_xml_can_hold),
	UNIT_TEST(test_x2__stays_readable_with_all_it_can_hold))
