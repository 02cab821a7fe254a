/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/random.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/hash.h"

_Static_assert(sizeof(struct li_hash_secret) == 192 &&
		sizeof(struct li_hash_secret) >= XXH3_SECRET_SIZE_MIN,
	"XXH3 reads 192 octets of secret");

li_err li_hash_secret_draw(struct li_hash_secret *out)
{
	struct li_hash_secret s;

	if (getrandom(&s, sizeof(s), 0) != (ssize_t)sizeof(s))
		return LI_EIO;
	*out = s;
	return LI_OK;
}

static inline struct li_key hash(const struct li_hash_secret *secret,
	struct li_slice s)
{
	XXH128_hash_t h =
		XXH3_128bits_withSecret(s.p, s.n, secret, sizeof(*secret));
	struct li_key key = {.hi = h.high64, .lo = h.low64};

	if (!key.lo)
		key.lo = 1;
	return key;
}

static __attribute__((noinline)) struct li_key
hash_any(const struct li_hash_secret *secret, struct li_slice s)
{
	return hash(secret, s);
}

/* Most of what is hashed is the user part of an identity: that is all in here,
 * cut down to what XXH3 does with so many octets. */
__attribute__((flatten)) struct li_key
li_hash(const struct li_hash_secret *secret, struct li_slice s)
{
	if (s.n > 8 && s.n <= 16)
		return hash(secret, s);
	return hash_any(secret, s);
}

__attribute__((flatten)) uint64_t
li_hash_low(const struct li_hash_secret *secret, struct li_slice s)
{
	if (s.n > 8 && s.n <= 16)
		return hash(secret, s).lo;
	return hash_any(secret, s).lo;
}

void li_hasher_init(struct li_hasher *h, const struct li_hash_secret *secret)
{
	*h = (struct li_hasher){.secret = secret};
}

void li_hasher_add(struct li_hasher *h, struct li_slice s)
{
	const struct li_key both[] = {h->so_far, li_hash(h->secret, s)};

	h->so_far = li_hash(h->secret, li_slice(both, sizeof(both)));
}

struct li_key li_hasher_end(struct li_hasher *h)
{
	return h->so_far;
}
