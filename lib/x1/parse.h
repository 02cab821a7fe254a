/* SPDX-License-Identifier: BSD-3-Clause
 *
 * parse.h - read a container of X1 requests.
 *
 * A container is looked at whole before anything of it is carried out: each
 * message must say its type and its transaction, because else nobody could be
 * told what became of it. A message whose body is not as the schema has it is
 * given with code LI_X1_SYNTAX, and answered alone.
 *
 * Floor    4: base, model.
 * Threads  A container belongs to one thread.
 * Memory   A container owns its document and wipes it when it is closed.
 * Spec     TS 103 221-1 cl. 6.1 (containers, top-level errors), cl. 7.2.1
 */
#ifndef LI_X1_PARSE_H
#define LI_X1_PARSE_H

#include "x1/message.h"
#include "x1/xml.h"

enum { LI_X1_MESSAGES_MAX = 1000 }; /* of a container */

struct li_x1_container;

/* Read a request container.
 *   as li_x1_xml_open(), and
 *   LI_EMALFORMED   another root, no message, or one without type or
 *                   transaction: only a top-level error can answer it
 *   LI_ETOOBIG      more than LI_X1_MESSAGES_MAX
 * *out is untouched on an error.
 */
LI_MUST_USE li_err li_x1_container_open(struct li_slice document,
	struct li_x1_container **out);

/* NULL is fine. */
void li_x1_container_close(struct li_x1_container *container);

/* Read the next message into *out, whose `code` is 0 or LI_X1_SYNTAX; false
 * when there is none. */
bool li_x1_container_next(struct li_x1_container *container,
	struct li_x1_request *out);

#endif
