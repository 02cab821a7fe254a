/* SPDX-License-Identifier: BSD-3-Clause */
#include "golden.h"
#include "short_of_memory.h"
#include "unit.h"

/* One allocation fails, of the encoding or the reading of each record in each
 * format, asn1c's and ours alike: it is always said to be for want of memory. A
 * record that is said to be anything else is set aside, and is lost though
 * nothing is wrong with it. TS 33.127 cl. 5.3.2.4 */

static li_err encode(const struct golden *g, struct li_buf *out)
{
	li_err err;

	asked = 0;
	armed = true;
	err = golden_encode(g, out);
	armed = false;
	return err;
}

/* How many allocations it takes; each fails once. */
static uint64_t encode_each(const struct golden *g)
{
	struct li_buf out = {0};
	uint64_t most;

	fail_at = 0;
	CU_ASSERT_EQUAL(encode(g, &out), LI_OK);
	li_buf_fini(&out);
	most = asked;
	for (fail_at = 1; fail_at <= most; fail_at++) {
		const li_err err = encode(g, &out);

		if (err != LI_ENOMEM || out.n != 0)
			printf("%s/%s, allocation %llu of %llu: %s\n",
				golden_folder(g->form), g->name,
				(unsigned long long)fail_at,
				(unsigned long long)most, li_err_name(err));
		CU_ASSERT_EQUAL(err, LI_ENOMEM);
		CU_ASSERT_EQUAL(out.n, 0);
		li_buf_fini(&out);
	}
	return most;
}

static li_err decode(struct li_slice pdu)
{
	struct li_arena arena = {0};
	struct li_psp psp;
	li_err err;

	asked = 0;
	armed = true;
	err = li_psp_decode(pdu, &arena, &psp);
	armed = false;
	li_arena_fini(&arena);
	return err;
}

static uint64_t decode_each(const struct golden *g)
{
	struct li_buf pdu = {0};
	uint64_t most;

	CU_ASSERT_EQUAL(golden_encode(g, &pdu), LI_OK);
	fail_at = 0;
	CU_ASSERT_EQUAL(decode(li_buf_slice(&pdu)), LI_OK);
	most = asked;
	for (fail_at = 1; fail_at <= most; fail_at++)
		CU_ASSERT_EQUAL(decode(li_buf_slice(&pdu)), LI_ENOMEM);
	li_buf_fini(&pdu);
	return most;
}

static size_t all(struct golden list[static GOLDEN_MAX])
{
	static struct sample samples[SAMPLES_MAX];

	return golden_make(samples, samples_make(samples), list);
}

static void test_memory__is_what_an_encoding_wants_for(void)
{
	static struct golden list[GOLDEN_MAX];
	const size_t count = all(list);
	uint64_t most = 0;

	for (size_t i = 0; i < count; i++) {
		const uint64_t n = encode_each(&list[i]);

		CU_ASSERT_TRUE(n > 0);
		most = n > most ? n : most;
	}
	CU_ASSERT_TRUE(most > 3); /* a SET OF is put in order */
}

static void test_memory__is_what_a_reading_wants_for(void)
{
	static struct golden list[GOLDEN_MAX];
	const size_t count = all(list);
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < count; i++) {
		uint64_t n;

		if (list[i].form < GOLDEN_R19)
			continue;
		n = decode_each(&list[i]);
		least = n < least ? n : least;
	}
	CU_ASSERT_TRUE(least > 3 && least < UINT64_MAX);
}

UNIT_MAIN("encode.memory",
	UNIT_TEST(test_memory__is_what_an_encoding_wants_for),
	UNIT_TEST(test_memory__is_what_a_reading_wants_for))
