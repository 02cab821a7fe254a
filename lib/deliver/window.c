/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/window.h"

#include <assert.h>

void li_window_reset(struct li_window *w)
{
	w->first = 0;
	w->count = 0;
	w->next = 0; /* TS 103 221-2 cl. 6.2.4: per connection, from 0 */
}

uint32_t li_window_push(struct li_window *w, uint64_t mark, int64_t mono_us)
{
	assert(!li_window_full(w));
	w->entries[(w->first + w->count) % LI_WINDOW_MAX] =
		(struct li_window_entry){.sequence = w->next,
			.mark = mark,
			.mono_us = mono_us};
	w->count++;
	return w->next++;
}

li_err li_window_acknowledge(struct li_window *w, uint32_t sequence,
	uint64_t *mark)
{
	/* Sequences on their way are consecutive; they wrap from 2^32 - 1. */
	const uint32_t oldest = w->next - w->count;
	const uint32_t at = sequence - oldest;

	if (at >= w->count)
		return LI_ENOTFOUND;
	*mark = w->entries[(w->first + at) % LI_WINDOW_MAX].mark;
	w->first = (w->first + at + 1) % LI_WINDOW_MAX;
	w->count -= at + 1;
	return LI_OK;
}

bool li_window_oldest(const struct li_window *w, int64_t *mono_us)
{
	if (w->count == 0)
		return false;
	*mono_us = w->entries[w->first].mono_us;
	return true;
}
