/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_param.h - quoted strings and name=value lists of SIP headers.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   Slices borrow from what they were read from.
 * Spec     RFC 3261 cl. 25.1 (quoted-string, generic-param, auth-param)
 */
#ifndef LI_INTAKE_SIP_PARAM_H
#define LI_INTAKE_SIP_PARAM_H

#include "base/slice.h"

struct li_sip_param {
	struct li_slice name;
	struct li_slice value; /* without quotes, its escapes left in */
	bool escaped;          /* value holds quoted pairs */
};

/* White space as headers know it: folds count. */
static inline bool li_sip_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* May this octet stand in a token? RFC 3261 cl. 25.1 */
bool li_sip_token(uint8_t c);

/* Offset behind the closing quote of the string that opens at s.p[at]; 0 when
 * it never closes. */
size_t li_sip_quoted_end(struct li_slice s, size_t at);

/* Take the next name[=value] off *rest; `separator` is ';' or ','. A string
 * that never closes runs to the end. Returns false when nothing is left. */
bool li_sip_param_next(struct li_slice *rest, uint8_t separator,
	struct li_sip_param *out);

/* The value of the first parameter of this name (any case); the empty slice
 * when there is none. */
struct li_slice li_sip_param_find(struct li_slice params, const char *name);

/* Resolve quoted pairs: the value as it is when it has none, else its octets
 * written to room, cut at cap. */
struct li_slice li_sip_param_text(const struct li_sip_param *param,
	uint8_t *room, size_t cap);

#endif
