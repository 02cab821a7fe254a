/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/xiri.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static void test_xiri_read__gives_back_what_was_written(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_arena arena = {0};
	size_t n = samples_make(all);

	for (size_t i = 0; i < n; i++) {
		struct li_iri *iri = &all[i].iri;
		struct li_buf out = {0};
		struct li_xiri x;

		if (iri->kind != LI_IRI_IMS_MESSAGE)
			continue;
		CU_ASSERT_EQUAL_FATAL(li_xiri_encode(iri, &out), LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_xiri_decode(li_buf_slice(&out), &arena,
					      &x),
			LI_OK);
		li_buf_wipe(&out); /* what was read is a copy */
		CU_ASSERT_EQUAL(x.event, LI_XIRI_IMS_MESSAGE);
		CU_ASSERT_EQUAL(x.release, 19);
		CU_ASSERT_EQUAL(x.version, 3);
		CU_ASSERT_EQUAL(x.session, iri->session);
		CU_ASSERT_EQUAL(x.roaming, 0);
		CU_ASSERT_EQUAL(x.from.family,
			iri->from.family ? iri->from.family : 4);
		CU_ASSERT_EQUAL(memcmp(x.from.ip, iri->from.ip, 16), 0);
		CU_ASSERT_EQUAL(memcmp(x.to.ip, iri->to.ip, 16), 0);
		CU_ASSERT_TRUE(li_slice_eq(x.sip, iri->sip));
		CU_ASSERT_EQUAL(x.modified, iri->modifications != 0);
		CU_ASSERT_EQUAL(x.modifications, iri->modifications);
		CU_ASSERT_EQUAL(x.modification_count,
			(size_t)__builtin_popcount(iri->modifications));
		li_buf_fini(&out);
	}
	li_arena_fini(&arena);
}

static void test_xiri_read__knows_each_modification(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_arena arena = {0};

	samples_make(all);
	for (uint32_t bit = 1; bit <= LI_MOD_ALL; bit <<= 1) {
		struct li_buf out = {0};
		struct li_xiri x;

		all[0].iri.modifications = bit;
		CU_ASSERT_EQUAL_FATAL(li_xiri_encode(&all[0].iri, &out), LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_xiri_decode(li_buf_slice(&out), &arena,
					      &x),
			LI_OK);
		CU_ASSERT_EQUAL(x.modifications, bit);
		CU_ASSERT_EQUAL(x.modification_count, 1);
		li_buf_fini(&out);
	}
	li_arena_fini(&arena);
}

/* TS 33.128 table 5.5.2-2 */
static void test_xiri_read__says_whom_an_iri_payload_concerns(void)
{
	const struct li_xiri_form form = {.hi2 = true};
	struct sample all[SAMPLES_MAX];
	struct li_arena arena = {0};
	struct li_buf out = {0};
	struct li_xiri x;

	samples_make(all);
	CU_ASSERT_EQUAL_FATAL(li_xiri_encode_as(&all[0].iri, &form, &out),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_xiri_decode(li_buf_slice(&out), &arena, &x),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(x.target_count,
		all[0].iri.matched_count + all[0].iri.other_count);
	CU_ASSERT_STRING_EQUAL(x.targets[0].kind, "impu");
	CU_ASSERT_TRUE(li_slice_eq(x.targets[0].text,
		li_slice(all[0].iri.matched[0].text,
			all[0].iri.matched[0].len)));
	CU_ASSERT_EQUAL(x.targets[0].provenance, LI_XIRI_MATCHED_ON);
	CU_ASSERT_STRING_EQUAL(x.targets[1].kind, "impi");
	CU_ASSERT_EQUAL(x.targets[1].provenance, 4);
	li_buf_fini(&out);
	li_arena_fini(&arena);
}

static li_err read_hex(const char *hex, struct li_xiri *out)
{
	static struct li_arena arena;
	struct li_buf b = {0};
	li_err err;

	octets_hex(&b, hex);
	CU_ASSERT_FALSE_FATAL(b.bad);
	err = li_xiri_decode(li_buf_slice(&b), &arena, out);
	li_buf_fini(&b);
	li_arena_fini(&arena);
	return err;
}

static void test_xiri_read__passes_over_what_it_does_not_know(void)
{
	struct li_xiri x;

	/* a location [6] and a later element of the payload */
	CU_ASSERT_EQUAL_FATAL(read_hex("3031 8105 0413130701 a228 bf6925 a118 "
				       "a116 a106 810400000001"
				       "a206 810400000002 8301 58 9f2900 "
				       "820102 830103 a603 bf0600",
				      &x),
		LI_OK);
	CU_ASSERT_EQUAL(x.version, 7);
	CU_ASSERT_EQUAL(x.session, LI_SESSION_TO_TARGET);
	CU_ASSERT_EQUAL(x.roaming, 3);
	CU_ASSERT_EQUAL(x.sip.n, 1);
	/* another event, another OID */
	CU_ASSERT_EQUAL_FATAL(read_hex("300c 8104 04131303 a204 a102 8100", &x),
		LI_OK);
	CU_ASSERT_EQUAL(x.event, LI_XIRI_OTHER);
	CU_ASSERT_EQUAL(x.release, 0);
	/* a longer one */
	CU_ASSERT_EQUAL_FATAL(read_hex("300e 8106 041313030101 a204 a102 8100",
				      &x),
		LI_OK);
	CU_ASSERT_EQUAL(x.release, 0);
}

static void test_xiri_read__refuses_addresses_of_no_length_there_is(void)
{
	struct li_xiri x = {.release = 77};

	CU_ASSERT_EQUAL(read_hex("3025 8105 0413130301 a21c bf6919 a114 a112 "
				 "a105 8103000000"
				 "a207 81050000000000 8300 820104",
				&x),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(read_hex("3025 8105 0413130301 a21c bf6919 a114 a112 "
				 "a106 820400000000"
				 "a206 810400000000 8300 820104",
				&x),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(x.release, 77);
}

static void test_xiri_read__says_when_the_arena_is_full(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_arena arena = {0};
	struct li_buf out = {0};
	struct li_xiri x;

	samples_make(all);
	while (li_arena_alloc(&arena, LI_ARENA_BLOCK / 2))
		;
	while (li_arena_alloc(&arena, 64))
		;
	CU_ASSERT_EQUAL_FATAL(li_xiri_encode(&all[0].iri, &out), LI_OK);
	CU_ASSERT_EQUAL(li_xiri_decode(li_buf_slice(&out), &arena, &x),
		LI_ENOMEM);
	li_buf_fini(&out);
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.xiri_read",
	UNIT_TEST(test_xiri_read__gives_back_what_was_written),
	UNIT_TEST(test_xiri_read__knows_each_modification),
	UNIT_TEST(test_xiri_read__says_whom_an_iri_payload_concerns),
	UNIT_TEST(test_xiri_read__passes_over_what_it_does_not_know),
	UNIT_TEST(test_xiri_read__refuses_addresses_of_no_length_there_is),
	UNIT_TEST(test_xiri_read__says_when_the_arena_is_full))
