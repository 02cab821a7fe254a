/* SPDX-License-Identifier: BSD-3-Clause
 *
 * notice.h - bodies by which the network says how things stand: who is
 * registered, in a dialog, in a conference, and how many messages wait.
 *
 * They are signalling, which a task without authority for content gets: states,
 * addresses, identifiers. Names that somebody chose for a conference or wrote
 * to a waiting message are not.
 *
 * Floor    2, inside redact/.
 * Threads  Pure functions on the copy.
 * Memory   None.
 * Spec     RFC 3680 (reginfo), RFC 4235 (dialog-info), RFC 4575
 *          (conference-info), RFC 3842 (message summary); TS 33.128
 *          cl. 7.12.9
 */
#ifndef LI_REDACT_NOTICE_H
#define LI_REDACT_NOTICE_H

#include "redact/entity.h"

/* Redact the body of an entity. False when it cannot be read: the caller gives
 * up on it. */
bool li_redact_reginfo(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type);
bool li_redact_dialog_info(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type);
bool li_redact_conference_info(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type);
bool li_redact_summary(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type);

#endif
