/* SPDX-License-Identifier: BSD-3-Clause */
#include <gnutls/gnutls.h>
#include <gnutls/crypto.h>

#include "base/veil.h"
#include "store/seal.h"

enum {
	KEY = 32,
	NONCE = 12,
	TAG = 16,
	NAME_MAX_OCTETS = 24,
	PLACE = 2 * NAME_MAX_OCTETS + 8 + LI_KEY_CHECK,
};

struct li_seal {
	gnutls_aead_cipher_hd_t cipher[LI_SEAL_KEYS]; /* by number less one */
	size_t keys;
	uint8_t blind[KEY];
	uint8_t check[LI_KEY_CHECK];
	struct li_hash_secret secret;
	uint8_t nonce[NONCE];
	uint32_t used; /* nonces since the random part was drawn */
};

static bool expand(const uint8_t prk[KEY], const char *label, void *out,
	size_t n)
{
	uint8_t key[KEY];
	char info[32];
	gnutls_datum_t k = {.data = key, .size = sizeof(key)};
	gnutls_datum_t i = {.data = (uint8_t *)info};
	bool ok;

	memcpy(key, prk, sizeof(key));
	i.size = (unsigned int)li_slice_copy(li_slice_str(label), info,
		sizeof(info));
	ok = gnutls_hkdf_expand(GNUTLS_MAC_SHA256, &k, &i, out, n) == 0;
	explicit_bzero(key, sizeof(key));
	return ok;
}

static bool extract(const uint8_t *master, const struct li_uuid *installation,
	uint8_t prk[KEY])
{
	uint8_t key[LI_MASTER_KEY], octets[sizeof(installation->octet)];
	gnutls_datum_t k = {.data = key, .size = sizeof(key)};
	gnutls_datum_t salt = {.data = octets, .size = sizeof(octets)};
	bool ok;

	memcpy(key, master, sizeof(key));
	memcpy(octets, installation->octet, sizeof(octets));
	ok = gnutls_hkdf_extract(GNUTLS_MAC_SHA256, &k, &salt, prk) == 0;
	explicit_bzero(key, sizeof(key));
	return ok;
}

/* Add the cipher of a master key. */
static bool add(struct li_seal *s, const uint8_t prk[KEY])
{
	uint8_t key[KEY];
	gnutls_datum_t k = {.data = key, .size = sizeof(key)};
	bool ok;

	ok = expand(prk, "lmisf seal", key, sizeof(key)) &&
		gnutls_aead_cipher_init(&s->cipher[s->keys],
			GNUTLS_CIPHER_AES_256_GCM, &k) == 0;
	explicit_bzero(key, sizeof(key));
	s->keys += ok;
	return ok;
}

static bool derive(struct li_seal *s, const uint8_t prk[KEY])
{
	return expand(prk, "lmisf blind", s->blind, sizeof(s->blind)) &&
		expand(prk, "lmisf check", s->check, sizeof(s->check)) &&
		expand(prk, "lmisf hash", &s->secret, sizeof(s->secret)) &&
		add(s, prk);
}

li_err li_seal_new(const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation, struct li_seal **out)
{
	struct li_seal *s = li_veil_lock(sizeof(*s));
	uint8_t prk[KEY];
	bool ok;

	if (!s)
		return LI_ENOMEM;
	ok = extract(master, installation, prk) && derive(s, prk);
	explicit_bzero(prk, sizeof(prk));
	if (!ok) {
		li_seal_free(s);
		return LI_EIO;
	}
	*out = s;
	return LI_OK;
}

li_err li_seal_turn(struct li_seal *seal,
	const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation)
{
	uint8_t prk[KEY];
	bool ok;

	if (seal->keys == LI_SEAL_KEYS)
		return LI_ETOOBIG;
	ok = extract(master, installation, prk) && add(seal, prk);
	explicit_bzero(prk, sizeof(prk));
	return ok ? LI_OK : LI_EIO;
}

void li_seal_free(struct li_seal *seal)
{
	if (!seal)
		return;
	for (size_t i = 0; i < seal->keys; i++)
		gnutls_aead_cipher_deinit(seal->cipher[i]);
	li_veil_free(seal, sizeof(*seal), sizeof(*seal));
}

