/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "redact/redact.h"
#include "report/report.h"
#include "screen/screen.h"
#include "step/hold.h"
#include "step/repeat.h"
#include "step/step.h"

struct li_step {
	struct li_mirror *mirror;
	struct li_screen *screen;
	struct li_repeat *repeat;
	struct li_hold *hold;
	struct li_change change; /* of the event in hand */
	struct li_step_counts counts;
};

li_err li_step_new(const struct li_step_options *options, struct li_step **out)
{
	struct li_step *step = calloc(1, sizeof(*step));
	li_err err = step ? LI_OK : LI_ENOMEM;

	if (!err)
		err = li_mirror_new(&options->mirror, &step->mirror);
	if (!err)
		err = li_screen_new(&options->mirror.secret, &step->screen);
	if (!err)
		err = li_repeat_new(&options->mirror.secret, &step->repeat);
	if (!err)
		err = li_hold_new(LI_HOLD_OCTETS, &step->hold);
	if (err) {
		li_step_free(step);
		return err;
	}
	*out = step;
	return LI_OK;
}

void li_step_free(struct li_step *step)
{
	if (!step)
		return;
	li_hold_free(step->hold);
	li_repeat_free(step->repeat);
	li_screen_free(step->screen);
	li_mirror_free(step->mirror);
	explicit_bzero(step, sizeof(*step));
	free(step);
}

li_err li_step_tasks(struct li_step *step, const struct li_task *tasks,
	size_t count)
{
	return li_screen_load(step->screen, tasks, count);
}

li_err li_step_put(struct li_step *step, const struct li_task *task)
{
	return li_screen_put(step->screen, task);
}

void li_step_drop(struct li_step *step, int64_t row)
{
	li_screen_drop(step->screen, row);
}

/* What else the mirror knows to be who the task's targets are. */
static size_t others(const struct li_step *step, const struct li_brief *task,
	struct li_identity out[static LI_IRI_IDENTITIES_MAX])
{
	struct li_identity target;
	size_t n = 0;

	for (size_t t = 0; t < task->target_count; t++) {
		li_brief_target(task, t, &target);
		n += li_mirror_who(step->mirror, &target, out + n,
			LI_IRI_IDENTITIES_MAX - n);
	}
	return n;
}

/* Whose location a message carries: its sender's. A target that redirects did
 * not send it, and what is broken says nothing for certain. */
static enum li_redact_sender sender(const struct li_report_case *c)
{
	uint8_t side =
		c->change->from_opener ? LI_SIDE_OPENER : LI_SIDE_ANSWERER;

	if (c->event->broken)
		return LI_REDACT_FROM_UNKNOWN;
	if (c->event->sip.method == LI_SIP_REGISTER)
		return c->event->sip.is_request ? LI_REDACT_FROM_TARGET
						: LI_REDACT_FROM_OTHER;
	return c->sides & side ? LI_REDACT_FROM_TARGET : LI_REDACT_FROM_OTHER;
}

/* Redact this task's copy of the message. A Cx exchange has none. */
static li_err redact(const struct li_event *event, struct li_arena *arena,
	struct li_report_case *c)
{
	struct li_redact_scope scope = {
		.content = c->task->content,
		.location = true, /* no task is without that authority */
	};
	struct li_redacted redacted;
	li_err err;

	if (event->source != LI_SOURCE_SIP)
		return LI_OK;
	scope.sender = sender(c);
	err = li_redact_sip(event->raw, event->sip.body_at, &scope, arena,
		&redacted);
	if (err)
		return err;
	c->sip = redacted.sip;
	c->modifications = redacted.modifications;
	return LI_OK;
}

/* Room for what n hits can have us keep. */
static li_err make_room(size_t n, const struct li_change *change,
	struct li_arena *arena, struct li_product *out)
{
	out->iris = li_arena_alloc(arena, n * sizeof(*out->iris));
	if (!out->iris)
		return LI_ENOMEM;
	if (change->registration)
		out->regs = li_arena_alloc(arena,
			n * LI_REPORT_REGS_MAX * sizeof(*out->regs));
	if (change->session)
		out->sessions =
			li_arena_alloc(arena, n * sizeof(*out->sessions));
	if ((change->registration && !out->regs) ||
		(change->session && !out->sessions))
		return LI_ENOMEM;
	return LI_OK;
}

