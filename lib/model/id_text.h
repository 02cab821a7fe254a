/* SPDX-License-Identifier: BSD-3-Clause
 *
 * id_text.h - canonical text being built, and the numbers in it. For
 * identity.c.
 *
 * Floor    1: base only.
 * Threads  Pure functions.
 * Memory   The text is the caller's, of LI_ID_MAX octets.
 * Spec     RFC 3966 cl. 3, 4, 5.1.5
 */
#ifndef LI_MODEL_ID_TEXT_H
#define LI_MODEL_ID_TEXT_H

#include "base/err.h"
#include "base/slice.h"

/* Text being built. */
struct li_id_text {
	char *at;
	size_t n;
	bool big; /* it did not fit */
};

/* Append an octet, a C string, a slice, a slice in lower case. */
void li_id_put(struct li_id_text *o, char c);
void li_id_put_text(struct li_id_text *o, const char *s);
void li_id_put_slice(struct li_id_text *o, struct li_slice s);
void li_id_put_lower(struct li_id_text *o, struct li_slice s);

/* Is it one of - . ( ), which mean nothing in a number? RFC 3966 cl. 3 */
bool li_id_visual_separator(uint8_t c);

/* Is there a parameter of this name, in any case, in a run of ;name=value? Then
 * *value is what it has. */
bool li_id_parameter(struct li_slice params, const char *name,
	struct li_slice *value);

/* Append a subscriber number: digits with separators, after an optional plus.
 * A local number keeps its context, and is another one without. RFC 3966
 * cl. 5.1.5 demands a context; IMS cores are seen that assert numbers without.
 *   LI_EMALFORMED   no number
 */
LI_MUST_USE li_err li_id_put_number(struct li_slice s, struct li_slice params,
	struct li_id_text *o);

#endif
