/* SPDX-License-Identifier: BSD-3-Clause
 *
 * reply.h - write X1 responses, and requests of ours.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Text is appended to the caller's buffer; a failure shows there.
 * Spec     TS 103 221-1 cl. 6.1, cl. 6.7 (no personal data in an error text),
 *          cl. 7.2.1
 */
#ifndef LI_X1_REPLY_H
#define LI_X1_REPLY_H

#include "base/buf.h"
#include "x1/message.h"

/* The version of the schema that we know, told where none was asked in. */
#define LI_X1_OUR_VERSION "v1.22.1"

/* Between whom, and when. */
struct li_x1_ends {
	const char *admf; /* the requester's UID, by its certificate */
	const char *ne;   /* we */
	int64_t at_us;
};

/* An answer to one request that is an error. */
struct li_x1_refusal {
	enum li_x1_code code;
	const char *why; /* words of ours that say more, or NULL */
};

/* Append the text of an element or attribute, escaped. What XML cannot hold is
 * written as '?'. */
void li_x1_put_text(struct li_buf *out, const char *text);

/* Append an element of X1's namespace with this text. */
void li_x1_put_element(struct li_buf *out, const char *name, const char *text);
void li_x1_put_uuid(struct li_buf *out, const char *name,
	const struct li_uuid *uuid);
void li_x1_put_time(struct li_buf *out, const char *name, int64_t at_us);

/* Append the tag that begins or ends an element of X1's namespace. */
void li_x1_put_begin(struct li_buf *out, const char *name);
void li_x1_put_end(struct li_buf *out, const char *name);

/* Begin and end a container of responses. */
void li_x1_reply_begin(struct li_buf *out);
void li_x1_reply_end(struct li_buf *out);

/* Begin a response to a request, with what each response has; its body goes
 * behind. Then end it. */
void li_x1_response_begin(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request);
void li_x1_response_end(struct li_buf *out);

/* Begin a document with one request of ours, with what each request has; its
 * body goes behind. Then end it. */
void li_x1_request_begin(struct li_buf *out, const struct li_x1_ends *ends,
	enum li_x1_type type, const struct li_uuid *transaction);
void li_x1_request_end(struct li_buf *out);

/* A whole response that it was done; that it will be, and what comes of it
 * reported; that it was not. */
void li_x1_reply_ok(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request);
void li_x1_reply_acknowledged(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request);
void li_x1_reply_error(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request, struct li_x1_refusal refusal);

/* A whole document: the request could not be read. TS 103 221-1 cl. 6.1 */
void li_x1_reply_top_level(struct li_buf *out, const struct li_x1_ends *ends);

#endif
