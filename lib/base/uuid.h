/* SPDX-License-Identifier: BSD-3-Clause
 *
 * uuid.h - XIDs and DIDs.
 *
 * Floor    0.
 * Threads  Any.
 * Memory   None.
 * Spec     TS 103 280 (UUID version 4, lower case), RFC 4122 (octet order)
 */
#ifndef LI_BASE_UUID_H
#define LI_BASE_UUID_H

#include "base/err.h"
#include "base/slice.h"

enum { LI_UUID_TEXT = 37 };

struct li_uuid {
	uint8_t octet[16];
};

/* Draw a random one.
 *   LI_EIO   the kernel gave no random octets; *out is untouched
 */
LI_MUST_USE li_err li_uuid_draw(struct li_uuid *out);

/* Parse 8-4-4-4-12 hexadecimal digits of either case.
 *   LI_EINVAL   not a UUID; *out is untouched
 */
LI_MUST_USE li_err li_uuid_parse(const char *text, struct li_uuid *out);

/* Format in lower case. */
void li_uuid_format(const struct li_uuid *uuid, char text[LI_UUID_TEXT]);

/* Are both the same? */
static inline bool li_uuid_eq(const struct li_uuid *a, const struct li_uuid *b)
{
	return memcmp(a->octet, b->octet, sizeof(a->octet)) == 0;
}

#endif
