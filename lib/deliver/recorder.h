/* SPDX-License-Identifier: BSD-3-Clause
 *
 * recorder.h - tells lmisfd what peers confirmed, and what cannot be sent to
 * them, until it says "committed".
 *
 * One request is on its way at a time, and of a destination at most one each
 * 20 ms, since each is a commit of lmisfd; what is confirmed meanwhile joins
 * the next one. While lmisfd is away confirmations are held.
 *
 * What overtook others is told by itself when these have not caught up by the
 * time of the next request: it is erased, and not sent again, whatever they do.
 *
 * Floor    4: base, model, ipc, net.
 * Threads  The loop's.
 * Memory   A recorder keeps some numbers for each destination, one for each
 *          confirmed entry that overtook others or that was set aside, the
 *          size of each record that went over X2 and is not counted by lmisfd,
 *          and the integrity checks that are not committed.
 * Spec     none (design rule 4: done when the confirmation is committed)
 */
#ifndef LI_DELIVER_RECORDER_H
#define LI_DELIVER_RECORDER_H

#include "base/uuid.h"
#include "model/checked.h"
#include "model/sent.h"
#include "net/loop.h"

struct li_recorder;

/* Nobody listens at lmisfd's socket: see to it that somebody does. */
typedef void (*li_recorder_away_fn)(void *data);

/* Make a recorder that connects to the control socket when there is something
 * to tell. `away` may be NULL.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_recorder_new(struct li_loop *loop, const char *socket,
	li_recorder_away_fn away, void *data, struct li_recorder **out);

/* NULL is fine. What is held is forgotten: it will be delivered again. */
void li_recorder_free(struct li_recorder *recorder);

/* A record went to a destination over X2: lmisfd counts it when it is confirmed.
 *   LI_ENOMEM   not noted
 */
LI_MUST_USE li_err li_recorder_sent(struct li_recorder *recorder,
	const struct li_uuid *did, const struct li_sent *sent);

/* All entries of a destination up to id are confirmed.
 *   LI_ENOMEM   not noted: they will be delivered again
 */
LI_MUST_USE li_err li_recorder_confirm(struct li_recorder *recorder,
	const struct li_uuid *did, int64_t id);

/* This entry of a destination is confirmed, which overtook others. It is told
 * after the next li_recorder_confirm(), which may be of no news.
 *   LI_ENOMEM   not noted: it is told with those that it overtook
 */
LI_MUST_USE li_err li_recorder_overtook(struct li_recorder *recorder,
	const struct li_uuid *did, int64_t id);

/* That entry of a destination cannot be sent: lmisfd takes it out of the queue,
 * and audits why. It is told before a confirmation of the destination is.
 *   LI_ENOMEM   not noted: nothing behind it may be confirmed
 */
LI_MUST_USE li_err li_recorder_aside(struct li_recorder *recorder,
	const struct li_uuid *did, int64_t id, li_err why);

/* Integrity checks of a destination are confirmed: how far they are numbered. It is
 * told soon, behind what is confirmed.
 *   LI_ENOMEM   not noted
 */
LI_MUST_USE li_err li_recorder_checked(struct li_recorder *recorder,
	const struct li_uuid *did, const struct li_checked *checked);

/* An integrity check is to go to a destination: it is told of at once.
 * *keeping is what the one who listens is told of when it is committed.
 *   LI_ENOMEM   not noted
 */
LI_MUST_USE li_err li_recorder_checking(struct li_recorder *recorder,
	const struct li_uuid *did, const struct li_checking *checking,
	uint64_t *keeping);

/* Who listens: what a destination was to have kept until then is, also when it is
 * gone. It is called from the loop, and may note more. */
typedef void (*li_recorder_kept_fn)(void *data, const struct li_uuid *did,
	uint64_t keeping);
void li_recorder_listen(struct li_recorder *recorder, li_recorder_kept_fn kept,
	void *data);

/* Are all checks and numbers of that destination committed? */
bool li_recorder_keeps(struct li_recorder *recorder, const struct li_uuid *did);

/* Is everything that was confirmed or set aside committed? */
bool li_recorder_idle(const struct li_recorder *recorder);

/* Why lmisfd does not answer; "" while it does. */
const char *li_recorder_why(const struct li_recorder *recorder);

#endif
