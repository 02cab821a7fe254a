/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"
#include "step/inside.h"

/* The state of a target's registrations and sessions, to go on with after a
 * restart under the same correlation. TS 33.107 cl. 20.1.3.3 */

static struct li_slice saved(struct li_step *step, struct li_arena *arena)
{
	struct li_slice none = {0}, out;

	out = step->saved.bad
		? none
		: li_arena_copy(arena, li_buf_slice(&step->saved));
	li_buf_wipe(&step->saved);
	return out;
}

struct li_slice li_resume_session(struct li_step *step, int64_t at_us,
	struct li_arena *arena)
{
	if (li_mirror_save_session(step->mirror, at_us, &step->saved))
		li_buf_wipe(&step->saved);
	return saved(step, arena);
}

struct li_slice li_resume_user(struct li_step *step,
	const struct li_reg_row *row, struct li_arena *arena)
{
	struct li_identity id;
	size_t head;

	if (row->state == LI_REG_NONE ||
		li_identity_parse(row->impu.n ? LI_ID_IMPU : LI_ID_IMPI,
			row->key, &id))
		return (struct li_slice){0};
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
	struct li_cursor c = li_cursor(state);
	struct li_identity id;

	li_unpack_identity(&c, &id);
	if (c.bad)
		return LI_EMALFORMED;
	return li_mirror_load_user(step->mirror, &id, c.rest, at_us);
}

li_err li_step_restore_session(struct li_step *step, struct li_slice state,
	int64_t at_us, int64_t mono_us)
{
	return li_mirror_load_session(step->mirror, state, at_us, mono_us);
}
