/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/recorder_inside.h"

li_err li_recorder_confirm(struct li_recorder *recorder,
	const struct li_uuid *did, int64_t id)
{
	struct li_mark *mark = li_marks_get(&recorder->marks, did);

	if (!mark)
		return LI_ENOMEM;
	li_mark_confirm(mark, id);
	/* While a wait runs out its timer asks. */
	if (!recorder->timer.armed)
		li_recorder_ask(recorder);
	return LI_OK;
}

li_err li_recorder_overtook(struct li_recorder *recorder,
	const struct li_uuid *did, int64_t id)
{
	struct li_mark *mark = li_marks_get(&recorder->marks, did);

	return mark ? li_mark_overtook(mark, id) : LI_ENOMEM;
}

li_err li_recorder_sent(struct li_recorder *recorder, const struct li_uuid *did,
	const struct li_sent *sent)
{
	struct li_mark *mark = li_marks_get(&recorder->marks, did);

	return mark ? li_mark_sent(mark, sent) : LI_ENOMEM;
}

li_err li_recorder_aside(struct li_recorder *recorder,
	const struct li_uuid *did, int64_t id, li_err why)
{
	struct li_mark *mark = li_marks_get(&recorder->marks, did);
	const li_err err =
		mark ? li_asides_add(&mark->asides, id, why) : LI_ENOMEM;

	if (!err && !recorder->timer.armed)
		li_recorder_ask(recorder);
	return err;
}

static void on_news(void *data)
{
	li_recorder_ask(data);
}

/* What is noted in this round joins it. */
static void ask_soon(struct li_recorder *recorder)
{
	if (!recorder->timer.armed)
		li_loop_arm(recorder->loop, &recorder->timer, 0, on_news,
			recorder);
}

li_err li_recorder_checked(struct li_recorder *recorder,
	const struct li_uuid *did, const struct li_checked *checked)
{
	struct li_mark *mark = li_marks_get(&recorder->marks, did);
	const li_err err =
		mark ? li_numbers_note(&mark->numbers, checked) : LI_ENOMEM;

	if (!err)
		ask_soon(recorder);
	return err;
}

li_err li_recorder_checking(struct li_recorder *recorder,
	const struct li_uuid *did, const struct li_checking *checking,
	uint64_t *keeping)
{
	struct li_mark *mark = li_marks_get(&recorder->marks, did);
	const li_err err = mark ? li_checkings_note(&mark->checkings, checking,
					  recorder->keeping + 1)
				: LI_ENOMEM;

	if (err)
		return err;
	*keeping = ++recorder->keeping;
	ask_soon(recorder);
	return LI_OK;
}

void li_recorder_listen(struct li_recorder *recorder, li_recorder_kept_fn kept,
	void *data)
{
	recorder->kept = kept;
	recorder->kept_data = data;
}

bool li_recorder_keeps(struct li_recorder *recorder, const struct li_uuid *did)
{
	const struct li_mark *mark = li_marks_get(&recorder->marks, did);

	return mark && mark->numbers.count == 0 && !mark->checkings.first;
}

bool li_recorder_idle(const struct li_recorder *recorder)
{
	for (size_t i = 0; i < recorder->marks.count; i++)
		if (li_mark_due(&recorder->marks.list[i]))
			return false;
	return true;
}

const char *li_recorder_why(const struct li_recorder *recorder)
{
	return recorder->why;
}
