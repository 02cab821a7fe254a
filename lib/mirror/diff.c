/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/diff.h"
#include "mirror/ways.h"

bool li_diff_put(struct li_slice sample, struct li_slice text, uint8_t *out,
	size_t cap, size_t *n)
{
	struct li_written w = {.at = out, .cap = cap};

	if (!li_ways_best()->diff(sample, text, &w))
		return false;
	*n = w.n;
	return true;
}

void li_diff_get(struct li_slice sample, struct li_slice values,
	struct li_buf *out)
{
	struct li_cursor c = li_cursor(values);
	struct li_fields fields;
	size_t at = 0;

	li_fields_begin(&fields);
	while (c.rest.n && !c.bad) {
		uint8_t head = li_cursor_u8(&c);
		size_t skip = head >> 1;

		if (skip == LI_DIFF_SKIP_LONG)
			skip = li_cursor_u16(&c);
		li_buf_put_slice(out, li_slice_sub(sample, at, at + skip));
		at += skip;
		li_field_get(&fields, &c, out);
		at = head & 1 ? li_ways_line_end(sample, at)
			      : li_ways_word_end(sample, at);
	}
	li_buf_put_slice(out, li_slice_sub(sample, at, sample.n));
}
