/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/psp.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static const struct li_psp_place place = {
	.operator_id = "00101",
	.element = "lmisf-1",
	.authorization_country = "XX",
	.delivery_country = "YY",
	.nfid = "nf",
	.ipid = "ip",
};

static const struct li_psp_head head = {
	.liid = {(const uint8_t *)"LIID-TEST-1", 11},
	.has_cin = true,
	.cin = 7,
	.sequence = UINT32_MAX,
	.at_us = INT64_C(1700000000000001),
};

static void same_header(const struct li_psp *p)
{
	CU_ASSERT_EQUAL(p->version, LI_PSP_VERSION);
	CU_ASSERT_TRUE(li_slice_is(p->liid, "LIID-TEST-1"));
	CU_ASSERT_TRUE(li_slice_is(p->operator_id, "00101"));
	CU_ASSERT_TRUE(li_slice_is(p->element, "lmisf-1"));
	CU_ASSERT_TRUE(li_slice_is(p->authorization_country, "XX"));
	CU_ASSERT_TRUE(li_slice_is(p->delivery_country, "YY"));
	CU_ASSERT_TRUE(li_slice_is(p->nfid, "nf"));
	CU_ASSERT_TRUE(li_slice_is(p->ipid, "ip"));
	CU_ASSERT_TRUE(p->has_cin);
	CU_ASSERT_EQUAL(p->cin, 7);
	CU_ASSERT_EQUAL(p->sequence, UINT32_MAX);
	CU_ASSERT_TRUE(p->has_time);
	CU_ASSERT_EQUAL(p->at_us, head.at_us);
	CU_ASSERT_EQUAL(p->qualifier, 1 + 1);
}

/* What a record of SIP must give back, in whichever form. */
static void same_sip(const struct li_psp_record *r, enum li_psp_form form,
	const struct li_iri *iri, struct li_arena *arena)
{
	struct li_xiri x;

	if (form == LI_PSP_IPMM) {
		CU_ASSERT_EQUAL(r->content, 11);
		CU_ASSERT_EQUAL(r->ipmm, 17);
		CU_ASSERT_EQUAL(r->iri_only, iri->modifications != 0);
		CU_ASSERT_TRUE(li_slice_eq(r->sip, iri->sip));
		CU_ASSERT_EQUAL(r->from.family,
			iri->from.family ? iri->from.family : 4);
		CU_ASSERT_EQUAL(memcmp(r->from.ip, iri->from.ip, 16), 0);
		CU_ASSERT_EQUAL(memcmp(r->to.ip, iri->to.ip, 16), 0);
		return;
	}
	CU_ASSERT_EQUAL(r->content, 19);
	CU_ASSERT_EQUAL_FATAL(li_xiri_decode(r->octets, arena, &x), LI_OK);
	CU_ASSERT_TRUE(x.hi2);
	CU_ASSERT_EQUAL(x.release, form == LI_PSP_33128 ? 19 : 17);
	CU_ASSERT_EQUAL(x.version, form == LI_PSP_33128 ? 3 : 15);
	CU_ASSERT_TRUE(li_slice_eq(x.sip, iri->sip));
	CU_ASSERT_EQUAL(x.modifications,
		form == LI_PSP_33128 ? iri->modifications : 0);
}

static void give_back(enum li_psp_form form)
{
	struct sample all[SAMPLES_MAX];
	struct li_arena arena = {0};
	size_t n = samples_make(all);

	for (size_t i = 0; i < n; i++) {
		const struct li_iri *iri = &all[i].iri;
		struct li_buf out = {0};
		struct li_psp psp;
		size_t size = 0;

		CU_ASSERT_EQUAL_FATAL(li_psp_encode(&place, &head, form,
					      LI_PSP_CONTINUE, iri, &out),
			LI_OK);
		CU_ASSERT_EQUAL(li_psp_frame(li_buf_slice(&out), &size), LI_OK);
		CU_ASSERT_EQUAL(size, out.n);
		CU_ASSERT_EQUAL_FATAL(li_psp_decode(li_buf_slice(&out), &arena,
					      &psp),
			LI_OK);
		li_buf_wipe(&out); /* what was read is a copy */
		same_header(&psp);
		CU_ASSERT_EQUAL(psp.kind, LI_PSP_IRI);
		CU_ASSERT_EQUAL_FATAL(psp.record_count, 1);
		CU_ASSERT_EQUAL(psp.records[0].type, LI_PSP_CONTINUE);
		/* TS 102 232-1 cl. 5.2.11 */
		CU_ASSERT_TRUE(psp.records[0].payload_direction >= 1);
		if (iri->kind == LI_IRI_IMS_MESSAGE)
			same_sip(&psp.records[0], form, iri, &arena);
		li_buf_fini(&out);
	}
	li_arena_fini(&arena);
}

