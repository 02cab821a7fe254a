/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/hash_short.h"
#include "unit.h"

/* The secret of these vectors is the octets 0, 1, 2, ... 191. */
static struct li_hash_secret counting(void)
{
	struct li_hash_secret secret;
	uint8_t octets[sizeof(secret)];

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)i;
	memcpy(&secret, octets, sizeof(secret));
	return secret;
}

/* Made by libxxhash's own XXH3_128bits_withSecret() of the octets 0, 1, 2, ...
 * under the secret above: every way that it takes by length. What is kept
 * sealed under a hash must be found again after an update. */
static const struct {
	size_t n;
	uint64_t hi, lo;
} vectors[] = {
	{0, 0xf9aee4cf4cd0aecf, 0xf9aee4cf4cd0aecf},
	{1, 0xc7e0efc0c84f7541, 0xe0b51d1aa8ed8c0b},
	{3, 0x30354320c2a4f904, 0xbb1e1b11b6b135bc},
	{4, 0xc6bd91a82d44f890, 0x809cfbc1be4a7e7e},
	{8, 0x537055492065e3e6, 0xbbf30dece404a20c},
	{9, 0x75f4b482a9a6d165, 0x8be16fb5d7394318},
	{12, 0xc8ed3e350310daa2, 0xe691867036857f8a},
	{16, 0x46acbf5cc9760f73, 0x5ac37b31d82e9229},
	{17, 0x09ed97f617b6c016, 0xde90713fd91a6166},
	{32, 0x4355887b8f113e13, 0x2b303e42a8b4e722},
	{33, 0x93e9b26f4f685b70, 0x17de8a6b821f19a2},
	{64, 0x4c6a73e79a1662de, 0x8aadc202e4daf1d9},
	{65, 0x55fc16c2fb4e742c, 0x392618339d72c2b3},
	{100, 0xcc663219461e26a7, 0xc0a22724e0adfc2c},
	{128, 0x205c5cfc89b88989, 0xcaa47b6302b07cd5},
	{129, 0x1ff48d497c3a12ae, 0x78f976ffcd670303},
	{200, 0x047fe9ed16957600, 0xfc90beab0aaa2618},
	{240, 0xd69ddcda83fe5467, 0x86a4ac02e39783fc},
	{241, 0x0ed8c28876a2b6b0, 0x4a215782f8441f05},
	{512, 0xcf2bdc8a0154feaf, 0x2e4f9e9104bf99cc},
	{1024, 0x0c4e19da1488d5e7, 0x19270c5d01f1aeca},
};

static void test_hash__gives_the_known_values(void)
{
	struct li_hash_secret secret = counting();
	uint8_t octets[1024];

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)i;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct li_key key =
			li_hash(&secret, li_slice(octets, vectors[i].n));

		CU_ASSERT_EQUAL(key.hi, vectors[i].hi);
		CU_ASSERT_EQUAL(key.lo, vectors[i].lo);
		CU_ASSERT_EQUAL(li_hash_low(&secret,
					li_slice(octets, vectors[i].n)),
			vectors[i].lo);
	}
}

/* So is what is compiled where a user part stands. */
static void test_hash__gives_the_same_for_what_is_short(void)
{
	struct li_hash_secret secret = counting();
	uint8_t octets[LI_HASH_SHORT_MAX + 1];
	size_t shorts = 0;

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)i;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct li_slice s = li_slice(octets, vectors[i].n);
		struct li_key key;

		if (!li_hash_is_short(s.n))
			continue;
		key = li_hash_short(&secret, s);
		CU_ASSERT_EQUAL(key.hi, vectors[i].hi);
		CU_ASSERT_EQUAL(key.lo, vectors[i].lo);
		shorts++;
	}
	CU_ASSERT_EQUAL(shorts, 3);
	CU_ASSERT_FALSE(li_hash_is_short(8));
	CU_ASSERT_FALSE(li_hash_is_short(17));
}

