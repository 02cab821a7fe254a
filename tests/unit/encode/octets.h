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

/* The same of a file of tests/data/; false when it cannot be read. */
bool octets_file(struct li_buf *to, const char *name);

#endif
