/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/numbers.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 16, LOOK_MAX = 64 };

static struct li_checked *find(const struct li_numbers *n,
	const struct li_checked *checked)
{
	for (size_t i = n->count; i > n->asked && n->count - i < LOOK_MAX;
		i--) {
		struct li_checked *c = &n->list[i - 1];

		if (c->stream == checked->stream &&
			strcmp(c->liid, checked->liid) == 0)
			return c;
	}
	return NULL;
}

li_err li_numbers_note(struct li_numbers *numbers,
	const struct li_checked *checked)
{
	struct li_checked *c = find(numbers, checked);

	if (!c && numbers->count == numbers->room) {
		const size_t room = 2 * numbers->room + ROOM;
		struct li_checked *more =
			reallocarray(numbers->list, room, sizeof(*more));

		if (!more)
			return LI_ENOMEM;
		numbers->list = more;
		numbers->room = room;
	}
	if (!c)
		c = &numbers->list[numbers->count++];
	*c = *checked;
	return LI_OK;
}

void li_numbers_ask(struct li_numbers *numbers, struct li_admin_checked *out)
{
	out->count = numbers->count < LI_CHECKED_MAX ? numbers->count
						     : LI_CHECKED_MAX;
	memcpy(out->list, numbers->list, out->count * sizeof(*out->list));
	numbers->asked = out->count;
}

void li_numbers_done(struct li_numbers *numbers)
{
	numbers->count -= numbers->asked;
	memmove(numbers->list, numbers->list + numbers->asked,
		numbers->count * sizeof(*numbers->list));
	numbers->asked = 0;
}

void li_numbers_undone(struct li_numbers *numbers)
{
	numbers->asked = 0;
}

void li_numbers_fini(struct li_numbers *numbers)
{
	free(numbers->list);
	*numbers = (struct li_numbers){.count = 0};
}
