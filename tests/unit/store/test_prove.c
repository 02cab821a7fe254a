/* SPDX-License-Identifier: BSD-3-Clause
 *
 * RFC 6962 cl. 2.1.1: each path leads to the root, whichever are made together.
 */
#include "store/prove.h"
#include "unit.h"

enum { MOST = 70 };

static struct li_digest *digest;
static uint8_t rows[MOST + 1][LI_SHA256];

static void start(void)
{
	CU_ASSERT_EQUAL_FATAL(li_digest_new(&digest), LI_OK);
	for (size_t i = 0; i <= MOST; i++)
		for (size_t j = 0; j < LI_SHA256; j++)
			rows[i][j] = (uint8_t)(i * 11 + j);
}

/* Pass rows 1 to n, each `step`-th from `first` on to be shown. */
static struct li_prover *pass(size_t n, size_t first, size_t step,
	uint8_t root[LI_SHA256])
{
	struct li_prover *p = NULL;
	struct li_tree tree = {0};
	uint8_t want[LI_SHA256];

	CU_ASSERT_EQUAL_FATAL(li_prover_new(&p), LI_OK);
	for (size_t row = 1; row <= n; row++) {
		if (row >= first && (row - first) % step == 0)
			CU_ASSERT_EQUAL(li_prover_want(p, row), LI_OK);
		CU_ASSERT_EQUAL(li_prover_add(p, digest, rows[row]), LI_OK);
		CU_ASSERT_EQUAL(li_tree_add(&tree, digest, rows[row]), LI_OK);
	}
	CU_ASSERT_EQUAL(li_prover_size(p), n);
	CU_ASSERT_EQUAL(li_prover_end(p, digest, root), LI_OK);
	li_tree_root(&tree, digest, want);
	CU_ASSERT_EQUAL(memcmp(root, want, sizeof(want)), 0);
	return p;
}

/* RFC 6962 cl. 2.1.1 */
static void test_prove__leads_each_row_to_the_root(void)
{
	uint8_t root[LI_SHA256];

	start();
	for (size_t n = 1; n <= MOST; n++)
		for (size_t step = 1; step < 9; step += 3) {
			struct li_prover *p = pass(n, 1, step, root);
			size_t i = 0;

			for (size_t row = 1; row <= n; row += step)
				CU_ASSERT_TRUE(li_tree_holds(digest, row,
					rows[row], li_prover_path(p, i++), n,
					root));
			li_prover_free(p);
		}
	li_digest_free(digest);
}

static void test_prove__leads_nothing_else_there(void)
{
	uint8_t root[LI_SHA256];
	struct li_prover *p;

	start();
	for (size_t n = 2; n <= MOST; n++) {
		p = pass(n, n / 2, n, root);
		CU_ASSERT_FALSE(li_tree_holds(digest, n / 2, rows[n],
			li_prover_path(p, 0), n, root));
		CU_ASSERT_FALSE(li_tree_holds(digest, n / 2 + 1, rows[n / 2],
			li_prover_path(p, 0), n, root));
		li_prover_free(p);
	}
	li_digest_free(digest);
}

static void test_prove__refuses_what_has_passed_or_never_comes(void)
{
	uint8_t root[LI_SHA256];
	struct li_prover *p = NULL;

	start();
	CU_ASSERT_EQUAL_FATAL(li_prover_new(&p), LI_OK);
	CU_ASSERT_EQUAL(li_prover_add(p, digest, rows[1]), LI_OK);
	CU_ASSERT_EQUAL(li_prover_want(p, 1), LI_EINVAL);
	CU_ASSERT_EQUAL(li_prover_want(p, 4), LI_OK);
	CU_ASSERT_EQUAL(li_prover_want(p, 4), LI_EINVAL);
	CU_ASSERT_EQUAL(li_prover_want(p, 3), LI_EINVAL);
	CU_ASSERT_EQUAL(li_prover_add(p, digest, rows[2]), LI_OK);
	CU_ASSERT_EQUAL(li_prover_end(p, digest, root), LI_ENOTFOUND);
	li_prover_free(p);
	li_prover_free(NULL);
	li_digest_free(digest);
}

/* SHA-256 of nothing: FIPS 180-4 */
static void test_prove__of_nothing_is_the_hash_of_nothing(void)
{
	static const uint8_t nothing[] = {0xe3, 0xb0, 0xc4, 0x42};
	uint8_t root[LI_SHA256];
	struct li_prover *p;

	start();
	p = pass(0, 1, 1, root);
	CU_ASSERT_EQUAL(memcmp(root, nothing, sizeof(nothing)), 0);
	li_prover_free(p);
	li_digest_free(digest);
}

UNIT_MAIN("store.prove", UNIT_TEST(test_prove__leads_each_row_to_the_root),
	UNIT_TEST(test_prove__leads_nothing_else_there),
	UNIT_TEST(test_prove__refuses_what_has_passed_or_never_comes),
	UNIT_TEST(test_prove__of_nothing_is_the_hash_of_nothing))
