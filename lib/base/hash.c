/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/random.h>

#include "base/hash_short.h"

enum { MIDDLE_MAX = 64 };

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
	return li_hash_key(
		XXH3_128bits_withSecret(s.p, s.n, secret, sizeof(*secret)));
}

static __attribute__((noinline)) struct li_key
hash_any(const struct li_hash_secret *secret, struct li_slice s)
{
	return hash(secret, s);
}

/* So long is nearly every Call-ID. What XXH3 does with so many octets needs few
 * registers, and what it does with more all of them, which are to be saved. */
static __attribute__((noinline, flatten)) struct li_key
hash_middle(const struct li_hash_secret *secret, struct li_slice s)
{
	if (s.n <= LI_HASH_SHORT_MAX || s.n > MIDDLE_MAX)
		__builtin_unreachable();
	return hash(secret, s);
}

/* Most of what is hashed is short: that is all in here. */
__attribute__((flatten)) struct li_key
li_hash(const struct li_hash_secret *secret, struct li_slice s)
{
	if (li_hash_is_short(s.n))
		return li_hash_short(secret, s);
	return s.n > LI_HASH_SHORT_MAX && s.n <= MIDDLE_MAX
		? hash_middle(secret, s)
		: hash_any(secret, s);
}

__attribute__((flatten)) uint64_t
li_hash_low(const struct li_hash_secret *secret, struct li_slice s)
{
	if (li_hash_is_short(s.n))
		return li_hash_short(secret, s).lo;
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
