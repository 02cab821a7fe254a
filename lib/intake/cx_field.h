/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_field.h - what each AVP of a Cx message is to us: a table, with one row
 * for every AVP and group that counts.
 *
 * Floor    2, inside intake/.
 * Threads  As cx_msg.h.
 * Memory   As cx_msg.h.
 * Spec     TS 29.229 cl. 6.1, 6.3; RFC 6733 cl. 4.1, 4.4 (an AVP is its code
 *          and vendor, in any order; unknown ones are passed over)
 */
#ifndef LI_INTAKE_CX_FIELD_H
#define LI_INTAKE_CX_FIELD_H

#include "base/hash.h"
#include "intake/cx_profile.h"
#include "model/event.h"

/* In which of the two messages an AVP says something; bits. */
enum {
	LI_CX_IN_REQUEST = 1,
	LI_CX_IN_ANSWER = 2,
};

/* What an exchange is read into. */
struct li_cx_reader {
	const struct li_hash_secret *secret;
	struct li_event *event;
	struct li_cx_texts *texts;
	unsigned where; /* the message in hand */
};

/* Take what the AVPs of a message tell; what is broken in a group ends that
 * group. */
void li_cx_fields_read(struct li_cx_reader *r, struct li_slice avps);

/* Add an identity to the event, once for its role; one that is none is left
 * out. NULL when it was. */
struct li_party *li_cx_party(struct li_cx_reader *r, enum li_id_kind kind,
	enum li_role role, struct li_slice text);

/* Take the identities of a User-Data. TS 29.228 cl. 6.6 */
void li_cx_user_data(struct li_cx_reader *r, struct li_slice document);

#endif
