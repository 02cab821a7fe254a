/* SPDX-License-Identifier: BSD-3-Clause
 *
 * test_milenage.c - the test HSS makes the vectors of TS 35.208 test set 1.
 */
#include "milenage.h"

#include <stdio.h>
#include <string.h>

/* TS 35.208 cl. 4.3.1 */
static const uint8_t k[] = {0x46, 0x5b, 0x5c, 0xe8, 0xb1, 0x99, 0xb4, 0x9f,
	0xaa, 0x5f, 0x0a, 0x2e, 0xe2, 0x38, 0xa6, 0xbc};
static const uint8_t rnd[] = {0x23, 0x55, 0x3c, 0xbe, 0x96, 0x37, 0xa8, 0x9d,
	0x21, 0x8a, 0xe6, 0x4d, 0xae, 0x47, 0xbf, 0x35};
static const uint8_t sqn[] = {0xff, 0x9b, 0xb4, 0xd0, 0xb6, 0x07};
static const uint8_t amf[] = {0xb9, 0xb9};
static const uint8_t op[] = {0xcd, 0xc2, 0x02, 0xd5, 0x12, 0x3e, 0x20, 0xf6,
	0x2b, 0x6d, 0x67, 0x6a, 0xc7, 0x2c, 0xb3, 0x18};
static const uint8_t opc[] = {0xcd, 0x63, 0xcb, 0x71, 0x95, 0x4a, 0x9f, 0x4e,
	0x48, 0xa5, 0x99, 0x4e, 0x37, 0xa0, 0x2b, 0xaf};
static const uint8_t f1[] = {0x4a, 0x9f, 0xfa, 0xc3, 0x54, 0xdf, 0xaf, 0xb3,
	0x01, 0xcf, 0xaf, 0x9e, 0xc4, 0xe8, 0x71, 0xe9};
static const uint8_t f2[] = {0xa5, 0x42, 0x11, 0xd5, 0xe3, 0xba, 0x50, 0xbf};
static const uint8_t f3[] = {0xb4, 0x0b, 0xa9, 0xa3, 0xc5, 0x8b, 0x2a, 0x05,
	0xbb, 0xf0, 0xd9, 0x87, 0xb2, 0x1b, 0xf8, 0xcb};
static const uint8_t f4[] = {0xf7, 0x69, 0xbc, 0xd7, 0x51, 0x04, 0x46, 0x04,
	0x12, 0x76, 0x72, 0x71, 0x1c, 0x6d, 0x34, 0x41};
static const uint8_t f5[] = {0xaa, 0x68, 0x9c, 0x64, 0x83, 0x70};
static const uint8_t f5s[] = {0x45, 0x1e, 0x8b, 0xec, 0xa4, 0x3b};

static int failed;

static void same(const char *what, const uint8_t *got, const uint8_t *want,
	size_t len)
{
	if (memcmp(got, want, len) == 0)
		return;
	printf("%s differs from TS 35.208 test set 1\n", what);
	failed = 1;
}

static void test_milenage__gives_test_set_1(const struct milenage_key *key)
{
	struct milenage_out out;
	uint8_t mac[MILENAGE_BLOCK];

	same("OPc", key->opc, opc, sizeof(opc));
	failed |= !milenage_f1(key, rnd, sqn, amf, mac);
	same("f1 and f1*", mac, f1, sizeof(f1));
	failed |= !milenage_f2345(key, rnd, &out);
	same("f2", out.res, f2, sizeof(f2));
	same("f3", out.ck, f3, sizeof(f3));
	same("f4", out.ik, f4, sizeof(f4));
	same("f5", out.ak, f5, sizeof(f5));
	same("f5*", out.ak_star, f5s, sizeof(f5s));
}

static void test_milenage__makes_autn_and_takes_auts(
	const struct milenage_key *key)
{
	static const uint8_t zero[MILENAGE_AMF];
	struct milenage_vector v;
	uint8_t mac[MILENAGE_BLOCK], auts[MILENAGE_AUTS], ue[MILENAGE_SQN];

	memcpy(v.rand, rnd, sizeof(rnd));
	failed |= !milenage_make(key, sqn, amf, &v);
	same("AUTN MAC", v.autn + 8, f1, MILENAGE_MAC);
	for (int i = 0; i < MILENAGE_SQN; i++)
		auts[i] = sqn[i] ^ f5s[i];
	failed |= !milenage_f1(key, rnd, sqn, zero, mac);
	memcpy(auts + MILENAGE_SQN, mac + 8, MILENAGE_MAC);
	failed |= !milenage_resync(key, rnd, auts, ue);
	same("SQN of AUTS", ue, sqn, sizeof(sqn));
	auts[13] ^= 1;
	if (milenage_resync(key, rnd, auts, ue)) {
		printf("an AUTS with a wrong MAC-S was taken\n");
		failed = 1;
	}
}

int main(void)
{
	struct milenage_key key;

	if (!milenage_key_init(&key, k, op)) {
		printf("no AES\n");
		return 1;
	}
	test_milenage__gives_test_set_1(&key);
	test_milenage__makes_autn_and_takes_auts(&key);
	printf("milenage: %s\n", failed ? "failed" : "passed");
	return failed;
}
