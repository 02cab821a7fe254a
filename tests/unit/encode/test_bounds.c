/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Of lists that are longer than there is room for, readers keep what there is
 * room for, say what they left, and leave nothing behind.
 */
#include <malloc.h>

#include "encode/eps.h"
#include "encode/hi4.h"
#include "encode/psp.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static const struct li_psp_place place = {
	.operator_id = "00101",
};

static const struct li_psp_head head = {
	.liid = {(const uint8_t *)"LIID-TEST-1", 11},
	.at_us = INT64_C(1700000000000001),
};

static struct li_arena arena;

static const struct li_iri *record(const char *name)
{
	static struct sample all[SAMPLES_MAX];
	const struct li_iri *found = sample_find(all, samples_make(all), name);

	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	return found;
}

enum { DEPTH = 6 };

/* What is in b becomes the same with more of what the tags lead to. */
static void again(struct li_buf *b, const uint32_t tags[static DEPTH],
	size_t more)
{
	struct li_buf out = {0};
	size_t depth = 0;

	while (depth < DEPTH && tags[depth])
		depth++;
	octets_again(&out, li_buf_slice(b), tags, depth, more);
	CU_ASSERT_FALSE_FATAL(out.bad);
	li_buf_fini(b);
	*b = out;
}

static struct li_psp read_psp(struct li_buf *b)
{
	struct li_psp psp = {0};

	CU_ASSERT_EQUAL_FATAL(li_psp_decode(li_buf_slice(b), &arena, &psp),
		LI_OK);
	li_buf_fini(b);
	return psp;
}

/* TS 102 232-1 annex A: iRIPayloadSequence */
static void test_bounds__records_of_a_pdu(void)
{
	static const uint32_t tags[DEPTH] = {0x30, 0xa2, 0xa0, 0x30};
	struct li_buf b = {0};
	struct li_psp psp;

	CU_ASSERT_EQUAL_FATAL(li_psp_encode(&place, &head, LI_PSP_33128,
				      LI_PSP_REPORT, record("ims_register"),
				      &b),
		LI_OK);
	again(&b, tags, LI_PSP_RECORDS_MAX + 1);
	psp = read_psp(&b);
	CU_ASSERT_EQUAL(psp.record_count, LI_PSP_RECORDS_MAX);
	CU_ASSERT_EQUAL(psp.crowded, 2);
	li_arena_fini(&arena);
}

/* TS 102 232-1 annex A: hI4Payload */
static void test_bounds__notifications_of_a_pdu(void)
{
	static const uint32_t tags[DEPTH] = {0x30, 0xa2, 0xa7, 0xa1};
	const struct li_hi4_notice notice = {.type = LI_PSP_ACTIVATION,
		.start_us = -1,
		.end_us = -1};
	struct li_buf b = {0};
	struct li_psp psp;

	CU_ASSERT_EQUAL_FATAL(li_hi4_encode(&place, &head, &notice, &b), LI_OK);
	again(&b, tags, LI_PSP_RECORDS_MAX);
	psp = read_psp(&b);
	CU_ASSERT_EQUAL(psp.notice_count, LI_PSP_RECORDS_MAX);
	CU_ASSERT_EQUAL(psp.crowded, 1);
	li_arena_fini(&arena);
}

/* TS 102 232-1 cl. 7.2 */
static void test_bounds__numbers_of_an_integrity_check(void)
{
	static const uint32_t tags[DEPTH] = {0x30, 0xa2, 0xa2, 0xa0, 0xa0,
		0x02};
	static const uint32_t numbers[LI_PSP_CHECKED_MAX];
	const struct li_psp_check check = {.numbers = numbers,
		.count = LI_PSP_CHECKED_MAX,
		.value = li_slice_str("0123456789abcdef0123456789abcdef")};
	struct li_buf b = {0}, more = {0};
	struct li_psp psp = {.checked_count = 77};

	CU_ASSERT_EQUAL_FATAL(li_psp_encode_check(&place, &head, &check, &b),
		LI_OK);
	octets_again(&more, li_buf_slice(&b), tags, DEPTH, 1);
	CU_ASSERT_FALSE_FATAL(more.bad);
	CU_ASSERT_EQUAL(li_psp_decode(li_buf_slice(&more), &arena, &psp),
		LI_ETOOBIG);
	CU_ASSERT_EQUAL(psp.checked_count, 77);
	li_buf_fini(&more);
	psp = read_psp(&b);
	CU_ASSERT_EQUAL(psp.checked_count, LI_PSP_CHECKED_MAX);
	li_arena_fini(&arena);
}

static struct li_eps *read_eps(const char *name, const uint32_t *tags,
	size_t more)
{
	static struct li_eps eps;
	struct li_buf b = {0};

	CU_ASSERT_EQUAL_FATAL(li_eps_encode(record(name), NULL, &b), LI_OK);
	again(&b, tags, more);
	CU_ASSERT_EQUAL_FATAL(li_eps_decode(li_buf_slice(&b), &arena, &eps),
		LI_OK);
	li_buf_fini(&b);
	return &eps;
}

/* TS 33.108 cl. B.9: partyInformation, each with a SIP-URI and an IMPI */
static void test_bounds__parties_of_an_event(void)
{
	static const uint32_t tags[DEPTH] = {0xa4, 0xa9, 0x30};
	const struct li_eps *eps =
		read_eps("media_keys", tags, LI_EPS_PARTIES_MAX / 2);

	CU_ASSERT_EQUAL(eps->party_count, LI_EPS_PARTIES_MAX);
	CU_ASSERT_EQUAL(eps->crowded, 2);
	CU_ASSERT_EQUAL(eps->other_count, 0);
	li_arena_fini(&arena);
}

