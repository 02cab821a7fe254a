/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/scope.h"

enum { LATE_MAX = 128 }; /* told before one message; the rest before the next */

/* What the mirror says now of a message that was held: who takes part, as far as
 * it is known by now, and the state as it was then. */
static void look_back(struct li_step *step, const struct li_held *held)
{
	struct li_change *change = &step->change;

	change->registration = false; /* its row is written already */
	change->strangers = false;    /* its parties are others */
	change->reg_before = held->reg_before;
	change->reg_after = held->reg_after;
	change->from_opener = held->event->sip.is_request;
	if (change->session)
		li_mirror_again(step->mirror, held->event, change);
	change->session_before = held->session_before;
	change->session_after = held->session_after;
}

/* Who a REGISTER names takes part in the messages before it. */
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

/* Records told late, and how many have room. */
struct told {
	struct li_iri *iris;
	size_t count, room;
};

static li_err append(struct told *told, const struct li_product *one,
	struct li_arena *arena)
{
	size_t count = told->count + one->iri_count;

	if (count > told->room) {
		size_t room = count + told->room;
		struct li_iri *all = li_arena_alloc(arena, room * sizeof(*all));

		if (!all)
			return LI_ENOMEM;
		if (told->count)
			memcpy(all, told->iris, told->count * sizeof(*all));
		told->iris = all;
		told->room = room;
	}
	memcpy(told->iris + told->count, one->iris,
		one->iri_count * sizeof(*one->iris));
	told->count = count;
	return LI_OK;
}

void li_late_border(struct li_step *step, int64_t row)
{
	struct li_recent *r = &step->recent;
	size_t i = r->next++ % LI_RECENT_MAX;

	if (r->at[i].when > r->floor)
		r->floor = r->at[i].when;
	r->at[i].row = row;
	r->at[i].when = step->counts.events;
	if (!row)
		r->floor = step->counts.events;
}

/* Was the task as it is now when so many events had been? */
static bool was_there(const struct li_step *step, int64_t row, uint64_t when)
{
	const struct li_recent *r = &step->recent;

	for (size_t i = 0; i < LI_RECENT_MAX; i++)
		if (r->at[i].row == row && r->at[i].when >= when)
			return false;
	return when > r->floor;
}

/* Tell a message that was held to whom it was not told before. */
static li_err tell_held(struct li_step *step, const struct li_held *held,
	struct li_arena *arena, struct told *told)
{
	struct li_product one = {.iri_count = 0};
	const struct li_hit *hits;
	size_t n = li_screen_match(step->screen, held->event, &step->change,
		&hits);
	li_err err;

	if (!n)
		return LI_OK;
	err = li_hit_room(n, n, &step->change, arena, &one);
	for (size_t i = 0; i < n && !err; i++)
		if (!was_told(held, hits[i].task->row) &&
			(!step->change.opening ||
				was_there(step, hits[i].task->row, held->when)))
			err = li_hit_take(step, held->event, &hits[i], arena,
				&one);
	if (err || !one.iri_count)
		return err;
	li_hit_mark_repeats(step, held->event, one.iris, one.iri_count);
	err = append(told, &one, arena);
	if (!err)
		step->counts.late += one.iri_count;
	return err;
}

/* One that was held, as the mirror has its session now. */
static li_err tell_one(struct li_step *step, const struct li_change *now,
	const struct li_event *event, const struct li_held *held,
	struct li_arena *arena, struct told *told)
{
	step->change = *now;
	if (now->registration)
		name(&step->change, event);
	look_back(step, held);
	return tell_held(step, held, arena, told);
}

static void put_out(struct li_step *step, const struct li_change *now,
	const struct told *told, struct li_product *out)
{
	step->change = *now;
	out->iris = told->iris;
	out->iri_count = told->count;
}

/* Apart, since nearly no message comes here and each would pay for its room. */
static __attribute__((noinline)) li_err tell_all(struct li_step *step,
	struct li_hold *hold, uint64_t call, const struct li_event *event,
	struct li_arena *arena, struct li_product *out)
{
	const struct li_change now = step->change;
	struct told told = {.count = 0};
	struct li_held held;
	li_err err = LI_OK;

