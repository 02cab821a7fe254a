/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/window.h"

#include <assert.h>

void li_window_reset(struct li_window *w)
{
	w->first = 0;
	w->count = 0;
}

uint32_t li_window_push(struct li_window *w, enum li_window_kind kind,
	struct li_window_mark mark, int64_t mono_us)
{
	assert(!li_window_full(w));
	w->entries[(w->first + w->count) % LI_WINDOW_MAX] =
		(struct li_window_entry){.kind = kind,
			.sequence = w->next[kind],
			.mark = mark,
			.mono_us = mono_us};
	w->count++;
	return w->next[kind]++;
}

li_err li_window_acknowledge(struct li_window *w, enum li_window_kind kind,
	uint32_t sequence, struct li_window_mark *mark)
{
	/* Who answers in order is found at once. */
	for (uint32_t i = 0; i < w->count; i++) {
		const struct li_window_entry *e =
			&w->entries[(w->first + i) % LI_WINDOW_MAX];

		if (e->kind != kind || e->sequence != sequence)
			continue;
		*mark = e->mark;
		w->first = (w->first + i + 1) % LI_WINDOW_MAX;
		w->count -= i + 1;
		return LI_OK;
	}
	return LI_ENOTFOUND;
}

bool li_window_oldest(const struct li_window *w, int64_t *mono_us)
{
	if (w->count == 0)
		return false;
	*mono_us = w->entries[w->first].mono_us;
	return true;
}
