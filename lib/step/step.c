/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "step/inside.h"

li_err li_step_new(const struct li_step_options *options, struct li_step **out)
{
	struct li_step *step = calloc(1, sizeof(*step));
	const struct li_watch_rules *rules = options->watch.rules;
	struct li_mirror_options mirror = options->mirror;
	li_err err = step ? LI_OK : LI_ENOMEM;
	struct li_key number;

	mirror.bearers = rules && li_watch_rules_bearers(rules);
	if (!err)
		err = li_mirror_new(&mirror, &step->mirror);
	if (!err)
		err = li_screen_new(&options->mirror.secret, &step->screen);
	if (!err)
		err = li_repeat_new(&options->mirror.secret, &step->repeat);
	if (!err)
		err = li_hold_new(LI_HOLD_OCTETS, LI_HOLD_S,
			&options->mirror.secret, &step->hold);
	if (!err)
		err = li_hold_new(LI_HOLD_AHEAD_OCTETS, LI_HOLD_AHEAD_S,
			&options->mirror.secret, &step->ahead);
	if (!err)
		err = li_hold_new(LI_HOLD_SIGHTS_OCTETS, LI_HOLD_SIGHTS_S,
			&options->mirror.secret, &step->sights);
	if (!err)
		err = li_begin_new(&step->begin);
	if (!err)
		err = li_crowd_new(step);
	if (!err)
		err = li_watch_new(&options->watch, &step->watch);
	if (err) {
		li_step_free(step);
		return err;
	}
	li_hold_be_lean(step->sights);
	step->keys = options->keys;
	li_mirror_set_filter(step->mirror, li_screen_filter(step->screen));
	li_mirror_set_wants(step->mirror, li_start_wants, step);
	number = li_hash(&options->mirror.secret, li_slice_str("numbers"));
	step->outer = (struct li_prf_key){number.hi, number.lo};
	*out = step;
	return LI_OK;
}

void li_step_free(struct li_step *step)
{
	if (!step)
		return;
	li_buf_wipe(&step->saved);
	li_buf_fini(&step->saved);
	li_watch_free(step->watch);
	li_begin_free(step->begin);
	li_hold_free(step->hold);
	li_hold_free(step->ahead);
	li_hold_free(step->sights);
	li_repeat_free(step->repeat);
	li_screen_free(step->screen);
	li_mirror_free(step->mirror);
	li_crowd_free(step);
	explicit_bzero(step, sizeof(*step));
	free(step);
}

li_err li_step_tasks(struct li_step *step, const struct li_task *tasks,
	size_t count)
{
	li_late_border(step, 0);
	return li_screen_load(step->screen, tasks, count);
}

li_err li_step_put(struct li_step *step, const struct li_task *task)
{
	li_err err = li_screen_put(step->screen, task);

	li_late_border(step, task->row);
	/* What waits for its approval has not begun. */
	if (!err && (task->ended_us || task->awaiting))
		li_begin_drop(step->begin, task->row);
	else if (!err)
		err = li_begin_task(step->begin, task->row, task->starts_us);
	return err;
}

void li_step_drop(struct li_step *step, int64_t row)
{
	li_begin_drop(step->begin, row);
	li_screen_drop(step->screen, row);
}

const struct li_brief *li_step_task(const struct li_step *step, int64_t row)
{
	return li_screen_put_as(step->screen, row);
}

const struct li_brief *li_step_next(const struct li_step *step, size_t *at)
{
	return li_screen_next(step->screen, at);
}