	for (size_t n = 0; !err && n < LATE_MAX && told.count < LATE_MAX &&
		li_hold_take(hold, call, arena, &held);
		n++)
		err = tell_one(step, &now, event, &held, arena, &told);
	put_out(step, &now, &told, out);
	return err;
}

/* Is a task concerned by this sight of an opening that was by none before? */
static bool names_another(const struct li_step *step, uint64_t call,
	const struct li_hit *hits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!li_hold_told(step->sights, call, hits[i].task->row))
			return true;
	return false;
}

/* Where a node changes identities, and the new one is the target, the original
 * is told too: to who was not told of it. TS 33.107 cl. 7A.3.0 */
static __attribute__((noinline)) li_err tell_sights(struct li_step *step,
	const struct li_event *event, struct li_arena *arena,
	struct li_product *out)
{
	const struct li_change now = step->change;
	struct told told = {.count = 0};
	struct li_held held;
	uint64_t place = 0;
	li_err err = LI_OK;

	while (!err && told.count < LATE_MAX &&
		li_hold_look(step->sights, now.opening, &place, arena, &held))
		if (held.event->sip.cseq == event->sip.cseq)
			err = tell_one(step, &now, event, &held, arena, &told);
	put_out(step, &now, &told, out);
	return err;
}

/* Of strangers this is all there is to do. */
static li_err look_for_sights(struct li_step *step,
	const struct li_event *event, struct li_arena *arena,
	struct li_product *out)
{
	const uint64_t call = step->change.opening;
	const struct li_hit *hits;
	size_t n;

	if (!li_hold_has(step->sights, call))
		return LI_OK;
	n = li_screen_match(step->screen, event, &step->change, &hits);
	return names_another(step, call, hits, n)
		? tell_sights(step, event, arena, out)
		: LI_OK;
}

li_err li_late_tell(struct li_step *step, const struct li_event *event,
	struct li_arena *arena, struct li_product *out)
{
	const struct li_change *change = &step->change;
	struct li_hold *hold = NULL;
	uint64_t call = change->correlation;

	if (event->source != LI_SOURCE_SIP || event->broken)
		return LI_OK;
	if (change->registration && !change->nameless) {
		hold = step->hold;
	} else if (change->session && change->opened &&
		!li_hold_empty(step->ahead)) {
		hold = step->ahead;
		call = li_hold_call(hold, event->sip.call_id);
	}
	if (!hold && change->opening && !change->opened)
		return look_for_sights(step, event, arena, out);
	if (!hold || !li_hold_has(hold, call))
		return LI_OK;
	return tell_all(step, hold, call, event, arena, out);
}

/* Apart for the same reason. */
static __attribute__((noinline)) void keep(struct li_step *step,
	const struct li_event *event, const struct li_hit *hits, size_t n)
{
	const struct li_change *change = &step->change;
	int64_t rows[LI_HOLD_ROWS_MAX];
	struct li_held held = {
		.reg_before = change->reg_before,
		.reg_after = change->reg_after,
		.session_before = change->session_before,
		.session_after = change->session_after,
		.event = event,
		.rows = rows,
		.when = step->counts.events,
	};

	/* Of which service it is may be known only later. */
	for (size_t i = 0; i < n; i++) {
		if (!li_scope_tells(step, event, change, hits[i].task) ||
			!li_scope_party(step, event, &hits[i]))
			continue;
		if (held.row_count < LI_HOLD_ROWS_MAX)
			rows[held.row_count] = hits[i].task->row;
		held.row_count++;
	}
	if (change->nameless)
		li_hold_keep(step->hold, change->correlation, &held);
	else if (change->opening)
		li_hold_keep(step->sights, change->opening, &held);
	else
		li_hold_keep(step->ahead,
			li_hold_call(step->ahead, event->sip.call_id), &held);
}

void li_late_hold(struct li_step *step, const struct li_event *event,
	const struct li_hit *hits, size_t n)
{
	if (!step->change.nameless && !step->change.headless &&
		!step->change.opening)
		return;
	if (event->source == LI_SOURCE_SIP && !event->broken)
		keep(step, event, hits, n);
}
