/* SPDX-License-Identifier: BSD-3-Clause
 *
 * mime.h - a media type, and the parts of a multipart body.
 *
 * Reads as leniently as any receiver might, and says so: where receivers may
 * differ about what is a part, `loose` is set. Who must not be wrong takes
 * nothing that is loose.
 *
 * Floor    1: base only. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Slices borrow from the message.
 * Spec     RFC 2045 cl. 5, 6; RFC 2046 cl. 5.1; RFC 5322 cl. 2.2
 */
#ifndef LI_MODEL_MIME_H
#define LI_MODEL_MIME_H

#include "base/slice.h"

enum {
	LI_MIME_DEPTH_MAX = 4,     /* multiparts inside each other */
	LI_MIME_PARTS_MAX = 16,    /* of a message, at all depths */
	LI_MIME_BOUNDARY_MAX = 70, /* RFC 2046 cl. 5.1.1 */
};

/* The value of a Content-Type. */
struct li_mime_type {
	struct li_slice name;     /* type/subtype */
	struct li_slice boundary; /* without quotes; empty when absent */
	bool loose;               /* several types, or boundaries, or no end */
};

/* Read a Content-Type's value. */
struct li_mime_type li_mime_type(struct li_slice value);

/* Is it this type, or any of the kind when `name` ends in a slash? */
bool li_mime_is(const struct li_mime_type *type, const char *name);

/* A header field of a part, with its folds. */
struct li_mime_field {
	struct li_slice line, name, value;
};

/* Take the next field of a part's head: start with *at = 0; false at the end.
 * What is no field is given with an empty name. *loose is set, never cleared,
 * where an end of line is not CRLF or a line is no field. */
bool li_mime_field(struct li_slice head, size_t *at,
	struct li_mime_field *field, bool *loose);

/* A part: its head with the empty line, and what follows. */
struct li_mime_part {
	struct li_slice head, body;
};

/* Part an entity into head and body; an entity whose first line is empty has
 * no head. False, and all is head, when no empty line ends it. */
bool li_mime_split(struct li_slice entity, struct li_mime_part *out);

/* A multipart body being read; start with li_mime_walk(). */
struct li_mime_walk {
	struct li_slice text, boundary;
	size_t at;   /* behind the delimiter line before the next part */
	bool closed; /* the close delimiter was passed, or the end */
	bool loose;
};

/* Begin, behind the preamble. */
struct li_mime_walk li_mime_walk(struct li_slice text,
	struct li_slice boundary);

/* Take the next part, without the CRLF before the delimiter that ends it;
 * false behind the last one. */
bool li_mime_next(struct li_mime_walk *walk, struct li_mime_part *part);

#endif
