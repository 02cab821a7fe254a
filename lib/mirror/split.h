/* SPDX-License-Identifier: BSD-3-Clause
 *
 * split.h - which octets of a text differ from call to call?
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   Spans are offsets into the text.
 * Spec     RFC 8866 cl. 5; RFC 3605, 4568, 5245, 5576 (attributes that are of
 *          one call)
 */
#ifndef LI_MIRROR_SPLIT_H
#define LI_MIRROR_SPLIT_H

#include "mirror/text.h"

/* Octets of a text, from and up to. */
struct li_span {
	uint16_t from, to;
};

/* What differs in a text. */
struct li_spans {
	struct li_span at[LI_TEXT_FIELDS_MAX];
	size_t count;
};

/* Find what differs, in order, with at least an octet between any two. What
 * does not fit in the list counts as alike. */
void li_split(struct li_slice text, enum li_text_kind kind,
	struct li_spans *out);

#endif
