/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/counts.h"

void li_counts_put(struct li_buf *out, const struct li_counts *counts,
	size_t count)
{
	for (size_t i = 0; i < count && i < LI_COUNTS; i++)
		li_buf_put_u64(out, counts->at[i]);
}

li_err li_counts_get(struct li_slice item, size_t count, struct li_counts *out)
{
	struct li_cursor c = li_cursor(item);
	struct li_counts got = {0};

	for (size_t i = 0; i < count && i < LI_COUNTS; i++)
		got.at[i] = li_cursor_u64(&c);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = got;
	return LI_OK;
}

void li_counts_keys_put(struct li_buf *out, const struct li_counts *counts)
{
	for (size_t i = LI_COUNT_KEYS_ASKED; i < LI_COUNTS; i++)
		li_buf_put_u64(out, counts->at[i]);
}

li_err li_counts_keys_get(struct li_slice body, struct li_counts *counts)
{
	struct li_cursor c = li_cursor(body);
	struct li_counts got = *counts;

	for (size_t i = LI_COUNT_KEYS_ASKED; i < LI_COUNTS; i++)
		got.at[i] = li_cursor_u64(&c);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*counts = got;
	return LI_OK;
}
