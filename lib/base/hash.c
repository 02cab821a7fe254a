/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/random.h>

#include "base/hash.h"

static uint64_t rotl(uint64_t x, unsigned int b)
{
	return x << b | x >> (64 - b);
}

static uint64_t le64(const uint8_t *p)
{
	uint64_t v = 0;

	for (size_t i = 8; i-- > 0;)
		v = v << 8 | p[i];
	return v;
}

static void rounds(uint64_t v[4], unsigned int n)
{
	while (n--) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = rotl(v[1], 13) ^ v[0];
		v[3] = rotl(v[3], 16) ^ v[2];
		v[0] = rotl(v[0], 32);
		v[2] += v[1];
		v[0] += v[3];
		v[1] = rotl(v[1], 17) ^ v[2];
		v[3] = rotl(v[3], 21) ^ v[0];
		v[2] = rotl(v[2], 32);
	}
}

static void block(uint64_t v[4], uint64_t m)
{
	v[3] ^= m;
	rounds(v, 2);
	v[0] ^= m;
}

li_err li_hash_secret_draw(struct li_hash_secret *out)
{
	struct li_hash_secret s;

	if (getrandom(&s, sizeof(s), 0) != (ssize_t)sizeof(s))
		return LI_EIO;
	*out = s;
	return LI_OK;
}

void li_hasher_init(struct li_hasher *h, const struct li_hash_secret *secret)
{
	h->v[0] = 0x736f6d6570736575u ^ secret->k0;
	h->v[1] = 0x646f72616e646f6du ^ secret->k1 ^ 0xee;
	h->v[2] = 0x6c7967656e657261u ^ secret->k0;
	h->v[3] = 0x7465646279746573u ^ secret->k1;
	h->tail = 0;
	h->total = 0;
}

void li_hasher_add(struct li_hasher *h, struct li_slice s)
{
	size_t i = 0;

	while (i < s.n && h->total % 8 != 0) {
		h->tail |= (uint64_t)s.p[i++] << 8 * (h->total % 8);
		if (++h->total % 8 == 0) {
			block(h->v, h->tail);
			h->tail = 0;
		}
	}
	for (; s.n - i >= 8; i += 8, h->total += 8)
		block(h->v, le64(s.p + i));
	for (; i < s.n; i++, h->total++)
		h->tail |= (uint64_t)s.p[i] << 8 * (h->total % 8);
}

struct li_key li_hasher_end(struct li_hasher *h)
{
	struct li_key key;

	block(h->v, h->tail | (uint64_t)(h->total & 0xff) << 56);
	h->v[2] ^= 0xee;
	rounds(h->v, 4);
	key.hi = h->v[0] ^ h->v[1] ^ h->v[2] ^ h->v[3];
	h->v[1] ^= 0xdd;
	rounds(h->v, 4);
	key.lo = h->v[0] ^ h->v[1] ^ h->v[2] ^ h->v[3];
	if (li_key_none(key))
		key.lo = 1;
	return key;
}

struct li_key li_hash(const struct li_hash_secret *secret, struct li_slice s)
{
	struct li_hasher h;

	li_hasher_init(&h, secret);
	li_hasher_add(&h, s);
	return li_hasher_end(&h);
}
