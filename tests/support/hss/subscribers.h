/* SPDX-License-Identifier: BSD-3-Clause
 *
 * subscribers.h - who the test HSS knows, and where each is registered.
 *
 * Threads  Callers hold subscribers_lock() around every use of a subscriber.
 * Memory   Loaded once; freed by subscribers_free().
 * Spec     TS 29.228 cl. 6 (what an HSS remembers of a registration).
 */
#ifndef TEST_HSS_SUBSCRIBERS_H
#define TEST_HSS_SUBSCRIBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "milenage.h"

enum {
	SUBSCRIBERS_MAX = 65536, /* more is a mistake in the file */
	SUBSCRIBER_ID = 128,     /* longest identity or name, with its NUL */
	SUBSCRIBER_IMPUS = 8     /* largest implicit registration set */
};

struct subscriber {
	char impi[SUBSCRIBER_ID];
	char impu[SUBSCRIBER_IMPUS][SUBSCRIBER_ID];
	size_t impus;
	struct milenage_key key;
	uint8_t amf[MILENAGE_AMF];
	uint64_t sqn;
	char password[SUBSCRIBER_ID]; /* of SIP Digest; empty: none */

	bool registered;
	char server_name[SUBSCRIBER_ID];  /* SIP URI of the S-CSCF */
	char server_host[SUBSCRIBER_ID];  /* its Diameter identity */
	char server_realm[SUBSCRIBER_ID]; /* and realm */
};

/* Read the file: a line each, "IMPI K OP AMF SQN PASSWORD IMPU,IMPU...", the
 * middle four in hexadecimal, PASSWORD "-" for none, '#' starts a comment.
 * 0, or the number of the bad line, or -1 when it cannot be read.
 */
int subscribers_load(const char *path);
void subscribers_free(void);
size_t subscribers_count(void);

void subscribers_lock(void);
void subscribers_unlock(void);

/* The subscriber of a private or public identity; NULL when unknown. The
 * identity need not end in NUL.
 */
struct subscriber *subscribers_by_impi(const void *id, size_t len);
struct subscriber *subscribers_by_impu(const void *id, size_t len);

/* Is the public identity one of s? */
bool subscriber_has(const struct subscriber *s, const void *id, size_t len);

/* Make the next quintet of s and move its SQN on. False when it failed. */
bool subscriber_vector(struct subscriber *s, struct milenage_vector *v);

/* Write the User-Data of s (TS 29.228 annex E) into out, with a NUL. The
 * length, or 0 when it does not fit.
 */
size_t subscriber_profile(const struct subscriber *s, char *out, size_t size);

#endif
