/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"
#include "step/inside.h"

/* The state of a target's registrations and sessions, to go on with after a
 * restart under the same correlation. TS 33.107 cl. 20.1.3.3 */

/* In front of an identity that was found behind a digest: no kind of identity
 * and no version of the mirror's octets. */
enum { FOUND = 0xff };

/* An anonymous call names nobody once it is under way, and a call never names an
 * IMPI: whom its digests are of has to come back with what is restored.
 * TS 103 221-1 cl. D.2.1 */
static void put_found(struct li_step *step, const struct li_brief *task)
{
	const struct li_brief *put = li_screen_put_as(step->screen, task->row);
	struct li_identity id;

	for (size_t t = 0; put && put != task && t < task->target_count; t++) {
		if (put->kinds[t] != LI_ID_HASHED ||
			task->kinds[t] == LI_ID_HASHED)
			continue;
		li_brief_target(task, t, &id);
		li_buf_put_u8(&step->saved, FOUND);
		li_pack_identity(&step->saved, &id);
	}
}

/* Find them again; *rest is what is behind them. */
static li_err take_found(struct li_step *step, struct li_slice *rest)
{
	struct li_cursor c = li_cursor(*rest);
	struct li_identity id;
	li_err err = LI_OK;

	while (!err && c.rest.n && c.rest.p[0] == FOUND) {
		li_cursor_u8(&c);
		li_unpack_identity(&c, &id);
		li_identity_renew(&id);
		err = c.bad ? LI_EMALFORMED
			    : li_screen_reveal_again(step->screen, &id);
	}
	*rest = c.rest;
	return err;
}

static struct li_slice saved(struct li_step *step, struct li_arena *arena)
{
	struct li_slice none = {0}, out;

	out = step->saved.bad
		? none
		: li_arena_copy(arena, li_buf_slice(&step->saved));
	li_buf_wipe(&step->saved);
	return out;
}

struct li_slice li_resume_session(struct li_step *step,
	const struct li_brief *task, int64_t at_us, struct li_arena *arena)
{
	put_found(step, task);
	if (li_mirror_save_session(step->mirror, at_us, &step->saved))
		li_buf_wipe(&step->saved);
	return saved(step, arena);
}

struct li_slice li_resume_user(struct li_step *step,
	const struct li_brief *task, const struct li_reg_row *row,
	struct li_arena *arena)
{
	struct li_identity id;
	size_t head;

	if (row->state == LI_REG_NONE ||
		li_identity_parse(row->impu.n ? LI_ID_IMPU : LI_ID_IMPI,
			row->key, &id))
		return (struct li_slice){0};
	put_found(step, task);
	li_pack_identity(&step->saved, &id);
	head = step->saved.n;
	li_mirror_save_user(step->mirror, &id, row->at_us, &step->saved);
	if (step->saved.n == head)
		li_buf_wipe(&step->saved);
	return saved(step, arena);
}

li_err li_step_restore_user(struct li_step *step, struct li_slice state,
	int64_t at_us)
{
	li_err err = take_found(step, &state);
	struct li_cursor c = li_cursor(state);
	struct li_identity id;

	if (err)
		return err;
	li_unpack_identity(&c, &id);
	if (c.bad)
		return LI_EMALFORMED;
	li_identity_renew(&id);
	return li_mirror_load_user(step->mirror, &id, c.rest, at_us);
}

li_err li_step_restore_session(struct li_step *step, struct li_slice state,
	int64_t at_us, int64_t mono_us)
{
	li_err err = take_found(step, &state);

	return err
		? err
		: li_mirror_load_session(step->mirror, state, at_us, mono_us);
}
