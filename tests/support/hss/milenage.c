/* SPDX-License-Identifier: BSD-3-Clause
 *
 * milenage.c - see milenage.h.
 */
#include "milenage.h"

#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

/* AES-128 of one block: CBC with a zero IV is ECB for a single block. */
static bool cipher(const uint8_t k[MILENAGE_BLOCK],
	const uint8_t in[MILENAGE_BLOCK], uint8_t out[MILENAGE_BLOCK])
{
	uint8_t key_copy[MILENAGE_BLOCK], zero[MILENAGE_BLOCK] = {0};
	gnutls_datum_t key = {.data = key_copy, .size = sizeof(key_copy)};
	gnutls_datum_t iv = {.data = zero, .size = sizeof(zero)};
	gnutls_cipher_hd_t handle;
	int rc;

	memcpy(key_copy, k, sizeof(key_copy));
	rc = gnutls_cipher_init(&handle, GNUTLS_CIPHER_AES_128_CBC, &key, &iv);
	if (rc == 0) {
		rc = gnutls_cipher_encrypt2(handle, in, MILENAGE_BLOCK, out,
			MILENAGE_BLOCK);
		gnutls_cipher_deinit(handle);
	}
	gnutls_memset(key_copy, 0, sizeof(key_copy));
	return rc == 0;
}

static void xor16(uint8_t out[MILENAGE_BLOCK], const uint8_t a[MILENAGE_BLOCK],
	const uint8_t b[MILENAGE_BLOCK])
{
	for (int i = 0; i < MILENAGE_BLOCK; i++)
		out[i] = a[i] ^ b[i];
}

/* out[(i - octets) mod 16] = in[i]: the cyclic rotation towards bit 0. */
static void rotate(uint8_t out[MILENAGE_BLOCK],
	const uint8_t in[MILENAGE_BLOCK], int octets)
{
	for (int i = 0; i < MILENAGE_BLOCK; i++)
		out[i] = in[(i + octets) % MILENAGE_BLOCK];
}

bool milenage_key_init(struct milenage_key *key,
	const uint8_t k[MILENAGE_BLOCK], const uint8_t op[MILENAGE_BLOCK])
{
	uint8_t enc[MILENAGE_BLOCK];

	/* TS 35.206 cl. 4.1: OPc = OP xor E[OP]K */
	if (!cipher(k, op, enc))
		return false;
	memcpy(key->k, k, MILENAGE_BLOCK);
	xor16(key->opc, op, enc);
	return true;
}

bool milenage_f1(const struct milenage_key *key,
	const uint8_t rand[MILENAGE_BLOCK], const uint8_t sqn[MILENAGE_SQN],
	const uint8_t amf[MILENAGE_AMF], uint8_t mac[MILENAGE_BLOCK])
{
	uint8_t temp[MILENAGE_BLOCK], in1[MILENAGE_BLOCK], x[MILENAGE_BLOCK];

	xor16(x, rand, key->opc);
	if (!cipher(key->k, x, temp))
		return false;
	memcpy(in1, sqn, MILENAGE_SQN);
	memcpy(in1 + 6, amf, MILENAGE_AMF);
	memcpy(in1 + 8, in1, 8);
	/* TS 35.206 cl. 4.1: r1 = 64 bits, c1 = 0 */
	xor16(in1, in1, key->opc);
	rotate(x, in1, 8);
	xor16(x, x, temp);
	if (!cipher(key->k, x, mac))
		return false;
	xor16(mac, mac, key->opc);
	return true;
}

/* OUTn for n = 2 to 5: rotate by octets, xor the constant c. */
static bool out_n(const struct milenage_key *key,
	const uint8_t temp[MILENAGE_BLOCK], int octets, uint8_t c,
	uint8_t out[MILENAGE_BLOCK])
{
	uint8_t x[MILENAGE_BLOCK], y[MILENAGE_BLOCK];

	xor16(x, temp, key->opc);
	rotate(y, x, octets);
	y[15] ^= c;
	if (!cipher(key->k, y, out))
		return false;
	xor16(out, out, key->opc);
	return true;
}

bool milenage_f2345(const struct milenage_key *key,
	const uint8_t rand[MILENAGE_BLOCK], struct milenage_out *out)
{
	uint8_t temp[MILENAGE_BLOCK], x[MILENAGE_BLOCK];
	uint8_t out2[MILENAGE_BLOCK], out5[MILENAGE_BLOCK];

	xor16(x, rand, key->opc);
	/* TS 35.206 cl. 4.1: r2..r5 = 0, 32, 64, 96 bits; c2..c5 = 1, 2, 4, 8 */
	if (!cipher(key->k, x, temp) || !out_n(key, temp, 0, 1, out2) ||
		!out_n(key, temp, 4, 2, out->ck) ||
		!out_n(key, temp, 8, 4, out->ik) ||
		!out_n(key, temp, 12, 8, out5))
		return false;
	memcpy(out->res, out2 + 8, MILENAGE_MAC);
	memcpy(out->ak, out2, MILENAGE_AK);
	memcpy(out->ak_star, out5, MILENAGE_AK);
	return true;
}

bool milenage_make(const struct milenage_key *key,
	const uint8_t sqn[MILENAGE_SQN], const uint8_t amf[MILENAGE_AMF],
	struct milenage_vector *v)
{
	uint8_t mac[MILENAGE_BLOCK];

	if (!milenage_f2345(key, v->rand, &v->out) ||
		!milenage_f1(key, v->rand, sqn, amf, mac))
		return false;
	/* TS 33.102 cl. 6.3.2: AUTN = SQN xor AK || AMF || MAC-A */
	for (int i = 0; i < MILENAGE_SQN; i++)
		v->autn[i] = sqn[i] ^ v->out.ak[i];
	memcpy(v->autn + 6, amf, MILENAGE_AMF);
	memcpy(v->autn + 8, mac, MILENAGE_MAC);
	return true;
}

bool milenage_resync(const struct milenage_key *key,
	const uint8_t rand[MILENAGE_BLOCK], const uint8_t auts[MILENAGE_AUTS],
	uint8_t sqn[MILENAGE_SQN])
{
	static const uint8_t amf_star[MILENAGE_AMF]; /* all zero, cl. 6.3.3 */
	struct milenage_out out;
	uint8_t mac[MILENAGE_BLOCK], ue[MILENAGE_SQN];

	if (!milenage_f2345(key, rand, &out))
		return false;
	for (int i = 0; i < MILENAGE_SQN; i++)
		ue[i] = auts[i] ^ out.ak_star[i];
	if (!milenage_f1(key, rand, ue, amf_star, mac) ||
		memcmp(mac + 8, auts + MILENAGE_SQN, MILENAGE_MAC) != 0)
		return false;
	memcpy(sqn, ue, MILENAGE_SQN);
	return true;
}
