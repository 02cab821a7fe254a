/* SPDX-License-Identifier: BSD-3-Clause
 *
 * octets.h - hexadecimal text as octets, for tests.
 */
#ifndef LI_TEST_OCTETS_H
#define LI_TEST_OCTETS_H

#include "base/buf.h"

/* Append what hexadecimal text says; '#' begins a comment, blanks part. Marks
 * the buffer bad when it is no hexadecimal. */
void octets_hex(struct li_buf *to, const char *text);

/* Append a value of definite lengths, with the one in it that tags lead to, from
 * its own on, `more` times more; each tag is its octets as a number. Marks the
 * buffer bad when it is not there. X.690 cl. 8.1 */
void octets_again(struct li_buf *to, struct li_slice value,
	const uint32_t *tags, size_t depth, size_t more);

/* Hexadecimal text of a file of tests/data/; false when it cannot be read. */
bool octets_file(struct li_buf *to, const char *name);

#endif
