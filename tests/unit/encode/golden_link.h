/* SPDX-License-Identifier: BSD-3-Clause
 *
 * golden_link.h - what HI2 has beside records: the link's own PDUs, integrity
 * checks, notifications of HI4.
 *
 * Floor    tests: model, encode.
 * Threads  Pure functions.
 * Memory   All of it is static.
 * Spec     TS 102 232-1 cl. 6.3, 7.2; TS 33.128 cl. 5.7
 */
#ifndef LI_TEST_GOLDEN_LINK_H
#define LI_TEST_GOLDEN_LINK_H

#include "encode/hi4.h"
#include "encode/psp.h"

/* One of the three. */
struct golden_link {
	const char *name, *what;
	enum li_psp_kind kind; /* LI_PSP_INTEGRITY: check is set */
	struct li_psp_check check;
	struct li_hi4_notice notice; /* type 0: it is no notification */
};

/* The list of them; *count is how many. */
const struct golden_link *golden_links(size_t *count);

/* Encode one behind a header. */
LI_MUST_USE li_err golden_link_encode(const struct golden_link *link,
	const struct li_psp_place *place, const struct li_psp_head *head,
	struct li_buf *out);

#endif
