/* SPDX-License-Identifier: BSD-3-Clause
 *
 * field.h - one varying piece of a text in few octets.
 *
 * A field is an octet with form and length, then
 *   digits   two to an octet
 *   groups   of hexadecimal digits between colons (IPv6, fingerprints): a
 *            nibble of length before the nibbles of each group
 *   octets   as they are
 *   same     nothing: the length is the number of an earlier field
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   The caller's.
 * Spec     none
 */
#ifndef LI_MIRROR_FIELD_H
#define LI_MIRROR_FIELD_H

#include "base/buf.h"

enum {
	LI_FIELDS_SAME_MAX = 48, /* earlier fields that can be referred to */
	LI_FIELDS_PLACES = 64,
};

/* The octets of a field, of a long one those at its ends. */
struct li_field_ends {
	uint64_t first, last; /* 0: it is in the first */
};

/* Fields of one text that are being written or read. A zeroed one is ready. */
struct li_fields {
	size_t count;
	/* Writing: number + 1, by what its ends are. Two that meet in a place
	 * are but not told to be the same. */
	uint8_t places[LI_FIELDS_PLACES];
	struct li_field_ends ends[LI_FIELDS_SAME_MAX];
	struct li_slice earlier[LI_FIELDS_SAME_MAX]; /* plain, or packed */
};

/* Begin a text: the earlier fields themselves need no setting. */
static inline void li_fields_begin(struct li_fields *fields)
{
	memset(fields, 0, offsetof(struct li_fields, ends));
}

/* Append a field to out[cap] at *n; false when there is no room, or it is
 * longer than a field can be. */
bool li_field_put(struct li_fields *fields, struct li_slice plain, uint8_t *out,
	size_t cap, size_t *n);

/* The same of a field that is no earlier one. */
bool li_field_put_plain(struct li_slice plain, uint8_t *out, size_t cap,
	size_t *n);

/* Read the next field and append its plain text. */
void li_field_get(struct li_fields *fields, struct li_cursor *c,
	struct li_buf *out);

#endif
