/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/asides.h"

#include <stdlib.h>

enum { ROOM = 8 }; /* at first */

li_err li_asides_add(struct li_asides *a, int64_t id, li_err why)
{
	for (size_t i = a->first; i < a->end; i++)
		if (a->list[i].id == id)
			return LI_OK;
	if (a->end == a->room) {
		const size_t room = a->room ? 2 * a->room : ROOM;
		struct li_aside *more =
			realloc(a->list, room * sizeof(*a->list));

		if (!more)
			return LI_ENOMEM;
		a->list = more;
		a->room = room;
	}
	a->list[a->end++] = (struct li_aside){id, why};
	return LI_OK;
}

const struct li_aside *li_asides_first(const struct li_asides *a)
{
	return a->first < a->end ? &a->list[a->first] : NULL;
}

void li_asides_drop(struct li_asides *a)
{
	a->first++;
	if (a->first == a->end)
		a->first = a->end = 0;
}

void li_asides_fini(struct li_asides *a)
{
	free(a->list);
	*a = (struct li_asides){0};
}