/* TS 33.108 cl. B.9: mediaDecryption-info, of two at first */
static void test_bounds__keys_of_an_event(void)
{
	static const uint32_t tags[DEPTH] = {0xa4, 0xbf2a, 0x30};
	const struct li_eps *eps =
		read_eps("media_keys", tags, LI_MEDIA_KEYS_MAX);

	CU_ASSERT_EQUAL(eps->key_count, LI_MEDIA_KEYS_MAX);
	CU_ASSERT_EQUAL(eps->crowded, 2);
	li_arena_fini(&arena);
}

static struct li_xiri *read_xiri(const char *name, const uint32_t *tags,
	size_t more)
{
	static const struct li_xiri_form form = {.hi2 = true};
	static struct li_xiri xiri;
	struct li_buf b = {0};

	CU_ASSERT_EQUAL_FATAL(li_xiri_encode_as(record(name), &form, &b),
		LI_OK);
	again(&b, tags, more);
	CU_ASSERT_EQUAL_FATAL(li_xiri_decode(li_buf_slice(&b), &arena, &xiri),
		LI_OK);
	li_buf_fini(&b);
	return &xiri;
}

/* TS 33.128 cl. 7.12.4.2.2: originatingId, sDPState */
static void test_bounds__parties_and_sdp_of_a_session(void)
{
	static const uint32_t parties[DEPTH] = {0x30, 0xa2, 0xbf6a, 0xa1, 0x81},
			      sdp[DEPTH] = {0x30, 0xa2, 0xbf6a, 0xa3, 0x04};
	const struct li_xiri *x = read_xiri("start_of_interception", parties,
		2 * LI_IRI_PARTIES_MAX);
	struct li_slice terminating = x->start.terminating, first;

	CU_ASSERT_EQUAL(x->start.originating_count, LI_IRI_PARTIES_MAX);
	CU_ASSERT(terminating.n > 0);
	first = x->start.offer;
	x = read_xiri("start_of_interception", sdp, 7);
	CU_ASSERT_TRUE(li_slice_eq(x->start.offer, first));
	CU_ASSERT_TRUE(li_slice_eq(x->start.answer, first));
	li_arena_fini(&arena);
}

/* TS 33.128 cl. 7.2.4.3.3: hSSIdentities; table 5.5.2-2: targetIdentifiers */
static void test_bounds__identities_of_a_payload(void)
{
	static const uint32_t ids[DEPTH] = {0x30, 0xa2, 0xbf812d, 0xa1, 0x30},
			      targets[DEPTH] = {0x30, 0xa3, 0x30};
	const struct li_xiri *x =
		read_xiri("registered_target", ids, 2 * LI_XIRI_IDENTITIES_MAX);

	CU_ASSERT_EQUAL(x->registered.count, LI_XIRI_IDENTITIES_MAX);
	CU_ASSERT(x->registered.crowded >= LI_XIRI_IDENTITIES_MAX);
	x = read_xiri("ims_register", targets, LI_XIRI_IDENTITIES_MAX);
	CU_ASSERT_EQUAL(x->target_count, LI_XIRI_IDENTITIES_MAX);
	CU_ASSERT_EQUAL(x->targets_crowded, 2);
	li_arena_fini(&arena);
}

/* An allocator of a sanitizer says 0, and looks itself. */
static void test_bounds__nothing_is_left_of_what_was_read(void)
{
	struct li_buf psp = {0}, xiri = {0};
	struct li_xiri x;
	struct li_psp p;
	size_t before = 0;

	CU_ASSERT_EQUAL_FATAL(li_psp_encode(&place, &head, LI_PSP_33128,
				      LI_PSP_REPORT, record("ims_register"),
				      &psp),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_xiri_encode(record("ims_register"), &xiri),
		LI_OK);
	for (int i = 0; i < 100; i++) {
		if (i == 50) /* what the C library keeps is there */
			before = mallinfo2().uordblks;
		CU_ASSERT_EQUAL(li_psp_decode(li_buf_slice(&psp), &arena, &p),
			LI_OK);
		CU_ASSERT_EQUAL(li_psp_decode(li_slice(psp.p, psp.n - 1),
					&arena, &p),
			LI_EMALFORMED);
		CU_ASSERT_EQUAL(li_xiri_decode(li_buf_slice(&xiri), &arena, &x),
			LI_OK);
		li_arena_reset(&arena);
	}
	CU_ASSERT_EQUAL(mallinfo2().uordblks, before);
	li_buf_fini(&psp);
	li_buf_fini(&xiri);
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.bounds", UNIT_TEST(test_bounds__records_of_a_pdu),
	UNIT_TEST(test_bounds__notifications_of_a_pdu),
	UNIT_TEST(test_bounds__numbers_of_an_integrity_check),
	UNIT_TEST(test_bounds__parties_of_an_event),
	UNIT_TEST(test_bounds__keys_of_an_event),
	UNIT_TEST(test_bounds__parties_and_sdp_of_a_session),
	UNIT_TEST(test_bounds__identities_of_a_payload),
	UNIT_TEST(test_bounds__nothing_is_left_of_what_was_read))
