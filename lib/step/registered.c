/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/scope.h"

/* A task that starts when the HSS knows its target as registered already: one
 * record, before anything else of the task. TS 33.128 cl. 7.2.4.3.3 */

enum { TASKS_MAX = 64 }; /* asked for at once; the rest the next time */

/* Add the record of one task, and a row, with what the mirror needs to know its
 * target again after a restart; nothing when it is not registered. */
static void add(struct li_step *step, const struct li_event *when,
	const struct li_brief *task, struct li_arena *arena,
	struct li_product *out)
{
	struct li_reg_row *row = &out->regs[out->reg_count];
	struct li_identity targets[LI_TASK_TARGETS_MAX];
	struct li_identity known[LI_IRI_IDENTITIES_MAX];
	const struct li_hit hit = {.task = task};
	const struct li_change nothing = {.registration = false};
	enum li_reg_state state;
	struct li_report_case c;
	bool again = false;

	for (size_t i = 0; i < task->target_count; i++) {
		li_brief_target(task, i, &targets[i]);
		/* Who is behind a digest is not known yet. */
		if (targets[i].kind == LI_ID_HASHED)
			return;
	}
	state = li_mirror_registered(step->mirror, targets, task->target_count,
		&again);
	if (state == LI_REG_NONE || !li_scope_registration(task) ||
		!li_scope_tells(step, when, &nothing, task))
		return;
	c = li_hit_case(step, when, &nothing, &hit, known);
	if (!li_report_registered(&c, state, again, &out->iris[out->iri_count]))
		return;
	out->iri_count++;
	if (!li_report_registered_row(&c, state, arena, row))
		return;
	row->mirror = li_resume_user(step, task, row, arena);
	out->reg_count++;
}

li_err li_registered_tell(struct li_step *step, const struct li_event *when,
	struct li_arena *arena, struct li_product *out)
{
	int64_t rows[TASKS_MAX];
	size_t n = li_begin_take(step->begin, when->at_us, rows, TASKS_MAX);

	if (!n)
		return LI_OK;
	out->iris = li_arena_alloc(arena, n * sizeof(*out->iris));
	out->regs = li_arena_alloc(arena, n * sizeof(*out->regs));
	if (!out->iris || !out->regs)
		return LI_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		const struct li_brief *task =
			li_screen_task(step->screen, rows[i]);

		if (task && li_brief_in_force(task, when->at_us))
			add(step, when, task, arena, out);
	}
	step->counts.iris[LI_IRI_REGISTERED_TARGET] += out->iri_count;
	return LI_OK;
}

/* `n` items of `front` with `count` at `items` behind them; NULL without memory
 * for it. */
static void *in_front(const void *front, size_t n, const void *items,
	size_t count, size_t size, struct li_arena *arena)
{
	char *all = li_arena_alloc(arena, (n + count) * size);

	if (!all)
		return NULL;
	memcpy(all, front, n * size);
	if (count)
		memcpy(all + n * size, items, count * size);
	return all;
}

li_err li_registered_join(const struct li_product *first,
	struct li_arena *arena, struct li_product *product)
{
	struct li_reg_row *regs = product->regs;
	struct li_iri *iris = product->iris;

	if (first->iri_count)
		iris = in_front(first->iris, first->iri_count, iris,
			product->iri_count, sizeof(*iris), arena);
	if (first->reg_count)
		regs = in_front(first->regs, first->reg_count, regs,
			product->reg_count, sizeof(*regs), arena);
	if ((first->iri_count && !iris) || (first->reg_count && !regs))
		return LI_ENOMEM;
	product->iris = iris;
	product->iri_count += first->iri_count;
	product->regs = regs;
	product->reg_count += first->reg_count;
	return LI_OK;
}
