/* SPDX-License-Identifier: BSD-3-Clause
 *
 * form_hashed.h - hashed targets and hash contexts as ours, and back.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Values; text is appended to the caller's buffer.
 * Spec     TS 103 221-1 annex D
 */
#ifndef LI_X1_FORM_HASHED_H
#define LI_X1_FORM_HASHED_H

#include "x1/form.h"

/* Make a target of what li_x1_read_hashed() read: LI_X1_NO_ERROR, or why not.
 */
enum li_x1_code li_x1_hashed_make(const char *value,
	const struct li_x1_asked *asked, struct li_identity *out);

/* Say a target as it was asked for. */
void li_x1_hashed_say(const struct li_identity *id, struct li_x1_target *out);

/* Append a hashedIdentifier; a genericObjectResponseDetails. */
void li_x1_put_hashed(struct li_buf *out, const char *value);
void li_x1_put_context(struct li_buf *out,
	const struct li_hash_context *context);

#endif