static void count_event(struct li_step_counts *counts,
	const struct li_event *event)
{
	counts->events++;
	if (event->source == LI_SOURCE_SIP)
		counts->sip++;
	else
		counts->cx++;
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

/* Records that one task may have of an event: it, the start of its session, and the
 * keys of both. */
static size_t most_of(const struct li_step *step, const struct li_event *event,
	const struct li_hit *hits, size_t n, const struct li_keys_found *keys)
{
	bool starts = step->keys != LI_KEYS_NOBODY &&
		li_begin_due(step->begin, event->at_us);

	for (size_t i = 0; step->keys != LI_KEYS_NOBODY && i < n; i++)
		starts = starts || hits[i].learned;
	return 2 + keys->count + (starts ? LI_KEYS_TICKETS_MAX : 0);
}

/* What the event itself is told as, behind what is told late. */
static li_err tell(struct li_step *step, const struct li_event *event,
	struct li_arena *arena, struct li_product *out, size_t *count)
{
	const struct li_iri *late = out->iris;
	const struct li_hit *hits;
	size_t late_count = out->iri_count;
	size_t n = li_screen_match(step->screen, event, &step->change, &hits);
	struct li_keys_found keys;
	li_err err = LI_OK;

	*count = n;
	if (n)
		err = li_keys_find(step, event, arena, &keys);
	if (n && !err)
		err = li_hit_room(n,
			most_of(step, event, hits, n, &keys) * n + late_count,
			&step->change, arena, out);
	if (n && !err && late_count)
		memcpy(out->iris, late, late_count * sizeof(*late));
	if (n && !err)
		err = li_start_tell(step, event, hits, n, arena, out);
	for (size_t i = 0; i < n && !err; i++) {
		err = li_hit_take(step, event, &hits[i], arena, out);
		if (!err && keys.count)
			err = li_keys_order(step, hits[i].task, &keys, arena,
				out);
	}
	li_late_hold(step, event, hits, n);
	return err;
}

void li_step_expect(struct li_step *step, const struct li_event *event,
	enum li_expect what, struct li_expected *expected)
{
	li_mirror_expect(step->mirror, event, what, expected);
}

void li_step_expected(struct li_step *step, const struct li_expected *expected)
{
	li_mirror_expected(step->mirror, expected);
}

li_err li_step_event(struct li_step *step, const struct li_event *event,
	struct li_arena *arena, struct li_product *out)
{
	struct li_product product = {.iri_count = 0}, first = {.iri_count = 0};
	size_t n = 0, late;
	li_err err, first_err = LI_OK;

	count_event(&step->counts, event);
	if (event->crowded)
		event = li_crowd_read(step, event);
	if (li_screen_hides(step->screen))
		first_err = li_hidden_find(step, event);
	if (!first_err && li_begin_waits(step->begin, event->at_us))
		first_err = li_registered_tell(step, event, arena, &first);
	/* What is broken changes nothing there, but is of its session and of
	 * who is registered: nobody hides behind a bad header. */
	li_mirror_apply(step->mirror, event, &step->change);
	err = first_err;
	if (!err)
		err = li_late_tell(step, event, arena, &product);
	late = product.iri_count;
	if (!err)
		err = tell(step, event, arena, &product, &n);
	if (err) {
		step->counts.failed++;
		return err;
	}
	if (product.iri_count > late)
		li_hit_mark_repeats(step, event, product.iris + late,
			product.iri_count - late);
	step->counts.hits += n;
	step->counts.events_hit += n > 0;
	count_product(&step->counts, &product);
	if (first.iri_count)
		err = li_registered_join(&first, arena, &product);
	if (err) {
		step->counts.failed++;
		return err;
	}
	product.security_count = li_watch_event(step->watch, event,
		&step->change, &product.security);
	*out = product;
	return LI_OK;
}

size_t li_step_bearer(struct li_step *step, const struct li_bearer *bearer,
	const struct li_security_event **out)
{
	return li_watch_bearer(step->watch, bearer, out);
}

void li_step_tick(struct li_step *step, int64_t mono_us)
{
	li_mirror_tick(step->mirror, mono_us);
	li_hold_tick(step->hold, mono_us);
	li_hold_tick(step->ahead, mono_us);
	li_hold_tick(step->sights, mono_us);
}

size_t li_step_watch(struct li_step *step, int64_t mono_us,
	const struct li_security_event **out)
{
	return li_watch_tick(step->watch, mono_us, out);
}

const struct li_watch_counts *li_step_watch_counts(const struct li_step *step)
{
	return li_watch_counts(step->watch);
}

void li_step_prune(struct li_step *step, int64_t at_us)
{
	li_screen_prune(step->screen,
		at_us - (int64_t)LI_STEP_ENDED_S * 1000000);
}

void li_step_count(const struct li_step *step, struct li_step_counts *out)
{
	*out = step->counts;
	out->tasks = li_screen_count(step->screen);
	li_mirror_count(step->mirror, &out->mirror);
	out->held = li_hold_count(step->hold);
	out->ahead = li_hold_count(step->ahead);
	out->sights = li_hold_count(step->sights);
}
