/* SPDX-License-Identifier: BSD-3-Clause */
#include "stage.h"

#include <stdio.h>
#include <stdlib.h>

#include "intake/sip_scan.h"

enum { ROWS = 64, YEAR_S = 365 * 86400 };

struct stage stage;

/* The last state of each row, as the store has it. */
static struct kept {
	int64_t task;
	uint64_t session; /* 0: of a user */
	char user[LI_ID_MAX + 1];
	struct li_buf mirror;
} kept[ROWS];
static size_t kept_count;

static const char *task_name(int64_t row)
{
	return stage.names[row - 1];
}

/* Of a crowded message who is looked for. */
static void read_crowded(void *data, struct li_event *event,
	const struct li_asks *asks)
{
	(void)data;
	li_sip_scan_crowded(event, &stage.options.mirror.secret, asks);
}

void stage_open(const struct li_hash_secret *secret)
{
	stage.options.mirror.secret = *secret;
	if (li_step_new(&stage.options, &stage.step))
		story_fail("no step");
	li_step_set_crowded(stage.step, read_crowded, NULL);
}

void stage_close(void)
{
	li_step_free(stage.step);
	li_arena_fini(&stage.arena);
	li_buf_fini(&stage.trace);
	for (size_t i = 0; i < kept_count; i++)
		li_buf_fini(&kept[i].mirror);
}

/* A limit of the task: how many words it takes, 0 when it is none. */
static size_t limit(const struct words *w, size_t i, struct li_task *t)
{
	static const char *const places[] = {"all", "ends", "none"};

	if (strcmp(w->at[i], "home-only") == 0) {
		t->home_only = true;
		return 1;
	}
	if (strcmp(w->at[i], "local") == 0 ||
		strcmp(w->at[i], "non-local") == 0) {
		t->locality = w->at[i][0] == 'l' ? LI_LOCALITY_LOCAL
						 : LI_LOCALITY_NON_LOCAL;
		return 1;
	}
	for (unsigned int bit = 1; bit & LI_SERVICE_ALL; bit <<= 1)
		if (strcmp(w->at[i], "only") == 0 &&
			strcmp(w->at[i + 1],
				li_service_name((enum li_service)bit)) == 0) {
			t->services |= (uint8_t)bit;
			return 2;
		}
	for (size_t p = 0; p <= LI_LOCATION_LAST; p++)
		if (strcmp(w->at[i], "place") == 0 &&
			strcmp(w->at[i + 1], places[p]) == 0) {
			t->location = (enum li_location_scope)p;
			return 2;
		}
	return 0;
}

void stage_task(const struct words *w)
{
	struct li_task *t = &stage.tasks[stage.task_count];
	size_t i = 1;

	if (stage.task_count == STORY_NAMES || w->count < 1)
		story_fail("no room for the task");
	snprintf(stage.names[stage.task_count], 64, "%.60s", w->at[0]);
	*t = (struct li_task){.row = (int64_t)++stage.task_count};
	t->xid.octet[15] = (uint8_t)stage.task_count;
	t->ends_us = story_time("0") + (int64_t)YEAR_S * 1000000;
	while (i < w->count) {
		enum li_id_kind kind;

		if (strcmp(w->at[i], "content") == 0) {
			t->content = true;
			i++;
		} else if (strcmp(w->at[i], "from") == 0) {
			t->starts_us = story_time(w->at[i + 1]);
			i += 2;
		} else if (strcmp(w->at[i], "until") == 0) {
			t->ends_us = story_time(w->at[i + 1]);
			i += 2;
		} else if (strcmp(w->at[i], "target") == 0 &&
			li_id_kind_parse(w->at[i + 1], &kind) == LI_OK &&
			li_identity_parse(kind, li_slice_str(w->at[i + 2]),
				&t->targets[t->target_count]) == LI_OK) {
			t->target_count++;
			i += 3;
		} else if (limit(w, i, t)) {
			i += limit(w, i, t);
		} else {
			story_fail("not a task");
		}
	}
	if (li_step_put(stage.step, t))
		story_fail("the task is not taken");
}

void stage_end(const struct words *w, int64_t at_us)
{
	for (size_t i = 0; i < stage.task_count && w->count; i++) {
		if (strcmp(stage.names[i], w->at[0]) != 0)
			continue;
		stage.tasks[i].ended_us = at_us;
		if (li_step_put(stage.step, &stage.tasks[i]))
			story_fail("the end is not taken");
	}
}

