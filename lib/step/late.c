/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/inside.h"

/* What the mirror says now of a message that was held: who takes part, as far as
 * it is known by now, and the state as it was then. */
static void look_back(struct li_change *change, const struct li_held *held)
{
	change->registration = false; /* its row is written already */
	change->reg_before = held->reg_before;
	change->reg_after = held->reg_after;
	change->from_opener = held->event->sip.is_request;
}

/* Who the event names takes part in the messages before it. */
static void name(struct li_change *change, const struct li_event *event)
{
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];
		struct li_known *known = &change->known[change->known_count];

		if (!(p->role &
			    (LI_ROLE_AUTH_USERNAME |
				    LI_ROLE_CONTACT_INSTANCE)) ||
			change->known_count == LI_CHANGE_IDENTITIES_MAX)
			continue;
		*known = (struct li_known){.roles = LI_ROLE_DIALOG | p->role,
			.sides = LI_SIDE_OPENER,
			.key_count = p->key_count};
		memcpy(known->keys, p->keys, sizeof(p->keys));
		change->known_count++;
	}
}

static bool was_told(const struct li_held *held, int64_t row)
{
	for (size_t i = 0; i < held->row_count; i++)
		if (held->rows[i] == row)
			return true;
	return false;
}

/* Tell a message that was held to whom it was not told before. */
static li_err tell_held(struct li_step *step, const struct li_held *held,
	struct li_arena *arena, struct li_product *out)
{
	struct li_product one = {.iri_count = 0};
	const struct li_hit *hits;
	size_t n = li_screen_match(step->screen, held->event, &step->change,
		&hits);
	struct li_iri *all;
	li_err err;

	if (!n)
		return LI_OK;
	err = li_hit_room(n, n, &step->change, arena, &one);
	for (size_t i = 0; i < n && !err; i++)
		if (!was_told(held, hits[i].task->row))
			err = li_hit_take(step, held->event, &hits[i], arena,
				&one);
	if (err || !one.iri_count)
		return err;
	li_hit_mark_repeats(step, held->event, one.iris, one.iri_count);
	all = li_arena_alloc(arena,
		(out->iri_count + one.iri_count) * sizeof(*all));
	if (!all)
		return LI_ENOMEM;
	if (out->iri_count)
		memcpy(all, out->iris, out->iri_count * sizeof(*all));
	memcpy(all + out->iri_count, one.iris, one.iri_count * sizeof(*all));
	out->iris = all;
	out->iri_count += one.iri_count;
	step->counts.late += one.iri_count;
	return LI_OK;
}

li_err li_late_tell(struct li_step *step, const struct li_event *event,
	struct li_arena *arena, struct li_product *out)
{
	struct li_change now;
	struct li_held held;
	li_err err = LI_OK;

	if (event->source != LI_SOURCE_SIP || event->broken ||
		!step->change.registration || step->change.nameless ||
		!li_hold_has(step->hold, step->change.correlation))
		return LI_OK;
	now = step->change;
	while (!err &&
		li_hold_take(step->hold, now.correlation, arena, &held)) {
		step->change = now;
		name(&step->change, event);
		look_back(&step->change, &held);
		err = tell_held(step, &held, arena, out);
	}
	step->change = now;
	return err;
}

void li_late_hold(struct li_step *step, const struct li_event *event,
	const struct li_hit *hits, size_t n)
{
	int64_t rows[LI_HOLD_ROWS_MAX];
	struct li_held held = {
		.reg_before = step->change.reg_before,
		.reg_after = step->change.reg_after,
		.event = event,
		.rows = rows,
		.row_count = n,
	};

	if (event->source != LI_SOURCE_SIP || event->broken ||
		!step->change.nameless)
		return;
	for (size_t i = 0; i < n && i < LI_HOLD_ROWS_MAX; i++)
		rows[i] = hits[i].task->row;
	li_hold_keep(step->hold, step->change.correlation, &held);
}