struct li_slice li_seal_check(const struct li_seal *seal)
{
	return li_slice(seal->check, sizeof(seal->check));
}

const struct li_hash_secret *li_seal_secret(const struct li_seal *seal)
{
	return &seal->secret;
}

/* The associated data: each name behind a zero, so that no two places read
 * the same. Returns its length. */
static size_t place(const struct li_seal *seal, struct li_cell cell,
	uint8_t out[PLACE])
{
	uint64_t row = (uint64_t)cell.row;
	size_t n;

	n = li_slice_copy(li_slice_str(cell.table), (char *)out,
		    NAME_MAX_OCTETS) +
		1;
	n += li_slice_copy(li_slice_str(cell.column), (char *)out + n,
		     NAME_MAX_OCTETS) +
		1;
	for (size_t i = 8; i-- > 0; row >>= 8)
		out[n + i] = (uint8_t)row;
	n += 8;
	memcpy(out + n, seal->check, LI_KEY_CHECK);
	return n + LI_KEY_CHECK;
}

static bool next_nonce(struct li_seal *seal)
{
	uint32_t counter = seal->used;

	if (counter == 0 &&
		gnutls_rnd(GNUTLS_RND_NONCE, seal->nonce, NONCE - 4) < 0)
		return false;
	for (size_t i = 0; i < 4; i++, counter >>= 8)
		seal->nonce[NONCE - 1 - i] = (uint8_t)counter;
	seal->used++; /* 0 after 2^32: drawn anew */
	return true;
}

li_err li_seal_put(struct li_seal *seal, struct li_cell cell,
	struct li_slice plain, struct li_buf *out)
{
	uint8_t aad[PLACE], *to;
	size_t aad_n = place(seal, cell, aad), n = plain.n + TAG;

	if (!next_nonce(seal))
		return LI_EIO;
	li_buf_put_u8(out, (uint8_t)seal->keys);
	li_buf_put(out, seal->nonce, NONCE);
	to = li_buf_reserve(out, n);
	if (!to)
		return LI_OK; /* out->bad says it */
	if (gnutls_aead_cipher_encrypt(seal->cipher[seal->keys - 1],
		    seal->nonce, NONCE, aad, aad_n, TAG,
		    plain.n ? (const void *)plain.p : "", plain.n, to, &n) < 0)
		return LI_EIO;
	li_buf_commit(out, n);
	return LI_OK;
}

li_err li_seal_open(struct li_seal *seal, struct li_cell cell,
	struct li_slice sealed, struct li_buf *out)
{
	uint8_t aad[PLACE], *to;
	size_t aad_n = place(seal, cell, aad), n;

	if (sealed.n < LI_SEAL_EXTRA || sealed.p[0] == 0 ||
		sealed.p[0] > seal->keys)
		return LI_ECORRUPT;
	n = sealed.n - LI_SEAL_EXTRA;
	/* One octet more, as an empty value needs a place too. */
	to = li_buf_reserve(out, n + 1);
	if (!to)
		return LI_ENOMEM;
	if (gnutls_aead_cipher_decrypt(seal->cipher[sealed.p[0] - 1],
		    sealed.p + 1, NONCE, aad, aad_n, TAG, sealed.p + 1 + NONCE,
		    sealed.n - 1 - NONCE, to, &n) < 0) {
		explicit_bzero(to, sealed.n - LI_SEAL_EXTRA);
		return LI_ECORRUPT;
	}
	li_buf_commit(out, n);
	return LI_OK;
}

li_err li_seal_blind(const struct li_seal *seal, const char *sort,
	struct li_slice value, uint8_t out[static LI_BLIND])
{
	gnutls_hmac_hd_t h;
	uint8_t mac[32];

	if (gnutls_hmac_init(&h, GNUTLS_MAC_SHA256, seal->blind,
		    sizeof(seal->blind)) < 0)
		return LI_ENOMEM;
	/* With its zero, so that no sort is the start of another. */
	gnutls_hmac(h, sort, strlen(sort) + 1);
	if (value.n > 0)
		gnutls_hmac(h, value.p, value.n);
	gnutls_hmac_deinit(h, mac);
	memcpy(out, mac, LI_BLIND);
	return LI_OK;
}
