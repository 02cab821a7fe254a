/* SPDX-License-Identifier: BSD-3-Clause
 *
 * handover.h - in which format a destination takes its IRI, and how it answers.
 *
 * A scheme is of a destination and never changes under a task, so that one LIID
 * has records of one scheme only. X2 has neither scheme nor countries.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   Values without pointers. All zero is X2, as it was before there
 *          were others.
 * Spec     TS 103 221-2 cl. 5.4.1 (payload formats); TS 102 232-1 cl. 5.2
 *          (header), cl. 5.2.10 (IRI types), cl. 6.4.3 (successfully sent);
 *          TS 33.128 cl. 5.5.2; TS 102 232-5 cl. 5.4
 */
#ifndef LI_MODEL_HANDOVER_H
#define LI_MODEL_HANDOVER_H

#include <stdbool.h>

#include "base/err.h"

enum li_format {
	LI_FORMAT_X2 = 0,            /* payload formats 2 and 14 */
	LI_FORMAT_X2_SIP = 1,        /* payload format 9 where it is SIP */
	LI_FORMAT_HI2_33128 = 2,     /* PS-PDU, TS 33.128 release 19 */
	LI_FORMAT_HI2_33128_R17 = 3, /* and release 17 */
	LI_FORMAT_HI2_IPMM = 4,      /* PS-PDU, TS 102 232-5 */
	LI_FORMAT_LAST = LI_FORMAT_HI2_IPMM,
};

/* TS 102 232-5 cl. 5.4 table 1: all REPORT, or BEGIN, CONTINUE and END */
enum li_scheme {
	LI_SCHEME_REPORT = 0,
	LI_SCHEME_SESSION = 1,
	LI_SCHEME_LAST = LI_SCHEME_SESSION,
};

struct li_handover {
	enum li_format format;
	enum li_scheme scheme;
	bool silent; /* it never acknowledges: what was sent is done, and never
		      * said to be confirmed */
	char authorization_country[3]; /* ISO 3166-1, or "" */
	char delivery_country[3];
};

/* Is it one that can be?
 *   LI_EINVAL   *why names the first field that is not and its rule; static
 */
LI_MUST_USE li_err li_handover_check(const struct li_handover *h,
	const char **why);

/* Do two say the same? */
bool li_handover_eq(const struct li_handover *a, const struct li_handover *b);

/* Is it made of PS-PDUs of TS 102 232-1? */
bool li_format_is_hi2(enum li_format format);

/* Can a record of SIP say that something in it was blanked? */
bool li_format_flags(enum li_format format);

/* "x2", "hi2-33128", ...; "report", "session". NULL for another. Static. */
const char *li_format_name(enum li_format format);
const char *li_scheme_name(enum li_scheme scheme);

/* Which of that name?
 *   LI_ENOTFOUND   there is none; *out is untouched
 */
LI_MUST_USE li_err li_format_of(const char *name, enum li_format *out);
LI_MUST_USE li_err li_scheme_of(const char *name, enum li_scheme *out);

#endif