static void keep(int64_t task, uint64_t session, struct li_slice user,
	struct li_slice mirror)
{
	struct kept *k = kept;

	while (k < kept + kept_count &&
		(k->task != task || k->session != session ||
			!li_slice_is_nocase(user, k->user)))
		k++;
	if (k == kept + ROWS)
		story_fail("too many rows");
	if (k == kept + kept_count) {
		kept_count++;
		k->task = task;
		k->session = session;
		li_slice_copy(user, k->user, sizeof(k->user));
	}
	k->mirror.n = 0;
	li_buf_put_slice(&k->mirror, mirror);
}

static void take(const struct li_event *event, const struct li_product *product)
{
	struct li_slice nobody = {0};

	for (size_t i = 0; i < product->reg_count; i++)
		keep(product->regs[i].task, 0, product->regs[i].key,
			product->regs[i].mirror);
	for (size_t i = 0; i < product->session_count; i++)
		keep(product->sessions[i].task,
			product->sessions[i].correlation, nobody,
			product->sessions[i].mirror);
	story_trace(event, product, task_name, &stage.trace);
	story_trace_security(product->security, product->security_count,
		&stage.trace);
}

void stage_take(struct li_event *event)
{
	struct li_product product;

	if (li_step_event(stage.step, event, &stage.arena, &product))
		story_fail("the event is not taken");
	take(event, &product);
	li_arena_reset(&stage.arena);
}

/* What a lap told; its order is none of the story's. */
static struct lap {
	struct li_product products[ROWS];
	size_t count;
} told;

static li_err gather(struct li_product *product, void *data)
{
	struct lap *lap = data;

	if (lap->count == ROWS)
		return LI_ETOOBIG;
	lap->products[lap->count++] = *product;
	return LI_OK;
}

static int by_parties(const void *a, const void *b)
{
	const struct li_product *x = a, *y = b;
	char one[256], other[256];

	if (!x->session_count || !y->session_count)
		return (x->session_count > 0) - (y->session_count > 0);
	snprintf(one, sizeof(one), "%.*s %.*s", (int)x->sessions->from.n,
		(const char *)x->sessions->from.p, (int)x->sessions->to.n,
		(const char *)x->sessions->to.p);
	snprintf(other, sizeof(other), "%.*s %.*s", (int)y->sessions->from.n,
		(const char *)y->sessions->from.p, (int)y->sessions->to.n,
		(const char *)y->sessions->to.p);
	return strcmp(one, other);
}

void stage_lap(struct li_event *when)
{
	static const struct li_product nothing;

	told.count = 0;
	while (li_step_lap_due(stage.step, when->at_us))
		if (li_step_lap(stage.step, when, &stage.arena, gather, &told))
			story_fail("the lap ended");
	qsort(told.products, told.count, sizeof(told.products[0]), by_parties);
	if (!told.count)
		take(when, &nothing);
	for (size_t i = 0; i < told.count; i++)
		take(when, &told.products[i]);
	li_arena_reset(&stage.arena);
}

/* Of several tasks on one session or user the first brings it back. */
static void restore(const struct kept *k, int64_t at_us, int64_t mono_us)
{
	struct li_slice state = li_buf_slice(&k->mirror);
	li_err err = LI_OK;

	if (state.n)
		err = k->session
			? li_step_restore_session(stage.step, state, at_us,
				  mono_us)
			: li_step_restore_user(stage.step, state, at_us);
	if (err && err != LI_EEXIST)
		story_fail("a row is not taken up again");
}

void stage_restart(int64_t at_us, int64_t mono_us)
{
	li_step_free(stage.step);
	stage.step = NULL;
	stage_open(&stage.options.mirror.secret);
	/* Told of before, so that nothing begins: as the store says. */
	if (li_step_tasks(stage.step, stage.tasks, stage.task_count))
		story_fail("tasks are not taken");
	li_step_tick(stage.step, mono_us);
	for (size_t i = 0; i < kept_count; i++)
		if (!kept[i].session)
			restore(&kept[i], at_us, mono_us);
	for (size_t i = 0; i < kept_count; i++)
		if (kept[i].session)
			restore(&kept[i], at_us, mono_us);
}

void stage_keys(const char *whose)
{
	stage.options.keys =
		strcmp(whose, "all") == 0 ? LI_KEYS_ALL : LI_KEYS_CONTENT;
	li_step_free(stage.step);
	stage_open(&stage.options.mirror.secret);
}
