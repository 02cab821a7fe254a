/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "smaps.h"
#include "store/seal.h"
#include "unit.h"

static const uint8_t master[LI_MASTER_KEY] = {1, 2, 3, 4};
static const struct li_uuid installation = {{7, 7, 7}};
static const struct li_cell cell = {"task", "liid", 12};

static struct li_seal *make(void)
{
	struct li_seal *s = NULL;

	CU_ASSERT_EQUAL_FATAL(li_seal_new(master, &installation, &s), LI_OK);
	return s;
}

static struct li_buf seal_text(struct li_seal *s, const char *text)
{
	struct li_buf b = {0};

	CU_ASSERT_EQUAL(li_seal_put(s, cell, li_slice_str(text), &b), LI_OK);
	CU_ASSERT_EQUAL(li_buf_check(&b), LI_OK);
	CU_ASSERT_EQUAL(b.n, strlen(text) + LI_SEAL_EXTRA);
	return b;
}

static li_err open_at(struct li_seal *s, struct li_cell at, struct li_slice v)
{
	struct li_buf out = {0};
	li_err err = li_seal_open(s, at, v, &out);

	CU_ASSERT(err == LI_OK || out.n == 0);
	li_buf_fini(&out);
	return err;
}

static void test_seal__opens_what_it_sealed(void)
{
	static const char *const texts[] = {"", "a", "LIID-0001",
		"sip:+15551230001@ims.example"};
	struct li_seal *s = make();

	for (size_t i = 0; i < 4; i++) {
		struct li_buf b = seal_text(s, texts[i]), out = {0};

		CU_ASSERT_EQUAL(li_seal_open(s, cell, li_buf_slice(&b), &out),
			LI_OK);
		CU_ASSERT_TRUE(li_slice_is(li_buf_slice(&out), texts[i]));
		li_buf_fini(&b);
		li_buf_fini(&out);
	}
	li_seal_free(s);
}

/* TS 33.126 R6.6-100: a value cannot be moved. */
static void test_seal__opens_only_where_it_was_put(void)
{
	static const struct li_cell others[] = {
		{"task", "liid", 13},
		{"task", "liid", -12},
		{"task", "xid", 12},
		{"tas", "kliid", 12},
		{"taskliid", "", 12},
		{"target", "liid", 12},
	};
	struct li_seal *s = make();
	struct li_buf b = seal_text(s, "LIID-0001");

	CU_ASSERT_EQUAL(open_at(s, cell, li_buf_slice(&b)), LI_OK);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CU_ASSERT_EQUAL(open_at(s, others[i], li_buf_slice(&b)),
			LI_ECORRUPT);
	li_buf_fini(&b);
	li_seal_free(s);
}

static void test_seal__finds_each_changed_octet(void)
{
	struct li_seal *s = make();
	struct li_buf b = seal_text(s, "LIID-0001");

	for (size_t i = 0; i < b.n; i++) {
		b.p[i] ^= 1;
		CU_ASSERT_EQUAL(open_at(s, cell, li_buf_slice(&b)),
			LI_ECORRUPT);
		b.p[i] ^= 1;
		CU_ASSERT_EQUAL(open_at(s, cell, li_slice(b.p, i)),
			LI_ECORRUPT);
	}
	li_buf_fini(&b);
	li_seal_free(s);
}

