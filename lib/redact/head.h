/* SPDX-License-Identifier: BSD-3-Clause
 *
 * head.h - where a message's header ends, and its lines, with suspicion.
 *
 * Everything that one reader may take for the end of a line is one here: CRLF,
 * LF, CR. Where readers may differ about what that makes of a message, the
 * head is marked as not trusted.
 *
 * Floor    2, inside redact/.
 * Threads  Pure functions.
 * Memory   Values; slices borrow from the message.
 * Spec     RFC 3261 cl. 7.3.1, 7.5
 */
#ifndef LI_REDACT_HEAD_H
#define LI_REDACT_HEAD_H

#include "base/slice.h"

struct li_head {
	size_t first;    /* offset behind the start line */
	size_t body;     /* offset behind the first empty line, or the end */
	bool empty_line; /* there was one */
	bool trusted;    /* any reader finds the same lines and the same body */
};

/* One header field with its folded lines. */
struct li_field {
	struct li_slice name; /* as written, without blanks */
	size_t value, end;    /* offsets: behind the colon; of the line's end */
	size_t far_end;       /* of the last end that some reader may take */
	bool folded;
};

/* Find the head of a message. */
struct li_head li_head_find(struct li_slice sip);

/* Take the next field: start with *at = head->first; false at the end. A line
 * without a colon is passed over. */
bool li_head_next(struct li_slice sip, const struct li_head *head, size_t *at,
	struct li_field *field);

/* Is the field of this name, or of its compact form when not NULL? */
bool li_head_is(const struct li_field *field, const char *name,
	const char *compact);

#endif
