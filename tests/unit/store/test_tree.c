/* SPDX-License-Identifier: BSD-3-Clause
 *
 * RFC 6962 cl. 2.1: the tree against its definition, told another way.
 */
#include "store/tree.h"
#include "unit.h"

enum { MOST = 70 };

static struct li_digest *digest;
static uint8_t rows[MOST][LI_SHA256];

static void start(void)
{
	CU_ASSERT_EQUAL_FATAL(li_digest_new(&digest), LI_OK);
	for (size_t i = 0; i < MOST; i++)
		for (size_t j = 0; j < LI_SHA256; j++)
			rows[i][j] = (uint8_t)(i * 7 + j);
}

static size_t split(size_t n)
{
	size_t k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

/* MTH of RFC 6962 cl. 2.1, over the rows [from, from + n). */
static void naive(size_t from, size_t n, uint8_t out[LI_SHA256])
{
	uint8_t left[LI_SHA256], right[LI_SHA256];

	if (n == 0) {
		li_digest_end(digest, out);
	} else if (n == 1) {
		li_digest_add(digest, li_slice("\0", 1));
		li_digest_add(digest, li_slice(rows[from], LI_SHA256));
		li_digest_end(digest, out);
	} else {
		naive(from, split(n), left);
		naive(from + split(n), n - split(n), right);
		li_digest_add(digest, li_slice("\1", 1));
		li_digest_add(digest, li_slice(left, LI_SHA256));
		li_digest_add(digest, li_slice(right, LI_SHA256));
		li_digest_end(digest, out);
	}
}

/* PATH of RFC 6962 cl. 2.1.1; returns its octets. */
static size_t naive_path(size_t m, size_t from, size_t n, uint8_t *out)
{
	size_t k = split(n), octets;

	if (n == 1)
		return 0;
	if (m < k) {
		octets = naive_path(m, from, k, out);
		naive(from + k, n - k, out + octets);
	} else {
		octets = naive_path(m - k, from + k, n - k, out);
		naive(from, k, out + octets);
	}
	return octets + LI_SHA256;
}

/* RFC 6962 cl. 2.1 */
static void test_tree__has_the_root_of_its_definition(void)
{
	struct li_tree t = {0};
	uint8_t want[LI_SHA256], have[LI_SHA256];

	start();
	for (size_t n = 0; n <= MOST; n++) {
		naive(0, n, want);
		li_tree_root(&t, digest, have);
		CU_ASSERT_EQUAL(memcmp(want, have, LI_SHA256), 0);
		if (n < MOST)
			CU_ASSERT_EQUAL(li_tree_add(&t, digest, rows[n]),
				LI_OK);
	}
	li_digest_free(digest);
}

/* SHA-256 of nothing: FIPS 180-4; RFC 6962 cl. 2.1 */
static void test_tree__of_nothing_is_the_hash_of_nothing(void)
{
	static const uint8_t nothing[] = {0xe3, 0xb0, 0xc4, 0x42};
	struct li_tree t = {0};
	uint8_t root[LI_SHA256];

	start();
	li_tree_root(&t, digest, root);
	CU_ASSERT_EQUAL(memcmp(root, nothing, sizeof(nothing)), 0);
	li_digest_free(digest);
}

static void test_tree__goes_on_where_it_was_saved(void)
{
	uint8_t saved[LI_TREE_PEAKS], want[LI_SHA256], have[LI_SHA256];
	struct li_tree t = {0}, again = {0};

	start();
	for (size_t n = 0; n < MOST; n++) {
		size_t octets = li_tree_save(&t, saved);

		CU_ASSERT_EQUAL(li_tree_load(&again, n,
					li_slice(saved, octets)),
			LI_OK);
		CU_ASSERT_EQUAL(li_tree_load(&again, n + 1,
					li_slice(saved, octets + 1)),
			LI_ECORRUPT);
		CU_ASSERT_EQUAL(li_tree_add(&again, digest, rows[n]), LI_OK);
		CU_ASSERT_EQUAL(li_tree_add(&t, digest, rows[n]), LI_OK);
		li_tree_root(&t, digest, want);
		li_tree_root(&again, digest, have);
		CU_ASSERT_EQUAL(memcmp(want, have, LI_SHA256), 0);
	}
	li_digest_free(digest);
}

/* RFC 6962 cl. 2.1.1 */
static void test_tree__holds_what_a_path_leads_from(void)
{
	uint8_t root[LI_SHA256], path[LI_TREE_PEAKS];

	start();
	for (size_t n = 1; n <= MOST; n++)
		for (size_t m = 0; m < n; m++) {
			size_t octets = naive_path(m, 0, n, path);
			struct li_slice p = li_slice(path, octets);

			naive(0, n, root);
			CU_ASSERT_TRUE(li_tree_holds(digest, m + 1, rows[m], p,
				n, root));
			CU_ASSERT_FALSE(li_tree_holds(digest, m + 1,
				rows[(m + 1) % MOST], p, n, root));
			CU_ASSERT_FALSE(li_tree_holds(digest, m + 2, rows[m], p,
				n, root));
			CU_ASSERT_FALSE(
				li_tree_holds(digest, 0, rows[m], p, n, root));
			if (octets == 0)
				continue;
			CU_ASSERT_FALSE(li_tree_holds(digest, m + 1, rows[m],
				li_slice_sub(p, LI_SHA256, p.n), n, root));
			path[0] ^= 1;
			CU_ASSERT_FALSE(li_tree_holds(digest, m + 1, rows[m], p,
				n, root));
		}
	li_digest_free(digest);
}

UNIT_MAIN("store.tree", UNIT_TEST(test_tree__has_the_root_of_its_definition),
	UNIT_TEST(test_tree__of_nothing_is_the_hash_of_nothing),
	UNIT_TEST(test_tree__goes_on_where_it_was_saved),
	UNIT_TEST(test_tree__holds_what_a_path_leads_from))
