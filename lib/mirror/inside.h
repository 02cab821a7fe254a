/* SPDX-License-Identifier: BSD-3-Clause
 *
 * inside.h - what the files of mirror/ share, and nobody else includes.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   As mirror.h.
 * Spec     as mirror.h
 */
#ifndef LI_MIRROR_INSIDE_H
#define LI_MIRROR_INSIDE_H

#include "base/table.h"
#include "mirror/look.h"
#include "mirror/mirror.h"
#include "mirror/pool.h"
#include "mirror/session.h"
#include "mirror/user.h"
#include "mirror/wheel.h"

struct li_mirror {
	struct li_mirror_options options;
	struct li_pool pool;
	struct li_users users;
	struct li_table sessions; /* Call-ID -> li_session */
	struct li_wheel session_wheel;
	int64_t base_us; /* monotonic time of second 0 */
	uint32_t now_s;
	bool started;
	uint64_t expired, evicted, refused;
};

/* One procedure, one file. Each brings the state up to date with its kind of
 * event; `session` is NULL when none could be kept. */
void li_register_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session, struct li_change *change);
void li_dialog_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session);
void li_message_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session);
void li_cx_assign_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);
void li_cx_push_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);
void li_cx_query_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);

#endif
