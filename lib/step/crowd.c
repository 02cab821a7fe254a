/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "step/inside.h"

/* Who is looked for, where more identities stand in a message than are kept of
 * it, or where only a digest names him. */

enum { FOUND_MAX = 64 }; /* tasks that one message is found to be about */

static size_t who(const void *mirror, const struct li_identity *id,
	struct li_identity *out, size_t max)
{
	return li_mirror_who(mirror, id, out, max);
}

li_err li_hidden_find(struct li_step *step, const struct li_event *event)
{
	int64_t rows[FOUND_MAX];
	struct li_screen_found found = {.rows = rows, .max = FOUND_MAX};
	li_err err = li_screen_reveal(step->screen, event, who, step->mirror,
		&found);

	for (size_t i = 0; i < found.count && !err; i++) {
		const struct li_brief *task =
			li_screen_task(step->screen, rows[i]);

		if (!task->ended_us && !task->awaiting)
			err = li_begin_task(step->begin, task->row,
				task->starts_us);
	}
	return err;
}

void li_step_set_crowded(struct li_step *step, li_step_crowded_fn fn,
	void *data)
{
	step->crowded = fn;
	step->crowded_data = data;
}

li_err li_crowd_new(struct li_step *step)
{
	step->crowd = calloc(2, sizeof(*step->crowd));
	return step->crowd ? LI_OK : LI_ENOMEM;
}

void li_crowd_free(struct li_step *step)
{
	if (step->crowd)
		explicit_bzero(step->crowd, 2 * sizeof(*step->crowd));
	free(step->crowd);
}

static bool wants(void *data, const struct li_party *party)
{
	struct li_step *step = data;
	struct li_event *one = &step->crowd[1];

	one->parties[0] = *party;
	one->party_count = 1;
	/* Without memory for it nobody may be left out. */
	return (li_screen_hides(step->screen) && li_hidden_find(step, one)) ||
		li_mirror_may_want(step->mirror, party);
}

const struct li_event *li_crowd_read(struct li_step *step,
	const struct li_event *event)
{
	const struct li_asks asks = {.wants = wants, .data = step};
	struct li_event *crowd = &step->crowd[0];

	step->counts.crowded++;
	if (!step->crowded || event->source != LI_SOURCE_SIP)
		return event;
	*crowd = *event;
	step->crowd[1].source = LI_SOURCE_SIP;
	step->crowded(step->crowded_data, crowd, &asks);
	return crowd;
}
