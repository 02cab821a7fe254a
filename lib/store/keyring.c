/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/random.h>

#include "base/veil.h"
#include "store/keyring.h"

/* Where the ring stands. */
static const struct li_cell ring_cell = {"installation", "keys", 1};

li_err li_keyring_new(struct li_keyring **out)
{
	struct li_keyring *ring = li_veil_lock(sizeof(*ring));

	if (!ring)
		return LI_ENOMEM;
	*out = ring;
	return LI_OK;
}

void li_keyring_free(struct li_keyring *ring)
{
	if (ring)
		li_veil_free(ring, sizeof(*ring), sizeof(*ring));
}

li_err li_keyring_draw(struct li_keyring *ring)
{
	if (ring->count == LI_SEAL_KEYS)
		return LI_ETOOBIG;
	if (getrandom(ring->key[ring->count], LI_MASTER_KEY, 0) !=
		LI_MASTER_KEY)
		return LI_EIO;
	ring->count++;
	return LI_OK;
}

li_err li_keyring_seal(const struct li_keyring *ring,
	const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation, struct li_buf *out)
{
	struct li_seal *seal = NULL;
	li_err err = li_seal_new(master, installation, &seal);

	if (!err)
		err = li_seal_put(seal, ring_cell,
			li_slice(ring->key, ring->count * LI_MASTER_KEY), out);
	li_seal_free(seal);
	return err ? err : li_buf_check(out);
}

static li_err fill(struct li_keyring *ring, struct li_slice keys)
{
	if (keys.n == 0 || keys.n % LI_MASTER_KEY != 0 ||
		keys.n > sizeof(ring->key))
		return LI_ECONFIG;
	memcpy(ring->key, keys.p, keys.n);
	ring->count = keys.n / LI_MASTER_KEY;
	return LI_OK;
}

li_err li_keyring_open(struct li_keyring *ring,
	const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation, struct li_slice sealed)
{
	struct li_buf plain = {0};
	struct li_seal *seal = NULL;
	li_err err;

	if (!sealed.p)
		return fill(ring, li_slice(master, LI_MASTER_KEY));
	err = li_seal_new(master, installation, &seal);
	if (!err)
		err = li_seal_open(seal, ring_cell, sealed, &plain);
	if (!err)
		err = fill(ring, li_buf_slice(&plain));
	li_seal_free(seal);
	li_buf_wipe(&plain);
	li_buf_fini(&plain);
	return err == LI_ECORRUPT ? LI_ECONFIG : err;
}

li_err li_keyring_use(const struct li_keyring *ring,
	const struct li_uuid *installation, struct li_seal **out)
{
	struct li_seal *seal = NULL;
	li_err err = li_seal_new(ring->key[0], installation, &seal);

	for (size_t i = 1; !err && i < ring->count; i++)
		err = li_seal_turn(seal, ring->key[i], installation);
	if (err) {
		li_seal_free(seal);
		return err;
	}
	*out = seal;
	return LI_OK;
}

li_err li_keyring_unlock(const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation, struct li_slice sealed,
	struct li_slice check, struct li_seal **out)
{
	struct li_keyring *ring = NULL;
	struct li_seal *seal = NULL;
	li_err err = li_keyring_new(&ring);

	if (!err)
		err = li_keyring_open(ring, master, installation, sealed);
	if (!err)
		err = li_keyring_use(ring, installation, &seal);
	li_keyring_free(ring);
	if (!err && !li_slice_eq(check, li_seal_check(seal)))
		err = LI_ECONFIG;
	if (err) {
		li_seal_free(seal);
		return err;
	}
	*out = seal;
	return LI_OK;
}