static void test_psp_read__gives_back_each_record_in_each_form(void)
{
	give_back(LI_PSP_33128);
	give_back(LI_PSP_33128_R17);
	give_back(LI_PSP_IPMM);
}

/* TS 102 232-1 annex A: what a later version adds to a time is passed over */
static void test_psp_read__takes_a_time_with_more_in_it(void)
{
	static const uint8_t more[] = {0x82, 1, 5};
	struct li_buf pdu = {0}, out = {0};
	struct li_arena arena = {0};
	struct li_psp psp;
	size_t at = 0;

	CU_ASSERT_EQUAL_FATAL(li_psp_encode_link(&place, &head, LI_PSP_TEST,
				      &pdu),
		LI_OK);
	CU_ASSERT_TRUE_FATAL(pdu.p[1] < 0x80 && pdu.p[2] == 0xa1);
	while (at + 1 < pdu.n && (pdu.p[at] != 0xa7 || pdu.p[at + 1] > 16))
		at++;
	CU_ASSERT_TRUE_FATAL(at + 1 < pdu.n);
	/* of the PDU, its header and the time */
	pdu.p[1] += sizeof(more);
	pdu.p[3] += sizeof(more);
	pdu.p[at + 1] += sizeof(more);
	at += 2 + (size_t)pdu.p[at + 1] - sizeof(more);
	li_buf_put(&out, pdu.p, at);
	li_buf_put(&out, more, sizeof(more));
	li_buf_put(&out, pdu.p + at, pdu.n - at);
	CU_ASSERT_EQUAL_FATAL(li_psp_decode(li_buf_slice(&out), &arena, &psp),
		LI_OK);
	CU_ASSERT_TRUE(psp.has_time);
	CU_ASSERT_EQUAL(psp.at_us, head.at_us);
	li_arena_fini(&arena);
	li_buf_fini(&pdu);
	li_buf_fini(&out);
}

/* TS 102 232-1 cl. 6.3 */
static void test_psp_read__knows_each_word_of_the_link(void)
{
	static const enum li_psp_kind all[] = {LI_PSP_TEST, LI_PSP_KEEP_ALIVE,
		LI_PSP_KEEP_ALIVE_RESPONSE, LI_PSP_FIRST_SEGMENT,
		LI_PSP_LAST_SEGMENT, LI_PSP_CIN_RESET, LI_PSP_OPTION_REQUEST,
		LI_PSP_OPTION_RESPONSE, LI_PSP_OPTION_COMPLETE,
		LI_PSP_ACK_REQUEST, LI_PSP_ACK_RESPONSE};
	struct li_arena arena = {0};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_buf out = {0};
		struct li_psp psp;

		CU_ASSERT_EQUAL_FATAL(li_psp_encode_link(&place, &head, all[i],
					      &out),
			LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_psp_decode(li_buf_slice(&out), &arena,
					      &psp),
			LI_OK);
		CU_ASSERT_EQUAL(psp.kind, all[i]);
		same_header(&psp);
		li_buf_fini(&out);
	}
	li_arena_fini(&arena);
}

