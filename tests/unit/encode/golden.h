/* SPDX-License-Identifier: BSD-3-Clause
 *
 * golden.h - every record that lmisf sends, in every format it is sent in.
 *
 * Their octets are in tests/data/golden/, a file each. Where two formats have
 * the same octets of one record, there is one file: what TS 102 232-5 has no
 * form for goes as TS 33.128 has it, and the HSS's events are ePSIRI whatever
 * SIP is.
 *
 * Floor    tests: model, encode.
 * Threads  Pure functions.
 * Memory   The list borrows the samples.
 * Spec     TS 103 221-2 cl. 5; TS 102 232-1 cl. 5, 6.3, 7.2; TS 102 232-5
 *          cl. 5; TS 33.128 cl. 5.3.2, 5.5.2, 5.7; TS 33.108 cl. 7
 */
#ifndef LI_TEST_GOLDEN_H
#define LI_TEST_GOLDEN_H

#include "encode/psp.h"
#include "samples.h"

enum golden_form {
	GOLDEN_X2 = 1, /* payload format 2, and 14 of the HSS's events */
	GOLDEN_X2_SIP, /* payload format 9 */
	GOLDEN_R19,    /* HI2, TS 33.128 release 19 */
	GOLDEN_R17,    /* HI2, TS 33.128 release 17 */
	GOLDEN_IPMM,   /* HI2, TS 102 232-5 */
	GOLDEN_LINK,   /* HI2: of the link, checks, notifications */
};

struct golden {
	enum golden_form form;
	char name[48];                  /* of its file, without ".hex" */
	const char *what;               /* in a few words */
	const struct li_iri *iri;       /* NULL with GOLDEN_LINK, keepalives */
	enum li_psp_type type;          /* of HI2 */
	const struct golden_link *link; /* with GOLDEN_LINK, or NULL */
	bool acknowledges;              /* a keepalive of X2, or its answer */
};

enum { GOLDEN_MAX = 160 };

extern const struct li_psp_place golden_place; /* where HI2 comes from */

/* Write the list; returns how many. */
size_t golden_make(const struct sample *samples, size_t count,
	struct golden list[static GOLDEN_MAX]);

/* "x2", "hi2_r19", ...: the folder of a form. Static storage. */
const char *golden_folder(enum golden_form form);

/* Encode one. */
LI_MUST_USE li_err golden_encode(const struct golden *golden,
	struct li_buf *out);

/* Its head on HI2. */
struct li_psp_head golden_head(const struct golden *golden);

#endif
