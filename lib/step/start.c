/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/scope.h"

/* A task that starts in the middle of its target's sessions: one record for
 * each session under way, before anything else of it.
 * TS 33.128 cl. 7.12.4.2.2; TS 33.107 cl. 7A.3.1, cl. 20.1.3.3 */

enum {
	LAP_WORK = 4096, /* sessions that one slice of a lap looks at */
	LAPS = 2,        /* the first may be under way already */
};

bool li_start_wants(void *data, const struct li_key *keys, size_t count)
{
	struct li_step *step = data;

	if (!li_screen_wants(step->screen, keys, count))
		return false;
	step->again = LAPS;
	return true;
}

/* Is a session that was under way told to this task from now on: is the task
 * being begun, and was told nothing of it; or did a registration tell just now
 * that it is the target's? */
static bool begins(struct li_step *step, const struct li_hit *hit,
	uint64_t correlation, int64_t at_us)
{
	int64_t row = hit->task->row;

	if (li_begin_is(step->begin, row, at_us))
		return li_begin_tell(step->begin, row, correlation);
	return hit->learned;
}

/* Slices of the mirror last until its next call. */
static li_err settle(struct li_ongoing *now, struct li_arena *arena)
{
	struct li_slice *all[] = {&now->terminating, &now->diversion,
		&now->offer, &now->answer};

	for (size_t i = 0; i < now->originating_count; i++) {
		now->originating[i] = li_arena_copy(arena, now->originating[i]);
		if (!now->originating[i].p)
			return LI_ENOMEM;
	}
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (all[i]->n == 0)
			continue;
		*all[i] = li_arena_copy(arena, *all[i]);
		if (!all[i]->p)
			return LI_ENOMEM;
	}
	return LI_OK;
}

/* Add the record of one task; false when the session is told by its next
 * messages. */
static bool add(struct li_step *step, const struct li_event *event,
	const struct li_change *change, const struct li_hit *hit,
	const struct li_ongoing *now, struct li_product *out)
{
	struct li_identity known[LI_IRI_IDENTITIES_MAX];
	struct li_iri *iri = &out->iris[out->iri_count];
	struct li_report_case c = li_hit_case(step, event, change, hit, known);

	if (!li_scope_tells(step, event, change, hit->task) ||
		!li_scope_party(step, event, hit) ||
		!li_report_start(&c, now, iri))
		return false;
	iri->correlation = li_hit_number(step, iri->correlation);
	out->iri_count++;
	return true;
}

li_err li_start_tell(struct li_step *step, const struct li_event *event,
	const struct li_hit *hits, size_t n, struct li_arena *arena,
	struct li_product *out)
{
	const struct li_change *change = &step->change;
	struct li_keys_found keys;
	struct li_ongoing now;
	bool known = false;

	if (!change->session)
		return LI_OK;
	for (size_t i = 0; i < n; i++) {
		li_err err;

		/* What is learned is learned once. */
		if ((event->broken && !hits[i].learned) ||
			!begins(step, &hits[i], change->correlation,
				event->at_us) ||
			change->session_before != LI_SESSION_CONFIRMED)
			continue;
		if (!known && !li_mirror_ongoing(step->mirror, &now))
			return LI_OK;
		err = known ? LI_OK : settle(&now, arena);
		if (!err && !known)
			err = li_keys_agreed(step, &now, arena, &keys);
		if (err)
			return err;
		known = true;
		/* As it was before this message, which is told itself. */
		now.state = change->session_before;
		if (add(step, event, change, &hits[i], &now, out))
			err = li_keys_order(step, hits[i].task, &keys, arena,
				out);
		if (err)
			return err;
	}
	return LI_OK;
}

/* ---- the lap around all sessions ---- */

struct lap {
	struct li_step *step;
	struct li_event event; /* none: only its times count */
	struct li_arena *arena;
	li_step_lap_fn fn;
	void *data;
	li_err err;
};

static void keep_row(struct lap *l, const struct li_change *change,
	const struct li_hit *hit, const struct li_ongoing *now,
	struct li_product *out)
{
	struct li_report_case c = {.event = &l->event,
		.change = change,
		.task = hit->task,
		.sides = hit->sides,
		.party = hit->party};
	struct li_session_row *row = &out->sessions[out->session_count];

	if (!li_report_session(&c, row))
		return;
	row->correlation = li_hit_number(l->step, row->correlation);
	row->from = now->originating[0];
	row->to = now->terminating;
	row->mirror =
		li_resume_session(l->step, hit->task, l->event.at_us, l->arena);
	out->session_count++;
}

/* What all its tasks are told of the session, and room for it. */
static li_err prepare(const struct lap *l, const struct li_change *change,
	struct li_ongoing *now, size_t tasks, struct li_keys_found *keys,
	struct li_product *out)
{
	li_err err = settle(now, l->arena);

	if (!err)
		err = li_keys_agreed(l->step, now, l->arena, keys);
	return err ? err
		   : li_hit_room(tasks, (1 + keys->count) * tasks, change,
			     l->arena, out);
}

static void session(const struct li_change *change,
	const struct li_ongoing *ongoing, void *data)
{
	struct lap *l = data;
	struct li_product out = {.iri_count = 0};
	struct li_keys_found keys;
	struct li_ongoing now = *ongoing;
	const struct li_hit *hits;
	bool settled = false;
	size_t n;

	if (l->err)
		return;
	n = li_screen_match(l->step->screen, &l->event, change, &hits);
	for (size_t i = 0; i < n && !l->err; i++) {
		if (!begins(l->step, &hits[i], change->correlation,
			    l->event.at_us))
			continue;
		if (!settled) {
			l->err = prepare(l, change, &now, n, &keys, &out);
			settled = true;
		}
		if (!l->err &&
			add(l->step, &l->event, change, &hits[i], &now, &out)) {
			keep_row(l, change, &hits[i], &now, &out);
			l->err = li_keys_order(l->step, hits[i].task, &keys,
				l->arena, &out);
		}
	}
	for (size_t i = 0; !l->err && i < out.iri_count; i++)
		l->step->counts.iris[out.iris[i].kind]++;
	if (!l->err && out.iri_count)
		l->err = l->fn(&out, l->data);
}

bool li_step_lap_due(struct li_step *step, int64_t at_us)
{
	return li_begin_due(step->begin, at_us) || step->again;
}

li_err li_step_lap(struct li_step *step, const struct li_event *when,
	struct li_arena *arena, li_step_lap_fn fn, void *data)
{
	struct lap l = {.step = step, .arena = arena, .fn = fn, .data = data};

	struct li_product first = {.iri_count = 0};

	if (!li_step_lap_due(step, when->at_us))
		return LI_OK;
	l.err = li_registered_tell(step, when, arena, &first);
	if (!l.err && first.iri_count)
		l.err = fn(&first, data);
	if (l.err || first.iri_count ||
		li_begin_waits(step->begin, when->at_us))
		return l.err;
	l.event.source = LI_SOURCE_SIP;
	l.event.number = when->number;
	l.event.at_us = when->at_us;
	l.event.mono_us = when->mono_us;
	l.event.sip.method = LI_SIP_INVITE;
	l.event.sip.is_request = true;
	if (!li_mirror_sweep(step->mirror, &step->lap, LAP_WORK, session, &l)) {
		step->lap = 0;
		step->again -= step->again > 0;
		li_begin_lap(step->begin, when->at_us);
	}
	return l.err;
}