static void test_hash__takes_every_octet_of_the_secret(void)
{
	static const size_t lengths[] = {3, 8, 16, 40, 100, 200, 4096};
	static const uint8_t octets[4096] = {1};
	bool seen[sizeof(struct li_hash_secret)] = {false};

	for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]); l++) {
		struct li_hash_secret secret = counting();
		struct li_slice s = li_slice(octets, lengths[l]);
		struct li_key key = li_hash(&secret, s);
		uint8_t *p = (uint8_t *)&secret;

		for (size_t i = 0; i < sizeof(secret); i++) {
			p[i] ^= 0x55;
			if (!li_key_eq(li_hash(&secret, s), key))
				seen[i] = true;
			p[i] ^= 0x55;
		}
	}
	for (size_t i = 0; i < sizeof(seen); i++)
		CU_ASSERT(seen[i]);
}

static struct li_key of_pieces(const char *a, const char *b)
{
	struct li_hash_secret secret = counting();
	struct li_hasher h;

	li_hasher_init(&h, &secret);
	li_hasher_add(&h, li_slice_str(a));
	if (b)
		li_hasher_add(&h, li_slice_str(b));
	return li_hasher_end(&h);
}

static void test_hash__tells_pieces_apart(void)
{
	CU_ASSERT(li_key_eq(of_pieces("ab", "c"), of_pieces("ab", "c")));
	CU_ASSERT_FALSE(li_key_eq(of_pieces("ab", "c"), of_pieces("a", "bc")));
	CU_ASSERT_FALSE(li_key_eq(of_pieces("ab", "c"), of_pieces("c", "ab")));
	CU_ASSERT_FALSE(li_key_eq(of_pieces("ab", ""), of_pieces("ab", NULL)));
	CU_ASSERT_FALSE(li_key_eq(of_pieces("", "ab"), of_pieces("ab", NULL)));
	CU_ASSERT_FALSE(li_key_none(of_pieces("", NULL)));
}

static void test_hash__depends_on_the_secret(void)
{
	struct li_hash_secret a, b;
	struct li_slice s = li_slice_str("sip:a@ims.example");

	CU_ASSERT_EQUAL_FATAL(li_hash_secret_draw(&a), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_hash_secret_draw(&b), LI_OK);
	CU_ASSERT_FALSE(li_key_eq(li_hash(&a, s), li_hash(&b, s)));
	CU_ASSERT(li_key_eq(li_hash(&a, s), li_hash(&a, s)));
}

static void test_hash__keeps_names_apart(void)
{
	/* the high half is made 0 by this name, the low one never */
	struct li_key k = {5, 6},
		      none = {-(uint64_t)'a' * 0x9e3779b97f4a7c15u, 1};

	CU_ASSERT_FALSE(li_key_eq(li_key_named(k, 'a'), li_key_named(k, 'b')));
	CU_ASSERT(li_key_eq(li_key_named(k, 'a'), li_key_named(k, 'a')));
	CU_ASSERT_EQUAL(li_key_named(none, 'a').hi, 0);
	CU_ASSERT_FALSE(li_key_none(li_key_named(none, 'a')));
}

static void test_hash__joins_to_no_none_key(void)
{
	const struct li_key none = {0, 0}, shared = {2, 1}, half = {0, 3};

	CU_ASSERT_NOT_EQUAL(li_key_joined(none, none).lo, 0);
	/* what the halves have in common goes out */
	CU_ASSERT_NOT_EQUAL(li_key_joined((struct li_key){0, 2 << 23}, shared)
				    .lo,
		0);
	CU_ASSERT_EQUAL(li_key_joined(half, none).lo, 3);
}

static void test_hash__knows_the_none_key(void)
{
	CU_ASSERT(li_key_none((struct li_key){0, 0}));
	CU_ASSERT_FALSE(li_key_none((struct li_key){0, 1}));
	CU_ASSERT_FALSE(li_key_none((struct li_key){1, 0}));
}

UNIT_MAIN("base.hash", UNIT_TEST(test_hash__gives_the_known_values),
	UNIT_TEST(test_hash__gives_the_same_for_what_is_short),
	UNIT_TEST(test_hash__takes_every_octet_of_the_secret),
	UNIT_TEST(test_hash__tells_pieces_apart),
	UNIT_TEST(test_hash__depends_on_the_secret),
	UNIT_TEST(test_hash__keeps_names_apart),
	UNIT_TEST(test_hash__joins_to_no_none_key),
	UNIT_TEST(test_hash__knows_the_none_key))
