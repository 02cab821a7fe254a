/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "flow/lookout.h"

enum { FILLING = 8, CALM = 6, OF = 10 }; /* parts of the bound */

struct look {
	struct li_lookout *l;
	struct li_store *store;
	int64_t at_us;
};

static struct li_lookout_queue *queue_of(struct li_lookout *l,
	const struct li_uuid *did)
{
	const size_t room = l->queue_room ? 2 * l->queue_room : 8;
	struct li_lookout_queue *more = l->queues;

	for (size_t i = 0; i < l->queue_count; i++)
		if (li_uuid_eq(&l->queues[i].did, did))
			return &l->queues[i];
	if (l->queue_count == l->queue_room) {
		more = realloc(l->queues, room * sizeof(*more));
		if (!more)
			return NULL;
		l->queues = more;
		l->queue_room = room;
	}
	more[l->queue_count] = (struct li_lookout_queue){.did = *did};
	return &more[l->queue_count++];
}

static li_err tell(const struct look *look, enum li_stands *stands,
	const struct li_issue *what)
{
	struct li_issue issue = *what;
	li_err err;

	issue.at_us = look->at_us;
	err = li_store_issue(look->store, &issue);
	if (!err)
		*stands = issue.state == LI_ISSUE_RAISED ? LI_STANDS
							 : LI_STANDS_NOT;
	return err;
}

/* TS 103 221-1 cl. 6.5.3: before anything is missing */
static li_err look_at_length(const struct look *look,
	struct li_lookout_queue *q, const struct li_queue_state *now, bool calm)
{
	struct li_issue issue = {.cause = LI_ISSUE_FILLING,
		.id = now->did,
		.number = now->waiting};

	if (q->filling != LI_STANDS &&
		now->waiting * OF >= look->l->limits.most * FILLING)
		issue.state = LI_ISSUE_RAISED;
	else if (q->filling != LI_STANDS_NOT && calm)
		issue.state = LI_ISSUE_CLEARED;
	else
		return LI_OK;
	return tell(look, &q->filling, &issue);
}

/* TS 33.127 cl. 5.3.2.4: a loss is told within a second of its commit */
static li_err look_at_gap(const struct look *look, struct li_lookout_queue *q,
	const struct li_queue_state *now, bool calm)
{
	struct li_issue issue = {.cause = LI_ISSUE_GAP,
		.id = now->did,
		.number = now->missed};

	if (now->missed > q->missed)
		issue.state = LI_ISSUE_RAISED;
	else if (q->gap != LI_STANDS_NOT && calm)
		issue.state = LI_ISSUE_CLEARED;
	else
		return LI_OK;
	q->missed = now->missed;
	return tell(look, &q->gap, &issue);
}

static li_err look_at(const struct li_queue_state *now, void *data)
{
	const struct look *look = data;
	struct li_lookout_queue *q = queue_of(look->l, &now->did);
	const bool calm = now->waiting * OF <= look->l->limits.most * CALM;
	li_err err;

	if (!q)
		return LI_ENOMEM;
	err = look_at_length(look, q, now, calm);
	return err ? err : look_at_gap(look, q, now, calm);
}

li_err li_lookout_queues(struct li_lookout *l, struct li_store *store,
	int64_t at_us)
{
	struct look look = {l, store, at_us};

	return l->limits.most ? li_store_queue_each(store, look_at, &look)
			      : LI_OK;
}
