/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/prf.h"

enum { COMPRESS = 2, FINISH = 4 }; /* rounds: the 2-4 of SipHash-2-4 */

static uint64_t rotate(uint64_t x, unsigned int by)
{
	return x << by | x >> (64 - by);
}

static void rounds(uint64_t v[static 4], int n)
{
	for (int i = 0; i < n; i++) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] = rotate(v[0], 32);
		v[2] += v[1];
		v[0] += v[3];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] = rotate(v[2], 32);
	}
}

/* At most eight octets, the first the lowest. */
static uint64_t word(const uint8_t *p, size_t n)
{
	uint64_t w = 0;

	for (size_t i = 0; i < n; i++)
		w |= (uint64_t)p[i] << (8 * i);
	return w;
}

static void take(uint64_t v[static 4], uint64_t w)
{
	v[3] ^= w;
	rounds(v, COMPRESS);
	v[0] ^= w;
}

uint64_t li_prf(const struct li_prf_key *key, struct li_slice s)
{
	uint64_t v[4] = {
		key->k0 ^ 0x736f6d6570736575U,
		key->k1 ^ 0x646f72616e646f6dU,
		key->k0 ^ 0x6c7967656e657261U,
		key->k1 ^ 0x7465646279746573U,
	};
	size_t whole = s.n / 8 * 8;

	for (size_t i = 0; i < whole; i += 8)
		take(v, word(s.p + i, 8));
	take(v, word(s.p + whole, s.n - whole) | (uint64_t)s.n << 56);
	v[2] ^= 0xff;
	rounds(v, FINISH);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}