/* One task's share of the event. */
static li_err take_hit(struct li_step *step, const struct li_event *event,
	const struct li_hit *hit, struct li_arena *arena,
	struct li_product *out)
{
	struct li_identity known[LI_IRI_IDENTITIES_MAX];
	struct li_report_case c = {
		.event = event,
		.change = &step->change,
		.task = hit->task,
		.roles = hit->roles,
		.sides = hit->sides,
		.party = hit->party,
		.others = known,
		.other_count = others(step, hit->task, known),
	};
	enum li_iri_kind kind;
	bool told = li_report_kind(&c, &kind);
	li_err err = told ? redact(event, arena, &c) : LI_OK;

	if (err)
		return err;
	if (told)
		li_report_iri(&c, kind, &out->iris[out->iri_count++]);
	if (step->change.registration)
		out->reg_count +=
			li_report_regs(&c, arena, &out->regs[out->reg_count]);
	if (step->change.session &&
		li_report_session(&c, &out->sessions[out->session_count]))
		out->session_count++;
	return LI_OK;
}

/* The same octets on the same hop again are marked, and told all the same. */
static void mark_repeats(struct li_step *step, const struct li_event *event,
	struct li_product *product)
{
	struct li_key message;

	if (event->source != LI_SOURCE_SIP || !product->iri_count)
		return;
	message = li_repeat_key(step->repeat, event);
	for (size_t i = 0; i < product->iri_count; i++) {
		struct li_iri *iri = &product->iris[i];

		if (iri->kind == LI_IRI_IMS_MESSAGE)
			iri->repeat = li_repeat_told(step->repeat, message,
				iri->task, event->at_us);
	}
}

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
	err = make_room(n, &step->change, arena, &one);
	for (size_t i = 0; i < n && !err; i++)
		if (!was_told(held, hits[i].task->row))
			err = take_hit(step, held->event, &hits[i], arena,
				&one);
	if (err || !one.iri_count)
		return err;
	mark_repeats(step, held->event, &one);
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

/* Somebody is named: what was held of this Call-ID is told first, in order.
 * TS 33.128 cl. 7.12.2.8 */
static li_err tell_late(struct li_step *step, const struct li_event *event,
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

/* Nobody is named yet: hold the message, whoever's it is. */
static void hold(struct li_step *step, const struct li_event *event,
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

static void count_event(struct li_step_counts *counts,
	const struct li_event *event)
{
	counts->events++;
	if (event->source == LI_SOURCE_SIP)
		counts->sip++;
	else
		counts->cx++;
	if (event->crowded)
		counts->crowded++;
}

static void count_product(struct li_step_counts *counts,
	const struct li_product *product)
{
	for (size_t i = 0; i < product->iri_count; i++) {
		counts->iris[product->iris[i].kind]++;
		if (product->iris[i].modifications)
			counts->redacted++;
	}
}

/* What the event itself is told as, behind what is told late. */
static li_err tell(struct li_step *step, const struct li_event *event,
	struct li_arena *arena, struct li_product *out, size_t *count)
{
	const struct li_iri *late = out->iris;
	const struct li_hit *hits;
	size_t late_count = out->iri_count;
	size_t n = li_screen_match(step->screen, event, &step->change, &hits);
	li_err err = LI_OK;

	*count = n;
	if (n)
		err = make_room(n + late_count, &step->change, arena, out);
	if (n && !err && late_count)
		memcpy(out->iris, late, late_count * sizeof(*late));
	for (size_t i = 0; i < n && !err; i++)
		err = take_hit(step, event, &hits[i], arena, out);
	hold(step, event, hits, n);
	return err;
}

li_err li_step_event(struct li_step *step, const struct li_event *event,
	struct li_arena *arena, struct li_product *out)
{
	struct li_product product = {.iri_count = 0}, now;
	size_t n = 0, late;
	li_err err;

	count_event(&step->counts, event);
	if (event->broken)
		step->change = (struct li_change){0};
	else
		li_mirror_apply(step->mirror, event, &step->change);
	err = tell_late(step, event, arena, &product);
	late = product.iri_count;
	if (!err)
		err = tell(step, event, arena, &product, &n);
	if (err) {
		step->counts.failed++;
		return err;
	}
	now = product;
	if (late) {
		now.iris += late;
		now.iri_count -= late;
	}
	mark_repeats(step, event, &now);
	step->counts.hits += n;
	step->counts.events_hit += n > 0;
	count_product(&step->counts, &product);
	*out = product;
	return LI_OK;
}

void li_step_tick(struct li_step *step, int64_t mono_us)
{
	li_mirror_tick(step->mirror, mono_us);
	li_hold_tick(step->hold, mono_us);
}

void li_step_count(const struct li_step *step, struct li_step_counts *out)
{
	*out = step->counts;
	out->tasks = li_screen_count(step->screen);
	li_mirror_count(step->mirror, &out->mirror);
	out->held = li_hold_count(step->hold);
}