/* TS 102 232-1 cl. 7.2 */
static void test_psp_read__gives_back_an_integrity_check(void)
{
	static const uint32_t numbers[] = {0, 1, 4, UINT32_MAX};
	struct li_psp_check check = {.numbers = numbers,
		.count = 4,
		.value = li_slice_str("0123456789abcdef0123456789abcdef")};
	struct li_arena arena = {0};

	for (int signature = 0; signature < 3; signature++) {
		struct li_buf out = {0};
		struct li_psp psp;

		check.signature = signature != 0;
		check.edwards = signature == 2;
		CU_ASSERT_EQUAL_FATAL(li_psp_encode_check(&place, &head, &check,
					      &out),
			LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_psp_decode(li_buf_slice(&out), &arena,
					      &psp),
			LI_OK);
		CU_ASSERT_EQUAL(psp.kind, LI_PSP_INTEGRITY);
		CU_ASSERT_EQUAL_FATAL(psp.checked_count, 4);
		CU_ASSERT_EQUAL(memcmp(psp.checked, numbers, sizeof(numbers)),
			0);
		CU_ASSERT_EQUAL(psp.check_type, signature ? 2 : 1);
		CU_ASSERT_EQUAL(psp.data_type, 1);
		CU_ASSERT_EQUAL(psp.hash, 2);
		CU_ASSERT_EQUAL(psp.signature, signature ? 1 + signature : 0);
		CU_ASSERT_TRUE(li_slice_eq(psp.value, check.value));
		li_buf_fini(&out);
	}
	check.count = 0;
	CU_ASSERT_EQUAL(li_psp_encode_check(&place, &head, &check, NULL),
		LI_EINVAL);
	li_arena_fini(&arena);
}

static li_err read_hex(const char *hex, struct li_psp *out)
{
	static struct li_arena arena;
	struct li_buf b = {0};
	li_err err;

	octets_hex(&b, hex);
	CU_ASSERT_FALSE_FATAL(b.bad);
	err = li_psp_decode(li_buf_slice(&b), &arena, out);
	li_buf_fini(&b);
	li_arena_fini(&arena);
	return err;
}

static void test_psp_read__takes_other_versions_and_encodings(void)
{
	struct li_psp psp;

	/* version 17 with a superfluous arc, GeneralizedTime, lengths that are
	 * not the shortest, an extension of the header, an unknown payload */
	CU_ASSERT_EQUAL_FATAL(
		read_hex("30813ea181368008040002020501110081810141a307"
			 "a0058081023031848101058513323032333131313432"
			 "32313332302e3132335a9f7f00bf7f00a203bf1f00",
			&psp),
		LI_OK);
	CU_ASSERT_EQUAL(psp.version, 17);
	CU_ASSERT_EQUAL(psp.kind, LI_PSP_OTHER);
	CU_ASSERT_FALSE(psp.has_cin);
	CU_ASSERT_TRUE(psp.has_time);
	CU_ASSERT_EQUAL(psp.at_us, INT64_C(1700000000123000));
	CU_ASSERT_EQUAL(psp.qualifier, 0);
}

static void put_value(struct li_buf *to, uint8_t tag, struct li_buf *contents)
{
	li_buf_put_u8(to, tag);
	li_buf_put_u8(to, (uint8_t)contents->n);
	li_buf_put_slice(to, li_buf_slice(contents));
	li_buf_fini(contents);
}

/* A PDU with such an OID and such a time, and a payload that is unknown. */
static li_err with(const char *oid, const char *time, struct li_psp *out)
{
	static struct li_arena arena;
	struct li_buf header = {0}, both = {0}, pdu = {0};
	li_err err;

	octets_hex(&header, oid);
	octets_hex(&header, "810141 a307a0058003303031 840101");
	octets_hex(&header, time);
	put_value(&both, 0xa1, &header);
	octets_hex(&both, "a203bf1f00");
	put_value(&pdu, 0x30, &both);
	CU_ASSERT_FALSE_FATAL(pdu.bad);
	err = li_psp_decode(li_buf_slice(&pdu), &arena, out);
	li_buf_fini(&pdu);
	li_arena_fini(&arena);
	return err;
}

