/* SPDX-License-Identifier: BSD-3-Clause */
#include "late.h"

void late_fini(struct late *late)
{
	li_buf_fini(&late->octets);
	late->count = 0;
}

li_err late_put(struct late *late, struct li_slice octets, int64_t due_us)
{
	late->octets.max = LATE_OCTETS;
	li_buf_put_slice(&late->octets, octets);
	if (late->count < LATE_MAX)
		late->count++;
	late->moments[late->count - 1].due_us = due_us;
	late->moments[late->count - 1].end = late->octets.n;
	return li_buf_check(&late->octets);
}

li_err late_take(struct late *late, int64_t now_us, struct li_buf *out)
{
	size_t due = 0, end;

	while (due < late->count && late->moments[due].due_us <= now_us)
		due++;
	if (due == 0)
		return LI_OK;
	end = late->moments[due - 1].end;
	li_buf_put(out, late->octets.p, end);
	li_buf_consume(&late->octets, end);
	late->count -= due;
	for (size_t i = 0; i < late->count; i++) {
		late->moments[i] = late->moments[i + due];
		late->moments[i].end -= end;
	}
	return li_buf_check(out);
}

int64_t late_next(const struct late *late)
{
	return late->count > 0 ? late->moments[0].due_us : -1;
}
