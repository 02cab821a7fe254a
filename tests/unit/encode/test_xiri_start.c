/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "encode/ber.h"
#include "encode/xiri.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static struct li_iri record(const char *name)
{
	struct sample all[SAMPLES_MAX];
	size_t n = samples_make(all);
	const struct li_iri *found = sample_find(all, n, name);

	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	return *found;
}

static void written(const struct li_iri *iri, struct li_arena *arena,
	struct li_xiri *out)
{
	struct li_buf b = {0};

	CU_ASSERT_EQUAL_FATAL(li_xiri_encode(iri, &b), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_xiri_decode(li_buf_slice(&b), arena, out),
		LI_OK);
	li_buf_wipe(&b); /* what was read is a copy */
	li_buf_fini(&b);
}

/* TS 33.128 cl. 7.12.4.2.2: [106] with [1] to [4], IMPU as a choice in each */
static void test_xiri_start__writes_the_octets_of_its_module(void)
{
	struct li_iri iri = record("start_of_interception");
	struct li_buf got = {0}, want = {0};

	iri.originating[0] = li_slice_str("sip:a");
	iri.terminating = li_slice_str("tel:1");
	iri.diversion = li_slice_str("sip:d");
	iri.offer = li_slice_str("O");
	iri.answer = li_slice_str("A");
	iri.originating_count = 1;
	octets_hex(&want,
		"302f 8105 0413130301 a226 bf6a23 a107 8105 7369703a61"
		"a207 8205 74656c3a31 a306 0401 4f 0401 41"
		"a407 8105 7369703a64");
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_OK);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&got), li_buf_slice(&want)));
	li_buf_fini(&got);
	li_buf_fini(&want);
}

static void test_xiri_start__is_read_as_it_was_written(void)
{
	struct li_iri iri = record("start_of_interception");
	struct li_arena arena = {0};
	struct li_xiri x;

	written(&iri, &arena, &x);
	CU_ASSERT_EQUAL(x.event, LI_XIRI_ACTIVE_SESSION);
	CU_ASSERT_EQUAL(x.release, 19);
	CU_ASSERT_EQUAL_FATAL(x.start.originating_count, 2);
	for (size_t i = 0; i < 2; i++)
		CU_ASSERT(li_slice_eq(x.start.originating[i],
			iri.originating[i]));
	CU_ASSERT(li_slice_eq(x.start.terminating, iri.terminating));
	CU_ASSERT(li_slice_eq(x.start.diversion, iri.diversion));
	CU_ASSERT(li_slice_eq(x.start.offer, iri.offer));
	CU_ASSERT(li_slice_eq(x.start.answer, iri.answer));
	li_arena_fini(&arena);
}

/* Both parties are mandatory: the target stands on its own side, and on the
 * other nobody. TS 33.128 cl. 7.12.4.2.2, RFC 2606 cl. 2 */
static void test_xiri_start__names_both_parties_when_neither_is_known(void)
{
	struct li_iri iri = record("start_of_little");
	struct li_slice nobody =
		li_slice_str("sip:unavailable@unknown.invalid");
	struct li_slice target = li_slice_str("tel:+15551230001");
	struct li_arena arena = {0};
	struct li_xiri x;

	written(&iri, &arena, &x);
	CU_ASSERT_EQUAL_FATAL(x.start.originating_count, 1);
	CU_ASSERT(li_slice_eq(x.start.originating[0], nobody));
	CU_ASSERT(li_slice_eq(x.start.terminating, target));
	CU_ASSERT_EQUAL(x.start.offer.n + x.start.answer.n, 0);
	iri.session = LI_SESSION_FROM_TARGET;
	written(&iri, &arena, &x);
	CU_ASSERT(li_slice_eq(x.start.originating[0], target));
	CU_ASSERT(li_slice_eq(x.start.terminating, nobody));
	iri.session = LI_SESSION_INDETERMINATE;
	written(&iri, &arena, &x);
	CU_ASSERT(li_slice_eq(x.start.originating[0], nobody));
	CU_ASSERT(li_slice_eq(x.start.terminating, nobody));
	li_arena_fini(&arena);
}

/* RFC 3986 cl. 2.1 */
static void test_xiri_start__escapes_what_is_no_utf8(void)
{
	struct li_iri iri = record("start_of_interception");
	struct li_arena arena = {0};
	struct li_xiri x;

	iri.terminating = li_slice_str("sip:b\xff@d");
	iri.diversion = li_slice_str("sip:\xc3\xa9@d");
	written(&iri, &arena, &x);
	CU_ASSERT(li_slice_eq(x.start.terminating, li_slice_str("sip:b%FF@d")));
	CU_ASSERT(li_slice_eq(x.start.diversion, iri.diversion));
	li_arena_fini(&arena);
}

static void test_xiri_start__refuses_what_no_reader_would_take(void)
{
	struct li_iri iri = record("start_of_interception");
	uint8_t *big = calloc(1, LI_BER_MAX);
	struct li_buf got = {0};

	CU_ASSERT_PTR_NOT_NULL_FATAL(big);
	iri.offer = li_slice(big, LI_BER_MAX);
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_ETOOBIG);
	iri.offer.n = 1;
	iri.originating_count = LI_IRI_PARTIES_MAX + 1;
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_EINVAL);
	CU_ASSERT_EQUAL(got.n, 0);
	li_buf_fini(&got);
	free(big);
}

UNIT_MAIN("encode.xiri_start",
	UNIT_TEST(test_xiri_start__writes_the_octets_of_its_module),
	UNIT_TEST(test_xiri_start__is_read_as_it_was_written),
	UNIT_TEST(test_xiri_start__names_both_parties_when_neither_is_known),
	UNIT_TEST(test_xiri_start__escapes_what_is_no_utf8),
	UNIT_TEST(test_xiri_start__refuses_what_no_reader_would_take))
