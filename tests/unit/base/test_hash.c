/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/hash.h"
#include "unit.h"

/* SipHash-2-4-128 of 00 01 02 ... (n octets) under the key 00 ... 0f: the
 * algorithm's published vectors, its two words read as little endian. */
static const struct vector {
	size_t n;
	uint64_t hi, lo;
} vectors[] = {
	{0, 0xe6a825ba047f81a3, 0x930255c71472f66d},
	{1, 0x44af996bd8c187da, 0x45fc229b11597634},
	{2, 0xc75da4a48d227781, 0xe4ff0af6de8ba3fc},
	{3, 0x4ea967520cb6709c, 0x51ed8529b0b6335f},
	{7, 0x53c1dbd8beebf1a1, 0x3982f01fa64ab8c0},
	{8, 0x61f55862baa9623b, 0xb49714f364e2830f},
	{9, 0xabbad90a06994426, 0xed716dbb028b7fc4},
	{15, 0x11a8b03399e99354, 0xd9c3cf970fec087e},
	{16, 0xbb54b067caa4e26e, 0x77052385bf1533fd},
	{17, 0x98b88d73e8063d47, 0x4077e47ac466c054},
	{33, 0x321cf0467107c677, 0xcfffa94e5f9db6b6},
	{63, 0x4a83502f77d15051, 0x7cbd3f979a063e50},
};

static const struct li_hash_secret published = {0x0706050403020100,
	0x0f0e0d0c0b0a0908};

static const struct vector *vector(size_t i, struct li_slice *in)
{
	static uint8_t octets[64];

	for (size_t n = 0; n < sizeof(octets); n++)
		octets[n] = (uint8_t)n;
	if (i == sizeof(vectors) / sizeof(vectors[0]))
		return NULL;
	*in = li_slice(octets, vectors[i].n);
	return &vectors[i];
}

static void test_hash__equals_the_published_vectors(void)
{
	const struct vector *v;
	struct li_slice in;

	for (size_t i = 0; (v = vector(i, &in)); i++) {
		struct li_key key = li_hash(&published, in);

		CU_ASSERT_EQUAL(key.hi, v->hi);
		CU_ASSERT_EQUAL(key.lo, v->lo);
	}
}

static void test_hash__is_the_same_in_any_pieces(void)
{
	const struct vector *v;
	struct li_slice in;

	for (size_t i = 0; (v = vector(i, &in)); i++) {
		for (size_t cut = 0; cut <= in.n; cut++) {
			struct li_hasher h;
			struct li_key key;

			li_hasher_init(&h, &published);
			li_hasher_add(&h, li_slice_sub(in, 0, cut));
			li_hasher_add(&h, li_slice_sub(in, cut, in.n));
			key = li_hasher_end(&h);
			CU_ASSERT_EQUAL(key.hi, v->hi);
			CU_ASSERT_EQUAL(key.lo, v->lo);
		}
	}
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

static void test_hash__knows_the_none_key(void)
{
	CU_ASSERT(li_key_none((struct li_key){0, 0}));
	CU_ASSERT_FALSE(li_key_none((struct li_key){0, 1}));
	CU_ASSERT_FALSE(li_key_none((struct li_key){1, 0}));
}

UNIT_MAIN("base.hash", UNIT_TEST(test_hash__equals_the_published_vectors),
	UNIT_TEST(test_hash__is_the_same_in_any_pieces),
	UNIT_TEST(test_hash__depends_on_the_secret),
	UNIT_TEST(test_hash__knows_the_none_key))
