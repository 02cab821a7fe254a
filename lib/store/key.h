/* SPDX-License-Identifier: BSD-3-Clause
 *
 * key.h - the audit's next signing key, signed by the one before.
 *
 * Floor    3, inside the store and lmisf_sql.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 33.126 R6.6-110
 */
#ifndef LI_STORE_KEY_H
#define LI_STORE_KEY_H

#include "base/uuid.h"
#include "store/sign.h"

#define LI_KEY_ACTION "audit.key"

enum { LI_KEY_TEXT = 80 };

/* Write the text that the key before signs: from this audit row on the other
 * one signs. */
struct li_slice li_key_text(const struct li_uuid *installation, int64_t row,
	const uint8_t public_part[static LI_SIGN_PUBLIC],
	uint8_t text[static LI_KEY_TEXT]);

#endif
