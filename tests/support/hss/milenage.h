/* SPDX-License-Identifier: BSD-3-Clause
 *
 * milenage.h - authentication vectors for the test HSS.
 *
 * Threads  No state: callable from any thread.
 * Memory   Nothing is kept; keys live in the caller's storage.
 * Spec     TS 35.206 (functions), TS 35.208 (test sets), TS 33.102 cl. 6.3.
 */
#ifndef TEST_HSS_MILENAGE_H
#define TEST_HSS_MILENAGE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	MILENAGE_BLOCK = 16,
	MILENAGE_SQN = 6,
	MILENAGE_AMF = 2,
	MILENAGE_MAC = 8,
	MILENAGE_AK = 6,
	MILENAGE_AUTS = 14
};

/* A subscriber's long-term secrets, OPc already made of OP. */
struct milenage_key {
	uint8_t k[MILENAGE_BLOCK];
	uint8_t opc[MILENAGE_BLOCK];
};

/* What f2 to f5 and f5* give for one RAND. */
struct milenage_out {
	uint8_t res[MILENAGE_MAC];
	uint8_t ck[MILENAGE_BLOCK];
	uint8_t ik[MILENAGE_BLOCK];
	uint8_t ak[MILENAGE_AK];
	uint8_t ak_star[MILENAGE_AK];
};

/* One quintet as the HSS hands it over Cx. */
struct milenage_vector {
	uint8_t rand[MILENAGE_BLOCK];
	uint8_t autn[MILENAGE_BLOCK];
	struct milenage_out out;
};

/* Fill key from K and the operator's OP. False when the cipher failed. */
bool milenage_key_init(struct milenage_key *key,
	const uint8_t k[MILENAGE_BLOCK], const uint8_t op[MILENAGE_BLOCK]);

/* f1 into mac_a and f1* into mac_s. False when the cipher failed. */
bool milenage_f1(const struct milenage_key *key,
	const uint8_t rand[MILENAGE_BLOCK], const uint8_t sqn[MILENAGE_SQN],
	const uint8_t amf[MILENAGE_AMF], uint8_t mac[MILENAGE_BLOCK]);

/* f2 to f5 and f5* of rand. False when the cipher failed. */
bool milenage_f2345(const struct milenage_key *key,
	const uint8_t rand[MILENAGE_BLOCK], struct milenage_out *out);

/* Make the quintet of v->rand, sqn and amf. False when the cipher failed. */
bool milenage_make(const struct milenage_key *key,
	const uint8_t sqn[MILENAGE_SQN], const uint8_t amf[MILENAGE_AMF],
	struct milenage_vector *v);

/* Check the AUTS that a UE answered rand with; true and *sqn = SQN of the UE
 * when its MAC-S is right.
 */
bool milenage_resync(const struct milenage_key *key,
	const uint8_t rand[MILENAGE_BLOCK], const uint8_t auts[MILENAGE_AUTS],
	uint8_t sqn[MILENAGE_SQN]);

#endif
