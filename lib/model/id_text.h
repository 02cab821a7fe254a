/* SPDX-License-Identifier: BSD-3-Clause
 *
 * id_text.h - canonical text being built, and the numbers in it. For
 * identity.c.
 *
 * Floor    1: base only.
 * Threads  Pure functions.
 * Memory   The text is the caller's, of LI_ID_MAX octets.
 * Spec     RFC 3966 cl. 3, 4, 5.1.5, 5.2, 5.3; RFC 3261 cl. 19.1.4, 19.1.6
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

/* Append an octet of a user part or a parameter's value; what parts a URI is
 * written as an escape. RFC 3261 cl. 19.1.4 */
void li_id_put_octet(struct li_id_text *o, uint8_t c);

/* Append a telephone number: digits with separators, after an optional plus, and
 * its parameters ;name=value. Escapes are undone. Who is meant behind it, by an
 * extension or a subaddress, makes another number of it; so does the context of
 * a local one. RFC 3966 cl. 5.1.5 demands a context; IMS cores are seen that
 * assert numbers without.
 *   LI_EMALFORMED   no number; some of it may have been appended
 */
LI_MUST_USE li_err li_id_put_number(struct li_slice s, struct li_slice params,
	struct li_id_text *o);

/* Append a user part that is a telephone number, a global one or a local one with
 * its context; false, and nothing is appended, when it is none. RFC 3261
 * cl. 19.1.6 */
bool li_id_put_user_number(struct li_slice user, struct li_id_text *o);

/* Is somebody meant behind a number, in canonical text? */
bool li_id_behind(struct li_slice number);

/* Append such a number without. */
void li_id_put_main(struct li_slice number, struct li_id_text *o);

#endif