/* TS 102 232-1 annex A: a time that is none, and an OID that ends too soon */
static void test_psp_read__believes_no_time_that_is_none(void)
{
	static const struct {
		const char *hex;
		bool has;
	} times[] = {
		{"a709 8004 6553f100 8101 00", true},
		{"a70b 8004 6553f100 8103 0f423f", true},
		{"a70b 8004 6553f100 8103 0f4240", false},
		{"a709 8004 6553f100 8101 ff", false},
		{"a706 8001 ff 8101 00", false},
		{"a70d 8008 7fffffffffffffff 8101 00", false},
	};
	struct li_psp psp;

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		CU_ASSERT_EQUAL_FATAL(with("800704000202050111", times[i].hex,
					      &psp),
			LI_OK);
		CU_ASSERT_EQUAL(psp.has_time, times[i].has);
	}
	CU_ASSERT_EQUAL(with("800704000202050181", "", &psp), LI_OK);
	CU_ASSERT_EQUAL(psp.version, 0);
	CU_ASSERT_EQUAL(with("80080400020205018181", "", &psp), LI_OK);
	CU_ASSERT_EQUAL(psp.version, 0);
	CU_ASSERT_EQUAL(with("80080400020205018101", "", &psp), LI_OK);
	CU_ASSERT_EQUAL(psp.version, 129);
}

static void test_psp_read__frames_a_stream(void)
{
	static const struct {
		const char *hex;
		li_err err;
		size_t size;
	} all[] = {
		{"", LI_EAGAIN, 0},
		{"30", LI_EAGAIN, 0},
		{"30 05 0102", LI_OK, 7},
		{"30 81", LI_EAGAIN, 0},
		{"30 81 80", LI_OK, 131},
		{"30 82 01", LI_EAGAIN, 0},
		{"30 83 0ffff0", LI_OK, 1048565},
		{"30 83 100000", LI_ETOOBIG, 0},
		{"30 84 00000001", LI_OK, 7},
		{"30 84 ffffffff", LI_ETOOBIG, 0},
		{"30 85 0000000001", LI_ETOOBIG, 0},
		{"30 80", LI_EMALFORMED, 0},
		{"31 00", LI_EMALFORMED, 0},
		{"00", LI_EMALFORMED, 0},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_buf b = {0};
		size_t size = 0;

		octets_hex(&b, all[i].hex);
		CU_ASSERT_EQUAL(li_psp_frame(li_buf_slice(&b), &size),
			all[i].err);
		CU_ASSERT_EQUAL(size, all[i].size);
		li_buf_fini(&b);
	}
}

static void test_psp_read__survives_every_cut_and_flip(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_arena arena = {0};
	struct li_buf out = {0};
	struct li_psp psp = {.version = 77};

	samples_make(all);
	CU_ASSERT_EQUAL_FATAL(li_psp_encode(&place, &head, LI_PSP_IPMM,
				      LI_PSP_REPORT, &all[0].iri, &out),
		LI_OK);
	for (size_t n = 0; n < out.n; n++) {
		li_err err = li_psp_decode(li_slice(out.p, n), &arena, &psp);

		CU_ASSERT_EQUAL(err, LI_EMALFORMED);
	}
	CU_ASSERT_EQUAL(psp.version, 77);
	for (size_t i = 0; i < out.n * 8; i++) {
		out.p[i / 8] ^= (uint8_t)(1U << i % 8);
		if (li_psp_decode(li_buf_slice(&out), &arena, &psp) == LI_OK)
			CU_ASSERT_TRUE(psp.record_count <= LI_PSP_RECORDS_MAX);
		out.p[i / 8] ^= (uint8_t)(1U << i % 8);
		li_arena_reset(&arena);
	}
	li_buf_fini(&out);
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.psp_read",
	UNIT_TEST(test_psp_read__gives_back_each_record_in_each_form),
	UNIT_TEST(test_psp_read__takes_a_time_with_more_in_it),
	UNIT_TEST(test_psp_read__knows_each_word_of_the_link),
	UNIT_TEST(test_psp_read__gives_back_an_integrity_check),
	UNIT_TEST(test_psp_read__takes_other_versions_and_encodings),
	UNIT_TEST(test_psp_read__believes_no_time_that_is_none),
	UNIT_TEST(test_psp_read__frames_a_stream),
	UNIT_TEST(test_psp_read__survives_every_cut_and_flip))