/* What was changed has been computed before it is found out. */
static void test_seal__leaves_nothing_of_what_was_changed(void)
{
	struct li_seal *s = make();
	struct li_buf b = seal_text(s, "LIID-0001"), out = {0};

	b.p[b.n - 1] ^= 1; /* the tag */
	CU_ASSERT_EQUAL(li_seal_open(s, cell, li_buf_slice(&b), &out),
		LI_ECORRUPT);
	CU_ASSERT_EQUAL(out.n, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(out.p);
	CU_ASSERT_PTR_NULL(memmem(out.p, out.cap, "LIID", 4));
	li_buf_fini(&out);
	li_buf_fini(&b);
	li_seal_free(s);
}

static void test_seal__needs_the_key_and_the_installation(void)
{
	const struct li_uuid elsewhere = {{7, 7, 8}};
	uint8_t wrong[LI_MASTER_KEY] = {1, 2, 3, 5};
	struct li_seal *s = make(), *a = NULL, *b = NULL;
	struct li_buf sealed = seal_text(s, "LIID-0001");

	CU_ASSERT_EQUAL(li_seal_new(wrong, &installation, &a), LI_OK);
	CU_ASSERT_EQUAL(li_seal_new(master, &elsewhere, &b), LI_OK);
	CU_ASSERT_EQUAL(open_at(a, cell, li_buf_slice(&sealed)), LI_ECORRUPT);
	CU_ASSERT_EQUAL(open_at(b, cell, li_buf_slice(&sealed)), LI_ECORRUPT);
	CU_ASSERT_FALSE(li_slice_eq(li_seal_check(s), li_seal_check(a)));
	CU_ASSERT_FALSE(li_slice_eq(li_seal_check(s), li_seal_check(b)));
	CU_ASSERT_NOT_EQUAL(li_seal_secret(s)->k0, li_seal_secret(a)->k0);
	li_buf_fini(&sealed);
	li_seal_free(s);
	li_seal_free(a);
	li_seal_free(b);
}

static int by_nonce(const void *a, const void *b)
{
	return memcmp(a, b, 12);
}

/* NIST SP 800-38D cl. 8: a key never sees a nonce twice. */
static void test_seal__never_repeats_a_nonce(void)
{
	enum { N = 2000 };
	static uint8_t nonces[N][12];
	struct li_seal *s[2] = {make(), make()};
	size_t same = 0;

	for (size_t i = 0; i < N; i++) {
		struct li_buf b = seal_text(s[i % 2], "x");

		if (b.p)
			memcpy(nonces[i], b.p + 1, 12);
		li_buf_fini(&b);
	}
	qsort(nonces, N, 12, by_nonce);
	for (size_t i = 1; i < N; i++)
		same += memcmp(nonces[i - 1], nonces[i], 12) == 0;
	CU_ASSERT_EQUAL(same, 0);
	li_seal_free(s[0]);
	li_seal_free(s[1]);
}

static void test_seal__blinds_alike_what_is_alike(void)
{
	struct li_seal *s = make(), *again = make();
	struct li_slice v = li_slice_str("sip:a@b");
	struct li_slice w = li_slice_str("sip:a@c");
	uint8_t a[LI_BLIND], b[LI_BLIND], c[LI_BLIND], d[LI_BLIND];

	CU_ASSERT_EQUAL(li_seal_blind(s, "identity", v, a), LI_OK);
	CU_ASSERT_EQUAL(li_seal_blind(again, "identity", v, b), LI_OK);
	CU_ASSERT_EQUAL(li_seal_blind(s, "identity", w, c), LI_OK);
	CU_ASSERT_EQUAL(li_seal_blind(s, "xid", v, d), LI_OK);
	CU_ASSERT_EQUAL(memcmp(a, b, LI_BLIND), 0);
	CU_ASSERT_NOT_EQUAL(memcmp(a, c, LI_BLIND), 0);
	CU_ASSERT_NOT_EQUAL(memcmp(a, d, LI_BLIND), 0);
	li_seal_free(s);
	li_seal_free(again);
}

/* TS 33.127 cl. 8.4: what it has of the key is in no swap and in no core */
static void test_seal__is_locked_and_left_out_of_cores(void)
{
	struct li_seal *s = make();

	CU_ASSERT(smaps_locked(li_seal_secret(s)));
	CU_ASSERT(smaps_flag(li_seal_secret(s), " dd"));
	li_seal_free(s);
}

UNIT_MAIN("store.seal", UNIT_TEST(test_seal__is_locked_and_left_out_of_cores),
	UNIT_TEST(test_seal__opens_what_it_sealed),
	UNIT_TEST(test_seal__opens_only_where_it_was_put),
	UNIT_TEST(test_seal__finds_each_changed_octet),
	UNIT_TEST(test_seal__leaves_nothing_of_what_was_changed),
	UNIT_TEST(test_seal__needs_the_key_and_the_installation),
	UNIT_TEST(test_seal__never_repeats_a_nonce),
	UNIT_TEST(test_seal__blinds_alike_what_is_alike))
